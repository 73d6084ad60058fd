#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Copies sources into a folder with every mutant of the tables in them.

    mutate.py OUT TABLE... -- FILE...

Each FILE becomes OUT/<its name>. Where a table changes one, the original
expression gives way to "the mutant's if that mutant is chosen, else the
original", so one build holds them all and the variable MUTANT of the
environment chooses; 0 is the original. A file is written only when it changes.

A mutant's `text` is a part of the file that occurs exactly once, with the
expression to be replaced between « and »; `put` takes its place. White space
counts as one blank.
"""

import pathlib
import re
import sys
import tomllib
import zlib

TOP = pathlib.Path(__file__).resolve().parents[2]
FIELDS = {"id", "rule", "file", "text", "put", "by", "equivalent"}
NEEDED = FIELDS - {"equivalent"}


class TableError(Exception):
    pass


def load(tables):
    """Mutants of the tables. Their numbers stay when others come and go, so
    that only what is built of a changed file is built anew."""
    mutants = []
    for table in tables:
        for entry in tomllib.loads(table.read_text())["mutant"]:
            odd = set(entry) ^ NEEDED
            if odd - {"equivalent"}:
                raise TableError(f"{table.name}: {entry.get('id')}: "
                                 f"missing or unknown: {odd}")
            number = zlib.crc32(entry["id"].encode()) >> 2 | 1
            mutants.append({**entry, "number": number})
    numbers = [mutant["number"] for mutant in mutants]
    twice = {m["id"] for m in mutants if numbers.count(m["number"]) > 1}
    if twice:
        raise TableError(f"two mutants of one name or number: {twice}")
    return mutants


def pattern(text):
    """A regular expression for @text, whatever its white space."""
    words = [re.escape(word) for word in text.split()]
    return r"\s+".join(words)


def marked(text):
    parts = re.fullmatch(r"([^«»]*)«([^«»]+)»([^«»]*)", text, re.S)
    if not parts:
        raise TableError(f"not one «expression» in: {text}")
    before, middle, behind = parts.groups()
    glue = [r"\s*" if side != side.strip() or not side.strip() else ""
            for side in (before, behind)]
    return (pattern(before) + glue[0] + f"(?P<old>{pattern(middle)})"
            + glue[1] + pattern(behind))


def span(mutant, source):
    """Where in @source the expression lies; it must be found just once."""
    found = list(re.finditer(marked(mutant["text"]), source))
    if len(found) != 1:
        raise TableError(f"{mutant['id']}: text occurs {len(found)} times in "
                         f"{mutant['file']}, not once: {mutant['text']}")
    return found[0].span("old")


def guarded(suffix, old, mutants):
    """An expression that is @old or what the chosen mutant puts there."""
    name = "mutant" if suffix == ".c" else "mutant_pkg::mutant"
    text = f"({old})"
    for mutant in mutants:
        text = f"(({name} == {mutant['number']}) ? ({mutant['put']}) : {text})"
    return text


def mutated(path, source, mutants):
    spans = {}
    for mutant in mutants:
        spans.setdefault(span(mutant, source), []).append(mutant)
    end = len(source)
    for first, last in sorted(spans, reverse=True):
        if last > end:
            names = [m["id"] for m in spans[first, last]]
            raise TableError(f"{path.name}: {names} overlap another mutant")
        text = guarded(path.suffix, source[first:last], spans[first, last])
        source = source[:first] + text + source[last:]
        end = first
    return source


def write(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def copy(out, files, mutants):
    out.mkdir(parents=True, exist_ok=True)
    for path in files:
        mine = [m for m in mutants if TOP / m["file"] == TOP / path]
        source = (TOP / path).read_text()
        write(out / path.name, mutated(path, source, mine))


def main(words):
    cut = words.index("--")
    tables = [pathlib.Path(word) for word in words[1:cut]]
    files = [pathlib.Path(word) for word in words[cut + 1:]]
    try:
        mutants = load(tables)
        known = {TOP / path for path in files}
        for mutant in mutants:
            if TOP / mutant["file"] not in known:
                raise TableError(f"{mutant['id']}: nothing is built of "
                                 f"{mutant['file']}")
        copy(pathlib.Path(words[0]), files, mutants)
    except TableError as error:
        sys.exit(f"mutate.py: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
