#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds this checkout as a Flatpak against GNOME's runtime from Flathub and installs it for this user.
#
#   sh flatpak/install.sh            as io.github.signpostdns.Signpost
#   sh flatpak/install.sh --devel    as io.github.signpostdns.Signpost.Devel, beside a released copy
#   sh flatpak/install.sh --bundle   the same as the first, and leaves _build/flatpak-user/signpost.flatpak
set -eu
cd "$(dirname "$0")/.."
id=io.github.signpostdns.Signpost
build=${SIGNPOST_BUILD_DIR:-$PWD/_build}/flatpak-user
shared=flatpak/shared-modules
# a state of github.com/flathub/shared-modules that was tried
shared_commit=619413179c342be65ae797d7f60e15c628d9db15

# fail SENTENCE…: ends with what is wrong and what to do.
fail () { echo "$*" >&2; exit 1; }

case ${1:-} in
  '' | --bundle) ;;
  --devel) id=$id.Devel ;;
  *) sed -n '3,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

for tool in flatpak git python3; do
  command -v "$tool" >/dev/null ||
    fail "$tool is missing. On Debian and Ubuntu: sudo apt install flatpak flatpak-builder git python3-yaml"
done
python3 -c 'import yaml' 2>/dev/null || fail "Python lacks yaml. On Debian and Ubuntu: sudo apt install python3-yaml"

# Where the distribution has no builder, Flathub has it as a Flatpak.
if command -v flatpak-builder >/dev/null; then
  builder=flatpak-builder
else
  builder="flatpak run org.flatpak.Builder"
fi

flathub=https://dl.flathub.org/repo/flathub.flatpakrepo
runtime=org.gnome.Platform//$(sed -n "s/^runtime-version: '\(.*\)'/\1/p" "flatpak/$id.yml")
{ flatpak --user remote-add --if-not-exists flathub "$flathub" && flatpak --user remote-info flathub "$runtime"; } \
  >/dev/null 2>&1 ||
  fail "$runtime comes from Flathub, which cannot be reached from here. Try again with a network; without one," \
    "sh tests/run.sh flatpak builds against a stand-in, to test and not to use."
[ "$builder" = flatpak-builder ] || flatpak --user install -y --noninteractive flathub org.flatpak.Builder

# The tray's libraries are not in the runtime; Flathub keeps their recipe.
if [ ! -d "$shared/.git" ]; then
  git clone -q https://github.com/flathub/shared-modules.git "$shared" ||
    fail "github.com cannot be reached from here, and the recipe of the tray's libraries comes from there."
fi
git -C "$shared" checkout -q "$shared_commit"

mkdir -p "$build"
python3 flatpak/local-manifest.py "flatpak/$id.yml" "$build/$id.json" --source .
$builder --user --install --force-clean --install-deps-from=flathub --default-branch=local --ccache \
  --state-dir="$build/state" --repo="$build/repo" "$build/$id" "$build/$id.json"
if [ "${1:-}" = --bundle ]; then
  flatpak build-bundle --runtime-repo="$flathub" "$build/repo" "$build/signpost.flatpak" "$id" local
  echo "The bundle is $build/signpost.flatpak"
fi
echo "Installed. Start it from the menu, or: flatpak run $id"
