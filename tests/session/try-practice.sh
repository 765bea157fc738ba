# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by try-window.sh and try-headless.sh: a practice provider on free ports, and one profile that uses it.

# What try.sh has just installed comes first, whatever a session made of the environment.
PATH=$TRY_FOLDER/installed/bin:$PATH
XDG_DATA_DIRS=$TRY_FOLDER/installed/share:/usr/local/share:/usr/share
export PATH XDG_DATA_DIRS

# say TEXT…: a line of the story.
say () { printf '\n— %s\n' "$*"; }

# show COMMAND…: what is typed, then what it answers.
show () { printf '  $ %s\n' "$*"; "$@" | sed 's/^/    /'; }

# wait_for COMMAND…: until it succeeds, for 20 seconds at the most.
wait_for ()
{
  tries=200
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "This did not happen within 20 seconds: $*" >&2; return 1; }
    sleep 0.1
  done
}

# port KEY: a value of the ports file.
port () { sed -n "s/^$1=//p" "$ports"; }

# published NAME: what the practice provider's name server answers for it.
published () { dig +short -p "$(port dns)" @127.0.0.1 "$1" A; }

# answers NAME ADDRESS
answers () { [ "$(published "$1")" = "$2" ]; }

# move_to ADDRESS: the practice provider's “public” address becomes another one.
move_to () { curl -sS -f -o /dev/null -d "ipv4=$1" "http://127.0.0.1:$(port http)/practice/address"; }

# requests: how many updates the practice provider was sent so far.
requests () { curl -sS -f "http://127.0.0.1:$(port http)/practice/state" | sed -n 's/^requests //p'; }

# start_practice: sets $practice to its process id and $ports to its ports file.
start_practice ()
{
  ports=$TRY_FOLDER/practice.ports
  rm -f "$ports"
  signpostctl practice --http-port 0 --dns-port 0 --ports-file "$ports" >"$TRY_FOLDER/practice.log" 2>&1 &
  practice=$!
  wait_for test -s "$ports"
}

# add_practice_profile
add_practice_profile ()
{
  printf 'practice' | signpostctl account add --provider practice --name Practice \
    "server=$(port server)" user=practice --secret-stdin >/dev/null
  signpostctl profile add --name NAS --account Practice --host home.practice.test \
    "source=url:$(port echo)" allow-special=true >/dev/null
}
