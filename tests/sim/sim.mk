# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# What the tests of the simulated SoC need: the simulator, and one saved state,
# so that tests do not all boot at once.

$(O)/sim/booted: $(SIM_READY)
	$(call say,BOOT,OpenSBI and firmware)
	$(Q)$(O)/sim/portcullis_sim boot >$@.part
	$(Q)mv $@.part $@

test-deps-sim: $(SIM_READY) $(O)/sim/booted
