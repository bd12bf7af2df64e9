# shellcheck shell=bash
# What the commands say, and the codes they end with.

readonly exit_failed=1 exit_usage=64 exit_unreachable=69

say() {
    printf '%s\n' "$*"
}

step() {
    printf '==> %s\n' "$*"
}

# stop CODE SENTENCE: ends the command.
stop() {
    local code=$1
    shift
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit "$code"
}

# Marks in a log that something starts here, so that its last words can be told from those of the time before.
log_start() {
    printf -- '--- started at %(%FT%TZ)T\n' -1 >>"$1"
}

# stop_with_log CODE LOG SENTENCE: ends the command after the last lines of a log, back to the last start at most. A code that is
# none of ours, such as that of a signal, becomes a plain failure.
stop_with_log() {
    local code=$1 log=$2
    shift 2
    ((code == exit_usage || code == exit_unreachable)) || code=$exit_failed
    if [[ -s $log ]]; then
        printf -- '--- last lines of %s\n' "$log" >&2
        tail -n 40 -- "$log" | tac | sed '/^--- started at /q' | tac >&2
        printf -- '---\n' >&2
    fi
    stop "$code" "$@"
}
