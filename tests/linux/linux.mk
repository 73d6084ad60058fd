# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The Linux client: bridge, guest program, guest file system, ACPI table.

LINUX_OUT := $(O)/tests/linux
comma := ,
# Models of devices that flow scenarios have too.
LINUX_DEVICES := tests/lib/device_tlb.c tests/lib/shadow_client.c
LINUX_BRIDGE_OBJS := \
	$(patsubst %.c,$(O)/%.o,$(wildcard tests/linux/bridge/*.c)) \
	$(patsubst tests/lib/%.c,$(O)/tests/linux/lib/%.o,$(LINUX_DEVICES))
LINUX_GUEST_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/linux/guest/*.c))
# Guest memory for the configuration space of PCI segment 1.
LINUX_ECAM := 0x10000000

$(O)/tests/linux/bridge/%.o: tests/linux/bridge/%.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -D_GNU_SOURCE $(NATIVE_INCLUDES) \
		-Iinclude/gen -Itests/lib -MMD -MP -c $< -o $@

$(O)/tests/linux/lib/%.o: tests/lib/%.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) $(NATIVE_INCLUDES) -Iinclude/gen -MMD -MP \
		-c $< -o $@

# A program of the guest, so nothing of the project but the bridge's layout.
$(LINUX_GUEST_OBJS): $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -std=c11 -O2 $(WARNINGS) -D_GNU_SOURCE -Itests/linux/bridge \
		-MMD -MP -c $< -o $@

# Calls of the engine pass through the recorder.
LINUX_CALLS := tests/linux/replay/port_calls.def
LINUX_WRAPPED := vtd_init $(addprefix port_,next_work host_read msg \
	$(shell sed -n \
	's/^[DG][A-Z]*.\([a-z0-9_]*\),.*/\1/p' $(LINUX_CALLS)))
LINUX_RECORDER := $(LINUX_OUT)/replay/record.o

$(LINUX_OUT)/replay/%.o: tests/linux/replay/%.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -Itests/linux -Ifirmware/engine -Iinclude/gen \
		-MMD -MP -c $< -o $@

$(LINUX_OUT)/linux_bridge: $(LINUX_BRIDGE_OBJS) $(LINUX_RECORDER) \
		$(NATIVE_LIB)
	$(call say,LD,$@)
	$(Q)gcc -o $@ $(addprefix -Wl$(comma)--wrap=,$(LINUX_WRAPPED)) $^ -lz

# The engine without any platform but the recording.
$(LINUX_OUT)/replay/replay: $(LINUX_OUT)/replay/replay.o \
		$(patsubst %.c,$(O)/native/%.o,$(wildcard firmware/engine/*.c))
	$(call say,LD,$@)
	$(Q)gcc -o $@ $^ -lz

# Capabilities of a machine, or why they cannot go together.
$(LINUX_OUT)/caps: tests/linux/caps.c $(NATIVE_LIB)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) $(NATIVE_INCLUDES) $^ -o $@

# The same for words of the SoC, by the checker of lock step.
$(LINUX_OUT)/replay/soc_replay.o: tests/linux/replay/soc_replay.cc | $(SETUP)
	$(call say,CXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(SIM_CXX) -I$(SIM_DIR) -MMD -MP -c $< -o $@

$(LINUX_OUT)/replay/soc_replay: $(LINUX_OUT)/replay/soc_replay.o \
		$(filter %/lockstep.o,$(SIM_LIB_OBJS)) $(SIM_C_OBJS) \
		$(O)/sim/liblinux_soc.a
	$(call say,LD,$@)
	$(Q)g++ -o $@ $^ -lz

# The bridge to the Verilated SoC, next to the simulator's images. Its link
# shows that no engine is in it: the library below holds all of the simulator
# but what needs one.
LINUX_SOC := $(O)/sim/linux_soc
LINUX_SOC_OBJS := $(O)/tests/linux/soc/unit_soc.o \
	$(filter-out %/unit.o,$(LINUX_BRIDGE_OBJS))
LINUX_SOC_LIB := $(filter-out %/lockstep.o,$(SIM_LIB_OBJS)) \
	$(patsubst %.c,$(O)/%.o,$(filter-out %_test.c,\
	$(wildcard tests/oracle/*.c)))

$(O)/tests/linux/soc/%.o: tests/linux/soc/%.cc | $(SETUP)
	$(call say,CXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(SIM_CXX) -I$(SIM_DIR) -MMD -MP -c $< -o $@

$(O)/sim/liblinux_soc.a: $(LINUX_SOC_LIB)
	$(Q)rm -f $@ && ar rcs $@ $^

$(LINUX_SOC): $(LINUX_SOC_OBJS) $(O)/sim/liblinux_soc.a $(O)/sim/model.a
	$(call say,LD,$@)
	$(Q)g++ -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) \
		-Wl,--end-group -lz -lpthread

$(LINUX_OUT)/init: $(LINUX_GUEST_OBJS)
	$(call say,LD,$@)
	$(Q)gcc -static -o $@ $^

# A module for that kernel. Its makefiles write next to the source.
LINUX_SVA := $(LINUX_OUT)/sva/sva_box.ko

$(LINUX_SVA): tests/linux/sva/sva_box.c tests/linux/sva/Kbuild $(LINUX_STAMP)
	$(call say,KBUILD,$@)
	$(Q)mkdir -p $(@D) && cp $(filter-out $(LINUX_STAMP),$^) $(@D)
	$(Q)env -u MAKEFLAGS -u MFLAGS make -s \
		-C $(dir $(LINUX_STAMP))headers/build \
		M=$(abspath $(@D)) modules >$(@D)/log 2>&1 \
		|| { cat $(@D)/log; exit 1; }

LINUX_FILES := init=$(LINUX_OUT)/init modules/=$(dir $(LINUX_STAMP))modules \
	sva/=$(LINUX_OUT)/sva

$(LINUX_OUT)/initramfs: tests/linux/initramfs.py $(LINUX_OUT)/init \
		$(LINUX_STAMP) $(LINUX_SVA)
	$(call say,PACK,$@)
	$(Q)python3 $< $@ $(LINUX_FILES)

$(LINUX_OUT)/initramfs-perf: tests/linux/initramfs.py $(LINUX_OUT)/init \
		$(LINUX_PERF_STAMP)
	$(call say,PACK,$@)
	$(Q)python3 $< $@ init=$(LINUX_OUT)/init \
		modules/=$(dir $(LINUX_PERF_STAMP))modules

$(LINUX_OUT)/kernel: tests/linux/flat_kernel.py $(LINUX_STAMP) | $(SETUP)
	$(call say,FLAT,$@)
	$(Q)mkdir -p $(@D)
	$(Q)python3 $< $@ $(dir $(LINUX_STAMP))vmlinux

$(LINUX_OUT)/initramfs-next: tests/linux/initramfs.py $(LINUX_OUT)/initramfs \
		$(LINUX_OUT)/kernel
	$(call say,PACK,$@)
	$(Q)python3 $< $@ $(LINUX_FILES) next/kernel=$(LINUX_OUT)/kernel \
		next/initramfs=$(LINUX_OUT)/initramfs

$(LINUX_OUT)/segment1.aml: tests/linux/segment1.asl tests/linux/linux.mk \
		| $(SETUP)
	$(call say,IASL,$@)
	$(Q)mkdir -p $(@D)
	$(Q)sed 's/@ECAM@/$(LINUX_ECAM)/' $< >$(@D)/segment1.asl
	$(Q)iasl -p $(@D)/segment1 $(@D)/segment1.asl >$(@D)/segment1.log 2>&1 \
		|| { cat $(@D)/segment1.log; exit 1; }

LINUX_READY := $(addprefix $(LINUX_OUT)/,linux_bridge caps replay/replay \
	replay/soc_replay \
	initramfs initramfs-next initramfs-perf segment1.aml) $(LINUX_STAMP) \
	$(LINUX_SOC) $(addprefix $(O)/sim/,$(SIM_IMAGES))

test-deps-linux: $(LINUX_READY)

# ALL=all: every message of the kernel
linux: ## watch Linux drive the Verilated SoC as its IOMMU; ends PASS or FAIL
linux: $(LINUX_READY)
	$(Q)$(PY) -B tests/linux/show.py $(O) $(PARTS) $(ALL)

test-linux: ## boot Linux with every variant of CAP and ECAP
test-linux: $(LINUX_READY)
	$(Q)LINUX_VARIANTS=all $(RUN_TESTS) tests/linux

.PHONY: linux test-linux

-include $(wildcard $(O)/tests/linux/*/*.d)
