# shellcheck shell=bash
# The demo tenant: its key in .stratum/credentials, its connection to the sandbox's Meta.

# The pixel that the sandbox has from the start.
demo_pixel=847219573920518

# Runs the operator's command line as this stack's operator.
operate() {
    run_with stratum "$bin/stratum" "$@"
}

# Makes the tenant, its key and its connection once. Each step can be repeated, so one that was cut off is made up for.
prepare_demo() {
    local log=$state/log/demo.log
    if [[ ! -s $state/credentials ]]; then
        step "Making the demo tenant"
        operate tenants create demo --display-name 'Demo shop' --currency GBP --credentials "$state/credentials" >"$log" 2>&1 </dev/null ||
            stop_with_log "$exit_failed" "$log" "the demo tenant could not be made."
        chmod 0600 -- "$state/credentials"
    fi
    if [[ ! -e $state/run/demo-connected ]]; then
        step "Connecting the demo tenant to the sandbox's Meta"
        operate connections connect meta --pixel-id "$demo_pixel" --access-token-file "$secrets/sandbox-meta.token" >"$log" 2>&1 </dev/null ||
            stop_with_log "$exit_failed" "$log" "the demo tenant could not be connected."
        : >"$state/run/demo-connected"
    fi
}
