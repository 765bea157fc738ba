#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether po/POTFILES.in names every file that has text for a person, and no other.

  check-potfiles.py ROOT           checks
  check-potfiles.py ROOT --write   corrects the list
"""

import pathlib
import re
import sys

MARKS = {
    "src/**/*.c": re.compile(r'\b(?:N?C?_|g_dpgettext2?|d?n?gettext) \('),
    "src/**/*.ui": re.compile(r'translatable="yes"'),
    "data/**/*.h": re.compile(r'\b(?:N?C?_|NC_) \('),
    "data/*.desktop.in": re.compile(r"^(Name|Comment|Keywords)=", re.M),
    "data/*.metainfo.xml.in": re.compile(r"<summary>"),
    "data/*.gschema.xml": re.compile(r"<summary>"),
}


def find_translatable(root):
    for pattern, mark in MARKS.items():
        for path in root.glob(pattern):
            if mark.search(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(root))


def main():
    root = pathlib.Path(sys.argv[1])
    lines = (root / "po/POTFILES.in").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    wanted = set(find_translatable(root))
    if sys.argv[2:] == ["--write"]:
        (root / "po/POTFILES.in").write_text("\n".join(sorted(wanted)) + "\n", encoding="utf-8")
        return 0
    right = True
    for name in sorted(wanted - set(listed)):
        print(f"po/POTFILES.in lacks {name}")
        right = False
    for name in sorted(set(listed) - wanted):
        print(f"po/POTFILES.in names {name}, which has nothing to translate or is not there")
        right = False
    if listed != sorted(listed):
        print("po/POTFILES.in is not sorted")
        right = False
    return 0 if right else 1


sys.exit(main())
