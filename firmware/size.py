# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Sizes of the firmware: code, data, pools, worst stack per function.

    size.py CROSS ELF SAVED_TABLE [--save]

CROSS is the prefix of the RISC-V tools; next to ELF lie the .su files that
linking wrote (-fstack-usage). Each figure is printed with its growth against
SAVED_TABLE, which is committed so that growth is seen in review; --save puts
the present figures there.

The worst stack follows calls by name through the disassembly. A call through a
pointer, or a function without a known frame, is named, as the figure does not
cover it.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

# Figures aimed at. Of the pools 192 KiB are mappings of shadow clients: 48
# bytes each, VTD_SHADOW_NODES of them; 64 KiB are for all the rest. What
# still links is a little more, the budgets of linker/*.ld.
TARGETS = {
    "hot path": 4096,
    "code and constants": 64 * 1024,
    "data and pools": 256 * 1024,
    "worst stack": 8 * 1024,
}
DEEPEST = 15


def tool(cross, name, *args):
    return subprocess.run([cross + name, *args], check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def symbols(cross, elf):
    out = {}
    for line in tool(cross, "nm", elf).splitlines():
        parts = line.split()
        if len(parts) == 3:
            out[parts[2]] = int(parts[0], 16)
    return out


def objects(cross, elf):
    """The largest objects in .data and .bss: the pools."""
    out = []
    for line in tool(cross, "nm", "-S", elf).splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[2] in "bBdDsS":
            out.append((int(parts[1], 16), parts[3]))
    return sorted(out, reverse=True)


def frames_of_ours(elf):
    """Stack of each function compiled here: {name: bytes}."""
    frames = {}
    path = pathlib.Path(elf)
    for path in path.parent.glob(path.name + "*.su"):
        for line in path.read_text().splitlines():
            where, size, kind = line.split("\t")
            assert "dynamic" not in kind or "bounded" in kind, line
            name = where.split(":")[-1].split(".")[0]
            frames[name] = max(frames.get(name, 0), int(size))
    return frames


def disassembled(cross, elf):
    """{function: (callees, frame, calls through pointers)}"""
    code = {}
    name = None
    for line in tool(cross, "objdump", "-d", "--no-show-raw-insn",
                     elf).splitlines():
        head = re.match(r"^[0-9a-f]+ <(.+)>:$", line)
        if head:
            name = head.group(1)
            code[name] = [set(), 0, False]
            continue
        if name is None:
            continue
        step = re.search(r"\taddi?\tsp,sp,-(\d+)", line)
        if step:
            code[name][1] += int(step.group(1))
        target = re.search(r"\t(?:jal|j|call|tail|b\w+)\t.*<([^+>]+)>", line)
        if target and target.group(1) != name:
            code[name][0].add(target.group(1))
        if re.search(r"\t(?:jalr\t(?!zero)|c\.jalr|jr\t(?!ra))", line):
            code[name][2] = True
    return code


def worst(code, frames):
    """{function: (bytes with all it calls, the chain)}; no recursion here."""
    memo = {}

    def visit(name, above):
        if name in memo:
            return memo[name]
        if name in above or name not in code:
            return (0, [])
        callees, frame, _ = code[name]
        deepest = max((visit(callee, above | {name}) for callee in callees),
                      default=(0, []))
        own = frames.get(name.split(".")[0], frame)
        memo[name] = (own + deepest[0],
                      [name] + deepest[1])
        return memo[name]

    for name in code:
        visit(name, frozenset())
    return memo


def growth(now, before):
    if before is None:
        return ""
    return f"{now - before:+d}" if now != before else "="


def print_table(rows, saved):
    print(f"{'':24}{'bytes':>8}{'target':>9}{'growth':>9}")
    for name, size in rows.items():
        target = TARGETS.get(name)
        flag = "  over" if target is not None and size > target else ""
        print(f"{name:24}{size:8}{target if target else '':>9}"
              f"{growth(size, saved.get(name)):>9}{flag}")


def figures(cross, elf, total):
    sym = symbols(cross, elf)
    return {
        "hot path": sym["__hot_end"] - sym["__hot_start"],
        "code and constants": sym["__code_end"] - sym["__code_start"],
        "data and pools": sym["__bss_end"] - sym["__data_start"],
        "stack reserved": sym["__stack_top"] - sym["__stack_bottom"],
        "worst stack": total,
    }


def print_functions(code, frames, totals, pointers):
    print("\nworst stack per function: its own frame, with all it calls")
    ranked = sorted(totals, key=lambda name: -totals[name][0])
    for name in ranked[:DEEPEST]:
        own = frames.get(name.split(".")[0], code[name][1])
        print(f"  {name:30}{own:6}{totals[name][0]:7}")
    print("deepest chain: " + " > ".join(totals["main"][1]))
    if pointers:
        print("calls through pointers, not followed: " + ", ".join(pointers))


def main(cross, elf, saved_path, save=False):
    code = disassembled(cross, elf)
    frames = frames_of_ours(elf)
    if not frames:
        sys.exit(f"{elf}: no .su file beside it")
    totals = worst(code, frames)
    rows = figures(cross, elf, totals["main"][0])
    path = pathlib.Path(saved_path)
    saved = json.loads(path.read_text()) if path.exists() else {}
    print(f"{elf}")
    print_table(rows, saved)
    print("\npools and other data")
    for size, name in objects(cross, elf)[:8]:
        print(f"  {name:30}{size:6}")
    reached = set()
    queue = collections.deque(["main"])
    while queue:
        name = queue.popleft()
        if name in reached or name not in code:
            continue
        reached.add(name)
        queue.extend(code[name][0])
    pointers = sorted(name for name in reached if code[name][2])
    print_functions(code, frames, totals, pointers)
    if save:
        path.write_text(json.dumps(rows, indent=1) + "\n")
    return 1 if any(size > TARGETS.get(name, size)
                    for name, size in rows.items()) else 0


if __name__ == "__main__":
    args = [arg for arg in sys.argv[1:] if arg != "--save"]
    sys.exit(main(*args, save="--save" in sys.argv))
