# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
# The engine alone as a native library: $(ENGINE_A). It calls port_*(), which
# its user defines; firmware/native/native.mk compiles the objects.
include firmware/engine/objects.mk

ENGINE_A := $(O)/native/libportcullis_engine.a

$(ENGINE_A): $(ENGINE_SRCS:%.c=$(O)/native/%.o)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

native: $(ENGINE_A)
