#!/usr/bin/env bash
# Checks what no compiler checks, over tracked and new files: format, include
# layers, file and function sizes, no paths of one machine. One line a fault:
# `file:line: what`.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0

mapfile -t files < <(git ls-files -co --exclude-standard --deduplicate |
  while read -r file; do [[ -f $file ]] && echo "$file"; done)
sources=()
for file in "${files[@]}"; do
  [[ $file == *.h || $file == *.cc ]] && sources+=("$file")
done

clang-format --version >/dev/null
unformatted=$(clang-format --dry-run -Werror "${sources[@]}" 2>&1 |
  sed -nE 's/^([^:]+:[0-9]+):.* error: .*/\1: not as clang-format has it/p' |
  uniq || true)
if [[ -n $unformatted ]]; then
  echo "$unformatted"
  status=1
fi
/usr/bin/python3 scripts/check_includes.py "${sources[@]}" || status=1
/usr/bin/python3 scripts/check_sizes.py "${files[@]}" || status=1

if grep -nIF '/wor''k/' "${files[@]}" |
  sed -E 's/^([^:]+:[0-9]+):.*/\1: a path of one machine/'; then
  status=1
fi

if ((status == 0)); then
  echo "check: ${#files[@]} files, no faults"
fi
exit "$status"
