#!/usr/bin/env bash
# Installs Slurm's daemons and clients, and munge, for the tests that start a cluster on this machine
# (test/support/slurm). Does nothing where they are there. Debian's and Ubuntu's packages; needs root or sudo.
set -eu

programs=(slurmctld slurmd munged sbatch squeue scancel scontrol sinfo)
packages=(slurmctld slurmd slurm-client munge)
export PATH="$PATH:/usr/sbin:/sbin"

missing() {
  local program
  for program in "${programs[@]}"; do
    command -v "$program" >/dev/null || echo "$program"
  done
}

fail() {
  echo "installSlurm: $1" >&2
  exit 1
}

[ -n "$(missing)" ] || exit 0
command -v apt-get >/dev/null || fail "there is no apt-get here: install Slurm (slurmctld, slurmd, its clients) and munge"
root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || fail "root is needed: run it as root, or apt-get install ${packages[*]}"
  root=(sudo -n)
fi

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
install() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${packages[@]}" </dev/null >"$log" 2>&1
}
# The lists of packages may be missing or old; with good ones the update would only cost time.
install || { "${root[@]}" apt-get update </dev/null >"$log" 2>&1 && install; } ||
  fail "apt-get could not install ${packages[*]}: $(grep -m1 '^E:' "$log" || tail -n1 "$log")"
[ -z "$(missing)" ] || fail "still missing after the installation: $(missing | tr '\n' ' ')"
