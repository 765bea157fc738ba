#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyring that is locked, is opened, or is not there at all."""
import json
import os
import subprocess

import program
import scene
from practice import Practice
from scene import FIRST, HOST
from tray import wait_for

PASSWORD = 'test'
CONTROL = os.path.join(program.SESSION, 'keyring_ctl.py')

program.prepare()
practice = Practice()


class Engine:
    """signpostctl run, the engine of a machine without a person who could answer a prompt."""

    def __init__(self):
        self.log = open(os.path.join(os.environ['WS_DIR'], 'run.log'), 'a', encoding='utf-8')
        self.process = subprocess.Popen([scene.CTL, 'run'], stdout=self.log, stderr=self.log)
        # until then signpostctl would answer for itself
        wait_for_name('io.github.signpostdns.Signpost.Engine')

    def stop(self):
        self.process.terminate()
        assert self.process.wait(20) == 0
        self.log.close()


def start_daemon():
    return subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--components=secrets'],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def control(*words):
    return subprocess.run(['/usr/bin/python3', CONTROL, *words], stdout=subprocess.PIPE, text=True,
                          check=True).stdout.strip()


def wait_for_name(name):
    subprocess.run(['gdbus', 'wait', '--session', '--timeout', '20', name], check=True)


def target():
    """What the running engine says about the one target, or nothing yet."""
    state = json.loads(program.ctl('--json', 'status'))
    return next((target for profile in state['profiles'] for target in profile['targets']), None)


def wait_for_reason(reason):
    found = {}

    def look():
        found.update(target() or {})
        return found.get('reason') == reason
    try:
        wait_for(f'the reason {reason}', look, scene.LONG)
    except AssertionError as error:
        raise AssertionError(f'{error}; it says {found}') from None
    return found


def test_locked_then_unlocked():
    """Locked, it says so and sends nothing; unlocked, it goes on without a click."""
    daemon = start_daemon()
    wait_for_name('org.freedesktop.secrets')
    ring = control('create', 'Login', PASSWORD)
    scene.add_account('practice', 'practice', 'server=' + practice.ports['server'])
    scene.add_profile(practice, 'NAS', HOST)
    control('lock', ring)
    engine = Engine()
    found = wait_for_reason('keyring-locked')
    assert found['sentence'].startswith('The keyring is locked, and the password for Account is in it.'), found
    assert practice.requests() == 0, 'something was sent'

    control('unlock', ring, PASSWORD)
    wait_for('the answer', lambda: practice.answer(HOST) == FIRST, scene.LONG)
    assert wait_for_reason('none')['state'] == 'current'
    assert practice.requests() == 1
    engine.stop()
    daemon.terminate()
    daemon.wait(20)


def test_no_keyring():
    """Without a keyring it says so and sends nothing; it goes on when one is there."""
    practice.move_to(scene.SECOND)
    engine = Engine()
    found = wait_for_reason('keyring-unavailable')
    assert found['sentence'].startswith('No keyring answers on this desktop'), found
    assert practice.requests() == 1, 'something was sent'

    daemon = start_daemon()
    wait_for_name('org.freedesktop.secrets')
    ring = next(line.split()[0] for line in control('list').splitlines() if 'Login' in line)
    control('unlock', ring, PASSWORD)
    wait_for('the answer', lambda: practice.answer(HOST) == scene.SECOND, scene.LONG)
    assert practice.requests() == 2
    engine.stop()
    daemon.terminate()
    practice.stop()


scene.run(test_locked_then_unlocked, test_no_keyring)
