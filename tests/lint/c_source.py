# SPDX-License-Identifier: GPL-3.0-or-later
"""A C file as the checks see it: text without comments and strings, functions, structs."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL
)

# GNU style: the name stands at the beginning of a line, the body's braces do too.
FUNCTION = re.compile(r"^(?P<name>\w+) \((?P<arguments>(?:[^;{}()]|\([^()]*\))*)\)\n\{\n(?P<body>.*?)^\}", re.M | re.S)
STRUCT = re.compile(
    r"^(?:typedef )?struct(?: (?P<tag>\w+))?\n\{\n(?P<body>.*?)^\} ?(?P<name>\w*);", re.M | re.S
)


@dataclass
class Function:
    name: str
    arguments: str
    body: str
    line: int
    body_line: int
    length: int
    is_static: bool
    doc: str


@dataclass
class Struct:
    name: str
    body: str
    raw_body: str
    line: int
    doc: str


def blank(match, keep_strings):
    """Spaces instead of a comment or a string, so that every offset stays where it was."""
    text = match.group(0)
    if text[0] in "\"'":
        return text if keep_strings else text[0] + " " * (len(text) - 2) + text[-1]
    return re.sub(r"[^\n]", " ", text)


class Source:
    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.is_header = path.endswith(".h")
        self.code = TOKEN.sub(lambda match: blank(match, False), text)
        self.with_strings = TOKEN.sub(lambda match: blank(match, True), text)
        self.functions = [self._function(match) for match in FUNCTION.finditer(self.code)]
        self.structs = [self._struct(match) for match in STRUCT.finditer(self.code)]

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def _doc_before(self, offset):
        """The /** block that ends right above, if there is one."""
        above = self.text[:offset].rstrip()
        if not above.endswith("*/"):
            return ""
        return above[above.rfind("/*") :]

    def _function(self, match):
        start = self.code.rfind("\n\n", 0, match.start()) + 2
        head = self.code[start : match.start()].strip()
        head_start = match.start() - len(self.code[start : match.start()].lstrip())
        return Function(
            name=match["name"],
            arguments=match["arguments"],
            body=match["body"],
            line=self.line_of(match.start()),
            body_line=self.line_of(match.start("body")),
            length=match["body"].count("\n"),
            is_static=head.startswith("static") or "\nstatic" in head,
            doc=self._doc_before(head_start),
        )

    def _struct(self, match):
        return Struct(
            name=match["name"] or match["tag"] or "",
            body=match["body"],
            raw_body=self.text[match.start("body") : match.end("body")],
            line=self.line_of(match.start()),
            doc=self._doc_before(match.start()),
        )
