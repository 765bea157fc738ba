#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Shows the main job on this machine, from a fresh clone: installs what is needed to build (and says so), builds, then
# keeps a practice host name pointing at a changing address. With a display the window opens; without one the same
# happens on a display of its own with a real panel, and the screenshots are left in _build/try.
# Your own settings and accounts are not touched; with a display the practice password is put into your keyring and
# removed at the end.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
PATH=/usr/bin:/bin:/usr/sbin:/sbin
build=$PWD/${SIGNPOST_BUILD_DIR:-_build}/try
log=$build/build.log

if [ "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  need_packages $packages_build
else
  need_packages $packages_build $packages_desktop
fi

mkdir -p "$build"
echo "Building into ${build#"$PWD"/} …"
{
  [ -f "$build/tree/build.ninja" ] ||
    meson setup "$build/tree" --prefix="$build/installed" -Dtests=false
  meson install -C "$build/tree"
} >"$log" 2>&1 || { tail -n 40 "$log"; echo "The build failed; the whole log is $log" >&2; exit 1; }

export TRY_FOLDER="$build"

if [ "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec sh tests/session/try-window.sh
fi
exec tests/session/with-session.sh sh tests/session/try-headless.sh
