#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window beside a Signpost that is at work: it shows what that one does, and goes on when that one ends."""
import os
import subprocess

import program
from practice import Practice
from program import Signpost, ctl
from screen import Screen
from tray import wait_for

HOST = 'home.practice.test'
VIEW_ONLY = 'Another Signpost is at work here.'


def start_other(practice):
    """An engine without a window, that has done its first work."""
    other = subprocess.Popen([os.path.join(program.BUILD, 'src', 'cli', 'signpostctl'), 'run'],
                             stderr=subprocess.DEVNULL)
    wait_for('the first answer', lambda: practice.answer(HOST) == '203.0.113.7', 20)
    return other


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    practice = Practice()
    practice.add_profile('NAS', 'good', HOST)
    other = start_other(practice)
    signpost = Signpost()
    screen = Screen(signpost.pid)
    print('1..3', flush=True)
    try:
        screen.wait_for_text(VIEW_ONLY)
        screen.wait_for_text('203.0.113.7')
        practice.move_to('203.0.113.99')
        ctl('update', check=True)
        screen.wait_for_text('203.0.113.99')
        print('ok 1 it shows what the other one does', flush=True)

        other.kill()
        other.wait(10)
        wait_for('the window to take over', lambda: not any(VIEW_ONLY in text for text in screen.texts()), 20)
        practice.move_to('203.0.113.42')
        screen.press('push button', 'Check now')
        wait_for('the third answer', lambda: practice.answer(HOST) == '203.0.113.42', 20)
        screen.wait_for_text('Up to date')
        print('ok 2 it goes on when the other one was killed', flush=True)

        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
        print('ok 3 nothing complained', flush=True)
    except Exception:
        print(screen.dump(), flush=True)
        signpost.tell()
        raise
    finally:
        other.kill()
        practice.stop()


if __name__ == '__main__':
    main()
