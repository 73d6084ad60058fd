#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Builds newlib in its small ("nano") form from Debian's source package for the
# firmware's instruction set, into PARTS/newlib/KEY. The caller's key covers
# this script and the versions of source and compiler, so a finished build is
# never stale.
#   setup/newlib.sh OUT PARTS KEY JOBS

. "$(dirname "$0")/lib.sh"
key=$3
jobs=$4
prefix=$parts/newlib/$key

configure_flags="
    --target=riscv64-unknown-elf --disable-multilib --disable-libgloss
    --disable-newlib-supplied-syscalls --disable-nls --disable-shared
    --enable-newlib-register-fini=no --enable-newlib-reent-small
    --enable-newlib-nano-malloc --enable-newlib-nano-formatted-io
    --enable-lite-exit --disable-newlib-fvwrite-in-streamio
    --disable-newlib-fseek-optimization --disable-newlib-wide-orient
    --disable-newlib-unbuf-stream-opt --enable-newlib-global-atexit
    --enable-newlib-retargetable-locking=no"
# Exactly rv64imac/lp64: any suffix would select another libgcc, with another
# floating-point ABI, at link time.
target_flags="-Os -g0 -march=rv64imac -mabi=lp64 -mcmodel=medany
    -ffunction-sections -fdata-sections"

build() {
    local work
    work=$(mktemp -d "$parts/newlib-build.XXXXXX")
    # shellcheck disable=SC2064 # the folder's name of now
    trap "rm -rf '$work'" EXIT
    mkdir "$work/src" "$work/obj"
    logged tar -C "$work/src" --strip-components=1 -xf \
        "$(echo /usr/src/newlib/newlib-*.tar.xz)"
    cd "$work/obj"
    # This make is not a part of ours: its rules need the built-in ones.
    unset MAKEFLAGS MFLAGS MAKELEVEL
    # shellcheck disable=SC2086 # lists of words
    logged ../src/configure $configure_flags --prefix="$work/install" \
        CFLAGS_FOR_TARGET="$(echo $target_flags)" MAKEINFO=true
    logged make -j"$jobs"
    logged make install
    mkdir -p "$parts/newlib"
    rm -rf "$prefix"
    mv "$work/install" "$prefix"
}

lock
lib=$prefix/riscv64-unknown-elf/lib/libc.a
if [ ! -e "$lib" ]; then
    say "building newlib (about a minute)"
    build
fi
[ -e "$lib" ] || die "newlib built no libc.a (log: $log)"
