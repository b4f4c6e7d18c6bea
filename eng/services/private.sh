# shellcheck shell=bash disable=SC2034,SC2154 # one script in parts: services.sh sets $dir and uses the names
# What every private server needs: an account, a directory that the account can reach, ports, a password.
# Reads $dir, the directory of all services.

# Neither server should run as root, and PostgreSQL refuses to: for root, the account to which the data already belongs, the one
# that the service's package made, or nobody.
account_of() { # SERVICE
    local owner
    if ((EUID != 0)); then
        id -u
    elif owner=$(stat -c %u "$dir/$1/." 2>/dev/null) && ((owner != 0)); then
        printf '%s\n' "$owner"
    else
        id -u "$1" 2>/dev/null || id -u nobody
    fi
}

# The command prefix that turns root into a service's account.
set_privileges_for() { # SERVICE
    local account
    privileges=()
    if ((EUID == 0)); then
        account=$(account_of "$1")
        privileges=(setpriv "--reuid=$account" "--regid=$(id -g "$account" 2>/dev/null || printf %s "$account")" --clear-groups --)
    fi
}

as_account_of() { # SERVICE COMMAND...
    local privileges
    set_privileges_for "$1"
    "${privileges[@]}" "${@:2}"
}

# spawn_for SERVICE RECORD LOG COMMAND...: nothing of the caller's environment reaches a server, so that it cannot turn it.
spawn_for() {
    local privileges
    set_privileges_for "$1"
    spawn "$2" "$3" "${privileges[@]}" env -i LANG=C.UTF-8 "PATH=$PATH" "${@:4}"
}

# DIR/SERVICE, or where its account cannot get there (a clone below /root, a temporary directory of mode 700), a link from there
# to a directory that it can reach.
home_of() { # SERVICE
    local service=$1 home=$dir/$1 elsewhere
    if [[ ! -d $home ]] || leads_astray "$home"; then
        rm -f "$home"
        mkdir -m 700 "$home"
    fi
    chown "$(account_of "$service")" "$home/." 2>/dev/null || fail "$home belongs to another user: remove it, or run this as that user."
    if ! as_account_of "$service" test -w "$(readlink -f "$home")" 2>/dev/null; then
        rmdir "$home"
        elsewhere=$(mktemp -d "$(elsewhere_for "$service").XXXXXXXX")
        chown "$(account_of "$service")" "$elsewhere"
        ln -s "$elsewhere" "$home"
    fi
    readlink -f "$home"
}

elsewhere_for() { printf '/var/tmp/sagas-%s-%s\n' "$1" "$(stat -c %i "$dir")"; } # SERVICE

# The link in a copied directory leads to the original's data.
leads_astray() { # HOME
    [[ -L $1 && $(readlink "$1") != "$(elsewhere_for "$(basename "$1")")".* ]]
}

remove_home_of() { # SERVICE
    local home=$dir/$1
    [[ ! -L $home ]] || leads_astray "$home" || rm -rf "$(readlink -f "$home")"
    rm -rf "$home"
}

# write_for SERVICE FILE [MODE]: standard input into a file that only the service's account reads.
write_for() {
    install -m "${3:-600}" -o "$(account_of "$1")" /dev/stdin "$2"
}

# remembered SERVICE FILE COMMAND...: what COMMAND printed the first time.
remembered() {
    local service=$1 file=$2
    shift 2
    [[ -s $file ]] || "$@" | write_for "$service" "$file"
    cat "$file"
}

new_password() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

port_is_free() { # PORT
    ! grep -sqE "^ *[0-9]+: [0-9A-F]+:$(printf %04X "$1") [0-9A-F:]+ 0A " /proc/net/tcp /proc/net/tcp6
}

# Below the range from which the kernel takes the ports of outgoing connections, so that none of those is in the way.
new_port() {
    local port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 12000))
        if port_is_free "$port"; then
            printf '%s\n' "$port"
            return
        fi
    done
    fail "No free port between 20000 and 32000."
}

# port_of SERVICE LISTENER: the same as the last time, unless someone else listens there now.
port_of() {
    local file
    file=$(home_of "$1")/$2.port
    [[ ! -s $file ]] || port_is_free "$(<"$file")" || rm -f "$file"
    remembered "$1" "$file" new_port
}

password_of() { # SERVICE
    remembered "$1" "$(home_of "$1")/password" new_password
}
