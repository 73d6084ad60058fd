/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * usage: unit_tests [GROUP [TEST]]
 * Runs all groups, one, or one test of it. Exit status 0: some ran, none
 * failed.
 */

#include "groups.h"

#include <string.h>

struct group {
	const char *name;
	int (*run)(void);
};

static const struct group groups[] = {
#define ENTRY(stem) { #stem, stem##_tests },
	GROUPS(ENTRY)
};

int main(int argc, char **argv)
{
	bool found = false;
	int failed = 0;

	if (argc > 2)
		cmocka_set_test_filter(argv[2]);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (argc > 1 && strcmp(argv[1], groups[i].name))
			continue;
		found = true;
		failed += groups[i].run();
	}
	if (!found)
		fprintf(stderr, "no group %s\n", argc > 1 ? argv[1] : "");
	return !found || failed;
}
