# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The fuzz library (case.h, hist.h, the oracle) for Python."""

import ctypes
import os
import pathlib
import re

u8, u16, u32, u64 = (ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32,
                     ctypes.c_uint64)
flag = ctypes.c_bool

MEM_SIZE, TABLE_BASE, TABLE_PAGES = 0x4000000, 0xC00000, 24
PASS, INTERRUPT, COMPLETE, FAULT, REFUSE = range(5)
READ, WRITE, ATOMIC = range(3)
(ROOT, CONTEXT, SECOND_STAGE, SCALABLE_ROOT, SCALABLE_CONTEXT,
 PASID_DIRECTORY, PASID_ENTRY) = range(7)


SCALAR = {"uint8_t": u8, "uint16_t": u16, "uint32_t": u32, "uint64_t": u64,
          "bool": flag}
HEADERS = ("tests/oracle/oracle.h", "tests/fuzz/case.h")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRUCT = re.compile(r"^struct (\w+) \{\n(.*?)^\};", re.S | re.M)
CONSTANT = re.compile(r"^#define (\w+) +(\d+)$", re.M)
FIELD = re.compile(r"(?:struct )?(\w+) (\w+)(?:\[(\w+)\])?")


def structures():
    """The structures of the headers by name: one home for their layout.

    One that has members of other types (pointers) is left out.
    """
    root = pathlib.Path(__file__).parents[2]
    text = COMMENT.sub("", "".join((root / name).read_text()
                                   for name in HEADERS))
    constant = dict(CONSTANT.findall(text))
    known = dict(SCALAR)
    for name, body in STRUCT.findall(text):
        members = [FIELD.fullmatch(" ".join(member.split()))
                   for member in body.split(";")[:-1]]
        if any(not m or m[1] not in known for m in members):
            continue
        known[name] = type(name, (ctypes.Structure,), {"_fields_": [
            (m[2], known[m[1]] * int(constant.get(m[3], m[3])) if m[3]
             else known[m[1]]) for m in members]})
    return known


KNOWN = structures()
Setup, Case = KNOWN["fuzz_setup"], KNOWN["fuzz_case"]


class Result(KNOWN["oracle_result"]):
    @property
    def last(self):
        return self.step[self.steps - 1]


def library():
    """Loads the library and proves that both sides agree on its layout."""
    path = os.path.join(os.environ.get("O", "build"), "tests/fuzz/libfuzz.so")
    lib = ctypes.CDLL(os.path.abspath(path))
    for name, struct in (("fuzz_case", Case), ("fuzz_setup", Setup),
                         ("oracle_result", Result)):
        size = getattr(lib, name + "_sizeof")
        size.restype = ctypes.c_size_t
        if size() != ctypes.sizeof(struct):
            raise RuntimeError(f"{path}: {name} is {size()} bytes, "
                               f"not {ctypes.sizeof(struct)}")
    lib.fuzz_hist_sizeof.restype = ctypes.c_size_t
    lib.fuzz_hist_report.restype = flag
    lib.oracle_describe.restype = ctypes.c_size_t
    lib.fuzz_engine_new.restype = ctypes.c_void_p
    lib.case_run_this.restype = ctypes.c_char_p
    return lib


class Histogram:
    """What the cases of a run did (hist.h)."""

    def __init__(self, lib):
        self.lib = lib
        self.data = ctypes.create_string_buffer(lib.fuzz_hist_sizeof())

    def add(self, result):
        self.lib.fuzz_hist_add(self.data, ctypes.byref(result))

    def report(self, setup, min_each):
        """The histogram as text, and whether it is good enough."""
        text = ctypes.create_string_buffer(4096)
        good = self.lib.fuzz_hist_report(
            self.data, ctypes.byref(setup), u64(min_each), text,
            ctypes.c_size_t(len(text)))
        return text.value.decode(), good


class Engine:
    """The engine in this process, for the unit of @setup (native_case.h)."""

    def __init__(self, lib, setup):
        self.lib = lib
        self.runner = lib.fuzz_engine_new(ctypes.byref(setup))
        if not self.runner:
            raise RuntimeError("the engine does not start as this unit")

    def run(self, case):
        """None if the engine does as the oracle says, else what differs."""
        wrong = self.lib.case_run_this(ctypes.c_void_p(self.runner),
                                       ctypes.byref(case))
        return wrong.decode() if wrong else None

    def close(self):
        self.lib.fuzz_engine_free(ctypes.c_void_p(self.runner))


class Cases:
    """Cases of one seed for one unit, with the oracle's answers."""

    def __init__(self, lib, cap, ecap, haw, sid, seed):
        self.lib = lib
        self.setup = Setup(sids=1)
        self.setup.sid[0] = sid
        self.lib.oracle_caps_from(ctypes.byref(self.setup.caps), u64(cap),
                                  u64(ecap), haw)
        self.seed = seed

    def make(self, index):
        """Case @index and the oracle's answer."""
        case, result = Case(), Result()
        self.lib.fuzz_case_make(ctypes.byref(self.setup), u64(self.seed),
                                u64(index), ctypes.byref(case))
        self.lib.fuzz_case_oracle(ctypes.byref(self.setup),
                                  ctypes.byref(case), ctypes.byref(result))
        return case, result

    def ask(self, case, words=None, **caps):
        """The answer with other words in memory or other capabilities."""
        other, setup = (kind.from_buffer_copy(value) for kind, value in
                        ((Case, case), (Setup, self.setup)))
        for addr, value in (words or {}).items():
            self.lib.fuzz_case_store(ctypes.byref(other), u64(addr),
                                     u64(value))
        for name, value in caps.items():
            setattr(setup.caps, name, value)
        result = Result()
        self.lib.fuzz_case_oracle(ctypes.byref(setup), ctypes.byref(other),
                                  ctypes.byref(result))
        return result

    def describe(self, case, result):
        text = ctypes.create_string_buffer(4096)
        self.lib.oracle_describe(ctypes.byref(case.req), ctypes.byref(result),
                                 text, ctypes.c_size_t(len(text)))
        return text.value.decode()
