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
         Unit("aw-bits=39,pt=off", 39))

DEPARTURES = {
    "G8": "3.15: only the bytes accessed count, QEMU faults the whole page",
    "G9": "9.8: an entry of all ones has reserved bits, QEMU takes it for a "
          "failed read",
    "FPD-Bh": "7.1.3: reason Bh is qualified by FPD, QEMU always records it",
    "PT-HAW": "3.9: pass-through addresses are limited by HAW, QEMU lets all "
              "through",
    "PT-SSPTPTR": "9.3: pass-through ignores SSPTPTR, QEMU checks its "
                  "reserved bits",
    "FI": "11.4.14: fault address bits past the largest AGAW read 0, QEMU "
          "records them",
}
NOT_COMPARED = (
    "G1 (no fault on an IOTLB hit): avoided, caches are flushed before each "
    "case\n57-bit tables: QEMU has none, AW=3 is compared as unsupported")

MIN_CASES, MIN_EACH = 4000, 100
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


def departure(case, result, caps):
    """Which departure QEMU shows here, and the reason it gives instead."""
    if ignores_pointer(result, caps):
        return "PT-SSPTPTR", 0xB
    if result.outcome == caselib.PASS and result.page_size:
        if page_touches_interrupts(result):
            return "G8", None if result.fpd else 0xE
    if result.outcome != caselib.FAULT:
        return None
    if result.reason == 0xC and result.last.value[0] == (1 << 64) - 1:
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
        return ([f"memset {caselib.TABLE_BASE:#x} {size:#x} 0"] +
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
        other = departure(case, result, cases.setup.caps)
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
