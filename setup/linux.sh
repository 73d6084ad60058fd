#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Fetches Debian's current kernel for the client test and unpacks, without
# installing it, into PARTS/linux: vmlinux (the ELF image), modules/*.ko (VFIO),
# and version. Whatever is there already is kept: a kernel update in the archive
# is no reason to fetch again.
#   setup/linux.sh OUT PARTS

. "$(dirname "$0")/lib.sh"
dest=$parts/linux

# The meta package's dependency names the current kernel; a version written
# down here would be gone from the archive within weeks.
kernel_package() {
    apt-cache depends linux-image-amd64 2>/dev/null |
        awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }'
}

refresh_lists() {
    become_root ||
        die "no package lists; as root, run: apt-get update"
    # shellcheck disable=SC2086 # a list of words
    logged $sudo apt-get -q -o DPkg::Lock::Timeout=600 update
}

download() {
    cd "$1"
    # apt drops its rights for the download when it runs as root and has to be
    # able to write here.
    chmod 755 .
    apt-get -q download "$2" >>"$log" 2>&1 </dev/null && return
    # Lists older than the archive name files that are gone.
    refresh_lists
    logged apt-get -q download "$(kernel_package)"
}

take_modules() {
    local file
    mkdir modules
    find root/lib/modules root/usr/lib/modules \
        \( -name 'vfio*.ko*' -o -name 'irqbypass.ko*' \) 2>/dev/null |
        while read -r file; do
            cp "$file" modules/
        done
    find modules -name '*.xz' -exec xz -d {} +
    find modules -name '*.zst' -exec zstd -q -d --rm {} +
    [ -e modules/vfio.ko ] || die "the kernel package has no vfio module"
}

fetch() {
    local work package
    package=$(kernel_package)
    [ -n "$package" ] || refresh_lists
    package=$(kernel_package)
    [ -n "$package" ] || die "no linux-image-amd64 in the package lists"
    say "fetching kernel $package for the client test"
    work=$(mktemp -d "$parts/linux-fetch.XXXXXX")
    # shellcheck disable=SC2064 # the folder's name of now
    trap "rm -rf '$work'" EXIT
    download "$work" "$package"
    logged dpkg -x "$work"/linux-image-*.deb root
    logged /usr/bin/python3 "$here/vmlinux.py" root/boot/vmlinuz-* vmlinux
    take_modules
    (cd root/boot && echo vmlinuz-*) | sed 's/^vmlinuz-//' >version
    rm -rf root ./*.deb
    rm -rf "$dest"
    mv "$work" "$dest"
}

lock
[ -e "$dest/version" ] && exit
fetch
