# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Every scenario on every target that was built.

A process runs a group of scenarios; each is reported on its own line. One that
ends without a verdict, because the process died, is run again alone.
"""

import os
import pathlib
import re
import subprocess

import pytest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = TOP / os.environ.get("O", "build")
NATIVE = BUILD / "tests/flow/flow_native"
SIM = BUILD / "sim/flow_sim"
GROUP = {"native": 40, "small": 40, "sim": 8}
SECONDS = {"native": 60, "small": 60, "sim": 1200}
# Thousands of messages, minutes of the simulated SoC: each in a run of its own.
LONG = {"sim": ["shadow_pool", "shadow_split"]}
# A gate that evicts, reuses and sweeps all the time; work in a random order.
ENV = {"small": {"FLOW_GATE": "small", "FLOW_ORDER": "1"}}


def program(target):
    return SIM if target == "sim" else NATIVE


def names(target):
    listed = subprocess.run([program(target), "--list"], check=True,
                            capture_output=True, text=True).stdout
    return [line.split("\t")[0] for line in listed.splitlines()]


def targets(keyword):
    """With -k native or -k small the simulator need not have been built."""
    return [keyword] if keyword in ("native", "small") else list(GROUP)


def groups(keyword):
    """(target, scenarios) in runs of the size that suits the target."""
    for target in targets(keyword):
        long = LONG.get(target, [])
        every = [name for name in names(target) if name not in long]
        size = GROUP[target]
        for name in long:
            yield target, [name]
        for first in range(0, len(every), size):
            yield target, every[first:first + size]


def pytest_generate_tests(metafunc):
    if "group" in metafunc.fixturenames:
        cases = [pytest.param(target, name, group, id=f"{target}-{name}")
                 for target, group in groups(metafunc.config.option.keyword)
                 for name in group]
        metafunc.parametrize("target,name,group", cases)


DONE = {}  # (target, name) -> (passed, output); filled a group at a time


def run_process(target, group):
    """Output of one process and whether it ended by itself."""
    env = {**os.environ, **ENV.get(target, {})}
    try:
        done = subprocess.run([program(target), *group], cwd=TOP, env=env,
                              capture_output=True, text=True, errors="replace",
                              timeout=SECONDS[target])
        return done.stdout, done.stderr + f"\nexit status {done.returncode}"
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"").decode(errors="replace")
        return text, f"\nno end after {SECONDS[target]} s"


def note(target, text):
    """Splits the output at its verdict lines."""
    lines = []
    for line in text.splitlines():
        lines.append(line)
        verdict = re.match(r"(ok  |FAIL) (\w+)$", line)
        if verdict:
            passed = verdict[1] == "ok  "
            DONE[target, verdict[2]] = passed, "\n".join(lines)
            lines = []
    return "\n".join(lines)


def verdict_of(target, name, group):
    if (target, name) not in DONE:
        note(target, run_process(target, group)[0])
    if (target, name) not in DONE:
        text, end = run_process(target, [name])
        rest = note(target, text)
        DONE.setdefault((target, name), (False, rest + end))
    return DONE[target, name]


def test_scenario(target, name, group):
    passed, text = verdict_of(target, name, group)
    if not passed:
        setting = " ".join(f"{k}={v}" for k, v in ENV.get(target, {}).items())
        pytest.fail(f"{setting}\n{text}", pytrace=False)


def planned():
    """Names in the last column of the tables of PLAN.md."""
    text = (TOP / "tests/PLAN.md").read_text()
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|$", text, re.M)
    cells = [cell.split() for cell in rows]
    return [name for cell in cells for name in cell
            if name != "scenarios" and not name.startswith("---")]


def test_plan_names_every_scenario():
    assert sorted(set(planned())) == sorted(names("native"))


def test_a_scenario_is_its_file():
    files = {path.stem for path in (TOP / "tests/flow").glob("*.c")
             if not path.stem.startswith("flow")}
    assert files == set(names("native"))


def test_unknown_scenario_fails(run):
    output = run([NATIVE, "no_such_scenario"], status=1)
    assert "FAIL no_such_scenario" in output
