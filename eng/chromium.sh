#!/usr/bin/env bash
# Sees to it that there is a Chromium for the tests of the pages: an installed one, or else the distribution's package.
set -euo pipefail

eng=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=eng/processes.sh
source "$eng/processes.sh"
# shellcheck source=eng/services/packages.sh
source "$eng/services/packages.sh"

usage() {
    cat <<'TEXT'
Usage: eng/chromium.sh DIR

Looks for SAGAS_CHROMIUM, then for chromium or Chrome on the PATH, and else installs chromium with apt-get, as root or with
passwordless sudo. apt-get's log is DIR/apt-get.log.
TEXT
}

has_chromium() {
    local name
    [[ -z ${SAGAS_CHROMIUM:-} ]] || return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        ! command -v "$name" >/dev/null || return 0
    done
    return 1
}

main() {
    [[ ${1:-} != -h && ${1:-} != --help ]] || { usage && exit; }
    [[ -n ${1:-} ]] || { usage >&2 && exit 2; }
    ! has_chromium || exit 0
    can_install_packages || fail "There is no Chromium, and no way to install one: install it, or name one in SAGAS_CHROMIUM."
    mkdir -p "$1"
    dir=$(cd "$1" && pwd -P)
    install_package chromium
}

main "$@"
