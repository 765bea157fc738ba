# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line have in common: a throw-away home, and the practice provider."""

import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

PROGRAM = os.environ.get('SIGNPOSTCTL', 'signpostctl')
DEADLINE_S = 60


def get_environment(home, **more):
    """An environment in which nothing of the person who runs the tests can be found."""
    keep = ('PATH', 'LD_LIBRARY_PATH', 'LSAN_OPTIONS', 'ASAN_OPTIONS', 'UBSAN_OPTIONS',
            'GSETTINGS_SCHEMA_DIR', 'G_SLICE', 'MALLOC_PERTURB_')
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment.update(
        HOME=home,
        XDG_CONFIG_HOME=os.path.join(home, 'config'),
        XDG_STATE_HOME=os.path.join(home, 'state'),
        XDG_DATA_HOME=os.path.join(home, 'data'),
        XDG_CACHE_HOME=os.path.join(home, 'cache'),
        XDG_RUNTIME_DIR=os.path.join(home, 'runtime'),
        LC_ALL='C.UTF-8',
        TZ='UTC',
        G_DEBUG='fatal-criticals',
        GIO_USE_VFS='local',
    )
    environment.update(more)
    return environment


class Result:
    """How one run ended."""

    def __init__(self, process):
        self.exit = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    def json(self):
        return json.loads(self.out)


class Home:
    """Folders of one person who never was here before."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix='signpost-cli-')
        self.secrets = os.path.join(self.path, 'secrets')
        self.environment = get_environment(self.path)
        os.mkdir(self.secrets, 0o700)
        os.mkdir(self.environment['XDG_RUNTIME_DIR'], 0o700)

    def close(self):
        shutil.rmtree(self.path)

    def command(self, *words, secrets=True):
        head = [PROGRAM]
        if secrets:
            head += ['--secrets-dir', self.secrets]
        return head + list(words)

    def run(self, *words, stdin='', secrets=True, **more):
        process = subprocess.run(
            self.command(*words, secrets=secrets), input=stdin, text=True, encoding='utf-8',
            capture_output=True, env=dict(self.environment, **more), timeout=DEADLINE_S)
        return Result(process)

    def start(self, *words, secrets=True, **more):
        return subprocess.Popen(
            self.command(*words, secrets=secrets), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding='utf-8',
            env=dict(self.environment, **more))

    def read_all_files(self):
        """Everything that was written, but for the secrets."""
        for folder, _, names in os.walk(self.path):
            if folder == self.secrets:
                continue
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    yield os.path.join(folder, name), file.read()


class Practice:
    """The practice provider in a process of its own, as a person would start it."""

    def __init__(self, home):
        self.ports_file = os.path.join(home.path, 'ports')
        self.process = subprocess.Popen(
            [PROGRAM, 'practice', '--http-port', '0', '--dns-port', '0', '--ports-file',
             self.ports_file],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding='utf-8',
            # only the slow unwinder names the functions of libsoup that lsan.supp excuses
            env=dict(home.environment, ASAN_OPTIONS='fast_unwind_on_malloc=0'))
        self.wait_for_line('dig @127.0.0.1')
        self.ports = {}
        with open(self.ports_file, encoding='utf-8') as file:
            for line in file:
                name, equals, value = line.strip().partition('=')
                if equals:
                    self.ports[name] = value

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode, err

    def wait_for_line(self, part):
        for line in self.process.stdout:
            if part in line:
                return line
        raise AssertionError(f'no line with “{part}”: ' + self.process.stderr.read())

    def post(self, what, **arguments):
        query = urllib.parse.urlencode(arguments)
        url = f'{self.ports["server"]}/practice/{what}?{query}'
        with urllib.request.urlopen(urllib.request.Request(url, data=b''), timeout=10) as reply:
            return reply.read().decode()

    def get_state(self):
        with urllib.request.urlopen(f'{self.ports["server"]}/practice/state', timeout=10) as reply:
            return dict(line.rsplit(' ', 1) for line in reply.read().decode().splitlines())

    def count_requests(self):
        return int(self.get_state()['requests'])

    def resolve(self, name, family='ipv4'):
        """Asks the name server itself, as dig would."""
        question = b''.join(bytes([len(label)]) + label.encode() for label in name.split('.'))
        record = 1 if family == 'ipv4' else 28
        query = struct.pack('>6H', 7, 0, 1, 0, 0, 0) + question + struct.pack('>B2H', 0, record, 1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(10)
            client.connect(('127.0.0.1', int(self.ports['dns'])))
            client.send(query)
            reply = client.recv(512)
        if struct.unpack('>H', reply[6:8])[0] == 0:
            return None
        if family == 'ipv4':
            return socket.inet_ntop(socket.AF_INET, reply[-4:])
        return socket.inet_ntop(socket.AF_INET6, reply[-16:])


def stop(process):
    """Ends a program that was started, and says how it ended."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=DEADLINE_S)
    return process.returncode, out, err


def read_line(stream, part):
    """Waits for a line with that part."""
    for line in stream:
        if part in line:
            return line
    raise AssertionError(f'no line with “{part}”')


class TapResult(unittest.TestResult):
    """Says each test in the Test Anything Protocol."""

    def startTestRun(self):
        self.count = 0

    def say(self, test, word, detail='', directive=''):
        self.count += 1
        # what befalls a whole class stands in brackets
        name = re.sub(r'^setUpClass \((.*)\)$', r'\1', test.id()).partition('.')[2]
        print(f'{word} {self.count} - {name}{directive}', flush=True)
        for line in detail.splitlines():
            print(f'# {line}', flush=True)

    def addSuccess(self, test):
        self.say(test, 'ok')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say(test, 'not ok', self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.say(test, 'not ok', self.errors[-1][1])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say(test, 'ok', directive=f' # SKIP {reason}')

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            detail = self._exc_info_to_string(err, subtest)
            self.say(subtest, 'not ok', detail)


def main():
    """Runs the tests of the calling file."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    result = TapResult()
    result.startTestRun()
    suite.run(result)
    print(f'1..{result.count}', flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
