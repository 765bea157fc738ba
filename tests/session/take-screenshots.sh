#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The pictures of the README and of the metainfo, taken from the real program. After sh tests/try.sh:
#
#   TRY_FOLDER=$PWD/_build/try tests/session/with-session.sh sh tests/session/take-screenshots.sh data/screenshots
set -eu
folder=$1
. "$(dirname "$0")/try-practice.sh"
export GTK_THEME=Adwaita

# profile NAME HOST KEY=VALUE…: one more profile of the practice account.
profile ()
{
  name=$1 host=$2
  shift 2
  signpostctl profile add --name "$name" --account Practice --host "$host" "source=url:$(port echo)" \
    allow-special=true "$@" >/dev/null
}

# shoot NAME: the picture of the window.
shoot () { sleep 1; maim -u -i "$window" "$folder/$1.png"; }

openbox >/dev/null 2>&1 &
"$(dirname "$0")/panel-xfce.sh" >/dev/null
printf 'practice' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
start_practice
add_practice_profile
profile "Game server" play.practice.test ipv6=off
profile "Holiday flat" flat.practice.test enabled=false group=Elsewhere
profile "Shop door" door.practice.test ipv6=off group=Elsewhere

signpost >"$TRY_FOLDER/signpost.log" 2>&1 &
signpost=$!
wait_for xdotool search --onlyvisible --name '^Signpost$'
wait_for answers door.practice.test 203.0.113.7
window=$(xdotool search --onlyvisible --name '^Signpost$' | head -n 1)
shoot profiles
move_to 203.0.113.99
signpostctl update >/dev/null
xdotool mousemove --window "$window" 393 73 click 1
shoot history

kill "$signpost" "$practice"
wait "$signpost" "$practice" 2>/dev/null || true
