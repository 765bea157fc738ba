#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that collect-recipes.py refuses what it promises to refuse."""

import importlib.util
import pathlib
import sys
import tempfile

GOOD = '''\
[changed] a name gets its address
= home.example.com ipv4 good
[unchanged] it was there already
= home.example.com ipv4 nochg
[refused] wrong password
= home.example.com ipv4 badcred
[nonsense] a page
= home.example.com ipv4 unknown
'''

# (sentence, files, ids, words of the refusal or None)
ROWS = [
    ('a recipe with all four kinds is taken', {'a.recipe': '', 'a.case': GOOD}, ['a'], None),
    ('a recipe without a transcript is refused', {'a.recipe': ''}, ['a'], 'a.recipe: nothing proves it'),
    ('a transcript without a recipe is refused',
     {'a.recipe': '', 'a.case': GOOD, 'b.case': GOOD}, ['a'], 'b.case: there is no b.recipe'),
    ('a recipe that the build does not know is refused',
     {'a.recipe': '', 'a.case': GOOD}, [], 'a.recipe: not in meson.build'),
    ('an id without a recipe is refused', {}, ['a'], 'meson.build: “a” has no a.recipe'),
    ('three cases are too few',
     {'a.recipe': '', 'a.case': GOOD[:GOOD.index('[nonsense]')]}, ['a'], 'a.case: 3 cases'),
    ('four cases without nonsense are refused',
     {'a.recipe': '', 'a.case': GOOD.replace('[nonsense]', '[trap]')}, ['a'], 'no case of kind “nonsense”'),
    ('four cases without a refusal are refused',
     {'a.recipe': '', 'a.case': GOOD.replace('[refused]', '[trap]')}, ['a'], 'no case of kind “refused”'),
    ('four cases without a change are refused',
     {'a.recipe': '', 'a.case': GOOD.replace('[changed]', '[trap]')}, ['a'], 'no case of kind “changed”'),
    ('four cases without the unchanged one are refused',
     {'a.recipe': '', 'a.case': GOOD.replace('[unchanged]', '[trap]')}, ['a'], 'no case of kind “unchanged”'),
    ('an unknown kind is refused',
     {'a.recipe': '', 'a.case': GOOD.replace('[refused]', '[refusd]')}, ['a'], 'a.case:5: “[refusd]” is no kind'),
    ('a case that wants nothing proves nothing',
     {'a.recipe': '', 'a.case': GOOD.replace('= home.example.com ipv4 nochg\n', '')}, ['a'],
     'a.case:3: the case wants no outcome'),
    ('an unknown outcome is refused',
     {'a.recipe': '', 'a.case': GOOD.replace('badcred', 'badauth')}, ['a'], 'a.case:5: “badauth” is no outcome'),
    ('nonsense that counts as success is refused',
     {'a.recipe': '', 'a.case': GOOD.replace('unknown', 'good')}, ['a'], 'a.case:7: a case of kind “nonsense”'),
    ('a refusal that counts as success is refused',
     {'a.recipe': '', 'a.case': GOOD.replace('badcred', 'nochg')}, ['a'], 'a.case:5: a case of kind “refused”'),
    ('a change that does not succeed is refused',
     {'a.recipe': '', 'a.case': GOOD.replace('ipv4 good', 'ipv4 retry')}, ['a'],
     'a.case:1: a case of kind “changed”'),
    ('two cases of one name are refused',
     {'a.recipe': '', 'a.case': GOOD + GOOD}, ['a'], 'stands there 2 times'),
    ('ids out of order are refused',
     {'a.recipe': '', 'a.case': GOOD, 'b.recipe': '', 'b.case': GOOD}, ['b', 'a'], 'the ids are not sorted'),
]


def load(path):
    # a name with a hyphen cannot be imported the usual way
    spec = importlib.util.spec_from_file_location('collect_recipes', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script, files, ids):
    """What the build would do: the words it stops with, or None, and the list it makes, or None."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file_name, text in files.items():
            (folder / file_name).write_text(text, encoding='utf-8')
        output = folder / 'out.xml'
        words = None
        try:
            script.main([name, '/prefix', str(output), *ids])
        except SystemExit as stop:
            words = str(stop.code)
        made = output.read_text(encoding='utf-8') if output.exists() else None
    return words, made


def judge(script, files, ids, refusal):
    words, made = run(script, files, ids)
    if refusal is None:
        wanted = [f'<file>{name}.recipe</file>' for name in ids]
        return words is None and made is not None and all(line in made for line in wanted), words
    return words is not None and made is None and refusal in words, words


def main(path):
    script = load(path)
    failed = 0
    print(f'1..{len(ROWS)}')
    for number, (sentence, files, ids, refusal) in enumerate(ROWS, start=1):
        passed, words = judge(script, files, ids, refusal)
        print(f'{"ok" if passed else "not ok"} {number} {sentence}')
        if not passed:
            failed += 1
            print(f'# wanted: {refusal}\n# got: {words}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
