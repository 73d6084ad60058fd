# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The oracle as position-independent objects, for any test that links it:
# $(ORACLE_OBJS). It sees nothing of include/. $(TABLES_OBJS) is the builder of
# guest tables (tests/lib), compiled the same way.

ORACLE_SRCS := $(filter-out %_test.c,$(wildcard tests/oracle/*.c))
ORACLE_OBJS := $(ORACLE_SRCS:%.c=$(O)/%.o)
TABLES_OBJS := $(O)/tests/lib/tables.o
ORACLE_TEST := $(O)/tests/oracle/oracle_test
ORACLE_TEST_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/oracle/*_test.c))
ORACLE_CFLAGS := -std=c11 -O2 -g -fPIC $(WARNINGS)

$(ORACLE_OBJS) $(TABLES_OBJS) $(ORACLE_TEST_OBJS): $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(ORACLE_CFLAGS) -MMD -MP -c $< -o $@

$(ORACLE_TEST): $(ORACLE_TEST_OBJS) $(ORACLE_OBJS) $(TABLES_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $^ -o $@

-include $(wildcard $(O)/tests/oracle/*.d $(O)/tests/lib/*.d)

test-deps-oracle: $(ORACLE_TEST)
