# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The Linux client: bridge, guest program, guest file system, ACPI table.

LINUX_OUT := $(O)/tests/linux
LINUX_BRIDGE_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/linux/bridge/*.c))
LINUX_GUEST_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/linux/guest/*.c))
# Guest memory for the configuration space of PCI segment 1.
LINUX_ECAM := 0x10000000

$(LINUX_BRIDGE_OBJS): $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -D_GNU_SOURCE $(NATIVE_INCLUDES) \
		-Iinclude/gen -MMD -MP -c $< -o $@

# A program of the guest, so nothing of the project but the bridge's layout.
$(LINUX_GUEST_OBJS): $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc -std=c11 -O2 $(WARNINGS) -D_GNU_SOURCE -Itests/linux/bridge \
		-MMD -MP -c $< -o $@

$(LINUX_OUT)/linux_bridge: $(LINUX_BRIDGE_OBJS) $(NATIVE_LIB)
	$(call say,LD,$@)
	$(Q)gcc -o $@ $^

$(LINUX_OUT)/init: $(LINUX_GUEST_OBJS)
	$(call say,LD,$@)
	$(Q)gcc -static -o $@ $^

LINUX_FILES := init=$(LINUX_OUT)/init modules/=$(dir $(LINUX_STAMP))modules

$(LINUX_OUT)/initramfs: tests/linux/initramfs.py $(LINUX_OUT)/init \
		$(LINUX_STAMP)
	$(call say,PACK,$@)
	$(Q)python3 $< $@ $(LINUX_FILES)

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

test-deps-linux: \
	$(addprefix $(LINUX_OUT)/,linux_bridge initramfs initramfs-next \
	segment1.aml)

-include $(wildcard $(O)/tests/linux/*/*.d)
