#!/usr/bin/env bash
# Builds, starts the lab's DNS server on loopback, scans 4,096 addresses of its
# world, and shows the summary, some rows, and what the commands for finished
# rows say about them.
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

ptrcensus=$PWD/build/release/ptrcensus
cd "$work"
fields=ip,ptr_status,fcrdns,name_class,name,names,names_total,encoding,findings
scan=(scan 20.0.0.0/20 -r "$address" --rate 20000 -o rows.csv
  --fields "$fields")
printf '\n$ ptrcensus %s\n' "${scan[*]}"
"$ptrcensus" "${scan[@]}"
# Negative answers come first: they need no forward lookup.
printf '\nSome of the %d rows:\n' "$(($(wc -l <rows.csv) - 1))"
sed -n '1p;2,3p;501,505p' rows.csv | cut -d , -f 1-5

ip=20.0.0.1
name=$(sed -n "s/^$ip,[^,]*,[^,]*,[^,]*,\([^,]*\),.*/\1/p" rows.csv)
printf '\n$ ptrcensus explain %s %s\n' "$ip" "$name"
"$ptrcensus" explain "$ip" "$name" >explanation
for part in 'Address in the name' Words Decision Verdict; do
  sed -n "/^$part\$/,/^\$/p" explanation
done

printf '$ ptrcensus audit rows.csv\n'
status=0
"$ptrcensus" audit rows.csv >audit || status=$?
head -n 24 audit
echo ...
# 1 says that receivers of mail would refuse some of these addresses.
[[ $status == 1 ]]

printf '\n$ ptrcensus patterns --top 1 rows.csv\n'
"$ptrcensus" patterns --top 1 rows.csv >patterns
head -n 7 patterns
echo ...
