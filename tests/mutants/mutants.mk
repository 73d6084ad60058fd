# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Mutation check. Copies of RTL and engine with every mutant of *.toml in them
# lie in $(O)/mutants/src; MUTANT in the environment chooses one. Built of them:
#
#   $(O)/mutants/gate/gate_bench   the gate's bench around the mutated gate
#   $(O)/mutants/flow_native       flow scenarios on the mutated engine

MUTANTS_DIR := tests/mutants
MUTANTS := $(O)/mutants
MUTANTS_SRC := $(MUTANTS)/src
MUTANTS_TABLES := $(sort $(wildcard $(MUTANTS_DIR)/*.toml))
MUTANTS_FILES := $(wildcard rtl_harness/rtl/*.sv) $(ENGINE_SRCS)
MUTANTS_MADE := $(addprefix $(MUTANTS_SRC)/,$(notdir $(MUTANTS_FILES)))

$(MUTANTS_SRC)/.done: $(MUTANTS_DIR)/mutate.py $(MUTANTS_TABLES) \
		$(MUTANTS_FILES) $(MUTANTS_DIR)/mutants.mk | $(SETUP)
	$(call say,MUTATE,$(MUTANTS_SRC))
	$(Q)mkdir -p $(@D)
	$(Q)python3 $< $(@D) $(MUTANTS_TABLES) -- $(MUTANTS_FILES)
	$(Q)touch $@
$(MUTANTS_MADE): $(MUTANTS_SRC)/.done ;

$(MUTANTS)/mutant.o: $(MUTANTS_DIR)/mutant.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -fPIC -MMD -MP -c $< -o $@

# Engine ---------------------------------------------------------------------

MUTANTS_C := $(patsubst %.c,$(MUTANTS)/c/%.o,$(notdir $(ENGINE_SRCS)))

# A mutant may leave a variable or a function without a use.
$(MUTANTS_C): $(MUTANTS)/c/%.o: $(MUTANTS_SRC)/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -w -fPIC $(NATIVE_INCLUDES) \
		-include $(MUTANTS_DIR)/mutant.h -MMD -MP -c $< -o $@

$(MUTANTS)/flow_native: $(FLOW_NATIVE).o $(FLOW_OBJS) $(MUTANTS_C) \
		$(MUTANTS)/mutant.o \
		$(filter-out $(O)/native/firmware/engine/%,$(NATIVE_OBJS))
	$(call say,LINK,$@)
	$(Q)gcc $^ -o $@

# Gate -----------------------------------------------------------------------

# Variables of tests/rtl/rtl.mk, which comes later, are for recipes only.
MUTANTS_GATE_RTL := $(MUTANTS_DIR)/mutant_pkg.sv $(patsubst \
	rtl_harness/rtl/%,$(MUTANTS_SRC)/%,\
	$(shell grep -v '^//' rtl_harness/rtl/gate.f))
MUTANTS_GATE := $(MUTANTS)/gate
MUTANTS_CHECKS := tests/rtl/gate/slots_check.sv
MUTANTS_GATE_OBJS := $(patsubst tests/rtl/gate/%.cc,$(MUTANTS_GATE)/%.o,\
	$(wildcard tests/rtl/gate/*.cc))
MUTANTS_RUNTIME := $(addprefix $(O)/tests/rtl/gate/small/,\
	verilated.o verilated_threads.o)

$(MUTANTS_GATE)/obj/Vgate__ALL.a: $(MUTANTS_GATE_RTL) $(MUTANTS_CHECKS) \
		rtl_harness/lint/vtd_gate.vlt
	$(call say,VERILATE,$@)
	$(Q)mkdir -p $(@D)
	$(Q)verilator --cc --build -j 2 -O3 --x-assign unique \
		--x-initial unique -Wno-fatal -Wno-lint --top-module vtd_gate \
		--prefix Vgate --Mdir $(@D) \
		$(GATE_PARAMS_small) $(GATE_FORBID) \
		rtl_harness/lint/vtd_gate.vlt $(MUTANTS_GATE_RTL) \
		$(MUTANTS_CHECKS) --assert -CFLAGS -DVL_USER_STOP \
		-MAKEFLAGS "OPT_FAST=-O2 OPT_GLOBAL=-O2" \
		> $(@D)/build.log 2>&1 || { cat $(@D)/build.log; exit 1; }

$(MUTANTS_GATE_OBJS): $(MUTANTS_GATE)/%.o: tests/rtl/gate/%.cc \
		$(MUTANTS_GATE)/obj/Vgate__ALL.a
	$(call say,CXX,$@)
	$(Q)g++ $(NATIVE_CXXFLAGS) -isystem $(MUTANTS_GATE)/obj \
		-isystem $(VERILATOR_ROOT)/include \
		-isystem $(VERILATOR_ROOT)/include/vltstd $(GATE_DEFS_small) \
		-MMD -MP -c $< -o $@

$(MUTANTS_GATE)/gate_bench: $(MUTANTS_GATE_OBJS) $(MUTANTS_RUNTIME) \
		$(MUTANTS)/mutant.o $(MUTANTS_GATE)/obj/Vgate__ALL.a
	$(call say,LINK,$@)
	$(Q)g++ -O2 $^ -pthread -o $@

# What people run ------------------------------------------------------------

MUTANTS_READY := $(MUTANTS)/gate/gate_bench $(MUTANTS)/flow_native

.PHONY: mutants nightly

mutants: ## break RTL and engine in every way of tests/mutants; all must be seen
mutants: $(MUTANTS_READY)
	$(Q)PYTHONDONTWRITEBYTECODE=1 python3 $(MUTANTS_DIR)/campaign.py $(O) \
		--jobs $(JOBS) --json $(MUTANTS)/result.json \
		$(if $(K),--only $(K))

nightly: ## what takes too long for make test
nightly: mutants

test-deps-mutants: $(MUTANTS_READY)

-include $(wildcard $(MUTANTS)/*.d $(MUTANTS)/c/*.d $(MUTANTS_GATE)/*.d)
