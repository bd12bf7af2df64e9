# shellcheck shell=bash
# Building the executables, and putting them where the stack runs them.

bin=$state/bin

# Builds release executables. The build's own output is shown on a terminal, and kept in a log otherwise.
build_executables() {
    local log=$state/log/build.log
    command -v swift >/dev/null || stop "$exit_unreachable" "swift is not on the PATH; install the Swift 6.3 toolchain from swift.org."
    step "Building (the first time takes minutes)"
    local build=(swift build --package-path "$root" -c release -j "$(nproc)")
    if [[ -t 1 ]]; then
        "${build[@]}" || stop "$exit_failed" "the build failed."
    else
        "${build[@]}" >"$log" 2>&1 </dev/null || stop_with_log "$exit_failed" "$log" "the build failed."
    fi
}

# Copies executables that differ. A running one is replaced by rename, which leaves the process its own file.
install_executables() {
    local name built
    for name in stratum "${services[@]/#/stratum-}"; do
        built=$root/.build/release/$name
        [[ -x $built ]] || stop "$exit_failed" "the build made no $name."
        cmp -s -- "$built" "$bin/$name" && continue
        cp -- "$built" "$bin/.$name.unfinished"
        mv -f -- "$bin/.$name.unfinished" "$bin/$name"
    done
}
