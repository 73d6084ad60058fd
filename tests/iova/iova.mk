# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# iova_soak: trees beside their model, under the sanitizers.

IOVA_DIR := $(O)/tests/iova
IOVA_ENGINE := $(wildcard firmware/engine/iova_*.c)
IOVA_SOAK := $(IOVA_DIR)/iova_soak
IOVA_SOAK_SRCS := $(addprefix tests/iova/,soak.c world.c model.c) \
	tests/lib/iova_check.c $(IOVA_ENGINE)
IOVA_SOAK_OBJS := $(IOVA_SOAK_SRCS:%.c=$(IOVA_DIR)/checked/%.o)
IOVA_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

$(IOVA_SOAK_OBJS): $(IOVA_DIR)/checked/%.o: %.c | $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -Ifirmware/engine -Itests/lib \
		$(IOVA_SANITIZE) -MMD -MP -c $< -o $@

$(IOVA_SOAK): $(IOVA_SOAK_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $(IOVA_SANITIZE) $^ -o $@

test-deps-iova: $(IOVA_SOAK)

# iova_bench: the trees, as the native library has them, beside GLib's.

IOVA_BENCH := $(IOVA_DIR)/iova_bench
IOVA_BENCH_SRCS := $(addprefix tests/iova/,bench.c bench_run.c \
	bench_tree.c bench_gtree.c)
IOVA_BENCH_OBJS := $(IOVA_BENCH_SRCS:%.c=$(IOVA_DIR)/bench/%.o) \
	$(IOVA_ENGINE:%.c=$(O)/native/%.o)

$(IOVA_BENCH_SRCS:%.c=$(IOVA_DIR)/bench/%.o): $(IOVA_DIR)/bench/%.o: %.c \
		| $(SETUP)
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(NATIVE_CFLAGS) -Ifirmware/engine \
		$$(pkg-config --cflags glib-2.0) -MMD -MP -c $< -o $@

$(IOVA_BENCH): $(IOVA_BENCH_OBJS)
	$(call say,LD,$@)
	$(Q)gcc $^ $$(pkg-config --libs glib-2.0) -o $@

.PHONY: bench-iova
bench-iova: ## measure iova_tree beside GLib's GTree
bench-iova: $(IOVA_BENCH)
	$(Q)$(IOVA_BENCH) $(O)/bench-iova.json

test-deps-iova: $(IOVA_BENCH)

-include $(wildcard $(IOVA_SOAK_OBJS:.o=.d) $(IOVA_BENCH_OBJS:.o=.d))
