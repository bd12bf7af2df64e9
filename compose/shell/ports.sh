# shellcheck shell=bash
# Who listens on a TCP port, read from /proc: no tool needs to be installed for it.

# port_listeners PORT: prints `inode uid` of every socket that keeps 127.0.0.1:PORT from being bound.
port_listeners() {
    local port_hex
    printf -v port_hex '%04X' "$1"
    # Fields: 2 local address, 4 state (0A listens), 8 uid, 10 inode. Loopback and the any-addresses of both families.
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$port_hex" '
        $4 == "0A" {
            split($2, at, ":")
            if (at[2] == port && (at[1] == "0100007F" || at[1] ~ /^0+$/ || at[1] == "0000000000000000FFFF00000100007F")) print $10, $8
        }'
}

# pids_of_socket INODE: prints the processes that hold it, as far as this user may see.
pids_of_socket() {
    find /proc/[0-9]*/fd -maxdepth 1 -lname "socket:\[$1\]" -printf '%h\n' 2>/dev/null | cut -d / -f 3 | sort -u || true
}

# port_holder PORT: prints who holds a port in words, or nothing when it is free.
port_holder() {
    local inode uid pid
    read -r inode uid < <(port_listeners "$1") || return 0
    read -r pid < <(pids_of_socket "$inode") || pid=
    if [[ -n $pid ]]; then
        printf '%s (process %s)\n' "$(cat "/proc/$pid/comm" 2>/dev/null)" "$pid"
    else
        printf 'a process of user %s\n' "$(id -nu "$uid" 2>/dev/null || printf '%s' "$uid")"
    fi
}

# require_port PORT WHAT: stops with one sentence when the port is taken.
require_port() {
    local holder
    holder=$(port_holder "$1")
    [[ -z $holder ]] || stop "$exit_unreachable" "port $1, which $2 needs, is taken by $holder."
}
