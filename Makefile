# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# Portcullis: `make` alone prints what can be made. Set-up runs by itself before
# any real target, so `make sim` and `make test` work on a bare machine.
#
# What a fragment (a *.mk file named under "Fragments") may use:
#
#   $(O)            build folder; everything built goes below it. Third-party
#                   parts lie in $(PARTS), by default $(O)/parts: give
#                   PARTS=build/parts to share them between build folders
#   $(Q)            in front of each command of a recipe: quiet unless V=1
#   $(call say,CC,$@)   first line of a recipe: prints "  CC       name"
#   $(JOBS)         number of processors, or what the user gave
#   $(PY)           Python with the test runner's packages. Generators need only
#                   the standard library and run with it too
#   $(SETUP)        order-only prerequisite of whatever needs an installed tool:
#                   out: in | $(SETUP)
#   $(CROSS)        prefix of the firmware's tools: $(CROSS)gcc, $(CROSS)size
#   $(FW_CFLAGS)    compiler flags of firmware C, with newlib's headers
#   $(FW_LDFLAGS)   linker flags of the firmware, with newlib's libraries
#   $(NEWLIB_A)     newlib's libc.a: order-only prerequisite of firmware objects
#   $(OPENSBI_BIN)  OpenSBI's fw_dynamic.bin
#   $(ROCKET_V)     Verilog files of the Rocket core, in reading order;
#                   $(ROCKET_DIR) is their folder, $(ROCKET_STAMP) the
#                   order-only prerequisite of whatever reads them
#   $(LINUX_PERF_STAMP)  the same of a newer kernel, which reads counters
#   $(NATIVE_CFLAGS)  compiler flags of native C (gcc); C++ uses
#                   $(NATIVE_CXXFLAGS) (g++)
#   $(LINUX_STAMP)  prerequisite of the Linux client's tests; next to it lie
#                   vmlinux, modules/*.ko and version (setup/linux.sh)
#
# How a fragment takes part: it adds prerequisites (and, once in the tree, the
# recipe) to the targets declared below, e.g. `native: $(O)/native/libx.a`. What
# the tests of a part need built is a prerequisite of `test-deps-PART`. A public
# target carries
# its help as `name: ## text` on a line of its own. Write rules for files, so
# that make builds in parallel and only what changed; never call make inside.
# A fragment sees the variables of those before it: include, firmware,
# rtl_harness, board, tests, tests/lib, tests/oracle, then the other parts by
# name. Recipes run in the top folder. Generated dependency files: -MMD -MP and
# `-include $(wildcard ...)`, as $(O) survives between runs.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

O ?= build
# Third-party parts: a folder apart, so that build folders can share it.
PARTS ?= $(O)/parts
JOBS ?= $(shell nproc)
# A -j on the command line wins over this one.
MAKEFLAGS += -j$(JOBS) --no-builtin-rules --no-print-directory
export LC_ALL := C.UTF-8

ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-8s %s\n' '$(1)' '$(2)'
endif

# Set-up ---------------------------------------------------------------------

# make remakes this file first and, when it changed, starts again with the new
# one; so what was just installed is seen in the same run. Targets that need
# nothing installed leave it out.
BARE_GOALS := help clean
SETUP := $(O)/setup.mk
ifneq ($(filter-out $(BARE_GOALS),$(MAKECMDGOALS)),)
include $(SETUP)
endif

.PHONY: FORCE
$(SETUP): FORCE
	$(Q)setup/setup.sh $(O) $(PARTS)

PY := $(PARTS)/venv/bin/python

NEWLIB := $(PARTS)/newlib/$(NEWLIB_KEY)/riscv64-unknown-elf
NEWLIB_A := $(NEWLIB)/lib/libc.a
$(NEWLIB_A): | $(SETUP)
	$(Q)setup/newlib.sh $(O) $(PARTS) $(NEWLIB_KEY) $(JOBS)

ROCKET_DIR := $(PARTS)/rocket
ROCKET_STAMP := $(ROCKET_DIR)/.key
ROCKET_CONFIG := freechips.rocketchip.system.LitexLinuxConfig
ROCKET_V := $(addprefix $(ROCKET_DIR)/,$(ROCKET_CONFIG).v \
	$(ROCKET_CONFIG).behav_srams.v AsyncResetReg.v EICG_wrapper.v)
$(ROCKET_STAMP): setup/rocket.txt setup/rocket.sh | $(SETUP)
	$(Q)setup/rocket.sh $(O) $(PARTS)
	$(Q)touch $@
$(ROCKET_V): $(ROCKET_STAMP) ;

LINUX_STAMP := $(PARTS)/linux/version
$(LINUX_STAMP): | $(SETUP)
	$(Q)setup/linux.sh $(O) $(PARTS)

# A second kernel, whose driver reads performance counters.
LINUX_PERF_STAMP := $(PARTS)/linux-backports/version
$(LINUX_PERF_STAMP): $(LINUX_STAMP) | $(SETUP)
	$(Q)setup/linux.sh $(O) $(PARTS) backports

# Tools and flags ------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wshadow -Wundef -Wmissing-prototypes -Werror

NATIVE_CFLAGS := -std=c11 -O2 -g $(WARNINGS) -Iinclude
NATIVE_CXXFLAGS := -std=c++17 -O2 -g -Wall -Wextra -Wshadow -Wundef -Werror \
	-Iinclude

CROSS := riscv64-unknown-elf-
# Exactly this -march at link time too: a suffix selects another libgcc.
FW_ARCH := -march=rv64imac -mabi=lp64 -mcmodel=medany
FW_CFLAGS := $(FW_ARCH) -std=c11 -ffreestanding -O2 -g -ffunction-sections \
	-fdata-sections -fno-common $(WARNINGS) -isystem $(NEWLIB)/include \
	-Iinclude
FW_LDFLAGS := $(FW_ARCH) -nostdlib -nostartfiles -static \
	-Wl,--gc-sections -Wl,--fatal-warnings -L$(NEWLIB)/lib

# Targets --------------------------------------------------------------------

.PHONY: help sim waves test bench size setup native firmware model \
	model-trace gen lint format-check format linux-kernel clean test-deps

help: ## this list
	@printf 'make TARGET [V=1] [O=build] [JOBS=n]\n\n'
	@cat $(MAKEFILE_LIST) | \
		sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  \1\t\2/p' | \
		awk '!seen[$$1]++' | expand -t 16

sim: ## watch devices do DMA through the block in simulation; ends PASS or FAIL
waves: ## the same with a wave file, for GTKWave
test: ## run every test; ends with "N passed, N failed"
bench: ## measure speed, next to the figures aimed at
size: ## code, data, pools and worst stack of the firmware
setup: ## install what is missing, build third-party parts
native: ## the engine as a library for this machine
firmware: ## the firmware for the RISC-V core
model: ## the RTL as a simulator
model-trace: ## the same, able to write waves
gen: ## regenerate include/gen from the .def tables
lint: ## lint the RTL, check the style of C
format-check: ## check the style of C
format: ## rewrite C to the house style
linux-kernel: ## fetch the kernel of the Linux client test
clean: ## remove what was built, keep third-party parts

setup: $(SETUP) $(NEWLIB_A) $(ROCKET_STAMP)
	$(Q)echo "set-up is complete"

linux-kernel: $(LINUX_STAMP) $(LINUX_PERF_STAMP)

# C of the project; generated files are as their generator lays them out.
C_FILES = $(filter-out include/gen/%,$(shell git ls-files \
	'firmware/*.[ch]' 'include/*.[ch]' 'tests/*.[ch]'))

format-check: | $(SETUP)
	$(call say,FORMAT,firmware include tests)
	$(Q)$(if $(C_FILES),clang-format --dry-run -Werror $(C_FILES))

format: | $(SETUP)
	$(Q)$(if $(C_FILES),clang-format -i $(C_FILES))

lint: format-check

clean:
	$(call say,CLEAN,$(O))
	$(Q)[ ! -d $(O) ] || find $(O) -mindepth 1 -maxdepth 1 \
		! -name parts -exec rm -rf {} +

# Fragments ------------------------------------------------------------------

-include include/include.mk
-include firmware/firmware.mk
-include rtl_harness/rtl_harness.mk
-include board/board.mk
-include tests/tests.mk
TEST_LIBRARIES := $(wildcard tests/lib/*.mk tests/oracle/*.mk)
-include $(TEST_LIBRARIES)
-include $(filter-out $(TEST_LIBRARIES),$(sort $(wildcard tests/*/*.mk)))
