#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The icon in the panel under a real pointer, its menu under a real keyboard."""
import subprocess

import program
import scene
from practice import Practice
from program import Signpost
from scene import FIRST, HOST, SECOND
from tray import Tray, wait_for

# The panel stands in the upper left corner, and the icon is all it holds.
ICON = ('14', '14')

bus = scene.open_desktop()
program.start_keyring()
practice = Practice()
scene.add_account('practice', 'practice', 'server=' + practice.ports['server'])
scene.add_profile(practice, 'NAS', HOST)
program.start_panel()
signpost = Signpost('--hidden')
wait_for('the first answer', lambda: practice.answer(HOST) == FIRST, scene.LONG)
wait_for('the state in the menu', lambda: 'up to date' in Tray.find(bus, scene.WORD).labels()[0].lower(), scene.LONG)


def xdotool(*words):
    return subprocess.run(['xdotool', *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def windows(name='.*'):
    return xdotool('search', '--onlyvisible', '--name', name).split()


def popups():
    """The windows that say they are a menu."""
    found = []
    for window in set(xdotool('search', '--onlyvisible', '--class', '.*').split()):
        kind = subprocess.run(['xprop', '-id', window, '_NET_WM_WINDOW_TYPE'], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True).stdout
        if 'POPUP_MENU' in kind or 'DROPDOWN_MENU' in kind:
            found.append(window)
    return found


def open_menu():
    assert not popups(), 'a menu is open already'
    xdotool('mousemove', *ICON, 'click', '1')
    return wait_for('the menu', popups, scene.LONG)


def test_menu_by_pointer():
    """A click on the icon opens the menu, and Escape closes it."""
    open_menu()
    xdotool('key', 'Escape')
    wait_for('the end of the menu', lambda: not popups(), scene.LONG)


def test_item_by_key():
    """A key in the menu chooses Open Signpost."""
    assert not windows('^Signpost$'), 'the window is there already'
    open_menu()
    xdotool('key', 'o')
    wait_for('the window', lambda: windows('^Signpost$'), scene.LONG)
    wait_for('the end of the menu', lambda: not popups(), scene.LONG)


def test_middle_click():
    """A click with the middle button checks now."""
    practice.move_to(SECOND)
    xdotool('mousemove', *ICON, 'click', '2')
    wait_for('the second answer', lambda: practice.answer(HOST) == SECOND, scene.LONG)


def test_quit_by_arrows():
    """The last item, reached with the arrow keys, is Quit."""
    open_menu()
    xdotool('key', 'Up')
    xdotool('key', 'Return')
    assert signpost.wait() == 0
    assert not signpost.complaints(), signpost.complaints()


scene.run(test_menu_by_pointer, test_item_by_key, test_middle_click, test_quit_by_arrows)
