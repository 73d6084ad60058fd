# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""From a file of rules to an and-inverter graph with one output a rule."""

import dataclasses
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]

SCRIPT = """\
read_verilog -sv -formal {files}
hierarchy -check -top {top}
prep -flatten -nordff -top {top}
chformal -early
async2sync
memory_map
setundef -undriven -anyseq
opt -full
select -write {out}.covers t:$cover
techmap -map {cover}
techmap
opt -fast
dffunmap
abc -g AND -fast
opt_clean
select -write {out}.rules t:$assert
write_rtlil {out}.il
write_aiger -I -B -zinit -no-startoffset -map {out}.aim {out}.aig
"""


@dataclasses.dataclass(frozen=True)
class Rule:
    """One output of a model: what it stands for and where that is written."""
    name: str
    index: int
    cover: bool
    text: str


@dataclasses.dataclass(frozen=True)
class Model:
    name: str
    stem: pathlib.Path
    rules: tuple

    @property
    def top(self):
        return f"{self.name}_rules"


def rule_files(name):
    """The rules' own file and the parts it is made of."""
    own = HERE / f"{name}_rules.sv"
    text = own.read_text(encoding="utf-8")
    parts = re.findall(r"^// Parts: (.*)$", text, re.M)
    return [HERE / part for line in parts for part in line.split()] + [own]


def english(files):
    """The comment above each label."""
    found = {}
    for path in files:
        comment, done = [], False
        for line in path.read_text(encoding="utf-8").splitlines():
            said = re.match(r"\s*// (.*)", line)
            if said:
                comment = [said[1]] if done else comment + [said[1]]
                done = False
                continue
            done = True
            for label in re.findall(r"\b(\w+): (?:assert|cover)\b", line):
                found[label] = " ".join(comment)
            if not line.strip():
                comment = []
    return found


def names(path):
    return [line.split("/", 1)[1] for line in path.read_text().split()]


def rules_of(stem, files):
    """In the order of the outputs, which is that of the cells."""
    said = english(files)
    covers = set(names(stem.with_suffix(".covers")))
    return tuple(
        Rule(name, index, name in covers, said.get(name.split(".")[-1], ""))
        for index, name in enumerate(names(stem.with_suffix(".rules"))))


def build(proof, out, rtl):
    """`rtl` maps a file of the RTL to the one that is read instead."""
    stem = out / proof.name
    own = rule_files(proof.name)
    files = [rtl.get(name, name) for name in proof.rtl]
    script = SCRIPT.format(
        files=" ".join(map(str, [*files, *own])), top=f"{proof.name}_rules",
        out=stem, cover=HERE / "cover.v")
    path = stem.with_suffix(".ys")
    path.write_text(script)
    done = subprocess.run(
        ["yosys", "-q", "-l", f"{stem}.log", path], cwd=TOP, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise SystemExit(f"{proof.name}: yosys: {done.stdout.strip()}")
    return Model(proof.name, stem, rules_of(stem, own))
