# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""A run that breaks a rule, or reaches a cover, as a wave file."""

import subprocess

import engine


def header(path):
    with open(path, "rb") as aiger:
        words = aiger.readline().split()
    return {"inputs": int(words[2]), "latches": int(words[3])}


def witness(model, rule, depth):
    """The inputs of each cycle, as ABC found them."""
    path = model.stem.with_suffix(f".{rule.name}.aiw")
    engine.abc([*engine.one(model, rule), f"bmc3 -F {depth + 2}",
                f"write_cex -a {path}"])
    size = header(model.stem.with_suffix(".aig"))
    inputs = [line[:size["inputs"]] for line in path.read_text().splitlines()
              if len(line) >= size["inputs"]]
    path.write_text("\n".join(
        ["1", "b0", "0" * size["latches"], *inputs, ".", ""]))
    return path


def write(model, rule, depth):
    """The path of the wave file; last in it is the cycle of `rule`."""
    stimulus = witness(model, rule, depth)
    waves = model.stem.with_suffix(f".{rule.name}.vcd")
    done = subprocess.run(
        ["yosys", "-q", "-p",
         f"read_rtlil {model.stem}.il; sim -r {stimulus} "
         f"-map {model.stem}.aim -clock clk_i -vcd {waves} {model.top}"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False)
    if done.returncode:
        raise SystemExit(f"{rule.name}: no trace: {done.stdout.strip()}")
    return waves
