#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether clang-format would leave every C file as it is.

  check-format.py ROOT
"""

import pathlib
import re
import shutil
import subprocess
import sys

OLDEST = 14
SKIPPED = 77


def main():
    root = pathlib.Path(sys.argv[1])
    tool = shutil.which("clang-format")
    if tool is None:
        print("skipped: clang-format is not installed")
        return SKIPPED
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    number = int(re.search(r"version (\d+)", version)[1])
    if number < OLDEST:
        print(f"skipped: clang-format {number} is older than {OLDEST}")
        return SKIPPED

    files = [
        str(path)
        for path in sorted([*root.glob("src/**/*.[ch]"), *root.glob("tests/**/*.[ch]")])
        if "tests/lint/bad" not in str(path)
    ]
    return subprocess.run([tool, "--dry-run", "--Werror", "--ferror-limit=1", *files], check=False).returncode


sys.exit(main())
