# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Rules that every file of the tree has to meet, checked by machine so that
review is about design."""

import pathlib
import re
import subprocess

import pytest

TOP = pathlib.Path(__file__).resolve().parent.parent
SOURCES = {".c", ".h", ".cc", ".sv", ".svh", ".v", ".vlt", ".py", ".sh", ".mk",
           ".def", ".S", ".ld", ".dts", ".asl", ".sby", ".ys", ".f", ".tcl"}
SOURCE_NAMES = {"Makefile", "run"}
SPDX = "SPDX-License-Identifier: Apache-2.0"
OWNER = "Copyright The Portcullis authors"
GENERATED = "include/gen/"
MAX_LINES = 60
MAX_SUBJECT = 60
SUBJECT = re.compile(r"[a-z][a-z0-9_./-]*(, [a-z0-9_./-]+)*: \S.*")
# A home, a scratch or a mount folder of some machine, as a literal path.
MACHINE_PATH = re.compile(
    r"(?<![\w.$})~/-])/(?:tmp|work|root|home|mnt|media|Users)/\w")
COLUMNS = {".c": 80, ".h": 80, ".cc": 80, ".S": 80, ".ld": 80, ".mk": 80,
           ".sh": 80, ".sv": 100, ".svh": 100, ".v": 100}
STYLED = ("firmware/*.[ch]", "include/*.[ch]", "tests/*.[ch]")


def git(*words):
    done = subprocess.run(["git", *words], cwd=TOP, text=True, check=True,
                          stdout=subprocess.PIPE)
    return done.stdout


def tracked(*patterns):
    """Committed or about to be; a file deleted but not yet committed is not."""
    names = git("ls-files", "-z", "--cached", "--", *patterns).split("\0")
    return [name for name in names if name and (TOP / name).is_file()]


def text(name):
    return (TOP / name).read_text(encoding="utf-8")


def is_source(name):
    path = pathlib.PurePosixPath(name)
    return path.suffix in SOURCES or path.name in SOURCE_NAMES


def folders():
    parents = {parent.as_posix() for name in tracked()
               for parent in pathlib.PurePosixPath(name).parents}
    return sorted(p for p in parents if p != "." and not p.startswith("."))


def report(problems):
    assert not problems, "\n" + "\n".join(problems)


def test_every_folder_says_what_to_open():
    problems = []
    for folder in folders():
        readme = TOP / folder / "README.md"
        if not readme.is_file():
            problems.append(f"{folder}: no README.md")
        elif not re.search(r"^\|.*\|\n\|[-|: ]+\|$", readme.read_text(), re.M):
            problems.append(f"{folder}/README.md: no table")
    report(problems)


def rows_of(readme):
    """The last cell of each table row of a README.md."""
    for line in readme.read_text().splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|: -]+", line):
            yield line.strip().strip("|").split("|")[-1]


def is_there(folder, named):
    """Relative to the folder or the top; a bare name may lie anywhere."""
    found = any(any(base.glob(named.rstrip("/"))) for base in (folder, TOP))
    return found or ("/" not in named and bool(tracked(f"*/{named}")))


def test_what_to_open_is_there():
    problems = []
    for folder in [pathlib.Path("."), *map(pathlib.Path, folders())]:
        readme = TOP / folder / "README.md"
        if not readme.is_file():
            continue
        for cell in rows_of(readme):
            for named in re.findall(r"`([\w][\w./*-]*[./][\w./*-]*)`", cell):
                if not is_there(TOP / folder, named):
                    problems.append(f"{folder}/README.md: no {named}")
    report(problems)


def test_links_lead_somewhere():
    problems = []
    for name in tracked("*.md"):
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text(name)):
            if not (TOP / name).parent.joinpath(link).exists():
                problems.append(f"{name}: {link}")
    report(problems)


def test_lines_fit():
    """Tables (.def) are laid out by hand and may be wider."""
    problems = []
    for name in tracked():
        suffix = pathlib.PurePosixPath(name).suffix
        limit = COLUMNS.get(suffix)
        if limit is None or name.startswith(GENERATED):
            continue
        for number, line in enumerate(text(name).splitlines(), 1):
            width = len(line.expandtabs(8))
            if width > limit:
                problems.append(f"{name}:{number}: {width} columns")
    report(problems)


def banner_problem(name):
    lines = text(name).splitlines()[:4]
    # A script's first line belongs to the kernel, a generated file's to the
    # word that says so.
    if lines and (lines[0].startswith("#!") or "enerated" in lines[0]):
        lines = lines[1:]
    if not lines or SPDX not in lines[0]:
        return f"{name}: no SPDX line"
    if len(lines) < 2 or OWNER not in lines[1]:
        return f"{name}: no copyright line after the SPDX line"
    return None


def test_sources_carry_the_banner():
    names = [name for name in tracked() if is_source(name)]
    assert len(names) > 20
    report([p for p in map(banner_problem, names) if p])


def test_no_path_of_a_machine():
    problems = []
    for name in tracked():
        for number, line in enumerate(text(name).splitlines(), 1):
            if MACHINE_PATH.search(line):
                problems.append(f"{name}:{number}: {line.strip()[:100]}")
    report(problems)


def test_no_binary_and_nothing_large():
    problems = []
    for name in tracked():
        data = (TOP / name).read_bytes()
        if b"\0" in data:
            problems.append(f"{name}: binary")
        if len(data) > 200_000:
            problems.append(f"{name}: {len(data)} bytes")
    report(problems)


def test_no_unfinished_marks():
    mark = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|^#if 0")
    problems = [f"{name}:{number}: {line.strip()[:80]}"
                for name in tracked() if is_source(name)
                for number, line in enumerate(text(name).splitlines(), 1)
                if mark.search(line)]
    report(problems)


def test_generated_files_are_fresh(tmp_path):
    subprocess.run(["/usr/bin/python3", "include/gen/gen.py", "include",
                    str(tmp_path)], cwd=TOP, check=True)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    kept = {pathlib.Path(name).name: text(name) for name in tracked(GENERATED)
            if pathlib.Path(name).suffix != ".py"
            and pathlib.Path(name).name != "README.md"}
    assert made and made.keys() == kept.keys()
    problems = [f"{name}: stale, run make gen" for name in made
                if made[name] != kept[name]]
    problems += [f"{name}: first line does not say generated" for name in made
                 if "generated" not in made[name].splitlines()[0].lower()]
    report(problems)


def functions(name):
    """(line, length) of each function: in the house style a brace alone on its
    line opens a function, a class or a namespace, and closes at the same
    depth."""
    lines = text(name).splitlines()
    opened = {}
    for number, line in enumerate(lines, 1):
        brace = line.strip()
        indent = line[:len(line) - len(line.lstrip())]
        if brace == "{" and number > 1 and not re.match(
                r"\s*(class|struct|union|enum|namespace|extern)\b.*[^;)]$",
                lines[number - 2]):
            opened[indent] = number
        elif brace.startswith("}") and indent in opened:
            start = opened.pop(indent)
            yield start, number - start - 1


def test_no_long_function():
    names = tracked("*.c", "*.cc", "*.h")
    found = [(name, line, length) for name in names
             for line, length in functions(name)]
    assert found
    report([f"{name}:{line}: {length} lines" for name, line, length in found
            if length > MAX_LINES])


def test_commit_subjects():
    problems = [subject for subject in
                git("log", "--no-merges", "--format=%s").splitlines()
                if len(subject) > MAX_SUBJECT or not SUBJECT.fullmatch(subject)]
    report(problems)


@pytest.mark.parametrize("target", ["sim", "linux", "waves", "test",
                                    "test-linux", "bench", "size", "setup",
                                    "native", "firmware", "model",
                                    "model-trace", "gen", "lint",
                                    "format-check", "clean"])
def test_make_alone_lists(target, run):
    lines = run(["make", "--no-print-directory"]).splitlines()
    rows = [line.split(None, 1) for line in lines]
    assert [row for row in rows if row[:1] == [target] and len(row) == 2]


def test_make_alone_builds_nothing(run, tmp_path):
    run(["make", f"O={tmp_path / 'out'}"])
    assert not (tmp_path / "out").exists()


def test_c_is_in_the_house_style(run):
    names = [name for name in tracked(*STYLED)
             if not name.startswith(GENERATED)]
    assert names
    run(["clang-format", "--dry-run", "-Werror", *names])


def test_scripts_parse(run):
    names = tracked("*.sh") + [".ci/run"]
    for name in names:
        run(["bash", "-n", name])


def test_ci_runs_what_a_user_runs():
    commands = re.findall(r"\bmake [^|\n]*", re.sub(r"#.*", "", text(".ci/run")))
    assert [c.split() for c in commands] == [["make", "test", "2>&1"]]
