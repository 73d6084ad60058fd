# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
# Generated views of the .def tables. They are committed, so that a reader and
# an integrator need no tool; tests/test_tree.py proves them fresh. And the ACPI
# table of each set of vtd_caps.toml, as bytes and as iasl reads it.

gen: ## regenerate include/gen from the .def tables and vtd_caps.toml
	$(call say,GEN,include/gen)
	$(Q)python3 include/gen/gen.py include include/gen

DMAR_SETS := default legacy full caching
DMAR_FILES := $(DMAR_SETS:%=$(O)/dmar/%.dsl)

$(O)/dmar/%.aml: include/gen/acpi_dmar.py include/gen/caps.py \
		include/vtd_caps.toml include/vtd_regs.def | $(SETUP)
	$(call say,DMAR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)python3 $< $* $@

$(O)/dmar/%.dsl: $(O)/dmar/%.aml
	$(call say,IASL,$@)
	$(Q)iasl -p $(@D)/$* -d $< >$(@D)/$*.log 2>&1 \
		|| { cat $(@D)/$*.log; exit 1; }

dmar: ## the ACPI table that tells of the unit, for each set of vtd_caps.toml
dmar: $(DMAR_FILES)
	$(Q)for set in $(DMAR_SETS); do \
		echo "$(O)/dmar/$$set.aml, read by iasl:"; \
		sed -n '/^\[/p' $(O)/dmar/$$set.dsl; done

.PRECIOUS: $(O)/dmar/%.aml
.PHONY: gen dmar
