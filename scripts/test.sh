#!/usr/bin/env bash
# Builds the release preset and runs all tests; arguments go to ctest, e.g.
# `scripts/test.sh -R e2e_nsd`.
set -euo pipefail
cd "$(dirname "$0")/.."

./scripts/setup.sh test
cmake --preset release >/dev/null
cmake --build --preset release
exec ctest --preset release -j "$(nproc)" "$@"
