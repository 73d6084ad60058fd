# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Boots the kernel in QEMU with the bridge as its remapping unit.

boot() runs one machine from power-on to power-off and returns what was seen:
the console, the bridge's report, QEMU's own messages.
"""

import dataclasses
import functools
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "include/gen"))
import acpi_dmar  # noqa: E402

BOOT_SECONDS = 90
PROBE_SECONDS = 20
SOC_SECONDS = 300
KILL_SECONDS = 5

# Guest memory that the kernel is told to leave alone: the configuration space of
# PCI segment 1, one bus. As in linux.mk.
ECAM = 0x10000000
ECAM_SIZE = 1 << 20
SEGMENT = 1
# The page of device 2: its mapping is there from the start.
PAGE = 4096
RESERVED = ECAM + 2 * 8 * PAGE
ADDRESS_WIDTH = 39

# One processor: QEMU takes a second one's access, while the first waits for the
# bridge, for re-entrant I/O and drops it. No CMPXCHG16B: QEMU 7.2 makes flags
# for it from a state that may be stale, so the kernel's allocator comes back
# with the trap flag or any other set; without it the kernel has its own way.
MACHINE = [
    "qemu-system-x86_64", "-accel", "tcg", "-cpu", "max,-cx16", "-smp", "1",
    "-M", "q35,memory-backend=ram,sata=off,smbus=off,usb=off,vmport=off",
    "-m", "512M", "-object", "memory-backend-memfd,id=ram,size=512M,share=on",
    "-nodefaults", "-display", "none", "-no-reboot",
]
# On a busy host the guest's clocks look broken to checks made at start.
COMMAND_LINE = [
    "console=ttyS0", "loglevel=7", "panic=-1", "tsc=reliable",
    "no_timer_check", "intel_iommu=on", "intremap=off",
    f"memmap={ECAM_SIZE:#x}${ECAM:#x}", f"reserved={RESERVED:#x}",
]


@dataclasses.dataclass(frozen=True)
class Files:
    """What a boot needs built: see linux.mk."""

    bridge: pathlib.Path
    soc: pathlib.Path  # the same with the Verilated SoC behind it
    replay: pathlib.Path  # of a recording
    soc_replay: pathlib.Path
    caps: pathlib.Path
    initramfs: pathlib.Path
    initramfs_next: pathlib.Path  # the same with another kernel to boot
    ssdt: pathlib.Path
    vmlinux: pathlib.Path
    initramfs_perf: pathlib.Path  # for the kernel that reads counters
    vmlinux_perf: pathlib.Path


@dataclasses.dataclass
class Boot:
    """One machine: how it differs from the usual one, then what was seen."""

    name: str
    checks: list
    set: str = "legacy"  # of include/vtd_caps.toml
    cap: dict = dataclasses.field(default_factory=dict)
    ecap: dict = dataclasses.field(default_factory=dict)
    append: list = dataclasses.field(default_factory=list)
    then: list = dataclasses.field(default_factory=list)  # by the next kernel
    provoked: str = ""  # what the kernel may complain of, a pattern
    lag: bool = False
    soc: bool = False
    ats: bool = False  # the endpoints have TLBs of their own
    shadow: bool = False  # and may have a shadow instead
    perf: bool = False  # the kernel that reads performance counters
    console: str = ""
    report: str = ""
    messages: str = ""
    seconds: float = 0.0
    timed_out: bool = False

    def count(self, name):
        found = re.search(rf"^count {name} (\d+)$", self.report, re.M)
        return int(found.group(1)) if found else 0


@functools.cache
def register_rows():
    return (TOP / "include" / "vtd_regs.def").read_text()


@functools.cache
def fields():
    """(register, field) -> mask, from the table of registers."""
    rows = re.findall(r"^REG_FIELD\((\w+), (\w+), (\d+), (\d+)\)",
                      register_rows(), re.M)
    return {(reg, name): (1 << int(hi) + 1) - (1 << int(lo))
            for reg, name, hi, lo in rows}


@functools.cache
def offsets():
    """Register -> offset, from the table of registers."""
    rows = re.findall(r"^REG\((\w+), +(0x\w+),", register_rows(), re.M)
    return {name: int(offset, 16) for name, offset in rows}


def mask_and_value(register, changes):
    """Bits of the fields named in changes, and what they become."""
    mask = value = 0
    for name, val in changes.items():
        field = fields()[register, name]
        mask |= field
        value |= val * (field & -field)
    return mask, value


def end(process):
    process.send_signal(signal.SIGKILL)
    process.wait(KILL_SECONDS)


class Pair:
    """The bridge and QEMU, joined by a socket; ended when the block ends."""

    def __init__(self, folder, bridge, bridge_args, qemu_args):
        ours, theirs = socket.socketpair()
        self.report = folder / "report"
        self.messages = folder / "qemu"
        self.report.unlink(missing_ok=True)
        device = f"x-pci-proxy-dev,id=vtd,addr=2,fd={theirs.fileno()}"
        with ours, theirs, self.messages.open("w") as messages:
            self.bridge = subprocess.Popen(
                [bridge, f"fd={ours.fileno()}", f"report={self.report}",
                 *bridge_args],
                pass_fds=[ours.fileno()], stderr=messages)
            self.qemu = subprocess.Popen(
                [*MACHINE, "-device", device, *qemu_args],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                stdout=messages, stderr=messages)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.qemu)
        # Without QEMU the bridge writes its counts and ends by itself.
        try:
            self.bridge.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired:
            end(self.bridge)


def text_of(path):
    return path.read_text(errors="replace") if path.exists() else ""


def files_in(build, parts):
    folder = build / "tests/linux"
    return Files(folder / "linux_bridge", build / "sim/linux_soc",
                 folder / "replay/replay", folder / "replay/soc_replay",
                 folder / "caps", folder / "initramfs",
                 folder / "initramfs-next", folder / "segment1.aml",
                 parts / "linux/vmlinux", folder / "initramfs-perf",
                 parts / "linux-backports/vmlinux")


def probe_window(files, folder):
    """Where the machine's firmware puts the registers: it decides, by the set
    of devices, and the ACPI table has to be there before it runs."""
    limit = time.monotonic() + PROBE_SECONDS
    caps = capabilities(files, Boot("probe", []))
    with Pair(folder, files.bridge, caps, []) as pair:
        while time.monotonic() < limit and pair.qemu.poll() is None:
            found = re.search(r"window at (0x[1-9a-f]\w*)",
                              text_of(pair.report))
            if found:
                return int(found.group(1), 16)
            time.sleep(0.02)
    raise RuntimeError("the firmware of the machine gave the window no "
                       f"address: {text_of(pair.messages)}")


def capabilities(files, spec):
    """What the unit is told it can do, as arguments of the bridge."""
    args = [files.caps, f"set={spec.set}"]
    for register, changes in (("CAP", spec.cap), ("ECAP", spec.ecap)):
        mask, value = mask_and_value(register, changes)
        args.append(f"{register.lower()}={mask:#x}:{value:#x}")
    done = subprocess.run(args, check=True, text=True, stdout=subprocess.PIPE)
    return [f"{name}={value}" for name, value
            in zip(("ver", "cap", "ecap", "window_log2", "frcds"),
                   done.stdout.split())]


def prepare(files, folder, spec):
    """The SoC's first power-on goes through OpenSBI and takes half a minute;
    it saves the state, and later ones start from there."""
    if spec.soc:
        subprocess.run([files.soc, f"report={folder / 'power_on'}",
                        *capabilities(files, spec)],
                       check=True, timeout=SOC_SECONDS)


def bridge_arguments(spec, folder, qtest, caps):
    # The SoC is as late as it is.
    args = [f"qtest={qtest}", f"ecam={ECAM:#x}",
            f"lag={int(spec.lag or spec.soc)}", f"ats={int(spec.ats)}",
            f"shadow={int(spec.shadow)}", *caps]
    return [*args, f"record={folder / 'record'}"]


def qemu_arguments(files, spec, folder, qtest):
    command_line = [*COMMAND_LINE, *spec.append,
                    f"checks={','.join(spec.checks)}"]
    vmlinux, initramfs = files.vmlinux, files.initramfs
    if spec.perf:
        vmlinux, initramfs = files.vmlinux_perf, files.initramfs_perf
    if spec.then:
        command_line.append(f"then={','.join(spec.then)}")
        initramfs = files.initramfs_next
    return [
        "-kernel", vmlinux, "-initrd", initramfs,
        "-append", " ".join(command_line),
        "-acpitable", f"file={folder / 'dmar'}",
        "-acpitable", f"file={files.ssdt}",
        "-serial", f"file:{folder / 'console'}",
        "-qtest", f"unix:{qtest},server=on,wait=off", "-qtest-log", "/dev/null",
    ]


def acpi(window, caps):
    """The DMAR table: one unit for all of the segment."""
    log2 = int(dict(arg.split("=") for arg in caps)["window_log2"])
    reserved = acpi_dmar.rmrr(RESERVED, RESERVED + PAGE - 1, SEGMENT,
                              [acpi_dmar.scope("endpoint", [(2, 0)])])
    return acpi_dmar.table(ADDRESS_WIDTH, [
        acpi_dmar.drhd(window, SEGMENT, log2), reserved])


def boot(files, window, folder, spec):
    """Runs spec in folder and fills in what was seen."""
    # A socket's path has to be short, the build folder's may be long.
    qtest = os.path.relpath(folder / "qtest")
    bridge = files.soc if spec.soc else files.bridge
    caps = capabilities(files, spec)
    prepare(files, folder, spec)
    (folder / "dmar").write_bytes(acpi(window, caps))
    start = time.monotonic()
    with Pair(folder, bridge, bridge_arguments(spec, folder, qtest, caps),
              qemu_arguments(files, spec, folder, qtest)) as pair:
        try:
            pair.qemu.wait(BOOT_SECONDS)
        except subprocess.TimeoutExpired:
            spec.timed_out = True
    spec.seconds = time.monotonic() - start
    spec.console = text_of(folder / "console").replace("\r", "")
    spec.report = text_of(pair.report)
    spec.messages = text_of(pair.messages)
    return spec
