# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# `make test`: builds what tests need, then hands over to the runner. What the
# tests of tests/PART need built is a prerequisite of test-deps-PART, added by
# the fragment next to them (tests/PART/PART.mk).
#   TESTS=tests/unit    only some files or folders
#   K=walk              only tests whose name matches

TESTS ?= tests

# Of tests/PART and tests/PART/FILE::NAME: PART. Of tests alone: every part.
TEST_PARTS := coverage flow formal fuzz iova linux mutants oracle rtl sim unit
TEST_WANTED := $(foreach t,$(TESTS),$(or \
	$(word 2,$(subst /, ,$t)),$(TEST_PARTS)))

test-deps: $(addprefix test-deps-,$(filter $(TEST_PARTS),$(TEST_WANTED))) \
	| $(SETUP)

$(addprefix test-deps-,$(TEST_PARTS)): | $(SETUP)

.PHONY: $(addprefix test-deps-,$(TEST_PARTS))

RUN_TESTS = O='$(O)' PARTS='$(PARTS)' JOBS='$(JOBS)' \
	PYTHONDONTWRITEBYTECODE=1 $(PY) -m pytest -c tests/pytest.ini \
	--rootdir . -n $(JOBS) $(if $(K),-k '$(K)')

test: test-deps
	$(Q)$(RUN_TESTS) $(TESTS)
