#!/usr/bin/env bash
# Builds, starts the lab's DNS server on loopback, scans 4,096 addresses of its
# world, and shows some rows and the summary.
set -euo pipefail
cd "$(dirname "$0")/.."

./scripts/setup.sh build
cmake --preset release -DCMAKE_MESSAGE_LOG_LEVEL=WARNING >/dev/null
cmake --build --preset release --target ptrcensus labdns

work=$(mktemp -d)
server=
cleanup() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

build/release/labdns serve --listen 127.0.0.1:0 >"$work/labdns" &
server=$!
for ((i = 0; i < 100; ++i)); do
  address=$(sed -n 's/^listening //p' "$work/labdns")
  [[ -z $address ]] || break
  kill -0 "$server" # ends the demo where the server has ended
  sleep 0.05
done

scan=(build/release/ptrcensus scan 20.0.0.0/20 -r "$address" --rate 20000)
printf '\n$ %s --format table\n' "${scan[*]}"
status=0
"${scan[@]}" --format table >"$work/rows" || status=$?
# Negative answers come first: they need no forward lookup.
printf '\nSome of the %d rows:\n' "$(($(wc -l <"$work/rows") - 1))"
sed -n '1p;2,4p;501,510p' "$work/rows"
exit "$status"
