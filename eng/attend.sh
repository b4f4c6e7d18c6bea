# shellcheck shell=bash
# What run.sh and test.sh share: waiting for commands without going deaf to signals.
# shellcheck source=eng/processes.sh
source "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

# A script that another script starts in the background has INT ignored, and bash cannot trap what was ignored from the start.
[[ -z $(trap -p INT) ]] || exec env --default-signal=INT,QUIT bash "$0" "$@"

attended=''
signalled=''

# attend RECORD COMMAND...: runs COMMAND, passes on the signals that ask this script to end, and returns COMMAND's status.
attend() {
    local record=$1 status seen
    shift
    obey_signals
    (
        close_inherited_files
        record_self "$record"
        # A background command of a script ignores INT unless told otherwise. In its own session it hears only what we pass on.
        exec env --default-signal=INT,QUIT setsid "$@"
    ) &
    attended=$!
    while :; do
        seen=$signalled
        status=0
        wait "$attended" || status=$?
        # A signal cuts the wait short: only a wait without one tells how the command ended.
        [[ $signalled != "$seen" ]] || break
    done
    attended=''
    rm -f "$record"
    return "$status"
}

# Ends here if the script was asked to.
obey_signals() {
    [[ -z $signalled ]] || exit $((128 + $(kill -l "${signalled##* }")))
}

pass_on() { # SIGNAL
    signalled+=" $1"
    [[ -n $attended ]] || obey_signals
    # The whole group; or the one process, while it has not yet become the group's leader.
    kill -s "$1" -- "-$attended" 2>/dev/null || kill -s TERM "$attended" 2>/dev/null || true
}

attend_signals() {
    local signal
    # A closed terminal asks for the same as TERM, which programs hear better than HUP.
    for signal in INT TERM HUP; do
        # shellcheck disable=SC2064 # the signal of this round
        trap "pass_on ${signal/HUP/TERM}" "$signal"
    done
}

require_dotnet() {
    dotnet --version >/dev/null 2>&1 || fail "This needs the .NET SDK 10, as global.json asks: https://dotnet.microsoft.com/download"
}

# build RECORD LOG TARGET [OPTIONS...]: prints nothing but the errors. No build server outlives it.
build() {
    local record=$1 log=$2
    shift 2
    attend "$record" dotnet build "$@" --nologo --verbosity quiet --disable-build-servers >"$log" 2>&1 && return
    obey_signals
    grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
    return 1
}
