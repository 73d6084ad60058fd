# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The oracle's answers to worked examples of the specification."""


def test_worked_examples(run, build):
    output = run([build / "tests/oracle/oracle_test"])
    assert output.endswith("0 failed\n")
    assert output.count("\nok ") > 380, output
