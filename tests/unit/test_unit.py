# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Unit tests of the engine, one line each; README.md says how they are made."""

import pathlib
import re

import pytest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
NO_ENGINE_FILE = {
    "port_trouble",  # the port fails, whatever file calls it
    "ats_scalable", "inv_order", "inv_storm", "shadow_random",  # of several
    "ats_tlp",  # of firmware/lib
}


def listed():
    for path in sorted(HERE.glob("*_test.c")):
        for name in re.findall(r"\b[A-Z_]+\((test_\w+)\)", path.read_text()):
            yield path.name[:-len("_test.c")], name


def stems(folder, ending):
    return {p.name[:-len(ending)] for p in folder.glob(f"*{ending}")}


@pytest.mark.parametrize("group, name", list(listed()),
                         ids=lambda word: word.removeprefix("test_"))
def test_unit(group, name, run, build):
    # Tests that fail leave their bench behind; the engine has no heap.
    output = run([build / "unit/unit_tests", group, name], timeout=60,
                 env={"ASAN_OPTIONS": "detect_leaks=0"})
    assert "Running 1 test(s)" in output, f"{name} is not of group {group}"


def test_each_engine_file_has_its_test_file():
    assert (stems(HERE, "_test.c") - NO_ENGINE_FILE ==
            stems(TOP / "firmware/engine", ".c"))


def test_each_test_is_listed():
    """A test function that is in no list would never run."""
    for path in HERE.glob("*_test.c"):
        text = path.read_text()
        written = re.findall(r"^static void (test_\w+)\(", text, re.M)
        assert sorted(written) == sorted(re.findall(r"\b[A-Z_]+\((test_\w+)\)", text))
