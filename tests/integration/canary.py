# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that cannot be mistaken, and the search for them in all that a program leaves behind."""
import base64
import os
import threading
import urllib.parse

# The markers survive percent-encoding and quoting as they are; what stands around them does not.
PASSWORD_MARK = 'KanarienVogel7f3a'
KEY_MARK = 'GelberVogel9c1d'
PASSWORD = f'p&/ {PASSWORD_MARK}"+ü%'
KEY = f'{KEY_MARK}'
USER = 'practice'


def needles():
    """Each secret in every form in which one could be written down."""
    found = {}
    for mark in (PASSWORD_MARK, KEY_MARK):
        found[mark.lower().encode()] = f'{mark}, as it is'
        found[mark.encode().hex().encode()] = f'{mark}, in hexadecimal'
        found[mark.encode().hex(' ').encode()] = f'{mark}, in hexadecimal with blanks'
        found[mark.encode('utf-16-le').lower()] = f'{mark}, in UTF-16'
        for before in range(3):
            # wherever the secret begins in what is encoded, its middle looks like one of three texts
            text = base64.b64encode(b'x' * before + mark.encode())
            found[text[4:len(text) // 4 * 4 - 4].lower()] = f'{mark}, in base64'
    for text in (PASSWORD, f'{USER}:{PASSWORD}'):
        for encoding in ('utf-8', 'latin-1'):
            found[base64.b64encode(text.encode(encoding)).lower()] = 'the password, in base64'
    found[urllib.parse.quote(PASSWORD, safe='').lower().encode()] = 'the password, percent-encoded'
    return found


NEEDLES = needles()


def search(data):
    """What of the secrets stands in some bytes; capitals do not matter."""
    data = data.lower()
    return {what for needle, what in NEEDLES.items() if needle in data}


def search_files(folder, skip=()):
    """The regular files below a folder in which a secret stands, and how."""
    found, seen = {}, []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if os.path.join(where, name) not in skip]
        for name in names:
            path = os.path.join(where, name)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            seen.append(path)
            with open(path, 'rb') as file:
                hits = search(file.read())
            if hits:
                found[path] = hits
    return found, seen


class ProcessWatch:
    """Reads command line and environment of every process there is, again and again, in a thread of its own."""

    def __init__(self):
        self.found = {}
        self.seen = set()
        self.end = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.end.wait(0.01):
            self.look()

    def look(self):
        for pid in filter(str.isdigit, os.listdir('/proc')):
            for name in ('cmdline', 'environ'):
                try:
                    with open(f'/proc/{pid}/{name}', 'rb') as file:
                        data = file.read()
                except OSError:
                    continue
                if name == 'cmdline':
                    self.seen.add(data.replace(b'\0', b' ').decode(errors='replace').strip())
                hits = search(data)
                if hits:
                    self.found[f'{pid} {name} {data[:60]}'] = hits

    def stop(self):
        self.end.set()
        self.thread.join()
        self.look()
