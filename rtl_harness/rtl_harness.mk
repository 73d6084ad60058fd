# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The RTL as a simulator and what is run on it. The Verilated model is built
# twice, with and without wave tracing, as tracing costs speed even while it is
# off; each build has its own program:
#
#   $(O)/sim/portcullis_sim          main job, seeds, single checks, bench
#   $(O)/sim/flow_sim                scenarios of tests/flow on the SoC
#   $(O)/sim-trace/portcullis_sim    the same able to write waves
#
# Next to a program lie images/ (what its board holds) and snap/ (its saved
# states).

SIM_DIR := rtl_harness/sim
SIM_SV := $(shell sed 's|//.*||' rtl_harness/rtl/rtl.f) \
	$(SIM_DIR)/sim_device.sv $(SIM_DIR)/sim_top.sv
SIM_VLT := $(wildcard $(SIM_DIR)/*.vlt)

# The model ------------------------------------------------------------------

VERILATOR_INC := /usr/share/verilator/include
# SYNTHESIS takes the log of every instruction out of Rocket: five times as
# fast. Lint of our own RTL is `make lint`; warnings about Rocket help nobody.
VERILATOR_FLAGS := --cc --top-module sim_top -Wno-lint -Wno-style -Wno-fatal \
	--timescale 1ns/1ns --no-timing -DSYNTHESIS --noassert -O3 \
	--x-assign fast --x-initial fast --output-split 20000 --savable
MODEL_CXX := g++ -std=c++17 -w -I$(VERILATOR_INC) -I$(VERILATOR_INC)/vltstd

$(O)/sim/model.a: VERILATOR_TRACE :=
$(O)/sim-trace/model.a: VERILATOR_TRACE := --trace-fst --trace-structs
$(O)/sim/model.a $(O)/sim-trace/model.a: $(O)/%/model.a: \
		$(SIM_SV) $(SIM_VLT) $(ROCKET_V) | $(SETUP)
	$(call say,VERILATE,$(O)/$*/model)
	$(Q)rm -rf $(O)/$*/model && mkdir -p $(O)/$*/model
	$(Q)verilator $(VERILATOR_FLAGS) $(VERILATOR_TRACE) \
		--Mdir $(O)/$*/model $(SIM_VLT) $(ROCKET_V) $(SIM_SV) \
		>$(O)/$*/model.log 2>&1 || \
		{ grep '^%Error' $(O)/$*/model.log; exit 1; }
	$(call say,CXX,$@)
	$(Q)cd $(O)/$*/model && ls *.cpp | xargs -P $(JOBS) -I% sh -c \
		'case % in *Slow*) o=-O1;; *) o=-O2;; esac; \
		$(MODEL_CXX) $$o -c %'
	$(Q)rm -f $@ && ar rcs $@ $(O)/$*/model/*.o

model: $(O)/sim/model.a
model-trace: $(O)/sim-trace/model.a

# Programs -------------------------------------------------------------------

SIM_LIB_SRCS := $(filter-out %_main.cc %/flow_sim.cc,\
	$(sort $(wildcard $(SIM_DIR)/*.cc)))
VERILATED := $(addprefix vl/,verilated verilated_save verilated_threads)
SIM_CXX := g++ $(NATIVE_CXXFLAGS) -isystem $(VERILATOR_INC) \
	-isystem $(VERILATOR_INC)/vltstd -Itests \
	-Ifirmware/engine -Ifirmware/hal -Iinclude/gen -Wno-shadow \
	-D_Static_assert=static_assert

sim_objs = $(patsubst $(SIM_DIR)/%.cc,$(O)/$(1)/obj/%.o,$(2)) \
	$(patsubst %,$(O)/$(1)/obj/%.o,$(3))
SIM_LIB_OBJS := $(call sim_objs,sim,$(SIM_LIB_SRCS),$(VERILATED))
SIM_TRACE_OBJS := $(call sim_objs,sim-trace,$(SIM_LIB_SRCS),\
	$(VERILATED) vl/verilated_fst_c)
# The engine for the lock-step checker, without the native platform; oracle
# and table builder are those of the tests.
SIM_C_OBJS := $(patsubst %.c,$(O)/native/%.o,\
	$(sort $(wildcard firmware/engine/*.c))) \
	$(patsubst %.c,$(O)/%.o,$(filter-out %/iova_check.c,\
	$(wildcard tests/lib/*.c)) \
	$(filter-out %_test.c,$(wildcard tests/oracle/*.c)))

# Only these see the model's headers, which come with the model.
$(O)/sim/obj/model.o $(O)/sim/obj/model_watch.o: $(O)/sim/model.a
$(O)/sim-trace/obj/model.o $(O)/sim-trace/obj/model_watch.o: \
	$(O)/sim-trace/model.a

$(O)/sim/obj/%.o: $(SIM_DIR)/%.cc | $(SETUP)
	$(call say,CXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(SIM_CXX) -isystem $(O)/sim/model -MMD -MP -c $< -o $@

$(O)/sim-trace/obj/%.o: $(SIM_DIR)/%.cc | $(SETUP)
	$(call say,CXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(SIM_CXX) -DSIM_TRACE -isystem $(O)/sim-trace/model -MMD -MP \
		-c $< -o $@

$(O)/sim/obj/vl/%.o $(O)/sim-trace/obj/vl/%.o: $(VERILATOR_INC)/%.cpp | $(SETUP)
	$(call say,CXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(MODEL_CXX) -O2 -c $< -o $@

$(O)/sim/portcullis_sim: $(SIM_LIB_OBJS) $(O)/sim/obj/sim_main.o
$(O)/sim-trace/portcullis_sim: $(SIM_TRACE_OBJS) $(O)/sim-trace/obj/sim_main.o
$(O)/%/portcullis_sim: $(SIM_C_OBJS) $(O)/%/model.a
	$(call say,LD,$@)
	$(Q)g++ -o $@ $(filter %.o,$^) $(filter %.a,$^) -lz -lpthread

# The engine alone, timed, with a pool for a large shadow.
$(O)/sim/native_bench: $(SIM_DIR)/native_bench.c $(NATIVE_SRCS) \
		$(O)/tests/lib/tables.o
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -D_POSIX_C_SOURCE=200809L $(NATIVE_INCLUDES) \
		-DVTD_SHADOW_NODES=65536U -Itests $^ -o $@

# What the board's memory and ROM hold.
SIM_IMAGES := $(addprefix images/,bootrom.hex opensbi.bin firmware.bin fdt.dtb)
$(O)/sim/images/bootrom.hex $(O)/sim-trace/images/bootrom.hex: $(FW_BOOTROM)
$(O)/sim/images/opensbi.bin $(O)/sim-trace/images/opensbi.bin: $(OPENSBI_BIN)
$(O)/sim/images/firmware.bin $(O)/sim-trace/images/firmware.bin: $(FW_IMAGE)
$(O)/sim/images/fdt.dtb $(O)/sim-trace/images/fdt.dtb: $(FW_DTB)
$(addprefix $(O)/sim/,$(SIM_IMAGES)) $(addprefix $(O)/sim-trace/,$(SIM_IMAGES)):
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

SIM_READY := $(O)/sim/portcullis_sim $(addprefix $(O)/sim/,$(SIM_IMAGES))
WAVES_READY := $(O)/sim-trace/portcullis_sim \
	$(addprefix $(O)/sim-trace/,$(SIM_IMAGES))

# What people run ------------------------------------------------------------

SEED ?= 1
# demo, or seeds: one random run
JOB ?= demo
WAVE := $(O)/sim-trace/portcullis.fst

sim: ## watch devices do DMA through the block in simulation; ends PASS or FAIL
sim: $(SIM_READY)
	$(Q)$(O)/sim/portcullis_sim demo --seed $(SEED) $(SIM_ARGS)

waves: ## the same with a wave file, for GTKWave
waves: $(WAVES_READY)
	$(Q)$(O)/sim-trace/portcullis_sim $(JOB) --seed $(SEED) \
		--wave $(WAVE) $(SIM_ARGS)
	$(Q)echo "gtkwave $(WAVE) $(SIM_DIR)/portcullis.gtkw"

bench: ## measure speed, next to the figures aimed at
bench: $(SIM_READY) $(O)/sim/native_bench
	$(Q)$(O)/sim/portcullis_sim bench --json $(O)/bench.json \
		--native $(O)/sim/native_bench

-include $(wildcard $(O)/sim/obj/*.d $(O)/sim-trace/obj/*.d)
include rtl_harness/formal/formal.mk
