# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Asks ABC whether the outputs of a model can ever be 1."""

import dataclasses
import re
import subprocess
import time

# Assumptions join the outputs; what does not matter for them goes.
READ = "read_aiger {stem}.aig; fold; strash"
SMALLER = "scleanup; scorr; dc2; strash"


@dataclasses.dataclass(frozen=True)
class Result:
    """state: proved, held (to the depth), reached (in cycle depth), unknown"""
    rule: object
    state: str
    depth: int
    seconds: float


def abc(commands):
    begin = time.monotonic()
    done = subprocess.run(["yosys-abc", "-c", "; ".join(commands)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    return done.stdout, time.monotonic() - begin


def one(model, rule):
    return [READ.format(stem=model.stem), f"cone -s -O {rule.index}", SMALLER]


def prove(model, rule, limit):
    """By PDR. A rule without logic left is decided by that."""
    text, seconds = abc([*one(model, rule), f"pdr -T {limit}",
                         "print_status"])
    reached = re.search(r"asserted in frame (\d+)", text)
    if reached:
        return Result(rule, "reached", int(reached[1]), seconds)
    proved = "Property proved" in text
    return Result(rule, "proved" if proved else "unknown", 0, seconds)


def bound(model, depth, limit, rules=None):
    """Every rule at once, which shares what they have in common; or, each
    apart, those of `rules`."""
    if rules is not None:
        return [bound_one(model, rule, depth, limit) for rule in rules]
    text, seconds = abc([READ.format(stem=model.stem), SMALLER,
                         f"bmc3 -a -x -F {depth} -T {limit}"])
    reached = {int(index): int(frame) for index, frame in re.findall(
        r"Output +(\d+) was asserted in frame +(\d+)", text)}
    frames = frames_of(text)
    return [Result(rule, "reached", reached[rule.index], seconds)
            if rule.index in reached else
            Result(rule, "held" if frames >= depth else "unknown", frames,
                   seconds) for rule in model.rules]


def bound_one(model, rule, depth, limit):
    text, seconds = abc([*one(model, rule), f"bmc3 -F {depth} -T {limit}"])
    reached = re.search(r"asserted in frame (\d+)", text)
    if reached:
        return Result(rule, "reached", int(reached[1]), seconds)
    frames = frames_of(text)
    return Result(rule, "held" if frames >= depth else "unknown", frames,
                  seconds)


def frames_of(text):
    """How many cycles ABC says that it went through."""
    found = re.findall(r"(?:after|in) (\d+) frames|up to (\d+) frames", text)
    return max((int(a or b) for a, b in found), default=0)
