#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed: each line ends with its exit status and a sentence that says what to do."""

import re
import unittest

from signpostctl import Home, Practice, main

# (what it proves, the words, exit status, where to look, what must be there)
LINES = [
    ('no command', [], 2, 'err', r'--help'),
    ('an unknown command', ['dance'], 2, 'err', r'no command “dance”.*--help'),
    ('a command of a later version', ['import', 'x'], 2, 'err', r'“import” is not in this version'),
    ('another of them', ['export'], 2, 'err', r'“export” is not in this version'),
    ('half a command', ['profile'], 2, 'err', r'“profile” needs one of these words: list, show, add'),
    ('a wrong second word', ['account', 'dance'], 2, 'err', r'“account” needs one of these words'),
    ('an unknown option', ['status', '--dance'], 2, 'err', r'--dance.*“signpostctl status --help”'),
    ('an unknown option in front', ['--dance', 'status'], 2, 'err', r'--dance'),
    ('an option without its value', ['pause', '--for'], 2, 'err', r'--for'),
    ('a missing word', ['profile', 'show'], 2, 'err', r'Something is missing.*profile show PROFILE'),
    ('a word too many', ['profile', 'show', 'a', 'b'], 2, 'err', r'“b” is one word too many'),
    ('help', ['--help'], 0, 'out', r'Commands:\n  status '),
    ('help of a command', ['update', '--help'], 0, 'out', r'--force'),
    ('help of a command, the other way', ['--help', 'update'], 0, 'out', r'--force'),
    ('the version', ['--version'], 0, 'out', r'^signpostctl \d+\.\d+'),
    ('no profile yet', ['status'], 0, 'out', r'no profile yet.*profile add --help'),
    ('an unknown profile', ['status', 'nas'], 2, 'err', r'nas'),
    ('updating an unknown profile', ['update', 'nas'], 2, 'err', r'nas'),
    ('pausing an unknown profile', ['pause', 'nas'], 2, 'err', r'nas'),
    ('retrying an unknown profile', ['retry', 'nas'], 2, 'err', r'nas'),
    ('the log of an unknown profile', ['log', 'nas'], 2, 'err', r'nas'),
    ('testing an unknown profile', ['profile', 'test', 'nas'], 2, 'err', r'nas'),
    ('switching an unknown profile', ['profile', 'enable', 'nas'], 2, 'err', r'nas'),
    ('removing an unknown profile', ['profile', 'remove', 'nas'], 2, 'err', r'nas'),
    ('removing an unknown account', ['account', 'remove', 'home'], 2, 'err', r'home'),
    ('a pause in words', ['pause', '--for', 'long'], 2, 'err', r'length of time.*90min'),
    ('a pause of no time', ['pause', '--for', '0h'], 2, 'err', r'length of time'),
    ('a history since a word', ['history', '--since', 'ever'], 2, 'err', r'2026-11-22'),
    ('an empty history', ['history'], 0, 'out', r'^$'),
    ('an empty history as a table', ['history', '--csv'], 0, 'out', r'^time,kind,profile,host,'),
    ('an empty log', ['log'], 0, 'out', r'^$'),
    ('no profiles', ['profile', 'list'], 0, 'out', r'^$'),
    ('no accounts', ['account', 'list'], 0, 'out', r'^$'),
    ('a profile without a host', ['profile', 'add', '--name', 'NAS', '--account', 'x'], 2, 'err',
     r'--host'),
    ('a profile without an account',
     ['profile', 'add', '--name', 'N', '--account', 'x', '--host', 'a.example.org'], 2, 'err', r'x'),
    ('an account without a provider', ['account', 'add'], 2, 'err', r'--provider.*providers'),
    ('an account at nobody', ['account', 'add', '--provider', 'nobody'], 2, 'err', r'nobody'),
    ('an account without its secret',
     ['account', 'add', '--provider', 'practice'], 2, 'err', r'--secret-stdin'),
    ('a secret on the command line',
     ['account', 'add', '--provider', 'practice', 'pass=CANARY'], 2, 'err',
     r'“pass” is a secret.*--secret-stdin'),
    ('a secret by another name on the command line',
     ['account', 'add', '--provider', 'practice', 'password=CANARY'], 2, 'err', r'password'),
    ('a field that does not exist',
     ['account', 'add', '--provider', 'practice', 'colour=red', '--secret-stdin'], 2, 'err',
     r'colour'),
    ('no field at all', ['account', 'add', '--provider', 'practice', 'red'], 2, 'err', r'KEY=VALUE'),
    ('two places for a secret',
     ['account', 'add', '--provider', 'practice', '--secret-stdin', '--secret-file', 'x'], 2, 'err',
     r'exclude each other'),
    ('a secret in no file',
     ['account', 'add', '--provider', 'practice', '--secret-file', '/nowhere/x'], 2, 'err',
     r'/nowhere/x'),
    ('an empty secret', ['account', 'add', '--provider', 'practice', '--secret-stdin'], 2, 'err',
     r'\w+'),
    ('a text at a name that nobody keeps', ['txt', 'set', '_acme-challenge.nas.example.org', 'x'], 2, 'err',
     r'near _acme-challenge\.nas\.example\.org; say which account keeps it'),
    ('all providers', ['providers'], 0, 'out', r'(?m)^desec +deSEC'),
    ('a provider by its host name', ['providers', 'home.dedyn.io'], 0, 'out', r'^desec '),
    ('a provider that is gone', ['providers', 'google', 'domains'], 0, 'out',
     r'^Google Domains is gone since 2024\. The domains went to Squarespace'),
    ('one that is gone, alone', ['providers', 'show', 'twodns'], 0, 'out', r'^TwoDNS is gone since 2024-12-20\.'),
    ('one that is gone, by the name another program gives it', ['providers', 'show', 'google'], 0, 'out',
     r'^Google Domains is gone since 2024\.'),
    ('an account at one that is gone', ['account', 'add', '--provider', 'google', '--secret-stdin'], 2, 'err',
     r'Google Domains is gone: The domains went to Squarespace'),
    ('what is gone is not listed', ['providers'], 0, 'out', r'\A(?!.*TwoDNS)'),
    ('the facts of each', ['providers', 'duckdns'], 0, 'out',
     r'^duckdns +Duck DNS +oneshot +IPv4 IPv6 +from the provider\'s own page +\d{4}-\d\d-\d\d +\d+ transcripts\n'),
    ('the protocol of one', ['providers', 'show', 'duckdns'], 0, 'out', r'(?m)^  Protocol +oneshot$'),
    ('no provider', ['providers', 'nobody'], 2, 'err', r'nobody.*dyndns2'),
    ('one provider', ['providers', 'show', 'duckdns'], 0, 'out', r'token +secret'),
    ('one that does not exist', ['providers', 'show', 'nobody'], 2, 'err', r'nobody'),
    ('a recipe that is not there', ['recipe', 'check', '/nowhere/x.recipe'], 2, 'err', r'/nowhere/x'),
    ('a recipe that is none', ['recipe', 'check', '/etc/hostname'], 2, 'err', r'hostname'),
    ('practising in public', ['practice', '--bind', '0.0.0.0'], 2, 'err',
     r'“0.0.0.0” is not a loopback address. Use 127.0.0.1'),
    ('practising nowhere', ['practice', '--bind', 'x'], 2, 'err', r'“x” is not a loopback address'),
    ('a port that is none', ['practice', '--http-port', '70000'], 2, 'err', r'0 to 65535'),
    ('a source that is none', ['address', '--source', 'guess'], 2, 'err', r'guess'),
    ('an echo service without TLS', ['address', '--source', 'url:http://192.0.2.1/'], 2, 'err',
     r'https'),
]


class Words(unittest.TestCase):
    """Everything that can be typed without an account."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home()

    @classmethod
    def tearDownClass(cls):
        cls.home.close()

    def check(self, words, exit_status, where, pattern):
        result = self.home.run(*words)
        text = getattr(result, where)
        self.assertEqual(result.exit, exit_status, result.err)
        self.assertRegex(text, re.compile(pattern, re.S))
        self.assertNotIn('CRITICAL', result.err)
        self.assertNotIn('CANARY', result.out + result.err)
        if where == 'err':
            self.assertEqual(result.out, '')
            for line in result.err.splitlines():
                if line.startswith('signpostctl: '):
                    self.assertRegex(line, r'[.?]$', 'a sentence ends')


def add_rows():
    for proves, words, exit_status, where, pattern in LINES:
        def test(self, row=(words, exit_status, where, pattern)):
            self.check(*row)
        setattr(Words, 'test ' + proves, test)


class Typing(unittest.TestCase):
    """The practice provider, told what to do by somebody who types."""

    def test_typed_lines(self):
        home = Home()
        self.addCleanup(home.close)
        rows = [
            ('ipv4 203.0.113.9', 'The public IPv4 address is 203.0.113.9.'),
            ('ipv6 off', 'There is no public IPv6 address any more.'),
            ('answer 911 2', 'The next 2 updates get the answer 911.'),
            ('answer dance', '“dance” is not an answer.'),
            ('dance', '“dance” is not understood.'),
            ('help', 'Type “ipv4 ADDRESS”'),
        ]
        result = home.run('practice', '--http-port', '0', '--dns-port', '0',
                          stdin='\n'.join(typed for typed, _ in rows) + '\n\nquit\n')
        self.assertEqual(result.exit, 0, result.err)
        lines = result.out.splitlines()[3:]
        for (typed, said), line in zip(rows, lines, strict=True):
            self.assertTrue(line.startswith(said), f'{typed}: {line}')

    def test_taken_ports(self):
        home = Home()
        self.addCleanup(home.close)
        first = Practice(home)
        self.addCleanup(first.close)
        result = home.run('practice', '--http-port', first.ports['http'], '--dns-port', '0')
        self.assertEqual(result.exit, 1)
        self.assertIn(first.ports['http'], result.err)

    def test_recipe_with_a_mistake(self):
        home = Home()
        self.addCleanup(home.close)
        path = f'{home.path}/mine.recipe'
        with open(path, 'w', encoding='utf-8') as file:
            file.write('[Provider]\nFormat=1\nId=mine\nName=Mine\nWebsite=https://x.example/\n'
                       'Source=https://x.example/\nChecked=2026-11-22\nVerified=peer\nColour=red\n')
        result = home.run('recipe', 'check', path)
        self.assertEqual(result.exit, 2)
        self.assertRegex(result.err, r'mine\.recipe:\d+: .')
        checked = home.run('--json', 'recipe', 'check', path).json()['recipes'][0]
        self.assertEqual((checked['file'], checked['ok']), (path, False))


class Bytes(unittest.TestCase):
    """What no keyboard types."""

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)

    def test_no_text(self):
        result = self.home.run('status', b'\xff\xfe')
        self.assertEqual(result.exit, 2)
        self.assertIn('UTF-8', result.err)

    def test_no_half_written_account(self):
        result = self.home.run('account', 'add', '--provider', 'practice', '--secret-stdin',
                               'server=ftp://x', stdin='practice')
        self.assertEqual(result.exit, 2, result.err)
        self.assertEqual([path for path, _ in self.home.read_all_files()], [])
        self.assertEqual(self.home.run('account', 'list').out, '')

    def test_secret_of_no_text(self):
        path = f'{self.home.path}/secret'
        with open(path, 'wb') as file:
            file.write(b'a\0b')
        result = self.home.run('account', 'add', '--provider', 'practice', '--secret-file', path)
        self.assertEqual(result.exit, 2)
        self.assertIn('UTF-8', result.err)

    def test_secret_without_end(self):
        result = self.home.run('account', 'add', '--provider', 'practice', '--secret-file',
                               '/dev/zero')
        self.assertEqual(result.exit, 2)
        self.assertIn('64 KiB', result.err)


if __name__ == '__main__':
    add_rows()
    main()
