# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scenarios share: a whole desktop around the program, and the way a person adds a profile to it."""
import os
import resource
import subprocess
import sys
import traceback

import program
from tray import wait_for

from gi.repository import Gio

HOST = 'home.practice.test'
FIRST, SECOND, THIRD = '203.0.113.7', '203.0.113.99', '203.0.113.123'
WORD = 'signpostdns_Signpost'
CTL = os.path.join(program.BUILD, 'src', 'cli', 'signpostctl')
LONG = 60


def open_desktop():
    """A window manager, and the build where an installed program would be; returns the session bus."""
    program.prepare()
    # what the program itself starts, such as the practice provider
    os.environ['PATH'] = os.path.dirname(CTL) + ':' + os.environ['PATH']
    # notifications name their sender, which must exist
    applications = os.path.join(os.environ['WS_DIR'], 'share', 'applications')
    os.makedirs(applications, exist_ok=True)
    name = 'io.github.signpostdns.Signpost.desktop'
    os.symlink(os.path.join(program.BUILD, 'data', name), os.path.join(applications, name))
    subprocess.Popen(['openbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Gio.bus_get_sync(Gio.BusType.SESSION)


class BusLog:
    """dbus-monitor on the session bus, from the first message to the last, into a file."""

    def __init__(self, *rules):
        self.path = os.path.join(os.environ['WS_DIR'], 'bus.log')
        with open(self.path, 'w', encoding='utf-8') as log:
            self.process = subprocess.Popen(['dbus-monitor', '--session', *rules], stdout=log,
                                            stderr=subprocess.DEVNULL)
        wait_for('the first message', lambda: os.path.getsize(self.path) > 0)

    def text(self):
        with open(self.path, encoding='utf-8', errors='surrogateescape') as log:
            return log.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        return self.text()


def begin_editor(screen, recipe, server, user, password):
    """Adds a host name as far as the fields of the account."""
    screen.wait_for_text('Keep a name pointing here', LONG)
    screen.press('push button', 'Add a host name')
    screen.type('text', 'Search providers', recipe)
    screen.find('list item', 'Not listed: a server that speaks dyndns2')
    screen.find('text', 'Search providers').do_action(0)
    screen.type('text', 'Server', server)
    screen.type('text', 'User name', user)
    screen.type('password text', 'Password', password)


def finish_editor(screen, host, echo):
    """The host name, and an address learnt from the practice provider."""
    screen.type('text', 'Host name', host)
    screen.press('push button', 'Next')
    screen.choose('IPv6', 1)
    screen.press('toggle button', 'Where the address is learnt')
    screen.choose('Source', 3)
    screen.type('text', 'Interface or URL', echo)
    screen.press('check box', 'Also publish addresses that are of no use outside')
    screen.press('push button', 'Save')


def add_account(provider, secret, *fields, name='Account', **options):
    """signpostctl account add; the id of the account."""
    return subprocess.run([CTL, 'account', 'add', '--provider', provider, '--name', name, *fields, '--secret-stdin'],
                          input=secret, stdout=subprocess.PIPE, text=True, check=True, **options).stdout.strip()


def add_profile(practice, name, host, account='Account', **options):
    """signpostctl profile add, with the practice provider as the source."""
    subprocess.run([CTL, 'profile', 'add', '--name', name, '--account', account, '--host', host,
                    'source=url:' + practice.ports['echo'], 'ipv6=off', 'allow-special=true'],
                   stdout=subprocess.DEVNULL, check=True, **options)


def allow_cores():
    """What follows may leave core files where it stands."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def run(*steps):
    """Runs each scenario as one TAP line, named by the first line of its words."""
    print(f'1..{len(steps)}', flush=True)
    for number, step in enumerate(steps, 1):
        title = step.__doc__.strip().splitlines()[0].rstrip('.')
        try:
            step()
        except Exception:
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
            show_logs()
            print(f'not ok {number} {title}', flush=True)
            sys.exit(1)
        print(f'ok {number} {title}', flush=True)


def show_logs():
    folder = os.environ['WS_DIR']
    for name in sorted(os.listdir(folder)):
        if name.endswith('.log') and name not in ('bus.log', 'xvfb.log'):
            with open(os.path.join(folder, name), encoding='utf-8', errors='replace') as log:
                for line in log.readlines()[-40:]:
                    print(f'# {name}: {line.rstrip()}')
