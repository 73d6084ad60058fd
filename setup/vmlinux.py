# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Extracts the ELF kernel from an x86 boot image: vmlinux.py BZIMAGE OUT

An emulator boots the ELF by PVH in a tenth of the time it takes to run the
image's own decompressor. Header fields: Linux/x86 boot protocol 2.08 and later.
"""

import struct
import subprocess
import sys

SETUP_SECTS = 0x1F1
PAYLOAD_OFFSET = 0x248
SECTOR = 512
MAGICS = {
    b"\xfd7zXZ\x00": ["xz", "-dc", "--single-stream"],
    b"\x28\xb5\x2f\xfd": ["zstd", "-dc"],
    b"\x1f\x8b": ["gzip", "-dc"],
}


def payload(image):
    sectors = image[SETUP_SECTS] or 4
    offset, size = struct.unpack_from("<II", image, PAYLOAD_OFFSET)
    start = (sectors + 1) * SECTOR + offset
    # The last four bytes are the unpacked size, not part of the stream.
    return image[start : start + size - 4]


def main(image_path, out_path):
    with open(image_path, "rb") as image_file:
        packed = payload(image_file.read())
    tool = next((t for m, t in MAGICS.items() if packed.startswith(m)), None)
    if tool is None:
        sys.exit(f"error: unknown compression {packed[:6].hex()}")
    # The exit status is of no use: bytes after the stream count as an error.
    done = subprocess.run(tool, input=packed, stdout=subprocess.PIPE)
    if not done.stdout.startswith(b"\x7fELF"):
        sys.exit(f"error: {tool[0]} gave no ELF image")
    with open(out_path, "wb") as out_file:
        out_file.write(done.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
