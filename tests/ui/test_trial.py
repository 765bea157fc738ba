#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""“Just trying”: from the editor to a name that follows, and away again with all that was made for it."""
import subprocess

import program
from program import Signpost, count_secrets, ctl
from screen import Screen
from tray import wait_for


def find_provider(pid):
    """The practice provider that the program started."""
    children = subprocess.run(['pgrep', '-P', str(pid), 'signpostctl'], stdout=subprocess.PIPE, text=True)
    return children.stdout.split()


def begin(screen):
    screen.wait_for_text('Keep a name pointing here')
    screen.press('push button', 'Add a host name')
    screen.type('text', 'Search providers', 'just')
    screen.find('list item', 'Just trying: the practice provider')
    screen.find('text', 'Search providers').do_action(0)
    screen.find('dialog', 'Just trying')
    screen.wait_for_text('Up to date', 20)


def move(screen):
    screen.type('text', 'Next address', 'not an address')
    screen.press('push button', 'Move')
    screen.wait_for_text('not an address')
    screen.type('text', 'Next address', '203.0.113.42')
    screen.press('push button', 'Move')
    screen.wait_for_text('This place has moved')
    wait_for('the list to follow', lambda: '203.0.113.42' in ctl('status'), 20)


def remove(screen, pid):
    assert count_secrets() == 1 and len(find_provider(pid)) == 1
    screen.press('push button', 'Tried enough: remove it all')
    screen.wait_for_text('Keep a name pointing here')
    wait_for('the end of the provider', lambda: not find_provider(pid))
    wait_for('an empty keyring', lambda: count_secrets() == 0)
    assert not screen.all('dialog', 'Just trying')
    assert 'practice' not in ctl('account', 'list').lower(), ctl('account', 'list')


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    signpost = Signpost()
    screen = Screen(signpost.pid)
    print('1..3', flush=True)
    try:
        begin(screen)
        assert not screen.unnamed(), screen.unnamed()
        print('ok 1 the editor leads to a name that is up to date', flush=True)
        move(screen)
        print('ok 2 the name follows', flush=True)
        remove(screen, signpost.pid)
        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
        print('ok 3 nothing is left of it, and nothing complained', flush=True)
    except Exception:
        print(screen.dump(), flush=True)
        signpost.tell()
        raise


if __name__ == '__main__':
    main()
