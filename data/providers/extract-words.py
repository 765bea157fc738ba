#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what a person reads of the recipes where xgettext can find it.

usage: extract-words.py FOLDER            writes FOLDER/recipe-words.h
       extract-words.py --check FOLDER    fails if it would change
"""

import pathlib
import re
import sys

HEAD = '''\
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by extract-words.py for the translators; no source includes it. After a change of a recipe:
 * data/providers/extract-words.py data/providers */
/* clang-format off */

'''


def read_words(path):
    """Yields (section, key, text) of everything that a person reads."""
    text = path.read_text(encoding='utf-8')
    # where the person names the server, the name is a description and not a proper name
    keys = ('Label', 'Where') if re.search(r'^Hosts=', text, re.M) else ('Label', 'Where', 'Name')
    section = ''
    for line in text.split('\n'):
        if line.startswith('['):
            section = line
        key, equals, value = line.partition('=')
        if equals and key in keys:
            yield section, key, value


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def make_header(folder):
    lines = []
    for path in sorted(folder.glob('*.recipe')):
        for section, key, text in read_words(path):
            lines.append(f'/* TRANSLATORS: {path.name} {section} {key} */\nN_ ({quote(text)})\n')
    return HEAD + '\n'.join(lines)


def main(arguments):
    check = arguments[:1] == ['--check']
    if len(arguments) != 1 + check:
        sys.exit(__doc__)

    folder = pathlib.Path(arguments[-1])
    header = folder / 'recipe-words.h'
    if not check:
        header.write_text(make_header(folder), encoding='utf-8')
    elif not header.exists() or header.read_text(encoding='utf-8') != make_header(folder):
        sys.exit('recipe-words.h is older than the recipes; run data/providers/extract-words.py data/providers')


if __name__ == '__main__':
    main(sys.argv[1:])
