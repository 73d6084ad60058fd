/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "mutant.h"

#include <stdlib.h>

int mutant_chosen;

__attribute__((constructor)) static void choose(void)
{
	const char *number = getenv("MUTANT");

	mutant_chosen = number ? atoi(number) : 0;
}

int mutant_number(void)
{
	return mutant_chosen;
}
