#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus starts the program that is asked for: by the menu, by a button of a notification that outlived it. And one
copy in a sandbox and one outside of it are one program."""
import configparser
import json
import os
import subprocess

import program
from program import Signpost, ctl
from screen import Screen
from tray import Tray, wait_for

from gi.repository import Gio, GLib

NAME, PATH = 'io.github.signpostdns.Signpost', '/io/github/signpostdns/Signpost'
BUS = 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'


def install_service(bus):
    """The service file of the build, with the program of the build, where this bus looks for such."""
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read(os.path.join(program.BUILD, 'data', NAME + '.service'))
    words = parser['D-BUS Service']['Exec'].split()
    assert parser['D-BUS Service']['Name'] == NAME and os.path.basename(words[0]) == 'signpost', words
    words[0] = os.path.join(program.BUILD, 'src', 'ui', 'signpost')
    folder = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'dbus-1', 'services')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, NAME + '.service'), 'w', encoding='utf-8') as file:
        file.write(f'[D-BUS Service]\nName={NAME}\nExec={" ".join(words)}\n')
    bus.call_sync(*BUS, 'UpdateActivationEnvironment', GLib.Variant('(a{ss})', (dict(os.environ),)), None, 0, -1, None)
    bus.call_sync(*BUS, 'ReloadConfig', None, None, 0, -1, None)


def ask(bus, method, arguments):
    bus.call_sync(NAME, PATH, 'org.freedesktop.Application', method, arguments, None, 0, 20000, None)


def get_pid(bus):
    return bus.call_sync(*BUS, 'GetConnectionUnixProcessID', GLib.Variant('(s)', (NAME,)), None, 0, -1,
                         None).unpack()[0]


def is_there(bus):
    return bus.call_sync(*BUS, 'NameHasOwner', GLib.Variant('(s)', (NAME,)), None, 0, -1, None).unpack()[0]


def quit_it(bus):
    Tray.find(bus, 'signpostdns_Signpost').press('Quit')
    wait_for('its end', lambda: not is_there(bus))


def test_button(bus, profile):
    """As the Notification portal passes a press on."""
    assert not is_there(bus)
    ask(bus, 'ActivateAction', GLib.Variant('(sava{sv})', ('retry', [GLib.Variant('s', profile)], {})))
    wait_for('the engine', lambda: 'Starting…' not in Tray.find(bus, 'signpostdns_Signpost').labels())
    assert windows() == [], 'nobody asked for a window'
    quit_it(bus)
    ask(bus, 'ActivateAction', GLib.Variant('(sava{sv})', ('open-profile', [GLib.Variant('s', profile)], {})))
    Screen(get_pid(bus)).find('list item', 'NAS')
    quit_it(bus)
    print('ok 1 a button of a notification starts the program that it belonged to', flush=True)


def windows():
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Signpost$'], stdout=subprocess.PIPE,
                           text=True, check=False)
    return found.stdout.split()


def test_menu(bus):
    ask(bus, 'Activate', GLib.Variant('(a{sv})', ({},)))
    wait_for('the window', windows)
    quit_it(bus)
    ask(bus, 'ActivateAction', GLib.Variant('(sava{sv})', ('preferences', [], {})))
    Screen(get_pid(bus)).find('label', 'Start at login')
    quit_it(bus)
    print('ok 2 so do the menu and its actions', flush=True)


def test_two_copies(bus):
    first = Signpost('--hidden')
    Tray.find(bus, 'signpostdns_Signpost')
    assert windows() == []
    second = Signpost(sandbox=True, XDG_CONFIG_HOME=os.path.join(os.environ['WS_DIR'], 'other'))
    assert second.wait() == 0
    wait_for('the window of the first', windows)
    assert get_pid(bus) == first.pid
    first.stop()
    assert not first.complaints(), first.complaints()
    print('ok 3 a copy in a sandbox shows the window of the one outside, and ends', flush=True)


def main():
    program.prepare()
    program.start_panel()
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    program.start_keyring()
    ctl('account', 'add', '--provider', 'dyndns2', '--name', 'good', 'server=127.0.0.1:9', 'user=me', '--secret-stdin',
        input='practice', check=True)
    ctl('profile', 'add', '--name', 'NAS', '--account', 'good', '--host', 'nas.example.org', 'ipv6=off', check=True)
    profile = json.loads(ctl('--json', 'profile', 'list'))['profiles'][0]['id']
    install_service(bus)
    print('1..3', flush=True)
    test_button(bus, profile)
    test_menu(bus)
    if program.can_sandbox():
        test_two_copies(bus)
    else:
        print('ok 3 # SKIP nothing that looks like a sandbox can be had here', flush=True)


if __name__ == '__main__':
    main()
