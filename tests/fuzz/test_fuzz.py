# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The fuzzers, with counts that fit `make test`; see README.md for more."""

import re
import shutil
import sys

import pytest

LIMIT = 600  # seconds; a run takes a tenth of it
CASES_A_MINUTE = 200_000


def test_qemu_oracle_and_engine_agree(run, build):
    run([sys.executable, "tests/fuzz/qemu_fuzz.py", "--cases", "20000"],
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


def test_shoot_downs(run, build):
    run([build / "tests/fuzz/fuzz_native", "shoots", "18000"], timeout=LIMIT)


def test_requests_of_device_tlbs(run, build):
    run([build / "tests/fuzz/fuzz_native", "requests", "1000000"],
        timeout=LIMIT)


def test_configurations(run, build):
    run([build / "tests/fuzz/fuzz_native", "configs", "400"], timeout=LIMIT)


def test_interrupts(run, build):
    run([build / "tests/fuzz/fuzz_native", "interrupts", "1000000"],
        timeout=LIMIT)


@pytest.mark.parametrize("name", ("program", "tables"))
def test_bad_input(run, build, name):
    """What was found before runs first; then half a minute of new input."""
    folder = build / "tests/fuzz/cover_inputs" / name
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, "tests/fuzz/cover/corpus.py", "unpack",
         f"tests/fuzz/cover/{name}.txt", folder])
    output = run([build / f"tests/fuzz/cover_{name}", "-max_total_time=30",
                  "-max_len=600", "-timeout=20",
                  f"-artifact_prefix={folder}-", folder], timeout=LIMIT)
    assert int(re.search(r"Done (\d+) runs", output)[1]) > 5000
