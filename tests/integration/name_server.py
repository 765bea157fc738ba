# SPDX-License-Identifier: GPL-3.0-or-later
"""What the real name servers of the tests have in common: a process and a folder of its own, on loopback."""

import os
import random
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

DEADLINE_S = 30
STARTS = 3
PORTS = range(10240, 32768)
IN_USE = re.compile('address (already )?in use', re.IGNORECASE)
ZONE = '''$TTL 300
@ IN SOA ns hostmaster 1 3600 600 86400 300
@ IN NS ns
ns IN A 127.0.0.1
home IN TXT "stays"
alias IN CNAME ns
home IN AAAA 2001:db8::ffff
'''
# these may change addresses of “example.test”, “stranger” may not; “fixed.test” takes no updates at all
ALLOWED = {
    'home-key': 'hmac-sha256',
    'key-384': 'hmac-sha384',
    'key-512': 'hmac-sha512',
    'key-sha1': 'hmac-sha1',
    'key-md5': 'hmac-md5',
}


def make_key(name, algorithm='hmac-sha256'):
    """A new key as BIND prints it."""
    return subprocess.run(['tsig-keygen', '-a', algorithm, name], stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def get_secret(key):
    return key.split('secret "')[1].split('"')[0]


def find_port():
    """A number that is free for TCP and UDP alike.

    Not one of those that the kernel gives to whoever asks from: dig would now and then ask itself.
    """
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagram:
            try:
                stream.bind(('127.0.0.1', port))
                datagram.bind(('127.0.0.1', port))
            except OSError:
                continue
            return port
    raise AssertionError('no port is free')


class NameServer:
    """The program, running until close(); its clock may be moved by seconds."""

    # what Debian has in which package
    needs = {'dig': 'bind9-dnsutils', 'tsig-keygen': 'bind9'}
    # what it writes when it answers, and not before
    ready = None

    def __init__(self, shift_s=0):
        self.check_needs()
        self.folder = tempfile.mkdtemp(prefix='signpost-name-server-')
        self.log = os.path.join(self.folder, 'log')
        self.process = None
        self.keys = {name: make_key(name, algorithm) for name, algorithm in ALLOWED.items()}
        self.keys['stranger'] = make_key('stranger')
        self.environment = dict(os.environ)
        if shift_s != 0:
            self.environment.update(LD_PRELOAD=os.environ['SIGNPOST_SHIFT_CLOCK'], SHIFT_CLOCK_S=str(shift_s))
        try:
            self.start()
            self.prepare()
        except BaseException:
            self.close()
            raise

    def check_needs(self):
        for what, package in {**NameServer.needs, **self.needs}.items():
            if shutil.which(what) is None and not os.path.exists(what):
                raise unittest.SkipTest(f'{what} is not there; install the package {package}')

    def configure(self):
        """Writes what the program reads, and says its words."""
        raise NotImplementedError

    def prepare(self):
        """What is to be told to a server that runs."""

    def start(self):
        """Tries again where another program was faster at a port."""
        for _ in range(STARTS):
            self.port = find_port()
            words = self.configure()
            with open(self.log, 'w', encoding='utf-8') as log:
                self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                env=self.environment)
            if self.wait(lambda: self.ready in self.read_log()) and not IN_USE.search(self.read_log()):
                return
            self.stop()
        raise AssertionError(f'{words[0]} did not start:\n{self.read_log()}')

    def wait(self, is_so):
        """Until it is so, unless the program ends before."""
        deadline = time.monotonic() + DEADLINE_S
        while self.process.poll() is None and time.monotonic() < deadline:
            if is_so():
                return True
            time.sleep(0.01)
        return False

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def close(self):
        self.stop()
        shutil.rmtree(self.folder)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
            file.write(text)

    def read_log(self):
        with open(self.log, encoding='utf-8', errors='replace') as file:
            return file.read()

    def dig(self, name, record, form='+short'):
        """What the world would see, one line for each record."""
        return subprocess.run(['dig', '@127.0.0.1', '-p', str(self.port), '+norecurse', *form.split(), name, record],
                              stdout=subprocess.PIPE, text=True, check=True, timeout=DEADLINE_S).stdout.split('\n')[:-1]

    def get_serial(self):
        """Counts the messages that changed the zone, one for each."""
        return int(self.dig('example.test', 'SOA')[0].split()[2])
