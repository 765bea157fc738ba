#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A home that cannot be written: said at the start, with the folder, and nothing is lost without a word."""
import os
import subprocess

import program
from program import Signpost, ctl
from screen import Screen

SCRIPT = 'mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME" && exec "$@"'


def find_way():
    """What runs a command with a home that cannot be written; nothing where that cannot be had."""
    for options in (['-m'], ['-cm', '--keep-caps']):
        way = ['unshare', *options, 'sh', '-c', SCRIPT, 'sh']
        if subprocess.run([*way, 'true'], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return way
    return None


def main():
    program.prepare()
    program.start_keyring()
    way = find_way()
    if way is None:
        print('1..0 # SKIP a home cannot be made read-only here', flush=True)
        return
    print('1..2', flush=True)
    ctl('account', 'add', '--provider', 'dyndns2', '--name', 'good', 'server=127.0.0.1:9', 'user=me', '--secret-stdin',
        input='practice', check=True)
    ctl('profile', 'add', '--name', 'NAS', '--account', 'good', '--host', 'nas.example.org', check=True)
    signpost = Signpost(around=way)
    screen = Screen(signpost.pid)
    screen.find('list item', 'NAS')
    screen.wait_for_text('The state cannot be written to disk, and without it nothing is sent.')
    screen.wait_for_text(os.path.join(os.environ['XDG_STATE_HOME'], 'signpost'))
    assert signpost.process.poll() is None
    print('ok 1 the window says that nothing is sent, and which folder is in the way', flush=True)

    signpost.stop()
    signpost = Signpost('--preferences', around=way)
    screen = Screen(signpost.pid)
    screen.wait_for_text('Nothing can be changed here')
    screen.all('toggle button')[0].do_action(0)
    screen.wait_for_text('make the folder writable')
    signpost.stop()
    print('ok 2 the preferences say so, too', flush=True)


if __name__ == '__main__':
    main()
