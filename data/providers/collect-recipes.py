#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the resource list, the index and the table of all recipes; refuse one that nothing proves.

usage: collect-recipes.py FOLDER PREFIX OUTPUT-FOLDER ID…

A recipe needs a transcript of the same name with at least four cases, and among them one of each
kind: changed, unchanged, refused, nonsense. A transcript needs a recipe. Every file of the folder
must be named in meson.build, so that none is forgotten.

recipes.gresource.xml lists the recipes and the index. providers.index is what a search needs of
each, and the providers of dead.ini, so that no recipe is read before it is used. PROVIDERS.md is a
table for people.
"""

import collections
import pathlib
import re
import sys
from xml.sax.saxutils import quoteattr

KINDS = ('changed', 'unchanged', 'refused', 'nonsense')
ALL_KINDS = KINDS + ('trap',)
SUCCESS = ('good', 'nochg')
OUTCOMES = SUCCESS + ('badcred', 'badhost', 'abuse', 'rate', 'retry', 'config', 'net', 'tls', 'unknown')
LEAST_CASES = 4

# what of [Provider] is in the index
INDEX_KEYS = ('Id', 'Name', 'Aliases', 'NameSuffix', 'Website', 'Protocol', 'Families', 'Verified', 'Checked',
              'Status', 'StatusHint')
DEAD_KEYS = ('Name', 'Aliases', 'Since', 'StatusHint')
DEAD = 'dead.ini'
INDEX = 'providers.index'
DATE = re.compile(r'\d{4}(-\d{2}){0,2}\Z')


class Case:
    """The little of a transcript's case that is needed to count it."""

    def __init__(self, line, kind, name):
        self.line = line
        self.kind = kind
        self.name = name
        self.outcomes = []

    def problem(self):
        """A sentence on why this case cannot prove its kind, or None."""
        if self.kind not in ALL_KINDS:
            return f'“[{self.kind}]” is no kind of case; use one of: {" ".join(ALL_KINDS)}'
        if not self.outcomes:
            return 'the case wants no outcome; add a line “= HOST FAMILY CLASS”'
        for outcome in self.outcomes:
            if outcome not in OUTCOMES:
                return f'“{outcome}” is no outcome; use one of: {" ".join(OUTCOMES)}'

        succeeds = [outcome for outcome in self.outcomes if outcome in SUCCESS]
        if self.kind in ('changed', 'unchanged') and not succeeds:
            return f'a case of kind “{self.kind}” must want good or nochg somewhere'
        if self.kind == 'refused' and len(succeeds) == len(self.outcomes):
            return 'a case of kind “refused” must want a failure somewhere'
        if self.kind == 'nonsense' and succeeds:
            return 'a case of kind “nonsense” must never want success'
        return None


def read_cases(path):
    cases = []
    for number, line in enumerate(path.read_text(encoding='utf-8').split('\n'), start=1):
        heading = re.match(r'\[([^\]]*)\] (\S.*)$', line)
        outcome = re.match(r'= \S+ \S+ (\S+)', line)
        if heading:
            cases.append(Case(number, *heading.groups()))
        elif outcome and cases:
            cases[-1].outcomes.append(outcome.group(1))
    return cases


def check_transcript(path):
    cases = read_cases(path)
    problems = [f'{path.name}:{case.line}: {case.problem()}' for case in cases if case.problem()]

    if len(cases) < LEAST_CASES:
        problems.append(f'{path.name}: {len(cases)} cases; a recipe needs {LEAST_CASES} or more')
    kinds = [case.kind for case in cases]
    for kind in KINDS:
        if kind not in kinds:
            problems.append(f'{path.name}: no case of kind “{kind}”; add one that begins “[{kind}] …”')
    for name, times in collections.Counter((case.kind, case.name) for case in cases).items():
        if times > 1:
            problems.append(f'{path.name}: “[{name[0]}] {name[1]}” stands there {times} times; '
                            'give each case a name of its own')
    return problems


def read_sections(path):
    """Section → key → value, as the program reads a recipe; what it would refuse is not judged here."""
    sections, section = {}, None
    for line in map(str.strip, path.read_text(encoding='utf-8').split('\n')):
        if line.startswith('[') and line.endswith(']'):
            section = sections.setdefault(line[1:-1].strip(), {})
        elif '=' in line and not line.startswith('#') and section is not None:
            key, value = line.split('=', 1)
            section[key.strip()] = value.strip()
    return sections


def get_stem(key):
    """“Name” of “Name[de]”"""
    return key.split('[', 1)[0]


def split_list(value):
    return [item.strip() for item in value.split(';') if item.strip()]


def list_names(sections):
    """What is looked for → the sections that it would find."""
    found = {}
    for name, keys in sections.items():
        words = {name, keys.get('Name', ''), *split_list(keys.get('Aliases', ''))}
        for word in {word.lower() for word in words}:
            found.setdefault(word, []).append(name)
    return found


def check_dead(path, ids):
    problems = []
    sections = read_sections(path)
    for name, keys in sections.items():
        unknown = [key for key in keys if get_stem(key) not in DEAD_KEYS]
        missing = [key for key in ('Name', 'StatusHint') if not keys.get(key)]
        problems += [f'{path.name}: [{name}] has an unknown key “{key}”; remove it' for key in unknown]
        problems += [f'{path.name}: [{name}] lacks “{key}”; write it' for key in missing]
        if not re.match(r'[a-z0-9-]+\Z', name):
            problems.append(f'{path.name}: [{name}] may hold only a to z, 0 to 9 and -')
        if name in ids:
            problems.append(f'{path.name}: there is a recipe of “{name}”; remove one of the two')
        if not DATE.match(keys.get('Since', '2026')):
            problems.append(f'{path.name}: “Since={keys["Since"]}” must be like 2024, 2024-12 or 2024-12-20')
    for word, names in list_names(sections).items():
        if len(names) > 1:
            problems.append(f'{path.name}: “{word}” is a name of [{names[0]}] and of [{names[1]}]; leave it to one')
    if list(sections) != sorted(sections):
        problems.append(f'{path.name}: the sections are not sorted')
    return problems


def check_folder(folder, ids):
    recipes = {path.stem for path in folder.glob('*.recipe')}
    transcripts = {path.stem for path in folder.glob('*.case')}
    problems = []

    for name in sorted(recipes - transcripts):
        problems.append(f'{name}.recipe: nothing proves it; write {name}.case beside it')
    for name in sorted(transcripts - recipes):
        problems.append(f'{name}.case: there is no {name}.recipe; write or rename it')
    for name in sorted(recipes - set(ids)):
        problems.append(f'{name}.recipe: not in meson.build; add its id to the list there')
    for name in sorted(set(ids) - recipes):
        problems.append(f'meson.build: “{name}” has no {name}.recipe; remove it from the list')
    if list(ids) != sorted(set(ids)):
        problems.append('meson.build: the ids are not sorted, or one stands there twice')
    for name in sorted(recipes & transcripts):
        problems += check_transcript(folder / f'{name}.case')
    if (folder / DEAD).exists():
        problems += check_dead(folder / DEAD, ids)
    return problems


class Entry:
    """What the index and the table say of a recipe."""

    def __init__(self, folder, name):
        sections = read_sections(folder / f'{name}.recipe')
        self.keys = sections.get('Provider', {})
        self.keeps_txt = any(section.get('Txt', 'false') != 'false' for section in sections.values())
        self.n_transcripts = len(read_cases(folder / f'{name}.case'))

    def get(self, key):
        return self.keys.get(key, '')

    def get_families(self):
        return split_list(self.get('Families'))


def make_index(entries, dead):
    """Excerpts of recipes, one after the other; each begins with [Provider]."""
    lines = []
    for entry in entries:
        lines.append('[Provider]')
        lines += [f'{key}={value}' for key, value in entry.keys.items() if get_stem(key) in INDEX_KEYS]
        lines += ['[Index]', f'Transcripts={entry.n_transcripts}']
        if entry.keeps_txt:
            lines.append('Txt=true')
    for name, keys in dead.items():
        lines += ['[Provider]', f'Id={name}', 'Status=dead']
        lines += [f'{key}={value}' for key, value in keys.items()]
    return '\n'.join(lines) + '\n'


def make_row(entry):
    families = ' '.join(word for word in ('ipv4', 'ipv6') if word in entry.get_families())
    cells = [entry.get('Id'), entry.get('Name'), entry.get('Protocol'), families.replace('ipv', 'IPv'),
             'yes' if entry.keeps_txt else '', entry.get('Verified'), entry.get('Checked'), str(entry.n_transcripts)]
    return '| ' + ' | '.join(cell.replace('|', '\\|') for cell in cells) + ' |\n'


def count(entries, key):
    """“2 oneshot, 1 dyndns2”: the most first"""
    numbers = collections.Counter(entry.get(key) for entry in entries)
    return ', '.join(f'{number} {word}' for word, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0])))


def make_table(entries, dead):
    families = [entry.get_families() for entry in entries]
    totals = [
        ('recipes', str(len(entries))),
        ('by protocol', count(entries, 'Protocol')),
        ('by origin', count(entries, 'Verified')),
        ('that take IPv4', str(sum('ipv4' in words for words in families))),
        ('that take IPv6', str(sum('ipv6' in words for words in families))),
        ('that keep TXT records', str(sum(entry.keeps_txt for entry in entries))),
        ('transcripts', str(sum(entry.n_transcripts for entry in entries))),
        ('providers that are gone', str(len(dead))),
    ]
    return ('# Providers\n\n'
            'Made from the recipes when Signpost is built. “origin” says what a recipe was written from: the\n'
            'provider\'s own page, other programs (peer), or pieced together (inferred).\n\n'
            '| id | name | protocol | addresses | TXT | origin | checked | transcripts |\n'
            '|---|---|---|---|---|---|---|---:|\n'
            + ''.join(map(make_row, entries))
            + '\n## Totals\n\n| what | number |\n|---|---|\n'
            + ''.join(f'| {what} | {number} |\n' for what, number in totals))


def make_list(prefix, ids):
    files = ''.join(f'    <file>{name}.recipe</file>\n' for name in ids)
    files += f'    <file>{INDEX}</file>\n'
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>\n'
            f'  <gresource prefix={quoteattr(prefix)}>\n{files}  </gresource>\n</gresources>\n')


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__)

    folder, prefix, output, *ids = arguments
    folder, output = pathlib.Path(folder), pathlib.Path(output)
    problems = check_folder(folder, ids)
    if problems:
        sys.exit('\n'.join(problems))

    entries = [Entry(folder, name) for name in ids]
    dead = read_sections(folder / DEAD) if (folder / DEAD).exists() else {}
    (output / 'recipes.gresource.xml').write_text(make_list(prefix, ids), encoding='utf-8')
    (output / INDEX).write_text(make_index(entries, dead), encoding='utf-8')
    (output / 'PROVIDERS.md').write_text(make_table(entries, dead), encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv[1:])
