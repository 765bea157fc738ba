#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switch “Start at login” shows what the system answers: a file outside of a sandbox, a portal inside."""
import configparser
import os
import subprocess

import program
from portal import Portal
from program import Signpost
from screen import Screen
from tray import wait_for

from gi.repository import Atspi

FOLDER = os.path.join(os.environ['XDG_CONFIG_HOME'], 'autostart')
ENTRY = os.path.join(FOLDER, 'io.github.signpostdns.Signpost.desktop')
SETTINGS = os.path.join(os.environ['XDG_CONFIG_HOME'], 'signpost', 'settings.ini')


def find_switch(screen):
    """The first of the page; its name is the label beside it."""
    screen.find('label', 'Start at login')
    return screen.all('toggle button')[0]


def is_on(screen):
    return find_switch(screen).get_state_set().contains(Atspi.StateType.CHECKED)


def press(screen):
    wait_for('the switch to be free',
             lambda: find_switch(screen).get_state_set().contains(Atspi.StateType.SENSITIVE))
    assert find_switch(screen).do_action(0)


def test_native():
    signpost = Signpost('--preferences')
    screen = Screen(signpost.pid)
    assert not is_on(screen)
    press(screen)
    wait_for('the file', lambda: os.path.exists(ENTRY))
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(ENTRY)
    entry = parser['Desktop Entry']
    assert entry['Exec'] == f'"{os.path.realpath(program.BUILD)}/src/ui/signpost" --hidden', entry['Exec']
    assert subprocess.run(['desktop-file-validate', ENTRY], check=False).returncode == 0
    wait_for('the switch', lambda: is_on(screen))

    press(screen)
    wait_for('the file to go', lambda: not os.path.exists(ENTRY))
    os.rmdir(FOLDER)
    open(FOLDER, 'w').close()
    press(screen)
    screen.wait_for_text('make the folder writable')
    wait_for('the switch to go back', lambda: not is_on(screen))
    os.remove(FOLDER)
    signpost.stop()
    assert not signpost.complaints(), signpost.complaints()
    print('ok 1 outside of a sandbox a file is written and removed, and where that fails the switch says so', flush=True)


def test_portal():
    portal = Portal()
    signpost = Signpost('--preferences', sandbox=True)
    screen = Screen(signpost.pid)
    screen.wait_for_text('This is what the desktop answered last')
    portal.granted = False
    press(screen)
    screen.wait_for_text('The desktop does not allow it.')
    wait_for('the switch to go back', lambda: not is_on(screen))

    portal.granted = True
    press(screen)
    wait_for('the switch', lambda: is_on(screen))
    screen.wait_for_text('This is what the desktop answered last')
    options = portal.named('RequestBackground')[-1][1]
    assert options['commandline'] == ['signpost', '--hidden'] and options['autostart'] is True, options
    assert not os.path.exists(ENTRY)
    assert 'start-at-login=true' in open(SETTINGS).read()
    assert portal.named('SetStatus')[-1][0]['message'] == 'No host names yet', portal.named('SetStatus')
    signpost.stop()

    before = len(portal.named('RequestBackground'))
    hidden = Signpost('--hidden', sandbox=True)
    wait_for('leave to run unseen', lambda: len(portal.named('RequestBackground')) > before)
    assert portal.named('RequestBackground')[-1][1]['autostart'] is True, 'the file would be deleted'
    hidden.stop()
    portal.granted = False
    refused = Signpost('--hidden', sandbox=True)
    wait_for('a word about the refusal', lambda: portal.named('AddNotification'))
    assert 'may not run' in portal.named('AddNotification')[-1][1]['title']
    wait_for('the answer to be kept', lambda: 'start-at-login=false' in open(SETTINGS).read())
    refused.stop()
    assert not refused.complaints(), refused.complaints()
    print('ok 2 in a sandbox the portal is asked, and believed', flush=True)


def main():
    program.prepare()
    program.start_panel()
    print('1..2', flush=True)
    try:
        test_native()
        if program.can_sandbox():
            test_portal()
        else:
            print('ok 2 # SKIP nothing that looks like a sandbox can be had here', flush=True)
    except BaseException:
        Signpost.last.tell()
        raise


if __name__ == '__main__':
    main()
