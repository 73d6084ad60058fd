# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The firmware, twice from the same objects: firmware.elf runs in S-mode under
# OpenSBI, firmware-bare.elf in M-mode with nothing below. What simulator and
# boards load:
#   $(FW_IMAGE) at PAYLOAD, $(FW_DTB) at FDT, $(OPENSBI_BIN) at FWMEM, or
#   $(FW_BARE_IMAGE) at FWMEM alone; $(FW_BOOTROM) is the boot ROM in $readmemh
#   form, for both.

include firmware/engine/objects.mk

FW_DIR := $(O)/firmware
FW_ELF := $(FW_DIR)/firmware.elf
FW_IMAGE := $(FW_DIR)/firmware.bin
FW_BARE_ELF := $(FW_DIR)/firmware-bare.elf
FW_BARE_IMAGE := $(FW_DIR)/firmware-bare.bin
FW_DTB := $(FW_DIR)/portcullis.dtb
FW_BOOTROM := $(FW_DIR)/bootrom.hex

# Link-time optimisation lets the main loop take in port operations and engine:
# calls are what an idle turn costs most on this core (69 cycles, not 117).
FW_LTO := -flto
FW_LINK_CFLAGS := -O2 $(FW_LTO) -ffunction-sections -fdata-sections \
	-fstack-usage

FW_SRCS := firmware/start.S firmware/main.c \
	$(addprefix firmware/lib/,banner.c print.c syscalls.c) \
	$(addprefix firmware/hal/,hal_console.c hal_gate.c hal_port.c \
		hal_stop.c hal_trace.c) \
	$(ENGINE_SRCS)
FW_TARGET_SRCS := firmware/hal/hal_boot_sbi.c firmware/hal/hal_boot_bare.c
FW_OBJS := $(patsubst firmware/%,$(FW_DIR)/%.o,$(FW_SRCS))
FW_TARGET_OBJS := $(patsubst firmware/%,$(FW_DIR)/%.o,$(FW_TARGET_SRCS))

FW_INCLUDES := $(addprefix -Ifirmware/,hal lib engine) -Iinclude/gen
LINKER_FILES := $(wildcard linker/*.ld) include/gen/soc_map.ld

$(FW_DIR)/%.c.o: firmware/%.c firmware/firmware.mk | $(SETUP) $(NEWLIB_A)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS)gcc $(FW_CFLAGS) $(FW_INCLUDES) $(FW_LTO) -MMD -MP \
		-c $< -o $@

$(FW_DIR)/%.S.o: firmware/%.S firmware/firmware.mk | $(SETUP)
	$(call say,AS,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS)gcc $(FW_ARCH) -MMD -MP -c $< -o $@

fw_link = $(CROSS)gcc $(FW_LDFLAGS) $(FW_LINK_CFLAGS) -Llinker \
	-Linclude/gen -T $(1) $(filter %.o,$^) -lc -lgcc -o $@

$(FW_ELF): $(FW_OBJS) $(FW_DIR)/hal/hal_boot_sbi.c.o $(LINKER_FILES)
	$(call say,LD,$@)
	$(Q)$(call fw_link,linker/soc.ld)

$(FW_BARE_ELF): $(FW_OBJS) $(FW_DIR)/hal/hal_boot_bare.c.o $(LINKER_FILES)
	$(call say,LD,$@)
	$(Q)$(call fw_link,linker/bare.ld)

$(FW_DIR)/bootrom.elf: $(FW_DIR)/boot/bootrom.S.o $(LINKER_FILES)
	$(call say,LD,$@)
	$(Q)$(CROSS)gcc $(FW_LDFLAGS) -Llinker -Linclude/gen \
		-T linker/bootrom.ld $< -o $@

$(FW_DIR)/%.bin: $(FW_DIR)/%.elf
	$(Q)$(CROSS)objcopy -O binary $< $@

# 64-bit words, as the ROM is read.
$(FW_BOOTROM): $(FW_DIR)/bootrom.bin
	$(call say,HEX,$@)
	$(Q)od -An -v -t x8 -w8 $< | tr -d ' ' > $@

# The map's constants carry C suffixes that the compiler of trees does not read.
$(FW_DTB): firmware/boot/portcullis.dts include/gen/soc_map.h | $(SETUP)
	$(call say,DTC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS)gcc -E -P -nostdinc -undef -x assembler-with-cpp \
		-Iinclude/gen $< | sed 's/\(0x[0-9a-f]*\)UL/\1/g' | \
		dtc -q -I dts -O dtb -o $@ -

firmware: $(FW_ELF) $(FW_IMAGE) $(FW_BARE_ELF) $(FW_BARE_IMAGE) $(FW_DTB) \
	$(FW_BOOTROM)

size: $(FW_ELF) $(FW_BARE_ELF)
	$(Q)python3 firmware/size.py $(CROSS) $(FW_ELF) firmware/size.json \
		$(if $(SAVE),--save)

-include $(FW_OBJS:.o=.d) $(FW_TARGET_OBJS:.o=.d)
include firmware/native/native.mk
include firmware/engine/engine.mk
