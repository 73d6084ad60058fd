/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * usage: iova_bench FILE.json [MAPPINGS]
 * ns an operation and bytes a mapping, for GTree and for iova_tree, turn by
 * turn on the same sequences of 4 KiB mappings; of several rounds the fastest
 * counts. What is asked for is judged at 65,536 mappings.
 */

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#define JUDGED 65536U

static const char *const names[MEASURES] = {
	[INSERT] = "insert in order",
	[INSERT_FRAMES] = "insert, frames mixed",
	[INSERT_RANDOM] = "insert at random",
	[FIND] = "find",
	[REMOVE] = "remove in order",
	[REMOVE_FRAMES] = "remove, frames mixed",
	[REMOVE_RANDOM] = "remove at random",
	[CHURN] = "remove and insert",
	[REVERSE] = "reverse lookup",
	[ALLOC] = "allocate and remove",
};

/* Times as fast as GTree: without reverse lookup, and with; 0: not judged. */
static const double targets[MEASURES][SUBJECTS] = {
	[INSERT] = { 0, 1.5, 1 },        [INSERT_FRAMES] = { 0, 1.5, 1 },
	[INSERT_RANDOM] = { 0, 1.5, 1 }, [FIND] = { 0, 2, 2 },
	[REMOVE] = { 0, 1.5, 1 },        [REMOVE_FRAMES] = { 0, 1.5, 1 },
	[REMOVE_RANDOM] = { 0, 1.5, 1 },
};
static const double bytes_targets[SUBJECTS] = { 0, 48, 64 };

/* ---- Output ------------------------------------------------------------ */

static void print_cell(double value, double ratio, double target)
{
	if (!value) {
		printf(" %29s", "");
		return;
	}
	printf(" %9.1f %6.2fx", value, ratio);
	if (target)
		printf(" >= %-3.1f %-5s", target,
		       ratio >= target ? "PASS" : "short");
	else
		printf(" %12s", "");
}

static void print_figures(const struct figures *f)
{
	bool judged = f->maps == JUDGED;

	printf("\n%u mappings of 4 KiB; ns, and times as fast as GTree\n",
	       f->maps);
	printf("%-20s %9s %29s %29s\n", "", "GTree", "iova_tree",
	       "with reverse lookup");
	for (unsigned int m = 0; m < MEASURES; m++) {
		const double *ns = f->ns[m];

		printf("%-20s %9.1f", names[m], ns[0]);
		for (unsigned int i = 1; i < SUBJECTS; i++)
			print_cell(ns[i], ns[i] ? ns[0] / ns[i] : 0,
				   judged ? targets[m][i] : 0);
		printf("\n");
	}
	printf("%-20s %9.1f", "bytes a mapping", f->bytes[0]);
	for (unsigned int i = 1; i < SUBJECTS; i++) {
		printf(" %9.1f %7s", f->bytes[i], "");
		if (judged)
			printf(" <= %-3.0f %-5s", bytes_targets[i],
			       f->bytes[i] < bytes_targets[i] + 0.5 ? "PASS" :
								      "short");
		else
			printf(" %12s", "");
	}
	printf("\n");
}

static void save_row(FILE *file, const char *name, const double *values,
		     bool last)
{
	fprintf(file, "    \"%s\": {", name);
	for (unsigned int i = 0; i < SUBJECTS; i++) {
		fprintf(file, "\"%s\": ", bench_subjects[i]->name);
		if (values[i])
			fprintf(file, "%.2f", values[i]);
		else
			fprintf(file, "null");
		fprintf(file, i + 1 < SUBJECTS ? ", " : "}");
	}
	fprintf(file, last ? "\n" : ",\n");
}

static void save_figures(FILE *file, const struct figures *f, bool last)
{
	fprintf(file, "  \"%u\": {\n", f->maps);
	for (unsigned int m = 0; m < MEASURES; m++)
		save_row(file, names[m], f->ns[m], false);
	save_row(file, "bytes a mapping", f->bytes, true);
	fprintf(file, last ? "  }\n" : "  },\n");
}

int main(int argc, char **argv)
{
	static const uint32_t sizes[] = { 16, 256, 4096, JUDGED, 1U << 20 };
	const unsigned int count = sizeof(sizes) / sizeof(sizes[0]);
	uint32_t only = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 0) : 0;
	FILE *file = argc > 1 ? fopen(argv[1], "w") : NULL;

	if (!file || (argc > 2 && only < 2)) {
		fprintf(stderr, "usage: iova_bench FILE.json [MAPPINGS]\n");
		return 2;
	}
	fprintf(file, "{\n");
	for (unsigned int i = 0; i < (only ? 1 : count); i++) {
		struct figures f = { .maps = only ? only : sizes[i] };

		bench_measure(&f);
		print_figures(&f);
		save_figures(file, &f, only || i + 1 == count);
	}
	fprintf(file, "}\n");
	return fclose(file) ? 1 : 0;
}
