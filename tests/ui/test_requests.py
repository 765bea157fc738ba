#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was sent and what came back, in the log of the window: asked for, chosen with the keyboard, without secrets."""
import os
import subprocess

import program
from practice import Practice
from program import Signpost, ctl
from screen import Screen
from tray import wait_for

HOST = 'nas.practice.test'


def requests(screen):
    """The text that is shown, nothing where none is."""
    shown = screen.all('text', 'Requests')
    return shown[0].get_text(0, -1) if shown else ''


def expect(screen, *parts):
    def look():
        text = requests(screen)
        return text if all(part in text for part in parts) else None

    try:
        return wait_for(f'requests with {parts}', look)
    except AssertionError as error:
        raise AssertionError(f'{error}; there is: {requests(screen)}') from None


def press(key):
    subprocess.run(['xdotool', 'key', key], check=True)


def test_are_asked_for(screen):
    screen.press('radio button', 'Log')
    screen.find('table', 'Log')
    assert not requests(screen), 'they were not asked for'
    screen.press('toggle button', 'Show requests')
    text = expect(screen, f'hostname={HOST}&myip=203.0.113.7', 'Authorization: Basic •••', 'good 203.0.113.7')
    assert text.startswith('Sent at ') and 'Came back after ' in text and 'HTTP 200' in text, text
    assert not screen.unnamed(), screen.unnamed()


def test_follow_the_row(screen):
    screen.find('table', 'Log').grab_focus()
    press('Home')
    expect(screen, 'Nothing was sent for this row')
    press('Down')
    expect(screen, 'good 203.0.113.7')


def test_of_a_later_attempt(screen, practice):
    practice.move_to('203.0.113.9')
    ctl('update', check=True)
    expect(screen, 'good 203.0.113.7')
    screen.find('table', 'Log').grab_focus()
    press('End')
    expect(screen, 'good 203.0.113.9')


def test_that_nothing_came_back(screen, practice):
    practice.stop()
    ctl('profile', 'set', 'NAS', 'source=automatic', 'ipv4=fixed:203.0.113.5', check=True)
    ctl('update')
    screen.find('table', 'Log').grab_focus()

    def look():
        press('End')
        return 'Nothing came back in ' in requests(screen)

    wait_for('the failure', look)
    assert 'HTTP 200' not in requests(screen)


def test_go_away(screen):
    screen.press('toggle button', 'Show requests')
    wait_for('the list alone', lambda: not requests(screen))


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    practice = Practice()
    practice.add_profile('NAS', 'Practice', HOST)
    signpost = Signpost()
    screen = Screen(signpost.pid)
    wait_for('the first update', lambda: practice.answer(HOST) == '203.0.113.7')
    tests = [('what is asked for', test_are_asked_for, [screen]), ('the row that is chosen', test_follow_the_row, [screen]),
             ('a later attempt', test_of_a_later_attempt, [screen, practice]),
             ('an answer that never came', test_that_nothing_came_back, [screen, practice]),
             ('nothing again', test_go_away, [screen])]
    print(f'1..{len(tests) + 1}', flush=True)
    try:
        for number, (name, test, arguments) in enumerate(tests, start=1):
            test(*arguments)
            print(f'ok {number} {name}', flush=True)
        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
        print(f'ok {len(tests) + 1} nothing complained', flush=True)
    except AssertionError:
        print(screen.dump(), flush=True)
        signpost.tell()
        subprocess.run(['maim', os.path.join(os.environ['WS_DIR'], 'failed.png')])
        raise


if __name__ == '__main__':
    main()
