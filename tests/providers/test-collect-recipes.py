#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that collect-recipes.py refuses what it promises to refuse, and counts right."""

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
    ('what is gone is taken',
     {'a.recipe': '', 'a.case': GOOD, 'dead.ini': '[b]\nName=B\nSince=2024-12\nStatusHint=Away.\n'}, ['a'], None),
    ('what is gone and has a recipe is refused',
     {'a.recipe': '', 'a.case': GOOD, 'dead.ini': '[a]\nName=A\nStatusHint=Away.\n'}, ['a'],
     'dead.ini: there is a recipe of “a”'),
    ('what is gone without a word of why is refused',
     {'a.recipe': '', 'a.case': GOOD, 'dead.ini': '[b]\nName=B\n'}, ['a'], 'dead.ini: [b] lacks “StatusHint”'),
    ('an unknown key of what is gone is refused',
     {'a.recipe': '', 'a.case': GOOD, 'dead.ini': '[b]\nName=B\nStatusHint=Away.\nColour=red\n'}, ['a'],
     'dead.ini: [b] has an unknown key “Colour”'),
    ('a day that is none is refused',
     {'a.recipe': '', 'a.case': GOOD, 'dead.ini': '[b]\nName=B\nStatusHint=Away.\nSince=May\n'}, ['a'],
     'dead.ini: “Since=May” must be like'),
    ('what is gone is sorted',
     {'a.recipe': '', 'a.case': GOOD,
      'dead.ini': '[c]\nName=C\nStatusHint=Away.\n[b]\nName=B\nStatusHint=Away.\n'}, ['a'],
     'dead.ini: the sections are not sorted'),
    ('two of one name that are gone are refused',
     {'a.recipe': '', 'a.case': GOOD,
      'dead.ini': '[b]\nName=B\nAliases=x;\nStatusHint=Away.\n[c]\nName=X\nStatusHint=Away.\n'}, ['a'],
     'dead.ini: “x” is a name of [b] and of [c]'),
    ('ids out of order are refused',
     {'a.recipe': '', 'a.case': GOOD, 'b.recipe': '', 'b.case': GOOD}, ['b', 'a'], 'the ids are not sorted'),
]


# Three providers whose facts can be counted.
TABLE_FILES = {
    'a.recipe': '[Provider]\nId=a\nName=A | B\nName[de]=Ä\nProtocol=records\nFamilies=ipv4;ipv6;\nVerified=official\n'
                'Checked=2026-11-20\nHosts=a.example;\n[Field token]\nLabel=Token\n[Records]\nTxt=quoted\n',
    'a.case': GOOD,
    'b.recipe': '[Provider]\nId=b\nName=B\nAliases=bee;\nProtocol=oneshot\nFamilies=ipv6;\nVerified=peer\n'
                'Checked=2026-11-21\n',
    'b.case': GOOD + '[trap] one more\n= home.example.com ipv6 retry\n',
    'c.recipe': '[Provider]\nId=c\nName=C\nProtocol=records\nFamilies=ipv4;\nVerified=peer\nCheckd=x\n'
                '[Records]\nTxt=false\n',
    'c.case': GOOD,
    'dead.ini': '[z]\nName=Z\nSince=2024\nStatusHint=Away.\nStatusHint[de]=Weg.\n',
}
TABLE_LINES = [
    '| a | A \\| B | records | IPv4 IPv6 | yes | official | 2026-11-20 | 4 |',
    '| b | B | oneshot | IPv6 |  | peer | 2026-11-21 | 5 |',
    '| c | C | records | IPv4 |  | peer |  | 4 |',
    '| recipes | 3 |',
    '| by protocol | 2 records, 1 oneshot |',
    '| by origin | 2 peer, 1 official |',
    '| that take IPv4 | 2 |',
    '| that take IPv6 | 2 |',
    '| that keep TXT records | 1 |',
    '| transcripts | 13 |',
    '| providers that are gone | 1 |',
]
INDEX_TEXT = '''\
[Provider]
Id=a
Name=A | B
Name[de]=Ä
Protocol=records
Families=ipv4;ipv6;
Verified=official
Checked=2026-11-20
[Index]
Transcripts=4
Txt=true
[Provider]
Id=b
Name=B
Aliases=bee;
Protocol=oneshot
Families=ipv6;
Verified=peer
Checked=2026-11-21
[Index]
Transcripts=5
[Provider]
Id=c
Name=C
Protocol=records
Families=ipv4;
Verified=peer
[Index]
Transcripts=4
[Provider]
Id=z
Status=dead
Name=Z
Since=2024
StatusHint=Away.
StatusHint[de]=Weg.
'''


def load(path):
    # a name with a hyphen cannot be imported the usual way
    spec = importlib.util.spec_from_file_location('collect_recipes', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script, files, ids):
    """What the build would do: the words it stops with, or None, and the files it makes, by name."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as output:
        folder = pathlib.Path(name)
        for file_name, text in files.items():
            (folder / file_name).write_text(text, encoding='utf-8')
        words = None
        try:
            script.main([name, '/prefix', output, *ids])
        except SystemExit as stop:
            words = str(stop.code)
        made = {path.name: path.read_text(encoding='utf-8') for path in pathlib.Path(output).iterdir()}
    return words, made


def judge(script, files, ids, refusal):
    words, made = run(script, files, ids)
    if refusal is None:
        wanted = [f'<file>{name}</file>' for name in [*(f'{name}.recipe' for name in ids), 'providers.index']]
        return words is None and all(line in made.get('recipes.gresource.xml', '') for line in wanted), words
    return words is not None and not made and refusal in words, words


def judge_made(script):
    _, made = run(script, TABLE_FILES, ['a', 'b', 'c'])
    lines = made['PROVIDERS.md'].splitlines()
    missing = [line for line in TABLE_LINES if line not in lines]
    yield 'the table says and counts what is there', not missing, f'missing: {missing} in {made["PROVIDERS.md"]}'
    yield 'the index says what a search needs', made['providers.index'] == INDEX_TEXT, made['providers.index']


def judge_built(folder, table):
    """Counted anew, in another way."""
    recipes = sorted(path.stem for path in folder.glob('*.recipe'))
    n_cases = sum(line.startswith('[') for path in folder.glob('*.case')
                  for line in path.read_text(encoding='utf-8').splitlines())
    text = table.read_text(encoding='utf-8')
    head, totals = text.split('\n## Totals\n')
    rows = [line.split(' | ')[0][2:] for line in head.splitlines() if line.startswith('| ')][1:]
    right = rows == recipes and f'| recipes | {len(recipes)} |' in totals and f'| transcripts | {n_cases} |' in totals
    yield 'the table of this build counts what is in the folder', right, text


def main(path, folder, table):
    script = load(path)
    results = []
    for sentence, files, ids, refusal in ROWS:
        passed, words = judge(script, files, ids, refusal)
        results.append((sentence, passed, f'wanted: {refusal}\ngot: {words}'))
    results += judge_made(script)
    results += judge_built(pathlib.Path(folder), pathlib.Path(table))

    print(f'1..{len(results)}')
    for number, (sentence, passed, words) in enumerate(results, start=1):
        print(f'{"ok" if passed else "not ok"} {number} {sentence}')
        if not passed:
            print(''.join(f'# {line}\n' for line in words.splitlines()), end='')
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
