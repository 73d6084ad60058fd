# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Every rule of rtl_harness/formal at the depth of proofs.py's quick, and
that broken RTL does not pass: one break a file of rules at least."""

import pathlib
import re
import subprocess
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
FORMAL = TOP / "rtl_harness/formal"
RTL = "rtl_harness/rtl/"
NAMES = sorted(path.name.removesuffix("_rules.sv")
               for path in FORMAL.glob("*_rules.sv"))

# rules, file, what stands there, what it becomes, the rule that then fails
BREAKS = [
    ("mode", "vtd_gate_mode.sv", "!te_ever_q || te_cleared_q", "1'b1",
     "pass_by_the_host"),
    ("mode", "vtd_gate_mode.sv", "mode_o <= Block;\n      zlr_o",
     "mode_o <= Pass;\n      zlr_o", "reset_blocks"),
    ("events", "vtd_regwin_events.sv",
     "pending_q[push_id] <= 1'b1", "pending_q[push_id] <= 1'b0",
     "at_most_once"),
    ("gate", "vtd_gate_verdict.sv", "out_o[51:8] == 44'hfee || ", "",
     "never_interrupts"),
]


def prove(out, *words):
    return subprocess.run(
        [sys.executable, "-B", FORMAL / "prove.py", "--quick", "--out", out,
         "--jobs", "1", *map(str, words)],
        cwd=TOP, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False)


@pytest.mark.parametrize("name", NAMES)
def test_rules_hold(tmp_path, name):
    done = prove(tmp_path, name)
    assert done.returncode == 0, done.stdout
    assert re.search(r"formal: [1-9]\d* properties, 0 failed", done.stdout)


@pytest.mark.parametrize("name, file, old, new, rule", BREAKS,
                         ids=[f"{b[0]}-{b[4]}" for b in BREAKS])
def test_broken_rtl_fails(tmp_path, name, file, old, new, rule):
    text = (TOP / RTL / file).read_text()
    assert text.count(old) == 1
    broken = tmp_path / file
    broken.write_text(text.replace(old, new))
    done = prove(tmp_path / "out", "--rtl", f"{RTL}{file}={broken}", name)
    assert done.returncode == 1, done.stdout
    assert re.search(rf"FAILED +rule +{name}\.{rule} ", done.stdout), done.stdout
    waves = re.search(r"trace: (\S+\.vcd)", done.stdout)
    assert waves and pathlib.Path(waves[1]).stat().st_size > 1000
