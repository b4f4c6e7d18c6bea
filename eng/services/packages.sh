# shellcheck shell=bash disable=SC2034,SC2154 # one script in parts: services.sh sets $dir and uses the names
# Installing the servers from the distribution's packages, without letting the packages start anything.

policy=/usr/sbin/policy-rc.d
createcluster=/etc/postgresql-common/createcluster.conf

can_install_packages() {
    command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

install_package() ( # PACKAGE
    say "Installing $1 with apt-get."
    trap 'restore "$policy"; restore "$createcluster"' EXIT
    # Asked by every package script before it starts a service; 101 means no.
    replace "$policy" 755 <<<$'#!/bin/sh\nexit 101'
    apt_get update || say "The package lists could not be refreshed; trying with those at hand."
    if [[ $1 == postgresql ]]; then
        apt_get install postgresql-common || apt_get_failed "$1"
        replace "$createcluster" 644 <<<'create_main_cluster = false'
    fi
    apt_get install "$1" || apt_get_failed "$1"
    # Neither now nor after the next boot: whoever wants the machine's own server enables it.
    ! command -v systemctl >/dev/null || as_root systemctl disable "$1" >/dev/null 2>&1 || true
)

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Options::=--force-confold -o DPkg::Lock::Timeout=120 "$@" \
        >>"$dir/apt-get.log" 2>&1
}

apt_get_failed() { # PACKAGE
    tail -n 20 "$dir/apt-get.log" >&2
    fail "apt-get could not install $1."
}

# replace FILE MODE: by standard input, until restore.
replace() {
    if as_root test -e "$1"; then as_root mv "$1" "$1.before-sagas"; fi
    as_root install -m "$2" /dev/stdin "$1"
}

restore() { # FILE
    as_root rm -f "$1"
    if as_root test -e "$1.before-sagas"; then as_root mv "$1.before-sagas" "$1"; fi
}
