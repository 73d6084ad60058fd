# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Bench of the gate alone: one binary for each build of the RTL below
# $(O)/tests/rtl/gate/NAME/gate_bench, with waves NAME-trace/gate_bench.
#
#   board   as boards have it
#   small   2-bit tags, tiny tables, short bursts: everything wraps and fills

GATE_RTL := $(shell grep -v '^//' rtl_harness/rtl/gate.f)
GATE_BENCH_DIR := tests/rtl/gate
GATE_BENCH_SRCS := $(wildcard $(GATE_BENCH_DIR)/*.cc)
GATE_CHECKS := $(GATE_BENCH_DIR)/slots_check.sv
GATE_OUT := $(O)/tests/rtl/gate

# The third range is empty, as vtd_iommu has it by default.
GATE_FORBID := -GNumForbid=3 \
	"-GForbidBase=192'h1_0000003000000000_0000000080000000" \
	"-GForbidLimit=192'h0_0000003000000fff_00000000801fffff"

GATE_PARAMS_board := -GNumPorts=4 -GRdSlots=8 -GWrSlots=8 -GMaxBeats=256 \
	-GTagBits=8 -GStallCycles=1500
GATE_DEFS_board := -DNUM_PORTS=4 -DSLOT_BITS=3 -DMAX_BEATS=256 -DTAG_BITS=8 \
	-DSTALL_CYCLES=1500 -DHIT_LATENCY=3
GATE_PARAMS_small := -GNumPorts=3 -GRdSlots=4 -GWrSlots=3 -GMaxBeats=16 \
	-GTagBits=2 -GSets=4 -GWays=2 -GBigEntries=2 -GKeySets=2 -GKeyWays=2 \
	-GStallCycles=1500
GATE_DEFS_small := -DNUM_PORTS=3 -DSLOT_BITS=2 -DMAX_BEATS=16 -DTAG_BITS=2 \
	-DSTALL_CYCLES=1500 -DHIT_LATENCY=3

GATE_TRACE_FLAGS := --trace-fst --trace-structs
VERILATOR_ROOT = $(shell verilator --getenv VERILATOR_ROOT)

# $(call gate_bench,NAME,BUILD,VERILATOR_FLAGS,DEFS,LIBS): the model as a
# library, then the bench around it.
define gate_bench
GATE_OBJS_$(1) := $(GATE_BENCH_SRCS:$(GATE_BENCH_DIR)/%.cc=$(GATE_OUT)/$(1)/%.o)

$(GATE_OUT)/$(1)/obj/Vgate__ALL.a: $(GATE_RTL) rtl_harness/rtl/gate.f \
		rtl_harness/lint/vtd_gate.vlt $(GATE_CHECKS) \
		tests/rtl/rtl.mk | $(SETUP)
	$$(call say,VERILATE,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)verilator --cc --build -j 2 -O3 --x-assign unique \
		--x-initial unique -Wno-fatal --top-module vtd_gate \
		--prefix Vgate --Mdir $$(@D) $(3) $$(GATE_PARAMS_$(2)) \
		$$(GATE_FORBID) rtl_harness/lint/vtd_gate.vlt $$(GATE_RTL) \
		$$(GATE_CHECKS) --assert -CFLAGS -DVL_USER_STOP \
		-MAKEFLAGS "OPT_FAST=-O2 OPT_GLOBAL=-O2" \
		> $$(@D)/build.log 2>&1 || { cat $$(@D)/build.log; exit 1; }

$$(GATE_OBJS_$(1)): $(GATE_OUT)/$(1)/%.o: $(GATE_BENCH_DIR)/%.cc \
		$(GATE_OUT)/$(1)/obj/Vgate__ALL.a tests/rtl/rtl.mk
	$$(call say,CXX,$$@)
	$$(Q)g++ $(NATIVE_CXXFLAGS) -isystem $(GATE_OUT)/$(1)/obj \
		-isystem $$(VERILATOR_ROOT)/include $$(GATE_DEFS_$(2)) $(4) \
		-MMD -MP -c $$< -o $$@

# Verilator's own runtime, which --build leaves to whoever links.
GATE_RUNTIME_$(1) := $(patsubst %,$(GATE_OUT)/$(1)/%.o,verilated \
	verilated_threads $(if $(3),verilated_fst_c))
$$(GATE_RUNTIME_$(1)): $(GATE_OUT)/$(1)/%.o: tests/rtl/rtl.mk | $(SETUP)
	$$(call say,CXX,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)g++ -O2 -I$$(VERILATOR_ROOT)/include \
		-I$$(VERILATOR_ROOT)/include/vltstd -DVM_COVERAGE=0 -DVM_SC=0 \
		-DVM_TRACE=$(if $(3),1,0) -DVM_TRACE_FST=$(if $(3),1,0) \
		-DVM_TRACE_VCD=0 -faligned-new -DVL_USER_STOP \
		-c $$(VERILATOR_ROOT)/include/$$*.cpp -o $$@

$(GATE_OUT)/$(1)/gate_bench: $$(GATE_OBJS_$(1)) $$(GATE_RUNTIME_$(1)) \
		$(GATE_OUT)/$(1)/obj/Vgate__ALL.a
	$$(call say,LINK,$$@)
	$$(Q)g++ -O2 $$(GATE_OBJS_$(1)) $(GATE_OUT)/$(1)/obj/Vgate__ALL.a \
		$$(GATE_RUNTIME_$(1)) -pthread $(5) -o $$@

-include $$(GATE_OBJS_$(1):.o=.d)
endef

$(eval $(call gate_bench,board,board,,))
$(eval $(call gate_bench,small,small,,))
$(eval $(call gate_bench,board-trace,board,$(GATE_TRACE_FLAGS),-DWAVES,-lz))
$(eval $(call gate_bench,small-trace,small,$(GATE_TRACE_FLAGS),-DWAVES,-lz))

test-deps-rtl: $(GATE_OUT)/board/gate_bench $(GATE_OUT)/small/gate_bench

.PHONY: lint-gate
lint-gate: | $(SETUP)
	$(call say,LINT,vtd_gate)
	$(Q)verilator --lint-only -Wall --top-module vtd_gate \
		rtl_harness/lint/vtd_gate.vlt $(GATE_RTL)

lint: lint-gate
