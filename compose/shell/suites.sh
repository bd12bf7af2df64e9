# shellcheck shell=bash
# Running suites and counting what they say. A suite is an executable in compose/suites; it works in the checkout's root,
# writes its findings to stdout and ends with a non-zero code when something is wrong.

# How long a suite may take, in seconds; a test that hangs must not hang the machine that waits for it.
suite_limit=1800

tests_passed=0
tests_failed=0

# suite_summary NAME: what a suite is, from the second line of its file.
suite_summary() {
    sed -n '2s/^# //p' -- "$root/compose/suites/$1"
}

# count_tests LOG CODE: prints `passed failed` of a suite's log. Knows the closing lines of Swift Testing, of Python's unittest, and the
# plain line `N passed, N failed`; a suite without any of them is one test. A suite that failed has at least one failed test.
count_tests() {
    awk -v code="$2" '
        /^(✔|✘) Test run with [0-9]+ tests? / { counted = 1; total += $5 }
        /^✘ Test .* failed after [0-9.]+ seconds/ && !/^✘ Test run with / { failed += 1 }
        /^Ran [0-9]+ tests? in / { counted = 1; total += $2 }
        /^FAILED \(/ {
            while (match($0, /(failures|errors|unexpected successes)=[0-9]+/)) {
                split(substr($0, RSTART, RLENGTH), part, "=")
                failed += part[2]
                $0 = substr($0, RSTART + RLENGTH)
            }
        }
        /^[0-9]+ passed, [0-9]+ failed$/ { counted = 1; total += $1 + $3; failed += $3 }
        END {
            if (!counted) total = 1
            if (code != 0 && failed == 0) failed = 1
            if (total < failed) total = failed
            print total - failed, failed + 0
        }' "$1"
}

# Shows of a log what went wrong, wherever it stands in it, and how it ended.
show_failure() {
    printf -- '--- what failed, of %s\n' "$1"
    grep -E '^✘|error:|^(FAIL|ERROR):' -- "$1" | head -n 100 || true
    printf -- '--- its end\n'
    tail -n 60 -- "$1"
    printf -- '---\n'
}

# run_suite NAME: runs one suite, says how it went, shows its log when it failed, and adds up its tests.
run_suite() {
    local name=$1 log=$state/log/test-$1.log code=0 started=$SECONDS passed failed word=OK
    (cd "$root" && exec timeout --kill-after=30 "$suite_limit" "compose/suites/$name") >"$log" 2>&1 </dev/null || code=$?
    read -r passed failed < <(count_tests "$log" "$code")
    if ((code == 0 && passed == 0)); then
        printf 'The suite ran no test.\n' >>"$log"
        failed=1
    fi
    ((failed == 0)) || word=FAILED
    tests_passed=$((tests_passed + passed))
    tests_failed=$((tests_failed + failed))
    step "$name $word ($((SECONDS - started)) seconds)"
    if [[ $word == FAILED ]]; then
        show_failure "$log"
    fi
}
