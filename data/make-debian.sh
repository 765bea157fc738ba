#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes Debian packages of this checkout after the recipe in data/debian, and lets lintian judge them. What is needed
# stands in the Build-Depends of data/debian/control; besides dpkg-dev and lintian.
#
#   sh data/make-debian.sh FOLDER
set -eu
[ $# = 1 ] || { sed -n '3,6s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/.."

rm -rf "$folder/source"
rm -f "$folder"/*.deb "$folder"/*.changes "$folder"/*.buildinfo
mkdir "$folder/source"
cp -R meson.build meson_options.txt LICENSE README.md data po src "$folder/source/"
mv "$folder/source/data/debian" "$folder/source/debian"
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build)
cd "$folder/source"
[ "$(dpkg-parsechangelog -S Version)" = "$version" ] || {
  echo "data/debian/changelog is not that of version $version." >&2
  exit 1
}
export DEB_BUILD_OPTIONS="noautodbgsym ${DEB_BUILD_OPTIONS:-}"
dpkg-buildpackage -b -us -uc >"$folder/build.log" 2>&1 || { tail -n 40 "$folder/build.log"; exit 1; }
cd "$folder"
rm -rf source
lintian --fail-on error,warning ./*.changes
ls -l ./*.deb
