# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Runs the counting build of the unit tests and prints, for each engine file,
how many of its lines and branches they reach.

usage: coverage.py FOLDER [--lines PERCENT]

FOLDER holds unit_tests and its objects. With --lines the exit status is 1 when
a file stays below that; the lines not reached are listed.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys

ENGINE = "firmware/engine"


def run_tests(folder):
    for counters in folder.rglob("*.gcda"):
        counters.unlink()
    done = subprocess.run([folder / "unit_tests"], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print("note: some unit tests fail; what they reach still counts")


def gcov(folder):
    """Yields what gcov knows of each engine source, as parsed JSON."""
    for notes in sorted(folder.glob(f"{ENGINE}/*.gcno")):
        if not notes.with_suffix(".gcda").exists():
            sys.exit(f"coverage: {notes.stem} did not count")
        text = subprocess.run(["gcov", "--json-format", "--stdout",
                               "--branch-probabilities", notes],
                              check=True, stdout=subprocess.PIPE).stdout
        if text[:2] == b"\x1f\x8b":
            text = gzip.decompress(text)
        for source in json.loads(text)["files"]:
            if source["file"] == f"{ENGINE}/{notes.stem}.c":
                yield source


def figures(source):
    lines = {}
    branches = {}
    for line in source["lines"]:
        number = line["line_number"]
        lines[number] = lines.get(number, 0) + line["count"]
        for index, branch in enumerate(line["branches"]):
            key = (number, line.get("function_name"), index)
            branches[key] = branches.get(key, 0) + branch["count"]
    missed = sorted(number for number, count in lines.items() if not count)
    return len(lines), missed, len(branches), sum(map(bool, branches.values()))


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--lines", type=float, default=0)
    options = parser.parse_args()
    run_tests(options.folder)
    total = [0, 0, 0, 0]
    short = []
    print(f"{'engine file':24} {'lines':>12} {'branches':>16}")
    for source in gcov(options.folder):
        lines, missed, branches, taken = figures(source)
        reached = lines - len(missed)
        name = pathlib.PurePath(source["file"]).name
        if percent(reached, lines) < options.lines:
            short.append(f"{name}: lines not reached: {missed}")
        print(f"{name:24} {reached:4}/{lines:<4}"
              f" {percent(reached, lines):5.1f} %"
              f" {taken:4}/{branches:<4} {percent(taken, branches):5.1f} %")
        total = [a + b for a, b in
                 zip(total, [reached, lines, taken, branches])]
    if not total[1]:
        sys.exit("coverage: no engine file was counted")
    print(f"{'all':24} {total[0]:4}/{total[1]:<4}"
          f" {percent(total[0], total[1]):5.1f} %"
          f" {total[2]:4}/{total[3]:<4} {percent(total[2], total[3]):5.1f} %")
    for line in short:
        print(line)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
