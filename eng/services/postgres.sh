# shellcheck shell=bash disable=SC2034,SC2154 # one script in parts: services.sh sets $dir and uses the names
# PostgreSQL as a private instance: its own cluster on a port of 127.0.0.1, with the durability of a real one.

postgres_oldest=15
postgres_title="PostgreSQL $postgres_oldest or newer"
postgres_package=postgresql
postgres_image=postgres:17

# The directory of a usable installation: on the PATH, or where Debian and Red Hat put them, newest first.
postgres_installed() {
    local candidate bin major candidates=()
    IFS=: read -ra candidates <<<"$PATH"
    mapfile -t -O "${#candidates[@]}" candidates < <(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV)
    for candidate in "${candidates[@]}"; do
        [[ -x $candidate/postgres ]] || continue
        bin=$(dirname "$(readlink -f "$candidate/postgres")")
        [[ -x $bin/initdb ]] || continue
        major=$(as_account_of postgres "$bin/postgres" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1) || continue
        if ((major >= postgres_oldest)); then
            printf '%s\n' "$bin"
            return
        fi
    done
    return 1
}

postgres_start() { # BIN
    local bin=$1 home port
    home=$(home_of postgres)
    port=$(port_of postgres tcp)
    postgres_initialize "$bin" "$home"
    # Backends outlive a killed server by a moment, and until they are gone a new one refuses the data.
    wait_until 30 no_process_works_in "$home/data" || fail "Other processes still use $home/data."
    # Its lock file may name a process that is dead but not yet reaped, which PostgreSQL would take for a living server.
    rm -f "$home/data/postmaster.pid"
    # No socket file: nothing to leave behind, and no limit on the length of its path.
    spawn_for postgres "$dir/postgres.process" "$dir/postgres.log" "$bin/postgres" -D "$home/data" \
        -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c max_connections=300
}

postgres_initialize() { # BIN HOME
    local bin=$1 home=$2
    password_of postgres >/dev/null
    [[ ! -d $home/data ]] || return 0
    # Made beside its place and moved into it, so that an interrupted start leaves no half-made cluster there.
    rm -rf "$home/data.new"
    as_account_of postgres env -i LANG=C.UTF-8 PATH="$PATH" "$bin/initdb" --pgdata="$home/data.new" \
        --username=sagas --pwfile="$home/password" --auth=scram-sha-256 --encoding=UTF8 --no-locale \
        >>"$dir/postgres.log" 2>&1 || fail_with_log postgres "initdb failed"
    mv "$home/data.new" "$home/data"
}

no_process_works_in() { # DIRECTORY
    local process
    for process in /proc/[0-9]*; do
        [[ ! $process/cwd -ef $1 ]] || return 1
    done
}

# What pg_ctl waits for: the process that we started, and no predecessor, has written "ready".
postgres_is_ready() {
    local home status=()
    home=$(home_of postgres)
    { mapfile -t status <"$home/data/postmaster.pid"; } 2>/dev/null || return 1
    [[ ${status[0]:-} == "$(recorded_pid "$dir/postgres.process")" && ${status[7]:-} == ready* ]]
}

postgres_stop() {
    # INT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
    end "$dir/postgres.process" INT 60
}

postgres_run_container() {
    POSTGRES_USER=sagas POSTGRES_PASSWORD=$(password_of postgres) run_container postgres /var/lib/postgresql/data \
        --publish "127.0.0.1:$(port_of postgres tcp):5432" --env POSTGRES_USER --env POSTGRES_PASSWORD \
        "$postgres_image" -c max_connections=300
}

# Over TCP: the image's first start runs a server for its own purposes on the socket only.
postgres_container_is_ready() {
    docker exec "$(container_of postgres)" pg_isready --quiet --host=127.0.0.1 --username=sagas
}

postgres_exports() {
    local home
    home=$(home_of postgres)
    printf "export SAGAS_POSTGRES='Host=127.0.0.1;Port=%s;Username=sagas;Password=%s'\n" "$(<"$home/tcp.port")" "$(password_of postgres)"
}

postgres_exports_given() {
    printf 'export SAGAS_POSTGRES=%q\n' "$SAGAS_POSTGRES"
}
