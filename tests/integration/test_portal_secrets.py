#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords in a sandbox, through the Secret portal: kept, lost when its key changes, and where there is none."""
import json
import os
import subprocess

import program
from portal import Portal

ARGUMENTS = 'account', 'add', '--provider', 'dyndns2', '--name', 'NAS', 'server=127.0.0.1:9', 'user=me', '--secret-stdin'
FILE = os.path.join(os.environ['XDG_DATA_HOME'], 'keyrings', 'default.keyring')


def ctl(*arguments, **options):
    """What signpostctl in a sandbox answers: exit code, output and errors."""
    result = subprocess.run([os.path.join(program.SESSION, 'in-sandbox.sh'),
                             os.path.join(program.BUILD, 'src', 'cli', 'signpostctl'), *arguments],
                            capture_output=True, text=True, check=False, **options)
    return result.returncode, result.stdout, result.stderr


def secret():
    return json.loads(ctl('--json', 'account', 'show', 'NAS')[1])['secret']


def main():
    program.prepare()
    if not program.can_sandbox():
        print('1..0 # SKIP nothing that looks like a sandbox can be had here', flush=True)
        return
    print('1..3', flush=True)
    portal = Portal()
    code, _out, errors = ctl(*ARGUMENTS, input='practice')
    assert code == 0, errors
    assert secret() == 'stored' and os.path.exists(FILE)
    print('ok 1 a password is kept by the portal', flush=True)

    portal.master = b'n' * 64
    assert secret() == 'lost'
    assert ctl('account', 'set', 'NAS', '--secret-stdin', input='again')[0] == 0
    assert secret() == 'stored'
    portal.master = b'm' * 64
    assert secret() == 'stored'
    print('ok 2 another key of the portal: entered again, and the old one is kept', flush=True)

    portal.withdraw('Secret')
    assert secret() == 'no-keyring'
    code, _out, errors = ctl('account', 'set', 'NAS', '--secret-stdin', input='practice')
    assert code == 5, (code, errors)
    assert 'flatpak override --user --talk-name=org.freedesktop.secrets io.github.signpostdns.Signpost' in errors, errors
    print('ok 3 without the portal it says what to do', flush=True)


if __name__ == '__main__':
    main()
