#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end: accounts, profiles, updates and what must not be sent."""

import base64
import json
import os
import signal
import unittest

from signpostctl import Home, Practice, main, read_line, stop

HOST = 'home.practice.test'
CANARY = 'canary-5f0b2e'
USER = 'finch-77ac'


class Case(unittest.TestCase):
    """A person with an account and a profile at the practice provider."""

    password = 'practice'

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)
        self.practice = Practice(self.home)
        self.addCleanup(self.close_practice)
        self.account = self.add_account()
        self.profile = self.add_profile('Home', HOST)

    def close_practice(self):
        exit_status, err = self.practice.close()
        self.assertEqual(exit_status, 0, err)
        self.assertFalse(os.path.exists(self.practice.ports_file))

    def expect(self, exit_status, *words, **more):
        result = self.home.run(*words, **more)
        self.assertEqual(result.exit, exit_status, result.out + result.err)
        self.assertNotIn('CRITICAL', result.err)
        return result

    def add_account(self):
        return self.expect(0, 'account', 'add', '--provider', 'practice', '--name', 'Try',
                           f'server={self.practice.ports["server"]}', '--secret-stdin',
                           stdin=self.password + '\n').out.strip()

    def add_profile(self, name, host, *pairs):
        return self.expect(0, 'profile', 'add', '--name', name, '--account', 'Try', '--host', host,
                           f'source=url:{self.practice.ports["server"]}/ip', 'ipv6=off',
                           'allow-special=true', *pairs).out.strip()

    def get_target(self, result):
        return result.json()['profiles'][0]['targets'][0]


class Updates(Case):
    def test_publishes_a_changed_address_once(self):
        self.expect(0, 'update')
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.7')
        self.assertEqual(self.practice.count_requests(), 1)

        self.expect(0, 'update')
        self.assertEqual(self.practice.count_requests(), 1, 'nothing changed, nothing is sent')

        self.practice.post('address', ipv4='203.0.113.9')
        status = self.expect(0, '--json', 'update').json()
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.9')
        self.assertEqual(self.practice.count_requests(), 2)
        self.assertEqual(status['addresses']['ipv4']['address'], '203.0.113.9')

        history = self.expect(0, '--json', 'history').json()['events']
        changes = [event['address'] for event in history if event['kind'] == 'address']
        self.assertEqual(changes, ['203.0.113.7', '203.0.113.9'])
        self.assertIn('203.0.113.9', self.expect(0, 'history', '--csv').out)
        self.assertIn(HOST, self.expect(0, 'log', 'Home').out)

    def test_check_sends_nothing(self):
        result = self.expect(1, '--json', 'check')
        self.assertEqual(self.get_target(result)['wanted'], '203.0.113.7')
        self.assertEqual(self.practice.count_requests(), 0)

    def test_test_sends_nothing(self):
        result = self.expect(0, '--json', 'profile', 'test', 'Home')
        self.assertTrue(all(step['ok'] for step in result.json()['steps']))
        self.assertEqual(self.practice.count_requests(), 0)

    def test_both_families(self):
        self.expect(0, 'profile', 'set', 'Home', 'ipv6=automatic',
                    f'source=url:http://localhost:{self.practice.ports["http"]}/ip')
        self.expect(0, 'update')
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.7')
        self.assertEqual(self.practice.resolve(HOST, 'ipv6'), '2001:db8::7')

    def test_force_once(self):
        self.expect(0, 'update')
        self.expect(0, 'update', '--force')
        self.assertEqual(self.practice.count_requests(), 2)
        self.home.run('update', '--force')
        self.assertEqual(self.practice.count_requests(), 2, 'at most once in ten minutes')

    def test_disabled_and_paused_send_nothing(self):
        self.expect(0, 'profile', 'disable', 'Home')
        self.expect(0, 'update')
        self.expect(0, 'profile', 'enable', 'Home')
        self.expect(0, 'pause', '--for', '1h')
        result = self.expect(0, '--json', 'update')
        self.assertEqual(self.get_target(result)['state'], 'paused')
        self.assertEqual(self.practice.count_requests(), 0)

        self.expect(0, 'resume')
        self.expect(0, 'update')
        self.assertEqual(self.practice.count_requests(), 1)

    def test_special_address_needs_permission(self):
        self.expect(0, 'profile', 'set', 'Home', 'allow-special=false')
        self.expect(3, 'update')
        self.assertEqual(self.practice.count_requests(), 0)

    def test_address(self):
        source = f'url:{self.practice.ports["server"]}/ip'
        found = self.expect(0, '--json', 'address', '-4', '--source', source).json()['addresses']
        self.assertEqual([(row['family'], row['state'], row['address']) for row in found],
                         [('ipv4', 'known', '203.0.113.7')])
        self.practice.post('address', ipv4='off')
        self.expect(4, 'address', '-4', '--source', source)

    def test_no_address_is_never_published(self):
        self.expect(0, 'update')
        self.practice.post('address', ipv4='off')
        self.expect(4, 'update')
        self.assertEqual(self.practice.count_requests(), 1)
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.7')


class Failures(Case):
    def test_maintenance_waits(self):
        self.practice.post('answer', code='911')
        result = self.expect(1, '--json', 'update')
        self.assertEqual(self.get_target(result)['state'], 'backoff')
        self.assertEqual(self.get_target(result)['outcome']['class'], 'retry')
        self.expect(1, 'update')
        self.assertEqual(self.practice.count_requests(), 1, 'not before the provider says so')

    def test_unknown_host_waits_for_a_person(self):
        self.practice.post('answer', code='nohost')
        result = self.expect(3, '--json', 'update')
        self.assertEqual(self.get_target(result)['outcome']['class'], 'badhost')
        self.expect(3, 'update')
        self.assertEqual(self.practice.count_requests(), 1)
        self.expect(0, 'retry', 'Home')
        self.expect(0, 'update')
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.7')

    def test_killed_while_sending(self):
        self.practice.post('answer', code='silent')
        process = self.home.start('update')
        self.practice.wait_for_line('now points to')
        process.kill()
        process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL)

        result = self.home.run('--json', 'update')
        self.assertEqual(self.practice.count_requests(), 1, 'nobody knows if it arrived; wait')
        self.assertIn(self.get_target(result)['reason'], ('after-crash', 'none'))
        self.home.run('update', '--force')
        self.assertEqual(self.practice.count_requests(), 1)


class Requests(Case):
    """What was sent and what came back, while it happens and afterwards."""

    # in this order
    PARTS = ['> GET http://127.0.0.1:', f'hostname={HOST}&myip=203.0.113.7\n', '> Authorization: Basic •••\n',
             '< HTTP 200\n', '< Content-Type: text/plain', '< good 203.0.113.7\n', ' ms\n']

    def assert_shown(self, text, parts):
        at = 0
        for part in parts:
            self.assertIn(part, text[at:])
            at = text.index(part, at) + len(part)

    def test_are_told_while_they_are_sent(self):
        result = self.expect(0, '--verbose', 'update')
        self.assert_shown(result.err, self.PARTS)
        self.assertNotIn('HTTP 200', result.out)
        self.practice.post('address', ipv4='203.0.113.9')
        self.assertNotIn('HTTP 200', self.expect(0, 'update').err)

    def test_are_kept_with_the_log(self):
        self.expect(0, 'update')
        shown = self.expect(0, 'log', '--verbose').out
        self.assert_shown(shown, [f'{HOST}  203.0.113.7  good'] + self.PARTS)
        self.assertIn('    < HTTP 200\n', shown)
        self.assertEqual(self.expect(0, '--verbose', 'log', 'Home').out.count('< HTTP'), 1)
        self.assertNotIn('HTTP 200', self.expect(0, 'log').out)

        lines = [json.loads(line) for line in self.expect(0, '--json', '--verbose', 'log').out.splitlines()]
        self.assertEqual([line['kind'] for line in lines], ['address', 'attempt', 'request'])
        self.assertEqual(set(lines[-1]), {'time', 'kind', 'took_ms', 'sent', 'received', 'error', 'cut_bytes',
                                          'withheld'})
        self.assertIsNone(lines[-1]['error'])

    def test_of_another_profile_are_not_shown(self):
        self.add_profile('Second', 'second.practice.test')
        self.expect(0, 'profile', 'disable', 'Second')
        self.expect(0, 'update')
        self.assertNotIn('HTTP', self.expect(0, '--verbose', 'log', 'Second').out)

    def test_that_nobody_answered(self):
        self.expect(0, 'profile', 'set', 'Home', 'source=automatic', 'ipv4=fixed:203.0.113.5')
        self.expect(0, 'account', 'set', 'Try', 'server=http://127.0.0.1:1')
        result = self.home.run('--verbose', 'update')
        self.assert_shown(result.err, ['> GET http://127.0.0.1:1/', '\n* ', ' ms\n'])
        self.assertNotIn('< ', result.err)
        self.assert_shown(self.expect(0, '--verbose', 'log').out, ['    > GET', '\n    * ', ' ms\n'])

    def test_of_the_service(self):
        process = self.home.start('--verbose', 'run')
        self.addCleanup(stop, process)
        read_line(process.stderr, '< good 203.0.113.7')
        log = self.home.start('--verbose', 'log', '--follow')
        self.addCleanup(stop, log)
        read_line(log.stdout, '< good 203.0.113.7')
        self.practice.post('address', ipv4='203.0.113.9')
        process.send_signal(signal.SIGHUP)
        stop(process)
        self.expect(0, 'update')
        read_line(log.stdout, '< good 203.0.113.9')

    def test_hide_the_user(self):
        self.expect(0, 'account', 'add', '--provider', 'dyndns2', '--name', 'Other',
                    f'server={self.practice.ports["server"]}', f'user={USER}', '--secret-stdin', stdin=CANARY)
        self.expect(0, 'profile', 'set', 'Home', 'account=Other')
        result = self.home.run('--verbose', 'update')
        self.assertIn('> Authorization: Basic •••', result.err)
        log = self.expect(0, '--verbose', 'log')
        login = base64.b64encode(f'{USER}:{CANARY}'.encode()).decode()
        for text in (result.out + result.err, log.out + log.err):
            for secret in (USER, CANARY, login, 'Cookie'):
                self.assertNotIn(secret, text)
        for path, content in self.home.read_all_files():
            for secret in (CANARY, login):
                self.assertNotIn(secret.encode(), content, path)
            if '/state/' in path:
                self.assertNotIn(USER.encode(), content, path)


class WrongPassword(Case):
    password = CANARY

    def test_is_not_sent_again(self):
        result = self.expect(3, '--json', 'update')
        self.assertEqual(self.get_target(result)['outcome']['class'], 'badcred')
        self.expect(3, 'update')
        self.expect(3, 'update', '--force')
        self.assertEqual(self.practice.count_requests(), 1)

        self.expect(0, 'account', 'set', 'Try', '--secret-stdin', stdin='practice')
        self.expect(0, 'update')
        self.assertEqual(self.practice.count_requests(), 2)

    def test_is_found_nowhere(self):
        outputs = [self.home.run('--verbose', *words) for words in (
            ['update'], ['status'], ['--json', 'status'], ['log'], ['--json', 'log'], ['--json', 'history'],
            ['account', 'show', 'Try'], ['--json', 'account', 'list'], ['profile', 'test', 'Home'])]
        self.assertIn('> Authorization: Basic •••', outputs[0].err)
        self.assertIn('> Authorization: Basic •••', outputs[3].out)
        for result in outputs:
            self.assertNotIn(CANARY, result.out + result.err)
        for path, content in self.home.read_all_files():
            self.assertNotIn(CANARY.encode(), content, path)


class Secrets(Case):
    def test_readable_by_others(self):
        os.chmod(os.path.join(self.home.secrets, self.account), 0o644)
        result = self.expect(5, 'update')
        self.assertIn('600', result.out + result.err)
        self.assertEqual(self.practice.count_requests(), 0)
        self.assertEqual(self.expect(0, '--json', 'account', 'show', 'Try').json()['secret'],
                         'denied')

    def test_missing(self):
        os.remove(os.path.join(self.home.secrets, self.account))
        self.expect(3, 'update')
        self.assertEqual(self.practice.count_requests(), 0)

    def test_credentials_of_a_service(self):
        self.expect(0, 'update', secrets=False, CREDENTIALS_DIRECTORY=self.home.secrets)
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.7')

    def test_no_keyring(self):
        self.expect(5, 'update', secrets=False)
        self.assertEqual(self.practice.count_requests(), 0)

    def test_removed_with_the_account(self):
        result = self.expect(2, 'account', 'remove', 'Try')
        self.assertIn('“Home” uses the account', result.err)
        self.expect(0, 'profile', 'remove', 'Home')
        self.expect(0, 'account', 'remove', 'Try')
        self.assertEqual(os.listdir(self.home.secrets), [])


class Editing(Case):
    # (what it proves, “profile set” or “account set”, key and value, what the sentence names)
    REFUSED = [
        ('an empty label', 'profile', 'hosts=a..practice.test', 'a..practice.test'),
        ('a space in a label', 'profile', 'hosts=a_b.c d', 'hosts'),
        ('a label of 64 octets', 'profile', 'hosts=' + 'a' * 64 + '.practice.test', '63'),
        ('an address instead of a name', 'profile', 'hosts=203.0.113.7', '203.0.113.7'),
        ('no host', 'profile', 'hosts=', 'hosts'),
        ('an address of the other family', 'profile', 'ipv4=fixed:2001:db8::1', 'ipv4:'),
        ('no way to get an address', 'profile', 'ipv4=maybe', 'maybe'),
        ('a source that is none', 'profile', 'source=guess', 'guess'),
        ('an interval too short', 'profile', 'interval=5', '60'),
        ('an unknown key', 'profile', 'colour=red', 'colour'),
        ('an unknown account', 'profile', 'account=nobody', 'nobody'),
        ('an unknown server', 'account', 'server=http://example.org', 'https'),
        ('a spacing in words', 'account', 'spacing=slow', 'slow'),
        ('another provider', 'account', 'provider=desec', 'provider'),
        ('a secret', 'account', f'pass={CANARY}', '--secret-stdin'),
    ]

    def test_refused(self):
        before = dict(self.home.read_all_files())
        for proves, kind, pair, named in self.REFUSED:
            with self.subTest(proves):
                name = 'Home' if kind == 'profile' else 'Try'
                result = self.expect(2, kind, 'set', name, pair)
                self.assertIn(named, result.err)
                self.assertNotIn(CANARY, result.err)
        self.assertEqual(dict(self.home.read_all_files()), before, 'nothing is half-written')

    def test_two_profiles_for_one_name(self):
        result = self.expect(2, 'profile', 'add', '--name', 'Again', '--account', 'Try', '--host',
                             HOST.upper())
        self.assertIn('Home', result.err)

    def test_names_of_all_scripts(self):
        self.expect(0, 'profile', 'set', 'Home', 'hosts=Büro.practice.test., *.practice.test')
        shown = self.expect(0, '--json', 'profile', 'show', 'Home').json()
        self.assertEqual(shown['hosts'], 'xn--bro-hoa.practice.test,*.practice.test')
        self.assertIn('büro.practice.test', self.expect(1, 'status').out)

    def test_damaged_file_disables_only_itself(self):
        path = os.path.join(self.home.path, 'config/signpost/profiles/' + 'x' * 8 + '.profile')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('[Profile\n')
        result = self.expect(3, 'profile', 'list')
        self.assertIn('Home', result.out)
        self.assertIn('x' * 8, result.err)
        self.expect(0, 'update')
        self.assertEqual(self.practice.resolve(HOST), '203.0.113.7')


class Json(Case):
    def assert_keys(self, value, keys):
        self.assertEqual(set(keys.split()) - set(value), set())

    def test_status(self):
        status = self.expect(0, '--json', 'update').json()
        self.assert_keys(status, 'version time addresses guards problems profiles')
        self.assert_keys(status['addresses']['ipv4'], 'state address since source')
        profile = status['profiles'][0]
        self.assert_keys(profile, 'id name group account provider enabled state targets')
        self.assert_keys(profile['targets'][0],
                         'host family state reason wanted published since confirmed next_check '
                         'next_send sentence outcome verified')
        self.assert_keys(profile['targets'][0]['outcome'], 'class message time')
        self.assertEqual(profile['targets'][0]['state'], 'current')
        again = self.expect(0, 'status', '--json').json()
        self.assertEqual(again['profiles'][0]['targets'][0]['published'], '203.0.113.7')

    def test_others(self):
        rows = [
            (['profile', 'show', 'Home'], 'id name account hosts ipv4 ipv6 source ttl create enabled'),
            (['profile', 'list'], 'profiles'),
            (['account', 'show', 'Try'], 'id name provider server secret'),
            (['account', 'list'], 'accounts'),
            (['providers'], 'providers'),
            (['providers', 'show', 'twodns'], 'id name website status hint since protocol verified checked custom '
             'ipv4 ipv6 txt transcripts'),
            (['providers', 'show', 'desec'],
             'id name website status hint since protocol verified checked custom ipv4 ipv6 txt '
             'transcripts min_interval refresh_days batch '
             'wildcard spacing fields'),
            (['history'], 'events'),
        ]
        for words, keys in rows:
            with self.subTest(' '.join(words)):
                self.assert_keys(self.expect(0, '--json', *words).json(), keys)


class Records(Case):
    """What only providers that keep records are asked for."""

    def setUp(self):
        super().setUp()
        self.expect(0, 'account', 'add', '--provider', 'rfc2136', '--name', 'Own', 'server=ns1.example.org',
                    'zone=example.org', 'keyname=home-key', '--secret-stdin',
                    stdin='c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ==\n')

    def add_own(self, *pairs):
        return self.home.run('profile', 'add', '--name', 'Own', '--account', 'Own', '--host', 'home.example.org', *pairs)

    def test_are_said_and_shown(self):
        self.assertEqual(self.add_own('ttl=120', 'create=false').exit, 0)
        shown = self.expect(0, '--json', 'profile', 'show', 'Own').json()
        self.assertEqual((shown['ttl'], shown['create']), ('120', 'false'))
        self.expect(0, 'profile', 'set', 'Own', 'ttl=', 'create=true')
        shown = self.expect(0, '--json', 'profile', 'show', 'Own').json()
        self.assertEqual((shown['ttl'], shown['create']), ('', 'true'))

    def test_are_within_bounds(self):
        for value in ('29', '604801', 'long'):
            with self.subTest(value):
                result = self.add_own(f'ttl={value}')
                self.assertEqual(result.exit, 2)
                self.assertIn('from 30 to 604800', result.err)

    def test_are_not_asked_of_others(self):
        self.assertIn('leave ttl empty', self.expect(2, 'profile', 'set', 'Home', 'ttl=60').err)
        self.assertIn('set create to true', self.expect(2, 'profile', 'set', 'Home', 'create=false').err)


class Service(Case):
    def start_service(self, *words, **more):
        process = self.home.start('run', *words, **more)
        self.addCleanup(stop, process)
        return process

    def test_updates_and_ends(self):
        process = self.start_service()
        self.practice.wait_for_line('now points to 203.0.113.7')
        result = self.expect(6, 'update')
        self.assertIn('nother Signpost', result.err)
        self.expect(6, 'run')
        status = self.expect(0, '--json', 'status').json()
        self.assertEqual(status['profiles'][0]['targets'][0]['published'], '203.0.113.7')
        read_line(process.stderr, f'{HOST} ipv4: Up to date')
        process.send_signal(signal.SIGHUP)
        exit_status, out, err = stop(process)
        self.assertEqual(exit_status, 0, err)
        self.assertEqual(out, '')
        self.assertNotIn('CRITICAL', err)

    def test_is_followed(self):
        process = self.start_service()
        self.practice.wait_for_line('now points to 203.0.113.7')
        status = self.home.start('--json', 'status', '--follow')
        self.addCleanup(stop, status)
        log = self.home.start('log', '--follow', 'Home')
        self.addCleanup(stop, log)
        read_line(status.stdout, '"published":"203.0.113.7"')
        read_line(log.stdout, '203.0.113.7')
        self.expect(0, 'profile', 'set', 'Home', 'hosts=other.practice.test')
        read_line(log.stdout, 'other.practice.test')
        read_line(status.stdout, 'other.practice.test')
        self.assertEqual(stop(process)[0], 0)

    def test_interrupted_in_an_update(self):
        self.practice.post('answer', code='silent')
        process = self.start_service()
        self.practice.wait_for_line('now points to')
        exit_status, _, err = stop(process)
        self.assertEqual(exit_status, 0, err)
        self.home.run('update')
        self.assertEqual(self.practice.count_requests(), 1)

    def test_edits_are_seen(self):
        process = self.start_service()
        self.practice.wait_for_line('now points to 203.0.113.7')
        self.expect(0, 'profile', 'set', 'Home', 'hosts=other.practice.test')
        self.practice.wait_for_line('other.practice.test now points to 203.0.113.7')
        self.assertEqual(stop(process)[0], 0)


if __name__ == '__main__':
    main()
