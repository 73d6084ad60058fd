# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The trees of mappings beside a naive model, and beside GTree; README.md says
what is done."""

import json
import re

import pytest

OPERATIONS = 6_000_000  # a seed
JUDGED = "65536"


@pytest.mark.parametrize("seed", (1, 2))
def test_random_operations(run, build, seed):
    run([build / "tests/iova/iova_soak", OPERATIONS, seed], timeout=300)


def test_every_small_case(run, build):
    output = run([build / "tests/iova/iova_exhaust"], timeout=300)
    assert int(re.search(r"(\d+) cases", output)[1]) > 1_000_000


def test_bench(run, build, tmp_path):
    """Figures of a loaded machine are no verdict, but that a search no longer
    walks along all mappings shows on any."""
    run([build / "tests/iova/iova_bench", tmp_path / "figures.json", JUDGED],
        timeout=300)
    figures = json.loads((tmp_path / "figures.json").read_text())[JUDGED]
    assert figures["bytes a mapping"]["iova_tree"] < 48.5
    assert figures["bytes a mapping"]["with reverse"] < 64.5
    for search in ("reverse lookup", "allocate and remove"):
        row = figures[search]
        assert row["with reverse"] * 20 < row["GTree"]
