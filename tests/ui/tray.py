# SPDX-License-Identifier: GPL-3.0-or-later
"""A tray item as a panel sees it: found at the watcher, read and pressed over D-Bus, without a mouse."""
import time

from gi.repository import Gio, GLib

WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
MENU = 'com.canonical.dbusmenu'


def wait_for(what, condition, seconds=10):
    """The first true value of condition(), asked again and again."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        time.sleep(0.02)


class Tray:
    def __init__(self, bus, name, path):
        self.bus, self.name, self.path = bus, name, path

    @classmethod
    def registered(cls, bus):
        """Every item that the panel knows; none where there is no panel."""
        try:
            entries = bus.call_sync(WATCHER, '/StatusNotifierWatcher', 'org.freedesktop.DBus.Properties', 'Get',
                                    GLib.Variant('(ss)', (WATCHER, 'RegisteredStatusNotifierItems')), None,
                                    Gio.DBusCallFlags.NO_AUTO_START, 2000, None).unpack()[0]
        except GLib.Error:
            return []
        # An entry is bus name and object path, one behind the other.
        return [cls(bus, entry[:entry.index('/')], entry[entry.index('/'):]) for entry in entries if '/' in entry]

    @classmethod
    def find(cls, bus, word, seconds=10):
        return wait_for(f'a tray item “{word}”',
                        lambda: next((item for item in cls.registered(bus) if word in item.path), None), seconds)

    def call(self, path, interface, method, arguments):
        return self.bus.call_sync(self.name, path, interface, method, arguments, None, 0, 3000, None).unpack()

    def property(self, name):
        return self.call(self.path, 'org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (ITEM, name)))[0]

    def menu(self):
        """The items that are shown, as (depth, label without mnemonic, enabled, id); a line is “—”."""
        rows = []

        def walk(node, depth):
            number, properties, children = node
            if depth >= 0 and properties.get('visible', True):
                label = '—' if properties.get('type') == 'separator' else plain(properties.get('label', ''))
                rows.append((depth, label, properties.get('enabled', True), number))
            for child in children:
                walk(child, depth + 1)

        walk(self.call(self.property('Menu'), MENU, 'GetLayout', GLib.Variant('(iias)', (0, -1, [])))[1], -1)
        return rows

    def labels(self):
        return [label for _, label, _, _ in self.menu()]

    def press(self, label):
        number = next((row[3] for row in self.menu() if row[1] == label), None)
        if number is None:
            raise AssertionError(f'no menu item “{label}” in {self.labels()}')
        path = self.property('Menu')
        self.call(path, MENU, 'AboutToShow', GLib.Variant('(i)', (0,)))
        self.call(path, MENU, 'Event', GLib.Variant('(isvu)', (number, 'clicked', GLib.Variant('i', 0), 0)))


def plain(label):
    """A label without its mnemonic: “_Quit” is Quit, “my__nas” is my_nas."""
    return label.replace('__', '\0').replace('_', '').replace('\0', '_')
