# shellcheck shell=bash disable=SC2034,SC2154 # one script in parts: services.sh sets $dir and uses the names
# RabbitMQ as a private node: its own home, cookie, port mapper and data, all of it on 127.0.0.1.

rabbitmq_title="RabbitMQ with its management plugin"
rabbitmq_package=rabbitmq-server
rabbitmq_image=rabbitmq:3.13-management

# The server's own scripts, which have rabbitmq-env beside them. Debian's /usr/sbin/rabbitmq-server is another thing: it changes
# to the account and the directories of the machine's broker.
rabbitmq_installed() {
    local candidate bin candidates=()
    command -v erl >/dev/null && command -v epmd >/dev/null || return 1
    IFS=: read -ra candidates <<<"$PATH"
    for candidate in /usr/lib/rabbitmq/bin "${candidates[@]}"; do
        [[ -x $candidate/rabbitmq-server ]] || continue
        bin=$(dirname "$(readlink -f "$candidate/rabbitmq-server")")
        if [[ -e $bin/rabbitmq-env ]]; then
            printf '%s\n' "$bin"
            return
        fi
    done
    return 1
}

rabbitmq_start() { # BIN
    local bin=$1 home amqp management distribution epmd environment
    home=$(home_of rabbitmq)
    amqp=$(port_of rabbitmq amqp)
    management=$(port_of rabbitmq management)
    distribution=$(port_of rabbitmq distribution)
    end "$dir/epmd.process" TERM 10
    epmd=$(port_of rabbitmq epmd)
    rabbitmq_configure "$home" "$amqp" "$management"
    environment=(
        HOME="$home" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$epmd"
        RABBITMQ_NODENAME=sagas@localhost
        RABBITMQ_MNESIA_BASE="$home/data"
        RABBITMQ_LOG_BASE="$home/log" RABBITMQ_LOGS=-
        RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf"
        RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_CONFIG_FILES="$home/conf.d/*.conf"
        RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config"
        RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins"
        RABBITMQ_DIST_PORT="$distribution"
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"
        # Makes the script become the server instead of waiting beside it, so that the recorded process is the server.
        RUNNING_UNDER_SYSTEMD=true
    )
    # In the foreground and recorded: the port mapper that a node starts by itself detaches and outlives it.
    spawn_for rabbitmq "$dir/epmd.process" "$dir/rabbitmq.log" "${environment[@]}" epmd
    spawn_for rabbitmq "$dir/rabbitmq.process" "$dir/rabbitmq.log" "${environment[@]}" "$bin/rabbitmq-server"
}

# Every file that a node would otherwise take from /etc/rabbitmq is given, empty where there is nothing to say.
rabbitmq_configure() { # HOME AMQP_PORT MANAGEMENT_PORT
    local home=$1
    remembered rabbitmq "$home/.erlang.cookie" new_password >/dev/null
    write_for rabbitmq "$home/rabbitmq-env.conf" </dev/null
    write_for rabbitmq "$home/advanced.config" <<<'[].'
    write_for rabbitmq "$home/enabled_plugins" <<<'[rabbitmq_management].'
    printf '%s\n' "listeners.tcp.1 = 127.0.0.1:$2" "management.tcp.ip = 127.0.0.1" "management.tcp.port = $3" \
        "default_user = sagas" "default_pass = $(password_of rabbitmq)" | write_for rabbitmq "$home/rabbitmq.conf"
}

rabbitmq_is_ready() {
    local home
    home=$(home_of rabbitmq)
    amqp_answers "$(<"$home/amqp.port")" && management_answers "$(<"$home/management.port")" "sagas:$(password_of rabbitmq)"
}

# The two probes need no client on the machine. They run in subshells, because writing to a connection that the other side has
# closed ends the writer. A broker answers the protocol header with a method frame, whose first byte is 1.
amqp_answers() ( # PORT
    { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || exit 1
    printf 'AMQP\0\0\11\1' >&3
    IFS= read -r -t 5 -n 1 -u 3 frame || true
    [[ $frame == $'\1' ]]
)

management_answers() ( # PORT USER:PASSWORD
    { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || exit 1
    printf 'GET /api/whoami HTTP/1.0\r\nAuthorization: Basic %s\r\n\r\n' "$(printf %s "$2" | base64 -w 0)" >&3
    IFS= read -r -t 5 -u 3 status || true
    [[ $status == 'HTTP/'*' 200 '* ]]
)

rabbitmq_stop() {
    local signal=TERM
    # A node that is asked to end while it starts can hang for ever. It has accepted nothing yet that a kill would lose.
    ! is_running "$dir/rabbitmq.process" || rabbitmq_is_ready || signal=KILL
    end "$dir/rabbitmq.process" "$signal" 60
    end "$dir/epmd.process" TERM 10
}

# The node's name, and with it the place of its data, comes from the host's name.
rabbitmq_run_container() {
    RABBITMQ_DEFAULT_USER=sagas RABBITMQ_DEFAULT_PASS=$(password_of rabbitmq) run_container rabbitmq /var/lib/rabbitmq \
        --publish "127.0.0.1:$(port_of rabbitmq amqp):5672" --publish "127.0.0.1:$(port_of rabbitmq management):15672" \
        --env RABBITMQ_DEFAULT_USER --env RABBITMQ_DEFAULT_PASS --hostname sagas "$rabbitmq_image"
}

rabbitmq_container_is_ready() { rabbitmq_is_ready; }

rabbitmq_exports() {
    local home
    home=$(home_of rabbitmq)
    printf "export SAGAS_RABBITMQ='amqp://sagas:%s@127.0.0.1:%s'\n" "$(password_of rabbitmq)" "$(<"$home/amqp.port")"
    printf "export SAGAS_RABBITMQ_MANAGEMENT='http://127.0.0.1:%s'\n" "$(<"$home/management.port")"
}

rabbitmq_exports_given() {
    printf 'export SAGAS_RABBITMQ=%q\n' "$SAGAS_RABBITMQ"
    printf 'export SAGAS_RABBITMQ_MANAGEMENT=%q\n' "${SAGAS_RABBITMQ_MANAGEMENT:-}"
}
