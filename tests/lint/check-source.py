#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the house rules that a machine can hold; CONTRIBUTING.md has the words.

  check-source.py ROOT             checks every C file below src and tests
  check-source.py ROOT --examples  proves each rule: bad/NN-*.c must break rule NN and no other
  check-source.py ROOT --sizes     prints the largest files and functions; fails nothing
"""

import pathlib
import re
import sys

from c_source import Source

RULES = {}


def rule(number):
    def register(check):
        RULES.setdefault(number, []).append(check)
        return check

    return register


def find(source, pattern, text=None):
    for match in re.finditer(pattern, source.code if text is None else text, re.M):
        yield source.line_of(match.start()), match


def is_test(source):
    return "/tests/" in f"/{source.path}" and "/lint/bad/" not in source.path


# 1: a layer is closed by its include path; a path of dots would lead around it


@rule(1)
def check_include_paths(source):
    for line, _ in find(source, r'^#include "[^"]*\.\./', source.with_strings):
        yield line, "include by the layer's path, not by “..”"


# 3: one type a file, named like it; whole words


@rule(3)
def check_names(source):
    stem = pathlib.PurePath(source.path).stem
    stem = re.sub(r"^\d\d-", "", stem)
    if re.search(r"(^|-)(utils?|common|manager|helpers?|misc|stuff)(-|$)", stem):
        yield 1, f"“{stem}” does not say what the file is for"
    if source.is_header:
        return
    types = list(find(source, r"^G_DEFINE_(?:FINAL_|ABSTRACT_)?(?:TYPE|INTERFACE)\w* \(\s*\w+,\s*(\w+)"))
    # a program's main file may hold the one type that only it needs
    for line, match in types[1:]:
        yield line, f"{match[1]} is a second type in this file"
    for line, match in types[:1]:
        if match[1].replace("_", "-") != stem and not is_test(source):
            yield line, f"the type {match[1]} belongs into {match[1].replace('_', '-')}.c"


# 6: headers say as little as possible


@rule(6)
def check_header(source):
    if not source.is_header:
        return
    if not re.match(r"/\* SPDX-License-Identifier: [^\n]*\*/\n#pragma once\n", source.text):
        yield 1, "begin with the SPDX line and #pragma once"
    if re.search(r"-private\.h$", source.path):
        yield 1, "no private headers: the type lacks a function"
    for struct in source.structs:
        if re.search(r"(Interface|Class)$", struct.name):
            continue
        if not re.match(rf"/\*\*\n \* {struct.name.lstrip('_')}:\n", struct.doc):
            yield struct.line, f"{struct.name}: a struct body here must be documented plain data"


@rule(6)
def check_licence(source):
    if not source.text.startswith("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"):
        yield 1, "the first line is the SPDX line"


# 9: the plain names of plain types


@rule(9)
def check_types(source):
    for line, match in find(source, r"\bg(char|int|long|short|float|double)\b"):
        yield line, f"write {match[1]} for g{match[1]}"


# 11: ownership is in the declaration; wiping a secret is no release and may be done by hand

RELEASE = re.compile(
    r"\b(g_free|g_object_unref|g_error_free|g_strfreev|g_list_free\w*|g_slist_free\w*|g_bytes_unref|"
    r"g_variant_unref|g_ptr_array_unref|g_ptr_array_free|g_hash_table_unref|g_hash_table_destroy|"
    r"g_array_unref|g_array_free|g_date_time_unref|g_uri_unref|g_key_file_unref|g_main_loop_unref|"
    r"json_node_unref|json_node_free|sp_\w+_unref|sp_(?!secret_text)\w+(?<!_is)_free) \("
)
RELEASING = re.compile(r"(^|_)(free|unref|clear|finalize|dispose|destroy|release|drop|close|cb)(_|$)")


@rule(11)
def check_goto(source):
    for line, _ in find(source, r"\bgoto\b"):
        yield line, "no goto: g_auto… cleans up on every way out"


@rule(11)
def check_releases(source):
    if is_test(source):
        return
    for function in source.functions:
        if RELEASING.search(function.name):
            continue
        for match in RELEASE.finditer(function.body):
            line = function.body_line + function.body.count("\n", 0, match.start())
            yield line, f"{function.name}: {match[1]} by hand; let g_auto… or g_clear_… do it"


# 12: every pointer says whose it is

POINTER_FIELD = re.compile(r"^  (?P<type>[\w ]+?) ?(?P<stars>\*+) ?(?P<name>\w+)(\[[^\]]*\])*;|^  gpointer (?P<bare>\w+);")


@rule(12)
def check_fields(source):
    if source.is_header or is_test(source):
        return
    for struct in source.structs:
        if "borrowed" in struct.doc:
            continue  # the struct is a bundle of arguments
        raw_lines = struct.raw_body.split("\n")
        for number, text in enumerate(struct.body.split("\n")):
            match = POINTER_FIELD.match(text)
            if match is None or (match["type"] or "").strip() == "const char":
                continue  # text in a constant table
            if "GtkWidget" in text or re.match(r"\s+Gtk\w+ \*", text):
                continue  # children of a template belong to the widget
            around = raw_lines[number - 1 : number + 1] if number else raw_lines[:1]
            if not re.search(r"/\*.*\((owned|unowned)", " ".join(around)):
                name = match["name"] or match["bare"]
                yield struct.line + 2 + number, f"{struct.name}.{name}: (owned) or (unowned): why?"


# 14: nothing is connected or timed without an owner; no globals


@rule(14)
def check_connections(source):
    if is_test(source):
        return
    for line, match in find(source, r"\bg_signal_connect(_swapped|_after|_data)? \("):
        yield line, "g_signal_connect_object () goes with its object"
    for line, match in find(source, r"\b(g_timeout_add\w*|g_idle_add\w*|g_source_remove|g_unix_fd_add\w*) \("):
        yield line, f"{match[1]}: an alarm of the clock, or a GSource that is owned"


@rule(14)
def check_globals(source):
    if is_test(source):
        return
    pattern = r"^(?!const |typedef |struct \w+\n|return |extern |G_\w+ )[A-Za-z_][\w ]*[ *]+(\w+)(\[[^\]]*\])* *(=[^=]|;)"
    for line, match in find(source, pattern):
        text = match.group(0)
        if "const " in text or "(" in text or re.search(r"\b(signals|properties)\[", text):
            continue
        if re.match(r"(struct|enum|union) \w+;", text):
            continue
        yield line, f"{match[1]} is a global that can change"


@rule(14)
def check_tables(source):
    for line, match in find(source, r"^static const [^\n=]*\b(\w+)\[\] = \{\s*\[\w+\] ="):
        if not re.search(rf"G_STATIC_ASSERT \(G_N_ELEMENTS \({match[1]}\)", source.code):
            yield line, f"{match[1]}: a table by enum needs a G_STATIC_ASSERT on its length"


# 22: who is wrong: the caller, the world or we


@rule(22)
def check_blame(source):
    if is_test(source):
        for line, _ in find(source, r"\bg_assert \("):
            yield line, "g_assert_true () and its family say what was wrong"
        return
    for line, match in find(source, r"\b(g_error|abort|g_critical|json_path_query|g_assert_cmp\w+) \("):
        yield line, f"{match[1]} must not be how the world's faults show"


# 23: errors are English for the log; what a person reads is made in wording

MESSAGE = re.compile(
    r'\b(?:g_set_error|g_set_error_literal|g_error_new|g_error_new_literal|g_prefix_error)'
    r' \((?:[^"();]|\([^()]*\))*?((?:"(?:\\.|[^"\\])*"\s*)+)'
)


@rule(23)
def check_messages(source):
    if is_test(source):
        return
    for match in MESSAGE.finditer(source.with_strings):
        message = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', match[1]))
        line = source.line_of(match.start())
        if re.match(r"[A-Z][a-z]", message):
            yield line, f"“{message[:30]}”: an error begins with a small letter"
        if re.search(r"[.!]$", message):
            yield line, f"“{message[-30:]}”: an error ends without a full stop"


@rule(23)
def check_gettext(source):
    if "src/core/" not in source.path and "/lint/bad/" not in source.path:
        return
    if "src/core/wording/" in source.path:
        return
    for line, match in find(source, r"\b(N?C?_|n?gettext|dp?n?gettext|g_d\w*gettext\w*) \("):
        yield line, "what a person reads is made in core/wording"


# 27: every public function is described


@rule(27)
def check_docs(source):
    if source.is_header or is_test(source):
        return
    for function in source.functions:
        if function.is_static or function.name == "main":
            continue
        if not re.match(rf"/\*\*\n \* {function.name}:\n", function.doc):
            yield function.line, f"{function.name} () has no gtk-doc block"


def list_sources(root):
    paths = [*root.glob("src/**/*.[ch]"), *root.glob("tests/**/*.[ch]")]
    for path in sorted(paths):
        name = str(path.relative_to(root))
        if "tests/lint/bad/" not in name:
            yield Source(name, path.read_text(encoding="utf-8"))


def is_excused(source, number, line):
    """A rule may be broken where a comment in the same paragraph says why: “rule 14: …”."""
    lines = source.text.split("\n")
    first = line - 1
    while first > 0 and lines[first - 1].strip() not in ("", "{"):
        first -= 1
    return any(f"rule {number}:" in text for text in lines[first:line])


def check(source):
    for number, checks in sorted(RULES.items()):
        for one in checks:
            for line, message in one(source):
                if not is_excused(source, number, line):
                    yield number, line, message


def check_all(root):
    n_findings = 0
    for source in list_sources(root):
        for number, line, message in check(source):
            print(f"{source.path}:{line}: rule {number}: {message}")
            n_findings += 1
    return n_findings == 0


def check_examples(root):
    proved = {}
    right = True
    for path in sorted((root / "tests/lint/bad").glob("[0-9]*.[ch]")):
        wanted = int(path.name[:2])
        source = Source(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
        found = {number for number, _, _ in check(source)}
        if found != {wanted}:
            print(f"{source.path}: breaks the rules {sorted(found)} and should break {wanted} only")
            right = False
        proved[wanted] = True
    for number in RULES:
        if number not in proved:
            print(f"rule {number} has no bad example in tests/lint/bad")
            right = False
    return right


def print_sizes(root):
    sources = list(list_sources(root))
    files = [(source.text.count("\n"), source.path) for source in sources]
    functions = [
        (function.length, f"{source.path}:{function.line} {function.name}")
        for source in sources
        for function in source.functions
    ]
    for title, rows in (("files", files), ("functions", functions)):
        print(f"largest {title} (of {len(rows)}, mean {sum(n for n, _ in rows) // max(len(rows), 1)} lines)")
        for length, name in sorted(rows, reverse=True)[:12]:
            print(f"{length:6} {name}")
    return True


def main():
    root = pathlib.Path(sys.argv[1])
    action = {"--examples": check_examples, "--sizes": print_sizes}.get(" ".join(sys.argv[2:]), check_all)
    return 0 if action(root) else 1


sys.exit(main())
