#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""`make mutants`: every check passes on the original and fails on its mutant.

    campaign.py BUILD [--jobs N] [--only WORD] [--json FILE]
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time

import mutate

HERE = pathlib.Path(__file__).resolve().parent
TABLES = sorted(HERE.glob("*.toml"))
SECONDS = 120  # a mutant that hangs is as good as one that fails

# First word of a check -> program below the build folder, its first words.
PROGRAMS = {
    "gate": ["mutants/gate/gate_bench"],
    "native": ["mutants/flow_native"],
}


def command(build, by):
    """What runs the check @by of a table."""
    kind, *words = by.split()
    program, *first = PROGRAMS[kind]
    return [str(pathlib.Path(build) / program), *first, *words]


def run(build, by, number):
    """Exit status of the check on a mutant (None: it did not end), output."""
    env = {**os.environ, "MUTANT": str(number)}
    try:
        done = subprocess.run(command(build, by), env=env, text=True,
                              stdout=subprocess.PIPE, errors="replace",
                              stderr=subprocess.STDOUT, timeout=SECONDS)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        return None, (late.stdout or b"").decode(errors="replace")


def why(output):
    """The line that says what went wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for mark in ("FAIL", "fail", "rror", ":"):
        for line in lines:
            if mark in line:
                return line
    return lines[-1] if lines else "died"


def fate(build, mutant):
    """(caught, what the check said)."""
    status, output = run(build, mutant["by"], mutant["number"])
    if status == 0:
        return False, "SURVIVED"
    return True, "no end" if status is None else why(output)


def show(mutant, caught, reason):
    mark = "caught" if caught else "ALIVE "
    if mutant.get("equivalent"):
        mark = "same  " if not caught else "CAUGHT"
    print(f"  {mark} {mutant['id']:34} {mutant['by']:48} {reason[:60]}",
          flush=True)


def expected(mutant, caught):
    """An equivalent one, explained in its table, may not be caught."""
    return caught != bool(mutant.get("equivalent"))


def originals(build, checks, pool):
    """The checks that fail although nothing was broken."""
    results = pool.map(lambda by: (by, run(build, by, 0)), checks)
    return [(by, output) for by, (status, output) in results if status != 0]


def judge(build, mutants, pool):
    wrong = []
    fates = pool.map(lambda mutant: fate(build, mutant), mutants)
    for mutant, (caught, reason) in zip(mutants, fates):
        show(mutant, caught, reason)
        if not expected(mutant, caught):
            wrong.append(mutant)
    return wrong


def report(mutants, wrong, seconds, path):
    same = [m["id"] for m in mutants if m.get("equivalent")]
    alive = [m["id"] for m in wrong]
    print(f"{len(mutants)} mutants, {len(mutants) - len(same) - len(alive)} "
          f"caught, {len(same)} equivalent, {len(alive)} survived"
          f"{': ' if alive else ''}{' '.join(alive)}; {seconds:.0f} s")
    if path:
        pathlib.Path(path).write_text(json.dumps(
            {"mutants": len(mutants), "equivalent": same, "alive": alive}))


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="", help="part of an id")
    parser.add_argument("--json", help="write the result there")
    return parser.parse_args()


def main():
    given = options()
    mutants = [m for m in mutate.load(TABLES) if given.only in m["id"]]
    checks = sorted({m["by"] for m in mutants})
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        print(f"{len(checks)} checks on the original", flush=True)
        broken = originals(given.build, checks, pool)
        for by, output in broken:
            print(f"  FAILS without a mutant: {by}: {why(output)}")
        if broken:
            return 1
        wrong = judge(given.build, mutants, pool)
    report(mutants, wrong, time.monotonic() - start, given.json)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
