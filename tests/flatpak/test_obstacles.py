#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop may lack or refuse to a sandbox, and the sentence for each: login, portals, a keyring, a tray."""
import os
import subprocess

import program
import scene
from desk import BACKGROUND, NOTIFICATION, SECRET, Desk
from practice import Practice
from sandbox import ID, Sandboxed, Window, ctl, install, press_close, running, status, wait_for_answer, windows
from scene import FIRST
from tray import Tray, wait_for

from gi.repository import Atspi, Gio

KEYRING = '/org/freedesktop/secrets/collection/login'
OVERRIDE = 'flatpak override --user --talk-name=org.freedesktop.secrets ' + ID

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
program.start_keyring()
panel = program.start_panel()
desk = Desk()
practice = Practice()
install()


def find_switch(screen):
    screen.find('label', 'Start at login')
    return screen.all('toggle button')[0]


def is_on(screen):
    return find_switch(screen).get_state_set().contains(Atspi.StateType.CHECKED)


def test_no_secret_portal():
    """Without a Secret portal a secret is not taken, and the way out is named."""
    desk.open(NOTIFICATION, BACKGROUND)
    try:
        add_account()
    except AssertionError as error:
        assert OVERRIDE in str(error), error
    else:
        raise AssertionError('it was taken')


def add_account():
    return ctl('account', 'add', '--provider', 'dyndns2', '--name', 'Account', 'server=' + practice.ports['server'],
               'user=' + practice.ports['user'], 'spacing=0', '--secret-stdin', input='practice')


def test_login():
    """Asked to start at login, the desktop is given the command of the sandbox, and its answer is shown."""
    desk.open(NOTIFICATION, BACKGROUND, SECRET)
    signpost = Sandboxed('--preferences')
    screen = Window()
    find_switch(screen).do_action(0)
    wait_for('the desktop to be asked', lambda: desk.autostarts)
    assert desk.autostarts[-1] == (True, ['flatpak', 'run', '--command=signpost', ID, '--hidden']), desk.autostarts
    wait_for('the switch', lambda: is_on(screen))
    signpost.quit(bus)


def test_no_background_portal():
    """Where the desktop cannot start a sandbox at login, it says what to do by hand."""
    desk.open(NOTIFICATION, SECRET)
    signpost = Sandboxed('--preferences')
    screen = Window()
    find_switch(screen).do_action(0)
    screen.wait_for_text(f'flatpak run {ID} --hidden')
    signpost.quit(bus)
    assert not signpost.complaints(), signpost.complaints()


def test_locked():
    """While the keyring is locked it says so and sends nothing; once it is open, all goes on."""
    desk.open(NOTIFICATION, BACKGROUND, SECRET)
    add_account()
    ctl('profile', 'add', '--name', 'NAS', '--account', 'Account', '--host', scene.HOST,
        'source=url:' + practice.ports['echo'], 'ipv6=off', 'allow-special=true')
    subprocess.run(['/usr/bin/python3', os.path.join(program.SESSION, 'keyring_ctl.py'), 'lock', KEYRING], check=True)
    signpost = Sandboxed('--hidden')
    Tray.find(bus, scene.WORD, scene.LONG)
    wait_for('the sentence', lambda: 'The keyring is locked' in status(), scene.LONG)
    assert practice.requests() == 0, 'something was sent'
    subprocess.run([os.path.join(program.SESSION, 'answer-prompt.sh'), 'type', 'test'], check=True)
    wait_for_answer(practice, FIRST)
    signpost.quit(bus)


def test_no_tray():
    """Without a tray the window is the program, and closing it asks."""
    program.stop_panel(panel)
    signpost = Sandboxed()
    wait_for('the window', lambda: windows() == 1, scene.LONG)
    screen = Window()
    wait_for('the question', lambda: press_close() or screen.all('label', 'Keep running in the background?'))
    screen.press('push button', 'Quit')
    assert signpost.process.wait(20) == 0
    wait_for('its end', lambda: not running())


scene.run(test_no_secret_portal, test_login, test_no_background_portal, test_locked, test_no_tray)
