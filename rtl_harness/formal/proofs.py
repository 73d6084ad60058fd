# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""What is proved: one row for each file of rules.

A file NAME_rules.sv holds the module NAME_rules, which has the module it
speaks of inside and asserts its rules. `rtl` are the files that are read with
it. A proof either goes on until nothing more can happen (UNBOUNDED: every
rule is an invariant, by PDR), or looks at every run of `depth` cycles from
reset on (`quick` cycles in `make test`). `late` names rules of an unbounded
file that are bounded all the same, with `depth` and `quick` as theirs.
"""

import dataclasses
import pathlib

TOP = pathlib.Path(__file__).resolve().parents[2]
GEN = "include/gen/"
RTL = "rtl_harness/rtl/"
GATE_PKG = (GEN + "vtd_gate_pkg.sv", RTL + "vtd_gate_int_pkg.sv")
REG_PKG = (GEN + "vtd_gate_pkg.sv", GEN + "vtd_regs_pkg.sv")


@dataclasses.dataclass(frozen=True)
class Proof:
    name: str
    rtl: tuple
    depth: int = 0
    quick: int = 0
    late: tuple = ()
    unbounded: bool = False


def gate_files():
    with open(TOP / RTL / "gate.f", encoding="utf-8") as lines:
        return tuple(line.strip() for line in lines
                     if line.strip() and not line.startswith("//"))


UNBOUNDED = {"unbounded": True, "depth": 30, "quick": 20}

PROOFS = (
    Proof("mode", (*GATE_PKG, RTL + "vtd_gate_mode.sv"), **UNBOUNDED),
    Proof("events", (*REG_PKG, RTL + "vtd_regwin_events.sv"),
          depth=14, quick=9),
    Proof("gate", gate_files(), depth=40, quick=26),
)
