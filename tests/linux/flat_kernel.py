# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Packs an ELF kernel so that kexec_file_load() takes it: flat_kernel.py OUT ELF

The system call wants a boot image. The distribution's own one would spend 20
seconds of an emulated processor on unpacking itself, so this makes another:
the header of the Linux/x86 boot protocol, a jump, and the kernel laid out flat.
"""

import pathlib
import struct
import sys

PT_LOAD = 1
SECTOR = 512
ENTRY_64 = 0x200  # of the part after the set-up sectors, as the protocol says
ALIGN = 2 << 20
# Kernels are linked for 16 MiB and moved upwards only.
LOAD_ALIGN = 16 << 20
JUMP = b"\xe9" + struct.pack("<i", ALIGN - ENTRY_64 - 5)
LOADED_HIGH = 1
KERNEL_64, ABOVE_4G = 1, 2


def loads(elf):
    """(physical address, bytes, size in memory) of what is to be loaded."""
    table, = struct.unpack_from("<Q", elf, 0x20)
    size, count = struct.unpack_from("<HH", elf, 0x36)
    for at in range(table, table + size * count, size):
        kind, _, offset, _, where, in_file, in_memory, _ = \
            struct.unpack_from("<IIQQQQQQ", elf, at)
        if kind == PT_LOAD:
            yield where, elf[offset:offset + in_file], in_memory


def flat(elf):
    """The kernel as one run of bytes, and how much memory it wants."""
    parts = sorted(loads(elf))
    base = parts[0][0]
    entry, = struct.unpack_from("<Q", elf, 0x18)
    if entry != base:
        sys.exit("error: the kernel does not start at its first byte")
    image = bytearray(max(where + size for where, _, size in parts) - base)
    for where, data, _ in parts:
        image[where - base:where - base + len(data)] = data
    return bytes(image).rstrip(b"\0"), len(image)


def header(memory):
    sectors = bytearray(2 * SECTOR)

    def put(form, offset, value):
        struct.pack_into(form, sectors, offset, value)

    put("<B", 0x1F1, 1)  # set-up sectors after the first
    put("<H", 0x1FE, 0xAA55)
    put("<H", 0x200, 0x66EB)  # its second byte gives the header's length
    put("<4s", 0x202, b"HdrS")
    put("<H", 0x206, 0x020F)
    put("<B", 0x211, LOADED_HIGH)
    put("<I", 0x230, LOAD_ALIGN)
    put("<B", 0x234, 1)  # relocatable
    put("<H", 0x236, KERNEL_64 | ABOVE_4G)
    put("<I", 0x238, 2047)  # longest command line
    put("<Q", 0x258, LOAD_ALIGN)
    put("<I", 0x260, memory)
    return bytes(sectors)


def main(out, elf_path):
    image, memory = flat(pathlib.Path(elf_path).read_bytes())
    start = (bytes(ENTRY_64) + JUMP).ljust(ALIGN, b"\0")
    pathlib.Path(out).write_bytes(header(ALIGN + memory) + start + image)


if __name__ == "__main__":
    main(*sys.argv[1:])
