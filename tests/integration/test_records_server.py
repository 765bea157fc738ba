#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Updates of records through an API, at a real server: PowerDNS."""

import os
import unittest

from name_server import find_port
from powerdns import API_KEY, PowerDns
from signpostctl import Home, main

IPV4, IPV6 = '198.51.100.7', '2001:db8::7'
CHANGED, FAILED, PERSON = 0, 1, 3
# of a record that was not there; the recipe says so
TTL_OF_NEW = 3600
HOST = 'home.example.test'
CHALLENGE = '_acme-challenge.home.example.test'
ZONE = '''$TTL 300
@ IN SOA ns hostmaster 1 3600 600 86400 300
@ IN NS ns
@ IN MX 10 mail
@ 900 IN A 192.0.2.80
ns IN A 127.0.0.1
mail IN A 192.0.2.25
home 777 IN A 192.0.2.1
home 888 IN AAAA 2001:db8::1
home IN TXT "stays"
nas.home IN A 192.0.2.99
half 600 IN A 192.0.2.2
alias IN CNAME mail
two IN A 192.0.2.3
two IN A 192.0.2.4
* IN A 192.0.2.5
'''


class Case(unittest.TestCase):
    """A person with a zone of their own, which is as it was at first in every test."""

    @classmethod
    def setUpClass(cls):
        cls.server = PowerDns()
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        self.add_zone('example.test', ZONE)
        self.before = self.server.read_zone('example.test')
        self.home = Home()
        self.addCleanup(self.home.close)

    def add_zone(self, name, text):
        self.server.add_zone(name, text)
        self.addCleanup(self.server.remove_zone, name)

    def expect(self, exit_status, *words, **more):
        result = self.home.run(*words, **more)
        self.assertEqual(result.exit, exit_status, result.out + result.err)
        self.assertNotIn('CRITICAL', result.err)
        self.assertNotIn(API_KEY, result.out + result.err)
        return result

    def write_secret(self, secret):
        """As a person keeps it."""
        path = os.path.join(self.home.secrets, 'of-a-person')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(secret + '\n')
        return path

    def add(self, *hosts, ipv4=IPV4, ipv6=IPV6, key=API_KEY, address=None):
        """An account, and a profile with fixed addresses; None is a family that is off."""
        self.expect(0, 'account', 'add', '--provider', 'pdns', '--name', 'Own', 'spacing=0',
                    f'server={address or self.server.get_address()}', '--secret-file', self.write_secret(key))
        self.expect(0, 'profile', 'add', '--name', 'Home', '--account', 'Own', '--host', hosts[0],
                    'allow-special=true', f'ipv4=fixed:{ipv4}' if ipv4 else 'ipv4=off',
                    f'ipv6=fixed:{ipv6}' if ipv6 else 'ipv6=off')
        if len(hosts) > 1:
            self.set(f'hosts={" ".join(hosts)}')

    def set(self, *pairs):
        self.expect(0, 'profile', 'set', 'Home', *pairs)

    def update(self, exit_status):
        """The targets of the profile after an update, and what the server was asked for it."""
        self.server.forget_requests()
        targets = self.expect(exit_status, '--json', 'update').json()['profiles'][0]['targets']
        return targets, self.server.read_requests()

    def assert_changed(self, *changes):
        """Each is (name, type, ttl, texts…); nothing else in the zone is otherwise than before."""
        wanted = dict(self.before)
        for name, record, ttl, *texts in changes:
            key = f'{name}.', record
            wanted[key] = dict(wanted.get(key, {'name': key[0], 'type': record, 'comments': []}), ttl=ttl,
                               records=[{'content': text, 'disabled': False} for text in sorted(texts)])
        self.assertEqual(self.server.read_zone('example.test'), wanted)

    def assert_refused(self, exit_status, outcome, words):
        """Nobody wrote anything; returns what the server was asked."""
        targets, requests = self.update(exit_status)
        for target in targets:
            self.assertEqual(target['outcome']['class'], outcome, target)
            self.assertRegex(target['outcome']['message'], words)
        self.assertFalse([request for request in requests if not request.startswith('GET ')])
        self.assert_changed()
        return requests


class Updates(Case):
    def test_both_addresses_and_nothing_else(self):
        self.server.write_set('example.test', HOST, 'A', 777, '192.0.2.1',
                              comments=[{'content': 'mine', 'account': 'me', 'modified_at': 1}])
        self.before = self.server.read_zone('example.test')
        self.add(HOST)
        requests = self.update(CHANGED)[1]
        self.assertEqual(requests, [
            'GET /zones?zone=home.example.test.',
            'GET /zones?zone=example.test.',
            'GET /zones/example.test.?rrset_name=home.example.test.&rrset_type=A',
            'PATCH /zones/example.test.',
            'GET /zones/example.test.?rrset_name=home.example.test.&rrset_type=AAAA',
            'PATCH /zones/example.test.',
        ])
        self.assert_changed((HOST, 'A', 777, IPV4), (HOST, 'AAAA', 888, IPV6))
        self.assertEqual(self.server.dig(HOST, 'A'), [IPV4])
        self.assertEqual(self.server.dig(HOST, 'AAAA'), [IPV6])
        self.assertEqual(self.server.dig(HOST, 'TXT'), ['"stays"'])

        self.assertEqual(self.update(CHANGED)[1], [], 'nothing changed, nothing is asked')

        self.set('ipv4=fixed:198.51.100.8')
        self.assertEqual(self.update(CHANGED)[1], [
            'GET /zones/example.test.?rrset_name=home.example.test.&rrset_type=A',
            'PATCH /zones/example.test.',
        ], 'the zone is remembered, and the other family is right')
        self.assert_changed((HOST, 'A', 777, '198.51.100.8'), (HOST, 'AAAA', 888, IPV6))
        self.assertEqual(self.server.dig(HOST, 'A'), ['198.51.100.8'])

    def test_what_is_there_already_is_not_written(self):
        self.add(HOST, ipv4='192.0.2.1', ipv6='2001:db8:0:0::1')
        targets, requests = self.update(CHANGED)
        self.assertEqual([target['outcome']['class'] for target in targets], ['nochg', 'nochg'])
        self.assertEqual([request.split()[0] for request in requests], ['GET'] * 4)
        self.assert_changed()

    def test_a_family_that_is_off_stays(self):
        self.add(HOST, ipv6=None)
        self.update(CHANGED)
        self.assert_changed((HOST, 'A', 777, IPV4))

    def test_missing_record_is_made(self):
        self.add('half.example.test')
        self.update(CHANGED)
        self.assert_changed(('half.example.test', 'A', 600, IPV4), ('half.example.test', 'AAAA', TTL_OF_NEW, IPV6))
        self.assertEqual(self.server.dig('half.example.test', 'AAAA'), [IPV6])

    def test_only_what_is_there(self):
        self.add('half.example.test')
        self.set('create=false')
        (changed, missing), _ = self.update(PERSON)
        self.assertEqual(changed['state'], 'current')
        self.assertEqual(missing['outcome']['class'], 'badhost')
        self.assertRegex(missing['outcome']['message'], 'there is no AAAA record')
        self.assert_changed(('half.example.test', 'A', 600, IPV4))

    def test_lifetime_of_the_profile(self):
        self.add('half.example.test')
        self.set('ttl=120')
        self.update(CHANGED)
        self.assert_changed(('half.example.test', 'A', 120, IPV4), ('half.example.test', 'AAAA', 120, IPV6))
        answer = self.server.dig('half.example.test', 'A', '+noall +answer')
        self.assertRegex(answer[0], r'^half\.example\.test\.\s+120\s+IN\s+A\s')

    def test_wildcard_and_apex(self):
        self.add('*.example.test', 'example.test')
        self.update(CHANGED)
        self.assert_changed(('*.example.test', 'A', 300, IPV4), ('*.example.test', 'AAAA', TTL_OF_NEW, IPV6),
                            ('example.test', 'A', 900, IPV4), ('example.test', 'AAAA', TTL_OF_NEW, IPV6))
        self.assertEqual(self.server.dig('any.example.test', 'A'), [IPV4])
        self.assertEqual(self.server.dig('example.test', 'AAAA'), [IPV6])

    def test_international_names(self):
        self.add_zone('xn--bcher-kva.test', ZONE)
        self.add('straße.example.test', 'home.bücher.test', ipv6=None)
        self.update(CHANGED)
        self.assert_changed(('xn--strae-oqa.example.test', 'A', TTL_OF_NEW, IPV4))
        self.assertEqual(self.server.dig('xn--strae-oqa.example.test', 'A'), [IPV4])
        self.assertEqual(self.server.dig('home.xn--bcher-kva.test', 'A'), [IPV4])

    def test_the_deepest_zone_is_meant(self):
        self.add_zone('deep.example.test', ZONE)
        self.add('home.deep.example.test')
        self.update(CHANGED)
        self.assert_changed()
        self.assertEqual(self.server.dig('home.deep.example.test', 'A'), [IPV4])

    def test_a_name_moves_to_another_zone(self):
        self.server.add_zone('moved.example.test', ZONE)
        self.add('home.moved.example.test', ipv6=None)
        self.update(CHANGED)
        self.assert_changed()
        self.server.remove_zone('moved.example.test')
        self.set('ipv4=fixed:198.51.100.8')
        self.update(CHANGED)
        self.assert_changed(('home.moved.example.test', 'A', TTL_OF_NEW, '198.51.100.8'))

    def test_rehearsal_changes_nothing(self):
        self.add(HOST)
        self.server.forget_requests()
        self.expect(0, 'profile', 'test', 'Home')
        self.assertEqual(self.server.read_requests(), ['GET /'], 'only whether somebody answers')
        self.assert_changed()

    def test_the_key_is_in_no_file(self):
        self.add(HOST)
        self.update(CHANGED)
        for path, content in self.home.read_all_files():
            self.assertNotIn(API_KEY.encode(), content, path)


class Refusals(Case):
    def test_wrong_key(self):
        self.add(HOST, key='another key')
        requests = self.assert_refused(PERSON, 'badcred', '^Unauthorized$')
        self.assertEqual(requests, ['GET /zones?zone=home.example.test.'], 'one try is enough')
        targets, requests = self.update(PERSON)
        self.assertEqual({target['state'] for target in targets}, {'blocked'})
        self.assertEqual(requests, [], 'it waits for a person')

        self.expect(0, 'account', 'set', 'Own', '--secret-file', self.write_secret(API_KEY))
        self.expect(0, 'retry', 'Home')
        self.update(CHANGED)
        self.assertEqual(self.server.dig(HOST, 'A'), [IPV4])

    def test_unknown_zone(self):
        self.add('home.elsewhere.test')
        requests = self.assert_refused(PERSON, 'badhost', r'no zone of this account holds home\.elsewhere\.test')
        self.assertEqual(requests, ['GET /zones?zone=home.elsewhere.test.', 'GET /zones?zone=elsewhere.test.'])

    def test_zone_that_is_gone(self):
        self.server.add_zone('gone.test', ZONE)
        self.add('home.gone.test', ipv6=None)
        self.update(CHANGED)
        self.server.remove_zone('gone.test')
        self.set('ipv4=fixed:198.51.100.8')
        requests = self.assert_refused(PERSON, 'badhost', r'no zone of this account holds home\.gone\.test')
        self.assertEqual(requests, [
            'GET /zones/gone.test.?rrset_name=home.gone.test.&rrset_type=A',
            'GET /zones?zone=home.gone.test.',
            'GET /zones?zone=gone.test.',
        ], 'what was remembered is asked for anew')

    def test_two_records(self):
        self.add('two.example.test', ipv6=None)
        self.assert_refused(PERSON, 'config', r'there are 2 A records two\.example\.test')
        self.assertEqual(self.update(PERSON)[1], [], 'it waits for a person')

    def test_alias(self):
        self.add('alias.example.test', ipv6=None)
        targets, _ = self.update(PERSON)
        self.assertEqual(targets[0]['outcome']['class'], 'config')
        self.assertIn('Conflicts with pre-existing RRset', targets[0]['outcome']['message'])
        self.assert_changed()

    def test_no_server(self):
        self.add(HOST, address=f'http://127.0.0.1:{find_port()}')
        self.assert_refused(FAILED, 'net', '.')


class Texts(Case):
    """What a certificate by DNS-01 needs."""

    def setUp(self):
        super().setUp()
        self.add(HOST)

    def change(self, *words):
        self.server.forget_requests()
        self.expect(0, 'txt', *words)
        return [request.split()[0] for request in self.server.read_requests()]

    def test_two_texts_at_one_name(self):
        self.change('set', CHALLENGE, 'first')
        self.change('set', CHALLENGE, 'second-with spaces; and more')
        self.assertEqual(sorted(self.server.dig(CHALLENGE, 'TXT')), ['"first"', '"second-with spaces; and more"'])
        self.assertNotIn('PATCH', self.change('set', CHALLENGE, 'first'))

        self.change('unset', CHALLENGE, 'first')
        self.assertEqual(self.server.dig(CHALLENGE, 'TXT'), ['"second-with spaces; and more"'])
        self.assertNotIn('PATCH', self.change('unset', CHALLENGE, 'first'))
        self.change('unset', CHALLENGE)
        self.assertEqual(self.server.dig(CHALLENGE, 'TXT'), [])
        self.assert_changed()

    def test_texts_of_others_stay_as_they_are(self):
        others = ['"a \\"quoted\\" \\\\ one"', '"in two" "parts"', '"gr\\195\\188n"']
        self.server.write_set('example.test', CHALLENGE, 'TXT', 60, *others)
        self.before = self.server.read_zone('example.test')
        there = self.server.dig(CHALLENGE, 'TXT')
        self.change('set', CHALLENGE, 'ours')
        self.assertEqual(sorted(self.server.dig(CHALLENGE, 'TXT')), sorted([*there, '"ours"']))
        self.change('unset', CHALLENGE, 'ours')
        self.assert_changed()

    def test_wrong_key(self):
        self.expect(0, 'account', 'set', 'Own', '--secret-file', self.write_secret('another key'))
        self.expect(PERSON, 'txt', 'set', CHALLENGE, 'first')
        self.assert_changed()


main()
