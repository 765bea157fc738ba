#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is needed, builds, and passes all tests. Run it from a fresh clone on a bare Debian 12,
# as root or as a user with sudo. Closes with “N passed, N failed”.
#
#   sh tests/run.sh              everything
#   sh tests/run.sh core lint    only these suites
#   SIGNPOST_BUILD_DIR=DIR       where to build (default: _build in the checkout)
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
PATH=/usr/bin:/bin:/usr/sbin:/sbin
export PATH
build=${SIGNPOST_BUILD_DIR:-_build}
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME

need_packages $packages_build $packages_desktop $packages_test

passed=0
failed=0

# configure NAME OPTIONS…: a build folder, made anew when it cannot be used again.
configure ()
{
  folder=$build/$1
  shift
  [ -f "$folder/build.ninja" ] || {
    rm -rf "$folder"
    meson setup "$folder" "$@" >"$build/setup.log" 2>&1 || { cat "$build/setup.log"; exit 1; }
  }
}

# tally NAME: adds the figures of the test run that just ended in that build folder.
tally ()
{
  counts=$(python3 - "$build/$1/meson-logs" <<'PY'
import json, os, sys
ok = bad = 0
path = os.path.join(sys.argv[1], 'testlog.json')
for line in open(path, encoding='utf-8') if os.path.exists(path) else []:
    row = json.loads(line)
    if row['result'] in ('OK', 'EXPECTEDFAIL'):
        ok += 1
    elif row['result'] == 'SKIP':
        print('skipped:', row['name'], file=sys.stderr)
    else:
        bad += 1
print(ok, bad)
PY
)
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

# compile NAME: compiles, and counts as one test that it does.
compile ()
{
  if ninja -C "$build/$1" >"$build/$1.log" 2>&1; then
    passed=$((passed + 1))
  else
    tail -n 60 "$build/$1.log"
    failed=$((failed + 1))
  fi
}

# again NAME: what failed gets one more try, alone on the machine. What passes then is named, not hidden.
again ()
{
  names=$(python3 - "$build/$1/meson-logs/testlog.json" <<'PY'
import json, sys
for line in open(sys.argv[1], encoding='utf-8'):
    row = json.loads(line)
    if row['result'] not in ('OK', 'EXPECTEDFAIL', 'SKIP'):
        print(row['name'].split(' / ')[-1])
PY
)
  for test in $names; do
    if meson test -C "$build/$1" --no-rebuild --print-errorlogs --logbase again "$test"; then
      echo "passed only on the second try: $test"
      passed=$((passed + 1))
      failed=$((failed - 1))
    fi
  done
}

# run NAME ARGUMENTS…: the tests of one build folder; suites given on our command line narrow it.
run ()
{
  name=$1
  shift
  before=$failed
  status=0
  meson test -C "$build/$name" --no-rebuild --print-errorlogs "$@" || status=$?
  tally "$name"
  [ "$status" = 0 ] || [ "$failed" -gt "$before" ] || failed=$((failed + 1))
  [ "$failed" -gt "$before" ] && again "$name"
  return 0
}

mkdir -p "$build"
suites=
for suite in "$@"; do suites="$suites --suite $suite"; done

echo "== gcc, AddressSanitizer and UndefinedBehaviorSanitizer, warnings are errors"
configure asan -Db_sanitize=address,undefined -Dwerror=true
case " ${*:-flatpak} " in
  *" flatpak "*)
    { (need_packages $packages_flatpak) && sh tests/flatpak/can-run.sh &&
      sh tests/flatpak/fetch-runtime.sh "$build/asan/flatpak"; } ||
      echo "The Flatpak is not tested here, for the reason just given."
    ;;
esac
compile asan
run asan $suites

if [ $# = 0 ]; then
  echo "== clang, warnings are errors"
  CC=clang configure clang -Dwerror=true
  compile clang
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
