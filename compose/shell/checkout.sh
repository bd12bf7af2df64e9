# shellcheck shell=bash
# Where this checkout is and where its local state lives. Sourced first by every command.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
state=$root/.stratum
export LC_ALL=C.UTF-8

# Makes the state folder, for this user only. A folder made by another user is left alone: its database and secrets are theirs.
prepare_state() {
    if [[ -e $state && $(stat -c %u -- "$state") != "$EUID" ]]; then
        stop "$exit_failed" "$state belongs to user $(stat -c %U -- "$state"); run this as that user."
    fi
    [[ -d $state || -w $root ]] || stop "$exit_failed" "$root is not writable for user $(id -un)."
    (umask 077 && mkdir -p -- "$state"/{bin,run,log})
}

# Lets one command at a time change the stack. What outlives the command is started with `9>&-`, or it would hold the lock.
lock_state() {
    exec 9>"$state/lock"
    flock -n 9 && return
    say "Waiting for another command that works on this stack."
    flock -w 1800 9 || stop "$exit_failed" "another command has held $state/lock for 30 minutes."
}
