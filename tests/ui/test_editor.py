#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job through the window: a person adds a profile, the address changes, the name server answers it."""
import os
import subprocess

import program
from practice import Practice
from program import Signpost
from screen import Screen, is_shown, is_whole, walk
from tray import wait_for

HOST = 'home.practice.test'
SECRET = 'practice'


def problems(screen):
    """The bars that say what is wrong."""
    return [node for bar in screen.all('info bar') for node in walk(bar) if node.get_role_name() == 'label' and is_shown(node)]


def add_profile(screen, practice):
    screen.wait_for_text('Keep a name pointing here')
    screen.press('push button', 'Add a host name')
    screen.type('text', 'Search providers', 'dyndns2')
    screen.find('list item', 'Not listed: a server that speaks dyndns2')
    screen.find('text', 'Search providers').do_action(0)

    screen.type('text', 'Server', practice.ports['server'])
    screen.type('text', 'User name', practice.ports['user'])
    screen.type('password text', 'Password', SECRET)

    screen.type('text', 'Host name', 'not a name')
    screen.press('push button', 'Next')
    assert not screen.all('label', 'Points to'), 'a wrong name was taken'
    assert problems(screen), 'it is not told what is wrong'
    screen.find('text', 'Host name').grab_focus()
    screen.type('text', 'Host name', 'Müller.Example.org.')
    wait_for('the complaint to go', lambda: not problems(screen))
    preview = screen.find('label', 'müller.example.org – sent as xn--mller-kva.example.org')
    wait_for('the name as it is sent, within the window', lambda: is_whole(preview))
    screen.type('text', 'Host name', HOST)
    screen.press('push button', 'Next')

    screen.choose('IPv6', 1)
    screen.press('toggle button', 'Where the address is learnt')
    screen.choose('Source', 3)
    screen.type('text', 'Interface or URL', practice.ports['echo'])
    screen.press('check box', 'Also publish addresses that are of no use outside')
    assert not screen.all('toggle button', 'The record at the provider'), 'dyndns2 is not asked for a record'
    assert not screen.unnamed(), screen.unnamed()
    screen.press('push button', 'Save')


def add_zone(screen):
    """A name on one's own name server, with what such a one lets a person say; nothing of it is sent."""
    screen.press('push button', 'Add')
    screen.type('text', 'Search providers', 'nsupdate')
    screen.find('list item', 'Own name server (RFC 2136)')
    screen.find('text', 'Search providers').do_action(0)
    screen.type('text', 'Name server', 'ns1.example.org')
    screen.type('text', 'Zone', 'example.org')
    screen.type('text', 'Key name', 'home-key')
    screen.type('password text', 'Key', 'c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ==')
    screen.type('text', 'Host name', 'home.example.org')
    screen.press('push button', 'Next')

    screen.choose('IPv4', 1)
    screen.choose('IPv6', 1)
    screen.press('toggle button', 'The record at the provider')
    screen.set_value('Time to live in seconds', 120)
    screen.press('check box', 'Make a record that does not exist yet')
    assert not screen.unnamed(), screen.unnamed()
    screen.press('push button', 'Save')


def read_profile(name):
    """The lines of the profile of that name; none before it is there."""
    folder = os.path.join(os.environ['XDG_CONFIG_HOME'], 'signpost', 'profiles')
    for file in os.listdir(folder):
        with open(os.path.join(folder, file), encoding='utf-8') as profile:
            lines = profile.read().splitlines()
        if f'name={name}' in lines:
            return lines
    return []


def main():
    program.prepare()
    program.start_keyring()
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    practice = Practice()
    signpost = Signpost()
    screen = Screen(signpost.pid)
    print('1..4', flush=True)
    try:
        add_profile(screen, practice)
        wait_for('the first answer', lambda: practice.answer(HOST) == '203.0.113.7')
        screen.wait_for_text('Up to date')
        print('ok 1 a profile is added and published', flush=True)

        practice.move_to('203.0.113.99')
        screen.press('push button', 'Check now')
        wait_for('the second answer', lambda: practice.answer(HOST) == '203.0.113.99', 20)
        screen.wait_for_text('203.0.113.99')
        print('ok 2 the name follows the address', flush=True)

        add_zone(screen)
        wait_for('the profile', lambda: {'ttl=120', 'create=false'} <= set(read_profile('home.example.org')))
        print('ok 3 what a record is like is said and kept', flush=True)

        assert not screen.unnamed(), screen.unnamed()
        files = subprocess.run(['grep', '-rlF', 'pass=' + SECRET, os.environ['HOME']], stdout=subprocess.PIPE, text=True)
        assert not files.stdout, files.stdout
        signpost.stop()
        assert not signpost.complaints(), signpost.complaints()
        print('ok 4 everything has a name and nothing complained', flush=True)
    except AssertionError:
        print(screen.dump(), flush=True)
        subprocess.run(['maim', os.path.join(os.environ['WS_DIR'], 'failed.png')])
        raise


if __name__ == '__main__':
    main()
