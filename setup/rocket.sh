#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Takes the Rocket core's Verilog out of the wheel pinned in rocket.txt, into
# PARTS/rocket. The wheel is not kept: unpacked it is 400 MB, and these files
# are 14.
#   setup/rocket.sh OUT PARTS

. "$(dirname "$0")/lib.sh"
python=$parts/venv/bin/python
dest=$parts/rocket
top=pythondata_cpu_rocket/verilog
config=$top/generated-src/freechips.rocketchip.system.LitexLinuxConfig

fetch() {
    local work
    work=$(mktemp -d "$parts/rocket-wheel.XXXXXX")
    # shellcheck disable=SC2064 # the folder's name of now
    trap "rm -rf '$work'" EXIT
    logged "$python" -m pip download --no-input --no-deps --require-hashes \
        --only-binary :all: -d "$work" -r "$here/rocket.txt"
    logged "$python" "$here/unpack.py" "$work"/*.whl "$work/rocket" \
        "$config.v" "$config.behav_srams.v" \
        "$top/vsrc/AsyncResetReg.v" "$top/vsrc/EICG_wrapper.v"
    echo "$key" >"$work/rocket/.key"
    rm -rf "$dest"
    mv "$work/rocket" "$dest"
}

lock
key=$(cat "$here/rocket.sh" "$here/rocket.txt" | key_of)
[ "$(cat "$dest/.key" 2>/dev/null)" = "$key" ] && exit
say "taking the Rocket core out of its wheel"
fetch
