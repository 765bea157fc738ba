# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server of BIND with two zones and a few keys, in a folder of its own on loopback."""

import os
import shutil
import socket
import subprocess
import tempfile

DEADLINE_S = 30
ZONE = '''$TTL 300
@ IN SOA ns hostmaster 1 3600 600 86400 300
@ IN NS ns
ns IN A 127.0.0.1
home IN TXT "stays"
home IN AAAA 2001:db8::ffff
'''
# grants nothing to “stranger”; “fixed.test” takes no updates at all
CONFIGURATION = '''
options {{
  directory "{folder}"; pid-file none; session-keyfile none; recursion no; notify no;
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
}};
controls {{ }};
zone "example.test" {{
  type primary; file "{folder}/example.test";
  update-policy {{ {grants} }};
}};
zone "fixed.test" {{ type primary; file "{folder}/fixed.test"; }};
'''
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
    """A number that is free for TCP and UDP alike."""
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagram:
        stream.bind(('127.0.0.1', 0))
        datagram.bind(stream.getsockname())
        return stream.getsockname()[1]


class Bind:
    """named, running until close(); its clock may be moved by seconds."""

    def __init__(self, shift_s=0):
        self.folder = tempfile.mkdtemp(prefix='signpost-bind-')
        self.port = find_port()
        self.keys = {name: make_key(name, algorithm) for name, algorithm in ALLOWED.items()}
        self.keys['stranger'] = make_key('stranger')
        grants = ' '.join(f'grant {name} zonesub A AAAA;' for name in ALLOWED)
        for zone in ('example.test', 'fixed.test'):
            self.write(zone, ZONE)
        self.write('named.conf', ''.join(self.keys.values())
                   + CONFIGURATION.format(folder=self.folder, port=self.port, grants=grants))

        environment = dict(os.environ)
        if shift_s != 0:
            environment.update(LD_PRELOAD=os.environ['SIGNPOST_SHIFT_CLOCK'], SHIFT_CLOCK_S=str(shift_s))
        self.process = subprocess.Popen(['named', '-g', '-c', os.path.join(self.folder, 'named.conf')],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True, env=environment)
        self.log = []
        self.wait_until_it_runs()

    def write(self, name, text):
        with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
            file.write(text)

    def wait_until_it_runs(self):
        """By its own words; a named that does not start ends, and that ends the loop."""
        for line in self.process.stderr:
            self.log.append(line)
            if line.rstrip().endswith(' running'):
                return
        raise AssertionError('named did not start:\n' + ''.join(self.log))

    def close(self):
        self.process.terminate()
        try:
            self.log += (self.process.communicate(timeout=DEADLINE_S)[1] or '').splitlines(keepends=True)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        shutil.rmtree(self.folder)

    def dig(self, name, record, form='+short'):
        """What the world would see, one line for each record."""
        return subprocess.run(['dig', '@127.0.0.1', '-p', str(self.port), '+norecurse', *form.split(), name, record],
                              stdout=subprocess.PIPE, text=True, check=True, timeout=DEADLINE_S).stdout.split('\n')[:-1]

    def get_serial(self):
        """Counts the messages that changed the zone, one for each."""
        return int(self.dig('example.test', 'SOA')[0].split()[2])
