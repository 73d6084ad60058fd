# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""What must hold for every machine, whatever it was booted for."""

import re

import machine

MAX_SECONDS = 40  # for each kernel that boots
SOC_SECONDS = 90

# Nothing of this may be printed, whatever the machine.
TROUBLE = re.compile(
    r"malfunctioning|Oops|Call Trace|\bBUG\b|WARNING:|stall|Kernel panic|"
    r"BIOS is broken|Firmware Bug|DMAR: .*([Ff]ailed|Error|timed out|detected)")

FOUND = "DMAR: dmar0: reg_base_addr"
ENABLED = "Intel(R) Virtualization Technology for Directed I/O"


def lines_with(text, pattern):
    return [line for line in text.splitlines() if re.search(pattern, line)]


def without_wanted_crash(console):
    """From the moment a check asks for it until the next kernel starts."""
    return re.sub(r"sysrq: Trigger a crash$.*?Linux version ", "", console,
                  flags=re.M | re.S)


def problems_of(seen):
    """What must hold for every machine."""
    problems = [line for line in
                lines_with(without_wanted_crash(seen.console), TROUBLE)
                if not (seen.provoked and re.search(seen.provoked, line))]
    problems += lines_with(seen.console, r"^CHECK FAIL")
    problems += lines_with(seen.report, "PROBLEM")
    problems += [f"QEMU: {line}" for line in seen.messages.splitlines()]
    limit = SOC_SECONDS if seen.soc else MAX_SECONDS * (2 if seen.then else 1)
    if seen.timed_out or seen.seconds > limit:
        problems.append(f"took {seen.seconds:.1f} s")
    ran = re.findall(r"^CHECKED (\w+)$", seen.console, re.M)
    if ran != seen.checks + seen.then:
        problems.append(f"checks run: {ran}, "
                        f"wanted: {seen.checks + seen.then}")
    if not re.search(r"^RESULT passed=[1-9]\d* failed=0$", seen.console, re.M):
        problems.append("no good RESULT line from the guest")
    for text in (FOUND, ENABLED):
        if text not in seen.console:
            problems.append(f"the kernel never said: {text}")
    if not any(status >> 31 for status in accesses(seen.report, "read", "GSTS")):
        problems.append("GSTS.TES was never seen set")
    if seen.count("msi_lost"):
        problems.append(f"{seen.count('msi_lost')} interrupts lost")
    return problems


def accesses(text, kind, register):
    """Values of all accesses to a register, the whole or its low half."""
    offset = machine.offsets()[register]
    return [int(val, 16) for val in re.findall(
        rf"{kind} +{offset:03x}\.\d = ([0-9a-f]+)$", text, re.M)]
