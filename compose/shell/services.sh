# shellcheck shell=bash
# The services of a local stack: which there are, and how they are started, asked and stopped.

# In the order in which they are named to people. Those with a database have migrations and three roles.
services=(sandbox identity integrations events)
database_services=(identity integrations events)
declare -A service_ports=([sandbox]="7490 7491 7591" [identity]="7401 7501" [integrations]="7402 7502" [events]="7405 7505")

# How long a service has to answer that it serves, and to end after it was asked to. Seconds.
start_limit=30
stop_limit=20

# Prints `pid path` of every process that runs a service's executable of this checkout. A replaced one's path ends in ` (deleted)`.
service_processes() {
    find /proc/[0-9]*/exe -maxdepth 0 -printf '%h %l\n' 2>/dev/null |
        awk -v prefix="$bin/stratum-" '{
            pid = substr($1, 7)
            path = substr($0, length($1) + 2)
            if (index(path, prefix) == 1) print pid, path
        }' || true
}

# service_pid NAME: the pid of a service that runs; fails when it does not. The pidfile alone proves nothing: the pid may be another's.
service_pid() {
    local pid path
    pid=$(cat -- "$state/run/$1.pid" 2>/dev/null) || return 1
    [[ $pid =~ ^[0-9]+$ ]] || return 1
    path=$(readlink "/proc/$pid/exe" 2>/dev/null) || return 1
    [[ ${path% (deleted)} == "$bin/stratum-$1" ]] && printf '%s\n' "$pid"
}

# Whether a service runs with the executable and the environment that it would be started with.
is_current() {
    local pid
    pid=$(service_pid "$1") || return 1
    [[ $(readlink "/proc/$pid/exe") == "$bin/stratum-$1" ]] &&
        [[ $(environment_of "$1") == "$(cat -- "$state/run/$1.environment" 2>/dev/null)" ]]
}

require_service_ports() {
    local service port
    for service in "$@"; do
        for port in ${service_ports[$service]}; do require_port "$port" "stratum-$service"; done
    done
}

# Brings a service's schema to where its executable wants it, as the schema's owner.
migrate_service() {
    local log=$state/log/$1-migrate.log code=0
    run_with "$1" "$bin/stratum-$1" migrate >"$log" 2>&1 </dev/null || code=$?
    ((code == 0)) || stop_with_log "$code" "$log" "stratum-$1 could not migrate its schema."
}

# Starts a service in a session of its own, so that it outlives this shell and its terminal.
start_service() {
    local service=$1 log=$state/log/$1.log lines
    step "Starting stratum-$service"
    if [[ $(stat -c %s -- "$log" 2>/dev/null || echo 0) -gt 33554432 ]]; then mv -f -- "$log" "$log.1"; fi
    environment_of "$service" >"$state/run/$service.environment"
    mapfile -t lines <"$state/run/$service.environment"
    log_start "$log"
    (
        cd /
        exec setsid env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C.UTF-8 "${lines[@]}" "$bin/stratum-$service"
    ) >>"$log" 2>&1 </dev/null 9>&- &
    printf '%s\n' "$!" >"$state/run/$service.pid"
}

# Waits until a service answers that it serves. One that ended meanwhile is not waited for; its own exit code is passed on.
await_service() {
    local service=$1 pid code=0 end=$((SECONDS + start_limit)) log=$state/log/$1.log
    pid=$(cat -- "$state/run/$service.pid")
    until run_with "$service" timeout 5 "$bin/stratum-$service" health >/dev/null 2>&1 </dev/null; do
        if ! is_running "$pid"; then
            wait "$pid" 2>/dev/null || code=$?
            stop_with_log "$code" "$log" "stratum-$service ended instead of serving."
        fi
        ((SECONDS < end)) || stop_with_log "$exit_failed" "$log" "stratum-$service does not serve after $start_limit seconds."
        sleep 0.05
    done
}

# stop_processes PID…: asks them to end, and after the limit ends those that do not listen.
stop_processes() {
    local pid
    (($#)) || return 0
    kill -TERM "$@" 2>/dev/null || true
    await_end "$@" && return
    for pid in "$@"; do
        is_running "$pid" || continue
        say "Process $pid did not end within $stop_limit seconds; killing it."
        kill -KILL "$pid" 2>/dev/null || true
    done
    await_end "$@" || stop "$exit_failed" "a process could not be ended."
}

# await_end PID…: waits until none of them runs; fails after the limit.
await_end() {
    local pid end=$((SECONDS + stop_limit))
    for pid in "$@"; do
        while is_running "$pid"; do
            ((SECONDS < end)) || return 1
            sleep 0.05
        done
    done
}

# A process that ended but was not yet waited for by its parent does not run.
is_running() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    [[ ${stat##*) } != Z* ]]
}

# Stops the named services.
stop_services() {
    local service pid pids=()
    for service in "$@"; do
        if pid=$(service_pid "$service"); then
            step "Stopping stratum-$service"
            pids+=("$pid")
        fi
    done
    stop_processes "${pids[@]}"
    for service in "$@"; do rm -f -- "$state/run/$service".{pid,environment}; done
}

# Stops whatever else runs a service's executable of this checkout, such as one whose pidfile was lost.
stop_stray_services() {
    local service pid known=' ' strays=()
    for service in "${services[@]}"; do
        if pid=$(service_pid "$service"); then known+="$pid "; fi
    done
    while read -r pid _; do
        [[ $known == *" $pid "* ]] || strays+=("$pid")
    done < <(service_processes)
    stop_processes "${strays[@]}"
}
