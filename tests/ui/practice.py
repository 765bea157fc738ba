# SPDX-License-Identifier: GPL-3.0-or-later
"""A practice provider on free ports, and what its name server tells the world."""
import atexit
import configparser
import os
import subprocess
import urllib.request

import program
from tray import wait_for


class Practice:
    """signpostctl practice, running; its output is practice.log in the session's folder."""

    def __init__(self, *options):
        path = os.path.join(os.environ['WS_DIR'], 'ports')
        self.log = os.path.join(os.environ['WS_DIR'], 'practice.log')
        with open(self.log, 'w', encoding='utf-8') as log:
            self.process = subprocess.Popen([os.path.join(program.BUILD, 'src', 'cli', 'signpostctl'), 'practice',
                                             '--http-port', '0', '--dns-port', '0', '--ports-file', path, *options],
                                            stdout=log)
        # Where no process namespace ends what is left, it would outlive the test and hold its output open.
        atexit.register(self.process.terminate)
        wait_for('the ports file', lambda: os.path.exists(path))
        parser = configparser.ConfigParser()
        parser.read(path)
        self.ports = parser['Practice']

    def add_profile(self, name, account, host, user=None):
        """Adds an account here with its password and a profile, without the window."""
        program.ctl('account', 'add', '--provider', 'dyndns2', '--name', account, f"server={self.ports['server']}",
                    f"user={user or self.ports['user']}", 'spacing=0', '--secret-stdin', input='practice', check=True)
        program.ctl('profile', 'add', '--name', name, '--account', account, '--host', host, 'ipv6=off',
                    f"source=url:{self.ports['echo']}", 'allow-special=true', check=True)

    def answer(self, host):
        return subprocess.run(['dig', '+short', '-p', self.ports['dns'], '@127.0.0.1', host], stdout=subprocess.PIPE,
                              text=True).stdout.strip()

    def move_to(self, address):
        urllib.request.urlopen(f"http://127.0.0.1:{self.ports['http']}/practice/address", f'ipv4={address}'.encode())

    def requests(self):
        """How many updates were sent to it, good or bad."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['http']}/practice/state") as state:
            return int(state.read().decode().split('\n')[0].removeprefix('requests '))

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
