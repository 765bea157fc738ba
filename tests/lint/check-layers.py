#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that a lower layer cannot include a higher one.

For each layer a file is compiled with exactly the arguments of that layer's own files, as
compile_commands.json has them: every header of the layers it may see must be found, every header of
the others must not, and neither must the libraries that belong to a higher layer. Then it looks at
what the library of core calls: nothing of the environment, the real clock or threads.

  check-layers.py ROOT BUILD
"""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

# What a layer sees besides itself. practice speaks to the others only over sockets; the real world of
# platform is named by the programs' main files alone, which are linked apart from their layer.
SEES = {
    "core": [],
    "platform": ["core"],
    "practice": [],
    "cli": ["core", "practice"],
    "ui": ["core"],
}
# Libraries that belong to another layer.
FOREIGN = {
    "core": ["gtk/gtk.h", "libsoup/soup.h", "libsecret/secret.h", "libayatana-appindicator/app-indicator.h"],
    "platform": ["gtk/gtk.h", "libayatana-appindicator/app-indicator.h"],
    "practice": ["gtk/gtk.h", "libsecret/secret.h"],
    "cli": ["gtk/gtk.h", "libsecret/secret.h", "libayatana-appindicator/app-indicator.h"],
    "ui": ["libsoup/soup.h", "libsecret/secret.h"],
}
# GLib's own readers of the world; core gets these facts handed in.
FORBIDDEN_CALLS = {
    "getenv", "secure_getenv", "environ", "setenv", "g_getenv", "g_get_environ", "g_setenv",
    "time", "clock_gettime", "gettimeofday", "g_get_real_time", "g_get_monotonic_time",
    "g_date_time_new_now", "g_date_time_new_now_utc", "g_date_time_new_now_local",
    "g_get_user_config_dir", "g_get_user_data_dir", "g_get_user_state_dir", "g_get_user_cache_dir",
    "g_get_user_runtime_dir", "g_get_home_dir", "g_get_tmp_dir",
    "g_timeout_add", "g_timeout_add_full", "g_timeout_add_seconds", "g_timeout_source_new",
    "g_usleep", "sleep", "usleep", "nanosleep",
    "g_thread_new", "g_thread_try_new", "g_task_run_in_thread", "g_task_run_in_thread_sync",
    "pthread_create", "g_main_loop_run", "g_main_context_iteration", "system", "popen", "main",
}  # fmt: skip


def list_headers(root, layer):
    base = root / "src" / layer
    return sorted(str(path.relative_to(base)) for path in base.rglob("*.h"))


def find_arguments(root, build, layer):
    """The compiler call of the layer's file that sees most, without the file and its outputs."""
    base = (root / "src" / layer).resolve()
    best = None
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        if base not in source.parents or source.suffix != ".c" or source.name.endswith("main.c"):
            continue
        words = shlex.split(entry["command"])
        without = {"-o", "-MF", "-MQ", "-c"}
        kept = [
            word
            for before, word in zip([""] + words, words)
            if before not in without and word not in without | {"-MD", "-Werror"}
        ]
        if best is None or len(kept) > len(best[1]):
            best = entry["directory"], kept
    return best


def compiles(directory, arguments, lines, folder):
    """In a folder of its own: beside a real file, quotes would find its neighbours."""
    probe = folder / "probe.c"
    probe.write_text('#include "config.h"\n' + "\n".join(lines) + "\n")
    call = subprocess.run(
        [*arguments, "-fsyntax-only", "-w", str(probe)],
        cwd=directory, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return call.returncode == 0, call.stderr


def find_reachable(directory, arguments, headers, folder):
    """Those of the headers that the include path leads to, all asked in one compilation."""
    lines = [f'#if __has_include ("{name}")\n#error reachable {name}\n#endif' for name in headers]
    _, complaints = compiles(directory, arguments, lines, folder)
    return [name for name in headers if f"reachable {name}" in complaints]


def check_layer(root, build, layer, folder):
    found = find_arguments(root, build, layer)
    if found is None:
        print(f"{layer}: not built here")
        return True
    directory, arguments = found
    visible = [other for other in SEES if other == layer or other in SEES[layer]]
    allowed = [name for other in visible for name in list_headers(root, other)]
    forbidden = [name for other in SEES if other not in visible for name in list_headers(root, other)]
    forbidden += FOREIGN.get(layer, [])

    right, complaints = compiles(
        directory, arguments, [f'#include "{name}"' for name in allowed], folder
    )
    if not right:
        print(f"{layer} cannot include all it may see:\n{complaints}")
    for name in find_reachable(directory, arguments, forbidden, folder):
        print(f"{layer} can include {name}")
        right = False
    # Once for real, or a compiler without __has_include would prove anything.
    if forbidden and compiles(directory, arguments, [f'#include "{forbidden[0]}"'], folder)[0]:
        print(f"{layer} compiles with {forbidden[0]}")
        right = False
    if find_reachable(directory, arguments, allowed[:1], folder) != allowed[:1]:
        print(f"{layer}: the question itself does not work")
        right = False
    return right


def check_calls(build):
    library = build / "src/core/libsignpost-core.a"
    listing = subprocess.run(["nm", "-A", str(library)], capture_output=True, text=True, check=True)
    right = True
    for line in listing.stdout.splitlines():
        words = line.split()
        if words[-2] in ("U", "T") and words[-1] in FORBIDDEN_CALLS:
            print(f"core must not use {words[-1]}: {words[0]}")
            right = False
    return right


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    build = pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        results = [check_layer(root, build, layer, pathlib.Path(folder)) for layer in SEES]
    return 0 if all([*results, check_calls(build)]) else 1


sys.exit(main())
