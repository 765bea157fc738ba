# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server of Knot DNS with two zones and a few keys."""

import os

from name_server import ALLOWED, ZONE, NameServer, get_secret

CONFIGURATION = '''
server:
    rundir: "{folder}"
    listen: 127.0.0.1@{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "{folder}"
    journal-db-max-size: 16M
    kasp-db-max-size: 5M
    timer-db-max-size: 1M
key:
{keys}
acl:
  - id: addresses
    key: [{allowed}]
    action: update
    update-type: [A, AAAA]
template:
  - id: default
    storage: "{folder}"
    file: "%s"
zone:
  - domain: example.test
    acl: addresses
  - domain: fixed.test
'''


def write_key(name, key):
    algorithm = ALLOWED.get(name, 'hmac-sha256')
    return f'  - id: {name}\n    algorithm: {algorithm}\n    secret: {get_secret(key)}'


class Knot(NameServer):
    """knotd."""

    needs = {'knotd': 'knot'}
    ready = 'server started'

    def configure(self):
        for zone in ('example.test', 'fixed.test'):
            self.write(zone, ZONE)
        keys = '\n'.join(write_key(name, key) for name, key in self.keys.items())
        self.write('knot.conf', CONFIGURATION.format(folder=self.folder, port=self.port, keys=keys,
                                                     allowed=', '.join(ALLOWED)))
        return ['knotd', '-c', os.path.join(self.folder, 'knot.conf')]
