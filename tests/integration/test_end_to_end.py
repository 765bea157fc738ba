#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, as a person with a desktop does it: window, keyring, panel, notification, name server."""
import re
import subprocess

import program
import scene
from practice import Practice
from program import Signpost
from scene import FIRST, HOST, SECOND, THIRD
from screen import Screen
from tray import Tray, wait_for

bus = scene.open_desktop()
program.start_keyring()
panel = program.start_panel()
bus_log = scene.BusLog("interface='org.freedesktop.Notifications'", "type='method_return'")
practice = Practice()
signpost = Signpost()


def test_add():
    """A profile added in the editor is published."""
    screen = Screen(signpost.pid)
    try:
        scene.begin_editor(screen, 'dyndns2', practice.ports['server'], practice.ports['user'], 'practice')
        scene.finish_editor(screen, HOST, practice.ports['echo'])
        wait_for('the first answer', lambda: practice.answer(HOST) == FIRST, scene.LONG)
        screen.wait_for_text('Up to date', scene.LONG)
    except AssertionError:
        print(screen.dump())
        raise


def test_check_now():
    """Check now in the tray menu lets the name follow the address."""
    wait_for('the state in the menu', lambda: 'up to date' in Tray.find(bus, scene.WORD).labels()[0].lower(),
             scene.LONG)
    check_now(SECOND)


def check_now(address):
    practice.move_to(address)
    Tray.find(bus, scene.WORD).press('Check now')
    wait_for('the answer ' + address, lambda: practice.answer(HOST) == address, scene.LONG)


def test_notification():
    """The desktop's notification daemon takes and shows the news."""
    for address in (FIRST, SECOND, THIRD, FIRST):
        # what happens within a second of the first publication is no news yet
        try:
            wait_for('a notification that is answered', find_notification, 3)
            break
        except AssertionError:
            check_now(address)
    assert 'now points to' in find_notification()
    assert 'xfce4-notifyd' in subprocess.run(['ps', '-e', '-o', 'args'], stdout=subprocess.PIPE, text=True).stdout
    wait_for('its window', lambda: subprocess.run(
        ['xdotool', 'search', '--onlyvisible', '--class', 'xfce4-notifyd'], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL).stdout, scene.LONG)


def find_notification():
    """The text of a Notify call that was answered with an id, or None."""
    messages = re.split(r'\n(?=\S)', bus_log.text())
    for call in messages:
        if 'member=Notify' not in call:
            continue
        sender, serial = re.search(r'sender=(\S+) .* serial=(\d+) ', call).groups()
        for answer in messages:
            if answer.startswith('method return') and f'destination={sender} ' in answer \
                    and f'reply_serial={serial}\n' in answer and re.search(r'uint32 [1-9]', answer):
                return call
    return None


def test_quit():
    """Quit in the tray menu ends the program, and nothing complained."""
    Tray.find(bus, scene.WORD).press('Quit')
    assert signpost.wait() == 0
    assert not signpost.complaints(), signpost.complaints()
    wait_for('the icon to go', lambda: not any(scene.WORD in item.path for item in Tray.registered(bus)))


scene.run(test_add, test_check_now, test_notification, test_quit)
