#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a real gnome-keyring without a prompt, through the interface its own tests use.

keyring_ctl.py create LABEL PASSWORD   makes a keyring, lets it be the default one, prints its path
keyring_ctl.py unlock PATH PASSWORD
keyring_ctl.py lock PATH
keyring_ctl.py list                    path and properties of every keyring
"""
import sys

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.secrets'
ROOT = '/org/freedesktop/secrets'
SERVICE = 'org.freedesktop.Secret.Service'
COLLECTION = 'org.freedesktop.Secret.Collection'
PROPERTIES = 'org.freedesktop.DBus.Properties'
INTERNAL = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface'
TIMEOUT_MS = 5000

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(path, interface, method, signature, *arguments):
    return bus.call_sync(NAME, path, interface, method, GLib.Variant(signature, arguments),
                         None, Gio.DBusCallFlags.NONE, TIMEOUT_MS, None).unpack()


def secret(password):
    _, session = call(ROOT, SERVICE, 'OpenSession', '(sv)', 'plain', GLib.Variant('s', ''))
    return session, b'', password.encode(), 'text/plain'


def create(label, password):
    properties = {COLLECTION + '.Label': GLib.Variant('s', label)}
    path, = call(ROOT, INTERNAL, 'CreateWithMasterPassword', '(a{sv}(oayays))',
                 properties, secret(password))
    call(ROOT, SERVICE, 'SetAlias', '(so)', 'default', path)
    print(path)


def unlock(path, password):
    call(ROOT, INTERNAL, 'UnlockWithMasterPassword', '(o(oayays))', path, secret(password))


def lock(path):
    call(ROOT, SERVICE, 'Lock', '(ao)', [path])


def show():
    for path in call(ROOT, PROPERTIES, 'Get', '(ss)', SERVICE, 'Collections')[0]:
        print(path, call(path, PROPERTIES, 'GetAll', '(s)', COLLECTION)[0])


COMMANDS = {'create': (create, 2), 'unlock': (unlock, 2), 'lock': (lock, 1), 'list': (show, 0)}


def main(arguments):
    command, count = COMMANDS.get(arguments[0] if arguments else '', (None, 0))
    if command is None or len(arguments) - 1 != count:
        sys.exit(__doc__)
    command(*arguments[1:])


if __name__ == '__main__':
    main(sys.argv[1:])
