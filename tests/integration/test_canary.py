#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is left anywhere: not in logs, files, messages on the bus, command lines, environments or cores."""
import base64
import os
import signal
import subprocess

import canary
import program
import scene
from canary import KEY, PASSWORD, USER
from peer import Peer
from program import Signpost
from screen import Screen
from tray import Tray, wait_for

FOLDER = os.environ['WS_DIR']
CORES = os.path.join(FOLDER, 'cores')
CTL_LOG = os.path.join(FOLDER, 'signpostctl.log')


class Chatty(Signpost):
    """The program, which writes down all it has to say."""

    def __init__(self):
        self.log = os.path.join(FOLDER, 'signpost.log')
        with open(self.log, 'a', encoding='utf-8') as log:
            self.process = subprocess.Popen([os.path.join(program.BUILD, 'src', 'ui', 'signpost')], stdout=log,
                                            stderr=log, env=dict(os.environ, G_MESSAGES_DEBUG='all'))
        self.pid = self.process.pid


def ctl(*arguments, **options):
    """signpostctl, which writes down all it has to say."""
    with open(CTL_LOG, 'a', encoding='utf-8') as log:
        log.write('$ ' + ' '.join(arguments) + '\n')
        log.flush()
        return subprocess.run([scene.CTL, '--verbose', *arguments], stdout=log, stderr=log, text=True, timeout=60,
                              env=dict(os.environ, G_MESSAGES_DEBUG='all'), **options).returncode


os.mkdir(CORES)
os.chdir(CORES)
bus = scene.open_desktop()
program.start_keyring()
program.start_panel()
bus_log = scene.BusLog()
processes = canary.ProcessWatch()
peer = Peer()
peers = [peer]
scene.allow_cores()
signpost = Chatty()


def test_through_the_window():
    """A password typed in the editor reaches the provider."""
    screen = Screen(signpost.pid)
    scene.begin_editor(screen, 'dyndns2', peer.url, USER, PASSWORD)
    scene.finish_editor(screen, 'one.example.org', peer.url + '/ip')
    expect(peer, 'one.example.org')
    screen.wait_for_text('Up to date', scene.LONG)


def test_through_the_command_line():
    """A whole URL with a key in it, given to signpostctl, reaches the provider."""
    add('good')
    assert ctl('profile', 'test', 'good-url') == 0


def test_when_all_goes_wrong():
    """Servers that answer with what they were sent, and one that does not answer."""
    for mode in ('fails', 'chatty', 'lost', 'refuses'):
        add(mode)
    for name in ('good-url', 'one.example.org', 'chatty-url'):
        ctl('retry', name)
        ctl('update', '--force', name)
    for each in peers:
        each.stop()
    ctl('update', '--force')
    for words in (['status'], ['--json', 'status'], ['log'], ['history'], ['history', '--csv'], ['account', 'list'],
                  ['account', 'show', 'good-url'], ['profile', 'show', 'good-url'], ['--json', 'log']):
        ctl(*words)


def test_requests_in_the_window():
    """What was sent and what servers answered that say what they heard, as the window shows it."""
    screen = Screen(signpost.pid)
    screen.press('radio button', 'Log')
    screen.press('toggle button', 'Show requests')
    screen.find('table', 'Log').grab_focus()
    subprocess.run(['xdotool', 'key', 'Home'], check=True)
    seen = set()
    for _ in range(60):
        shown = screen.all('text', 'Requests')
        if shown:
            seen.add(shown[0].get_text(0, -1))
        subprocess.run(['xdotool', 'key', 'Down'], check=True)
    text = '\n'.join(sorted(seen))
    for part in ('Authorization: Basic •••', 'strange: ', 'badauth ', '<html>'):
        assert part in text, f'no “{part}” in:\n{text}'
    assert not canary.search(text.encode()), text
    with open(CTL_LOG, encoding='utf-8') as log:
        told = log.read()
    for part in ('> Authorization: Basic •••', '< strange: ', '    < badauth '):
        assert part in told, f'signpostctl did not tell “{part}”'


def test_no_core():
    """Killed by a fault, it leaves no core."""
    can_leave_core = leaves_core(subprocess.Popen(['sleep', 'infinity']))
    with open(f'/proc/{signpost.pid}/limits', encoding='utf-8') as limits:
        assert any(line.startswith('Max core file size') and line.split()[4] == '0' for line in limits)
    if is_sanitized(signpost.pid):
        print('# a sanitizer catches faults itself; only the limit was looked at')
        return
    assert not leaves_core(signpost.process, signal.SIGSEGV)
    again = Chatty()
    Tray.find(bus, scene.WORD)
    assert not leaves_core(again.process, signal.SIGABRT)
    if not can_leave_core:
        print('# this kernel hands cores to a program; only the limit was looked at')


def test_nothing_left():
    """The secrets are nowhere but in the keyring."""
    processes.stop()
    text = bus_log.stop()
    assert 'org.freedesktop.Secret.Collection' in text and 'io.github.signpostdns' in text, 'the bus was not heard'
    assert any('account add' in line for line in processes.seen), processes.seen
    assert not processes.found, processes.found
    found, seen = canary.search_files(FOLDER)
    for name in ('signpost.log', 'signpostctl.log', 'bus.log', 'signpost.db', '.account', '.profile', '.keyring'):
        assert any(path.endswith(name) and os.path.getsize(path) > 0 for path in seen), f'no {name} was searched'
    assert not found, found


def add(mode):
    """Two accounts with a profile each, by signpostctl, at servers that answer in a mode; the secrets reach them."""
    for provider in ('url', 'dyndns2'):
        # each has a server to itself: after trouble with one name a server is left alone
        server = Peer(f'127.0.0.{len(peers) + 1}', mode)
        peers.append(server)
        name = f'{mode}-{provider}'
        secret = f'url={server.url}/{{host}}?myip={{ip}}&key={KEY}\npass={PASSWORD}\n'
        fields = ['server=' + server.url] if provider == 'dyndns2' else []
        assert ctl('account', 'add', '--provider', provider, '--name', name, 'user=' + USER, *fields, '--secret-stdin',
                   input=PASSWORD if fields else secret) == 0
        assert ctl('profile', 'add', '--name', name, '--account', name, '--host', name + '.example.org',
                   f'source=url:{server.url}/ip', 'ipv6=off', 'allow-special=true') == 0
        expect(server, name, '' if fields else KEY)


def expect(server, *texts):
    """An update has arrived, with the password and some texts in it."""
    password = base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()
    wait_for('the secrets at the provider', lambda: server.has_heard(password, *texts), scene.LONG)


def is_sanitized(pid):
    with open(f'/proc/{pid}/maps', encoding='utf-8') as maps:
        return 'libasan' in maps.read()


def leaves_core(process, number=signal.SIGSEGV):
    process.send_signal(number)
    assert process.wait(30) == -number
    cores = [name for name in os.listdir(CORES) if name.startswith('core')]
    for name in cores:
        os.unlink(os.path.join(CORES, name))
    return bool(cores)


scene.run(test_through_the_window, test_through_the_command_line, test_when_all_goes_wrong, test_requests_in_the_window,
          test_no_core, test_nothing_left)
