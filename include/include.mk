# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
# Generated views of the .def tables. They are committed, so that a reader and
# an integrator need no tool; tests/test_tree.py proves them fresh.

GEN_DEFS := $(wildcard include/*.def)

gen: ## regenerate include/gen from the .def tables
	$(call say,GEN,include/gen)
	$(Q)python3 include/gen/gen.py include include/gen

.PHONY: gen
