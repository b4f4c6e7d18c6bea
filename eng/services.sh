#!/usr/bin/env bash
# Finds or starts the servers that this project needs, and stops what it started.
set -euo pipefail

eng=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=eng/processes.sh
source "$eng/processes.sh"
for part in private docker packages postgres rabbitmq; do
    # shellcheck source=/dev/null
    source "$eng/services/$part.sh"
done

usage() {
    cat <<'TEXT'
Usage: eng/services.sh start DIR [postgres] [rabbitmq]   finds or starts them (default: both) and writes DIR/env
       eng/services.sh stop DIR                          stops what was started for DIR; the data stays
       eng/services.sh crash DIR [postgres] [rabbitmq]   the same, without giving them a chance to finish anything
       eng/services.sh remove DIR                        stops, and throws the data away

DIR/env exports SAGAS_POSTGRES, SAGAS_RABBITMQ and SAGAS_RABBITMQ_MANAGEMENT. A server is looked for in this order:
  1. SAGAS_POSTGRES or SAGAS_RABBITMQ (with SAGAS_RABBITMQ_MANAGEMENT) in the environment: used as it is;
  2. an installed server: run as a private instance on free ports of 127.0.0.1, with its data under DIR;
  3. Docker: a container, with its data in a volume;
  4. apt-get, as root or with passwordless sudo: installed, then as 2.
SAGAS_SERVICES_FROM="installed docker packages" says which of 2 to 4 may be used.
A server that was not started for DIR is never touched.
TEXT
}

main() {
    local command=${1:-} services=(postgres rabbitmq)
    case $command in
    start | stop | crash | remove) ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
    esac
    [[ -n ${2:-} ]] || { usage >&2 && exit 2; }
    [[ -r /proc/self/stat ]] || fail "eng/services.sh needs Linux. Elsewhere: docker compose up, or set SAGAS_POSTGRES and SAGAS_RABBITMQ."
    (($# < 3)) || services=("${@:3}")
    if [[ $command == start || -e $2/services.lock ]]; then
        open_directory "$2"
        "$command" "${services[@]}"
    fi
}

# One start or stop at a time for a directory. The lock also marks it as ours: nothing is stopped or removed without it.
open_directory() {
    mkdir -p "$1"
    dir=$(cd "$1" && pwd -P)
    [[ -O $dir ]] || ((EUID == 0)) || fail "$dir belongs to another user: choose another directory, or run this as that user."
    exec 9>"$dir/services.lock"
    flock -w 300 9 || fail "Another eng/services.sh has been busy in $dir for five minutes."
    # Servers run as another user, who may not be able to stay in the caller's directory.
    cd /
}

start() {
    local service
    for service; do
        [[ $service == postgres || $service == rabbitmq ]] || fail "Unknown service: $service"
        is_given "$service" || runs "$service" || begin "$service"
    done
    for service; do
        is_given "$service" || await "$service"
        write_exports "$service"
    done
    cat "$dir"/*.exports >"$dir/env.new"
    chmod 600 "$dir/env.new"
    mv "$dir/env.new" "$dir/env"
}

# Whoever sourced DIR/env once has our own server's address in the environment: that is no server of theirs.
is_given() { # SERVICE
    local variable=SAGAS_${1^^}
    [[ -n ${!variable:-} ]] && ! { [[ -d $dir/$1 ]] && [[ ${!variable} == *"$(password_of "$1")"* ]]; }
}

runs() { # SERVICE
    if has_container "$1"; then container_runs "$1"; else is_running "$dir/$1.process"; fi
}

begin() { # SERVICE
    local service=$1 bin package=${1}_package
    say "Starting $service, data in $dir"
    : >"$dir/$service.log"
    ! has_container "$service" || stop_container "$service"
    if may_use installed && bin=$("${service}_installed"); then
        "${service}_start" "$bin"
    elif may_use docker && docker_answers; then
        "${service}_run_container"
    elif may_use packages && can_install_packages; then
        install_package "${!package}"
        bin=$("${service}_installed") || fail_not_found "$service"
        "${service}_start" "$bin"
    else
        fail_not_found "$service"
    fi
}

fail_not_found() { # SERVICE
    local title=${1}_title package=${1}_package
    fail "${!title} was not found. One of these helps:
  install it      sudo apt-get install ${!package}   (or your system's package of it; it need not be running)
  start Docker    it is then run as a container
  name a server   export SAGAS_${1^^}=...   (eng/services.sh --help)"
}

may_use() { [[ " ${SAGAS_SERVICES_FROM-installed docker packages} " == *" $1 "* ]]; }

await() { # SERVICE
    local service=$1 title=${1}_title check=${1}_is_ready deadline=$((SECONDS + 180)) attempts=1
    ! has_container "$service" || check=${service}_container_is_ready
    until "$check"; do
        if ! runs "$service"; then
            # Between our choosing a port and the server's taking it, someone else may have been faster.
            if ((attempts++ < 3)) && a_port_was_taken "$service"; then
                begin "$service"
                continue
            fi
            fail_with_log "$service" "${!title} ended while it was starting"
        fi
        ((SECONDS < deadline)) || fail_with_log "$service" "${!title} was not ready after 180 s"
        sleep 0.1
    done
}

a_port_was_taken() { # SERVICE
    local file
    for file in "$(home_of "$1")"/*.port; do
        port_is_free "$(<"$file")" || return 0
    done
    return 1
}

fail_with_log() { # SERVICE MESSAGE
    say "$2. The end of its log:"
    if has_container "$1"; then docker logs --tail 40 "$(container_of "$1")" >&2; else tail -n 40 "$dir/$1.log" >&2; fi
    exit 1
}

write_exports() { # SERVICE
    local exports=${1}_exports
    ! is_given "$1" || exports+=_given
    (umask 077 && "$exports" >"$dir/$1.exports")
}

stop() {
    rm -f "$dir"/env "$dir"/*.exports
    rabbitmq_stop
    postgres_stop
    local service
    for service in rabbitmq postgres; do
        ! has_container "$service" || stop_container "$service"
    done
}

crash() {
    local service
    for service; do
        if has_container "$service"; then
            docker kill "$(container_of "$service")" >/dev/null
        else
            end "$dir/$service.process" KILL 10
        fi
    done
}

remove() {
    local service
    stop
    for service in rabbitmq postgres; do
        remove_volume "$service"
        remove_home_of "$service"
        rm -f "$dir/$service".*
    done
    rm -f "$dir/apt-get.log" "$dir/services.lock"
    rmdir --ignore-fail-on-non-empty "$dir"
}

main "$@"
