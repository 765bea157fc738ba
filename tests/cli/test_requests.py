#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests of a provider with a login, shown whole: what it answers repeats all that it was sent."""

import base64
import http.server
import json
import threading
import unittest
import urllib.parse

from signpostctl import Home, main

HOST = 'home.example.org'
USER = 'finch-77ac'
PASSWORD = 'canary/5f0b "2e&ü'
SESSION = 'robin-31d0'
CRUMB = 'crumb-9e41'


class Panel:
    """The remote interface of an ISPConfig, as far as Signpost speaks with it."""

    def __init__(self):
        self.functions = []
        panel = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                panel.answer(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        function = urllib.parse.urlsplit(request.path).query
        heard = json.loads(request.rfile.read(int(request.headers['Content-Length'])))
        self.functions.append(function)
        origin = heard.get('primary_id', {}).get('origin') if isinstance(heard.get('primary_id'), dict) else None
        responses = {
            'login': SESSION,
            'dns_zone_get': [{'id': '456', 'origin': origin, 'server_id': '1'}] if origin == 'example.org.' else [],
            'dns_rr_get_all_by_zone': [],
        }
        data = json.dumps({'code': 'ok', 'message': '', 'response': responses.get(function, '1'),
                           'heard': heard, 'who': f'{USER} with {PASSWORD}'}).encode()
        request.send_response(200)
        request.send_header('Content-Type', 'application/json')
        request.send_header('Content-Length', str(len(data)))
        request.send_header('Set-Cookie', f'panel={CRUMB}')
        request.end_headers()
        request.wfile.write(data)


class Login(unittest.TestCase):
    SECRETS = (PASSWORD, 'canary', USER, SESSION, CRUMB, 'Cookie', base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode())

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)
        self.panel = Panel()
        self.addCleanup(self.panel.close)
        self.expect('account', 'add', '--provider', 'ispconfig', '--name', 'Panel', f'server={self.panel.url}',
                    f'user={USER}', '--secret-stdin', stdin=PASSWORD)

    def expect(self, *words, **more):
        result = self.home.run(*words, **more)
        self.assertEqual(result.exit, 0, result.out + result.err)
        return result

    def assert_clean(self, text):
        for secret in self.SECRETS:
            self.assertNotIn(secret, text)

    def assert_told(self, text, *functions):
        at = 0
        for function in functions:
            head = f'> POST {self.panel.url}/remote/json.php?{function}\n'
            self.assertIn(head, text[at:])
            at = text.index(head, at) + 1
            self.assertIn('< Content-Type: application/json\n', text[at:])
            self.assertIn(' ms\n', text[at:])
        self.assertEqual(self.panel.functions[-len(functions):], list(functions))

    def test_of_a_text(self):
        result = self.expect('--verbose', 'txt', 'set', '--account', 'Panel', '_acme-challenge.' + HOST, 'abc-DEF_1')
        self.assert_told(result.err, 'login', 'dns_zone_get', 'dns_zone_get', 'dns_zone_get', 'dns_rr_get_all_by_zone',
                         'dns_txt_add', 'logout')
        self.assertEqual(result.err.count('* the rest is not shown'), 1, 'only what the login brought')
        self.assertIn('"session_id": "•••"', result.err)
        self.assertIn('"data": "abc-DEF_1"', result.err)
        self.assert_clean(result.err + result.out)

    def test_of_an_update(self):
        self.expect('profile', 'add', '--name', 'Home', '--account', 'Panel', '--host', HOST, 'ipv4=fixed:198.51.100.7',
                    'ipv6=off', 'allow-special=true')
        result = self.expect('--verbose', 'update')
        functions = ['login', 'dns_zone_get', 'dns_zone_get', 'dns_rr_get_all_by_zone', 'dns_a_add', 'logout']
        self.assert_told(result.err, *functions)
        log = self.expect('--verbose', 'log')
        self.assertEqual(log.out.count('    > POST '), len(functions))
        self.assert_clean(result.err + result.out + log.err + log.out)
        for path, content in self.home.read_all_files():
            if '/state/' in path:
                self.assert_clean(content.decode(errors='replace'))


if __name__ == '__main__':
    main()
