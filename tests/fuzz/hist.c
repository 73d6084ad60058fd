/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "hist.h"

#include <inttypes.h>
#include <stdio.h>

static const uint8_t narrow_reasons[] = {
	ORACLE_LRT_1, ORACLE_LRT_2, ORACLE_LRT_3, ORACLE_LCT_1, ORACLE_LCT_2,
	ORACLE_LCT_3, ORACLE_LCT_4, ORACLE_LGN_1, ORACLE_LGN_2, ORACLE_LGN_3,
	ORACLE_LGN_4, ORACLE_LSS_1, ORACLE_LSS_2,
};

/* Of one unit with scalable mode, second stage alone. */
static const uint8_t scalable_reasons[] = {
	ORACLE_SRT_1, ORACLE_SRT_2, ORACLE_SRT_3, ORACLE_SCT_1, ORACLE_SCT_2,
	ORACLE_SCT_3, ORACLE_SPD_1, ORACLE_SPD_2, ORACLE_SPT_1, ORACLE_SPT_2,
	ORACLE_SPT_4, ORACLE_SSS_1, ORACLE_SSS_2, ORACLE_SSS_3, ORACLE_SSS_4,
	ORACLE_SGN_4, ORACLE_SGN_5, ORACLE_SGN_6, ORACLE_SGN_7, ORACLE_SGN_8,
};

/* With everything a request or a unit can have. */
static const uint8_t wide_reasons[] = {
	ORACLE_LCT_5,  ORACLE_IR_RANGE, ORACLE_RTA_1,  ORACLE_RTA_2,
	ORACLE_RTA_4,  ORACLE_SCT_4,    ORACLE_SCT_5,  ORACLE_SCT_6,
	ORACLE_SCT_7,  ORACLE_SCT_9,    ORACLE_SPT_5,  ORACLE_SPT_6,
	ORACLE_SFS_1,  ORACLE_SFS_2,    ORACLE_SFS_3,  ORACLE_SFS_4,
	ORACLE_SFS_5,  ORACLE_SFS_6,    ORACLE_SFS_7,  ORACLE_SFS_8,
	ORACLE_SSS_5,  ORACLE_SSS_6,    ORACLE_SGN_1,  ORACLE_SGN_2,
	ORACLE_SPD_3,  ORACLE_SPT_3,    ORACLE_SGN_10, ORACLE_SFS_9,
	ORACLE_SFS_10,
};

static unsigned int page_level(uint64_t size)
{
	return size ? size >> 30 ? 3 : size >> 21 ? 2 : 1 : 0;
}

void fuzz_hist_add(struct fuzz_hist *h, const struct oracle_result *res)
{
	h->cases++;
	h->other += res->asked != 0;
	if (res->outcome == ORACLE_REFUSE) {
		h->refused++;
	} else if (res->outcome == ORACLE_FAULT) {
		h->reason[res->reason]++;
		h->suppressed += !res->recorded;
	} else {
		h->passed++;
		h->page[page_level(res->page_size)]++;
		h->pgtt[res->pgtt % 5]++;
	}
}

/* Tells what @count of one reason lacks; true if nothing. */
static bool enough(uint8_t reason, const struct fuzz_hist *h, uint64_t min_each,
		   FILE *out)
{
	if (h->reason[reason] >= min_each)
		return true;
	fprintf(out,
		"too few: reason %02xh %" PRIu64 " times, want %" PRIu64 "\n",
		reason, h->reason[reason], min_each);
	return false;
}

static bool all_of(const uint8_t *reasons, size_t n, const struct fuzz_hist *h,
		   uint64_t min_each, FILE *out)
{
	bool good = true;

	for (size_t i = 0; i < n; i++)
		good &= enough(reasons[i], h, min_each, out);
	return good;
}

/* What scalable mode can show; pass-through is PGTT 4. */
static bool scalable_enough(const struct fuzz_hist *h,
			    const struct fuzz_setup *setup, uint64_t min_each,
			    FILE *out)
{
	const struct oracle_caps *caps = &setup->caps;
	bool want[5] = { true, caps->fsts, caps->ssts, caps->nest, caps->pt };
	bool good = all_of(scalable_reasons, sizeof(scalable_reasons), h,
			   min_each, out);

	for (unsigned int i = 0; i < 5; i++) {
		if (!want[i] || h->pgtt[i] >= min_each)
			continue;
		fprintf(out, "too few: PGTT %u passed\n", i);
		good = false;
	}
	return good;
}

static bool all_enough(const struct fuzz_hist *h,
		       const struct fuzz_setup *setup, uint64_t min_each,
		       FILE *out)
{
	bool good = all_of(narrow_reasons, sizeof(narrow_reasons), h, min_each,
			   out);

	if (h->passed * 100 < h->cases * HIST_PASS_PERCENT) {
		fprintf(out, "too few: passed, want %d %%\n",
			HIST_PASS_PERCENT);
		good = false;
	}
	if (setup->caps.smts)
		good &= scalable_enough(h, setup, min_each, out);
	if (setup->wide)
		good &= all_of(wide_reasons, sizeof(wide_reasons), h, min_each,
			       out);
	return good;
}

static void print(const struct fuzz_hist *h, FILE *out)
{
	fprintf(out,
		"%" PRIu64 " cases: %" PRIu64 " passed (%" PRIu64
		" %%; 4K %" PRIu64 ", 2M %" PRIu64 ", 1G %" PRIu64
		", no page %" PRIu64 "), %" PRIu64 " refused\n",
		h->cases, h->passed, h->passed * 100 / (h->cases + !h->cases),
		h->page[1], h->page[2], h->page[3], h->page[0], h->refused);
	fprintf(out,
		"passed in legacy mode %" PRIu64 ", first stage %" PRIu64
		", second %" PRIu64 ", nested %" PRIu64
		", pass-through %" PRIu64 "; with a choice of answers %" PRIu64
		"\n",
		h->pgtt[0], h->pgtt[1], h->pgtt[2], h->pgtt[3], h->pgtt[4],
		h->other);
	fprintf(out,
		"faults (%" PRIu64 " not recorded, FPD=1):", h->suppressed);
	for (unsigned int i = 0; i < 256; i++)
		if (h->reason[i])
			fprintf(out, " %02xh %" PRIu64, i, h->reason[i]);
	fprintf(out, "\n");
}

bool fuzz_hist_report(const struct fuzz_hist *h, const struct fuzz_setup *setup,
		      uint64_t min_each, char *buf, size_t len)
{
	FILE *out = fmemopen(buf, len, "w");
	bool good;

	if (!out)
		return false;
	print(h, out);
	good = all_enough(h, setup, min_each, out);
	fclose(out);
	return good;
}

size_t fuzz_hist_sizeof(void)
{
	return sizeof(struct fuzz_hist);
}
