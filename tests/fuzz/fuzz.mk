# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# libfuzz.so: cases, histogram, oracle and the engine for the Python side.
# fuzz_native: the engine against the oracle, with the sanitizers on, so that
# an access out of bounds or an undefined operation ends the run too.

FUZZ_DIR := $(O)/tests/fuzz
FUZZ_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g -fPIC $(WARNINGS) \
	$(NATIVE_INCLUDES)
FUZZ_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

FUZZ_LIB_SRCS := $(addprefix tests/fuzz/,case.c case_make.c case_aim.c \
	case_scalable.c case_spoil.c hist.c native_case.c unit.c unit_models.c)
FUZZ_NATIVE_SRCS := $(wildcard tests/fuzz/*.c) $(NATIVE_SRCS) \
	$(ORACLE_SRCS) tests/lib/tables.c

FUZZ_LIB := $(FUZZ_DIR)/libfuzz.so
FUZZ_NATIVE := $(FUZZ_DIR)/fuzz_native
FUZZ_LIB_OBJS := $(FUZZ_LIB_SRCS:%.c=$(FUZZ_DIR)/pic/%.o)
FUZZ_NATIVE_OBJS := $(FUZZ_NATIVE_SRCS:%.c=$(FUZZ_DIR)/checked/%.o)

$(FUZZ_LIB_OBJS): $(FUZZ_DIR)/pic/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(FUZZ_CFLAGS) -MMD -MP -c $< -o $@

$(FUZZ_NATIVE_OBJS): $(FUZZ_DIR)/checked/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(FUZZ_CFLAGS) $(FUZZ_SANITIZE) -MMD -MP -c $< -o $@

$(FUZZ_LIB): $(FUZZ_LIB_OBJS) $(ORACLE_OBJS) $(NATIVE_OBJS)
	$(call say,LD,$@)
	$(Q)gcc -shared $^ -o $@

$(FUZZ_NATIVE): $(FUZZ_NATIVE_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $(FUZZ_SANITIZE) $^ -o $@

# cover_*: inputs found by coverage (libFuzzer), the same sanitizers.

FUZZ_COVER_NAMES := program tables
FUZZ_COVER := $(FUZZ_COVER_NAMES:%=$(FUZZ_DIR)/cover_%)
FUZZ_COVER_SRCS := $(addprefix tests/fuzz/,case.c case_make.c case_aim.c \
	case_scalable.c case_spoil.c native_case.c native_storm.c unit.c \
	unit_models.c cover/input.c) $(NATIVE_SRCS) $(ORACLE_SRCS)
FUZZ_COVER_OBJS := $(FUZZ_COVER_SRCS:%.c=$(FUZZ_DIR)/cover/%.o)
FUZZ_COVER_MAINS := $(FUZZ_COVER_NAMES:%=$(FUZZ_DIR)/cover/tests/fuzz/cover/%.o)
FUZZ_COVER_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -g -Wall -Wextra \
	$(NATIVE_INCLUDES) -fsanitize=address,undefined \
	-fno-sanitize-recover=all

$(FUZZ_COVER_OBJS) $(FUZZ_COVER_MAINS): $(FUZZ_DIR)/cover/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)clang-14 $(FUZZ_COVER_CFLAGS) -fsanitize=fuzzer-no-link -MMD -MP \
		-c $< -o $@

$(FUZZ_COVER): $(FUZZ_DIR)/cover_%: $(FUZZ_DIR)/cover/tests/fuzz/cover/%.o \
		$(FUZZ_COVER_OBJS)
	$(call say,LD,$@)
	$(Q)clang-14 -fsanitize=fuzzer,address,undefined $^ -o $@

-include $(FUZZ_LIB_OBJS:.o=.d) $(FUZZ_NATIVE_OBJS:.o=.d) \
	$(FUZZ_COVER_OBJS:.o=.d) $(FUZZ_COVER_MAINS:.o=.d)

test-deps-fuzz: $(FUZZ_LIB) $(FUZZ_NATIVE) $(FUZZ_COVER)

# Every target in turn, on all processors. What was found stays in the build
# folder; an input that fails is named at the end and kept there too.
FUZZ_SECONDS ?= 600

.PHONY: fuzz
fuzz: ## look for bad input by coverage, FUZZ_SECONDS a target (600)
fuzz: $(FUZZ_COVER)
	$(Q)set -e; for name in $(FUZZ_COVER_NAMES); do \
		found=$(FUZZ_DIR)/found/$$name; \
		python3 tests/fuzz/cover/corpus.py unpack \
			tests/fuzz/cover/$$name.txt $$found; \
		$(FUZZ_DIR)/cover_$$name -max_total_time=$(FUZZ_SECONDS) \
			-max_len=1024 -timeout=20 -fork=$(JOBS) \
			-artifact_prefix=$$found- $$found; \
	done
