# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Packs the guest's file system: initramfs.py OUT INIT MODULES_DIR

The cpio "newc" format, as the kernel's document on early user space has it:
/init and /modules/*.ko. The kernel's own built-in archive brings /dev/console.
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


def archive(init, modules):
    files = [("modules", stat.S_IFDIR | 0o755, b"")]
    files += [("init", stat.S_IFREG | 0o755, init.read_bytes())]
    files += [(f"modules/{path.name}", stat.S_IFREG | 0o644, path.read_bytes())
              for path in sorted(modules.glob("*.ko"))]
    packed = [member(number, *fields)
              for number, fields in enumerate(files, start=1)]
    return b"".join(packed) + member(0, "TRAILER!!!", 0)


def main(out, init, modules):
    pathlib.Path(out).write_bytes(
        archive(pathlib.Path(init), pathlib.Path(modules)))


if __name__ == "__main__":
    main(*sys.argv[1:])
