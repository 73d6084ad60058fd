/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.9: SVT, SQ, SID; a source that it allows, and one it does not. */
static const struct {
	uint8_t svt, sq;
	uint16_t sid, good, bad;
} rows[] = {
	{ IRTE_SVT_NONE, 3, 0x1234, 0x0010, 0 },
	{ IRTE_SVT_SID, 0, 0x0010, 0x0010, 0x0011 },
	{ IRTE_SVT_SID, 0, 0x0010, 0x0010, 0x0110 },
	{ IRTE_SVT_SID, 1, 0x0010, 0x0014, 0x0011 },
	{ IRTE_SVT_SID, 2, 0x0010, 0x0016, 0x0011 },
	{ IRTE_SVT_SID, 3, 0x0010, 0x0017, 0x0018 },
	{ IRTE_SVT_BUS, 0, 0x0204, 0x02ff, 0x01ff },
	{ IRTE_SVT_BUS, 0, 0x0204, 0x0400, 0x0500 },
};

static void check(unsigned int i)
{
	struct irte e = { .vector = (uint8_t)(0x40 + i),
			  .sid = rows[i].sid,
			  .svt = rows[i].svt,
			  .sq = rows[i].sq };
	uint32_t request = irte_request((uint16_t)i, true);
	unsigned int before = flow_target_messages();

	driver_irte(i, &e);
	for (unsigned int again = 1; again <= 2; again++) {
		EXPECT(flow_interrupt(rows[i].good, request, 0));
		EXPECT_MESSAGES(before + again, irte_message_addr(&e),
				irte_message_data(&e));
		if (rows[i].bad)
			EXPECT_NO_INTERRUPT(rows[i].bad, request, 0,
					    VTD_FAULT_IRQ_26, (uint16_t)i);
	}
}

FLOW_WITH(intr_source, flow_xapic, "sources that an entry allows")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(i);
}
