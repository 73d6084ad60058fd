# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# iova_soak, iova_exhaust: trees beside their model, under the sanitizers.

IOVA_DIR := $(O)/tests/iova
IOVA_ENGINE := $(wildcard firmware/engine/iova_*.c)
IOVA_CHECKS := $(IOVA_DIR)/iova_soak $(IOVA_DIR)/iova_exhaust
IOVA_CHECK_SRCS := $(addprefix tests/iova/,world.c model.c) \
	tests/lib/iova_check.c $(IOVA_ENGINE)
IOVA_CHECK_OBJS := $(IOVA_CHECK_SRCS:%.c=$(IOVA_DIR)/checked/%.o)
IOVA_CHECK_MAINS := $(IOVA_CHECKS:$(IOVA_DIR)/iova_%=\
	$(IOVA_DIR)/checked/tests/iova/%.o)
IOVA_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

$(IOVA_CHECK_OBJS) $(IOVA_CHECK_MAINS): $(IOVA_DIR)/checked/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -Ifirmware/engine -Itests/lib \
		$(IOVA_SANITIZE) -MMD -MP -c $< -o $@

$(IOVA_CHECKS): $(IOVA_DIR)/iova_%: $(IOVA_DIR)/checked/tests/iova/%.o \
		$(IOVA_CHECK_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $(IOVA_SANITIZE) $^ -o $@

test-deps-iova: $(IOVA_CHECKS)

# iova_bench: the trees, as the native library has them, beside GLib's.

IOVA_BENCH := $(IOVA_DIR)/iova_bench
IOVA_BENCH_SRCS := $(addprefix tests/iova/,bench.c bench_run.c \
	bench_tree.c bench_gtree.c)
IOVA_BENCH_OBJS := $(IOVA_BENCH_SRCS:%.c=$(IOVA_DIR)/bench/%.o) \
	$(IOVA_ENGINE:%.c=$(O)/native/%.o)

$(IOVA_BENCH_SRCS:%.c=$(IOVA_DIR)/bench/%.o): $(IOVA_DIR)/bench/%.o: %.c \
		| $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -Ifirmware/engine \
		$$(pkg-config --cflags glib-2.0) -MMD -MP -c $< -o $@

$(IOVA_BENCH): $(IOVA_BENCH_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $^ $$(pkg-config --libs glib-2.0) -o $@

# The same on the core: an image of its own, in the place of the firmware.

IOVA_SOC := $(IOVA_DIR)/soc
IOVA_SOC_OBJS := $(IOVA_SOC)/soc_main.o $(addprefix $(FW_DIR)/,start.S.o \
	lib/print.c.o lib/syscalls.c.o hal/hal_console.c.o hal/hal_gate.c.o \
	hal/hal_trace.c.o hal/hal_stop.c.o hal/hal_boot_sbi.c.o \
	engine/iova_tree.c.o engine/iova_tree_find.c.o engine/iova_index.c.o \
	engine/vtd_config.c.o engine/vtd_rules.c.o)
IOVA_SOC_IMAGES := $(addprefix $(IOVA_SOC)/images/,bootrom.hex opensbi.bin \
	firmware.bin fdt.dtb)

$(IOVA_SOC)/soc_main.o: tests/iova/soc_main.c | $(SETUP) $(NEWLIB_A)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS)gcc $(FW_CFLAGS) $(FW_INCLUDES) $(FW_LTO) -MMD -MP \
		-c $< -o $@

$(IOVA_SOC)/firmware.elf: $(IOVA_SOC_OBJS) $(LINKER_FILES)
	$(call say,LD,$@)
	$(Q)$(call fw_link,linker/soc.ld)

$(IOVA_SOC)/images/bootrom.hex: $(FW_BOOTROM)
$(IOVA_SOC)/images/opensbi.bin: $(OPENSBI_BIN)
$(IOVA_SOC)/images/firmware.bin: $(IOVA_SOC)/firmware.bin
$(IOVA_SOC)/images/fdt.dtb: $(FW_DTB)
$(IOVA_SOC_IMAGES):
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

$(IOVA_SOC)/firmware.bin: $(IOVA_SOC)/firmware.elf
	$(Q)$(CROSS)objcopy -O binary $< $@

.PHONY: bench-iova
bench-iova: ## measure iova_tree beside GLib's GTree, and on the core
bench-iova: $(IOVA_BENCH) $(O)/sim/portcullis_sim $(IOVA_SOC_IMAGES)
	$(Q)$(IOVA_BENCH) $(O)/bench-iova.json
	$(Q)$(O)/sim/portcullis_sim iova --images $(IOVA_SOC)/images \
		--snaps $(IOVA_SOC)/snap --json $(O)/bench-iova-soc.json

test-deps-iova: $(IOVA_BENCH)

-include $(wildcard $(IOVA_CHECK_OBJS:.o=.d) \
	$(IOVA_CHECK_MAINS:.o=.d) \
	$(IOVA_BENCH_OBJS:.o=.d) \
	$(IOVA_SOC)/soc_main.d)
