#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Fetches Debian's current kernel for the client test and unpacks, without
# installing it, into PARTS/linux: vmlinux (the ELF image), modules/*.ko (VFIO),
# headers (to build a module against, at headers/build), and version. With
# "backports" it is the kernel of bookworm-backports, in PARTS/linux-backports,
# without headers: its driver reads performance counters, that of the stable one
# does not. Whatever is there already is kept: a kernel update in the archive is
# no reason to fetch again.
#   setup/linux.sh OUT PARTS [backports]

. "$(dirname "$0")/lib.sh"
dest=$parts/linux${3:+-$3}
meta=linux-image-${3:+cloud-}amd64
apt=()

# Where the machine has its own packages from.
archive() {
    apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 2>/dev/null |
        awk '$2 == "bookworm" { print $1; exit }'
}

# Lists of their own, so that the machine's sources stay as they are.
use_backports() {
    local own=$parts/linux-backports-lists uri
    uri=$(archive)
    [ -n "$uri" ] || refresh_lists
    uri=$(archive)
    [ -n "$uri" ] || die "no package lists of bookworm"
    mkdir -p "$own/lists/partial" "$own/cache/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
        "$uri bookworm-backports main" >"$own/sources.list"
    apt=(-o "Dir::Etc::sourcelist=$own/sources.list"
        -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$own/lists"
        -o "Dir::Cache=$own/cache" -o APT::Sandbox::User=root)
    logged apt-get "${apt[@]}" -q update
}

# The meta package's dependency names the current kernel; a version written
# down here would be gone from the archive within weeks.
kernel_package() {
    apt-cache "${apt[@]}" depends "$meta" 2>/dev/null |
        awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }'
}

refresh_lists() {
    [ ${#apt[@]} = 0 ] || die "no $meta in bookworm-backports (log: $log)"
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
    apt-get "${apt[@]}" -q download "$2" >>"$log" 2>&1 </dev/null && return
    # Lists older than the archive name files that are gone.
    refresh_lists
    logged apt-get "${apt[@]}" -q download "$(kernel_package)"
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

# Three packages that belong together; "common" has no word for the flavour.
header_packages() {
    local headers=${1/image/headers}
    echo "$headers" "${headers%-amd64}-common"
    apt-cache depends "$headers" 2>/dev/null |
        awk '$1 == "Depends:" && $2 ~ /^linux-kbuild-/ { print $2; exit }'
}

# They find each other by absolute paths, which are not theirs here.
take_headers() {
    local package build
    for package in $(header_packages "$1"); do
        logged apt-get -q download "$package"
    done
    for package in linux-headers-*.deb linux-kbuild-*.deb; do
        logged dpkg -x "$package" headers
    done
    build=usr/src/${1/image/headers}
    [ -d "headers/$build" ] || die "$1 and its headers do not fit together"
    sed -i 's,/usr/src/,../,' "headers/$build/Makefile"
    ln -s "$build" headers/build
}

fetch() {
    local work package
    package=$(kernel_package)
    [ -n "$package" ] || refresh_lists
    package=$(kernel_package)
    [ -n "$package" ] || die "no $meta in the package lists"
    say "fetching kernel $package for the client test"
    work=$(mktemp -d "$dest-fetch.XXXXXX")
    # shellcheck disable=SC2064 # the folder's name of now
    trap "rm -rf '$work'" EXIT
    download "$work" "$package"
    logged dpkg -x "$work"/linux-image-*.deb root
    logged /usr/bin/python3 "$here/vmlinux.py" root/boot/vmlinuz-* vmlinux
    take_modules
    [ ${#apt[@]} != 0 ] || take_headers "$package"
    (cd root/boot && echo vmlinuz-*) | sed 's/^vmlinuz-//' >version
    rm -rf root ./*.deb
    rm -rf "$dest"
    mv "$work" "$dest"
}

lock
[ -e "$dest/version" ] && { [ -n "${3-}" ] || [ -e "$dest/headers" ]; } && exit
[ "${3-}" != backports ] || use_backports
fetch
