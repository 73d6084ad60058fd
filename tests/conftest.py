# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The runner's rules, on top of pytest and pytest-xdist.

- One line a test; the last line is "N passed, N failed", alone.
- A test that is skipped, or expected to fail, has failed: nothing is silent.
- No test collected is a failure.
- Minutes per part (folder of tests/) are printed at the end.

Fixtures for tests:
    build   pathlib.Path of the build folder
    parts   pathlib.Path of the third-party parts
    top     pathlib.Path of the top folder, where every command runs
    run     run a command with a time limit; see Runner
"""

import os
import pathlib
import shlex
import signal
import subprocess
import time

import pytest

TOP = pathlib.Path(__file__).resolve().parent.parent
TAIL_LINES = 40
DEFAULT_SECONDS = 120


class CommandFailed(Exception):
    """Carries its whole message; no traceback is shown for it."""


def _tail(text):
    lines = text.splitlines()
    cut = len(lines) - TAIL_LINES
    head = [f"[... {cut} lines before ...]"] if cut > 0 else []
    return "\n".join(head + lines[-TAIL_LINES:])


def _end_group(process):
    """Ends a command with all it started; a survivor would hold the pipe."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Runner:
    """run(command, timeout=120, env=None, status=0, cwd=top, stdin=None)

    Runs a command (a list) with a time limit in seconds and returns its output,
    standard output and error together. Another exit status than expected, or a
    time-out, fails the test with the end of the output and the line that runs
    it again. `env` adds to the environment.
    """

    def __call__(self, command, *, timeout=DEFAULT_SECONDS, env=None, status=0,
                 cwd=TOP, stdin=None):
        command = [str(word) for word in command]
        env = {key: str(value) for key, value in (env or {}).items()}
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **env}, text=True,
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            start_new_session=True)
        try:
            output, _ = process.communicate(stdin, timeout=timeout)
            verdict = f"exit status {process.returncode}, expected {status}"
            failed = process.returncode != status
        except subprocess.TimeoutExpired:
            _end_group(process)
            output, _ = process.communicate()
            verdict = f"no end after {timeout} s"
            failed = True
        finally:
            _end_group(process)
        if failed:
            again = self._again(command, env, cwd)
            raise CommandFailed(f"{_tail(output)}\n{verdict}\nrerun: {again}")
        return output

    @staticmethod
    def _again(command, env, cwd):
        words = [f"{key}={shlex.quote(env[key])}" for key in env]
        words += [shlex.quote(_from_top(word)) for word in command]
        where = os.path.relpath(cwd, TOP)
        go = [] if where == "." else [f"cd {shlex.quote(where)} &&"]
        return " ".join(go + words)


def _from_top(word):
    prefix = f"{TOP}/"
    return word[len(prefix):] if word.startswith(prefix) else word


@pytest.fixture(scope="session")
def top():
    return TOP


@pytest.fixture(scope="session")
def build():
    return TOP / os.environ.get("O", "build")


@pytest.fixture(scope="session")
def parts(build):
    return TOP / os.environ.get("PARTS", build / "parts")


@pytest.fixture(scope="session")
def run():
    return Runner()


def _fail_if_skipped(report):
    """Skips and expected failures would let a test rot unseen."""
    if report.outcome == "skipped":
        why = getattr(report, "wasxfail", None) or report.longrepr
        if isinstance(why, tuple):
            why = why[2]
        report.outcome = "failed"
        report.longrepr = f"did not run to a verdict: {why}"
    # An unexpected pass of a non-strict xfail is as little a verdict.
    if hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = report.longrepr or "passed, but marked as failing"
        del report.wasxfail


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    _fail_if_skipped(report)
    if call.excinfo and call.excinfo.errisinstance(CommandFailed):
        report.longrepr = str(call.excinfo.value)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    outcome = yield
    _fail_if_skipped(outcome.get_result())


class Tally:
    """Counts verdicts, prints a line for each, and says the count last.

    Lives in the process that collects reports: with xdist the controller.
    """

    def __init__(self, config):
        self.config = config
        self.started = time.monotonic()
        self.exitstatus = pytest.ExitCode.INTERNAL_ERROR
        self.seconds = {}  # test -> time of its set-up, call and tear-down
        self.verdicts = {}  # test, or file that failed to load -> passed?

    def line(self, text):
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        reporter.ensure_newline()
        reporter.write_line(text)

    # pytest's own progress marks give way to a line for each test.
    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report):
        if report.when == "call" or report.when == "???":
            return report.outcome, "", report.outcome.upper()
        return ("" if report.passed else "error"), "", "ERROR"

    def pytest_runtest_logreport(self, report):
        name = report.nodeid
        self.seconds[name] = self.seconds.get(name, 0) + report.duration
        self.verdicts[name] = self.verdicts.get(name, True) and report.passed
        if report.when == "teardown" or (report.failed and
                                         report.when == "???"):
            self.say_test(name)

    def say_test(self, name):
        verdict = "ok  " if self.verdicts[name] else "FAIL"
        self.line(f"{verdict} {self.seconds[name]:7.1f} s  {name}")

    def pytest_collectreport(self, report):
        if report.failed:
            self.verdicts[report.nodeid] = False

    @staticmethod
    def part_of(name):
        folders = pathlib.PurePosixPath(name.split("::")[0]).parts[:-1]
        return "/".join(folders[1:2]) or "(tree)"

    def minutes(self):
        table = {}
        for name, seconds in self.seconds.items():
            part = self.part_of(name)
            count, total = table.get(part, (0, 0))
            table[part] = (count + 1, total + seconds)
        return table

    def say_minutes(self):
        print("\nminutes per part (summed over processors):")
        for part, (count, seconds) in sorted(self.minutes().items()):
            print(f"  {part:12} {seconds / 60:6.2f}  {count:5} tests")
        wall = (time.monotonic() - self.started) / 60
        print(f"  {'wall clock':12} {wall:6.2f}")

    def failed(self):
        return sum(not passed for passed in self.verdicts.values())

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.failed() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        self.exitstatus = session.exitstatus

    # After pytest's own summary. A run that ended badly without a failed test
    # (nothing collected, an internal error, Ctrl-C) must not read as a success.
    def pytest_unconfigure(self, config):
        failed = self.failed()
        passed = len(self.verdicts) - failed
        if not failed and self.exitstatus != pytest.ExitCode.OK:
            failed = 1
        self.say_minutes()
        print(f"\n{passed} passed, {failed} failed", flush=True)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tally(config), "tally")
