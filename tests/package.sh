#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# By hand, as root: builds the Debian packages of this checkout, lets lintian judge them, installs them in a bare
# Debian 12 in a folder, does the main job there on a desktop, and takes them away again.
#
#   sh tests/package.sh FOLDER
set -eu
[ $# = 1 ] || { sed -n '3,6s/^# \{0,1\}//p' "$0"; exit 2; }
cd "$(dirname "$0")/.."
. tests/packages.sh

if [ "$1" != inside ]; then
  need_packages $packages_build $packages_debian
  folder=$(mkdir -p "$1" && cd "$1" && pwd)
  sh data/make-debian.sh "$folder.packages"
  rm -rf "$folder/srv/packages"
  mkdir -p "$folder/srv/packages"
  cp "$folder.packages/signpost_"*.deb "$folder.packages/signpostctl_"*.deb "$folder/srv/packages/"
  exec sh tests/bare.sh "$folder" "tests/package.sh inside"
fi

# What the packages themselves ask for comes first, so that nothing they forgot is there by chance.
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
apt-get install -y -q --no-install-recommends /srv/packages/signpostctl_*.deb >/dev/null
signpostctl providers >/dev/null
apt-get install -y -q --no-install-recommends /srv/packages/signpost_*.deb >/dev/null
ldd /usr/bin/signpost /usr/bin/signpostctl | grep 'not found' && exit 1
need_packages $packages_desktop

export TRY_FOLDER=/home/signpost/_try
mkdir -p "$TRY_FOLDER"
tests/session/with-session.sh sh tests/session/try-headless.sh

apt-get purge -y -q signpost signpostctl >/dev/null
left=$(find / -xdev -name '*signpost*' -not -path '/home/*' -not -path '/srv/*' -not -path '/proc/*' -not -path '/tmp/*' |
  grep -v '^/var/\(cache\|lib\)/apt/' || true)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
echo "Installed, used, and taken away without a trace."
