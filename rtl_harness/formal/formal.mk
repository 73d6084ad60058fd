# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Proofs about the RTL. NAMES chooses among the rows of proofs.py.

.PHONY: formal
formal: ## prove the rules of the RTL; ends with a count
formal: | $(SETUP)
	$(call say,FORMAL,$(if $(NAMES),$(NAMES),every rule))
	$(Q)$(PY) -B rtl_harness/formal/prove.py --out $(O)/formal \
		--jobs $(JOBS) $(NAMES)
