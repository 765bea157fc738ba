#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows beside the main one: each changes what it says it changes, and leaves the rest alone."""
import configparser
import json
import os
import subprocess

import program
from practice import Practice
from program import Signpost, count_secrets, ctl
from screen import Screen, children
from tray import wait_for

HOST = 'home.practice.test'
SETTINGS = os.path.join(os.environ['XDG_CONFIG_HOME'], 'signpost', 'settings.ini')

# (page, name of the switch, key of the setting)
SWITCHES = [
    ('General', 'Run in the background', 'run-in-background'),
    ('Notifications', 'The address changed', 'notify-address-changed'),
    ('Notifications', 'A problem lasts', 'notify-problem'),
    ('Notifications', 'A problem is over', 'notify-recovered'),
    ('Notifications', 'Something needs you', 'notify-needs-you'),
]


def press_key(name):
    subprocess.run(['xdotool', 'key', name], check=True)


def activate(action):
    """What the menu of the window does, without opening it."""
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'io.github.signpostdns.Signpost', '--object-path',
                    '/io/github/signpostdns/Signpost', '--method', 'org.gtk.Actions.Activate', action, '[]', '{}'],
                   stdout=subprocess.DEVNULL, check=True)


def read_setting(key):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(SETTINGS)
    return next((parser[section][key] for section in parser.sections() if key in parser[section]), None)


def wait_for_setting(key, value):
    wait_for(f'{key}={value} in the settings', lambda: read_setting(key) == value)


def wait_for_windows(screen, count):
    wait_for(f'{count} windows', lambda: len(list(children(screen.application))) == count)


def get_next_check():
    status = json.loads(ctl('--json', 'status'))
    return status['profiles'][0]['targets'][0]['next_check'] or ''


def test_shortcuts(screen, _practice):
    for _ in range(2):
        activate('shortcuts')
        screen.find('label', 'Search the profiles')
        press_key('Escape')
        wait_for_windows(screen, 1)
    assert ctl('status'), 'it does not answer any more'


def test_preferences(screen, _practice):
    activate('preferences')
    for page, name, key in SWITCHES:
        screen.press('radio button', page)
        for value in ('false', 'true'):
            screen.press('toggle button', name)
            wait_for_setting(key, value)

    screen.press('radio button', 'General')
    screen.choose('Tray icon', 3)
    wait_for_setting('tray-style', "'colour'")
    screen.set_value('Days that the history is kept', 30)
    wait_for_setting('history-days', '30')


def test_engine_follows(screen, _practice):
    before = get_next_check()
    screen.press('radio button', 'Checking')
    screen.set_value('Minutes between two checks', 600)
    wait_for_setting('check-interval', '36000')
    wait_for(f'a later check than {before}', lambda: get_next_check() > before)
    press_key('Escape')
    wait_for_windows(screen, 1)


def test_export(screen, _practice):
    path = os.path.join(os.environ['HOME'], 'history.csv')
    screen.press('radio button', 'History')
    screen.press('push button', 'Export…')
    screen.type('text', 'Name:', path)
    screen.press('push button', 'Save')
    wait_for('the file', lambda: os.path.exists(path) and os.path.getsize(path))
    with open(path, encoding='utf-8') as file:
        text = file.read()
    assert f'"{HOST}","ipv4","203.0.113.7"' in text, text


def test_send(screen, practice):
    screen.press('radio button', 'Profiles')
    before = practice.requests()
    screen.press('push button', 'Send anyway…')
    screen.press('push button', 'Cancel')
    wait_for_windows(screen, 1)
    assert practice.requests() == before

    screen.press('push button', 'Send anyway…')
    screen.press('push button', 'Send')
    wait_for('one more update', lambda: practice.requests() == before + 1)
    wait_for_windows(screen, 1)


def test_remove(screen, _practice):
    screen.press('push button', 'Remove this profile…')
    screen.press('push button', 'Cancel')
    wait_for_windows(screen, 1)
    assert 'NAS' in ctl('profile', 'list')

    screen.press('push button', 'Remove this profile…')
    screen.press('push button', 'Remove')
    screen.wait_for_text('Keep a name pointing here')
    assert 'NAS' not in ctl('profile', 'list')
    # the dialog says that the account is kept
    assert 'good' in ctl('account', 'list')
    assert count_secrets() == 1


TESTS = [
    ('the window of the keys goes with Escape', test_shortcuts),
    ('each preference changes its setting', test_preferences),
    ('a running engine follows them', test_engine_follows),
    ('the history is exported', test_export),
    ('an update is sent anyway when that is confirmed', test_send),
    ('a profile is removed when that is confirmed', test_remove),
]


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    practice = Practice()
    practice.add_profile('NAS', 'good', HOST)
    signpost = Signpost()
    screen = Screen(signpost.pid)
    print(f'1..{len(TESTS) + 1}', flush=True)
    try:
        screen.wait_for_text('Up to date', 20)
        for number, (sentence, test) in enumerate(TESTS, 1):
            test(screen, practice)
            print(f'ok {number} {sentence}', flush=True)
        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
        print(f'ok {len(TESTS) + 1} nothing complained', flush=True)
    except Exception:
        print(screen.dump(), flush=True)
        signpost.tell()
        raise
    finally:
        practice.stop()


if __name__ == '__main__':
    main()
