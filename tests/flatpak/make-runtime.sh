#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a stand-in for org.gnome.Platform and org.gnome.Sdk of what fetch-runtime.sh fetched, installs it into
# FOLDER/user, and beside it FOLDER/tray, the tray's libraries as a module. It has the name of the real runtime and
# nothing of its ABI: what is built against it is for tests alone.
#
#   make-runtime.sh FOLDER BRANCH
set -eu
[ $# = 2 ] || { sed -n '3,7s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$(cd "$1" && pwd)
branch=$2
arch=$(uname -m)
machine=$arch-linux-gnu
export FLATPAK_USER_DIR="$folder/user"

# unpack LIST TREE: the packages of a list into a tree, whose links of /bin to /usr/bin stay.
unpack ()
{
  sed "s|^|$folder/debs/|" "$1" | xargs -P "$(nproc)" -I '{}' sh -c 'dpkg-deb --fsys-tarfile "$1" |
    tar -x --no-same-owner --keep-directory-symlink -C "$2" --exclude=./usr/share/doc --exclude=./usr/share/man \
      --exclude=./usr/share/info --exclude=./usr/share/lintian --exclude=./usr/share/gtk-doc \
      --exclude=./usr/share/locale --exclude=./usr/share/help --exclude=./usr/share/bug --exclude=./var \
      --exclude="./usr/share/icons/Adwaita/[0-9]*x*" --exclude=./usr/share/icons/Adwaita/cursors \
      --exclude="./usr/lib/python3/dist-packages/mesonbuild/test cases"' unpack '{}' "$2"
}

# make_tree LIST TREE: a whole /usr and /etc.
make_tree ()
{
  rm -rf "$2"
  for part in bin sbin lib lib64; do
    mkdir -p "$2/usr/$part"
    ln -s "usr/$part" "$2/$part"
  done
  mkdir -p "$2/etc" "$2/var/tmp" "$2/tmp" "$2/proc" "$2/dev" "$2/run"
  unpack "$1" "$2"
}

# link TREE NAME TARGET: what Debian leaves to update-alternatives.
link () { [ ! -e "$1/usr/bin/$3" ] || [ -e "$1/usr/bin/$2" ] || ln -s "$3" "$1/usr/bin/$2"; }

# finish TREE: what the scripts of the packages would have done, then the habits of a Flatpak runtime.
finish ()
{
  rm -rf "$1/etc/alternatives"
  find "$1/usr" -xtype l -lname '/etc/alternatives/*' -delete
  link "$1" awk mawk
  link "$1" cc gcc
  link "$1" pkg-config pkgconf
  ln -sf bash "$1/usr/bin/sh"
  bwrap --bind "$1" / --proc /proc --dev /dev --tmpfs /tmp --unshare-pid --clearenv --setenv PATH /usr/bin:/usr/sbin \
    --setenv LC_ALL C.UTF-8 --setenv HOME /tmp sh -eu -c '
      lib=/usr/lib/$1
      ldconfig
      mkdir -p /usr/lib/locale /usr/lib/extensions /etc/ssl/certs
      localedef -i en_US -f UTF-8 en_US.UTF-8
      glib-compile-schemas /usr/share/glib-2.0/schemas
      $lib/glib-2.0/gio-querymodules $lib/gio/modules
      $lib/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders >$lib/gdk-pixbuf-2.0/2.10.0/loaders.cache
      $lib/libgtk-3-0/gtk-query-immodules-3.0 >$lib/gtk-3.0/3.0.0/immodules.cache
      update-mime-database /usr/share/mime
      gtk-update-icon-cache -qf /usr/share/icons/hicolor
      gtk-update-icon-cache -qf /usr/share/icons/Adwaita
      cat /usr/share/ca-certificates/*/*.crt >/etc/ssl/certs/ca-certificates.crt
    ' finish "$machine" >"$1.log" 2>&1 || { cat "$1.log" >&2; exit 1; }
  rm -rf "$1/etc/ld.so.conf.d" "$1/etc/ld.so.cache" "$1/etc/init.d" "$1/etc/systemd" "$1/etc/default" \
    "$1/usr/share/i18n"
  (cd "$1/etc" && rm -f hostname hosts resolv.conf passwd group shadow machine-id localtime mtab host.conf timezone)
  printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' /app/lib "/usr/lib/$machine" >"$1/etc/ld.so.conf"
  printf '%s\n' 'ID=org.gnome.platform' 'NAME="stand-in for GNOME"' "VERSION_ID=$branch" >"$1/usr/lib/os-release"
  ln -sf ../usr/lib/os-release "$1/etc/os-release"
  mkdir -p "$1/etc/flatpak-builder"
  cat >"$1/etc/flatpak-builder/defaults.json" <<DEFAULTS
{
  "cflags": "-O2 -g -Wp,-D_FORTIFY_SOURCE=3 -fstack-protector-strong",
  "ldflags": "-Wl,-z,relro,-z,now -L/app/lib"
}
DEFAULTS
}

# export_tree TREE ID: into the repository, in the shape in which flatpak wants it.
export_tree ()
{
  rm -rf "$1.flatpak"
  mkdir -p "$1.flatpak/files"
  mv "$1/usr" "$1.flatpak/usr"
  rm -rf "$1.flatpak/usr/etc"
  mv "$1/etc" "$1.flatpak/usr/etc"
  cat >"$1.flatpak/metadata" <<METADATA
[Runtime]
name=$2
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
METADATA
  flatpak build-export --disable-sandbox --runtime --arch="$arch" --no-update-summary "$folder/repo" "$1.flatpak" \
    "$branch" >/dev/null
  rm -rf "$1" "$1.flatpak" "$1.log"
}

# make_tray: Debian's libraries of the tray, moved to /app, in place of the module that Flathub builds from source.
make_tray ()
{
  rm -rf "$folder/tray" "$folder/tray.tree"
  mkdir -p "$folder/tray" "$folder/tray.tree"
  grep -E '^lib(ayatana|dbusmenu)' "$folder/tray.list" >"$folder/tray.wanted"
  unpack "$folder/tray.wanted" "$folder/tray.tree"
  cp -a "$folder/tray.tree/usr/lib/$machine" "$folder/tray/lib"
  cp -a "$folder/tray.tree/usr/include" "$folder/tray/include"
  find "$folder/tray" -name '*.a' -delete
  find "$folder/tray" -name '*.pc' -exec sed -i -e 's|^prefix=.*|prefix=/app|' -e "s|/lib/$machine|/lib|g" \
    -e 's|=/usr/|=/app/|' '{}' +
  rm -rf "$folder/tray.tree"
  cat >"$folder/tray/module.json" <<MODULE
{
  "name": "libayatana-appindicator",
  "buildsystem": "simple",
  "build-commands": ["cp -a lib include /app/"],
  "cleanup": ["/include", "/lib/pkgconfig"],
  "sources": [{"type": "dir", "path": ".", "skip": ["module.json"]}]
}
MODULE
}

key=$(cat "$folder/fetched" "$0" | cksum)-$branch
if [ "$(cat "$folder/made" 2>/dev/null)" = "$key" ]; then
  exit 0
fi
rm -rf "$folder/made" "$folder/repo" "$folder/user"
# not compressed, so that installing makes links only
ostree init --repo="$folder/repo" --mode=bare-user-only
for name in Platform Sdk; do
  make_tree "$folder/$(echo "$name" | tr PS ps).list" "$folder/tree"
  finish "$folder/tree"
  export_tree "$folder/tree" "org.gnome.$name"
done
make_tray
flatpak build-update-repo "$folder/repo" >/dev/null
flatpak --user remote-add --no-gpg-verify stand-in "file://$folder/repo"
flatpak --user install -y --noninteractive stand-in "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >/dev/null
echo "$key" >"$folder/made"
