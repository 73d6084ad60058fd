# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Random interrupts: the engine does what the oracle says."""

import pytest

LIMIT = 300  # seconds; a run takes a tenth of it


@pytest.mark.parametrize("seed", (1, 2))
def test_interrupts(run, build, seed):
    run([build / "tests/fuzz/fuzz_interrupt", "200000", seed], timeout=LIMIT)
