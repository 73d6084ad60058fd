# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Unit benches of the modules around the gate, one test a case, and the
readers that the RTL is written for: Verilator's lint, Icarus, yosys."""

import pathlib
import re

import pytest

HERE = pathlib.Path(__file__).parent
TOP = HERE.parent.parent
PACKAGES = ["include/gen/soc_map_pkg.sv", "include/gen/vtd_regs_pkg.sv",
            "include/gen/vtd_gate_pkg.sv"]
MODULES = ["vtd_regwin", "vtd_hostmem", "vtd_mbox", "vtd_msg", "vtd_timer", "vtd_perf",
           "soc_bus", "soc_bootrom", "soc_uart", "soc_finisher", "dma_gen", "dma_atc", "dma_shadow",
           "plusarg_reader"]
SHIMS = ["dma_atc", "dma_shadow"]
WAIVERS = ["rtl_harness/lint/waivers.vlt", "rtl_harness/lint/vtd_gate.vlt"]
BENCHES = ["regwin", "window13", "window14", "hostmem", "mbox", "msg", "timer",
           "soc_msg_router", "perf",
           "dma_gen", "dma_atc", "dma_shadow"]


def cases():
    for bench in BENCHES:
        stem = bench.rstrip("0123456789")
        for source in sorted((HERE / "soc").glob(f"{stem}*_test.cc")):
            names = re.findall(r"^TEST\((\w+)\)", source.read_text(), re.M)
            yield from ((bench, name) for name in names)


def rtl_files(top):
    lines = (top / "rtl_harness/rtl/rtl.f").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("//")]


def sources(module):
    """A module and its parts, which carry its name and more; shims share
    some."""
    stems = [module, "dma_shim_"] if module in SHIMS else [module]
    return sorted(str(path.relative_to(TOP)) for stem in stems
                  for path in (TOP / "rtl_harness/rtl").glob(f"{stem}*.sv"))


@pytest.mark.parametrize("bench,case", cases(),
                         ids=lambda part: part)
def test_bench(run, build, bench, case):
    out = run([str(build / f"tests/rtl/{bench}_bench"), case], timeout=60)
    assert out.splitlines()[-1] == "1 passed, 0 failed"


def test_bare_firmware_does_the_main_job(run, build, tmp_path):
    """M-mode, nothing below: the same engine, other first instructions."""
    out = run([str(build / "sim/portcullis_sim"), "demo", "--cold",
               "--images", str(build / "tests/rtl/images-bare"),
               "--snaps", str(tmp_path)], timeout=400)
    assert "M-mode" in out
    assert "OpenSBI" not in out
    assert out.splitlines()[-1].startswith("PASS")


def test_list_names_every_file(top):
    have = sorted(str(path.relative_to(top))
                  for path in (top / "rtl_harness/rtl").glob("*.sv"))
    assert have == sorted(name for name in rtl_files(top)
                          if name.startswith("rtl_harness"))


@pytest.mark.parametrize("module", MODULES)
def test_verilator_lint(run, module):
    run(["verilator", "--lint-only", "-Wall", "--top-module", module,
         *WAIVERS, *PACKAGES,
         *sources(module)])


def test_verilator_lint_block(run, top):
    files = [name for name in rtl_files(top)
             if not re.search(r"/(soc_\w+|vtd_soc|dma_\w*|plusarg_reader)\.sv",
                              name)]
    run(["verilator", "--lint-only", "-Wall", "--top-module", "vtd_iommu",
         *WAIVERS, "include/gen/soc_map_pkg.sv", *files])


def test_icarus_reads_the_block(run, top, tmp_path):
    run(["iverilog", "-g2012", "-s", "vtd_iommu", "-o",
         str(tmp_path / "block.vvp"),
         *[name for name in rtl_files(top) if "vtd_soc" not in name]])


@pytest.mark.parametrize("module", MODULES)
def test_yosys_reads(run, module):
    files = " ".join([*PACKAGES, *sources(module)])
    run(["yosys", "-q", "-p", f"read_verilog -sv {files}; prep -top {module}"])


def test_yosys_joins_the_block(run, top):
    files = " ".join(name for name in rtl_files(top) if "vtd_soc" not in name)
    run(["yosys", "-q", "-p",
         f"read_verilog -sv {files}; hierarchy -check -top vtd_iommu"])
