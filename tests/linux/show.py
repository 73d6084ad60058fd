# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Boots Linux with the Verilated SoC as its IOMMU and shows both sides live.

    show.py BUILD PARTS [all]

Left what the kernel says (all of it with "all"), right what the hardware does,
with the clock cycle. Ends with a summary and PASS or FAIL.
"""

import pathlib
import re
import sys
import threading
import time

import machine
import verdict
import words

CHECKS = ["unmap", "access", "read_only", "stream"]
OF_INTEREST = re.compile(r"^Linux version|DMAR|IOMMU|iommu|VFIO|0001:00|^CHECK|"
                         r"^RESULT|Power down")
STAMP = re.compile(r"\[ *[\d.]+(?: @(\d+))?\] (.*)")
LOOK_SECONDS = 0.02
BOLD, CYAN, GREEN, RED, PLAIN = "\33[1m", "\33[36m", "\33[32m", "\33[31m", "\33[m"


def paint(colour, text):
    return f"{colour}{text}{PLAIN}" if sys.stdout.isatty() else text


class Tail:
    """Whole lines as a file gets them."""

    def __init__(self, path):
        self.path = path
        self.path.unlink(missing_ok=True)
        self.offset = 0

    def lines(self):
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            file.seek(self.offset)
            data = file.read()
        whole = data[:data.rfind(b"\n") + 1]
        self.offset += len(whole)
        return whole.decode(errors="replace").replace("\r", "").splitlines()


class Kernel:
    def __init__(self, everything):
        self.everything = everything

    def tell(self, text):
        plain = re.sub(r"^\[ *[\d.]+\] ", "", text)
        if not self.everything and not OF_INTEREST.search(plain):
            return
        colour = GREEN if "CHECK PASS" in text else \
            RED if "CHECK FAIL" in text else BOLD
        print(paint(colour, f"kernel   | {text}"))


class Hardware:
    """Reads of the same are told once, with their number."""

    def __init__(self):
        self.waiting = None
        self.times = 0

    def flush(self):
        if self.waiting:
            more = f"  (read {self.times} times)" if self.times > 1 else ""
            print(paint(CYAN, self.waiting + more))
        self.waiting = None

    def tell(self, text):
        found = STAMP.match(text)
        said = words.line(found.group(2)) if found else None
        if not said:
            return
        told = f"{int(found.group(1) or 0):>12,} {said}"
        if " -> " in said:
            if self.waiting and self.waiting.split(None, 1)[1] == said:
                self.times += 1
                return
            self.flush()
            self.waiting, self.times = told, 1
            return
        self.flush()
        print(paint(CYAN, told))


def watch(thread, folder, everything):
    kernel, hardware = Kernel(everything), Hardware()
    console, report = Tail(folder / "console"), Tail(folder / "report")
    thread.start()
    running = True
    while running:
        running = thread.is_alive()
        for text in report.lines():
            hardware.tell(text)
        for text in console.lines():
            hardware.flush()
            kernel.tell(text)
        sys.stdout.flush()
        time.sleep(LOOK_SECONDS)
    hardware.flush()


def summary(seen):
    n = seen.count
    guest = re.search(r"^RESULT passed=(\d+) failed=(\d+)$", seen.console, re.M)
    passed, failed = guest.groups() if guest else ("0", "?")
    print(f"""
Linux ran for {seen.seconds:.1f} s with the SoC as its IOMMU, \
{n('soc_cycles'):,} cycles of Rocket, firmware and RTL
  registers      {n('register_reads')} reads, {n('register_writes')} writes
  descriptors    {n('INV_CONTEXT')} context, {n('INV_PASID')} PASID, \
{n('INV_IOTLB')} IOTLB, {n('INV_IEC')} interrupt entry, {n('INV_WAIT')} wait
  DMA requests   {n('dma_ok')} let through, {n('dma_refused')} refused
  misses         {n('soc_misses')} went to the firmware: \
{n('soc_granted')} granted, {n('soc_blocked')} blocked; half within \
{n('soc_miss_cycles_median')} cycles
  tables         {n('soc_table_reads')} reads of guest memory
  faults         {n('FAULT')}, of these {n('FAULT_RECORD')} recorded; \
{n('msi')} interrupts into the guest
  checks         {passed} passed, {failed} failed in the guest
""")


def main(build, parts, *options):
    build, parts = pathlib.Path(build).resolve(), pathlib.Path(parts).resolve()
    files = machine.files_in(build, parts)
    folder = build / "tests/linux/run/show"
    folder.mkdir(parents=True, exist_ok=True)
    window = machine.probe_window(files, folder)
    spec = machine.Boot("show", CHECKS, soc=True)
    machine.prepare(files, folder, spec)
    print(f"{'kernel':9}| what Linux says\n{'cycle':>12} what the hardware does")
    watch(threading.Thread(target=machine.boot,
                           args=(files, window, folder, spec)),
          folder, "all" in options)
    summary(spec)
    problems = verdict.problems_of(spec)
    for problem in problems:
        print(paint(RED, f"- {problem}"))
    print("FAIL" if problems else "PASS")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
