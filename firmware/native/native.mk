# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# The engine and the models of the block around it as a library for this
# machine: $(NATIVE_LIB), made of position-independent objects. Users compile
# with $(NATIVE_INCLUDES) and see native.h.

include firmware/engine/objects.mk

NATIVE_INCLUDES := -Iinclude -Ifirmware/engine -Ifirmware/native
NATIVE_SRCS := $(ENGINE_SRCS) \
	firmware/native/native.c firmware/native/port.c \
	firmware/native/regwin.c firmware/native/perf_model.c \
	firmware/native/gate.c firmware/native/msg_model.c \
	firmware/native/gate_tlb.c
NATIVE_OBJS := $(NATIVE_SRCS:%.c=$(O)/native/%.o)
NATIVE_LIB := $(O)/native/libportcullis.a

$(NATIVE_OBJS): $(O)/native/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -fPIC $(NATIVE_INCLUDES) -MMD -MP -c $< -o $@

$(NATIVE_LIB): $(NATIVE_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

native: $(NATIVE_LIB)

-include $(NATIVE_OBJS:.o=.d)
