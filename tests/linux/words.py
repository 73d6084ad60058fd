# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Puts lines of the bridge's report into words, for a person to read.

line() gives the words of one report line, or None for what says nothing new.
Names come from the tables in include/, so they are the specification's.
"""

import functools
import re

import machine

# Level of a table entry as the trace has it.
LEVELS = {6: "context entry", 7: "root entry", 8: "PASID directory entry",
          9: "PASID table entry"}
NOT_FIRST_WORD, FIRST_STAGE = 0xf000, 0x400
RECORD_BYTES, MOST_RECORDS = 16, 256


@functools.cache
def table(name):
    return (machine.TOP / "include" / name).read_text()


@functools.cache
def registers():
    """Offset of the low half -> name; wide registers have a high half too."""
    rows = re.findall(r"^REG\((\w+), +(0x\w+), (\d+),", table("vtd_regs.def"),
                      re.M)
    names = {}
    for name, offset, bits in rows:
        names[int(offset, 16)] = name
        if bits == "64":
            names[int(offset, 16) + 4] = f"{name}+4"
    return names


@functools.cache
def one_bit_fields(register):
    return [(mask, name) for (reg, name), mask in machine.fields().items()
            if reg == register and mask & (mask - 1) == 0]


@functools.cache
def faults():
    rows = re.findall(r'^FAULT\((0x\w+), (\w+), \d, \w+, "(.*)"\)',
                      table("vtd_faults.def"), re.M)
    return {int(code, 16): (name.replace("_", "."), text)
            for code, name, text in rows}


@functools.cache
def modes():
    rows = re.findall(r"^GATE_ENUM\(MODE, (\w+), (\d),", table("vtd_gate.def"),
                      re.M)
    return {int(value): name for name, value in rows}


@functools.cache
def work_field(name):
    high, low = re.search(rf"^GATE_FIELD\(WORK0, {name}, (\d+), (\d+),",
                          table("vtd_gate.def"), re.M).groups()
    return int(high), int(low)


def field(word, name):
    high, low = work_field(name)
    return word >> low & (1 << high - low + 1) - 1


def source(sid):
    return f"{sid >> 8:02x}:{sid >> 3 & 31:02x}.{sid & 7}"


def requester(work0):
    text = source(field(work0, "SID"))
    if field(work0, "SSIDV"):
        text += f" PASID {field(work0, 'SSID'):#x}"
    return text


def kind(work0):
    return "write" if field(work0, "WRITE") else "read"


class Window:
    """Names by offset. Fault records lie where CAP says, which the driver
    reads first."""

    def __init__(self):
        self.records = machine.offsets()["FRCDL"]

    def learn(self, name, value):
        fro = machine.fields()["CAP", "FRO"]
        if name == "CAP":
            self.records = (value & fro) // (fro & -fro) * RECORD_BYTES

    def name(self, offset):
        """A register or, with +4, its high half; of fault records which."""
        if offset in registers():
            return registers()[offset]
        index, rest = divmod(offset - self.records, RECORD_BYTES)
        if 0 <= index < MOST_RECORDS:
            first = machine.offsets()["FRCDL"]
            return f"{registers()[first + rest]}[{index}]"
        return f"{offset:03x}h"


WINDOW = Window()


def access(words):
    how, where, _, value = words
    name = WINDOW.name(int(where.split(".")[0], 16))
    number = int(value, 16)
    WINDOW.learn(name, number)
    bits = [bit for mask, bit in one_bit_fields(name) if number & mask]
    arrow = "<-" if how == "write" else "->"
    return f"{name:8} {arrow} {value}" + (f"  {' '.join(bits)}" if bits else "")


def context(a, b, c):
    grain = {1: "all", 2: f"domain {b}",
             3: f"device {source(c & 0xffff)} of domain {b}"}
    return f"descriptor: invalidate contexts, {grain.get(a, a)}"


def iotlb(a, b, c):
    grain = {1: "all", 2: f"domain {b}",
             3: f"domain {b}, {1 << (c & 0x3f)} pages at {c & ~0xfff:#x}"}
    return f"descriptor: invalidate IOTLB, {grain.get(a, a)}"


def pasid(a, b, c):
    return (f"descriptor: invalidate PASID entries of domain {b}, "
            f"granularity {a}, PASID {c:#x}")


def pasid_iotlb(a, b, c):
    grain = f"{1 << (c & 0x3f)} pages at {c & ~0xfff:#x}" if a == 3 else "all"
    return (f"descriptor: invalidate IOTLB, domain {b & 0xffff}, "
            f"PASID {b >> 16:#x}, {grain}")


def iec(a, b, _):
    return "descriptor: invalidate interrupt entries, " + (
        f"{1 << (b >> 16)} at {b & 0xffff:#x}" if a else "all")


def wait(a, b, _):
    return f"descriptor: wait; done, so {b} goes to {a:#x}"


def grant(a, b, c):
    if c >> 2 & 0x3f == 52:
        return f"answers miss of {requester(a)} {kind(a)} {b:#x}: passes"
    rights = ("R" if c & 1 else "-") + ("W" if c & 2 else "-")
    size = 4 << (c >> 2 & 0x3f)
    return (f"answers miss of {requester(a)} {kind(a)} {b:#x}: "
            f"{size} KiB at {c & ~0xfff:#x} {rights}")


def fault(a, b, c):
    name, text = faults().get(a, ("?", "?"))
    return (f"fault {a:02x}h {name} of {requester(b)} {kind(b)} {c:#x}: "
            f"{text}")


def fault_step(a, b, c):
    if c & NOT_FIRST_WORD:
        return None
    stage = "first-stage " if c & FIRST_STAGE else ""
    name = LEVELS.get(c & 0xff, f"{stage}level {c & 0xff} entry")
    return f"  walked {name} at {a:#x}: {b:#018x}"


TRACE = {
    "SRTP": lambda a, b, c: f"root table at {a:#x} taken over",
    "MODE": lambda a, b, c: f"gate: {modes().get(a, a)}",
    "INV_CONTEXT": context,
    "INV_IOTLB": iotlb,
    "INV_PASID": pasid,
    "INV_PASID_IOTLB": pasid_iotlb,
    "INV_IEC": iec,
    "INV_WAIT": wait,
    "INV_ERROR": lambda a, b, c: f"queue error {a} at head {b:#x}",
    "GRANT": grant,
    "FAULT": fault,
    "FAULT_STEP": fault_step,
    "FAULT_RECORD": lambda a, b, c: f"fault recorded in FRCD {a}",
    "FAULT_LOST": lambda a, b, c: f"fault {a:02x}h not recorded: " + {
        1: "like the one before", 2: "overflow", 3: "FPD"}.get(c, str(c)),
    "IRTE": lambda a, b, c: f"interrupt entry {a}: {c:016x} {b:016x}",
    "POSTED": lambda a, b, c: f"vector {b:#x} posted at {a:#x}",
    "FATAL": lambda a, b, c: f"FATAL {a}",
}


def trace(words):
    tell = TRACE.get(words[1])
    return tell(*(int(word, 16) for word in words[2:])) if tell else None


def dma(text):
    found = re.fullmatch(r"(dma|stream) (\w+) sid (\w+) addr (\w+) len (\d+): "
                         r"(.*)", text)
    how, direction, sid, addr, length, result = found.groups()
    who = "traffic generator as" if how == "stream" else "device"
    return (f"{who} {source(int(sid, 16))} {direction}s {length} bytes at "
            f"0x{addr}: {result}")


def interrupt(words):
    return f"interrupt into the guest: {words[3]} to 0x{words[1]}"


def line(text):
    words = text.split()
    if words[0] in ("read", "write"):
        return access(words)
    if words[0] == "trace":
        return trace(words)
    if words[0] in ("dma", "stream"):
        return dma(text)
    if words[0] == "msi":
        return interrupt(words)
    return None if words[0] in ("window", "reset") else text
