# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Reads vtd_caps.toml against the fields of vtd_regs.def, and makes the C and
SystemVerilog views and the table of features from it."""
import sys
import tomllib

REGISTERS = ("CAP", "ECAP")
VIEWS = "vtd_caps.toml"


def fail(text):
    sys.exit(f"{VIEWS}: {text}")


class Field:
    """A field of CAP or ECAP: where it lies, and what the table says of it."""

    def __init__(self, register, name, hi, lo, row):
        self.register, self.name, self.hi, self.lo = register, name, hi, lo
        self.what, self.why = row["what"], row.get("why")
        if set(row) - {"what", "why"}:
            fail(f"{register}.{name}: unknown key in {row}")

    @property
    def full_name(self):
        return f"{self.register}.{self.name}"

    @property
    def bits(self):
        return f"{self.hi}:{self.lo}" if self.hi > self.lo else f"{self.lo}"

    @property
    def mask(self):
        return ((1 << (self.hi - self.lo + 1)) - 1) << self.lo

    def put(self, value):
        if value << self.lo & ~self.mask or value < 0:
            fail(f"{value} does not fit into {self.full_name}")
        return value << self.lo


class Set:
    """A named configuration."""

    KEYS = {"ver", "host_address_width", "window_log2", "fault_records", "dmar",
            *REGISTERS}

    def __init__(self, name, text, fields):
        if set(text) != self.KEYS:
            fail(f"[{name}]: keys differ: {set(text) ^ self.KEYS}")
        self.name, self.dmar = name, text["dmar"]
        self.values = {register: text[register] for register in REGISTERS}
        major, minor = text["ver"]
        self.ver = major << 4 | minor
        self.haw = text["host_address_width"]
        self.window_log2 = text["window_log2"]
        self.frcds = text["fault_records"]
        self.words = {register: self.word(register, fields) for register in REGISTERS}

    def word(self, register, fields):
        known = {f.name: f for f in fields if f.register == register}
        if unknown := set(self.values[register]) - set(known):
            fail(f"[{self.name}.{register}]: no such field: {unknown}")
        return sum(known[n].put(v) for n, v in self.values[register].items())


class Caps:
    """All of vtd_caps.toml; @positions: {register: {field: (hi, lo)}}."""

    def __init__(self, path, positions):
        text = tomllib.loads(path.read_text())
        self.fields = []
        for register in REGISTERS:
            rows, places = text.pop(register), positions[register]
            if rows.keys() != places.keys():
                fail(f"[{register}] and vtd_regs.def differ: {rows.keys() ^ places.keys()}")
            self.fields += [Field(register, n, *places[n], row) for n, row in rows.items()]
        self.sets = {name: Set(name, body, self.fields) for name, body in text.items()}


def load(defs, rows):
    """The file in folder @defs; @rows are those of vtd_regs.def (gen.rows)."""
    positions = {register: {} for register in REGISTERS}
    for r in rows:
        if r.kind == "REG_FIELD" and r[0] in positions:
            positions[r[0]][r[1]] = (r.num(2), r.num(3))
    return Caps(defs / VIEWS, positions)


def c_set(s):
    prefix = f"VTD_CAPS_{s.name.upper()}"
    return ["", f"/* [{s.name}] */",
            f"#define {prefix}_VER 0x{s.ver:x}U",
            f"#define {prefix}_CAP 0x{s.words['CAP']:016x}ULL",
            f"#define {prefix}_ECAP 0x{s.words['ECAP']:016x}ULL",
            f"#define {prefix}_HAW {s.haw}U",
            f"#define {prefix}_WINDOW_LOG2 {s.window_log2}U",
            f"#define {prefix}_FRCDS {s.frcds}U"]


def c_view(caps):
    """Body of vtd_caps.h."""
    out = []
    for register in REGISTERS:
        own = [f for f in caps.fields if f.register == register]
        out += [f"/* Every field of {register}; the rest is reserved */",
                f"#define VTD_CAPS_{register}_FIELDS 0x{sum(f.mask for f in own):016x}ULL"]
    unbuilt = [f for f in caps.fields if f.why]
    out += ["", "/* ROW(register, mask, text) for every field that is not built */",
            "#define VTD_CAPS_UNBUILT(ROW) \\"]
    out += [f"\tROW({f.register}, 0x{f.mask:016x}ULL, \"{f.full_name} ({f.what}) is not built\")" +
            (" \\" if f is not unbuilt[-1] else "") for f in unbuilt]
    for s in caps.sets.values():
        out += c_set(s)
    return out


def sv_view(caps):
    """Body of vtd_caps_pkg.sv."""
    out = []
    for s in caps.sets.values():
        name = s.name.title()
        out += [f"localparam [31:0] {name}Ver = 32'h{s.ver:08x};",
                f"localparam [63:0] {name}Cap = 64'h{s.words['CAP']:016x};",
                f"localparam [63:0] {name}Ecap = 64'h{s.words['ECAP']:016x};",
                f"localparam integer {name}Haw = {s.haw};",
                f"localparam integer {name}WindowLog2 = {s.window_log2};",
                f"localparam integer {name}Frcds = {s.frcds};"]
    return out


def reserved(fields):
    """(hi, lo) of the bits that belong to none of @fields."""
    free = [b for b in range(64) if not any(f.mask >> b & 1 for f in fields)]
    first = [b for b in free if b - 1 not in free]
    last = [b for b in free if b + 1 not in free]
    return list(zip(last, first))


def feature_rows(caps, register):
    own = [f for f in caps.fields if f.register == register]
    rows = {}
    for f in own:
        values = [s.values[register].get(f.name, 0) for s in caps.sets.values()]
        state = f"no: {f.why}" if f.why else "yes"
        rows[f.lo] = [f.bits, f.name, f.what, state, *map(str, values)]
    for hi, lo in reserved(own):
        bits = f"{hi}:{lo}" if hi > lo else str(lo)
        rows[lo] = [bits, "", "reserved", "no: reserved", *["0"] * len(caps.sets)]
    return [rows[lo] for lo in sorted(rows)]


def feature_table(caps):
    """Lines of capabilities.md."""
    out = [f"<!-- Generated by include/gen/gen.py from {VIEWS}; do not edit. -->",
           "# Every bit of CAP and ECAP", "",
           f"Built: a configuration of [`{VIEWS}`](../{VIEWS}) may use it. "
           "The last columns are the sets of that file."]
    head = ["bits", "field", "what", "built", *caps.sets]
    for register in REGISTERS:
        out += ["", f"## {register}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        out += ["| " + " | ".join(row) + " |" for row in feature_rows(caps, register)]
    return out + [""]
