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
                           with --growth, appending to five million events against appending to none; with --only WORD, the cases with
                           that in their names (append-3), and with --rounds NUMBER so many rounds of each
  timeline [--smoke]       handling messages with their steps recorded against without, rendering 1,000 steps, and reading a timeline among two million
                           steps against among two thousand; with --smoke, small, to see that it works
  read-side [PART...] [--smoke]
                           how stale the orders' read model is at half of what can be appended, rebuilding it, and listing and counting among a million orders;
                           with --smoke, small, to see that it works
  timers                   how late timers fire, alone and with 100,000 others pending
  floor-check              whether the hand-written floor of orders (bench/Floor) is right: whatever comes twice happens once, in each of its forms
  load [OPTIONS]           orders placed over HTTP: how many sagas end per second, how long each takes, and what it costs; --help lists the options
  compare [OPTIONS]        the same for all four services in one process and in four, and for hand-written programs that do as much, in turn
  growth [OPTIONS]         the same load with nothing stored, and with 100,000 and a million orders stored, in turn
  soak [OPTIONS]           half load for half an hour, and a plot of memory, lag, outboxes and what is stored
  poison                   how long sagas take while the outbox has rows that cannot be sent, against without

Starts what it needs, prints its progress to standard error and its results to standard output: BENCH <name> <value> <unit>
TEXT
}

main() {
    local folder project services command=
    case ${1:-} in
    hops) folder=Hops project=Hops services=(postgres) ;;
    event-store) folder=EventStore project=EventStore.Benchmark services=(postgres) ;;
    timeline) folder=Timeline project=Timeline.Benchmark services=(postgres) ;;
    read-side) folder=ReadSide project=ReadSide.Benchmark services=(postgres) ;;
    timers) folder=Timers project=Timers services=(postgres) ;;
    floor-check) folder=Floor project=Floor services=(postgres rabbitmq) command=check ;;
    load | compare | growth | soak) folder=Load project=Load services=(postgres rabbitmq) command=$1 ;;
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
    attend "$workspace/bench.process" dotnet "bench/$folder/bin/Release/net10.0/Sagas.$project.dll" ${command:+"$command"} "$@"
}

clean_up() {
    trap '' INT TERM HUP
    eng/services.sh remove "$workspace/services"
    rm -rf "$workspace"
}

main "$@"
