# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Unit tests of the engine: one program, with every engine file and the mock
# platform, under address and undefined-behaviour sanitizers. The same sources
# again with coverage counters for `make unit-coverage`.

UNIT := $(O)/unit/unit_tests
UNIT_COVERAGE := $(O)/unit-coverage/unit_tests
UNIT_SRCS := $(wildcard firmware/engine/*.c tests/unit/*.c) tests/lib/tables.c
UNIT_OBJS := $(UNIT_SRCS:%.c=$(O)/unit/%.o)
UNIT_COVERAGE_OBJS := $(UNIT_SRCS:%.c=$(O)/unit-coverage/%.o)
UNIT_CFLAGS := -std=c11 -g $(WARNINGS) -Iinclude -Ifirmware/engine -Itests/lib
UNIT_SANITIZE := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
# Branches as they are written, not as the optimiser leaves them.
UNIT_COUNT := -O0 --coverage

$(UNIT_OBJS): $(O)/unit/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(UNIT_CFLAGS) $(UNIT_SANITIZE) -MMD -MP -c $< -o $@

$(UNIT): $(UNIT_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $(UNIT_SANITIZE) $(UNIT_OBJS) -lcmocka -o $@

$(UNIT_COVERAGE_OBJS): $(O)/unit-coverage/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(UNIT_CFLAGS) $(UNIT_COUNT) -MMD -MP -c $< -o $@

$(UNIT_COVERAGE): $(UNIT_COVERAGE_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $(UNIT_COUNT) $(UNIT_COVERAGE_OBJS) -lcmocka -o $@

test-deps-unit: $(UNIT) $(UNIT_COVERAGE)

unit-coverage: ## lines and branches of the engine that unit tests reach
unit-coverage: $(UNIT_COVERAGE)
	$(Q)python3 tests/unit/coverage.py $(O)/unit-coverage

.PHONY: unit-coverage

-include $(wildcard $(UNIT_OBJS:.o=.d) $(UNIT_COVERAGE_OBJS:.o=.d))
