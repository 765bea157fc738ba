#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether every language of po/LINGUAS says all that Signpost says, and says it well.

  check-translations.py ROOT              checks
  check-translations.py ROOT --write      brings the catalogues in line with the sources; what is new
                                          stays empty, what is gone goes
  check-translations.py ROOT --examples   proves that each kind of mistake is found
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# as meson's preset “glib” calls it
XGETTEXT = [
    "xgettext", "--from-code=UTF-8", "--add-comments", "--output=-",
    "--msgid-bugs-address=https://github.com/signpostdns/signpost/issues",
    "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
    "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
    "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
    "--flag=g_string_append_printf:2:c-format", "--flag=g_set_error:4:c-format",
    "--flag=g_print:1:c-format", "--flag=g_printerr:1:c-format",
]
RUDE = re.compile(r"!|\bplease\b|\bbitte\b|\berror:|\bfehler:", re.I)
MNEMONIC = re.compile(r"_\w")
QUOTES = {"de": "„“"}
PROSE = ("Label", "Where")


class Entry:
    """One message of a catalogue: what is said, and how it is said here."""

    def __init__(self, fields, flags):
        self.key = (fields.get("msgctxt"), fields["msgid"])
        self.said = [text for name, text in fields.items() if name in ("msgid", "msgid_plural")]
        self.here = [text for name, text in fields.items() if name.startswith("msgstr")]
        self.is_fuzzy = "fuzzy" in flags


def unquote(text):
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text[1:-1])


def parse(text):
    """The messages of a .po or .pot file, without its header and what is obsolete."""
    entries = []
    for block in re.split(r"\n\s*\n", text):
        fields, flags, name = {}, "", None
        for line in block.splitlines():
            match = re.match(r'(msg\S+) (".*")$', line)
            if line.startswith("#,"):
                flags = line
            elif match:
                name = match[1]
                fields[name] = unquote(match[2])
            elif line.startswith('"'):
                fields[name] += unquote(line)
        if fields.get("msgid"):
            entries.append(Entry(fields, flags))
    return entries


def extract(root):
    return subprocess.run([*XGETTEXT, f"--directory={root}", f"--files-from={root}/po/POTFILES.in"],
                          check=True, capture_output=True, encoding="utf-8").stdout


def check_tone(said):
    for entry in said:
        for text in entry.said:
            if RUDE.search(text):
                yield f"“{text}” shouts, begs or alarms; say what is and what to do"


def check_text(language, text, here):
    if bool(MNEMONIC.search(text)) != bool(MNEMONIC.search(here)):
        yield "one of the two lacks the underscore of a mnemonic"
    if text[-1] in "…:" and here[-1:] != text[-1]:
        yield f"it must end in “{text[-1]}” too"
    if RUDE.search(here):
        yield "it shouts, begs or alarms"
    first, last = QUOTES.get(language, "“”")
    if '"' in here or here.count(first) != here.count(last):
        yield f"quotes are {first}…{last} in this language"


def check_language(language, said, entries):
    """Yields a sentence for each message that is missing, stale or ill said."""
    here = {entry.key: entry for entry in entries}
    keys = {entry.key for entry in said}
    for entry in said:
        found = here.get(entry.key)
        if found is None or not all(found.here):
            yield f"“{entry.key[1]}” is not translated"
        elif found.is_fuzzy:
            yield f"“{entry.key[1]}” is fuzzy; look at it and remove the mark"
        else:
            for text in found.here:
                for problem in check_text(language, entry.key[1], text):
                    yield f"“{entry.key[1]}” – “{text}”: {problem}"
    for key in here.keys() - keys:
        yield f"“{key[1]}” is not said any more; run check-translations.py ROOT --write"


def check_formats(path):
    result = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", path],
                            capture_output=True, encoding="utf-8")
    if result.returncode != 0:
        yield result.stderr.strip()


def check_recipe(language, text):
    """Recipes carry their translations themselves."""
    # where the person names the server, the name is a description and no proper name
    keys = PROSE if re.search(r"^Hosts=", text, re.M) else (*PROSE, "Name")
    section = ""
    for line in text.splitlines():
        section = line if line.startswith("[") else section
        key = line.partition("=")[0]
        rest = text[text.index(section):].split("\n[", 1)[0]
        if key == "Name" and section != "[Provider]":
            continue
        if key in keys and f"\n{key}[{language}]=" not in rest:
            yield f"{section} lacks “{key}[{language}]”"


def check_errors(list_source, sources):
    """The errors that are translated where they are shown must be those that are made."""
    joined = re.sub(r'"\s*\n\s*"', "", sources)
    for message in re.findall(r'N_ \("((?:[^"\\]|\\.)*)"\)', re.sub(r'"\s*\n\s*"', "", list_source)):
        if f'"{message}"' not in joined:
            yield f"“{message}” is made nowhere any more; correct or remove it"


def check(root):
    said = parse(extract(root))
    problems = [("po/POTFILES.in", problem) for problem in check_tone(said)]
    listed = root / "src/core/wording/sp-wording-error.c"
    sources = "".join(path.read_text(encoding="utf-8") for path in root.glob("src/**/*.c") if path != listed)
    problems += [(listed.name, problem) for problem in check_errors(listed.read_text(encoding="utf-8"), sources)]
    for language in (root / "po/LINGUAS").read_text(encoding="utf-8").split():
        path = root / "po" / f"{language}.po"
        entries = parse(path.read_text(encoding="utf-8"))
        problems += [(path.name, problem) for problem in check_language(language, said, entries)]
        problems += [(path.name, problem) for problem in check_formats(path)]
        for recipe in sorted((root / "data/providers").glob("*.recipe")):
            text = recipe.read_text(encoding="utf-8")
            problems += [(recipe.name, problem) for problem in check_recipe(language, text)]
    for place, problem in problems:
        print(f"{place}: {problem}")
    return not problems


def write(root):
    for language in (root / "po/LINGUAS").read_text(encoding="utf-8").split():
        path = root / "po" / f"{language}.po"
        with tempfile.NamedTemporaryFile("w", suffix=".pot", encoding="utf-8") as template:
            template.write(extract(root))
            template.flush()
            merged = subprocess.run(
                ["msgmerge", "--quiet", "--no-fuzzy-matching", "--add-location=file", path, template.name],
                check=True, capture_output=True, encoding="utf-8").stdout
        # a date in the file would make two people's changes collide
        merged = re.sub(r'^"POT-Creation-Date: .*\n', "", merged, flags=re.M)
        merged = re.sub(r"\n(#~.*\n|\n(?=#~))+", "\n", merged)
        path.write_text(merged, encoding="utf-8")
    return True


SAID = 'msgid "_Try “%s” again…"\nmsgstr ""\n'
RIGHT = 'msgid "_Try “%s” again…"\nmsgstr "„%s“ _erneut versuchen …"\n'
RECIPE = "[Provider]\nName=A\nName[de]=A\n\n[Field a]\nLabel=A\nLabel[de]=A\n\n[Field b]\nLabel=B\nLabel[de]=B\n"

# (what is proved, the catalogue, words of the problem; none: it is right)
CATALOGUES = [
    ("what is right passes", RIGHT, None),
    ("a missing message is found", "", "is not translated"),
    ("an empty message is found", SAID, "is not translated"),
    ("a fuzzy message is found", "#, fuzzy\n" + RIGHT, "is fuzzy"),
    ("a stale message is found", RIGHT + '\nmsgid "Gone"\nmsgstr "Fort"\n', "not said any more"),
    ("a lost mnemonic is found", RIGHT.replace("_erneut", "erneut"), "mnemonic"),
    ("a lost ellipsis is found", RIGHT.replace(" …", ""), "end in"),
    ("foreign quotes are found", RIGHT.replace("„%s“", "“%s”"), "quotes"),
    ("a shout is found", RIGHT.replace("versuchen", "versuchen!"), "shouts"),
    ("a lost directive is found", RIGHT.replace("„%s“", "„x“"), "format"),
]


def prove_catalogue(catalogue):
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: de\\n"\n\n'
    problems = list(check_language("de", parse(SAID), parse(catalogue)))
    with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as file:
        file.write(header + catalogue.replace('msgid "_Try', '#, c-format\nmsgid "_Try'))
        file.flush()
        formats = [problem for problem in check_formats(file.name) if "format" in problem]
    return problems + formats


def prove():
    results = []
    for sentence, catalogue, words in CATALOGUES:
        problems = prove_catalogue(catalogue)
        results.append((sentence, len(problems) == 1 and words in problems[0] if words else not problems))
    for word in ("Please wait", "Done!", "Error: no name"):
        said = parse(f'msgid "{word}"\nmsgstr ""\n')
        results.append((f"“{word}” is found", len(list(check_tone(said))) == 1))
    made = 'refuse ("it is"\n        " empty");'
    results.append(("an error that is made passes", not list(check_errors('N_ ("it is empty"),', made))))
    results.append(("an error that is made no more is found", len(list(check_errors('N_ ("it is full"),', made))) == 1))
    results.append(("a translated recipe passes", not list(check_recipe("de", RECIPE))))
    for line in ("Name[de]=A\n", "Label[de]=A\n", "Label[de]=B\n"):
        found = list(check_recipe("de", RECIPE.replace(line, "")))
        results.append((f"a recipe without “{line.strip()}” is found", len(found) == 1))
    for sentence, is_right in results:
        print(f"{'ok' if is_right else 'not ok'} - {sentence}")
    return all(is_right for _, is_right in results)


def main():
    root = pathlib.Path(sys.argv[1])
    run = {"--write": lambda: write(root), "--examples": prove}.get("".join(sys.argv[2:]), lambda: check(root))
    return 0 if run() else 1


sys.exit(main())
