#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Answers the next prompt of a real gnome-keyring as a person would, with mouse and keyboard events
# on the session's screen.
#
#   answer-prompt.sh type PASSWORD     one password and Enter
#   answer-prompt.sh choose PASSWORD   a new password, twice, and Enter
#   answer-prompt.sh close             Escape
set -eu

window=$(xdotool search --sync --onlyvisible --class Gcr-prompter | tail -n 1)
# Without a window manager nobody gives the prompt the keyboard, and its own grab is not there at
# once: a key that came too early would be lost, so the focus is asked for until it has it.
for _ in $(seq 100); do
  xdotool windowfocus "$window" 2>/dev/null || true
  [ "$(xdotool getwindowfocus 2>/dev/null)" = "$window" ] && break
  sleep 0.02
done

case $1 in
  type)
    xdotool type "$2"
    xdotool key Return
    ;;
  choose)
    xdotool type "$2"
    xdotool key Tab
    xdotool type "$2"
    xdotool key Return
    ;;
  close)
    xdotool key Escape
    ;;
esac
