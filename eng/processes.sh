# shellcheck shell=bash
# Processes that outlive the script that started them, and how a later script knows them again: by a record file.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# wait_until SECONDS COMMAND...: fails when COMMAND has not succeeded within SECONDS.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# A number alone does not name a process: another may carry it tomorrow. The moment it started and the boot it started in
# tell them apart, and the inode of the record's directory keeps a copied directory from claiming the original's processes.
identity_of() { # PID RECORD
    local stat fields
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} != [ZX] ]] || return 1
    printf '%s %s %s %s\n' "$1" "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)" "$(stat -c %d:%i "$(dirname "$2")")"
}

# The process writes its own record before it becomes the command, so that there is no moment at which it runs unrecorded.
record_self() { # RECORD
    local pid=$BASHPID identity
    identity=$(identity_of "$pid" "$1")
    printf '%s\n' "$identity" >"$1"
}

recorded_pid() { # RECORD
    local pid
    { read -r pid _ <"$1"; } 2>/dev/null && printf '%s\n' "$pid"
}

is_running() { # RECORD
    local pid
    pid=$(recorded_pid "$1") && [[ $(identity_of "$pid" "$1") == "$(<"$1")" ]]
}

has_ended() { ! is_running "$1"; }

# A lock held by the script must not be held on by the server that it started.
close_inherited_files() {
    local file
    for file in /proc/self/fd/*; do
        file=${file##*/}
        ((file <= 2 || file == 255)) || exec {file}>&-
    done
}

# spawn RECORD LOG COMMAND...: in a session of its own, so that Ctrl-C in the terminal does not reach it.
spawn() {
    local record=$1 log=$2
    shift 2
    rm -f "$record"
    (
        close_inherited_files
        record_self "$record"
        exec setsid "$@"
    ) </dev/null >>"$log" 2>&1 &
    wait_until 30 test -s "$record"
}

# end RECORD SIGNAL SECONDS: asks with SIGNAL, insists with KILL.
end() {
    local record=$1 signal=$2 seconds=$3
    if is_running "$record"; then
        kill -s "$signal" "$(recorded_pid "$record")" || true
        if ! wait_until "$seconds" has_ended "$record"; then
            say "$(basename "$record" .process) did not end within $seconds s: killing it"
            kill -s KILL "$(recorded_pid "$record")"
            wait_until 10 has_ended "$record"
        fi
    fi
    rm -f "$record"
}
