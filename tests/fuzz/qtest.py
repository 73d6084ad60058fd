# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""QEMU's intel-iommu with one edu device, driven from outside by qtest.

Nobody runs in the guest: its processor halts at once, and this side writes
tables into guest memory, programs VT-d, and makes edu do DMA. Debian's QEMU
has no qtest accelerator, so time is made to pass by instruction counting with
`sleep=off`: edu's 100 ms timer then fires as soon as somebody looks.
"""

import os
import shutil
import subprocess
import tempfile
import time

VTD = 0xFED90000
CAP, ECAP, GCMD, GSTS, RTADDR, CCMD = 0x08, 0x10, 0x18, 0x1C, 0x20, 0x28
FSTS, IVA, IOTLB, FRCD = 0x34, 0xF0, 0xF8, 0x220
GCMD_TE, GCMD_SRTP = 1 << 31, 1 << 30
CCMD_GLOBAL = 1 << 63 | 1 << 61
IOTLB_GLOBAL = 1 << 63 | 1 << 60

EDU_BAR = 0xE1000000
EDU_SRC, EDU_DST, EDU_COUNT, EDU_CMD = 0x80, 0x88, 0x90, 0x98
EDU_BUFFER = 0x40000
EDU_RUN, EDU_TO_MEMORY = 1, 2
EDU_ID = 0x11E81234

# Both pipes are 64 KiB: more lines in flight than this can dead-lock.
IN_FLIGHT = 200


# Seconds; a DMA takes a millisecond, unless the machine is very busy.
DMA_LIMIT = 60


class QTestError(RuntimeError):
    """QEMU is missing, died or refused a command."""


def _halting_bios():
    """64 KiB of hlt with cli; hlt; jmp at the reset vector."""
    rom = bytearray(b"\xf4" * 65536)
    rom[0xFFF0:0xFFF4] = b"\xfa\xf4\xeb\xfd"
    handle = tempfile.NamedTemporaryFile(suffix=".bin")
    handle.write(rom)
    handle.flush()
    return handle


class QTest:
    """One running QEMU. @iommu: properties of intel-iommu."""

    def __init__(self, iommu, devfn=0x20, mem="64M"):
        qemu = shutil.which("qemu-system-x86_64")
        if not qemu:
            raise QTestError("qemu-system-x86_64 is not installed: "
                             "apt-get install qemu-system-x86")
        self.devfn = devfn
        self._bios = _halting_bios()
        # The default dma_mask makes edu print on stdout, into the protocol.
        self._process = subprocess.Popen(
            [qemu, "-machine", "q35,hpet=off,smm=off,vmport=off",
             "-accel", "tcg", "-icount", "shift=0,sleep=off",
             "-bios", self._bios.name, "-m", mem, "-nodefaults",
             "-display", "none", "-vga", "none", "-net", "none",
             "-qtest", "stdio", "-qtest-log", "none",
             "-device", f"intel-iommu,{iommu}",
             "-device", f"edu,addr={devfn >> 3:02x}.{devfn & 7:x},"
                        "dma_mask=0xffffffffffffffff"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C"))
        self._find_edu()

    def close(self):
        self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._process.stderr.close()
        self._bios.close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def _reply(self):
        while True:
            line = self._process.stdout.readline().decode().strip()
            if not line:
                raise QTestError("QEMU ended: " +
                                 self._process.stderr.read().decode())
            if line.startswith("IRQ "):
                continue
            if not line.startswith("OK"):
                raise QTestError(line)
            return line.split()[1:]

    def batch(self, commands):
        """Sends all commands, returns their replies in order."""
        replies = []
        for i in range(0, len(commands), IN_FLIGHT):
            chunk = commands[i:i + IN_FLIGHT]
            self._process.stdin.write(("\n".join(chunk) + "\n").encode())
            self._process.stdin.flush()
            replies += [self._reply() for _ in chunk]
        return replies

    def read(self, width, addr):
        return int(self.batch([f"read{width} {addr:#x}"])[0][0], 16)

    def write(self, width, addr, value):
        self.batch([f"write{width} {addr:#x} {value:#x}"])

    def read_memory(self, addr, length):
        reply = self.batch([f"read {addr:#x} {length:#x}"])
        return bytes.fromhex(reply[0][0][2:])

    def _find_edu(self):
        address = 0x80000000 | self.devfn << 8
        ident, = self.batch([f"outl 0xcf8 {address:#x}", "inl 0xcfc"])[1]
        if int(ident, 16) != EDU_ID:
            raise QTestError(f"no edu device at {self.devfn:#x}: {ident}")
        self.batch([f"outl 0xcf8 {address | 0x10:#x}",
                    f"outl 0xcfc {EDU_BAR:#x}",
                    f"outl 0xcf8 {address | 4:#x}", "outl 0xcfc 0x6"])

    def dma_commands(self, write, iova, length, offset):
        """Makes edu move @length bytes between its buffer and @iova."""
        inside = EDU_BUFFER + offset
        source, target = (inside, iova) if write else (iova, inside)
        command = EDU_RUN | (EDU_TO_MEMORY if write else 0)
        return [f"writeq {EDU_BAR + EDU_SRC:#x} {source:#x}",
                f"writeq {EDU_BAR + EDU_DST:#x} {target:#x}",
                f"writeq {EDU_BAR + EDU_COUNT:#x} {length:#x}",
                f"writeq {EDU_BAR + EDU_CMD:#x} {command:#x}"]

    def dma_wait(self):
        end = time.monotonic() + DMA_LIMIT
        while self.read("l", EDU_BAR + EDU_CMD) & EDU_RUN:
            if time.monotonic() > end:
                raise QTestError("edu does not end its DMA")
