# SPDX-License-Identifier: GPL-3.0-or-later
"""The portals of a sandbox, as far as Signpost and its libraries ask for them, answering as a test wants."""
import os
import threading

from gi.repository import Gio, GLib

NAME, PATH = 'org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop'
PREFIX = 'org.freedesktop.portal.'
INTERFACES = '''<node>
<interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground"><arg direction="in" type="s"/><arg direction="in" type="a{sv}"/>
    <arg direction="out" type="o"/></method>
  <method name="SetStatus"><arg direction="in" type="a{sv}"/></method>
</interface>
<interface name="org.freedesktop.portal.Secret">
  <method name="RetrieveSecret"><arg direction="in" type="h"/><arg direction="in" type="a{sv}"/>
    <arg direction="out" type="o"/></method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.ProxyResolver">
  <method name="Lookup"><arg direction="in" type="s"/><arg direction="out" type="as"/></method>
</interface>
<interface name="org.freedesktop.portal.NetworkMonitor">
  <method name="GetStatus"><arg direction="out" type="a{sv}"/></method>
  <method name="CanReach"><arg direction="in" type="s"/><arg direction="in" type="u"/><arg direction="out" type="b"/></method>
  <signal name="changed"/>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Notification">
  <method name="AddNotification"><arg direction="in" type="s"/><arg direction="in" type="a{sv}"/></method>
  <method name="RemoveNotification"><arg direction="in" type="s"/></method>
</interface></node>'''


class Portal:
    """Offered from a thread and a connection of its own, because programs and libraries wait for it."""

    def __init__(self, *missing):
        self.missing = missing
        self.calls = []
        self.n_requests = 0
        self.registrations = {}
        self.granted = True
        self.connectivity = 4
        self.proxy = 'direct://'
        self.master = b'm' * 64
        self.secret_response = 0
        self.ready = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()
        assert self.ready.wait(10)

    def run(self):
        context = GLib.MainContext()
        context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
            if interface.name.removeprefix(PREFIX) not in self.missing:
                self.registrations[interface.name] = self.bus.register_object(
                    PATH, interface, self.called, lambda *_: GLib.Variant('u', 1), None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: self.ready.set(), None)
        GLib.MainLoop(context).run()

    def withdraw(self, interface):
        self.bus.unregister_object(self.registrations.pop(PREFIX + interface))

    def named(self, method):
        """The arguments of each call of a method so far."""
        return [arguments for name, arguments in self.calls if name == method]

    def called(self, _bus, sender, _path, _interface, method, arguments, invocation):
        self.calls.append((method, arguments.unpack()))
        answer = None
        if method == 'RequestBackground':
            wanted = arguments.unpack()[1]
            answer = self.respond(sender, wanted, 0 if self.granted else 1, {
                'background': GLib.Variant('b', self.granted),
                'autostart': GLib.Variant('b', self.granted and wanted['autostart'])})
        elif method == 'RetrieveSecret':
            self.give_secret(invocation)
            answer = self.respond(sender, arguments.unpack()[1], self.secret_response, {})
        elif method == 'Lookup':
            answer = GLib.Variant('(as)', ([self.proxy],))
        elif method == 'GetStatus':
            answer = GLib.Variant('(a{sv})', ({'available': GLib.Variant('b', True), 'metered': GLib.Variant('b', False),
                                               'connectivity': GLib.Variant('u', self.connectivity)},))
        elif method == 'CanReach':
            answer = GLib.Variant('(b)', (True,))
        invocation.return_value(answer)

    def give_secret(self, invocation):
        end = invocation.get_message().get_unix_fd_list().get(0)
        os.write(end, self.master)
        os.close(end)

    def respond(self, sender, options, response, results):
        """The response comes after the handle, which old libraries have to learn before they listen. Nobody can see when
        they do, so it is repeated until the next request."""
        self.n_requests += 1
        number = self.n_requests
        handle = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options.get('handle_token', 'unnamed')}"

        def emit(*_):
            return number == self.n_requests and self.bus.emit_signal(
                sender, handle, PREFIX + 'Request', 'Response', GLib.Variant('(ua{sv})', (response, results)))

        source = GLib.timeout_source_new(20)
        source.set_callback(emit)
        source.attach(GLib.MainContext.get_thread_default())
        return GLib.Variant('(o)', (handle,))

    def set_connectivity(self, value):
        self.connectivity = value
        self.bus.emit_signal(None, PATH, PREFIX + 'NetworkMonitor', 'changed', None)
