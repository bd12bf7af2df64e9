# shellcheck shell=bash
# A PostgreSQL of this checkout's own: made, started, stopped and deleted here. Clusters of the machine's packages are left alone.

# Tells the checkouts of one machine apart where a path lies outside of them.
checkout_id=$(printf '%s' "$root" | sha256sum | cut -c 1-12)
postgres_port=7432
postgres_programs=/usr/lib/postgresql/15/bin
if ((EUID == 0)); then
    # PostgreSQL runs neither as root nor below a folder that its user cannot enter, such as a 0700 home.
    postgres_home=/var/lib/stratum/$checkout_id
    postgres_data=$postgres_home/postgres
    postgres_socket=$postgres_home/socket
else
    postgres_home=
    postgres_data=$state/postgres
    # A Unix socket's path has 107 bytes at most; that of a checkout may be longer.
    postgres_socket=/tmp/stratum-$EUID-$checkout_id
fi
postgres_log=$state/log/postgres.log

# Runs a program as the user that owns the cluster, away from folders that user may not enter.
as_postgres() {
    local user=()
    if ((EUID == 0)); then user=(setpriv --reuid=postgres --regid=postgres --init-groups --); fi
    (cd / && exec env -i PATH="$postgres_programs:/usr/bin:/bin" LC_ALL=C.UTF-8 "${user[@]}" "$@")
}

# The pid of this cluster's postmaster; fails when it does not run. A pid that went to another process after a crash does not count.
postgres_pid() {
    local pid
    pid=$(head -n 1 -- "$postgres_data/postmaster.pid" 2>/dev/null) || return 1
    # Asked as its own user: in a container, root may not be allowed to look.
    [[ $pid =~ ^[0-9]+$ && $(as_postgres readlink "/proc/$pid/cwd") == "$postgres_data" ]] || return 1
    printf '%s\n' "$pid"
}

# Makes a folder that only its user can enter; one that somebody else put there first is refused.
make_private_folder() {
    local folder=$1 owner=$2
    mkdir -m 0700 -- "$folder" 2>/dev/null && chown -- "$owner" "$folder" && return
    [[ -d $folder && ! -L $folder && $(stat -c '%U %a' -- "$folder") == "$owner 700" ]] ||
        stop "$exit_failed" "$folder exists and is not a folder of user $owner with mode 0700; remove it."
}

prepare_postgres_folders() {
    local owner
    owner=$(id -un)
    if ((EUID == 0)); then
        owner=postgres
        mkdir -p -- "${postgres_home%/*}"
        make_private_folder "$postgres_home" postgres
        printf '%s\n' "$root" >"$postgres_home/checkout"
    fi
    make_private_folder "$postgres_socket" "$owner"
}

# Makes the cluster once. It gets its place only when it is whole, so a start that was cut off begins again.
make_cluster() {
    local log=$state/log/initdb.log
    [[ -e $postgres_data/PG_VERSION ]] && return
    step "Making a PostgreSQL cluster in $postgres_data"
    rm -rf -- "$postgres_data.unfinished"
    as_postgres initdb -D "$postgres_data.unfinished" -U postgres --encoding=UTF8 --locale=C.UTF-8 --data-checksums \
        --auth-local=trust --auth-host=scram-sha-256 >"$log" 2>&1 ||
        stop_with_log "$exit_failed" "$log" "initdb could not make a cluster."
    printf "include 'stratum.conf'\n" >>"$postgres_data.unfinished/postgresql.conf"
    mv -- "$postgres_data.unfinished" "$postgres_data"
}

# Writes the repository's settings into the cluster; succeeds when they differ from what was there.
write_postgres_settings() {
    local settings
    settings=$(sed -e "s|{postgres_port}|$postgres_port|" -e "s|{postgres_socket}|$postgres_socket|" -- "$root/compose/postgres/postgresql.conf")
    if cmp -s -- "$root/compose/postgres/pg_hba.conf" "$postgres_data/pg_hba.conf" &&
        [[ $settings == "$(cat -- "$postgres_data/stratum.conf" 2>/dev/null)" ]]; then
        return 1
    fi
    # The files belong to root there; PostgreSQL need only read them.
    cat -- "$root/compose/postgres/pg_hba.conf" >"$postgres_data/pg_hba.conf"
    printf '%s\n' "$settings" >"$postgres_data/stratum.conf"
    chmod 0644 -- "$postgres_data/stratum.conf"
}

# A postmaster that was killed leaves lock files, and its pid may be another process's by now, which keeps PostgreSQL from starting.
# They go once no process works in the cluster any more; children end by themselves when their postmaster is gone.
remove_stale_locks() {
    local end=$((SECONDS + 30))
    while [[ -n $(as_postgres find /proc -mindepth 2 -maxdepth 2 -name cwd -lname "$postgres_data" 2>/dev/null) ]]; do
        ((SECONDS < end)) || stop "$exit_failed" "processes of a PostgreSQL that was killed still work in $postgres_data."
        sleep 0.1
    done
    rm -f -- "$postgres_data/postmaster.pid" "$postgres_socket/.s.PGSQL.$postgres_port.lock"
}

# Has this checkout's PostgreSQL running with the repository's settings.
start_postgres() {
    prepare_postgres_folders
    make_cluster
    if write_postgres_settings && postgres_pid >/dev/null; then
        step "Restarting PostgreSQL: its settings have changed"
        stop_postgres
    fi
    postgres_pid >/dev/null && return
    require_port "$postgres_port" PostgreSQL
    step "Starting PostgreSQL on 127.0.0.1:$postgres_port"
    remove_stale_locks
    log_start "$postgres_log"
    as_postgres pg_ctl start -s -w -t 60 -D "$postgres_data" >>"$postgres_log" 2>&1 </dev/null 9>&- ||
        stop_with_log "$exit_failed" "$postgres_log" "PostgreSQL did not start."
}

# Stops it: open transactions are rolled back, nothing committed is lost.
stop_postgres() {
    postgres_pid >/dev/null || return 0
    as_postgres pg_ctl stop -s -m fast -w -t 60 -D "$postgres_data" >>"$postgres_log" 2>&1 && return
    as_postgres pg_ctl stop -s -m immediate -w -t 15 -D "$postgres_data" >>"$postgres_log" 2>&1 ||
        stop_with_log "$exit_failed" "$postgres_log" "PostgreSQL did not stop."
}

delete_postgres() {
    rm -rf -- "$postgres_data" "$postgres_data.unfinished" "$postgres_socket"
    [[ -z $postgres_home ]] || rm -rf -- "$postgres_home"
}
