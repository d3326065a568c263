#!/usr/bin/env bash
# Builds, then measures over loopback: the scanner, bare loops of system calls,
# and other resolvers where they are installed, in turn on one core against the
# lab's DNS server on another. Prints one table and keeps the raw figures in
# bench/runs/; `scripts/bench.sh --help` lists the options.
set -euo pipefail
# The caller's folder stays: paths among the options are meant from there.
project=$(cd "$(dirname "$0")/.." && pwd)

if ! command -v python3 >/dev/null; then
  echo "bench.sh: python3 not found: apt-get install python3" >&2
  exit 1
fi
# What cannot be run is said before anything is built.
python3 -B "$project/bench/compare" --check "$@"
for argument in "$@"; do
  [[ $argument != -h && $argument != --help ]] || exit 0
done

# On stderr: stdout has the table alone.
(
  cd "$project"
  ./scripts/setup.sh build
  cmake --preset release -DCMAKE_MESSAGE_LOG_LEVEL=WARNING >/dev/null
  cmake --build --preset release --target \
    ptrcensus labdns bare_loops simulation
) >&2
exec python3 -B "$project/bench/compare" "$@"
