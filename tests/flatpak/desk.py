# SPDX-License-Identifier: GPL-3.0-or-later
"""The portals of a desktop: the real xdg-desktop-portal, and behind it one that keeps what it is told, and asks the
real gnome-keyring for keys. It answers in a thread of its own."""
import os
import subprocess
import threading

from tray import wait_for

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.impl.portal.desktop.test'
PATH = '/org/freedesktop/portal/desktop'
NOTIFICATION = 'org.freedesktop.impl.portal.Notification'
BACKGROUND = 'org.freedesktop.impl.portal.Background'
SECRET = 'org.freedesktop.impl.portal.Secret'
# xdg-desktop-portal offers Background only beside this one
ACCESS = 'org.freedesktop.impl.portal.Access'
KEYRING = 'org.freedesktop.secrets'
# libsecret before 0.21 hears an answer only if it comes well after the call; that of the real runtime needs no time
ANSWER_MS = 1500
XML = f'''<node>
<interface name="{NOTIFICATION}">
  <method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{{sv}}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
</interface>
<interface name="{BACKGROUND}">
  <method name="GetAppState"><arg type="a{{sv}}" direction="out"/></method>
  <method name="EnableAutostart"><arg type="s" direction="in"/><arg type="b" direction="in"/>
    <arg type="as" direction="in"/><arg type="u" direction="in"/><arg type="b" direction="out"/></method>
</interface>
<interface name="{ACCESS}">
  <method name="AccessDialog"><arg type="o" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{{sv}}" direction="in"/><arg type="u" direction="out"/><arg type="a{{sv}}" direction="out"/></method>
</interface>
<interface name="{SECRET}">
  <method name="RetrieveSecret"><arg type="o" direction="in"/><arg type="s" direction="in"/>
    <arg type="h" direction="in"/><arg type="a{{sv}}" direction="in"/>
    <arg type="u" direction="out"/><arg type="a{{sv}}" direction="out"/></method>
  <property name="version" type="u" access="read"/>
</interface>
</node>'''


class Desk:
    """What programs asked for is in `notifications`, by their ids, and in `autostarts`."""

    def __init__(self):
        self.notifications, self.autostarts = {}, []
        self.context = GLib.MainContext.new()
        self.bus = None
        threading.Thread(target=self.serve, daemon=True).start()
        wait_for('the back end of the portals', lambda: self.bus)
        self.portal = None

    def serve(self):
        self.context.push_thread_default()
        bus = Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
            bus.register_object(PATH, interface, self.called, lambda *_: GLib.Variant('u', 1), None)
        bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName',
                      GLib.Variant('(su)', (NAME, 0)), None, 0, -1, None)
        self.bus = bus
        GLib.MainLoop.new(self.context, False).run()

    def called(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        values = arguments.unpack()
        answer = None
        if method == 'RetrieveSecret':
            self.ask_keyring(arguments, invocation)
            return
        if method == 'AddNotification':
            self.notifications[values[1]] = values[2]
        elif method == 'RemoveNotification':
            self.notifications.pop(values[1], None)
        elif method == 'EnableAutostart':
            self.autostarts.append(values[1:3])
            answer = GLib.Variant('(b)', (values[1],))
        elif method == 'AccessDialog':
            answer = GLib.Variant('(ua{sv})', (0, {}))
        elif method == 'GetAppState':
            answer = GLib.Variant('(a{sv})', ({},))
        invocation.return_value(answer)

    def ask_keyring(self, arguments, invocation):
        """Lets gnome-keyring write the key of the program into the pipe."""
        def answered(bus, result):
            answer, _ = bus.call_with_unix_fd_list_finish(result)
            later = GLib.timeout_source_new(ANSWER_MS)
            later.set_callback(lambda *_: invocation.return_value(answer))
            later.attach(self.context)
        self.bus.call_with_unix_fd_list(KEYRING, PATH, SECRET, 'RetrieveSecret', arguments, None, 0, GLib.MAXINT,
                                        invocation.get_message().get_unix_fd_list(), None, answered)

    def open(self, *interfaces):
        """Starts the portals anew, with these and no others."""
        self.close()
        folder = os.path.join(os.environ['WS_DIR'], 'portals')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'test.portal'), 'w', encoding='utf-8') as file:
            file.write(f"[portal]\nDBusName={NAME}\nInterfaces={';'.join([ACCESS, *interfaces])};\nUseIn=test\n")
        log = open(os.path.join(os.environ['WS_DIR'], 'portal.log'), 'a', encoding='utf-8')
        self.portal = subprocess.Popen(['/usr/libexec/xdg-desktop-portal', '--replace'], stdout=log, stderr=log,
                                       env=dict(os.environ, XDG_DESKTOP_PORTAL_DIR=folder, XDG_CURRENT_DESKTOP='test'))
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '20', 'org.freedesktop.portal.Desktop'], check=True)

    def close(self):
        if self.portal:
            self.portal.terminate()
            self.portal.wait(20)
            self.portal = None

    def find_title(self, part):
        """The id of a notification that is shown, or None."""
        return next((key for key, value in list(self.notifications.items()) if part in value['title']), None)

    def press(self, application, notification, label):
        """Presses a button of a notification; back ends ask the program over the bus, which starts it if need be."""
        button = next(button for button in self.notifications[notification]['buttons'] if button['label'] == label)
        target = [GLib.Variant('s', button['target'])] if 'target' in button else []
        self.bus.call_sync(application, '/' + application.replace('.', '/'), 'org.freedesktop.Application',
                           'ActivateAction',
                           GLib.Variant('(sava{sv})', (button['action'].removeprefix('app.'), target, {})),
                           None, 0, 20000, None)
