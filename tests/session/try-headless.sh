#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job without a display; started by tests/try.sh inside with-session.sh, which gives it a display, a bus and a
# home of its own. Ends by showing each step as it really happened.
set -eu
here=$(dirname "$0")
. "$here/try-practice.sh"

openbox >/dev/null 2>&1 &
"$here/panel-xfce.sh" >/dev/null
printf 'practice' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1

say "The practice provider: a dyndns2 server, an echo service and a name server, on loopback"
start_practice
sed 's/^/    /' "$ports"

say "An account with its password in the keyring, and a profile"
add_practice_profile
show signpostctl profile list

say "Signpost starts, sees the address and publishes it"
signpost >"$TRY_FOLDER/signpost.log" 2>&1 &
signpost=$!
wait_for answers home.practice.test 203.0.113.7
show signpostctl status
show dig +short -p "$(port dns)" @127.0.0.1 home.practice.test A

say "The provider of the line gives this place another address"
move_to 203.0.113.99
show signpostctl update
wait_for answers home.practice.test 203.0.113.99
show dig +short -p "$(port dns)" @127.0.0.1 home.practice.test A

say "Another update finds nothing to do and sends nothing"
sent=$(requests)
show signpostctl update
show requests
[ "$(requests)" = "$sent" ]
show signpostctl history

wait_for xdotool search --onlyvisible --name '^Signpost$'
maim "$TRY_FOLDER/window-and-tray.png"
xdotool mousemove 14 14 click 1
sleep 1
maim "$TRY_FOLDER/tray-menu.png"
xdotool key Escape

kill "$signpost" "$practice"
wait "$signpost" "$practice" 2>/dev/null || true

say "Seen for real: practice provider up, profile made, address changed, update sent, and the name server
  answered 203.0.113.99. The screenshots of the tray and the window:"
ls "$TRY_FOLDER"/*.png | sed 's/^/    /'
