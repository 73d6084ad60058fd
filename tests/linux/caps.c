/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * caps [cap=MASK:VALUE] [ecap=MASK:VALUE]: prints VER, CAP and ECAP of the
 * default configuration with these bits changed, or the sentence that says
 * why they cannot go together.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vtd_config.h"

static bool change(const char *text, uint64_t *caps)
{
	char *end;
	uint64_t mask = strtoull(text, &end, 0);

	if (*end != ':')
		return false;
	*caps = (*caps & ~mask) | strtoull(end + 1, &end, 0);
	return !*end;
}

static bool take(const char *arg, struct vtd_config *config)
{
	if (!strncmp(arg, "cap=", 4))
		return change(arg + 4, &config->cap);
	if (!strncmp(arg, "ecap=", 5))
		return change(arg + 5, &config->ecap);
	return false;
}

int main(int argc, char **argv)
{
	struct vtd_config config = vtd_config_default();

	for (int i = 1; i < argc; i++)
		if (!take(argv[i], &config)) {
			fprintf(stderr, "caps: what is \"%s\"?\n", argv[i]);
			return 2;
		}
	if (vtd_config_from_caps(&config, config.ver, config.cap,
				 config.ecap)) {
		fprintf(stderr, "caps: %s\n", vtd_config_error(&config));
		return 1;
	}
	printf("%#" PRIx32 " %#" PRIx64 " %#" PRIx64 "\n", config.ver,
	       config.cap, config.ecap);
	return 0;
}
