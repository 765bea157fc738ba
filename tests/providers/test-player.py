#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the transcript player fails a case that went otherwise, and refuses a broken one."""

import pathlib
import re
import subprocess
import sys
import tempfile

URL = 'https://dynupdate.no-ip.com/nic/update?hostname=home.ddns.net&myip=198.51.100.7'
RIGHT = f'''\
account user=me
secret pass=grensalt
due home.ddns.net 198.51.100.7
> GET {URL}
> Authorization: Basic <me:grensalt>
< 200
<
< good 198.51.100.7
= home.ddns.net ipv4 good address=198.51.100.7
'''
OUTCOME = '= home.ddns.net ipv4 good address=198.51.100.7'

# (sentence, case, whether it must pass)
CASES = [
    ('what happens as written passes', RIGHT, True),
    ('another address line fails', RIGHT.replace('myip=198.51.100.7\n', 'myip=198.51.100.8\n'), False),
    ('another method fails', RIGHT.replace('> GET', '> POST'), False),
    ('another login fails', RIGHT.replace('<me:grensalt>', '<me:other>'), False),
    ('a header that is not written down fails', RIGHT.replace('> Authorization: Basic <me:grensalt>\n', ''), False),
    ('a header that does not come fails', RIGHT.replace('< 200', '> Accept: text/plain\n< 200'), False),
    ('a body that does not come fails', RIGHT.replace('< 200', '>\n> body\n< 200'), False),
    ('another class fails', RIGHT.replace(OUTCOME, OUTCOME.replace('good', 'nochg')), False),
    ('another address in the answer fails', RIGHT.replace(OUTCOME, OUTCOME.replace('.7', '.8')), False),
    ('a wait that nobody asked for fails', RIGHT.replace(OUTCOME, OUTCOME + ' retry-after=60'), False),
    ('other words fail', RIGHT.replace(OUTCOME, OUTCOME + ' says=something else'), False),
    ('an outcome that is not written down fails', RIGHT.replace(OUTCOME, ''), False),
    ('a request that never comes fails', RIGHT.replace(OUTCOME, f'> GET {URL}\n< 200\n{OUTCOME}'), False),
    ('a request that is not written down fails',
     RIGHT.replace('due home', 'due office.ddns.net 203.0.113.9\ndue home')
     + '= office.ddns.net ipv4 net\n', False),
    ('a hidden text in the trace fails', RIGHT + 'hidden hostname=home\n', False),
    ('a hidden text in the words of the provider fails', RIGHT + 'hidden good 198\n', False),
    ('a line that the trace lacks fails', RIGHT + '~ GET https://example.org/\n', False),
    ('a lifetime and a ban on new records pass where a provider knows neither',
     'profile ttl=120\nprofile create=false\n' + RIGHT, True),
    ('a line that the trace holds passes', RIGHT + f'~ GET {URL}\n', True),
]

# (sentence, transcript, words of the refusal)
BROKEN = [
    ('a line of no kind is refused', '[changed] x\nsend it\n', 'noip.case:2: this line is none of'),
    ('a request without an answer is refused', f'[changed] x\n> GET {URL}\n{OUTCOME}\n', 'has no answer'),
    ('an answer without a request is refused', '[changed] x\n< 200\n', 'needs a request before it'),
    ('text before the first case is refused', 'due a 192.0.2.1\n', 'begins with a heading'),
    ('a profile key that is not its own is refused', '[changed] x\nprofile name=x\n', 'a profile says'),
    ('a lifetime that is no number is refused', '[changed] x\nprofile ttl=long\n', 'a profile says'),
    ('an unknown class is refused', '[changed] x\n= a ipv4 fine\n', 'an outcome is'),
]


def play(player, recipe, transcript):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'noip.recipe').write_text(recipe, encoding='utf-8')
        (folder / 'noip.case').write_text(transcript, encoding='utf-8')
        result = subprocess.run([player, '-k', name], capture_output=True, text=True, encoding='utf-8', check=False)
    return result.returncode, result.stdout, result.stderr


def judge_cases(player, recipe):
    transcript = ''.join(f'[trap] {number}\n{case}' for number, (_, case, _) in enumerate(CASES))
    status, output, _ = play(player, recipe, transcript)
    passed = {int(number): word == 'ok'
              for word, number in re.findall(r'^(ok|not ok) \d+ /noip/trap/(\d+)', output, re.M)}
    for number, (sentence, _, wanted) in enumerate(CASES):
        yield sentence, passed.get(number) is wanted, output
    yield 'a failed case fails the program', status != 0, output


def judge_broken(player, recipe):
    for sentence, transcript, words in BROKEN:
        status, output, errors = play(player, recipe, transcript)
        yield sentence, status != 0 and words in output + errors, output + errors


def main(player, recipe_path):
    recipe = pathlib.Path(recipe_path).read_text(encoding='utf-8')
    failed = 0
    print(f'1..{len(CASES) + 1 + len(BROKEN)}')
    for number, (sentence, good, output) in enumerate([*judge_cases(player, recipe), *judge_broken(player, recipe)],
                                                      start=1):
        print(f'{"ok" if good else "not ok"} {number} {sentence}')
        if not good:
            failed += 1
            print(''.join(f'# {line}\n' for line in output.splitlines()), end='')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
