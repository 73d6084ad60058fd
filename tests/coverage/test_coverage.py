# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Native tests reach the engine, but for lines whose reason is written down."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def test_native_tests_reach_the_engine(run, build):
    print(run([sys.executable, HERE / "coverage.py", build / "coverage"],
              timeout=300))
