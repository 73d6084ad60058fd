/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define MESSAGES 4000U
#define ROUNDS   24U /* a quarter of a time-out each */

static uint64_t state;

static uint64_t random64(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Any head, more often one that means something. */
static uint64_t random_head(void)
{
	static const uint16_t sids[] = { SID, SID_2, FLOW_SHADOW_SID,
					 FLOW_SHADOW_SID_2 };
	uint64_t head = random64();

	if (!(head >> 40 & 7))
		return head;
	head &= ~(GATE_WORK0_SID | GATE_WORK0_MSG | GATE_WORK0_SSID);
	head |= flow_put(GATE_WORK0_SID, sids[random64() & 3]);
	head |= flow_put(GATE_WORK0_SSID, random64() & 1 ? PASID : 0);
	return head | flow_put(GATE_WORK0_MSG, random64() % 6);
}

static void storm(struct ats_world *w)
{
	struct flow_msg msg;

	for (unsigned int i = 0; i < MESSAGES; i++) {
		uint64_t word = random64() & (random64() | 0xff);

		flow_target_msg_send(random_head(), word,
				     word | random64() | 0xfff);
		while (random64() & 3 && flow_target_msg_next(&msg))
			;
		if (!(i % 16))
			flow_target_run(1);
		if (!(i % 64)) {
			driver_queue(&w->d, driver_desc_device_tlb(SID, 0, IOVA,
								   4096));
			driver_kick(&w->d);
			flow_target_run(4);
			flow_write32(VTD_FSTS, VTD_FSTS_ITE | VTD_FSTS_ICE);
		}
	}
}

/* All that is open ends by answers or by time; what was recorded is cleared. */
static void calm(void)
{
	struct flow_msg msg;
	struct flow_fault fault;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		flow_target_pass(VTD_DEVICE_TIMEOUT / 4);
		while (flow_target_msg_next(&msg))
			;
		flow_write32(VTD_FSTS, VTD_FSTS_ITE | VTD_FSTS_ICE);
		while (flow_take_fault(&fault))
			;
	}
	flow_write32(VTD_FSTS, VTD_FSTS_PFO);
	flow_write32(VTD_PRS, VTD_PRS_PRO | VTD_PRS_PPR);
	flow_write64(VTD_PQH, flow_read64(VTD_PQT));
}

/* Who registered in the storm does not any more. */
static void close_clients(void)
{
	for (unsigned int i = 0; i < 4; i++) {
		uint64_t head =
			flow_put(GATE_WORK0_MSG, GATE_MSG_IN_CLIENT_HELLO) |
			flow_put(GATE_WORK0_SID, SID);

		head |= i & 1 ? GATE_WORK0_SSIDV : 0;
		head |= i & 2 ? flow_put(GATE_WORK0_SSID, PASID) : 0;
		EXPECT(flow_target_msg_send(head, 0, 0));
		flow_target_run(4);
	}
}

/* Whatever devices say: the block lives, and does its work afterwards. */
FLOW_WITH(msg_storm, flow_ats_scalable_caching,
	  "messages of random bits of several sources")
{
	static struct ats_world w;

	state = UINT64_C(0x9e3779b97f4a7c15);
	ats_world_start_space(&w, SCALABLE_SECOND);
	storm(&w);
	calm();
	close_clients();
	calm();
	EXPECT(!flow_target_dead());
	flow_devices_forget();
	flow_device_tlb(&w.tlb, SID);
	driver_inv_all(&w.d);
	driver_inv_device_tlb(&w.d, SID, 0, 0);
	EXPECT_ROW(&w, 0, ROW_PASSES, ROW_OTHER_SKIP, ROW_OTHER_PASSES);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
