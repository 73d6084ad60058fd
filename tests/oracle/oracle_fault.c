/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

struct reason {
	uint8_t code;
	bool qualified;
	const char *name;
	const char *text;
};

/* 7.1.3 (DMA) and 5.1.4.1 (interrupt) conditions. */
static const struct reason reasons[] = {
	{ ORACLE_LRT_1, false, "LRT.1", "the root entry cannot be read" },
	{ ORACLE_LRT_2, false, "LRT.2", "the root entry is not present" },
	{ ORACLE_LRT_3, false, "LRT.3",
	  "the root entry has reserved bits set" },
	{ ORACLE_LCT_1, false, "LCT.1", "the context entry cannot be read" },
	{ ORACLE_LCT_2, true, "LCT.2", "the context entry is not present" },
	{ ORACLE_LCT_3, true, "LCT.3",
	  "the context entry has reserved bits set" },
	{ ORACLE_LCT_4, true, "LCT.4",
	  "the context entry's AW or TT is not supported, or the table it "
	  "points to cannot be read" },
	{ ORACLE_LCT_5, true, "LCT.5",
	  "the context entry blocks translated requests" },
	{ ORACLE_LSS_1, true, "LSS.1", "a paging entry cannot be read" },
	{ ORACLE_LSS_2, true, "LSS.2", "a paging entry has reserved bits set" },
	{ ORACLE_LGN_1, true, "LGN.1", "the address is too wide" },
	{ ORACLE_LGN_2, true, "LGN.2", "a write without write permission" },
	{ ORACLE_LGN_3, true, "LGN.3", "a read without read permission" },
	{ ORACLE_LGN_4, true, "LGN.4",
	  "the output address is in the interrupt range" },
	{ ORACLE_IR_RANGE, false, "29h",
	  "a request to the interrupt range that is no interrupt" },
	{ ORACLE_RTA_1, false, "RTA.1",
	  "RTADDR holds a translation table mode that is not supported" },
	{ ORACLE_RTA_2, false, "RTA.2", "a request with PASID in legacy mode" },
	{ ORACLE_RTA_4, false, "RTA.4", "abort-DMA mode" },
};

static const struct reason *find(unsigned int code)
{
	static const struct reason unknown = { 0, false, "?",
					       "not a legacy-mode reason" };

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == code)
			return &reasons[i];
	return &unknown;
}

bool oracle_reason_qualified(enum oracle_reason reason)
{
	return find(reason)->qualified;
}

const char *oracle_reason_name(unsigned int reason)
{
	return find(reason)->name;
}

const char *oracle_reason_text(unsigned int reason)
{
	return find(reason)->text;
}

static unsigned int largest_agaw(const struct oracle_caps *caps)
{
	for (unsigned int aw = 3; aw >= 1; aw--)
		if (caps->sagaw >> aw & 1)
			return 30 + 9 * aw;
	return 0;
}

/* 11.4.14.2: T1 is bit 126, T2 bit 92: write 00, read 10, atomic 11. */
static uint64_t type_bits(const struct oracle_request *req)
{
	uint64_t t1 = req->kind != ORACLE_WRITE;
	uint64_t t2 = req->kind == ORACLE_ATOMIC;

	return t1 << 62 | t2 << 28;
}

/* 11.4.14. PASID fields are reserved while ECAP.PASID is 0. */
void oracle_frcd(const struct oracle_caps *caps,
		 const struct oracle_request *req,
		 const struct oracle_result *res, uint64_t frcd[2],
		 uint64_t mask[2])
{
	uint64_t at = req->translated && caps->dt ? 2 : 0;

	frcd[0] = req->addr & ~UINT64_C(0xfff) &
		  ~oracle_from_bit(largest_agaw(caps));
	frcd[1] = UINT64_C(1) << 63 | type_bits(req) | at << 60 |
		  (uint64_t)res->reason << 32 | req->sid;
	mask[0] = ~UINT64_C(0);
	mask[1] = ~UINT64_C(0);
	if (res->reason != ORACLE_IR_RANGE)
		return;
	frcd[0] = 0;
	mask[0] = 0;
	frcd[1] &= ~(UINT64_C(1) << 62 | UINT64_C(1) << 28);
	mask[1] &= ~(UINT64_C(1) << 62 | UINT64_C(1) << 28);
}
