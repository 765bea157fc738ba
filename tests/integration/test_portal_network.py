#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sandbox is told of its network: the first wrong answer harms nobody, a captive portal is waited for, the proxy
is the desktop's. And two copies that share no file, as a native and a Flatpak one: the second only views."""
import json
import os
import subprocess

import program
from portal import Portal
from tray import wait_for

from gi.repository import Gio, GLib

CTL = os.path.join(program.BUILD, 'src', 'cli', 'signpostctl')
SANDBOX = os.path.join(program.SESSION, 'in-sandbox.sh')
# A network of its own with a way out, because the machine of the test may have none.
NETWORK = ['unshare', '-n', 'sh', '-c', 'ip link add d0 type veth peer name d1; ip addr add 85.1.2.3/24 dev d0; '
           'ip link set d1 up; ip link set d0 up; ip link set lo up; ip route add default dev d0; exec "$@"', 'sh']


def run(around, **folders):
    """The engine, once it answers on the bus or waits for it."""
    environment = dict(os.environ, G_MESSAGES_DEBUG='', **{name: path for name, path in folders.items() if path})
    process = subprocess.Popen([*around, CTL, 'run'], stderr=subprocess.PIPE, text=True, env=environment)
    return process


def guards():
    out = subprocess.run([CTL, '--json', 'status'], stdout=subprocess.PIPE, text=True, check=False).stdout
    return [guard['guard'] for guard in json.loads(out)['guards']]


def is_owned(bus):
    return bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
                         GLib.Variant('(s)', ('io.github.signpostdns.Signpost.Engine',)), None, 0, -1,
                         None).unpack()[0]


def test_captive_portal(bus):
    portal = Portal()
    portal.connectivity = 3
    portal.proxy = 'http://127.0.0.1:1'
    subprocess.run([SANDBOX, CTL, 'account', 'add', '--provider', 'dyndns2', '--name', 'good', 'server=update.invalid',
                    'user=me', '--secret-stdin'], input='practice', text=True, stdout=subprocess.DEVNULL, check=True)
    program.ctl('profile', 'add', '--name', 'NAS', '--account', 'good', '--host', 'nas.example.org', 'ipv6=off',
                'ipv4=fixed:85.1.2.3', check=True)
    engine = run([*NETWORK, SANDBOX], DISPLAY=':nowhere')
    wait_for('the engine', lambda: is_owned(bus))
    wait_for('the captive portal', lambda: guards() == ['portal'])
    portal.set_connectivity(4)
    wait_for('the way to be free', lambda: guards() == [])
    print('ok 1 a captive portal that the desktop tells of is waited for', flush=True)

    program.ctl('update')
    assert ('https://update.invalid:443',) in portal.named('Lookup'), portal.calls
    print('ok 2 the desktop is asked for its proxy', flush=True)
    engine.terminate()
    engine.wait(10)
    wait_for('its end', lambda: not is_owned(bus))


def test_second(bus):
    first = run([])
    wait_for('the first', lambda: is_owned(bus))
    second = run([], XDG_STATE_HOME=os.path.join(os.environ['WS_DIR'], 'other'),
                 XDG_CONFIG_HOME=os.path.join(os.environ['WS_DIR'], 'other'))
    line = wait_for('a word of the second', second.stderr.readline)
    assert 'another Signpost is at work' in line, line
    assert 'view-only' not in guards(), 'the first one acts'
    first.terminate()
    first.wait(10)
    wait_for('the second to take over', lambda: is_owned(bus) and 'view-only' not in guards())
    second.terminate()
    second.wait(10)
    print('ok 3 of two copies that share no file the second waits, and takes over', flush=True)


def main():
    program.prepare()
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    print('1..3', flush=True)
    if subprocess.run([*NETWORK, 'true'], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        test_captive_portal(bus)
    else:
        print('ok 1 # SKIP no network of its own can be had here\nok 2 # SKIP', flush=True)
    test_second(bus)


if __name__ == '__main__':
    main()
