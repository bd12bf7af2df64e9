# shellcheck shell=bash
# What a process is told: compose/environment/NAME with this checkout's paths, under what the caller has set.

# environment_of NAME: prints `name=value` lines. A name that the caller's own environment has keeps the caller's value.
environment_of() {
    local line name value
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ ^(STRATUM_[A-Z0-9_]+)=(.*)$ ]] || continue
        name=${BASH_REMATCH[1]}
        value=${BASH_REMATCH[2]}
        value=${value//'{secrets}'/$secrets}
        value=${value//'{state}'/$state}
        value=${value//'{postgres_socket}'/$postgres_socket}
        printf '%s=%s\n' "$name" "${!name-$value}"
    done <"$root/compose/environment/$1"
}

# run_with NAME COMMAND…: runs a command with that environment and little else of the caller's.
run_with() {
    local lines
    mapfile -t lines < <(environment_of "$1")
    shift
    env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C.UTF-8 "${lines[@]}" "$@"
}
