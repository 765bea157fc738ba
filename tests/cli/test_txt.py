#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for certificates: which account, what is asked of the provider, and what is not asked any more."""

import http.server
import json
import os
import threading
import unittest

from signpostctl import Home, main

RECIPE = '''\
[Provider]
Format=1
Id=shelf
Name=Shelf
Website=https://shelf.example/
Source=https://shelf.example/
Checked=2026-11-22
Verified=inferred
Protocol=records
Families=ipv4;ipv6;
[Field server]
Label=Server
[Field token]
Label=Token
Secret=true
[Records]
Url=${server}/v1
Header1=X-Token: ${token}
Txt=true
[Find]
Url=/records/${fqdn}
Items=$.records[*]
Where1=$.type = ${type}
Value=$.value
Take1=id=$.id
[Create]
Method=POST
Url=/records/${fqdn}
Json={"type":"${type}","value":"${value}"}
[Update]
Method=PUT
Url=/records/${fqdn}/${id}
Json={"value":"${value}"}
[Delete]
Method=DELETE
Url=/records/${fqdn}/${id}
[Result]
Message=$.error
'''
NAME = '_acme-challenge.home.example.com'


class Shelf(http.server.ThreadingHTTPServer):
    """A provider with records and nothing else."""

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Answer)
        self.records = []
        self.requests = []
        self.status = 200
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def texts(self):
        return sorted(record['value'] for record in self.records if record['type'] == 'TXT')


class Answer(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self):
        shelf = self.server
        name, _, identity = self.path.removeprefix('/v1/records/').partition('/')
        shelf.requests.append((self.command, name))
        body = json.loads(self.rfile.read(int(self.headers.get('Content-Length') or 0)) or '{}')
        found = {'records': [record for record in shelf.records if record['name'] == name]}
        if shelf.status != 200 or self.headers['X-Token'] != 'right':
            found = {'error': 'no such token'}
        elif self.command == 'POST':
            shelf.records.append({'id': str(len(shelf.requests)), 'name': name, **body})
        elif self.command == 'PUT':
            next(record for record in shelf.records if record['id'] == identity).update(body)
        elif self.command == 'DELETE':
            shelf.records = [record for record in shelf.records if record['id'] != identity]
        said = json.dumps(found).encode()
        self.send_response(shelf.status if self.headers['X-Token'] == 'right' else 401)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = do_DELETE = answer


class Texts(unittest.TestCase):
    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)
        self.shelf = Shelf()
        self.addCleanup(self.shelf.server_close)
        self.addCleanup(self.shelf.shutdown)
        folder = os.path.join(self.home.environment['XDG_DATA_HOME'], 'signpost', 'providers')
        os.makedirs(folder)
        with open(os.path.join(folder, 'shelf.recipe'), 'w', encoding='utf-8') as recipe:
            recipe.write(RECIPE)
        self.add('Mine', 'right', 'home.example.com')

    def add(self, name, token, host):
        self.expect(0, 'account', 'add', '--provider', 'shelf', '--name', name,
                    f'server=http://127.0.0.1:{self.shelf.server_address[1]}', '--secret-stdin', stdin=token)
        self.expect(0, 'profile', 'add', '--name', host, '--account', name, '--host', host,
                    'ipv4=fixed:192.0.2.7', 'ipv6=off', 'allow-special=true')

    def expect(self, exit_status, *words, **more):
        result = self.home.run(*words, **more)
        self.assertEqual(result.exit, exit_status, result.out + result.err)
        self.assertNotIn('CRITICAL', result.err)
        return result

    def test_two_texts_side_by_side(self):
        """A certificate for a name and its wildcard wants two at once."""
        self.expect(0, 'txt', 'set', NAME, 'one')
        self.expect(0, 'txt', 'set', NAME, 'two')
        self.assertEqual(self.shelf.texts(), ['one', 'two'])
        self.assertIn('already', self.expect(0, 'txt', 'set', NAME, 'one').out)
        self.assertEqual(self.shelf.texts(), ['one', 'two'])
        self.assertIn('say which one', self.expect(3, 'txt', 'unset', NAME).err)
        self.expect(0, 'txt', 'unset', NAME, 'one')
        self.assertEqual(self.shelf.texts(), ['two'])
        self.expect(0, 'txt', 'unset', NAME)
        self.assertEqual(self.shelf.texts(), [])
        self.assertIn('did not have', self.expect(0, 'txt', 'unset', NAME, 'two').out)

    def test_json(self):
        said = self.expect(0, '--json', 'txt', 'set', NAME, 'one').json()
        self.assertEqual((said['name'], said['class']), (NAME, 'good'))

    def test_the_nearest_account(self):
        self.add('Other', 'wrong', 'shop.example.net')
        self.expect(0, 'txt', 'set', '_acme-challenge.example.com', 'one')
        self.assertIn('no such token', self.expect(3, 'txt', 'set', '_acme-challenge.shop.example.net', 'one').err)
        self.assertIn('No profile', self.expect(2, 'txt', 'set', '_acme-challenge.example.org', 'one').err)
        self.expect(0, 'txt', 'set', '_acme-challenge.example.org', 'one', '--account', 'Mine')
        self.add('Third', 'wrong', 'www.example.com')
        self.assertIn('Several accounts', self.expect(2, 'txt', 'set', '_acme-challenge.example.com', 'two').err)

    def test_bad_texts(self):
        for text in ('', 'with "quotes"', 'x' * 256, 'ümlaut'):
            self.expect(2, 'txt', 'set', NAME, text)
        self.assertEqual(self.shelf.requests, [], 'nothing was asked')

    def test_a_shut_door_is_not_knocked_at(self):
        """What the provider said of an update holds for a text as well."""
        self.shelf.status = 403
        self.expect(3, 'update')
        asked = len(self.shelf.requests)
        self.assertIn('refused this account', self.expect(3, 'txt', 'set', NAME, 'one').err)
        self.assertEqual(len(self.shelf.requests), asked)

    def test_a_provider_without_texts(self):
        self.expect(0, 'account', 'add', '--provider', 'noip', '--name', 'N', 'user=me', '--secret-stdin', stdin='x')
        self.assertIn('keeps no texts', self.expect(2, 'txt', 'set', NAME, 'one', '--account', 'N').err)


if __name__ == '__main__':
    main()
