# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Runs the native tests that count and prints, for each engine file, how many
of its lines and branches they reach, then each line that none reaches and why.

usage: coverage.py FOLDER [--lines PERCENT]

FOLDER holds the programs and the engine's objects. The exit status is 1 when
less than PERCENT (98) of all lines are reached, or when a line is not reached
that reasons.txt does not know.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys

ENGINE = "firmware/engine"
REASONS = pathlib.Path(__file__).with_name("reasons.txt")
# Numbers that take some seconds in a build that counts; the seed is fixed.
RUNS = (
    ("unit_tests",),
    ("flow_native",),
    ("fuzz_native", "cases", "20000", "1"),
    ("fuzz_native", "storms", "20000", "1"),
    ("fuzz_native", "sequences", "300", "1"),
    ("fuzz_native", "requests", "20000", "1"),
)


def run_tests(folder):
    for counters in folder.rglob("*.gcda"):
        counters.unlink()
    for program, *words in RUNS:
        done = subprocess.run([folder / program, *words], check=False,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        if done.returncode < 0:
            sys.exit(f"coverage: {program} ended by signal {-done.returncode}")


def gcov(folder):
    """Yields what gcov knows of each engine source, as parsed JSON."""
    for notes in sorted(folder.glob(f"{ENGINE}/*.gcno")):
        source = pathlib.Path(ENGINE, f"{notes.stem}.c")
        if not source.exists():
            continue
        if not notes.with_suffix(".gcda").exists():
            sys.exit(f"coverage: {notes.stem} did not count")
        text = subprocess.run(["gcov", "--json-format", "--stdout",
                               "--branch-probabilities", notes],
                              check=True, stdout=subprocess.PIPE).stdout
        if text[:2] == b"\x1f\x8b":
            text = gzip.decompress(text)
        for entry in json.loads(text)["files"]:
            if entry["file"] == str(source):
                yield source, entry["lines"]


def figures(entries):
    """Lines, those not reached, branches, those taken."""
    lines = {}
    branches = {}
    for line in entries:
        number = line["line_number"]
        lines[number] = lines.get(number, 0) + line["count"]
        for index, branch in enumerate(line["branches"]):
            key = (number, line.get("function_name"), index)
            branches[key] = branches.get(key, 0) + branch["count"]
    missed = sorted(number for number, count in lines.items() if not count)
    return len(lines), missed, len(branches), sum(map(bool, branches.values()))


def reasons():
    """{(file, text of the line): reason}"""
    known = {}
    for line in REASONS.read_text().splitlines():
        if line and not line.startswith("#"):
            name, text, reason = (part.strip() for part in line.split(" | "))
            known[name, text] = reason
    return known


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def show(name, lines, reached, branches, taken):
    print(f"{name:24} {reached:4}/{lines:<4} {percent(reached, lines):5.1f} %"
          f" {taken:4}/{branches:<4} {percent(taken, branches):5.1f} %")


def explain(missed):
    """Prints why each line is not reached; True if that is always known."""
    known = reasons()
    used = set()
    for source, number in missed:
        text = source.read_text().splitlines()[number - 1].strip()
        key = (source.name, text)
        used.add(key)
        print(f"{source.name}:{number}: {text}\n"
              f"    {known.get(key, 'NO REASON in tests/coverage/reasons.txt')}")
    for name, text in sorted(set(known) - used):
        print(f"reached after all, drop its reason: {name}: {text}")
    return used <= set(known)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--lines", type=float, default=98)
    options = parser.parse_args()
    run_tests(options.folder)
    total = [0, 0, 0, 0]
    missed = []
    print(f"{'engine file':24} {'lines':>12} {'branches':>16}")
    for source, entries in gcov(options.folder):
        lines, gaps, branches, taken = figures(entries)
        row = [lines, lines - len(gaps), branches, taken]
        show(source.name, *row)
        missed += [(source, number) for number in gaps]
        total = [a + b for a, b in zip(total, row)]
    if not total[0]:
        sys.exit("coverage: no engine file was counted")
    show("all", *total)
    explained = explain(missed)
    return not explained or percent(total[1], total[0]) < options.lines


if __name__ == "__main__":
    sys.exit(main())
