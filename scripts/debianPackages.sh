# For the scripts that install what tests need: Debian's and Ubuntu's packages; needs root or sudo.

# installMissing NAME "PROGRAM..." "PACKAGE...": installs the packages unless all programs are there.
installMissing() {
  local name="$1" programs packages root=() log
  read -ra programs <<<"$2"
  read -ra packages <<<"$3"
  export PATH="$PATH:/usr/sbin:/sbin"
  [ -n "$(missing "${programs[@]}")" ] || return 0
  command -v apt-get >/dev/null || fail "$name" "there is no apt-get here: install ${packages[*]} by other means"
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "$name" "root is needed: run it as root, or apt-get install ${packages[*]}"
    root=(sudo -n)
  fi
  log="$(mktemp)"
  # The lists of packages may be missing or old; with good ones the update would only cost time.
  installPackages || { "${root[@]}" apt-get update </dev/null >"$log" 2>&1 && installPackages; } ||
    fail "$name" "apt-get could not install ${packages[*]}: $(grep -m1 '^E:' "$log" || tail -n1 "$log")"
  rm -f "$log"
  [ -z "$(missing "${programs[@]}")" ] ||
    fail "$name" "still missing after the installation: $(missing "${programs[@]}" | tr '\n' ' ')"
}

# What installMissing has said is what it installs.
installPackages() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${packages[@]}" </dev/null >"$log" 2>&1
}

missing() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || echo "$program"
  done
}

fail() {
  echo "$1: $2" >&2
  exit 1
}
