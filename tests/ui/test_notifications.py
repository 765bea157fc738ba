#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a notification daemon is told, and that pressing a button of it reaches the program."""
import subprocess
import time

import program
from practice import Practice
from program import Signpost, ctl
from screen import Screen
from tray import wait_for

from gi.repository import Gio, GLib

HOST = 'home.practice.test'
INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
  <method name="Notify"><arg direction="in" type="s"/><arg direction="in" type="u"/><arg direction="in" type="s"/>
    <arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="in" type="as"/>
    <arg direction="in" type="a{sv}"/><arg direction="in" type="i"/><arg direction="out" type="u"/></method>
  <method name="CloseNotification"><arg direction="in" type="u"/></method>
  <method name="GetCapabilities"><arg direction="out" type="as"/></method>
  <method name="GetServerInformation"><arg direction="out" type="s"/><arg direction="out" type="s"/>
    <arg direction="out" type="s"/><arg direction="out" type="s"/></method>
</interface></node>'''


class Daemon:
    """A notification daemon that keeps what it is told."""

    def __init__(self, bus):
        self.bus, self.shown, self.closed = bus, [], []
        bus.register_object('/org/freedesktop/Notifications', Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0],
                            self.called, None, None)
        Gio.bus_own_name_on_connection(bus, 'org.freedesktop.Notifications', Gio.BusNameOwnerFlags.REPLACE, None, None)

    def called(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        answer = None
        if method == 'Notify':
            _name, replaces, _icon, title, body, actions, hints, _timeout = arguments.unpack()
            number = replaces or len(self.shown) + 1
            self.shown.append({'id': number, 'title': title, 'body': body,
                               'buttons': dict(zip(actions[1::2], actions[0::2])), 'hints': hints})
            answer = GLib.Variant('(u)', (number,))
        elif method == 'CloseNotification':
            self.closed.append(arguments.unpack()[0])
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['actions', 'body'],))
        else:
            answer = GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        invocation.return_value(answer)

    def wait_for_title(self, title):
        def look():
            GLib.MainContext.default().iteration(False)
            return next((notice for notice in reversed(self.shown) if notice['title'] == title), None)
        return wait_for(f'a notification “{title}” in {self.shown}', look, 20)

    def press(self, notice, label):
        self.bus.emit_signal(None, '/org/freedesktop/Notifications', 'org.freedesktop.Notifications', 'ActionInvoked',
                             GLib.Variant('(us)', (notice['id'], notice['buttons'][label])))


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    daemon = Daemon(bus)
    practice = Practice()
    practice.add_profile('NAS', 'good', HOST)
    signpost = Signpost('--hidden')
    print('1..3', flush=True)
    try:
        wait_for('the first answer', lambda: practice.answer(HOST) == '203.0.113.7')
        # What changes within a second is one change, and the first address is none.
        time.sleep(2)
        practice.move_to('203.0.113.99')
        ctl('update', check=True)
        notice = daemon.wait_for_title('NAS now points to 203.0.113.99')
        assert notice['body'] == HOST, notice
        assert 'Copy address' in notice['buttons'] and 'Open' in notice['buttons'], notice
        print('ok 1 a change is told', flush=True)

        daemon.press(notice, 'Open')
        screen = Screen(signpost.pid)
        screen.find('list item', 'NAS')
        screen.find('push button', 'Send anyway…')
        print('ok 2 its button opens the profile', flush=True)

        practice.add_profile('Game', 'bad', 'game.practice.test', 'somebody')
        notice = daemon.wait_for_title('Game needs you')
        assert notice['hints'].get('urgency') == 1, notice
        assert 'Try again' in notice['buttons'], notice
        assert '<' not in notice['body'] and '&' not in notice['body'], notice
        ctl('profile', 'remove', 'Game', check=True)
        wait_for('the call to be taken back',
                 lambda: GLib.MainContext.default().iteration(False) or notice['id'] in daemon.closed)
        print('ok 3 who is needed is called, and the call is taken back', flush=True)
        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
    except BaseException:
        signpost.tell()
        raise


if __name__ == '__main__':
    main()
