# shellcheck shell=bash
# A Python of this checkout's own, with the pinned packages of compose/python.

venv=$state/venv

install_requirements() {
    "$venv/bin/pip" install -q --disable-pip-version-check --no-input --require-hashes -r "$root/compose/python/requirements.txt"
}

# Makes or renews the environment when the pinned packages are not what is in it.
prepare_python() {
    local requirements=$root/compose/python/requirements.txt log=$state/log/python.log
    cmp -s -- "$requirements" "$venv/requirements.txt" && return
    step "Installing Python packages into .stratum/venv"
    rm -rf -- "$venv"
    if ! { /usr/bin/python3 -m venv "$venv" && install_requirements; } >"$log" 2>&1 </dev/null; then
        stop_with_log "$exit_unreachable" "$log" "the Python packages could not be installed."
    fi
    cp -- "$requirements" "$venv/requirements.txt"
}
