# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
#
# `make test`: builds what tests need, then hands over to the runner. What a
# test needs built is a prerequisite of test-deps, added by the fragment next to
# it (tests/PART/PART.mk).
#   TESTS=tests/unit    only some files or folders
#   K=walk              only tests whose name matches

TESTS ?= tests

test-deps: | $(SETUP)

test: test-deps
	$(Q)O='$(O)' PARTS='$(PARTS)' JOBS='$(JOBS)' PYTHONDONTWRITEBYTECODE=1 \
		$(PY) -m pytest -c tests/pytest.ini --rootdir . \
		-n $(JOBS) $(if $(K),-k '$(K)') $(TESTS)
