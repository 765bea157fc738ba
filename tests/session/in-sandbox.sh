#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command in what looks like a Flatpak: the same files, and the mark by which GLib, libsecret and Signpost know
# that the desktop is reached through portals. Nothing is kept out; the real sandbox is tested with flatpak itself.
# Inside with-session.sh:
#
#   in-sandbox.sh COMMAND [ARGUMENT…]
set -eu

if [ "${SANDBOX_STAGE-}" != inside ]; then
  for way in "unshare -m" "unshare -cm --keep-caps"; do
    if $way true 2>/dev/null; then
      SANDBOX_STAGE=inside exec $way "$0" "$@"
    fi
  done
  echo "No namespace of mounts can be had here." >&2
  exit 77
fi
unset SANDBOX_STAGE

root=$WS_DIR/sandbox.$$
folder=$PWD
mkdir "$root"
mount -t tmpfs tmpfs "$root"
for entry in /*; do
  if [ -L "$entry" ]; then
    cp -P "$entry" "$root$entry"
  elif [ -d "$entry" ]; then
    mkdir "$root$entry"
    mount --rbind "$entry" "$root$entry"
  fi
done
printf '[Application]\nname=%s\n[Context]\nshared=network;\n' io.github.signpostdns.Signpost >"$root/.flatpak-info"
exec chroot "$root" env --chdir="$folder" "$@"
