#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray in a real panel: its menu read and pressed over D-Bus, the panel restarted, a second launch."""
import subprocess

import program
from program import Signpost, start_panel, stop_panel
from screen import Screen
from tray import Tray, wait_for

from gi.repository import Gio

WORD = 'signpostdns_Signpost'


def test_menu(bus):
    """Started hidden: an icon with a whole menu, no window; Open presents one; Quit ends it."""
    signpost = Signpost('--hidden')
    tray = Tray.find(bus, WORD)
    wait_for('the engine', lambda: 'Starting…' not in tray.labels())
    assert tray.labels()[1:] == [
        '—', 'Open Signpost', 'Check now', 'Force update', 'All names', '—', 'Copy IPv4', 'Copy IPv6', '—',
        'Pause', 'For 1 hour', 'Until tomorrow', 'Until resumed', 'Preferences…', 'Quit'], tray.labels()
    assert not tray.menu()[0][2], 'the status line can be pressed'
    assert tray.property('IconName').startswith('io.github.signpostdns.Signpost-')
    assert tray.property('IconAccessibleDesc')
    assert tray.property('Title') == 'Signpost'
    assert windows() == [], windows()

    tray.press('Until resumed')
    wait_for('Resume', lambda: 'Resume' in tray.labels() and 'Pause' not in tray.labels())
    wait_for('the paused icon', lambda: 'paused' in tray.property('IconName'))
    tray.press('Resume')
    wait_for('Pause', lambda: 'Pause' in tray.labels() and 'Resume' not in tray.labels())

    tray.press('Open Signpost')
    wait_for('the window', lambda: 'Signpost' in windows())
    tray.press('Quit')
    assert signpost.wait() == 0
    assert not signpost.complaints(), signpost.complaints()


def test_panel_restart(bus, panel):
    """The icon is back when the panel is, and its menu works."""
    signpost = Signpost('--hidden')
    Tray.find(bus, WORD)
    stop_panel(panel)
    panel = start_panel()
    tray = Tray.find(bus, WORD)
    wait_for('the engine', lambda: 'Starting…' not in tray.labels())
    tray.press('Quit')
    assert signpost.wait() == 0
    assert not signpost.complaints(), signpost.complaints()
    return panel


def test_second_launch(bus):
    """The second one only presents the window of the first."""
    first = Signpost('--hidden')
    Tray.find(bus, WORD)
    second = Signpost()
    assert second.wait() == 0
    wait_for('the window', lambda: windows().count('Signpost') == 1)
    again = Signpost()
    assert again.wait() == 0
    assert windows().count('Signpost') == 1
    third = Signpost('--hidden')
    assert third.wait() == 0
    assert first.process.poll() is None
    close_window()
    wait_for('the window to close', lambda: 'Signpost' not in windows())
    assert first.process.poll() is None, 'it ended with its window'
    first.stop()


def test_without_panel(bus):
    """Without a tray the window is the program: closing it asks once, and the answer is kept."""
    signpost = Signpost()
    wait_for('the window', lambda: 'Signpost' in windows())
    screen = Screen(signpost.pid)
    close_window()
    screen.press('push button', 'Quit')
    assert signpost.wait() == 0

    signpost = Signpost()
    wait_for('the window', lambda: 'Signpost' in windows())
    close_window()
    assert signpost.wait() == 0, 'it asked again'
    assert not signpost.complaints(), signpost.complaints()


def windows():
    """Titles of the windows that are seen."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True).stdout.split()
    names = []
    for window in found:
        name = subprocess.run(['xdotool', 'getwindowname', window], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True).stdout.strip()
        if name:
            names.append(name)
    return [name for name in names if name == 'Signpost']


def close_window():
    """As the window manager's button does."""
    search = ['xdotool', 'search', '--onlyvisible', '--name', '^Signpost$']
    window = wait_for('the window', lambda: subprocess.run(search, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                                           text=True).stdout.split())[-1]
    subprocess.run(['xdotool', 'windowfocus', '--sync', window, 'key', '--clearmodifiers', 'ctrl+w'], check=True)


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    print('1..4', flush=True)
    panel = start_panel()
    test_menu(bus)
    print('ok 1 menu', flush=True)
    panel = test_panel_restart(bus, panel)
    print('ok 2 panel restart', flush=True)
    test_second_launch(bus)
    print('ok 3 second launch', flush=True)
    stop_panel(panel)
    test_without_panel(bus)
    print('ok 4 without a panel', flush=True)


if __name__ == '__main__':
    try:
        main()
    except BaseException:
        Signpost.last.tell()
        raise
