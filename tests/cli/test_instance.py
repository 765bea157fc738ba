#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line beside a running Signpost, over a session bus of their own."""

import shutil
import subprocess
import unittest

from signpostctl import main, read_line, stop
import test_updates

NAME = 'io.github.signpostdns.Signpost.Engine'


class Instance(test_updates.Case):
    def setUp(self):
        super().setUp()
        self.bus = subprocess.Popen(
            ['dbus-daemon', '--session', '--nofork', '--print-address=1'], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=self.home.environment)
        self.addCleanup(stop, self.bus)
        self.home.environment['DBUS_SESSION_BUS_ADDRESS'] = self.bus.stdout.readline().strip()
        self.service = self.home.start('run')
        self.addCleanup(stop, self.service)
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '30', NAME], check=True,
                       env=self.home.environment)
        self.practice.wait_for_line('now points to 203.0.113.7')

    def test_does_the_work(self):
        self.practice.post('address', ipv4='203.0.113.9')
        status = self.expect(0, '--json', 'update').json()
        self.assertEqual(status['addresses']['ipv4']['address'], '203.0.113.9')
        self.assertEqual(self.practice.resolve(test_updates.HOST), '203.0.113.9')
        self.assertEqual(self.expect(0, '--json', 'status').json()['profiles'][0]['state'],
                         'current')
        self.expect(0, 'check')
        self.assertEqual(self.practice.count_requests(), 2)
        self.expect(6, '--no-instance', 'update')

    def test_tells_what_it_sent(self):
        self.practice.post('address', ipv4='203.0.113.9')
        result = self.expect(0, '--verbose', 'update')
        self.assertIn('< good 203.0.113.9', result.err)
        self.assertNotIn('< good 203.0.113.7', result.err)

    def test_pauses_and_goes_on(self):
        self.expect(0, 'pause', 'Home')
        self.practice.post('address', ipv4='203.0.113.9')
        result = self.expect(0, '--json', 'update')
        self.assertEqual(self.get_target(result)['state'], 'paused')
        self.assertEqual(self.practice.count_requests(), 1)
        self.expect(0, 'resume', 'Home')
        self.expect(0, 'update')
        self.assertEqual(self.practice.resolve(test_updates.HOST), '203.0.113.9')

    def test_learns_of_edits(self):
        self.add_profile('Second', 'second.practice.test')
        self.practice.wait_for_line('second.practice.test now points to')
        self.assertEqual(len(self.expect(0, '--json', 'status').json()['profiles']), 2)
        self.assertEqual(
            len(self.expect(0, '--json', 'status', 'Second').json()['profiles']), 1)

    def test_follows(self):
        follower = self.home.start('status', '--follow', '--json')
        self.addCleanup(stop, follower)
        read_line(follower.stdout, '203.0.113.7')
        self.practice.post('address', ipv4='203.0.113.9')
        self.expect(0, 'update')
        read_line(follower.stdout, '203.0.113.9')

    def test_new_secret(self):
        self.practice.post('answer', code='badauth')
        self.practice.post('address', ipv4='203.0.113.9')
        self.expect(3, 'update')
        self.expect(3, 'update')
        self.assertEqual(self.practice.count_requests(), 2)
        self.expect(0, 'account', 'set', 'Try', '--secret-stdin', stdin='practice')
        self.expect(0, 'update')
        self.assertEqual(self.practice.resolve(test_updates.HOST), '203.0.113.9')

    def test_new_secret_once_more(self):
        # a wrong password is corrected as often as it takes; only “retry” has to wait
        for _ in range(2):
            self.expect(0, 'account', 'set', 'Try', '--secret-stdin', stdin='practice')

    def test_refuses_what_is_unknown(self):
        result = self.expect(2, 'retry', 'nobody')
        self.assertIn('nobody', result.err)

    def test_ends(self):
        exit_status, _, err = stop(self.service)
        self.assertEqual(exit_status, 0, err)
        self.expect(0, 'update')


if __name__ == '__main__':
    if shutil.which('dbus-daemon') is None or shutil.which('gdbus') is None:
        print('1..0 # SKIP dbus-daemon and gdbus are not installed')
    else:
        main()
