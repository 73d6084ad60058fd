# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# fuzz_interrupt: the engine's interrupts against the oracle's, under the same
# sanitizers as fuzz_native.

FUZZ_INTERRUPT_SRCS := $(wildcard tests/fuzz/interrupt/*.c) $(NATIVE_SRCS) \
	$(ORACLE_SRCS)
FUZZ_INTERRUPT := $(FUZZ_DIR)/fuzz_interrupt
FUZZ_INTERRUPT_OWN := $(patsubst %.c,$(FUZZ_DIR)/checked/%.o,\
	$(wildcard tests/fuzz/interrupt/*.c))

$(FUZZ_INTERRUPT_OWN): $(FUZZ_DIR)/checked/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(FUZZ_CFLAGS) $(FUZZ_SANITIZE) -MMD -MP -c $< -o $@

$(FUZZ_INTERRUPT): $(FUZZ_INTERRUPT_SRCS:%.c=$(FUZZ_DIR)/checked/%.o)
	$(call say,LD,$@)
	$(Q)gcc $(FUZZ_SANITIZE) $^ -o $@

-include $(FUZZ_INTERRUPT_OWN:.o=.d)

test-deps-fuzz: $(FUZZ_INTERRUPT)
