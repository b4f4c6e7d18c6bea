#!/usr/bin/env bash
# The whole system in one process, with what it needs.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/eng/attend.sh"
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
Usage: ./run.sh [--once] [--rabbitmq] [--fresh] [options of the application...]

Starts a private PostgreSQL, builds the four services as one process, places the sample orders, prints their outcomes and
one compensated timeline, and serves until Ctrl-C. A run that was interrupted or killed is taken up where it stopped.

  --once       ends after the sample orders
  --rabbitmq   sends the messages over a private RabbitMQ instead of in memory
  --fresh      throws the data of earlier runs away first

Data and logs are in .run/. Where the servers come from: eng/services.sh --help
TEXT
}

main() {
    local arguments=() services=(postgres) fresh='' transport=inmemory argument
    for argument; do
        case $argument in
        -h | --help) usage && exit ;;
        --fresh) fresh=yes && continue ;;
        --rabbitmq) services+=(rabbitmq) transport=rabbitmq ;;
        esac
        arguments+=("$argument")
    done

    require_dotnet
    mkdir -p .run
    [[ -w .run ]] || fail "$PWD/.run belongs to another user: remove it, or run this as that user."
    exec 9>.run/run.lock
    flock -n 9 || fail "Another ./run.sh is running in this directory. Stop it first, or use another clone."
    # A killed run leaves its application behind.
    end .run/application.process TERM 30

    attend_signals
    trap stop EXIT
    [[ -z $fresh ]] || eng/services.sh remove .run/services
    say "Building..."
    build .run/application.process .run/build.log src/AllInOne --configuration Release || fail "The build failed. All of it: .run/build.log"
    attend .run/application.process eng/services.sh start .run/services "${services[@]}"
    # shellcheck source=/dev/null
    source .run/services/env
    export SAGAS_DATABASE_PREFIX=demo_${transport}_
    attend .run/application.process dotnet src/AllInOne/bin/Release/net10.0/Sagas.AllInOne.dll demo ${arguments[@]+"${arguments[@]}"}
}

# On every way out; a second Ctrl-C does not cut it short.
stop() {
    trap '' INT TERM HUP
    eng/services.sh stop .run/services
}

main "$@"
