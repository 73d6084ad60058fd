# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The simulated SoC: main job, boot, size, watchdog, reset, random seeds."""

import concurrent.futures
import os
import re

import pytest

SEEDS = 300
SEEDS_A_PROCESS = 25
CYCLES_A_SEED = 100_000
REQUESTS_A_SEED = 500


@pytest.fixture
def sim(build):
    return build / "sim/portcullis_sim"


def test_main_job(run, sim):
    output = run([sim, "demo", "--seed", "1"], timeout=300)
    assert re.search(r"^PASS; waves: make waves SEED=1$", output, re.M)
    moved = [float(mib) for mib in
             re.findall(r"device moved ([\d.]+) MiB", output)]
    assert len(moved) == 3 and min(moved) >= 1
    assert "fault 85h SGN.6" in output
    assert re.search(r"level 1 entry at 0x", output)
    check_kinds(output)


def check_kinds(output):
    """Each kind of device did its work, and nothing said was lost."""
    def row(head):
        text = re.search(rf"^{head}\n((?: +\d+)+)$", output, re.M).group(1)
        return [int(number) for number in text.split()]

    host = {name: int(count) for name, count in re.findall(
        r"^(plain|caching|shadow) +\d+ +0 +\d+ +(\d+)  ", output, re.M)}
    assert host["plain"] == 0
    assert host["caching"] > 1000 and host["shadow"] > 1000
    asked, answers, told, done, pages, given = row("caching +ATS req.*")
    assert 0 < asked == answers and 0 < pages == given
    assert 0 < done <= told
    maps, unmaps, acks, _, refused, held = row("shadow +MAP.*")
    assert maps and unmaps and held and not refused
    assert acks == maps + unmaps and held == maps - unmaps


@pytest.mark.parametrize("job", ["cold", "watchdog", "reset", "stall"])
def test_job(run, sim, job):
    output = run([sim, job], timeout=600)
    assert output.splitlines()[-1] == "PASS"
    assert output.count("\nok   ") >= 8


def test_the_firmware_is_as_small_as_its_targets(run, build, parts):
    run(["make", "-s", f"O={build}", f"PARTS={parts}", "size"], timeout=300)


def test_no_such_job(run, sim):
    assert "no job" in run([sim, "nonsense"], status=2)


def seeds(run, sim, first):
    return run([sim, "seeds", "--seed", first, "--seeds", SEEDS_A_PROCESS],
               timeout=900)


def test_seeds(run, sim):
    """Each seed is long enough to count; together they meet every situation."""
    workers = int(os.environ.get("JOBS", "2"))
    firsts = range(1, SEEDS + 1, SEEDS_A_PROCESS)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        outputs = list(pool.map(lambda first: seeds(run, sim, first), firsts))
    text = "\n".join(outputs)
    runs = re.findall(r"^seed (\d+) ok: (\d+) cycles, (\d+) translated", text,
                      re.M)
    assert len({seed for seed, _, _ in runs}) == SEEDS
    short = [seed for seed, cycles, requests in runs
             if int(cycles) < CYCLES_A_SEED
             or int(requests) < REQUESTS_A_SEED]
    assert not short
    covered = {}
    for name, count in re.findall(r"^cover (\w+) (\d+)$", text, re.M):
        covered[name] = covered.get(name, 0) + int(count)
    assert len(covered) > 30
    assert not [name for name, count in covered.items() if not count]
