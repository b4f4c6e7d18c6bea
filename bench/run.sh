#!/usr/bin/env bash
# One benchmark, on servers of its own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../eng/attend.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
    cat <<'TEXT'
Usage: bench/run.sh NAME

  hops                     messages handled per second and commits per message, against hand-written code that writes the same rows
  event-store [--growth]   appending, loading, following and importing, against hand-written code that does the same with the same rows;
                           with --growth, appending to five million events against appending to none
  timeline [--smoke]       handling messages with their steps recorded against without, rendering 1,000 steps, and reading a timeline among two million
                           steps against among two thousand; with --smoke, small, to see that it works
  read-side [PART...] [--smoke]
                           how stale the orders' read model is at half of what can be appended, rebuilding it, and listing and counting among a million orders;
                           with --smoke, small, to see that it works
  timers                   how late timers fire, alone and with 100,000 others pending
  poison                   how long sagas take while the outbox has rows that cannot be sent, against without

Starts what it needs, prints its progress to standard error and its results to standard output: BENCH <name> <value> <unit>
TEXT
}

main() {
    local folder project services
    case ${1:-} in
    hops) folder=Hops project=Hops services=(postgres) ;;
    event-store) folder=EventStore project=EventStore.Benchmark services=(postgres) ;;
    timeline) folder=Timeline project=Timeline.Benchmark services=(postgres) ;;
    read-side) folder=ReadSide project=ReadSide.Benchmark services=(postgres) ;;
    timers) folder=Timers project=Timers services=(postgres) ;;
    poison) folder=Poison project=Poison services=(postgres rabbitmq) ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
    esac
    shift

    require_dotnet
    workspace=$(mktemp -d)
    attend_signals
    trap clean_up EXIT
    say "Building..."
    build "$workspace/build.process" "$workspace/build.log" "bench/$folder" --configuration Release || exit 1
    attend "$workspace/start.process" eng/services.sh start "$workspace/services" "${services[@]}"
    # shellcheck source=/dev/null
    source "$workspace/services/env"
    attend "$workspace/bench.process" dotnet "bench/$folder/bin/Release/net10.0/Sagas.$project.dll" "$@"
}

clean_up() {
    trap '' INT TERM HUP
    eng/services.sh remove "$workspace/services"
    rm -rf "$workspace"
}

main "$@"
