# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""An unmodified Debian kernel drives the engine.

Each test boots a machine, lets the guest's program run its checks, and judges
by what the kernel printed, what the program found, and what the bridge saw.
"""

import os
import re
import time

import pytest

import machine
from verdict import ENABLED, accesses, lines_with, problems_of

ALL_CHECKS = ["unmap", "access", "read_only", "superpage", "reuse",
              "isolation", "stranger"]
FEW_CHECKS = ["unmap", "access", "read_only", "superpage"]
TAIL_LINES = 60
REPLAY_SECONDS = 1

QUEUED = "Using Queued invalidation"
BY_REGISTER = "Using Register based invalidation"


@pytest.fixture(scope="session")
def files(build, parts):
    return machine.files_in(build, parts)


@pytest.fixture(scope="session")
def window(files, build, worker_id):
    folder = build / "tests/linux/run" / f"probe-{worker_id}"
    folder.mkdir(parents=True, exist_ok=True)
    return machine.probe_window(files, folder)


def replay(run, program, folder):
    """The engine by itself has to do all of it again."""
    start = time.monotonic()
    last = run([program, folder / "record"]).splitlines()[-1]
    seconds = time.monotonic() - start
    assert re.match(r"PASS .*\b[1-9]\d* turns", last)
    assert seconds < REPLAY_SECONDS


@pytest.fixture
def boot(files, window, build, request, run):
    """boot(checks, **how) runs a machine to its end; see machine.Boot. What was
    recorded of it is replayed then."""

    def start(checks, **how):
        name = re.sub(r"\W+", "-", request.node.name).strip("-")
        folder = build / "tests/linux/run" / name
        folder.mkdir(parents=True, exist_ok=True)
        spec = machine.Boot(request.node.name, checks, **how)
        seen = machine.boot(files, window, folder, spec)
        judge(seen, problems_of(seen))
        replay(run, files.soc_replay if seen.soc else files.replay, folder)
        return seen

    return start


def judge(seen, problems):
    """Fails the test with all that is wrong, the end of the console, and the
    line that runs it again."""
    if not problems:
        return
    tail = "\n".join(seen.console.splitlines()[-TAIL_LINES:])
    listed = "\n".join(f"- {problem}" for problem in problems)
    pytest.fail(f"{tail}\n\n{listed}\nrerun: make test TESTS=tests/linux "
                f"K='{seen.name}'", pytrace=False)


def expect(seen, wanted, what):
    judge(seen, [] if wanted else [f"not so: {what}"])


def faults(seen, access, device, addr):
    """Lines by which the kernel reports a fault of a device."""
    return lines_with(
        seen.console, rf"DMAR: \[DMA {access} \S+\] Request device "
        rf"\[{device}\] fault addr {addr:#x} \[fault reason 0x\d+\]")


def expect_said(seen, text):
    expect(seen, text in seen.console, f"the kernel says \"{text}\"")


def expect_unmapped_page_reported(seen):
    """The first check unmaps this page, then lets the device read and write."""
    for access, reason in (("Read", "0x06"), ("Write", "0x05")):
        lines = faults(seen, access, "00:00.0", 0x100000)
        expect(seen, any(f"reason {reason}" in line for line in lines),
               f"the kernel reports the {access} of an unmapped page with "
               f"reason {reason}")


def expect_bounded(seen, each_dma):
    """A driver that retries, or an engine that makes it poll, shows here."""
    total = seen.count("register_reads") + seen.count("register_writes")
    dma = seen.count("dma_ok") + seen.count("dma_refused")
    expect(seen, dma > 100, f"many DMA ({dma})")
    expect(seen, total < 200 + each_dma * dma,
           f"few register accesses ({total} for {dma} DMA)")


def expect_used(seen, register, at_least):
    writes = len(accesses(seen.report, "write", register))
    expect(seen, writes >= at_least,
           f"{register} written {at_least} times or more ({writes})")


def expect_unused(seen, register):
    expect(seen, not accesses(seen.report, "write", register),
           f"{register} never written")


def test_queued_invalidation(boot):
    seen = boot(ALL_CHECKS)
    expect_said(seen, QUEUED)
    expect_unmapped_page_reported(seen)
    expect_bounded(seen, 10)
    expect_used(seen, "IQT", 40)
    expect_unused(seen, "IOTLB")
    expect_unused(seen, "CCMD")
    for event in ("INV_CONTEXT", "INV_IOTLB", "INV_WAIT"):
        expect(seen, seen.count(event), f"the engine met {event}")


SOC_CHECKS = ["reserved", "unmap", "access", "read_only", "stream"]


def expect_soc_worked(seen):
    for event in ("INV_IOTLB", "INV_WAIT", "FAULT_RECORD", "EVENT_SENT"):
        expect(seen, seen.count(event), f"the firmware met {event}")
    expect(seen, seen.count("soc_granted") and seen.count("soc_blocked"),
           "the firmware answered misses of the gate")
    expect(seen, seen.count("soc_misses") < seen.count("dma_ok"),
           "the gate let most DMA through by itself")


def test_soc_legacy(boot):
    """The Verilated SoC in place of the engine; see soc/README.md."""
    seen = boot(SOC_CHECKS, soc=True)
    expect_said(seen, QUEUED)
    expect_unmapped_page_reported(seen)
    expect_soc_worked(seen)
    expect(seen, seen.count("INV_CONTEXT"), "the firmware met INV_CONTEXT")


def test_soc_scalable(boot):
    seen = boot(SOC_CHECKS, soc=True, set="full")
    expect_scalable(seen, {FIRST, SECOND})
    expect_soc_worked(seen)


def test_soc_has_no_engine(run, files):
    """What the kernel met there is the firmware alone."""
    names = run(["nm", files.soc]).split()
    expected = ("vtd_turn", "vtd_init", "native_new")
    assert not [name for name in names if name in expected]
    names = run(["nm", files.bridge]).split()
    assert all(name in names for name in expected)


def test_register_invalidation(boot):
    seen = boot(ALL_CHECKS, ecap={"QI": 0})
    expect_said(seen, BY_REGISTER)
    expect_unmapped_page_reported(seen)
    expect_bounded(seen, 20)
    expect_used(seen, "IOTLB", 40)
    expect_used(seen, "CCMD", 3)
    expect_unused(seen, "IQT")


# The three ways in which a driver talks to the unit.
WAYS = {
    "queue": {},
    "register": {"ecap": {"QI": 0}},
    "scalable": {"set": "full"},
}
every_way = pytest.mark.parametrize("way", WAYS)


@every_way
def test_effects_trail_behind_writes(boot, way):
    seen = boot(ALL_CHECKS, **WAYS[way], lag=True)
    expect(seen, faults(seen, "Read", "00:00.0", 0x100000),
           "the kernel reports an unmapped page")


@every_way
def test_kexec(boot, way):
    """The first kernel turns translation off; its queue may still be on."""
    seen = boot(["kexec"], then=["mapping_gone", *FEW_CHECKS], **WAYS[way])
    expect(seen, seen.console.count(ENABLED) == 2, "two kernels translate")


CRASH = ["crashkernel=192M"]
COPIED = "Copied translation tables from previous kernel"
LEFT_ON = "Translation was enabled for dmar0 but we are not in kdump mode"


@every_way
def test_crash_kernel_takes_tables_over(boot, way):
    """Translation never stops: the device that was running keeps its mapping
    until its driver takes it."""
    seen = boot(["crash"], then=["mapping_kept", *FEW_CHECKS],
                **WAYS[way], append=CRASH)
    expect_said(seen, COPIED)
    between = accesses(seen.report.split("] dma ")[1], "read", "GSTS")
    expect(seen, between and all(status >> 31 for status in between),
           "GSTS.TES stays set from the crash to the first DMA after it")


@every_way
def test_start_with_translation_left_on(boot, way):
    """A kernel that finds translation on but is not told of a crash turns it
    off before it replaces the tables."""
    seen = boot(["crash"], then=["mapping_gone", *FEW_CHECKS],
                **WAYS[way],
                append=[*CRASH, "elfcorehdr=0xffffffffffffffff"])
    expect_said(seen, LEFT_ON)
    commands = accesses(seen.report.split("] dma ")[1], "write", "GCMD")
    off = [not command >> 31 for command in commands]
    root = [bool(command >> 30 & 1) for command in commands]
    expect(seen, True in off and True in root and
           off.index(True) < root.index(True),
           "translation goes off before the tables are replaced")


@every_way
def test_suspend(boot, way):
    seen = boot(["suspend", *FEW_CHECKS], **WAYS[way])
    expect_said(seen, "PM: suspend exit")


@every_way
def test_suspend_with_power_lost(boot, way):
    seen = boot(["power_cut", *FEW_CHECKS], **WAYS[way])
    expect_said(seen, "PM: suspend exit")
    expect(seen, seen.report.count("] power cut") == 1, "power was cut once")


@pytest.mark.parametrize("pt", [1, 0])
def test_identity(boot, pt):
    """Pass-through context entries; without them, 1:1 tables."""
    seen = boot(["identity", *FEW_CHECKS], append=["iommu=pt"],
                ecap={"PT": pt})
    expect_said(seen, "Default domain type: Passthrough")


def test_perf_counters(boot):
    """Linux's perf driver, in a kernel that has it, reads the unit's counters:
    requests, look-ups and hits of DMA of known number, and none after."""
    seen = boot(["unmap", "access", "perf"], set="default", perf=True)
    expect(seen, seen.count("ECMD") > 0, "the driver gave commands")


# Everything that has to do with TLBs of devices.
DEVICE_TLBS = {"DT": 1, "NWFS": 1}
PAGE_REQUESTS = {**DEVICE_TLBS, "PRS": 1, "PDS": 1, "SMS": 1}


@pytest.mark.parametrize("caching_mode", [0, 1])
@pytest.mark.parametrize("set", ["legacy", "full"])
def test_ats(boot, set, caching_mode):
    """The kernel turns ATS on by itself. What a device has cached is gone when
    an unmap is over, also with caching mode, where the kernel leaves most
    device-TLB invalidations to the unit."""
    seen = boot(["ats", *FEW_CHECKS], set=set, ats=True, ecap=DEVICE_TLBS,
                cap={"CM": caching_mode})
    expect(seen, seen.count("ats_requests") > 16, "devices asked")
    expect(seen, seen.count("ats_invalidations"), "devices were told")


@pytest.mark.parametrize("caching_mode", [0, 1])
@pytest.mark.parametrize("lag", [False, True])
def test_shared_address_space(boot, caching_mode, lag):
    """A device works on a process's own addresses; pages that are not there
    come by page requests."""
    seen = boot(["sva"], set="full", ats=True, ecap=PAGE_REQUESTS, lag=lag,
                cap={"CM": caching_mode}, provoked="SVA|sva")
    expect(seen, seen.count("page_requests") >= 10, "pages were asked for")
    expect(seen, seen.count("page_responses") == seen.count("page_requests"),
           "each was answered once")
    expect(seen, seen.count("ats_invalidations"), "devices were told")


def test_soc_shared_address_space(boot):
    """The same with the firmware, and the gate for what the device translates
    by itself."""
    seen = boot(["sva"], soc=True, set="full", ats=True, provoked="SVA|sva")
    expect(seen, seen.count("page_requests") >= 10, "pages were asked for")
    expect(seen, seen.count("page_responses") == seen.count("page_requests"),
           "each was answered once")


DEAF = r"Invalidation Time-out Error|DMAR: .*ITE"


def test_deaf_device(boot):
    """A device that never answers an invalidation: the unit says so (ITE), and
    the kernel goes on with it."""
    seen = boot(["ats_deaf", *FEW_CHECKS], set="full", ats=True,
                ecap=DEVICE_TLBS, provoked=DEAF)
    expect(seen, lines_with(seen.console, DEAF), "the kernel says so")


@pytest.mark.parametrize("set", ["legacy", "full"])
def test_shadow(boot, set):
    """A device with a full copy of its mapping, as VFIO keeps one: at every
    quiet moment it is what the tables say."""
    seen = boot(["shadow"], set=set, shadow=True, cap={"CM": 1})
    expect(seen, seen.count("shadow_maps") >= 17, "mappings were told")
    expect(seen, seen.count("shadow_compared") >= 17, "and compared")


QUEUE_ERROR = (r"VT-d detected (Invalidation Queue Error|invalid descriptor)|"
               r"Invalidation Queue Error \(IQE\) cleared")


@pytest.mark.parametrize("set", ["legacy", "default", "full"])
def test_queue_error(boot, set):
    """A descriptor that is none: the driver replaces it and goes on."""
    seen = boot(["queue_error", *FEW_CHECKS], set=set, provoked=QUEUE_ERROR)
    expect(seen, seen.report.count("broken") == 1, "one was broken")
    expect(seen, lines_with(seen.console, QUEUE_ERROR), "the kernel says so")
    expect(seen, seen.count("INV_ERROR") == 1, "the engine met it once")
    iqe = machine.fields()["FSTS", "IQE"]
    cleared = [value for value in accesses(seen.report, "write", "FSTS")
               if value & iqe]
    expect(seen, cleared, "the driver cleared FSTS.IQE")


# What differs from a set of include/vtd_caps.toml, or on the command line.
LEGACY = {
    "39_bit": {"cap": {"SAGAW": 2}},
    "48_bit": {"cap": {"SAGAW": 4}},
    "57_bit": {"cap": {"SAGAW": 8, "MGAW": 56}},
    "no_superpages": {"cap": {"SSLPS": 0}},
    "2m_superpages": {"cap": {"SSLPS": 1}},
    "caching_mode": {"cap": {"CM": 1}},
    "caching_mode_by_register": {"cap": {"CM": 1}, "ecap": {"QI": 0}},
    "one_fault_record": {"cap": {"NFR": 0}},
    "domain_selective_only": {"cap": {"PSI": 0, "MAMV": 0}},
    "small_mask": {"cap": {"MAMV": 9}},
    "few_domains": {"cap": {"ND": 2}},
    "flush_by_software": {"cap": {"ESRTPS": 0}},
    "write_buffers": {"cap": {"RWBF": 1}},
    "snoop_control": {"ecap": {"SC": 1}},
    "not_coherent": {"ecap": {"C": 0}},
    "chosen": {"set": "full", "append": ["intel_iommu=on,sm_off"]},
}
NO_SECOND_STAGE = {"SSTS": 0, "NEST": 0, "SSADS": 0}
NO_FIRST_STAGE = {"FSTS": 0, "NEST": 0, "EAFS": 0, "SRS": 0, "RPRIVS": 0}
SCALABLE = {
    "all": {},
    "48_bit": {"cap": {"SAGAW": 4}},
    "57_bit": {"cap": {"SAGAW": 8}},
    "no_superpages": {"cap": {"SSLPS": 0}},
    "caching_mode": {"cap": {"CM": 1}},
    "domain_selective_only": {"cap": {"PSI": 0, "MAMV": 0}},
    "one_fault_record": {"cap": {"NFR": 0}},
    "flush_by_software": {"cap": {"ESRTPS": 0}},
    "4_levels": {"cap": {"FS5LP": 0}},
    "first_stage_only": {"ecap": NO_SECOND_STAGE},
    "second_stage_only": {"cap": {"FS1GP": 0, "FS5LP": 0},
                          "ecap": NO_FIRST_STAGE},
    # The first stage has no such width, so the kernel would take neither.
    "39_bit": {"cap": {"FS1GP": 0, "FS5LP": 0, "SAGAW": 2},
               "ecap": NO_FIRST_STAGE},
    "no_snoop_control": {"ecap": {"SC": 0}},
    "no_nesting": {"ecap": {"NEST": 0}},
}


def chosen(variants, quick):
    """The most different ones, or all of them for `make test-linux`."""
    everything = os.environ.get("LINUX_VARIANTS") == "all"
    return sorted(variants if everything else quick)


def expect_capabilities(seen):
    told = re.search(r"reg_base_addr \w+ ver \S+ cap (\w+) ecap (\w+)$",
                     seen.console, re.M)
    for register, text, changes in (("CAP", told.group(1), seen.cap),
                                    ("ECAP", told.group(2), seen.ecap)):
        mask, value = machine.mask_and_value(register, changes)
        expect(seen, int(text, 16) & mask == value,
               f"the kernel saw the {register} of this variant")


@pytest.mark.parametrize("variant", chosen(LEGACY, ["39_bit"]))
def test_legacy(boot, variant):
    seen = boot([*FEW_CHECKS, "reserved"], **LEGACY[variant])
    expect_unmapped_page_reported(seen)
    expect_capabilities(seen)
    expect(seen, not seen.count("PASID"), "there were no PASID entries")


def translation_types(seen):
    """PGTT of the PASID entries that the engine met."""
    return {int(entry, 16) >> 6 & 7 for entry in
            re.findall(r"trace PASID \w+ (\w+)", seen.report)}


FIRST, SECOND = 1, 2
# Not present in a table of that stage.
FAULT_OF = {FIRST: "0x71", SECOND: "0x79"}


def expect_scalable(seen, types):
    """Reports of the kernel: of a user-space driver's unmapped page, which it
    always has in the second stage if it can, and of its own domain."""
    expect(seen, translation_types(seen) == types,
           f"PASID entries of types {types} ({translation_types(seen)})")
    user = FAULT_OF[max(types)]
    own = FAULT_OF[min(types)]
    for device, addr, reason in (
            ("00:00.0", 0x100000, user),
            ("00:02.0", machine.RESERVED + machine.PAGE, own)):
        lines = faults(seen, "Read", device, addr)
        expect(seen, any(f"reason {reason}" in line for line in lines),
               f"the kernel reports {device} at {addr:#x}, reason {reason}")


@pytest.mark.parametrize("variant", chosen(SCALABLE, [
    "all", "caching_mode", "second_stage_only"]))
def test_scalable(boot, variant):
    """The kernel takes the first stage for its own DMA where there is one, the
    second for a user-space driver's."""
    how = {"set": "full", **SCALABLE[variant]}
    seen = boot(["reserved", *FEW_CHECKS], **how)
    expect_capabilities(seen)
    built = {FIRST: "FSTS", SECOND: "SSTS"}
    expect_scalable(seen, {kind for kind, bit in built.items()
                           if seen.ecap.get(bit, 1)})
