#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches from Debian what make-runtime.sh needs, once; everything after it works without a network.
#
#   fetch-runtime.sh FOLDER
set -eu
[ $# = 1 ] || { sed -n '3,5s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$(mkdir -p "$1/debs" "$1/apt/partial" && cd "$1" && pwd)

# What Signpost uses of org.gnome.Platform. Nothing the real one lacks may stand here, above all no
# ayatana-appindicator: a manifest that forgets to bundle it must fail here too.
platform="libc6 libc-bin base-files bash dash coreutils sed grep mawk findutils tar gzip util-linux procps
  ca-certificates openssl tzdata glib-networking libgtk-3-0 librsvg2-common libsecret-1-0 libsoup-3.0-0
  libjson-glib-1.0-0 libsqlite3-0 adwaita-icon-theme hicolor-icon-theme shared-mime-info
  dconf-gsettings-backend gsettings-desktop-schemas fonts-dejavu-core fontconfig libglib2.0-bin dbus-bin
  libgtk-3-bin desktop-file-utils locales"
sdk="gcc ccache libc6-dev binutils patch pkgconf meson ninja-build gettext python3 diffutils elfutils file
  libgtk-3-dev libsecret-1-dev libsoup-3.0-dev libjson-glib-dev libsqlite3-dev libgnutls28-dev
  libglib2.0-dev-bin appstream appstream-util"
tray="libayatana-appindicator3-dev"

# What comes along by dependency and is of no use in a runtime.
unused='adduser|debconf|dpkg|dpkg-dev|dbus|dbus-daemon|dbus-(session|system)-bus-common|dbus-user-session|login|mount'
unused="$unused|passwd|systemd.*|libsystemd-shared|libpam-.*|manpages.*|x11-common|perl.*|libperl.*|libdpkg-perl"
unused="$unused|libfile-find-rule-perl|libllvm.*|libgl1-mesa-dri|libglx-mesa0|mesa-.*|libvulkan.*|libgallium|libz3-4"
unused="$unused|g\\+\\+.*|libstdc\\+\\+-.*-dev|lib(a|t|l|hwa)san.*|libubsan1|libitm1|libquadmath0|libgprofng0"
unused="$unused|libgtk-4-.*|gir1.2-.*|libgirepository1.0-dev|libicu-dev|icu-devtools|linux-libc-dev-doc|libgtk2.*"
unused="$unused|vala.*"

# apt_get WORDS…: asked as on an empty system, so that what is installed here does not matter.
: >"$folder/apt/status"
apt_get ()
{
  apt-get -q=2 -o Debug::NoLocking=1 -o APT::Sandbox::User= -o Dir::State::status="$folder/apt/status" \
    -o Dir::Cache::archives="$folder/apt" -o APT::Install-Recommends=0 "$@"
}

# closure PACKAGES…: the file names of them and of all they depend on.
closure ()
{
  apt_get install --print-uris "$@" >"$folder/apt/uris"
  sed -n "s/^'[^']*' \([^ ]*\).*/\1/p" "$folder/apt/uris" | sort -u | grep -vE "^($unused)_"
}

key=$(cat "$0" /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | cksum)
if [ "$(cat "$folder/fetched" 2>/dev/null)" = "$key" ]; then
  exit 0
fi
rm -f "$folder/fetched"
closure $platform >"$folder/platform.list"
closure $platform $sdk >"$folder/sdk.list"
closure $tray >"$folder/tray.all"
comm -23 "$folder/tray.all" "$folder/sdk.list" >"$folder/tray.list"

# name_version_architecture.deb, where %3a is the colon of an epoch, becomes name=version.
missing=$(sort -u "$folder/sdk.list" "$folder/tray.list" | while read -r file; do
  [ -s "$folder/debs/$file" ] || echo "$file"
done | sed 's/_\([^_]*\)_[^_]*\.deb$/=\1/; s/%3a/:/')
[ -z "$missing" ] || (cd "$folder/debs" && apt_get download $missing)
echo "$key" >"$folder/fetched"
