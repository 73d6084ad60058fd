# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# `make coverage`: unit tests, native scenarios and fuzzers, linked with one set
# of engine objects that count lines and branches. Nothing else counts.

COVERAGE_DIR := $(O)/coverage
COVERAGE_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -g $(WARNINGS) \
	$(NATIVE_INCLUDES) -Ifirmware/lib -Itests/lib
# Branches as they are written, not as the optimiser leaves them.
COVERAGE_COUNT := -O0 --coverage

COVERAGE_LIB := $(wildcard tests/lib/*.c)
COVERAGE_PLATFORM := $(filter firmware/native/%,$(NATIVE_SRCS)) $(COVERAGE_LIB)
COVERAGE_UNIT_SRCS := $(wildcard tests/unit/*.c) $(COVERAGE_LIB) \
	$(wildcard firmware/lib/ats_tlp*.c)
COVERAGE_FLOW_SRCS := $(wildcard tests/flow/*.c) $(COVERAGE_PLATFORM)
COVERAGE_FUZZ_SRCS := $(wildcard tests/fuzz/*.c) $(ORACLE_SRCS) \
	$(COVERAGE_PLATFORM)

coverage_objs = $(sort $(patsubst %.c,$(COVERAGE_DIR)/%.o,$(1)))
COVERAGE_ENGINE_OBJS := $(call coverage_objs,$(ENGINE_SRCS))
COVERAGE_OTHER_OBJS := $(call coverage_objs,$(COVERAGE_UNIT_SRCS) \
	$(COVERAGE_FLOW_SRCS) $(COVERAGE_FUZZ_SRCS))
COVERAGE_PROGRAMS := $(addprefix $(COVERAGE_DIR)/,unit_tests flow_native \
	fuzz_native)

$(COVERAGE_ENGINE_OBJS): $(COVERAGE_DIR)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(COVERAGE_CFLAGS) $(COVERAGE_COUNT) -MMD -MP -c $< -o $@

$(COVERAGE_OTHER_OBJS): $(COVERAGE_DIR)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(COVERAGE_CFLAGS) -O1 -MMD -MP -c $< -o $@

$(COVERAGE_DIR)/unit_tests: $(call coverage_objs,$(COVERAGE_UNIT_SRCS))
$(COVERAGE_DIR)/flow_native: $(call coverage_objs,$(COVERAGE_FLOW_SRCS))
$(COVERAGE_DIR)/fuzz_native: $(call coverage_objs,$(COVERAGE_FUZZ_SRCS))

$(COVERAGE_PROGRAMS): $(COVERAGE_ENGINE_OBJS)
	$(call say,LD,$@)
	$(Q)gcc --coverage $^ -lcmocka -o $@

test-deps-coverage: $(COVERAGE_PROGRAMS)

coverage: ## lines and branches of the engine that native tests reach
coverage: $(COVERAGE_PROGRAMS)
	$(Q)python3 tests/coverage/coverage.py $(COVERAGE_DIR)

.PHONY: coverage

-include $(patsubst %.o,%.d,$(COVERAGE_ENGINE_OBJS) $(COVERAGE_OTHER_OBJS))
