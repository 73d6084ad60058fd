/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "coverage.h"

static const struct {
	const char *name, *text;
} kCovers[] = {
#define COVER_ROW(name, text) { #name, text },
	COVERAGE_TABLE(COVER_ROW)
#undef COVER_ROW
};

const char *cover_name(unsigned what)
{
	return kCovers[what].name;
}

const char *cover_text(unsigned what)
{
	return kCovers[what].text;
}
