# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The fuzzers, with counts that fit `make test`; see README.md for more."""

import re
import sys

import pytest

LIMIT = 300  # seconds; a run takes a tenth of it
CASES_A_MINUTE = 200_000


def test_qemu_oracle_and_engine_agree(run, build):
    run([sys.executable, "tests/fuzz/qemu_fuzz.py", "--cases", "5000"],
        timeout=LIMIT, env={"O": build})


def test_cases(run, build):
    output = run([build / "tests/fuzz/fuzz_native", "cases", "1000000"],
                 timeout=LIMIT)
    assert int(re.search(r"(\d+) a minute", output)[1]) > CASES_A_MINUTE


def test_register_storms(run, build):
    run([build / "tests/fuzz/fuzz_native", "storms", "400000"], timeout=LIMIT)


@pytest.mark.parametrize("seed", (1, 2))
def test_sequences(run, build, seed):
    run([build / "tests/fuzz/fuzz_native", "sequences", "6000", seed],
        timeout=LIMIT)
