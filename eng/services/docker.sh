# shellcheck shell=bash disable=SC2034,SC2154 # one script in parts: services.sh sets $dir and uses the names
# The services as containers, where the machine has a Docker engine and no servers. Their data is in volumes of the same names.

docker_answers() {
    command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1
}

container_of() { # SERVICE
    printf 'sagas-%s-%s\n' "$1" "$(sha256sum <<<"$dir" | cut -c 1-12)"
}

has_container() { [[ -e $dir/$1.container ]]; } # SERVICE

container_runs() { # SERVICE
    has_container "$1" && [[ $(docker inspect --format '{{.State.Running}}' "$(container_of "$1")" 2>/dev/null) == true ]]
}

# run_container SERVICE DATA OPTIONS... IMAGE ARGUMENTS...
run_container() {
    local name
    name=$(container_of "$1")
    touch "$dir/$1.container" "$dir/$1.volume"
    docker rm --force "$name" >/dev/null 2>&1 || true
    docker run --detach --name "$name" --volume "$name:$2" "${@:3}" >/dev/null
}

stop_container() { # SERVICE
    if container_runs "$1"; then
        docker stop --time 60 "$(container_of "$1")" >/dev/null
    fi
    docker rm --force "$(container_of "$1")" >/dev/null 2>&1 || true
    rm -f "$dir/$1.container"
}

remove_volume() { # SERVICE
    [[ ! -e $dir/$1.volume ]] || docker volume rm --force "$(container_of "$1")" >/dev/null
}
