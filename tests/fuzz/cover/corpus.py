# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The inputs of a coverage-guided fuzzer as one text file, and back.

    python3 tests/fuzz/cover/corpus.py unpack TEXT FOLDER
    python3 tests/fuzz/cover/corpus.py pack FOLDER TEXT

An input is a line of hexadecimal bytes; lines that begin with # are comments.
libFuzzer wants a folder with a file for each.
"""

import pathlib
import sys

HEAD = """# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Inputs of the fuzzer of this name that reach all that was reached so far;
# made by corpus.py from a merged run.
"""


def unpack(text, folder):
    """Writes each input of @text to a file in @folder; returns how many."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [line for line in pathlib.Path(text).read_text().splitlines()
             if line and not line.startswith("#")]
    for number, line in enumerate(lines):
        (folder / f"{number:04}").write_bytes(bytes.fromhex(line))
    return len(lines)


def pack(folder, text):
    """Writes the inputs of @folder to @text, shortest first."""
    inputs = sorted((path.read_bytes() for path in
                     pathlib.Path(folder).iterdir() if path.is_file()),
                    key=lambda data: (len(data), data))
    lines = [data.hex() for data in inputs if data]
    pathlib.Path(text).write_text(HEAD + "\n".join(lines) + "\n")
    return len(lines)


if __name__ == "__main__":
    print({"unpack": unpack, "pack": pack}[sys.argv[1]](*sys.argv[2:4]))
