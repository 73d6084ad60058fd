# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# libfuzz.so: cases, histogram and oracle for the Python side.

FUZZ_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g -fPIC $(WARNINGS)
FUZZ_LIB := $(O)/tests/fuzz/libfuzz.so
FUZZ_OBJS := $(addprefix $(O)/tests/fuzz/,case.o case_make.o hist.o)

$(FUZZ_OBJS): $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(FUZZ_CFLAGS) -MMD -MP -c $< -o $@

$(FUZZ_LIB): $(FUZZ_OBJS) $(ORACLE_OBJS)
	$(call say,LD,$@)
	$(Q)gcc -shared $^ -o $@

-include $(wildcard $(O)/tests/fuzz/*.d)

test-deps: $(FUZZ_LIB)
