#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Builds the ACPI table by which a system finds remapping units (VT-d 8).

As a program: acpi_dmar.py SET FILE writes the table of a set of vtd_caps.toml.
As a module: table(width, [drhd(...), rmrr(...), ...]) gives the bytes.
"""
import struct
import sys
from pathlib import Path

import gen
import caps as capabilities

OEM = (b"PRTCLS", b"PORTCULS", 1, b"PRTC", 1)
HEADER = "<4sIBB6s8sI4sI"
INTR_REMAP, X2APIC_OPT_OUT = 1, 2
SCOPE_TYPES = {"endpoint": 1, "bridge": 2, "ioapic": 3, "hpet": 4, "acpi": 5}
DRHD, RMRR, ATSR, SATC = 0, 1, 2, 5


def scope(type, path, bus=0, id=0):
    """A device scope: @path is a list of (device, function), the first on @bus;
    @id is that of the I/O APIC or HPET in their own ACPI tables."""
    body = b"".join(struct.pack("BB", *step) for step in path)
    return struct.pack("<BBHBB", SCOPE_TYPES[type], 6 + len(body), 0, id, bus) + body


def structure(type, body, scopes):
    body += b"".join(scopes)
    return struct.pack("<HH", type, 4 + len(body)) + body


def drhd(base, segment=0, window_log2=12, include_pci_all=True, scopes=()):
    """A unit with its registers at @base, in a window of 2^@window_log2 bytes."""
    if base % (1 << window_log2):
        raise ValueError(f"base {base:#x} is not a multiple of the window")
    if window_log2 < 12:
        raise ValueError("a window has 4 KiB at least")
    body = struct.pack("<BBHQ", include_pci_all, window_log2 - 12, segment, base)
    return structure(DRHD, body, scopes)


def rmrr(base, limit, segment=0, scopes=()):
    """Memory up to @limit, inclusive, that @scopes have to reach identically."""
    if base % 4096 or (limit + 1) % 4096 or limit < base:
        raise ValueError(f"{base:#x} to {limit:#x} are not whole pages")
    return structure(RMRR, struct.pack("<HHQQ", 0, segment, base, limit), scopes)


def atsr(segment=0, scopes=()):
    """Root ports (bridges in @scopes) that carry ATS; none: all of them."""
    return structure(ATSR, struct.pack("<BBH", not scopes, 0, segment), scopes)


def satc(segment=0, scopes=(), required=False):
    """Devices of the SoC with an address translation cache."""
    return structure(SATC, struct.pack("<BBH", required, 0, segment), scopes)


def place(s):
    """Structures go by type; a unit that takes all devices comes last."""
    type, _, unit_flags = struct.unpack_from("<HHB", s)
    return type, type == DRHD and unit_flags


def table(width, structures, flags=0):
    """The table for a host address width of @width bits."""
    if flags & X2APIC_OPT_OUT and not flags & INTR_REMAP:
        raise ValueError("x2APIC opt-out means something with INTR_REMAP only")
    body = struct.pack("<BB10x", width - 1, flags) + b"".join(sorted(structures, key=place))
    length = struct.calcsize(HEADER) + len(body)
    head = struct.pack(HEADER, b"DMAR", length, 1, 0, *OEM)
    checksum = -sum(head + body) & 0xFF
    return struct.pack(HEADER, b"DMAR", length, 1, checksum, *OEM) + body


def scopes_of(rows):
    return [scope(**row) for row in rows]


def flags_of(caps_set):
    dmar = caps_set.dmar
    if dmar["intr_remap"] and not caps_set.values["ECAP"].get("IR"):
        raise ValueError(f"[{caps_set.name}]: intr_remap without ECAP.IR")
    return (INTR_REMAP * dmar["intr_remap"] | X2APIC_OPT_OUT * dmar["x2apic_opt_out"])


def from_set(caps_set):
    """The table that the [dmar] part of a set describes."""
    dmar = caps_set.dmar
    segment = dmar["segment"]
    parts = [drhd(dmar["base"], segment, caps_set.window_log2, dmar["include_pci_all"],
                  scopes_of(dmar.get("scopes", [])))]
    parts += [rmrr(r["base"], r["limit"], segment, scopes_of(r["scopes"]))
              for r in dmar.get("rmrr", [])]
    parts += [atsr(segment, scopes_of(a["scopes"])) for a in dmar.get("atsr", [])]
    parts += [satc(segment, scopes_of(a["scopes"])) for a in dmar.get("satc", [])]
    return table(caps_set.haw, parts, flags_of(caps_set))


def load():
    """The sets of this tree's vtd_caps.toml, by name."""
    defs = Path(__file__).resolve().parents[1]
    return capabilities.load(defs, gen.rows(defs / "vtd_regs.def")).sets


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sets = load()
    if sys.argv[1] not in sets:
        sys.exit(f"vtd_caps.toml has no set {sys.argv[1]}, only {', '.join(sets)}")
    Path(sys.argv[2]).write_bytes(from_set(sets[sys.argv[1]]))


if __name__ == "__main__":
    main()
