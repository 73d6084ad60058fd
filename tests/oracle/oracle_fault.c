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
	{ ORACLE_IR_RESERVED, false, "20h",
	  "a remappable interrupt request with reserved bits set" },
	{ ORACLE_IR_INDEX, false, "21h",
	  "an interrupt index beyond the table, or an entry beyond HAW" },
	{ ORACLE_IR_ABSENT, true, "22h", "the IRTE is not present" },
	{ ORACLE_IR_UNREADABLE, false, "23h", "the IRTE cannot be read" },
	{ ORACLE_IR_ENTRY, true, "24h", "the IRTE has reserved bits set" },
	{ ORACLE_IR_COMPAT, false, "25h",
	  "a compatibility-format interrupt that is blocked" },
	{ ORACLE_IR_SOURCE, true, "26h",
	  "an interrupt from a source that the IRTE does not allow" },
	{ ORACLE_IR_PID_ACCESS, true, "27h",
	  "the posted-interrupt descriptor cannot be accessed" },
	{ ORACLE_IR_PID_RESERVED, true, "28h",
	  "the posted-interrupt descriptor has reserved bits set" },
	{ ORACLE_IR_RANGE, false, "29h",
	  "a request to the interrupt range that is no interrupt" },
	{ ORACLE_IR_EIME, false, "2Ah", "EIMER=1 and EIME=0" },
	{ ORACLE_IR_OFF, false, "2Bh", "IRREQ=1 and IRES=0" },
	{ ORACLE_RTA_1, false, "RTA.1",
	  "RTADDR holds a translation table mode that is not supported" },
	{ ORACLE_RTA_2, false, "RTA.2", "a request with PASID in legacy mode" },
	{ ORACLE_RTA_4, false, "RTA.4", "abort-DMA mode" },
	{ ORACLE_SRT_1, false, "SRT.1",
	  "the scalable root entry cannot be read" },
	{ ORACLE_SRT_2, false, "SRT.2",
	  "the half of the scalable root entry is not present" },
	{ ORACLE_SRT_3, false, "SRT.3",
	  "the half of the scalable root entry has reserved bits set" },
	{ ORACLE_SCT_1, false, "SCT.1",
	  "the scalable context entry cannot be read" },
	{ ORACLE_SCT_2, true, "SCT.2",
	  "the scalable context entry is not present" },
	{ ORACLE_SCT_3, true, "SCT.3",
	  "the scalable context entry has reserved bits set" },
	{ ORACLE_SCT_4, true, "SCT.4",
	  "the scalable context entry is invalid: RID_PASID beyond PDTS" },
	{ ORACLE_SCT_5, true, "SCT.5",
	  "the scalable context entry blocks translated requests" },
	{ ORACLE_SCT_6, true, "SCT.6", "a request with PASID, PASIDE=0" },
	{ ORACLE_SCT_7, true, "SCT.7", "a PASID beyond the directory" },
	{ ORACLE_SCT_9, true, "SCT.9", "a request with RID_PASID's value" },
	{ ORACLE_SCT_10, true, "SCT.10",
	  "a translated request with PASID, EPTR=0" },
	{ ORACLE_SPD_1, false, "SPD.1",
	  "the PASID directory entry cannot be read" },
	{ ORACLE_SPD_2, true, "SPD.2",
	  "the PASID directory entry is not present" },
	{ ORACLE_SPD_3, true, "SPD.3",
	  "the PASID directory entry has reserved bits set" },
	{ ORACLE_SPT_1, false, "SPT.1", "the PASID entry cannot be read" },
	{ ORACLE_SPT_2, true, "SPT.2", "the PASID entry is not present" },
	{ ORACLE_SPT_3, true, "SPT.3",
	  "the PASID entry has reserved bits set" },
	{ ORACLE_SPT_4, true, "SPT.4",
	  "the PASID entry is invalid: AW, PGTT, FSPM or FSPTPTR" },
	{ ORACLE_SPT_5, true, "SPT.5", "an execute request" },
	{ ORACLE_SPT_6, true, "SPT.6", "a supervisor request, SRE=0" },
	{ ORACLE_SFS_1, true, "SFS.1", "a first-stage entry cannot be read" },
	{ ORACLE_SFS_2, true, "SFS.2", "a first-stage entry is not present" },
	{ ORACLE_SFS_3, true, "SFS.3",
	  "a first-stage entry has reserved bits set" },
	{ ORACLE_SFS_4, true, "SFS.4",
	  "the first entry of the first stage cannot be read" },
	{ ORACLE_SFS_5, true, "SFS.5",
	  "a first-stage entry's address is too wide for the second stage" },
	{ ORACLE_SFS_6, true, "SFS.6",
	  "the second stage denies reading the first-stage root" },
	{ ORACLE_SFS_7, true, "SFS.7",
	  "the second stage denies reading a first-stage entry" },
	{ ORACLE_SFS_8, true, "SFS.8",
	  "the second stage denies setting A, EA or D of the first" },
	{ ORACLE_SSS_1, true, "SSS.1", "a second-stage entry cannot be read" },
	{ ORACLE_SSS_2, true, "SSS.2", "the second stage grants nothing" },
	{ ORACLE_SSS_3, true, "SSS.3",
	  "a second-stage entry has reserved bits set" },
	{ ORACLE_SSS_4, true, "SSS.4",
	  "the first entry of the second stage cannot be read" },
	{ ORACLE_SSS_5, true, "SSS.5",
	  "second-stage A or D to be set by a walk that does not snoop" },
	{ ORACLE_SSS_6, true, "SSS.6", "second-stage A or D could not be set" },
	{ ORACLE_SGN_1, true, "SGN.1", "the address is not canonical" },
	{ ORACLE_SGN_2, true, "SGN.2", "a user request to a supervisor page" },
	{ ORACLE_SGN_4, true, "SGN.4", "the address is beyond HAW" },
	{ ORACLE_SGN_5, true, "SGN.5",
	  "the address is too wide for the second stage" },
	{ ORACLE_SGN_6, true, "SGN.6", "a write without write permission" },
	{ ORACLE_SGN_7, true, "SGN.7", "a read without read permission" },
	{ ORACLE_SGN_8, true, "SGN.8",
	  "the output address is in the interrupt range" },
	{ ORACLE_SGN_10, true, "SGN.10", "a PASID beyond ECAP.PSS" },
	{ ORACLE_SFS_9, true, "SFS.9",
	  "first-stage A, EA or D to be set by a walk that does not snoop" },
	{ ORACLE_SFS_10, true, "SFS.10",
	  "first-stage A, EA or D could not be set" },
};

static const struct reason *find(unsigned int code)
{
	static const struct reason unknown = {
		0, false, "?", "no reason of the specification"
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == code)
			return &reasons[i];
	return &unknown;
}

bool oracle_reason_qualified(unsigned int reason)
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

/* 11.4.7.6: T1 is bit 126, T2 bit 92: write 00, read 10, atomic 11. */
static uint64_t type_bits(const struct oracle_request *req)
{
	uint64_t t1 = req->kind != ORACLE_WRITE;
	uint64_t t2 = req->kind == ORACLE_ATOMIC;

	return t1 << 62 | t2 << 28;
}

#define FRCD_PASID (UINT64_C(0xfffff) << 40)
#define FRCD_PP    (UINT64_C(1) << 31)
#define FRCD_EXE   (UINT64_C(1) << 30)
#define FRCD_PRIV  (UINT64_C(1) << 29)

/* PP and what is relevant with it. EXE is of reads alone. */
static void add_pasid(const struct oracle_caps *caps,
		      const struct oracle_request *req, uint64_t *frcd,
		      uint64_t *mask)
{
	if (!caps->pasid)
		return;
	if (!req->has_pasid) {
		*mask &= ~(FRCD_PASID | FRCD_EXE | FRCD_PRIV);
		return;
	}
	*frcd |= (uint64_t)req->pasid << 40 | FRCD_PP;
	*frcd |= req->priv ? FRCD_PRIV : 0;
	if (req->kind == ORACLE_READ)
		*frcd |= req->exec ? FRCD_EXE : 0;
	else
		*mask &= ~FRCD_EXE;
}

/* 11.4.7.6. PASID fields are reserved while ECAP.PASID is 0. */
void oracle_frcd(const struct oracle_caps *caps,
		 const struct oracle_request *req,
		 const struct oracle_result *res, uint64_t frcd[2],
		 uint64_t mask[2])
{
	uint64_t at = !caps->dt ? 0 : req->translated ? 2 : req->translation;
	uint64_t type = UINT64_C(1) << 62 | UINT64_C(1) << 28;

	frcd[0] = req->addr & ~UINT64_C(0xfff) &
		  ~oracle_from_bit(largest_agaw(caps));
	frcd[1] = UINT64_C(1) << 63 | type_bits(req) | at << 60 |
		  (uint64_t)res->reason << 32 | req->sid;
	mask[0] = ~UINT64_C(0);
	mask[1] = ~UINT64_C(0);
	add_pasid(caps, req, &frcd[1], &mask[1]);
	if (res->reason != ORACLE_IR_RANGE)
		return;
	frcd[0] = 0;
	mask[0] = 0xfff;
	frcd[1] &= ~type;
	mask[1] &= ~(type | FRCD_PASID | FRCD_PP | FRCD_EXE | FRCD_PRIV);
}
