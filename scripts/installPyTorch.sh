#!/usr/bin/env bash
# Installs PyTorch into a virtual environment, bench/.venv, for the benchmark (npm run bench) and for the tests that
# run the Python of docs/. Does nothing where it is there. Needs Python 3.10 or newer with pip.
set -eu
cd "$(dirname "$0")/../bench"
requirements='torch==2.13.0 numpy safetensors'
# Written last, so that a half-made environment is made again.
complete=.venv/complete
[ "$(cat "$complete" 2>/dev/null)" != "$requirements" ] || exit 0

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

# The last error that a program wrote, or else the last line.
told() {
  grep -i error "$log" | tail -n1 | grep . || tail -n1 "$log"
}

fail() {
  echo "installPyTorch: $1" >&2
  exit 1
}

echo "installPyTorch: installing $requirements into bench/.venv" >&2
rm -rf .venv
command -v python3 >/dev/null || fail 'there is no python3: install Python 3.10 or newer'
python3 -m venv .venv >"$log" 2>&1 ||
  fail "no virtual environment could be made: $(told)"
# shellcheck disable=SC2086
.venv/bin/python -m pip install --quiet $requirements >"$log" 2>&1 ||
  fail "pip install failed: $(told)"
echo "$requirements" >"$complete"
