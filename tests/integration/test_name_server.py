#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Updates of one's own name server, which is a real one.

  test_name_server.py bind | knot | powerdns
"""

import sys
import unittest

from bind import Bind
from knot import Knot
from name_server import find_port, get_secret, make_key
from powerdns import PowerDnsWithKeys
from signpostctl import Home, main

IPV4, IPV6 = '198.51.100.7', '2001:db8::7'
CHANGED, FAILED, PERSON = 0, 1, 3

# what a server says of a wrong secret, of a key that it does not have, and of one that may not change the name
SECRET = 'badcred', 'the server has another secret for this key'
UNKNOWN = 'badcred', 'the server does not know this key, or not for this zone'
GRANT = 'config', 'the server does not let this key change the name'
NOTHING = 'config', 'the server refuses and does not say why'
SERVERS = {
    'bind': (Bind, SECRET, UNKNOWN, GRANT),
    'knot': (Knot, SECRET, UNKNOWN, UNKNOWN),
    'powerdns': (PowerDnsWithKeys, NOTHING, NOTHING, GRANT),
}
PROGRAM, OF_SECRET, OF_UNKNOWN_KEY, OF_GRANT = SERVERS[sys.argv[1]]


class Case(unittest.TestCase):
    """A person with a zone of their own."""

    shift_s = 0

    @classmethod
    def setUpClass(cls):
        cls.server = PROGRAM(cls.shift_s)
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)

    def expect(self, exit_status, *words, **more):
        result = self.home.run(*words, **more)
        self.assertEqual(result.exit, exit_status, result.out + result.err)
        self.assertNotIn('CRITICAL', result.err)
        return result

    def add(self, key, host, *fields, zone='example.test', ipv4=IPV4, ipv6=IPV6, port=None):
        """An account whose secret is what a person would paste, and a profile with fixed addresses."""
        self.expect(0, 'account', 'add', '--provider', 'rfc2136', '--name', 'Own', 'server=127.0.0.1',
                    f'port={port or self.server.port}', f'zone={zone}', 'spacing=0', *fields, '--secret-stdin',
                    stdin=key)
        self.expect(0, 'profile', 'add', '--name', 'Home', '--account', 'Own', '--host', host,
                    f'ipv4=fixed:{ipv4}', f'ipv6=fixed:{ipv6}', 'allow-special=true')

    def update(self, exit_status):
        """The two targets of the one host after an update, IPv4 first."""
        result = self.expect(exit_status, '--json', 'update')
        return result.json()['profiles'][0]['targets']

    def assert_refused(self, exit_status, outcome, words):
        for target in self.update(exit_status):
            self.assertEqual(target['outcome']['class'], outcome, target)
            self.assertRegex(target['outcome']['message'], words)


class Updates(Case):
    def test_publishes_both_families_and_leaves_the_rest(self):
        serial = self.server.get_serial()
        self.add(self.server.keys['home-key'], 'home.example.test')
        self.update(CHANGED)
        self.assertEqual(self.server.get_serial(), serial + 1, 'both families in one message')
        self.assertEqual(self.server.dig('home.example.test', 'A'), [IPV4])
        self.assertEqual(self.server.dig('home.example.test', 'AAAA'), [IPV6])
        self.assertEqual(self.server.dig('home.example.test', 'TXT'), ['"stays"'])

        self.expect(0, 'profile', 'set', 'Home', 'ipv4=fixed:198.51.100.8')
        self.update(CHANGED)
        self.assertEqual(self.server.dig('home.example.test', 'A'), ['198.51.100.8'])
        self.assertEqual(self.server.dig('home.example.test', 'AAAA'), [IPV6])

    def test_a_family_that_is_off_stays(self):
        self.add(self.server.keys['home-key'], 'both.example.test')
        self.update(CHANGED)
        self.expect(0, 'profile', 'set', 'Home', 'ipv6=off', 'ipv4=fixed:198.51.100.9')
        self.update(CHANGED)
        self.assertEqual(self.server.dig('both.example.test', 'A'), ['198.51.100.9'])
        self.assertEqual(self.server.dig('both.example.test', 'AAAA'), [IPV6])

    def test_twenty_hosts(self):
        names = [f'host-{number}.example.test' for number in range(20)]
        self.add(self.server.keys['home-key'], names[0])
        self.expect(0, 'profile', 'set', 'Home', 'hosts=' + ' '.join(names))
        serial = self.server.get_serial()
        self.update(CHANGED)
        self.assertEqual(self.server.get_serial(), serial + 1, 'all names in one message')
        for name in names:
            self.assertEqual(self.server.dig(name, 'A'), [IPV4])
            self.assertEqual(self.server.dig(name, 'AAAA'), [IPV6])

    def test_wildcard_and_apex(self):
        self.add(self.server.keys['home-key'], '*.wild.example.test')
        self.expect(0, 'profile', 'set', 'Home', 'hosts=*.wild.example.test example.test')
        self.update(CHANGED)
        self.assertEqual(self.server.dig('any.wild.example.test', 'A'), [IPV4])
        self.assertEqual(self.server.dig('example.test', 'AAAA'), [IPV6])
        self.assertEqual(self.server.dig('example.test', 'NS'), ['ns.example.test.'])

    def test_every_algorithm(self):
        for name, algorithm in (('key-384', 'hmac-sha384'), ('key-512', 'hmac-sha512'), ('key-sha1', 'hmac-sha1'),
                                ('key-md5', 'hmac-md5')):
            with self.subTest(algorithm):
                self.home = Home()
                self.addCleanup(self.home.close)
                self.add(get_secret(self.server.keys[name]), f'{name}.example.test', f'keyname={name}',
                         f'algorithm={algorithm}')
                self.update(CHANGED)
                self.assertEqual(self.server.dig(f'{name}.example.test', 'A'), [IPV4])

    def test_lifetime_of_the_profile(self):
        self.add(self.server.keys['home-key'], 'short.example.test')
        self.expect(0, 'profile', 'set', 'Home', 'ttl=60')
        self.update(CHANGED)
        answer = self.server.dig('short.example.test', 'A', '+noall +answer')
        self.assertRegex(answer[0], r'^short\.example\.test\.\s+60\s+IN\s+A\s')

    def test_only_what_is_there(self):
        self.add(self.server.keys['home-key'], 'half.example.test', ipv4=IPV4)
        self.expect(0, 'profile', 'set', 'Home', 'ipv6=off')
        self.update(CHANGED)
        self.expect(0, 'profile', 'set', 'Home', 'create=false', 'ipv4=fixed:198.51.100.8', f'ipv6=fixed:{IPV6}')
        changed, missing = self.update(PERSON)
        self.assertEqual(changed['state'], 'current')
        self.assertEqual(self.server.dig('half.example.test', 'A'), ['198.51.100.8'])
        self.assertEqual(missing['outcome']['class'], 'badhost')
        self.assertIn('the server has no such record', missing['outcome']['message'])
        self.assertEqual(self.server.dig('half.example.test', 'AAAA'), [])

    def test_rehearsal_asks_and_changes_nothing(self):
        self.add(self.server.keys['home-key'], 'rehearsed.example.test')
        result = self.expect(0, 'profile', 'test', 'Home')
        self.assertIn(f'dns://127.0.0.1:{self.server.port}', result.out)
        self.assertIn('require rehearsed.example.test. 0 NONE CNAME', result.out)
        self.assertIn(f'update rehearsed.example.test. 300 IN A {IPV4}', result.out)
        self.assertNotIn(get_secret(self.server.keys['home-key']), result.out + result.err)
        self.assertEqual(self.server.dig('rehearsed.example.test', 'A'), [])


class Refusals(Case):
    def test_wrong_secret(self):
        self.add(make_key('home-key'), 'wrong.example.test')
        self.assert_refused(PERSON, *OF_SECRET)
        self.assertEqual(self.server.dig('wrong.example.test', 'A'), [])

    def test_unknown_key(self):
        self.add(make_key('nobody'), 'wrong.example.test')
        self.assert_refused(PERSON, *OF_UNKNOWN_KEY)

    def test_other_algorithm(self):
        self.add(get_secret(self.server.keys['home-key']), 'wrong.example.test', 'keyname=home-key',
                 'algorithm=hmac-sha512')
        self.assert_refused(PERSON, *OF_UNKNOWN_KEY)

    def test_wrong_zone(self):
        self.add(self.server.keys['home-key'], 'home.elsewhere.test', zone='elsewhere.test')
        self.assert_refused(PERSON, 'config', 'the server is not the primary one of this zone')

    def test_name_outside_the_zone(self):
        self.add(self.server.keys['home-key'], 'home.elsewhere.test')
        self.assert_refused(PERSON, 'config', 'home.elsewhere.test is not in the zone example.test')

    def test_key_without_a_grant(self):
        self.add(self.server.keys['stranger'], 'strange.example.test')
        self.assert_refused(PERSON, *OF_GRANT)
        self.assertEqual(self.server.dig('strange.example.test', 'A'), [])

    def test_alias(self):
        self.add(self.server.keys['home-key'], 'alias.example.test')
        self.assert_refused(PERSON, 'config', 'is an alias')
        self.assertEqual(self.server.dig('alias.example.test', 'CNAME'), ['ns.example.test.'])

    def test_zone_that_takes_no_updates(self):
        self.add(self.server.keys['home-key'], 'home.fixed.test', zone='fixed.test')
        self.assert_refused(PERSON, *OF_GRANT)

    def test_no_server(self):
        self.add(self.server.keys['home-key'], 'home.example.test', port=find_port())
        self.assert_refused(FAILED, 'net', 'cannot be reached')


class ClockAhead(Case):
    """The server's clock, that is; it says so, and the next attempt may be right."""

    shift_s = 3600

    def test_clocks_apart(self):
        self.add(self.server.keys['home-key'], 'late.example.test')
        if OF_SECRET == NOTHING:
            self.assert_refused(PERSON, *NOTHING)
        else:
            self.assert_refused(FAILED, 'retry', r'clock of this computer is 3(600|599|601) seconds behind')
        self.assertEqual(self.server.dig('late.example.test', 'A'), [])



main()
