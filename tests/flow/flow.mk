# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Scenarios and their runner. $(FLOW_OBJS) know no target: linked with
# flow_native.c they run in a process, with a simulation's adaptor on the SoC.
# Adding a scenario is adding its file.

FLOW_SRCS := $(filter-out tests/flow/flow_native.c, \
	$(sort $(wildcard tests/flow/*.c)))
FLOW_SRCS += $(addprefix tests/lib/, \
	scalable.c irte.c device_tlb.c shadow_client.c)
FLOW_OBJS := $(FLOW_SRCS:%.c=$(O)/%.o) $(TABLES_OBJS)
FLOW_NATIVE := $(O)/tests/flow/flow_native

$(FLOW_SRCS:%.c=$(O)/%.o) $(FLOW_NATIVE).o: $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -fPIC -Ifirmware/native -MMD -MP -c $< -o $@

$(FLOW_NATIVE): $(FLOW_NATIVE).o $(FLOW_OBJS) $(NATIVE_LIB)
	$(call say,LINK,$@)
	$(Q)gcc $^ -o $@

test-deps-flow: $(FLOW_NATIVE)

-include $(FLOW_SRCS:%.c=$(O)/%.d) $(FLOW_NATIVE).d

# On the SoC: the adaptor is rtl_harness/sim/flow_sim.cc.
ifneq ($(wildcard rtl_harness/sim/flow_sim.cc),)
FLOW_SIM := $(O)/sim/flow_sim

$(FLOW_SIM): $(O)/sim/obj/flow_sim.o $(SIM_LIB_OBJS) $(SIM_C_OBJS) \
		$(FLOW_OBJS) $(O)/sim/model.a
	$(call say,LINK,$@)
	$(Q)g++ -o $@ $(filter %.o,$^) $(filter %.a,$^) -lz -lpthread

# With K=native or K=small the simulator is not asked for.
ifeq ($(filter native small,$(K)),)
test-deps-flow: $(FLOW_SIM) $(addprefix $(O)/sim/,$(SIM_IMAGES))
endif
endif
