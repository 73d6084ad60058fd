# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Every mutant of the tables is seen by the check that its row names, and that
check passes on the original."""

import os
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import campaign  # noqa: E402
import mutate  # noqa: E402

BUILD = HERE.parents[1] / os.environ.get("O", "build")
MUTANTS = mutate.load(campaign.TABLES)
CHECKS = sorted({mutant["by"] for mutant in MUTANTS})


@pytest.mark.parametrize("by", CHECKS)
def test_original_passes(by):
    status, output = campaign.run(BUILD, by, 0)
    assert status == 0, output[-2000:]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant["id"])
def test_mutant_is_seen(mutant):
    caught, reason = campaign.fate(BUILD, mutant)
    assert campaign.expected(mutant, caught), reason


def test_there_are_enough():
    gate = [m for m in MUTANTS if "vtd_gate" in m["file"]]
    assert len(gate) >= 25
    assert len([m for m in MUTANTS if m.get("equivalent")]) <= 3


SOURCE = "assign a = b && c;\nassign d =\n  b;\n"


def row(text, put="x"):
    return {"id": "m", "file": "f.sv", "text": text, "put": put, "number": 7}


def test_an_expression_is_guarded():
    out = mutate.mutated(pathlib.Path("f.sv"), SOURCE,
                         [row("assign a = «b && c»;")])
    assert out.startswith("assign a = ((mutant_pkg::mutant == 7) ? (x) : "
                          "(b && c));\n")
    assert out.endswith("assign d =\n  b;\n")


def test_white_space_is_one_blank():
    first, last = mutate.span(row("assign d = «b»;"), SOURCE)
    assert SOURCE[first:last] == "b"


@pytest.mark.parametrize("text", ["assign «z»;", "«b»", "assign a = b;"])
def test_a_text_that_is_not_found_once_is_an_error(text):
    with pytest.raises(mutate.TableError):
        mutate.span(row(text), SOURCE)
