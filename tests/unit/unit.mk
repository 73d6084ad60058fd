# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Unit tests of the engine: one program, with every engine file and the mock
# platform, under address and undefined-behaviour sanitizers.

UNIT := $(O)/unit/unit_tests
UNIT_SRCS := $(wildcard firmware/engine/*.c tests/unit/*.c) tests/lib/tables.c \
	tests/lib/iova_check.c tests/lib/shadow_client.c \
	$(wildcard firmware/lib/ats_tlp*.c)
UNIT_OBJS := $(UNIT_SRCS:%.c=$(O)/unit/%.o)
UNIT_CFLAGS := -std=c11 -g $(WARNINGS) -Iinclude -Ifirmware/engine \
	-Ifirmware/lib -Itests/lib
UNIT_SANITIZE := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all

$(UNIT_OBJS): $(O)/unit/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(UNIT_CFLAGS) $(UNIT_SANITIZE) -MMD -MP -c $< -o $@

$(UNIT): $(UNIT_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $(UNIT_SANITIZE) $(UNIT_OBJS) -lcmocka -o $@

test-deps-unit: $(UNIT)

-include $(wildcard $(UNIT_OBJS:.o=.d))
