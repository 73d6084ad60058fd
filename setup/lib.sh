# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Shared by the set-up scripts. Each runs as
#   setup/NAME.sh OUT PARTS
# with OUT the build folder and PARTS the folder of third-party parts; the full
# log of NAME goes to OUT/log/NAME.log.

set -eu
remedy=
here=$(cd "$(dirname "$0")" && pwd)
name=$(basename "$0" .sh)
out=$1
parts=$2
mkdir -p "$out/log" "$parts"
out=$(cd "$out" && pwd)
parts=$(cd "$parts" && pwd)
log=$out/log/$name.log

say() {
    printf '  %-8s %s\n' SETUP "$*"
}

die() {
    printf '%s: %s\n' "$name" "$*" >&2
    exit 1
}

# Runs a command with its output in the log; on failure ends with one line that
# names the log and the last error in it, and $remedy if that is set.
logged() {
    printf '+ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null && return
    die "'$1' failed: $(last_error) (log: $log)${remedy:+; $remedy}"
}

last_error() {
    grep -iE '^(E:|ERROR|error)|error:' "$log" | tail -n 1 || tail -n 1 "$log"
}

# One set-up at a time for each folder of parts.
lock() {
    exec 9>"$parts/.$name.lock"
    flock 9
}

# Sets "sudo" to the prefix that makes a command run as root, or fails.
become_root() {
    sudo=
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo="sudo --"
    sudo -n true 2>/dev/null && return 0
    # Asking for a password needs somebody to ask.
    [ -t 0 ] && [ -t 2 ] && sudo -v
}

key_of() {
    sha256sum | cut -c1-16
}
