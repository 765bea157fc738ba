# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server of BIND with two zones and a few keys."""

import os

from name_server import ALLOWED, ZONE, NameServer

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


class Bind(NameServer):
    """named."""

    needs = {'named': 'bind9'}
    ready = ' running\n'

    def configure(self):
        grants = ' '.join(f'grant {name} zonesub A AAAA;' for name in ALLOWED)
        for zone in ('example.test', 'fixed.test'):
            self.write(zone, ZONE)
        self.write('named.conf', ''.join(self.keys.values())
                   + CONFIGURATION.format(folder=self.folder, port=self.port, grants=grants))
        return ['named', '-g', '-c', os.path.join(self.folder, 'named.conf')]
