/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "prior.h"

#include <string.h>

#include "gen/vtd_regs.h"
#include "guest_ram.h"
#include "prior_layout.h"
#include "report.h"
#include "tables.h"
#include "unit.h"

#define PAGE 4096u

/* A domain id that a kernel taking the tables over must not give out again. */
#define PRIOR_DID 7
#define PRIOR_SID 0

/* Where things lie from the base on; the tables take the rest. */
#define AT_QUEUE  (0 * PAGE)
#define AT_DATA   (1 * PAGE)
#define AT_TABLES (2 * PAGE)

static unsigned int levels(void)
{
	uint64_t cap = 0;

	(void)unit_read(VTD_CAP, 8, &cap);
	/* SAGAW bit n stands for n + 2 levels; take the smallest. */
	for (unsigned int n = 1; n <= 3; n++)
		if (cap & VTD_CAP_SAGAW & 0x100ull << n)
			return n + 2;
	return 0;
}

static bool lay_out(uint64_t base, uint8_t *bytes, uint64_t *root)
{
	struct tables_flat flat = {
		.bytes = bytes,
		.base = base,
		.size = PRIOR_SIZE,
	};
	struct tables t;

	memset(bytes + AT_DATA, PRIOR_BYTE, PAGE);
	if (tables_init(&t, tables_flat_mem(&flat), base + AT_TABLES,
			PRIOR_SIZE - AT_TABLES) ||
	    tables_attach(&t, PRIOR_SID, PRIOR_DID, levels()) ||
	    tables_map(&t, PRIOR_SID, PRIOR_IOVA, base + AT_DATA,
		       TABLES_PAGE_4K, TABLES_RW))
		return false;
	*root = t.root;
	return true;
}

static bool command(uint32_t gcmd, uint32_t status)
{
	uint64_t gsts = 0;

	if (!unit_write(VTD_GCMD, 4, gcmd))
		return false;
	unit_run(1u << 16);
	return unit_read(VTD_GSTS, 4, &gsts) && (gsts & status);
}

static bool enable(uint64_t base, uint64_t root)
{
	uint32_t on = 0;
	uint64_t ecap = 0;

	if (!unit_write(VTD_RTADDR, 8, root) ||
	    !command(VTD_GCMD_SRTP, VTD_GSTS_RTPS) ||
	    !unit_read(VTD_ECAP, 8, &ecap))
		return false;
	if (ecap & VTD_ECAP_QI) {
		on = VTD_GCMD_QIE;
		if (!unit_write(VTD_IQA, 8, base + AT_QUEUE) ||
		    !command(on, VTD_GSTS_QIES))
			return false;
	}
	return command(on | VTD_GCMD_TE, VTD_GSTS_TES);
}

bool prior_take_over(uint64_t base)
{
	uint8_t *bytes = guest_ram_at(base, PRIOR_SIZE);
	uint64_t root;

	if (!bytes || !lay_out(base, bytes, &root) || !enable(base, root))
		return false;
	report_line("previous system left translation on");
	return true;
}
