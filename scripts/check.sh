#!/usr/bin/env bash
# Checks what no compiler checks, over tracked and new files: format, include
# layers, file and function sizes, no paths of one machine. One line a fault:
# `file:line: what`.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0

# A command of its own, so that its failure ends the check.
listed=$(git ls-files -co --exclude-standard --deduplicate)
files=()
sources=()
while read -r file; do
  [[ -f $file ]] || continue
  files+=("$file")
  if [[ $file == *.h || $file == *.cc ]]; then
    sources+=("$file")
  fi
done <<<"$listed"
if ((${#sources[@]} == 0)); then
  echo "check.sh: git lists no .h or .cc file here: nothing to check" >&2
  exit 1
fi

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
