# SPDX-License-Identifier: GPL-3.0-or-later
"""What must, and what must not, be in the built tree. Each rule yields complaints."""
import glob
import gzip
import os
import re
import xml.etree.ElementTree

MARKS = ['current', 'working', 'waiting', 'attention', 'paused', 'offline']
STYLES = {'symbolic': 'symbolic', 'dark': 'scalable', 'light': 'scalable', 'colour': 'scalable'}


def check_icons(share, name):
    """Each state of the tray has an icon in each style, and nothing is there that a desktop would never see."""
    icons = os.path.join(share, 'icons', 'hicolor')
    for path in [f'scalable/apps/{name}.svg', f'symbolic/apps/{name}-symbolic.svg',
                 *(f'{folder}/apps/{name}-{mark}-{style}.svg' for mark in MARKS for style, folder in STYLES.items())]:
        if not os.path.exists(os.path.join(icons, path)):
            yield f'no icon {path}'
    yield from check_exported(os.path.join(icons, '*', 'apps', '*'), name)


def check_exported(pattern, name):
    """Flatpak shows the desktop only what has the id in front."""
    paths = glob.glob(pattern)
    if not paths:
        yield f'nothing is {pattern}'
    for path in paths:
        if not re.fullmatch(re.escape(name) + r'([-.].*)?', os.path.basename(path)):
            yield f'{path} does not begin with the id'


def check_service(share, name):
    path = os.path.join(share, 'dbus-1', 'services', name + '.service')
    yield from check_exported(os.path.join(share, 'dbus-1', 'services', '*'), name)
    if not os.path.exists(path):
        yield f'no {path}'
        return
    with open(path, encoding='utf-8') as file:
        if f'Name={name}\n' not in file.read():
            yield f'{path} is for another name'


def check_catalogue(share, name):
    path = os.path.join(share, 'app-info', 'xmls', name + '.xml.gz')
    if not os.path.exists(path):
        yield 'nothing for the catalogue'
        return
    with gzip.open(path) as file:
        components = xml.etree.ElementTree.parse(file).getroot().findall('component')
    if len(components) != 1 or not components[0].findall('categories/category'):
        yield 'the catalogue has not exactly one program, or no category for it'
    if not os.path.exists(os.path.join(share, 'app-info', 'icons', 'flatpak', '128x128', name + '.png')):
        yield 'no icon for the catalogue'


def check_left_over(files):
    """Nothing that only a build needs; lib/debug goes into an extension of its own."""
    for folder, folders, names in os.walk(files):
        folders[:] = [name for name in folders if name != 'debug']
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(('.a', '.la', '.pc', '.h')) or '/share/man/' in path:
                yield f'left over: {path}'
