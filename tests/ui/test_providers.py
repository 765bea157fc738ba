#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for a provider: what is found, what is only told, and what is taken by Enter."""
import os
import subprocess

import program
from program import Signpost
from screen import Screen, is_shown
from tray import wait_for

GONE = 'The domains went to Squarespace in 2023'
HINT = 'The servers move to example.net. Make a new account there before the end of the year.'
MOVING = f'''\
[Provider]
Format=1
Id=nomads
Name=Nomads
Website=https://nomads.example/
Source=https://nomads.example/
Checked=2026-11-22
Verified=inferred
Status=moving
StatusHint={HINT}
Protocol=dyndns2
Hosts=nomads.example;
Families=ipv4;
[Field user]
Label=User name
[Field pass]
Label=Password
Secret=true
[Dyndns2]
Url=https://nomads.example/nic/update
'''


def write_recipe():
    folder = os.path.join(os.environ['XDG_DATA_HOME'], 'signpost', 'providers')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'nomads.recipe'), 'w', encoding='utf-8') as recipe:
        recipe.write(MOVING)


def rows(screen):
    return [row.get_name() for row in screen.all('list item') if is_shown(row)]


def search(screen, text):
    screen.type('text', 'Search providers', text)


def press_enter(screen):
    screen.find('text', 'Search providers').do_action(0)


def test_search_narrows_and_widens(screen):
    search(screen, 'duck')
    wait_for('Duck DNS alone, and the ways out', lambda: rows(screen)[0] == 'Duck DNS' and len(rows(screen)) == 4)
    search(screen, 'electric')
    wait_for('the next one', lambda: rows(screen)[0].startswith('Hurricane Electric') and 'Duck DNS' not in rows(screen))
    search(screen, '')
    wait_for('all of them', lambda: len(screen.all('list item')) > 50)
    search(screen, 'dyn')
    wait_for('the best one first', lambda: rows(screen)[0] == 'Dyn')
    search(screen, 'qqqq')
    wait_for('only the ways out', lambda: len(rows(screen)) == 3)


def test_what_is_gone(screen):
    search(screen, 'Google Domains')
    wait_for('what became of it', lambda: rows(screen)[0].startswith(f'Google Domains: {GONE}'))
    assert any(is_shown(node) and node.get_name() == 'gone' for node in screen.all('label')), 'no mark says so'
    press_enter(screen)
    screen.find('text', 'Search providers').grab_focus()
    subprocess.run(['xdotool', 'key', 'Down'], check=True)
    subprocess.run(['xdotool', 'key', 'Return'], check=True)
    assert is_shown(screen.find('text', 'Search providers')), 'it was taken'


def test_what_is_moving(screen):
    search(screen, 'nomads')
    wait_for('it', lambda: rows(screen)[0] == 'Nomads')
    press_enter(screen)
    wait_for('the hint', lambda: any(is_shown(node) and node.get_name() == HINT for node in screen.all('label')))
    screen.press('push button', 'Back')
    search(screen, 'duck')
    wait_for('it', lambda: rows(screen)[0] == 'Duck DNS')
    press_enter(screen)
    screen.find('password text', 'Token')
    assert not any(is_shown(node) and node.get_name() == HINT for node in screen.all('label')), 'the hint stays'


TESTS = [test_search_narrows_and_widens, test_what_is_gone, test_what_is_moving]


def main():
    program.prepare()
    program.start_keyring()
    write_recipe()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    signpost = Signpost()
    screen = Screen(signpost.pid)
    print(f'1..{len(TESTS) + 1}', flush=True)
    try:
        screen.press('push button', 'Add a host name')
        for number, test in enumerate(TESTS, start=1):
            test(screen)
            print(f'ok {number} {test.__name__}', flush=True)
        assert not screen.unnamed(), screen.unnamed()
        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
        print(f'ok {len(TESTS) + 1} everything has a name and nothing complained', flush=True)
    except AssertionError:
        print(screen.dump(), flush=True)
        subprocess.run(['maim', os.path.join(os.environ['WS_DIR'], 'failed.png')])
        raise


if __name__ == '__main__':
    main()
