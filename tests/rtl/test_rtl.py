# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The gate alone: its three readers, its directed tests, its random campaign.

A directed test is a GATE_TEST in tests/rtl/gate/test_*.cc and says there what
it expects; each runs on every build of tests/rtl/rtl.mk.
"""

import pathlib
import re

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILDS = ["board", "small"]
SEEDS = 200
FILES = [line for line in (TOP / "rtl_harness/rtl/gate.f").read_text().split("\n")
         if line and not line.startswith("//")]
LINT = {
    "board": {},
    "small": {"NumPorts": 3, "RdSlots": 4, "WrSlots": 3, "MaxBeats": 16,
              "TagBits": 2, "Sets": 4, "Ways": 2, "BigEntries": 2,
              "KeySets": 2, "KeyWays": 2},
    "one_port": {"NumPorts": 1, "HawMax": 39},
    "wide": {"NumPorts": 8, "RdSlots": 16, "WrSlots": 16, "TagBits": 11,
             "Sets": 256, "KeySets": 64, "HawMax": 64},
}


def directed():
    names = []
    for path in sorted((TOP / "tests/rtl/gate").glob("test_*.cc")):
        names += re.findall(r"^GATE_TEST\((\w+)\)", path.read_text(), re.M)
    return names


def bench(build, which):
    return build / "tests/rtl/gate" / which / "gate_bench"


@pytest.mark.parametrize("which", BUILDS)
@pytest.mark.parametrize("name", directed())
def test_gate(run, build, which, name):
    run([bench(build, which), name])


@pytest.mark.parametrize("which", BUILDS)
def test_gate_runs_every_test(run, build, which):
    """What is collected here is what the program knows, and the reverse."""
    known = run([bench(build, which), "list"]).split()
    assert sorted(known) == sorted(directed())


@pytest.mark.parametrize("which", BUILDS)
def test_gate_random(run, build, which):
    """Fails too when an event of the list in random.cc never happened."""
    run([bench(build, which), "random", "--seeds", "1", SEEDS], timeout=300)


@pytest.mark.parametrize("params", LINT)
def test_gate_verilator_lint(run, params):
    run(["verilator", "--lint-only", "-Wall", "--top-module", "vtd_gate",
         *[f"-G{name}={value}" for name, value in LINT[params].items()],
         "rtl_harness/lint/vtd_gate.vlt", *FILES])


@pytest.mark.parametrize("params", LINT)
def test_gate_icarus(run, params):
    output = run(["iverilog", "-g2012", "-tnull", "-Wall", "-Wno-timescale",
                  "-Wno-sensitivity-entire-array",
                  "-s", "vtd_gate",
                  *[f"-Pvtd_gate.{name}={value}"
                    for name, value in LINT[params].items()], *FILES])
    # Icarus widens sensitivity to whole vectors, which changes no result.
    harmless = re.compile("constant selects in always_|sensitive to all")
    assert not [line for line in output.splitlines()
                if not harmless.search(line)]


@pytest.mark.parametrize("params", LINT)
def test_gate_yosys(run, params):
    values = " ".join(f"-chparam {name} {value}"
                      for name, value in LINT[params].items())
    output = run(["yosys", "-q", "-p",
                  f"read_verilog -sv {' '.join(FILES)}; "
                  f"hierarchy -check -top vtd_gate {values}; proc; "
                  "check -assert"])
    assert "multiple conflicting drivers" not in output


OUT_OF_RANGE = [("NumPorts", 9), ("RdSlots", 1), ("MaxBeats", 100),
                ("TagBits", 1), ("TagBits", 12), ("Sets", 48), ("Ways", 3),
                ("KeySets", 128), ("BigEntries", 1), ("HawMax", 65),
                ("StallCycles", 3)]


@pytest.mark.parametrize("name,value", OUT_OF_RANGE)
def test_gate_refuses_parameters(run, name, value):
    output = run(["iverilog", "-g2012", "-tnull", "-s", "vtd_gate",
                  f"-Pvtd_gate.{name}={value}", *FILES], status=1)
    assert "vtd_gate_parameter_out_of_range" in output
