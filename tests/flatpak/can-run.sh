#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether Flatpaks can be built and run here; says why not.
set -eu
PATH=/usr/bin:/bin:/usr/sbin:/sbin
for tool in flatpak flatpak-builder ostree bwrap eu-strip appstreamcli appstream-compose; do
  command -v "$tool" >/dev/null || { echo "no $tool here; tests/run.sh installs what is needed"; exit 1; }
done
# flatpak names folders by their descriptors, which a chroot and some containers do not let it do
bwrap --dev-bind / / --unshare-pid --ro-bind /proc/self/fd/8 /tmp true 8</ 2>/dev/null || {
  echo "this machine allows no sandbox, as in a chroot or a tight container"
  exit 1
}
