#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# By hand, as root: proves that a fresh clone works on a machine without the dependencies. Makes a bare Debian 12 in a
# folder, clones this checkout's HEAD into it and runs a script there.
#
#   sh tests/bare.sh FOLDER tests/try.sh
#   sh tests/bare.sh FOLDER tests/run.sh
#   SIGNPOST_BARE_USER=1   as a user with sudo instead of root
set -eu
[ $# -ge 2 ] || { sed -n '3,9s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
script=$2
cd "$(dirname "$0")/.."

command -v debootstrap >/dev/null || { echo "Install debootstrap first: apt-get install debootstrap" >&2; exit 1; }
[ -x "$folder/bin/sh" ] || debootstrap --variant=minbase bookworm "$folder" http://deb.debian.org/debian
rm -rf "$folder/home/signpost"
mkdir -p "$folder/home"
git clone -q --no-local . "$folder/home/signpost"

# The way to the archive is this machine's own.
cp -L /etc/resolv.conf /etc/hosts "$folder/etc/" 2>/dev/null || true
for file in /etc/apt/apt.conf.d/*; do
  grep -lE 'Proxy|Acquire::(http|Check)' "$file" 2>/dev/null && cp "$file" "$folder/etc/apt/apt.conf.d/"
done >/dev/null || true

command="cd /home/signpost && exec sh $script"
if [ "${SIGNPOST_BARE_USER:-}" ]; then
  command="apt-get update -q && apt-get install -y -q --no-install-recommends sudo &&
    { id guest >/dev/null 2>&1 || useradd -m guest; } &&
    echo 'guest ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/guest && chown -R guest /home/signpost &&
    exec su guest -c 'cd /home/signpost && exec sh $script'"
fi

# Own mounts and processes: nothing stays mounted, nothing stays running.
exec unshare -mpf --kill-child sh -c '
  mount --make-rprivate / && mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && mount -t sysfs sys "$0/sys" &&
  mount --rbind /dev "$0/dev" && mount -t tmpfs tmp "$0/tmp" && mount -t tmpfs run "$0/run" &&
  exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    ${http_proxy:+http_proxy="$http_proxy"} sh -c "$1"' "$folder" "$command"
