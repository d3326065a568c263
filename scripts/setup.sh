#!/usr/bin/env bash
# Installs from Debian 12 what is missing: `setup.sh build` what a build needs,
# `setup.sh test` also what the tests and checks need; without argument, all.
set -euo pipefail

build_packages=(
  cmake ninja-build g++ pkg-config libuv1-dev libldns-dev libxxhash-dev
  libcli11-dev libcsv-dev libfmt-dev rapidjson-dev libbenchmark-dev
  libpsl-dev libsqlite3-dev publicsuffix
)
test_packages=(
  libgtest-dev googletest clang-format git nsd unbound python3
  python3-dnspython
)

case "${1:-all}" in
  build) wanted=("${build_packages[@]}") ;;
  test | all) wanted=("${build_packages[@]}" "${test_packages[@]}") ;;
  *)
    echo "setup.sh: unknown group '$1'; use build or test" >&2
    exit 2
    ;;
esac

for tool in dpkg-query apt-get; do
  if ! command -v "$tool" >/dev/null; then
    echo "setup.sh: $tool not found: this script is for Debian 12;" \
      "install by hand: ${wanted[*]}" >&2
    exit 1
  fi
done

installed=" $(dpkg-query -W -f '${Package}/${db:Status-Status} ' \
  "${wanted[@]}" 2>/dev/null || true)"
missing=()
for package in "${wanted[@]}"; do
  [[ "$installed" == *" $package/installed "* ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  echo "setup: nothing to install"
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "setup.sh: run as root (no sudo here); missing: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

log=$(mktemp)
policy=/usr/sbin/policy-rc.d
own_policy=no
cleanup() {
  rm -f "$log"
  if [[ $own_policy == yes ]]; then
    "${as_root[@]}" rm -f "$policy"
  fi
}
trap cleanup EXIT

# The tests start nsd and unbound themselves, on ports of their own: Debian's
# services stay stopped.
if [[ ! -e $policy ]]; then
  own_policy=yes
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi

apt() {
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "setup.sh: apt-get $* failed" >&2
    exit 1
  fi
}

echo "setup: updating package lists"
apt -qq update
echo "setup: installing ${missing[*]}"
apt -qq install -y --no-install-recommends "${missing[@]}"
echo "setup: done"
