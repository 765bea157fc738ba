#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job in the sandbox: tray, window, secret, address, notification and a restart, on a whole desktop."""
import os
import subprocess

import program
import scene
import tree_rules
from desk import BACKGROUND, NOTIFICATION, SECRET, Desk
from practice import Practice
from sandbox import (DATA, EXPORTS, ID, Sandboxed, Window, close_window, flatpak, install, running,
                     wait_for_answer, windows)
from scene import FIRST, SECOND, THIRD
from tray import Tray, wait_for

from gi.repository import Gio

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
program.start_keyring()
program.start_panel()
desk = Desk()
desk.open(NOTIFICATION, BACKGROUND, SECRET)
practice = Practice()
signpost = None


def test_install():
    """Installed, the desktop sees a program, its icons and a service, and nothing else is allowed to it."""
    install()
    for path in (f'applications/{ID}.desktop', f'dbus-1/services/{ID}.service'):
        with open(os.path.join(EXPORTS, path), encoding='utf-8') as file:
            assert 'flatpak run ' in file.read(), path
    assert not list(tree_rules.check_icons(EXPORTS, ID))
    lines = flatpak('info', '--show-permissions', ID).split('\n')
    assert set(filter(None, lines)) == {
        '[Context]', 'shared=network;ipc;', 'sockets=x11;wayland;fallback-x11;', '[Session Bus Policy]',
        'org.kde.StatusNotifierWatcher=talk'}, lines
    libraries = flatpak('run', '--command=ldd', ID, '/app/bin/signpost')
    assert '/app/lib/libayatana-appindicator3' in libraries and 'not found' not in libraries, libraries


def test_tray():
    """The icon is in the tray, under a name that the desktop knows, with the whole menu."""
    global signpost
    signpost = Sandboxed('--hidden')
    tray = Tray.find(bus, scene.WORD, scene.LONG)
    wait_for('the engine', lambda: 'Starting…' not in tray.labels())
    icon = tray.property('IconName')
    assert os.path.exists(os.path.join(EXPORTS, 'icons', 'hicolor', 'symbolic', 'apps', icon + '.svg')), icon
    assert tray.property('IconThemePath') == '', tray.property('IconThemePath')
    assert tray.labels()[-1] == 'Quit', tray.labels()
    assert windows() == 0
    assert running().count('signpost') == 1, running()


def test_second_launch():
    """A second start shows the window of the first."""
    assert Sandboxed().process.wait(20) == 0
    wait_for('the window', lambda: windows() == 1)
    assert signpost.process.poll() is None


def test_account():
    """An account and a name, added in the window, are published; the secret is kept through the portal."""
    screen = Window()
    try:
        scene.begin_editor(screen, 'dyndns2', practice.ports['server'], practice.ports['user'], 'practice')
        scene.finish_editor(screen, scene.HOST, practice.ports['echo'])
        wait_for_answer(practice, FIRST)
        screen.wait_for_text('Up to date', scene.LONG)
    except AssertionError:
        print(screen.dump())
        raise
    ring = os.path.join(DATA, 'data', 'keyrings', 'default.keyring')
    with open(ring, 'rb') as file:
        assert b'practice' not in file.read(), 'the file of secrets can be read by anybody'


def test_change():
    """A change of address is published and told."""
    close_window()
    for address in (SECOND, FIRST, THIRD):
        practice.move_to(address)
        Tray.find(bus, scene.WORD).press('Check now')
        wait_for_answer(practice, address)
        # what happens within a second of the first publication is no news yet
        try:
            wait_for('the news', lambda: desk.find_title(address), 3)
            break
        except AssertionError:
            pass
    assert desk.find_title('now points to'), desk.notifications


def test_button():
    """The button of the notification comes back to the program."""
    desk.press(ID, desk.find_title('now points to'), 'Open')
    wait_for('the window', lambda: windows() == 1)
    Window().find('push button', 'Send anyway…')


def test_restart():
    """After a restart the secret is found, and the next address published with it."""
    global signpost
    signpost.quit(bus)
    assert not signpost.complaints(), signpost.complaints()
    wait_for('its end', lambda: not running())
    signpost = Sandboxed('--hidden')
    practice.move_to('203.0.113.50')
    Tray.find(bus, scene.WORD, scene.LONG).press('Check now')
    wait_for_answer(practice, '203.0.113.50')
    signpost.quit(bus)


def test_activation():
    """The desktop starts it by its name on the bus."""
    subprocess.run(['gapplication', 'launch', ID], check=True)
    wait_for('the window', lambda: windows() == 1, scene.LONG)
    Tray.find(bus, scene.WORD, scene.LONG).press('Quit')
    wait_for('its end', lambda: not running())


def test_permissions():
    """Without a display, the network or the tray's watcher it works no more: each permission is needed."""
    blind, log = without('--nosocket=x11', '--nosocket=fallback-x11')
    assert blind.wait(20) != 0 and 'There is no display here' in read(log)
    alone, log = without('--unshare=network', '--command=signpostctl', words=['address'])
    assert alone.wait(60) != 0 and 'This place has none' in read(log)
    silent, log = without('--no-talk-name=org.kde.StatusNotifierWatcher')
    # on X11 a second one may be an icon of the old kind, drawn by the program itself
    wait_for('the window', windows, scene.LONG)
    assert not any(scene.WORD in item.path for item in Tray.registered(bus))
    subprocess.run(['gapplication', 'action', ID, 'quit'], check=True)
    assert silent.wait(20) == 0


def without(*permissions, words=()):
    """The program with less than it is given, and where it writes."""
    path = os.path.join(os.environ['WS_DIR'], f'without{permissions[0]}.log')
    with open(path, 'w', encoding='utf-8') as log:
        return subprocess.Popen(['flatpak', 'run', *permissions, ID, *words], stdout=log, stderr=log), path


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def test_uninstall():
    """Uninstalled, no file and no process of it is left."""
    flatpak('--user', 'uninstall', '-y', '--noninteractive', '--delete-data', ID)
    assert not os.path.exists(DATA)
    left = subprocess.run(['find', EXPORTS, '-name', ID + '*'], stdout=subprocess.PIPE, text=True, check=True).stdout
    assert not left, left
    assert not running(), running()


scene.run(test_install, test_tray, test_second_launch, test_account, test_change, test_button, test_restart,
          test_activation, test_permissions, test_uninstall)
