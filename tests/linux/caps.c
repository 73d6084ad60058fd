/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * caps set=NAME [cap=MASK:VALUE] [ecap=MASK:VALUE]: prints VER, CAP, ECAP, the
 * window's size as a power of two and the number of fault records of a set of
 * vtd_caps.toml with these bits changed, or the sentence that says why they
 * cannot go together.
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
	if (!strcmp(arg, "set=default"))
		*config = vtd_config_default();
	else if (!strcmp(arg, "set=legacy"))
		*config = vtd_config_legacy();
	else if (!strcmp(arg, "set=full"))
		*config = vtd_config_full();
	else if (!strcmp(arg, "set=caching"))
		*config = vtd_config_caching();
	else if (!strncmp(arg, "cap=", 4))
		return change(arg + 4, &config->cap);
	else if (!strncmp(arg, "ecap=", 5))
		return change(arg + 5, &config->ecap);
	else
		return false;
	return true;
}

/* The host address width follows MGAW, as the bridge will have it. */
static const char *error_of(const struct vtd_config *config)
{
	struct vtd_config c;

	vtd_config_set(&c, config->ver, config->cap, config->ecap);
	c.window_log2 = config->window_log2;
	c.frcds = config->frcds;
	return vtd_config_error(&c);
}

int main(int argc, char **argv)
{
	struct vtd_config config = { 0 };

	for (int i = 1; i < argc; i++)
		if (!take(argv[i], &config)) {
			fprintf(stderr, "caps: what is \"%s\"?\n", argv[i]);
			return 2;
		}
	if (error_of(&config)) {
		fprintf(stderr, "caps: %s\n", error_of(&config));
		return 1;
	}
	printf("%#" PRIx32 " %#" PRIx64 " %#" PRIx64 " %u %u\n", config.ver,
	       config.cap, config.ecap, config.window_log2, config.frcds);
	return 0;
}
