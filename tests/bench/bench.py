#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed and memory beside inadyn and beside a minimal tray program, in one run on one machine.

    tests/bench/bench.py BUILD [--runs N] [--idle-minutes N] [--only NAME…]

BUILD is a release build (meson setup --buildtype=release BUILD && ninja -C BUILD all
tests/bench/floor-tray tests/bench/floor-update). Needs a session: start it through tests/session/with-session.sh. Prints a
table of medians with what is asked for, and fails when a figure is worse than asked.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib

HERE = os.path.dirname(os.path.abspath(__file__))


class Peer:
    """tests/bench/peer.py, running."""

    def __init__(self, *options):
        self.process = subprocess.Popen(['/usr/bin/python3', HERE + '/peer.py', *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Bench:
    def __init__(self, build, runs, idle_minutes):
        self.build = os.path.abspath(build)
        self.ctl = self.build + '/src/cli/signpostctl'
        self.runs = runs
        self.idle_minutes = idle_minutes
        self.folder = tempfile.mkdtemp(prefix='signpost-bench-')
        self.rows = []
        os.environ['GSETTINGS_SCHEMA_DIR'] = self.build + '/data'

    def report(self, what, figure, unit, asked, beside=''):
        ok = asked is None or figure <= asked
        self.rows.append((what, f'{figure:.2f} {unit}', beside,
                          '' if asked is None else f'≤ {asked:.2f} {unit}', 'yes' if ok else 'NO'))
        print(*self.rows[-1], sep=' | ', flush=True)

    # --- Signpost and inadyn on the same work ---

    def make_signpost(self, name, server, hosts, echo, account_keys=()):
        """A configuration of its own with one account and one profile; returns the command to use it."""
        home = os.path.join(self.folder, name)
        command = [self.ctl, '--no-instance', '--config-dir', home + '/config',
                   '--state-dir', home + '/state', '--secrets-dir', home + '/secrets']
        subprocess.run(command + ['account', 'add', '--provider', 'dyndns2', '--name', 'bench',
                                  f'server={server}', 'user=user', 'spacing=0', '--secret-stdin', *account_keys],
                       input='secret', text=True, check=True, stdout=subprocess.DEVNULL)
        arguments = ['profile', 'add', '--name', 'bench', '--account', 'bench']
        for host in hosts:
            arguments += ['--host', host]
        subprocess.run(command + arguments + ['ipv6=off', f'source=url:{echo}', 'allow-special=true'],
                       check=True, stdout=subprocess.DEVNULL)
        return command, home

    def make_inadyn(self, name, port, hosts):
        path = os.path.join(self.folder, name + '.conf')
        with open(path, 'w') as out:
            names = ', '.join(f'"{host}"' for host in hosts)
            out.write(f'''period = 300
allow-ipv6 = false
custom local {{
  ddns-server = "127.0.0.1:{port}"
  ddns-path = "/nic/update?hostname=%h&myip=%i"
  ssl = false
  username = user
  password = secret
  hostname = {{ {names} }}
  checkip-server = "127.0.0.1:{port}"
  checkip-path = "/ip"
  checkip-ssl = false
}}
''')
        os.chmod(path, 0o600)
        return path

    def time_signpost(self, command, home, keep=False):
        seconds = []
        for _ in range(self.runs):
            if not keep:
                shutil.rmtree(home + '/state', ignore_errors=True)
            before = time.monotonic()
            subprocess.run(command + ['update'], check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.monotonic() - before)
        return statistics.median(seconds)

    def time_inadyn(self, path, keep=False):
        seconds = []
        cache = tempfile.mkdtemp(dir=self.folder)
        for _ in range(self.runs):
            if not keep:
                cache = tempfile.mkdtemp(dir=self.folder)
            before = time.monotonic()
            subprocess.run(['/usr/sbin/inadyn', '-1', '-n', '-f', path, '--cache-dir=' + cache, '--no-pidfile',
                            '-l', 'none'], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seconds.append(time.monotonic() - before)
        return statistics.median(seconds)

    def time_floor(self, url):
        """The same two requests by a program that does nothing else: what libsoup costs to load and use."""
        seconds = []
        for _ in range(self.runs):
            before = time.monotonic()
            subprocess.run([self.build + '/tests/bench/floor-update', url], check=True)
            seconds.append(time.monotonic() - before)
        return statistics.median(seconds)

    def bench_oneshot(self):
        """The address has changed since the last time, as each time a timer starts an updater."""
        peer = Peer('--moving')
        hosts = ['home.example.org']
        command, home = self.make_signpost('oneshot', f'http://127.0.0.1:{peer.port}', hosts,
                                           f'http://127.0.0.1:{peer.port}/ip')
        ours = self.time_signpost(command, home, keep=True) * 1000
        theirs = self.time_inadyn(self.make_inadyn('oneshot', peer.port, hosts), keep=True) * 1000
        floor = self.time_floor(f'http://127.0.0.1:{peer.port}/ip') * 1000
        peer.close()
        self.report('one-shot update, one host', ours, 'ms', theirs,
                    f'inadyn {theirs:.2f} ms, two bare libsoup requests {floor:.2f} ms')

    def bench_hundred(self):
        peer = Peer('--delay', '0.05')
        hosts = [f'host{i}.example.org' for i in range(100)]
        command, home = self.make_signpost('hundred', f'http://127.0.0.1:{peer.port}', hosts,
                                           f'http://127.0.0.1:{peer.port}/ip')
        ours = self.time_signpost(command, home)
        theirs = self.time_inadyn(self.make_inadyn('hundred', peer.port, hosts))
        peer.close()
        self.report('100 hosts, 50 ms latency', ours, 's', 0.7, f'inadyn {theirs:.2f} s')

    # --- at rest ---

    def bench_run(self):
        for scheme, limit in (('http', 6), ('https', 12)):
            options = []
            keys = []
            if scheme == 'https':
                certificate, key = self.make_certificate()
                options = ['--tls', certificate, key]
                keys = [f'ca-file={certificate}']
            echo, peer = Peer(), Peer(*options)
            command, _home = self.make_signpost('run-' + scheme, f'{scheme}://localhost:{peer.port}',
                                                ['home.example.org'], f'http://127.0.0.1:{echo.port}/ip', keys)
            process = subprocess.Popen(command + ['run'], env=as_service(), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            self.wait_current(command)
            time.sleep(20)
            self.report(f'signpostctl run at rest after updates over {scheme.upper()}, PSS',
                        pss_mib(process.pid), 'MiB', limit)
            if scheme == 'http':
                before = switches(process.pid)
                time.sleep(60 * self.idle_minutes)
                per_hour = (switches(process.pid) - before) * 60 / self.idle_minutes
                self.report(f'context switches an hour (seen for {self.idle_minutes} min)', per_hour, '', 36)
            process.terminate()
            process.wait()
            peer.close()
            echo.close()

    def wait_current(self, command):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            answer = subprocess.run(command + ['--json', 'status'], capture_output=True, text=True)
            if '"current"' in answer.stdout:
                return
            time.sleep(0.5)
        sys.exit('signpostctl run did not publish its address within a minute: ' + answer.stdout + answer.stderr)

    def make_certificate(self):
        certificate, key = self.folder + '/cert.pem', self.folder + '/key.pem'
        if not os.path.exists(certificate):
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                            '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost',
                            '-addext', 'subjectAltName=DNS:localhost'], check=True, capture_output=True)
        return certificate, key

    # --- the tray ---

    def start_to_tray(self, argv, environment=None):
        """Starts a program and waits until its icon is registered; returns (process, seconds)."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        loop = GLib.MainLoop()
        seen = []

        def registered(_bus, _sender, _path, _interface, _signal, _arguments):
            seen.append(time.monotonic())
            loop.quit()

        subscription = bus.signal_subscribe(None, 'org.kde.StatusNotifierWatcher', 'StatusNotifierItemRegistered',
                                            None, None, Gio.DBusSignalFlags.NONE, registered)
        GLib.timeout_add_seconds(20, loop.quit)
        before = time.monotonic()
        process = subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        loop.run()
        bus.signal_unsubscribe(subscription)
        if not seen:
            sys.exit(f'{argv[0]} registered no tray icon within 20 s')
        return process, seen[0] - before

    def bench_tray(self):
        certificate, key = self.make_certificate()
        peer, echo = Peer('--tls', certificate, key), Peer()
        floor = self.build + '/tests/bench/floor-tray'
        signpost = self.build + '/src/ui/signpost'
        home = os.path.join(self.folder, 'tray')
        environment = dict(os.environ, XDG_CONFIG_HOME=home + '/config', XDG_STATE_HOME=home + '/state')
        ctl = [self.ctl, '--config-dir', home + '/config/signpost', '--state-dir', home + '/state/signpost']
        subprocess.run(ctl + ['--no-instance', 'account', 'add', '--provider', 'dyndns2', '--name', 'bench',
                              f'server=https://localhost:{peer.port}', 'user=user', 'spacing=0',
                              f'ca-file={certificate}', '--secret-stdin'],
                       input='secret', text=True, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(ctl + ['--no-instance', 'profile', 'add', '--name', 'bench', '--account', 'bench', '--host',
                              'home.example.org', 'ipv6=off', f'source=url:http://127.0.0.1:{echo.port}/ip',
                              'allow-special=true'], check=True, stdout=subprocess.DEVNULL)
        figures = {'floor': ([], []), 'ours': ([], [])}
        for _ in range(self.runs):
            process, seconds = self.start_to_tray([floor, f'https://localhost:{peer.port}/'])
            figures['floor'][0].append(seconds * 1000)
            time.sleep(4)
            figures['floor'][1].append(pss_mib(process.pid))
            process.terminate()
            process.wait()
            process, seconds = self.start_to_tray([signpost, '--hidden'], environment)
            figures['ours'][0].append(seconds * 1000)
            self.wait_current(ctl)
            time.sleep(20)
            figures['ours'][1].append(pss_mib(process.pid))
            process.terminate()
            process.wait()
        peer.close()
        echo.close()
        median = {name: [statistics.median(column) for column in columns] for name, columns in figures.items()}
        self.report('start to tray icon', median['ours'][0], 'ms', 1.3 * median['floor'][0],
                    f"minimal tray {median['floor'][0]:.1f} ms")
        self.report('tray at rest, window never opened, PSS', median['ours'][1], 'MiB', 1.25 * median['floor'][1],
                    f"minimal tray {median['floor'][1]:.2f} MiB")


def as_service():
    """The environment of a service: without the display of the session that measures."""
    return {name: value for name, value in os.environ.items() if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}


def pss_mib(pid):
    with open(f'/proc/{pid}/smaps_rollup') as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith('Pss:')) / 1024


def switches(pid):
    """Context switches of all threads so far, voluntary or not."""
    total = 0
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/status') as status:
            total += sum(int(line.split()[1]) for line in status if 'ctxt_switches' in line)
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('build')
    parser.add_argument('--runs', type=int, default=11)
    parser.add_argument('--idle-minutes', type=int, default=5)
    parser.add_argument('--only', nargs='*', default=['oneshot', 'hundred', 'run', 'tray'])
    options = parser.parse_args()
    bench = Bench(options.build, options.runs, options.idle_minutes)
    try:
        for name in options.only:
            getattr(bench, 'bench_' + name)()
    finally:
        shutil.rmtree(bench.folder)
    print('\n| what | Signpost | beside | asked | met |\n|---|---|---|---|---|')
    for row in bench.rows:
        print('| ' + ' | '.join(row) + ' |')
    sys.exit(0 if all(row[-1] == 'yes' for row in bench.rows) else 1)


if __name__ == '__main__':
    main()
