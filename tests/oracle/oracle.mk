# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The oracle as position-independent objects, for any test that links it:
# $(ORACLE_OBJS). It sees nothing of include/. $(TABLES_OBJS) is the builder of
# guest tables (tests/lib), compiled the same way.

ORACLE_SRCS := $(wildcard tests/oracle/*.c)
ORACLE_OBJS := $(ORACLE_SRCS:%.c=$(O)/%.o)
TABLES_OBJS := $(O)/tests/lib/tables.o
ORACLE_CFLAGS := -std=c11 -O2 -g -fPIC $(WARNINGS)

$(ORACLE_OBJS) $(TABLES_OBJS): $(O)/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(ORACLE_CFLAGS) -MMD -MP -c $< -o $@

-include $(wildcard $(O)/tests/oracle/*.d $(O)/tests/lib/*.d)
