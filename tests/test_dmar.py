# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The ACPI table of `make dmar`: read field by field as VT-d chapter 8 lays it
out, compared with vtd_caps.toml, and read and written by iasl."""

import pathlib
import struct
import sys
import tomllib

import pytest

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "include/gen"))
import acpi_dmar as dmar  # noqa: E402

SETS = tomllib.loads((TOP / "include/vtd_caps.toml").read_text())
NAMES = [name for name in SETS if name not in ("CAP", "ECAP")]
HEADER_SIZE = 48
# What iasl writes itself when it makes a table: checksum, who made it; and the
# size of the register window, which the one of Debian 12 takes for reserved.
CHECKSUM = 9
CREATOR = range(28, 36)
DRHD_SIZE = 5


@pytest.fixture
def table(run, tmp_path):
    def make(name):
        run(["/usr/bin/python3", "include/gen/acpi_dmar.py", name,
             tmp_path / "aml"])
        return (tmp_path / "aml").read_bytes()
    return make


def structures(data):
    """(type, offset, bytes) of each structure behind the header."""
    found, at = [], HEADER_SIZE
    while at < len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        found.append((kind, at, data[at:at + length]))
        at += length
    assert at == len(data)
    return found


def scopes(data):
    found, at = [], 0
    while at < len(data):
        kind, length, flags, number, bus = struct.unpack_from("<BBHBB", data, at)
        path = [list(step) for step in
                struct.iter_unpack("BB", data[at + 6:at + length])]
        assert flags == 0
        found.append({"type": kind, "id": number, "bus": bus, "path": path})
        at += length
    return found


def assert_header(data, width, flags):
    assert data[:4] == b"DMAR"
    assert struct.unpack_from("<I", data, 4) == (len(data),)
    assert data[8] == 1
    assert sum(data) % 256 == 0
    assert data[36:HEADER_SIZE] == bytes([width - 1, flags]) + bytes(10)


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_those_of_the_set(table, name):
    caps, data = SETS[name], table(name)
    want = caps["dmar"]
    assert_header(data, caps["host_address_width"],
                  want["intr_remap"] + 2 * want["x2apic_opt_out"])
    [(kind, _, drhd)] = structures(data)
    assert kind == 0
    flags, size, segment, base = struct.unpack_from("<BBHQ", drhd, 4)
    assert flags == want["include_pci_all"]
    assert 4096 << size == 1 << caps["window_log2"]
    assert (segment, base) == (want["segment"], want["base"])
    types = {"ioapic": 3}
    assert scopes(drhd[16:]) == [{**s, "type": types[s["type"]]}
                                 for s in want.get("scopes", [])]


def test_interrupt_remapping_is_told_of_where_it_is():
    """INTR_REMAP with ECAP.IR, and every I/O APIC then has a scope."""
    for name in NAMES:
        remaps = bool(SETS[name]["ECAP"].get("IR"))
        assert SETS[name]["dmar"]["intr_remap"] == remaps
        listed = SETS[name]["dmar"].get("scopes", [])
        assert not remaps or any(s["type"] == "ioapic" for s in listed)


def every_structure():
    """A table with one of each, given in the wrong order."""
    nic = dmar.scope("endpoint", [(2, 0)])
    port = dmar.scope("bridge", [(0x1c, 4)])
    return [dmar.satc(0, [nic], required=True), dmar.atsr(0, [port]),
            dmar.atsr(1), dmar.rmrr(0x1000000, 0x1ffffff, 0, [nic, port]),
            dmar.drhd(0xfed90000, window_log2=14),
            dmar.drhd(0xfed94000, include_pci_all=False, scopes=[
                dmar.scope("endpoint", [(1, 0), (0, 1)], bus=5),
                dmar.scope("hpet", [(0, 0)], bus=0xf0, id=1),
                dmar.scope("acpi", [(0x15, 0)], id=3)])]


def test_every_structure():
    data = dmar.table(39, every_structure(), dmar.INTR_REMAP)
    assert_header(data, 39, 1)
    found = structures(data)
    assert [kind for kind, _, _ in found] == [0, 0, 1, 2, 2, 5]
    some, everything, rmrr, atsr, all_ports, satc = (s for _, _, s in found)
    assert some[4:16] == struct.pack("<BBHQ", 0, 0, 0, 0xfed94000)
    assert scopes(some[16:]) == [
        {"type": 1, "id": 0, "bus": 5, "path": [[1, 0], [0, 1]]},
        {"type": 4, "id": 1, "bus": 0xf0, "path": [[0, 0]]},
        {"type": 5, "id": 3, "bus": 0, "path": [[0x15, 0]]}]
    assert everything[4:] == struct.pack("<BBHQ", 1, 2, 0, 0xfed90000)
    assert rmrr[4:24] == struct.pack("<HHQQ", 0, 0, 0x1000000, 0x1ffffff)
    assert [s["type"] for s in scopes(rmrr[24:])] == [1, 2]
    assert atsr[4:8] == struct.pack("<BBH", 0, 0, 0)
    assert scopes(atsr[8:])[0]["path"] == [[0x1c, 4]]
    assert all_ports[4:] == struct.pack("<BBH", 1, 0, 1)
    assert satc[4:8] == struct.pack("<BBH", 1, 0, 0)
    assert scopes(satc[8:])[0]["path"] == [[2, 0]]


@pytest.mark.parametrize("make", [
    lambda: dmar.drhd(0xfed91000, window_log2=13),
    lambda: dmar.drhd(0xfed91000, window_log2=11),
    lambda: dmar.rmrr(0x1000, 0x1ffe),
    lambda: dmar.rmrr(0x1800, 0x1fff),
    lambda: dmar.rmrr(0x2000, 0x1fff),
    lambda: dmar.table(48, [], dmar.X2APIC_OPT_OUT),
])
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ValueError):
        make()


def without_what_iasl_writes(data):
    out = bytearray(data)
    for at in (CHECKSUM, *CREATOR):
        out[at] = 0
    for kind, at, _ in structures(data):
        if kind == 0:
            out[at + DRHD_SIZE] = 0
    return bytes(out)


def assert_iasl_agrees(run, folder, data):
    """iasl takes the table, and makes the same one from what it read."""
    (folder / "table.aml").write_bytes(data)
    run(["iasl", "-p", folder / "text", "-d", folder / "table.aml"])
    text = (folder / "text.dsl").read_text()
    assert "nknown" not in text and "nvalid" not in text
    run(["iasl", "-p", folder / "again", folder / "text.dsl"])
    again = (folder / "again.aml").read_bytes()
    assert without_what_iasl_writes(again) == without_what_iasl_writes(data)


@pytest.mark.parametrize("name", NAMES)
def test_iasl_reads_and_writes_it(run, tmp_path, table, name):
    assert_iasl_agrees(run, tmp_path, table(name))


def test_iasl_knows_every_structure(run, tmp_path):
    """But for SATC, which is younger than the iasl of Debian 12."""
    known = [s for s in every_structure() if s[0] != 5]
    assert_iasl_agrees(run, tmp_path, dmar.table(48, known))
