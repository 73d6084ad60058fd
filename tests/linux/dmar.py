# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""The ACPI table by which the guest finds the unit, made as `make dmar` makes
it: one DRHD that covers every device of one PCI segment."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]
                       / "include/gen"))
import acpi_dmar  # noqa: E402


def table(base, segment, address_width, window_log2=12, flags=0):
    """Registers at base, host address width in bits; flags: acpi_dmar's."""
    return acpi_dmar.table(
        address_width, [acpi_dmar.drhd(base, segment, window_log2)], flags)
