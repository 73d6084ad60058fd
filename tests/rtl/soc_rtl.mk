# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Unit benches of the modules around the gate: one Verilated module and one
# program each, NAME_bench from tests/rtl/soc/NAME*_test.cc; digits at the end
# of NAME tell builds of the same sources apart.

RTL_BENCH_DIR := $(O)/tests/rtl
RTL_BENCHES := regwin window13 window14 hostmem mbox msg timer \
	soc_msg_router perf dma_gen dma_atc dma_shadow
RTL_BENCH_FLAGS := --cc --exe --build -Wall -Wno-fatal -Wno-UNUSEDPARAM \
	--x-assign unique --x-initial unique --assert -O3 \
	-CFLAGS "-std=c++17 -O1 -g -Wall -Wextra -I$(CURDIR)/include/gen"

# The parts that shims share.
RTL_PARTS_dma_atc := $(wildcard rtl_harness/rtl/dma_shim_*.sv)
RTL_PARTS_dma_shadow := $(RTL_PARTS_dma_atc)

# $(call rtl_bench,NAME,MODULE,PARAMETERS): as above
rtl_bench_of = $(subst 13,,$(subst 14,,$(1)))
define rtl_bench
$(RTL_BENCH_DIR)/$(1)_bench: $(wildcard rtl_harness/rtl/$(2)*.sv) \
		$(RTL_PARTS_$(2)) \
		$(wildcard include/gen/*_pkg.sv) \
		$(wildcard tests/rtl/soc/$(call rtl_bench_of,$(1))*) \
		$(wildcard tests/rtl/soc/*bench.h) | $(SETUP)
	$$(call say,BENCH,$$@)
	$$(Q)rm -rf $(RTL_BENCH_DIR)/$(1) && mkdir -p $(RTL_BENCH_DIR)
	$$(Q)verilator $(RTL_BENCH_FLAGS) --Mdir $(RTL_BENCH_DIR)/$(1) \
		--top-module $(2) \
		$(3) $$(sort $$(wildcard include/gen/*_pkg.sv)) \
		$(wildcard rtl_harness/rtl/$(2)*.sv) $(RTL_PARTS_$(2)) \
		$(wildcard \
		$(CURDIR)/tests/rtl/soc/$(call rtl_bench_of,$(1))*_test.cc) \
		-o $$(abspath $$@) >$(RTL_BENCH_DIR)/$(1).log 2>&1 || \
		{ grep -E '^%|error' $(RTL_BENCH_DIR)/$(1).log; exit 1; }
endef

# Short limits, so that time-outs are reached in a unit test's time.
$(eval $(call rtl_bench,regwin,vtd_regwin,))
$(eval $(call rtl_bench,window13,vtd_regwin,\
	-GNumFrcd=256 -GWindowLog2=13 -CFLAGS -DWINDOW_LOG2=13))
$(eval $(call rtl_bench,window14,vtd_regwin,\
	-GNumFrcd=256 -GWindowLog2=14 -CFLAGS -DWINDOW_LOG2=14))
$(eval $(call rtl_bench,hostmem,vtd_hostmem,\
	-GHmTimeout=64 -GPingAddr="64'h12340008"))
$(eval $(call rtl_bench,mbox,vtd_mbox,\
	-GWdtCycles=500 -GCapsWord="64'h0708044008080408"))
$(eval $(call rtl_bench,msg,vtd_msg,-GDepth=4 -GStallCycles=200))
$(eval $(call rtl_bench,timer,vtd_timer,))
$(eval $(call rtl_bench,soc_msg_router,soc_msg_router,-GDevices=3 \
	rtl_harness/rtl/vtd_gate_rr.sv))
$(eval $(call rtl_bench,perf,vtd_perf,))
$(eval $(call rtl_bench,dma_gen,dma_gen,))
$(eval $(call rtl_bench,dma_atc,dma_atc,))
$(eval $(call rtl_bench,dma_shadow,dma_shadow,-GEntries=64))

# The memory of a board without OpenSBI: the bare firmware in its place.
BARE_IMAGES := $(addprefix $(RTL_BENCH_DIR)/images-bare/,bootrom.hex \
	opensbi.bin firmware.bin fdt.dtb)
$(RTL_BENCH_DIR)/images-bare/bootrom.hex: $(FW_BOOTROM)
$(RTL_BENCH_DIR)/images-bare/opensbi.bin: $(FW_BARE_IMAGE)
$(RTL_BENCH_DIR)/images-bare/fdt.dtb: $(FW_DTB)
$(BARE_IMAGES):
	$(Q)mkdir -p $(@D)
	$(Q)$(if $<,cat $<,echo no payload) >$@

test-deps-rtl: $(SIM_READY) $(BARE_IMAGES)
test-deps-rtl: $(RTL_BENCHES:%=$(RTL_BENCH_DIR)/%_bench)

# vtd_soc.sv is read with the core only, whose own warnings are not ours.
RTL_LIST := $(filter %.sv,$(shell cat rtl_harness/rtl/rtl.f))
RTL_LINT_PKGS := $(filter include/gen/%,$(RTL_LIST))
RTL_LINT_ALONE := soc_bus soc_bootrom soc_uart soc_finisher dma_gen \
	dma_atc dma_shadow plusarg_reader
RTL_LINT_BLOCK := $(filter-out %/vtd_soc.sv \
	$(wildcard rtl_harness/rtl/dma_*.sv) \
	$(RTL_LINT_ALONE:%=rtl_harness/rtl/%.sv),$(RTL_LIST))

lint-soc: | $(SETUP)
	$(call say,LINT,rtl_harness/rtl)
	$(Q)verilator --lint-only -Wall --top-module vtd_iommu \
		rtl_harness/lint/*.vlt $(RTL_LINT_BLOCK)
	$(Q)for module in $(RTL_LINT_ALONE); do \
		verilator --lint-only -Wall --top-module $$module \
			rtl_harness/lint/*.vlt $(RTL_LINT_PKGS) \
			rtl_harness/rtl/$$module*.sv \
			$$(case $$module in dma_atc|dma_shadow) \
				echo $(RTL_PARTS_dma_atc);; esac) || exit 1; \
	done

lint: lint-soc
.PHONY: lint-soc
