# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Random legacy-mode tables in QEMU's intel-iommu, the oracle and the engine.

Each case is put into QEMU's guest memory, the unit's caches are flushed (QEMU
loses a permission fault when its IOTLB hits, "G1"), and edu reads or writes
eight bytes. What QEMU did must be what the oracle says: fault reason, fault
address, direction, source id, and for a success the bytes moved. The engine,
with QEMU's capabilities, is given the same case. Where QEMU is known to leave
the specification the case must show exactly that departure; each is named,
with its section, and counted.

    python3 tests/fuzz/qemu_fuzz.py [--cases N] [--seed S] [--unit U --only I]
"""

import argparse
import collections
import os
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import caselib  # noqa: E402
from qtest import (CAP, CCMD, CCMD_GLOBAL, ECAP, FRCD, FSTS,  # noqa: E402
                   GCMD, GCMD_SRTP, GCMD_TE, IOTLB, IOTLB_GLOBAL, RTADDR,
                   VTD, QTest)

Unit = collections.namedtuple("Unit", "iommu haw")
UNITS = (Unit("aw-bits=48", 48), Unit("aw-bits=39", 39),
         Unit("aw-bits=48,snoop-control=on", 48),
         Unit("aw-bits=39,pt=off", 39),
         Unit("x-scalable-mode=on,aw-bits=48", 48),
         Unit("x-scalable-mode=on,aw-bits=39", 39))

DEPARTURES = {
    "G8": "3.15: only the bytes accessed count, QEMU faults the whole page",
    "G9": "9.8: an entry of all ones has reserved bits, QEMU takes it for a "
          "failed read",
    "FPD-Bh": "7.1.3: reason Bh is qualified by FPD, QEMU always records it",
    "PT-HAW": "3.9: pass-through addresses are limited by HAW, QEMU lets all "
              "through",
    "PT-SSPTPTR": "9.3: pass-through ignores SSPTPTR, QEMU checks its "
                  "reserved bits",
    "CODES": "7.1.3: QEMU has the reasons of legacy mode for tables of "
             "scalable mode, and one (58h, never qualified) for all that is "
             "wrong with PASID tables; 87h in legacy mode too",
    "ROOT-HALF": "9.2: QEMU checks both halves of a scalable root entry",
    "CTX-RSVD": "9.4: QEMU does not check DTE, PASIDE and PRE",
    "PGTT": "9.6: first stage and nested are no legal PGTT here, QEMU walks "
            "the second stage",
    "PT-AW": "9.6: pass-through ignores AW, QEMU wants one that is legal",
    "SNP": "9.8: SNP is reserved while ECAP.SC is 0, QEMU ignores it in "
           "scalable mode",
    "FI": "11.4.14: fault address bits past the largest AGAW read 0, QEMU "
          "records them",
}
NOT_COMPARED = (
    "Reserved bits of PASID tables, and RID_PASID without RPS: QEMU looks at "
    "few of the first and uses the second\n"
    "G1 (no fault on an IOTLB hit): avoided, caches are flushed before each "
    "case\n57-bit tables: QEMU has none, AW=3 is compared as unsupported")

MIN_CASES, MIN_EACH = 4000, 100
ALL_ONES = (1 << 64) - 1
RAM_HOLE = range(0xA0000, 0x100000)  # not plain memory on a PC
TAG_AT, READ_AT = 0, 64              # places in edu's buffer
SCRATCH, WRITE_TAG, READ_TAG = 0x3F00000, b"WRITETAG", 0x5EADDA7A << 32

# What a request did: reason None for success.
Seen = collections.namedtuple("Seen", "reason addr write sid")
NOTHING = Seen(None, 0, False, 0)


def first_walk_step(result):
    return next(i for i in range(result.steps) if result.step[i].level)


def page_touches_interrupts(result):
    base = result.addr & -result.page_size
    return base < 0xFEF00000 and base + result.page_size > 0xFEE00000


def ignores_pointer(result, caps):
    """A valid pass-through entry whose SSPTPTR is beyond HAW came last."""
    entry = result.last.value[0]
    good = (result.outcome == caselib.PASS or
            (result.outcome == caselib.FAULT and result.reason in (3, 4)))
    return (good and result.steps == 2 and entry >> 2 & 3 == 2 and
            entry >> caps.haw != 0)


def departure(cases, case, result):
    """Which departure QEMU shows here, and the reason it gives instead."""
    caps = cases.setup.caps
    if result.outcome == caselib.FAULT and result.reason == 0xC:
        if caps.smts and snoops(result.last):
            again = departure(cases, case, cases.ask(
                case, {result.last.addr: result.last.value[0] & ~(1 << 11)}))
            return again or ("SNP", None)
    if ignores_pointer(result, caps):
        return "PT-SSPTPTR", 0xB
    if result.outcome == caselib.PASS and result.page_size:
        if page_touches_interrupts(result):
            code = 0x87 if caps.smts else 0xE
            return "G8", None if result.fpd else code
    if result.outcome != caselib.FAULT:
        return None
    if result.reason == 0xE and caps.smts and result.recorded:
        return "CODES", 0x87
    if result.reason == 0xC and result.last.value[0] == ALL_ONES:
        top = result.steps - 1 == first_walk_step(result)
        return "G9", None if result.fpd else 3 if top else 7
    if result.reason == 0xB and result.fpd:
        return "FPD-Bh", 0xB
    context_tt = result.last.value[0] >> 2 & 3
    if result.reason == 4 and context_tt == 2:
        return "PT-HAW", None
    if result.reason == 4 and result.recorded and case.req.addr >> agaw(caps):
        return "FI", 4
    return None


# Reasons of scalable mode as QEMU 7.2 gives them; 79h is 5 or 6.
CODES = {0x38: 8, 0x39: 1, 0x3A: 0xA, 0x40: 9, 0x41: 2, 0x42: 0xB,
         0x50: 0x58, 0x51: 0x58, 0x52: 0x58, 0x58: 0x58, 0x59: 0x58,
         0x5A: 0x58, 0x5B: 0x58, 0x78: 7, 0x7A: 0xC, 0x7B: 3, 0x84: 4,
         0x85: 5, 0x86: 6, 0x87: 0x87}
UNQUALIFIED = (1, 8, 9, 0xA, 0xB, 0x58)


def tables_of(result):
    return {result.step[i].table: result.step[i]
            for i in range(result.steps)}


def root_half_spoilt(case, result, caps):
    """The half that is not used has reserved bits, the other is good."""
    root = tables_of(result)[caselib.SCALABLE_ROOT]
    reserved = 0xFFE | ((1 << 64) - (1 << caps.haw))
    if root.read_failed or not root.value[case.req.sid >> 7 & 1] & 1:
        return False
    return bool(root.value[not case.req.sid >> 7 & 1] & reserved)


def snoops(step):
    """A leaf with SNP."""
    value = step.value[0]
    leaf = step.level == 1 or value & 0x80
    return bool(leaf and value & 1 << 11) and value != ALL_ONES


def not_compared(result, caps):
    """What QEMU does with reserved bits of PASID tables is its own affair."""
    if result.outcome != caselib.FAULT:
        return False
    return result.reason in (0x52, 0x5A) or (
        result.reason == 0x42 and result.last.value[1] & 0x1FFFFF and
        not caps.rps)


def asked_otherwise(cases, case, result):
    """What QEMU takes the tables for: a name, and the oracle's answer."""
    last, table = result.last, result.last.table
    fault = result.outcome == caselib.FAULT
    if fault and result.reason == 0x42:
        if last.value[0] & 0x1C:
            return "CTX-RSVD", cases.ask(
                case, {last.addr: last.value[0] & ~0x1C})
    if fault and result.reason == 0x5B and last.value[0] >> 6 & 7 in (1, 3):
        return "PGTT", cases.ask(
            case, {last.addr: last.value[0] & ~(7 << 6) | 2 << 6})
    if fault and table == caselib.SECOND_STAGE and snoops(last):
        return "SNP", cases.ask(case, {last.addr: last.value[0] & ~(1 << 11)})
    return None, result


def legal_width(result, caps):
    aw = tables_of(result)[caselib.PASID_ENTRY].value[0] >> 2 & 7
    return aw in (1, 2, 3) and bool(caps.sagaw >> aw & 1)


def scalable_departure(cases, case, result):
    """As departure(), for a case in scalable mode."""
    if root_half_spoilt(case, result, cases.setup.caps):
        return "ROOT-HALF", 0xA
    name, result = asked_otherwise(cases, case, result)
    if result.pgtt == 4 and not legal_width(result, cases.setup.caps):
        return "PT-AW", 0x58
    if result.outcome != caselib.FAULT:
        if result.page_size and page_touches_interrupts(result):
            return "G8", None if result.fpd else 0x87
        return (name, None) if name else None
    if result.reason == 0x83:
        return "PT-HAW", None
    if result.reason == 0x7A and result.last.value[0] == ALL_ONES:
        code = 3 if result.last.level == top_level(result) else 7
        return "G9", None if result.fpd else code
    code = CODES.get(result.reason)
    if result.reason == 0x79:
        code = 5 if case.req.kind == caselib.WRITE else 6
    if result.fpd and code not in UNQUALIFIED:
        return name or "CODES", None
    return name or "CODES", code


def top_level(result):
    return result.step[first_walk_step(result)].level


def agaw(caps):
    return max(30 + 9 * aw for aw in (1, 2, 3) if caps.sagaw >> aw & 1)


def specified(case, result):
    """What the oracle says the unit shows to software."""
    if result.outcome != caselib.FAULT or not result.recorded:
        return NOTHING
    return Seen(result.reason, case.req.addr & ~0xFFF,
                case.req.kind == caselib.WRITE, case.req.sid)


class Machine:
    """One QEMU, with what it takes to run a case in it."""

    def __init__(self, unit):
        self.qemu = QTest(unit.iommu)
        self.cap = self.qemu.read("q", VTD + CAP)
        self.ecap = self.qemu.read("q", VTD + ECAP)
        self.beyond = []
        self._load_tag()

    def _load_tag(self):
        """Puts the bytes that edu writes into its buffer, while TE is 0."""
        self.qemu.batch([f"write {SCRATCH:#x} 8 0x{WRITE_TAG.hex()}"] +
                        self.qemu.dma_commands(False, SCRATCH, 8, TAG_AT))
        self.qemu.dma_wait()

    def _set_up(self, case):
        """Tables in, caches empty, fault record free, TE on."""
        size = caselib.TABLE_PAGES * 0x1000
        words = [case.word[i] for i in range(case.words)]
        clear = [f"writeq {addr:#x} 0" for addr in self.beyond]
        self.beyond = [w.addr for w in words
                       if caselib.TABLE_BASE + size <= w.addr and
                       w.addr + 8 <= caselib.MEM_SIZE]
        return (clear + [f"memset {caselib.TABLE_BASE:#x} {size:#x} 0"] +
                [f"writeq {w.addr:#x} {w.value:#x}" for w in words
                 if w.addr + 8 <= caselib.MEM_SIZE] +
                [f"writeq {VTD + RTADDR:#x} {case.rtaddr:#x}",
                 f"writel {VTD + GCMD:#x} {GCMD_TE | GCMD_SRTP:#x}",
                 f"writeq {VTD + CCMD:#x} {CCMD_GLOBAL:#x}",
                 f"writeq {VTD + IOTLB:#x} {IOTLB_GLOBAL:#x}",
                 f"writeq {VTD + FRCD + 8:#x} {1 << 63:#x}",
                 f"writel {VTD + FSTS:#x} 0x71"])

    def run(self, case, target):
        """Does the request; @target: where its data is watched, or None."""
        write = case.req.kind == caselib.WRITE
        want = WRITE_TAG if write else struct.pack("<Q", READ_TAG ^ case.index)
        before = bytes(8) if write else want
        commands = self._set_up(case)
        if target is not None:
            commands.append(f"write {target:#x} 8 0x{before.hex()}")
        commands += self.qemu.dma_commands(write, case.req.addr, 8,
                                           TAG_AT if write else READ_AT)
        self.qemu.batch(commands)
        self.qemu.dma_wait()
        seen = self._fault()
        data = None
        if target is not None:
            data = self._data(write, target) == want
        return seen, data

    def _fault(self):
        high, low = (int(reply[0], 16) for reply in self.qemu.batch(
            [f"readq {VTD + FRCD + 8:#x}", f"readq {VTD + FRCD:#x}"]))
        if not high >> 63:
            return NOTHING
        return Seen(high >> 32 & 0xFF, low & ~0xFFF, not high >> 62 & 1,
                    high & 0xFFFF)

    def _data(self, write, target):
        """The bytes that arrived; leaves the target zero."""
        if not write:
            self.qemu.batch([f"writel {VTD + GCMD:#x} 0"] +
                            self.qemu.dma_commands(True, SCRATCH, 8, READ_AT))
            self.qemu.dma_wait()
        data = self.qemu.read_memory(target if write else SCRATCH, 8)
        self.qemu.batch([f"memset {target:#x} 8 0"])
        return data


def watchable(result):
    """Where the data of a success can be watched, or None."""
    table_end = caselib.TABLE_BASE + caselib.TABLE_PAGES * 0x1000
    if result.outcome != caselib.PASS:
        return None
    if result.addr + 8 > caselib.MEM_SIZE or result.addr in RAM_HOLE:
        return None
    if caselib.TABLE_BASE <= result.addr < table_end:
        return None
    return result.addr


class Run:
    """A run over all units: counts, compares, reports."""

    def __init__(self, seed, report=print):
        self.lib = caselib.library()
        self.hist = caselib.Histogram(self.lib)
        self.seed = seed
        self.report = report
        self.counts = collections.Counter()
        self.failures = 0
        self.setup = None

    def unit(self, number, indexes):
        machine = Machine(UNITS[number])
        try:
            cases = caselib.Cases(self.lib, machine.cap, machine.ecap,
                                  UNITS[number].haw, machine.qemu.devfn,
                                  self.seed + number)
            self.setup = cases.setup
            engine = caselib.Engine(self.lib, cases.setup)
            for index in indexes:
                self._case(machine, engine, cases, number, index)
            engine.close()
        finally:
            machine.qemu.close()

    def _case(self, machine, engine, cases, number, index):
        case, result = cases.make(index)
        self.hist.add(result)
        wrong = engine.run(case)
        self.counts["engine"] += not wrong
        if case.pgtt and not_compared(asked_otherwise(cases, case, result)[1],
                                      cases.setup.caps):
            self.counts["not compared"] += 1
            return
        if case.pgtt:
            other = scalable_departure(cases, case, result)
        else:
            other = departure(cases, case, result)
        want = specified(case, result)
        if other:
            self.counts[other[0]] += 1
            want = NOTHING if other[1] is None else specified(
                case, _with_reason(result, other[1]))
        target = None if other else watchable(result)
        seen, data = machine.run(case, target)
        self.counts["cases"] += 1
        self.counts["data checked"] += data is not None
        if seen != want or data is False:
            wrong = (f"QEMU {seen}, wanted {want}"
                     f"{'' if data is not False else ', wrong data'}")
        elif wrong:
            wrong = f"the engine: {wrong}"
        if wrong:
            self._differ(cases, case, result, number, wrong)

    def _differ(self, cases, case, result, number, wrong):
        self.failures += 1
        if self.failures > 10:
            return
        self.report(f"DIFFERS: {wrong}\n"
                    f"{cases.describe(case, result)}"
                    f"  rerun: O={os.environ.get('O', 'build')} "
                    "python3 tests/fuzz/qemu_fuzz.py --seed "
                    f"{self.seed} --unit {number} --only {case.index}")

    def finish(self):
        """Prints the counts; true if the run counts and nothing differs."""
        for name, text in DEPARTURES.items():
            self.report(f"{name}: {self.counts[name]} times ({text})")
        self.report(NOT_COMPARED)
        text, enough = self.hist.report(self.setup, MIN_EACH)
        self.report(text.rstrip())
        self.report(f"{self.counts['cases']} cases in QEMU, "
                    f"{self.counts['data checked']} with their data checked; "
                    f"the engine agrees on {self.counts['engine']}; "
                    f"{self.failures} differ")
        return enough and not self.failures


def _with_reason(result, reason):
    changed = caselib.Result.from_buffer_copy(result)
    changed.outcome = caselib.FAULT
    changed.reason = reason
    changed.recorded = True
    return changed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unit", type=int, default=0)
    parser.add_argument("--only", type=int)
    args = parser.parse_args()
    run = Run(args.seed)
    if args.only is not None:
        run.unit(args.unit, [args.only])
        print("differs" if run.failures else "agrees")
        return int(run.failures != 0)
    start = time.monotonic()
    each = -(-max(args.cases, MIN_CASES) // len(UNITS))
    for number in range(len(UNITS)):
        run.unit(number, range(each))
    good = run.finish()
    print(f"{time.monotonic() - start:.1f} s, seed {args.seed}: "
          f"{'PASS' if good else 'FAIL'}")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
