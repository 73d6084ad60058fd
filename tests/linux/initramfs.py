# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Packs the guest's file system: initramfs.py OUT NAME=FILE...

The cpio "newc" format, as the kernel's document on early user space has it.
A NAME that ends in / takes every module (*.ko) of the folder FILE. The kernel's
own built-in archive brings /dev/console.
"""

import pathlib
import stat
import sys


def member(number, name, mode, data=b""):
    fields = [number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08x" % field for field in fields)
    head += name.encode() + b"\0"
    head += bytes(-len(head) % 4)
    return head + data + bytes(-len(data) % 4)


def files(name, source):
    if name.endswith("/"):
        yield name.rstrip("/"), stat.S_IFDIR | 0o755, b""
        for path in sorted(source.glob("*.ko")):
            yield name + path.name, stat.S_IFREG | 0o644, path.read_bytes()
        return
    if "/" in name:
        yield name.rpartition("/")[0], stat.S_IFDIR | 0o755, b""
    yield name, stat.S_IFREG | 0o755, source.read_bytes()


def main(out, *pairs):
    with open(out, "wb") as archive:
        number = 0
        for name, _, source in (pair.partition("=") for pair in pairs):
            for fields in files(name, pathlib.Path(source)):
                number += 1
                archive.write(member(number, *fields))
        archive.write(member(0, "TRAILER!!!", 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
