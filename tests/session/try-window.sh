#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job on the person's own display; started by tests/try.sh. Settings, state and secrets live in a folder of
# their own that is removed at the end.
set -eu
here=$(dirname "$0")
. "$here/try-practice.sh"

home=$(mktemp -d)
export XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state" XDG_DATA_HOME="$home/data"
account=
cleanup ()
{
  [ "$account" ] && signpostctl account remove "$account" >/dev/null 2>&1
  kill "$practice" 2>/dev/null
  rm -rf "$home"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

start_practice
add_practice_profile
account=Practice

say "Signpost is in your tray, or in its window where there is no tray. It keeps home.practice.test pointing at
  $(published home.practice.test || true)the practice provider's address. Change that address from another terminal:
    curl -d ipv4=203.0.113.99 http://127.0.0.1:$(port http)/practice/address
  then choose Check now, and ask the name server:
    dig +short -p $(port dns) @127.0.0.1 home.practice.test
  Quit Signpost to end."
signpost
