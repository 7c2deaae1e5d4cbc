#!/usr/bin/env bash
# Installs Slurm's daemons and clients, and munge, for the tests that start a cluster on this machine
# (test/support/slurm). Does nothing where they are there. Debian's and Ubuntu's packages; needs root or sudo.
set -eu
source "$(dirname "$0")/debianPackages.sh"

installMissing installSlurm \
  'slurmctld slurmd munged sbatch squeue scancel scontrol sinfo' \
  'slurmctld slurmd slurm-client munge'
