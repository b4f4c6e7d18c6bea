# shellcheck shell=bash disable=SC2030,SC2031,SC2034,SC2154 # one script in parts: services.sh sets $dir and uses the names
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
    local enabled replaced=()
    say "Installing $1 with apt-get."
    enabled=$(enabled_units)
    trap restore EXIT
    # Asked by every package script before it starts a service; 101 means no.
    replace "$policy" 755 <<<$'#!/bin/sh\nexit 101'
    apt_get update || say "The package lists could not be refreshed; trying with those at hand."
    if [[ $1 == postgresql ]]; then
        apt_get install postgresql-common || apt_get_failed "$1"
        replace "$createcluster" 644 <<<'create_main_cluster = false'
    fi
    apt_get install "$1" || apt_get_failed "$1"
    # Neither now nor after the next boot: whoever wants the machine's own server enables it.
    comm -13 <(printf '%s\n' "$enabled") <(enabled_units) | while read -r unit; do
        as_root systemctl --root=/ disable "$unit" >>"$dir/apt-get.log" 2>&1
    done
)

enabled_units() {
    ! command -v systemctl >/dev/null || systemctl --root=/ list-unit-files --state=enabled --no-legend | cut -d ' ' -f 1 | sort
}

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
    replaced+=("$1")
    if as_root test -e "$1"; then as_root mv --no-clobber "$1" "$1.before-sagas"; fi
    as_root install -m "$2" /dev/stdin "$1"
}

restore() {
    local file
    for file in "${replaced[@]}"; do
        as_root rm -f "$file"
        if as_root test -e "$file.before-sagas"; then as_root mv "$file.before-sagas" "$file"; fi
    done
}
