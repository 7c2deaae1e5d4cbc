#!/usr/bin/env bash
# Installs Chromium for the tests that open the report in a browser (test/support/browser). Does nothing where it
# is there. Debian's packages; needs root or sudo. Ubuntu's package of that name installs a snap instead.
set -eu
source "$(dirname "$0")/debianPackages.sh"

installMissing installChromium chromium chromium
