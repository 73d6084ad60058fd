# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The set-up script: quick when nothing is missing, one clear line when
something is and cannot be installed."""

import os
import shutil
import time

import pytest

PACKAGE = "verilator"
QUICK_SECONDS = 2


def write_tool(folder, name, script):
    path = folder / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path):
    """A PATH of the system's tools in which PACKAGE counts as not installed and
    nothing can be installed; tests add a user id and an apt-get."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for folder in ("/usr/sbin", "/usr/bin", "/sbin", "/bin"):
        for name in os.listdir(folder):
            if name not in ("sudo", "apt-get") and not (tools / name).exists():
                (tools / name).symlink_to(f"{folder}/{name}")
    real = shutil.which("dpkg-query", path="/usr/bin")
    write_tool(tools, "dpkg-query", f'{real} "$@" | grep -v "^{PACKAGE} "')
    return tools


def set_up(run, tools, tmp_path):
    """Output of a set-up that must fail."""
    return run(["setup/setup.sh", tmp_path / "out", tmp_path / "parts"],
               env={"PATH": tools}, status=1)


def test_nothing_missing_is_quick_and_silent(run, build, parts):
    start = time.monotonic()
    output = run(["setup/setup.sh", build, parts])
    assert time.monotonic() - start < QUICK_SECONDS
    assert output == ""


def test_user_without_sudo_is_told_what_to_run(run, machine, tmp_path):
    write_tool(machine, "id", "echo 1000")
    output = set_up(run, machine, tmp_path)
    assert output == (
        "setup: missing Debian packages; as root, run: apt-get install "
        f"--no-install-recommends {PACKAGE}\n")


def test_refused_sudo_is_told_what_to_run(run, machine, tmp_path):
    write_tool(machine, "id", "echo 1000")
    write_tool(machine, "sudo", "exit 1")
    output = set_up(run, machine, tmp_path)
    assert output.count("\n") == 1
    assert f"apt-get install --no-install-recommends {PACKAGE}" in output


def test_refused_install_is_one_line(run, machine, tmp_path):
    write_tool(machine, "id", "echo 0")
    write_tool(machine, "apt-get",
               '[ "${!#}" = update ] && exit\n'
               f'echo "E: Unable to locate package {PACKAGE}"; exit 100')
    progress, error = set_up(run, machine, tmp_path).splitlines()
    assert progress.split(None, 1) == [
        "SETUP", f"installing Debian packages: {PACKAGE}"]
    assert f"E: Unable to locate package {PACKAGE}" in error
    assert f"apt-get install --no-install-recommends {PACKAGE}" in error


def test_install_that_installs_nothing_is_noticed(run, machine, tmp_path):
    write_tool(machine, "id", "echo 0")
    write_tool(machine, "apt-get", "exit 0")
    error = set_up(run, machine, tmp_path).splitlines()[-1]
    assert "still missing after apt-get" in error


def test_altered_hash_is_refused(run, top, parts, tmp_path):
    """A wheel that differs from the pinned one must not be unpacked."""
    copy = tmp_path / "setup"
    shutil.copytree(top / "setup", copy)
    pins = copy / "rocket.txt"
    kept = pins.read_text()
    digits = kept.split("sha256:")[1][:8]
    pins.write_text(kept.replace(digits, digits[::-1]))
    assert pins.read_text() != kept
    mine = tmp_path / "parts"
    mine.mkdir()
    (mine / "venv").symlink_to(parts / "venv")
    output = run([copy / "rocket.sh", tmp_path / "out", mine], status=1)
    assert "failed" in output.splitlines()[-1]
    assert not (mine / "rocket").exists()
