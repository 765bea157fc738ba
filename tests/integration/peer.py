# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider that says everything it hears: what it is sent can be looked at, and comes back in its answers."""
import http.server
import threading
import urllib.parse

ADDRESS = '203.0.113.7'


class Peer:
    """An HTTP server on a loopback address, with an echo service at /ip. `mode` says how it takes an update."""

    MODES = {'good': (200, 'good {ip}'), 'chatty': (200, 'strange: {heard}'), 'refuses': (401, 'badauth {heard}'),
             'fails': (500, '<html>{heard}</html>'), 'lost': (404, '{heard}')}

    def __init__(self, host='127.0.0.1', mode='good'):
        self.mode = mode
        self.heard = []
        peer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                peer.answer(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer((host, 0), Handler)
        self.url = f'http://{host}:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request):
        url = urllib.parse.urlsplit(request.path)
        if url.path == '/ip':
            status, body = 200, ADDRESS
        else:
            heard = request.path + ' ' + (request.headers['Authorization'] or '')
            self.heard.append(heard)
            status, body = self.MODES[self.mode]
            body = body.format(ip=urllib.parse.parse_qs(url.query).get('myip', ['?'])[0], heard=heard)
        data = body.encode()
        request.send_response(status)
        request.send_header('Content-Type', 'text/plain')
        request.send_header('Content-Length', str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def has_heard(self, *texts):
        return any(all(text in heard for text in texts) for heard in self.heard)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
