#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds a manifest of flatpak/ offline against the stand-in runtime of FOLDER. FOLDER/ID has the repository, what was
# built and the log afterwards; nothing is done when all of it is there and nothing changed.
#
#   build.sh FOLDER ID
set -eu
[ $# = 2 ] || { sed -n '3,6s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$(cd "$1" && pwd)
id=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$folder/$id
export FLATPAK_USER_DIR="$folder/user"

# Only what is built: a change of a test, or a build folder within the checkout, changes nothing.
rm -rf "$folder/source"
mkdir -p "$folder/source" "$folder/run"
(cd "$root" && cp -R meson.build meson_options.txt LICENSE data po src "$folder/source/")
key=$({ cat "$folder/made" "$0" "$root/flatpak/$id.yml" "$root/flatpak/local-manifest.py"
  cd "$folder/source" && find . -type f | LC_ALL=C sort | xargs -d '\n' cksum; } | cksum)
if [ "$(cat "$work/done" 2>/dev/null)" = "$key" ]; then
  exit 0
fi
rm -rf "$work"
mkdir -p "$work"
/usr/bin/python3 "$root/flatpak/local-manifest.py" "$root/flatpak/$id.yml" "$work/$id.json" \
  --source "$folder/source" --tray "$folder/tray/module.json"

# In some containers FUSE is out of reach.
rofiles=
[ -w /dev/fuse ] || rofiles=--disable-rofiles-fuse
cd "$work"
XDG_RUNTIME_DIR=$folder/run dbus-run-session -- flatpak-builder --user $rofiles --disable-download --disable-cache \
  --ccache --force-clean --state-dir="$folder/state" --default-branch=test --repo="$work/repo" "$work/built" \
  "$work/$id.json" >"$work/build.log" 2>&1 || { tail -n 60 "$work/build.log"; exit 1; }
echo "$key" >"$work/done"
