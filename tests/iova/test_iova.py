# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The trees of mappings beside a naive model; README.md says what it does."""

import pytest

OPERATIONS = 6_000_000  # a seed


@pytest.mark.parametrize("seed", (1, 2))
def test_random_operations(run, build, seed):
    run([build / "tests/iova/iova_soak", OPERATIONS, seed], timeout=300)
