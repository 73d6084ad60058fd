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

static const uint8_t wide_reasons[] = {
	ORACLE_LCT_5,
	ORACLE_IR_RANGE,
	ORACLE_RTA_1,
	ORACLE_RTA_2,
};

static unsigned int page_level(uint64_t size)
{
	return size ? size >> 30 ? 3 : size >> 21 ? 2 : 1 : 0;
}

void fuzz_hist_add(struct fuzz_hist *h, const struct oracle_result *res)
{
	h->cases++;
	if (res->outcome == ORACLE_REFUSE) {
		h->refused++;
	} else if (res->outcome == ORACLE_FAULT) {
		h->reason[res->reason]++;
		h->suppressed += !res->recorded;
	} else {
		h->passed++;
		h->page[page_level(res->page_size)]++;
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

static bool all_enough(const struct fuzz_hist *h,
		       const struct fuzz_setup *setup, uint64_t min_each,
		       FILE *out)
{
	bool good = true;

	if (h->passed * 100 < h->cases * HIST_PASS_PERCENT) {
		fprintf(out, "too few: passed, want %d %%\n",
			HIST_PASS_PERCENT);
		good = false;
	}
	for (size_t i = 0; i < sizeof(narrow_reasons); i++)
		good &= enough(narrow_reasons[i], h, min_each, out);
	for (size_t i = 0; setup->wide && i < sizeof(wide_reasons); i++)
		good &= enough(wide_reasons[i], h, min_each, out);
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
