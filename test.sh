#!/usr/bin/env bash
# Every test, on servers of its own. The last line is the sum, and what failed stands right before it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/eng/attend.sh"
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
Usage: ./test.sh [--long] [WORD]

Builds everything, starts a private PostgreSQL and RabbitMQ, runs the tests of tests/*.Tests and stops what it started.

  WORD     only tests whose full name contains it (Project.Class.Method; upper and lower case are the same)
  --long   with the full counts, which take hours (SAGAS_LONG=1)

Logs and results are in TestResults/. The last line is: N passed, N failed, N skipped
Before it stands a line for everything that failed: FAILED, its full name and the first line of what it said.
TEXT
}

at_once=2
bound=1200
word=''
results=TestResults
declare -A running=()
passed=0 failed=0 skipped=0
failures=()

main() {
    local project argument
    for argument; do
        case $argument in
        -h | --help) usage && exit ;;
        --long) export SAGAS_LONG=1 bound=14400 ;;
        -*) usage >&2 && exit 2 ;;
        *) word=$argument ;;
        esac
    done

    require_dotnet
    rm -rf "$results"
    mkdir -p "$results"
    workspace=$(mktemp -d)
    attend_signals
    trap clean_up EXIT

    say "Building..."
    if ! build "$workspace/build.process" "$results/build.log" Sagas.sln --configuration Release; then
        fail_at "The build, in $results/build.log"
        finish
    fi
    if ! attend "$workspace/start.process" eng/services.sh start "$workspace/services"; then
        obey_signals
        fail_at "The start of the servers"
        finish
    fi
    # shellcheck source=/dev/null
    source "$workspace/services/env"
    # Only the tests of the pages need it: without it they say so, and the others are run.
    attend "$workspace/start.process" eng/chromium.sh "$workspace/chromium" || obey_signals

    for project in tests/*.Tests; do
        ((${#running[@]} < at_once)) || await_one
        begin "$(basename "$project")"
    done
    while ((${#running[@]} > 0)); do await_one; done
    if [[ -n $word ]] && ((passed + failed + skipped == 0)); then
        fail_at "No test's full name contains \"$word\"."
    fi
    finish
}

# The test program itself and not the SDK's runner, so that the process that is bounded is the process that hangs.
begin() { # PROJECT
    local project=$1 filter=()
    [[ -z $word ]] || filter=(-method "*$word*")
    (
        close_inherited_files
        exec env --default-signal=INT,QUIT setsid timeout --signal=KILL "$bound" \
            dotnet "tests/$project/bin/Release/net10.0/Sagas.$project.dll" \
            -noLogo -noColor -reporter quiet -longRunning 60 -xml "$results/$project.xml" "${filter[@]}"
    ) >"$results/$project.log" 2>&1 &
    running[$!]=$project
}

await_one() {
    local process status=0
    # bash reports a killed child on standard error; count does so better.
    { wait -n -p process "${!running[@]}" || status=$?; } 2>/dev/null
    count "${running[$process]}" "$status"
    unset "running[$process]"
}

# count PROJECT STATUS: from the result file, which the test program writes last. Without one, or with none of the tests it should have
# run, the project itself is the failure.
count() {
    local project=$1 status=$2 summary ok bad ignored complaint='' named=()
    summary=$(grep -o -m 1 '<assembly [^>]*>' "$results/$project.xml" 2>/dev/null) || summary=''
    ok=$(attribute passed "$summary")
    bad=$(($(attribute failed "$summary") + $(attribute errors "$summary")))
    ignored=$(($(attribute skipped "$summary") + $(attribute not-run "$summary")))
    if [[ -z $summary ]]; then
        complaint="crashed ($status)"
        ((status != 137)) || complaint="killed; its bound is $bound s"
    elif ((ok + bad + ignored == 0)) && [[ -z $word ]]; then
        complaint='ran no test'
    elif ((status != 0 && bad == 0)); then
        complaint="ended with $status"
    fi
    if [[ -n $complaint ]]; then
        bad=1
        named=("$project $complaint")
    elif ((bad > 0)); then
        mapfile -t named < <(eng/failures.sh "$results/$project.xml")
    fi
    failures+=("${named[@]}")
    ((ok + bad + ignored == 0)) || printf '%-45s %5d passed, %d failed, %d skipped\n' "$project" "$ok" "$bad" "$ignored"
    ((bad == 0)) || show "$results/$project.log"
    ((passed += ok, failed += bad, skipped += ignored)) || true
}

# The frames of our own code say where; those of the runner hide them.
show() { # LOG
    grep -vE '^ *(at (System|Xunit|Shouldly)\.|--- End of stack trace)' "$1" | head -n 300 || true
    echo "    All of it: $1"
}

fail_at() { # WHAT
    failures+=("$1")
    ((failed += 1))
}

attribute() { # NAME ELEMENT
    [[ $2 =~ \ $1=\"([0-9]+)\" ]] && printf '%s\n' "${BASH_REMATCH[1]}" || printf '0\n'
}

finish() {
    clean_up
    trap - EXIT
    ((${#failures[@]} == 0)) || printf 'FAILED %s\n' "${failures[@]}"
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    exit $((failed > 0))
}

clean_up() {
    trap '' INT TERM HUP
    local process
    for process in "${!running[@]}"; do
        kill -s KILL -- "-$process" 2>/dev/null || true
    done
    eng/services.sh remove "$workspace/services"
    rm -rf "$workspace"
}

main "$@"
