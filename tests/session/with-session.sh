#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command in a throw-away desktop: own HOME and XDG folders, own X server, own session bus.
# Nothing of it is left when the command ends, and nothing of the real desktop is touched.
#
#   with-session.sh COMMAND [ARGUMENT…]
#
# Read:     WS_BUSCONF   configuration of the bus; unset: the system's, with its activatable services.
#                        Most tests want bus-empty.conf (beside this file): what they do not start
#                        does not exist. Set NO_AT_BRIDGE=1 with it, or GTK warns.
#           WS_SCREEN    geometry of the screen, default 1366x768x24
#           WS_DISPLAY   “no”: no X server, for tests that need only the bus
#           WS_USER      run as this user (only from root)
#           WS_SPACE     “shared”: no process namespace of its own, as where the system grants none
# Set:      WS_DIR       the private folder, for logs; HOME, XDG_*, DISPLAY, DBUS_SESSION_BUS_ADDRESS
set -eu

ask_bus()
{
  gdbus call --session --dest org.freedesktop.DBus --object-path / --method "org.freedesktop.DBus.$1" ${2:+"$2"} \
    2>/dev/null || true
}

list_clients()
{
  ask_bus ListNames | grep -o ':[0-9.]*' || true
}

# A service whose bus goes first complains, and writes into a folder that is being removed. One that ends may start
# another one to be saved by, so all are asked until only who asks is left.
end_clients()
{
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    clients=$(list_clients)
    [ "$(echo "$clients" | wc -l)" -gt 1 ] || break
    for client in $clients; do
      pid=$(ask_bus GetConnectionUnixProcessID "$client" | sed 's/.*uint32 \([0-9]*\).*/\1/')
      [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    done
    sleep 0.1
  done
}

if [ "${WS_STAGE-}" = inside ]; then
  unset WS_STAGE
  [ "${WS_SPACE-}" = shared ] || exec "$@" >&3 3>&-
  result=0
  "$@" >&3 3>&- || result=$?
  end_clients
  exit "$result"
fi
[ $# -gt 0 ] || { echo "usage: with-session.sh COMMAND [ARGUMENT…]" >&2; exit 2; }

WS_DIR=$(mktemp -d "${TMPDIR:-/tmp}/signpost-session.XXXXXX")
x_pid=

cleanup()
{
  if [ -n "$x_pid" ]; then
    kill "$x_pid" 2>/dev/null || true
    wait "$x_pid" 2>/dev/null || true
  fi
  # A dying service may still be writing into its folder.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$WS_DIR" 2>/dev/null && break
    sleep 0.1
  done
}
trap cleanup EXIT

export WS_DIR
export HOME=$WS_DIR/home XDG_RUNTIME_DIR=$WS_DIR/run
export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share
export XDG_CACHE_HOME=$HOME/.cache XDG_STATE_HOME=$HOME/.local/state
mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY DISPLAY XAUTHORITY SESSION_MANAGER AT_SPI_BUS_ADDRESS
unset CREDENTIALS_DIRECTORY SECRET_BACKEND
export LC_ALL=C.UTF-8 GDK_BACKEND=x11 GSETTINGS_BACKEND=memory
# The system's own Python has the D-Bus and GObject modules; one put before it in PATH has not.
export PATH=/usr/bin:/bin:/usr/sbin:/sbin

if [ "${WS_DISPLAY-}" != no ]; then
  # The server takes a free number and writes it when it is ready: no race and no waiting.
  mkfifo "$WS_DIR/display"
  Xvfb -displayfd 3 -screen 0 "${WS_SCREEN:-1366x768x24}" -nolisten tcp -noreset +extension XTEST \
    3>"$WS_DIR/display" >"$WS_DIR/xvfb.log" 2>&1 &
  x_pid=$!
  read -r number <"$WS_DIR/display"
  export DISPLAY=:$number
fi

drop=()
if [ -n "${WS_USER-}" ]; then
  chown -R "$WS_USER" "$WS_DIR"
  chmod 755 "$WS_DIR"
  drop=(setpriv "--reuid=$WS_USER" "--regid=$(id -g "$WS_USER")" --clear-groups --inh-caps=-all)
fi

# In a process namespace of its own whatever the session started dies with it, crash or not. Where the system grants
# none, the services are asked to end.
space=()
for way in "unshare -pf --kill-child --mount-proc" "unshare -cpf --kill-child --mount-proc"; do
  if [ "${WS_SPACE-}" != shared ] && $way true 2>/dev/null; then
    read -ra space <<<"$way"
    break
  fi
done
[ ${#space[@]} -gt 0 ] || export WS_SPACE=shared

# Services that the bus starts say what they have to say on its standard output, not on the command's.
result=0
WS_STAGE=inside "${space[@]}" "${drop[@]}" \
  dbus-run-session ${WS_BUSCONF:+"--config-file=$WS_BUSCONF"} -- "$0" "$@" 3>&1 >&2 || result=$?
exit "$result"
