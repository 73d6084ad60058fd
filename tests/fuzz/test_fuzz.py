# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The fuzzers, with counts that fit `make test`; see README.md for more."""

import sys

LIMIT = 300  # seconds; a run takes a tenth of it


def test_qemu_agrees_with_the_oracle(run, build):
    run([sys.executable, "tests/fuzz/qemu_fuzz.py", "--cases", "5000"],
        timeout=LIMIT, env={"O": build})
