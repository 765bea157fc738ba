#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a test beside a Flatpak of this checkout: makes the stand-in runtime and builds once, then starts the test in a
# throw-away desktop with an empty installation of its own. Where that cannot be, says why in TAP and passes over it.
#
#   with-flatpak.sh FOLDER COMMAND [ARGUMENT…]
#
# Set:  SIGNPOST_FLATPAK    what was built: repository, built tree, manifest
#       FLATPAK_USER_DIR    the installation, which has the runtime and nothing else yet
set -eu
[ $# -ge 2 ] || { sed -n '3,9s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
id=io.github.signpostdns.Signpost
PATH=/usr/bin:/bin:/usr/sbin:/sbin
export PATH
unset DBUS_SESSION_BUS_ADDRESS XDG_DATA_DIRS

skip () { echo "1..0 # SKIP $*"; exit 0; }
why_not=$("$here/can-run.sh") || skip "$why_not"
[ -f "$folder/fetched" ] || skip "no stand-in runtime; tests/flatpak/fetch-runtime.sh $folder fetches it from Debian"

branch=$(sed -n "s/^runtime-version: '\(.*\)'/\1/p" "$here/../../flatpak/$id.yml")
# one at a time: the next one finds everything made
exec 9>"$folder/lock"
flock 9
{ "$here/make-runtime.sh" "$folder" "$branch" && "$here/build.sh" "$folder" "$id"; } >"$folder/make.log" 2>&1 || {
  sed 's/^/# /' "$folder/make.log"
  exit 1
}
exec 9>&-

installation=$(mktemp -d "$folder/installation.XXXXXX")
cleanup ()
{
  rm -rf "$installation"
}
trap cleanup EXIT
trap 'exit 1' INT TERM
export SIGNPOST_FLATPAK="$folder/$id" FLATPAK_USER_DIR="$installation"
export XDG_DATA_DIRS="$installation/exports/share:/usr/local/share:/usr/share"
flatpak --user remote-add --no-gpg-verify stand-in "file://$folder/repo"
flatpak --user install -y --noninteractive stand-in "org.gnome.Platform//$branch" >/dev/null
result=0
"$here/../session/with-session.sh" "$@" || result=$?
exit "$result"
