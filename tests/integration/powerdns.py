# SPDX-License-Identifier: GPL-3.0-or-later
"""PowerDNS Authoritative Server, with its HTTP API and with updates of RFC 2136."""

import json
import os
import re
import sqlite3
import urllib.request

from name_server import ALLOWED, DEADLINE_S, ZONE, NameServer, find_port, get_secret

SCHEMA = '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql'
OF_REQUEST = re.compile(r'\[webserver\] ([0-9a-f-]{36}) (.*)')
BY_SIGNPOST = re.compile(r'  user-agent: Signpost')
IN_SHORT = re.compile(r'"(\S+) (?:/api/v1/servers/localhost)?(\S*) HTTP/')
API_KEY = 'Po&wer%key+1:x'
# every question is answered from the database, so that what was written is seen at once
CONFIGURATION = '''
launch=gsqlite3
gsqlite3-database={folder}/zones.db
gsqlite3-pragma-synchronous=0
socket-dir={folder}
local-address=127.0.0.1
local-port={port}
webserver=yes
webserver-address=127.0.0.1
webserver-port={http_port}
webserver-allow-from=127.0.0.1
webserver-loglevel=detailed
api=yes
api-key={api_key}
dnsupdate=yes
allow-dnsupdate-from=127.0.0.1
disable-syslog=yes
loglevel=5
security-poll-suffix=
cache-ttl=0
negquery-cache-ttl=0
query-cache-ttl=0
zone-cache-refresh-interval=0
zone-metadata-cache-ttl=0
'''


class PowerDns(NameServer):
    """pdns_server; its zones are made through its API."""

    needs = {'pdns_server': 'pdns-server', SCHEMA: 'pdns-backend-sqlite3'}
    ready = 'Done launching threads'

    forgotten = 0

    def configure(self):
        self.http_port = find_port()
        self.write('pdns.conf', CONFIGURATION.format(folder=self.folder, port=self.port, http_port=self.http_port,
                                                     api_key=API_KEY))
        database = os.path.join(self.folder, 'zones.db')
        if os.path.exists(database):
            os.remove(database)
        with open(SCHEMA, encoding='utf-8') as schema, sqlite3.connect(database) as connection:
            connection.executescript(schema.read())
        return ['pdns_server', f'--config-dir={self.folder}']

    def ask(self, method, path, **body):
        """One request to the API, as the server's owner would make it."""
        request = urllib.request.Request(f'{self.get_address()}/api/v1/servers/localhost{path}', method=method,
                                         headers={'X-API-Key': API_KEY, 'Content-Type': 'application/json'},
                                         data=json.dumps(body).encode() if body else None)
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def get_address(self):
        return f'http://127.0.0.1:{self.http_port}'

    def add_zone(self, name, text):
        self.ask('POST', '/zones', name=f'{name}.', kind='Native', zone=text)

    def read_zone(self, name):
        """Every record set with its texts, lifetime and comments, by name and type, but for the serial number."""
        sets = self.ask('GET', f'/zones/{name}.')['rrsets']
        for row in sets:
            row['records'].sort(key=lambda record: record['content'])
        return {(row['name'], row['type']): row for row in sets if row['type'] != 'SOA'}

    def write_set(self, zone, name, record, ttl, *texts, **more):
        """Replaces one set of records, as a person would by other means."""
        records = [{'content': text, 'disabled': False} for text in texts]
        self.ask('PATCH', f'/zones/{zone}.', rrsets=[dict(name=f'{name}.', type=record, ttl=ttl, changetype='REPLACE',
                                                          records=records, **more)])

    def remove_zone(self, name):
        self.ask('DELETE', f'/zones/{name}.')

    def forget_requests(self):
        self.forgotten = len(self.read_log())

    def parse_log(self):
        """What the server wrote of each request of Signpost, in the order in which they came."""
        requests = {}
        for who, words in OF_REQUEST.findall(self.read_log()[self.forgotten:]):
            requests.setdefault(who, []).append(words)
        return [lines for lines in requests.values() if any(BY_SIGNPOST.match(line) for line in lines)]

    def read_requests(self):
        """What Signpost asked since forget_requests(), as “GET /zones?zone=example.test.”.

        A request is written down before its answer goes out, but only afterwards which it was.
        """
        if not self.wait(lambda: all(IN_SHORT.search(lines[-1]) for lines in self.parse_log())):
            raise AssertionError(f'the log stays incomplete: {self.parse_log()[-1]}')
        requests = []
        for lines in self.parse_log():
            pairs = [line.strip().replace(': ', '=') for line in lines[:lines.index(' Headers:')] if line[:2] == '  ']
            requests.append('?'.join([' '.join(IN_SHORT.search(lines[-1]).groups()), '&'.join(pairs)]).rstrip('?'))
        return requests


class PowerDnsWithKeys(PowerDns):
    """Its two zones are those of the other name servers, and so are the keys."""

    def prepare(self):
        for name in ('example.test', 'fixed.test'):
            self.add_zone(name, ZONE)
        for name, key in self.keys.items():
            self.ask('POST', '/tsigkeys', name=name, algorithm=ALLOWED.get(name, 'hmac-sha256'), key=get_secret(key))
        for zone, keys in (('example.test', list(ALLOWED)), ('fixed.test', ['nobody-has-it'])):
            self.ask('POST', f'/zones/{zone}./metadata', kind='TSIG-ALLOW-DNSUPDATE', metadata=keys)
