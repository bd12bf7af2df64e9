# shellcheck shell=bash
# A second stack of this checkout, for measuring and for tests: its own state, ports and PostgreSQL, beside the one of compose/up and
# undisturbed by it. It is told what compose/environment says, with other ports, and is gone when the command that made it ends.

here=$(dirname "${BASH_SOURCE[0]}")
source "$here/stack.sh"

# How far its ports lie above those of compose/up.
port_shift=0

# take_aside NAME CONFIGURATION: from here on, every function works on the stack NAME, with the executables of a build, debug or release.
take_aside() {
    prepare_state
    exec 9>"$state/$1.lock"
    flock -n 9 || stop "$exit_failed" "another command works on the $1 stack of this checkout."
    state=$root/.stratum/$1
    bin=$(readlink -f -- "$root/.build/$2")
    local program
    for program in stratum "${services[@]/#/stratum-}"; do
        [[ -x $bin/$program ]] || stop "$exit_unreachable" "there is no $2 build of $program; run \`swift build -c $2\`."
    done
    secrets=$state/secrets
    if ((EUID == 0)); then
        postgres_home=/var/lib/stratum/$checkout_id-$1
        postgres_data=$postgres_home/postgres
        postgres_socket=$postgres_home/socket
    else
        postgres_data=$state/postgres
        postgres_socket=/tmp/stratum-$EUID-$checkout_id-$1
    fi
    postgres_log=$state/log/postgres.log
    # What a stack that was cut off has left.
    remove_aside
    trap remove_aside EXIT
    # A signal ends the command by way of its exit, and so of the trap.
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    prepare_state
    find_ports
    local file line
    for file in "$root"/compose/environment/*; do
        while IFS= read -r line; do export "${line?}"; done < <(environment_of "${file##*/}" | shifted)
    done
}

# Looks for a shift with which all ports are free, from a place that is this checkout's own.
find_ports() {
    local first=$((16#${checkout_id:0:6} % 50)) try service shifted_list
    for ((try = 0; try < 50; try++)); do
        # Above what services are used to, below what the kernel gives to clients.
        port_shift=$((12600 + (first + try) % 50 * 200))
        are_free 7432 "${service_ports[@]}" || continue
        postgres_port=$((7432 + port_shift))
        for service in "${services[@]}"; do
            shifted_list=$(shifted_ports "${service_ports[$service]}" | paste -s -d ' ')
            service_ports[$service]=$shifted_list
        done
        return
    done
    stop "$exit_unreachable" "no free ports were found."
}

# shifted_ports LIST…: prints the ports of lists, shifted, a line each.
shifted_ports() {
    local port
    # Each argument is a list of its own.
    # shellcheck disable=SC2048
    for port in $*; do printf '%s\n' $((port + port_shift)); done
}

are_free() {
    local port
    while read -r port; do
        [[ -z $(port_listeners "$port") ]] || return 1
    done < <(shifted_ports "$@")
}

# Reads `name=value` lines and moves the ports at the values' ends.
shifted() {
    local line
    while IFS= read -r line; do
        [[ $line =~ ^(.*:)(7[0-9]{3})$ ]] && line=${BASH_REMATCH[1]}$((BASH_REMATCH[2] + port_shift))
        printf '%s\n' "$line"
    done
}

# Starts the database and has every schema made.
start_aside_database() {
    local log=$state/log/database.log service
    make_secrets
    start_postgres
    operate database prepare >"$log" 2>&1 </dev/null || stop_with_log "$exit_failed" "$log" "the database could not be prepared."
    for service in "${database_services[@]}"; do migrate_service "$service"; done
}

# Starts services that have their schema, and waits until they serve.
start_aside_services() {
    local service
    for service in "$@"; do start_service "$service"; done
    for service in "$@"; do await_service "$service"; done
}

# Stops and deletes all of it.
remove_aside() {
    local code=$?
    trap - EXIT
    if [[ -d $state ]]; then
        stop_services "${services[@]}" >/dev/null
        if postgres_pid >/dev/null; then
            as_postgres pg_ctl stop -s -m immediate -w -t 30 -D "$postgres_data" >>"$postgres_log" 2>&1 || true
        fi
        keep_logs "$code"
    fi
    delete_postgres
    rm -rf -- "$state"
    return "$code"
}

# The logs of the last stack of a name stay: after a failure they are what there is to read.
keep_logs() {
    local kept=$state-logs
    [[ -d $state/log ]] || return 0
    rm -rf -- "$kept"
    mv -- "$state/log" "$kept"
    (($1 == 0)) || printf 'The logs are in %s.\n' "$kept" >&2
}
