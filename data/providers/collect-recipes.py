#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the resource list of all recipes; refuse one that nothing proves.

usage: collect-recipes.py FOLDER PREFIX OUTPUT ID…

A recipe needs a transcript of the same name with at least four cases, and among them one of each
kind: changed, unchanged, refused, nonsense. A transcript needs a recipe. Every file of the folder
must be named in meson.build, so that none is forgotten.
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
    return problems


def make_list(prefix, ids):
    files = ''.join(f'    <file>{name}.recipe</file>\n' for name in ids)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>\n'
            f'  <gresource prefix={quoteattr(prefix)}>\n{files}  </gresource>\n</gresources>\n')


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__)

    folder, prefix, output, *ids = arguments
    problems = check_folder(pathlib.Path(folder), ids)
    if problems:
        sys.exit('\n'.join(problems))
    pathlib.Path(output).write_text(make_list(prefix, ids), encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv[1:])
