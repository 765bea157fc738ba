#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What a bare Debian 12 or Ubuntu needs, in sets; sourced by try.sh and run.sh.
# Nothing is installed without being named first.

packages_build="gcc libc6-dev pkg-config meson ninja-build gettext python3
  libglib2.0-dev libglib2.0-dev-bin libgtk-3-dev libayatana-appindicator3-dev libsoup-3.0-dev
  libsecret-1-dev libjson-glib-dev libsqlite3-dev libgnutls28-dev glib-networking ca-certificates"

packages_desktop="xvfb xauth x11-utils xdotool maim dbus dbus-bin libglib2.0-bin xfce4-panel
  at-spi2-core adwaita-icon-theme hicolor-icon-theme librsvg2-common fonts-dejavu-core
  gnome-keyring gcr libsecret-tools xfce4-notifyd python3-gi gir1.2-atspi-2.0 procps
  util-linux iproute2 bind9-dnsutils curl openssl openbox"

packages_test="clang libclang-rt-14-dev clang-format desktop-file-utils appstream libxml2-utils
  git locales gnome-themes-extra inadyn bind9 knot pdns-server
  pdns-backend-sqlite3"

packages_flatpak="flatpak flatpak-builder ostree bubblewrap xdg-dbus-proxy xdg-desktop-portal appstream appstream-util
  desktop-file-utils elfutils fuse3 gnome-keyring python3-yaml"

packages_debian="debhelper dpkg-dev lintian"

# Prints those of the given packages that are not installed.
missing_packages ()
{
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
      printf '%s ' "$package"
  done
}

# Installs what is missing of the given packages, or says what to do where it cannot.
need_packages ()
{
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || {
    echo "This is not Debian or Ubuntu. Install what stands for these packages, then run this again" >&2
    echo "with SIGNPOST_NO_INSTALL=1:" >&2
    echo "$*" >&2
    [ "${SIGNPOST_NO_INSTALL:-}" ] && return 0
    exit 1
  }
  missing=$(missing_packages "$@")
  [ "$missing" ] || return 0
  [ "${SIGNPOST_NO_INSTALL:-}" ] && { echo "Not installed: $missing" >&2; exit 1; }
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "These packages are missing; ask an administrator to install them: $missing" >&2
      exit 1
    }
    as_root=sudo
  fi
  echo "Installing from Debian: $missing"
  # Servers among the packages (a bus, an updater) must not start by themselves.
  policy=
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    policy=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
  fi
  log=$(mktemp)
  if $as_root apt-get update -q >"$log" 2>&1 &&
     $as_root env DEBIAN_FRONTEND=noninteractive \
       apt-get install -y -q --no-install-recommends $missing >>"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 20 "$log" >&2
    echo "Installing failed; the whole log is $log" >&2
    [ "$policy" ] && $as_root rm -f "$policy"
    exit 1
  fi
  [ "$policy" ] && $as_root rm -f "$policy"
  return 0
}
