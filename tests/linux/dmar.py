# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Builds the ACPI table by which a system finds remapping units.

VT-d chapter 8: a DMAR table with one DRHD that covers every device of one PCI
segment. Interrupt remapping is not announced.
"""

import struct

OEM = (b"PRTCLS", b"PORTCULS", 1, b"PRTC", 1)
DRHD_INCLUDE_PCI_ALL = 1


def drhd(base, segment):
    return struct.pack("<HHBBHQ", 0, 16, DRHD_INCLUDE_PCI_ALL, 0, segment, base)


def header(signature, length, checksum):
    return struct.pack(
        "<4sIBB6s8sI4sI", signature, length, 1, checksum, *OEM
    )


def table(base, segment, address_width):
    """The table for one unit: registers at base, host address width in bits."""
    body = struct.pack("<BB10x", address_width - 1, 0) + drhd(base, segment)
    length = len(header(b"DMAR", 0, 0)) + len(body)
    total = sum(header(b"DMAR", length, 0) + body)
    return header(b"DMAR", length, -total & 0xFF) + body
