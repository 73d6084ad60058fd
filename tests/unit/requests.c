/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "requests.h"

#define TAG 0x5au

/* FRCDH: F, and T1 T2 = 10, a read; AT = 01 is a translation request. */
#define AT_MASK    (UINT64_C(3) << 60)
#define TRANSLATES (UINT64_C(1) << 60)
#define READS      (UINT64_C(1) << 62)
#define T2         (UINT64_C(1) << 28)

void requests_type(struct bench *b, unsigned int tt)
{
	uint64_t slot = tables_context_slot(&b->t, SID);

	guest_store(b, slot,
		    (guest_load(b, slot) & ~UINT64_C(12)) | (uint64_t)tt << 2);
}

void requests_legacy(struct bench *b, uint64_t more, uint64_t cap)
{
	struct vtd_config config = bench_config();

	config.ecap |= VTD_ECAP_DT | VTD_ECAP_SC | more;
	config.cap |= cap;
	bench_start(b, &config);
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	requests_type(b, VTD_TT_ALL);
	host_enables_translation(b);
}

void requests_scalable(struct bench *b, const struct pasid_entry *entry,
		       uint64_t less)
{
	uint64_t slot;

	pasids_attach(b, SID, 0);
	slot = pasids_context_slot(b, SID);
	guest_store(b, slot, guest_load(b, slot) | VTD_SCONTEXT_0_DTE);
	pasids_put(b, SID, PASID, entry);
	pasids_put(b, SID, RID_PASID, entry);
	b->v->config.ecap &= ~less;
	pasids_enable(b);
}

void requests_ask(struct bench *b, uint64_t flags, uint64_t addr, uint64_t low)
{
	uint64_t head = GATE_KIND_MSG | flags |
			VTD_PUT(GATE_WORK0_MSG, GATE_MSG_IN_ATS_REQ) |
			VTD_PUT(GATE_WORK0_TAG, TAG);
	unsigned int before = mock_traces(&b->m, VTD_TRACE_MSG_SENT);

	mock_work(&b->m, head | VTD_PUT(GATE_WORK0_SID, SID), addr | low, 0);
	assert_true(bench_turn(b));
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_MSG_SENT), before + 1);
	assert_int_equal(VTD_GET(GATE_WORK0_MSG, b->m.msg[0]),
			 GATE_MSG_OUT_ATS_CPL);
	assert_int_equal(VTD_GET(GATE_WORK0_TAG, b->m.msg[0]), TAG);
	assert_int_equal(VTD_GET(GATE_WORK0_SID, b->m.msg[0]), SID);
	assert_int_equal((b->m.msg[0] ^ flags) &
				 (GATE_WORK0_SSIDV | GATE_WORK0_SSID),
			 0);
}

void requests_status(const struct bench *b, unsigned int status)
{
	assert_int_equal(VTD_GET(GATE_WORK0_STATUS, b->m.msg[0]), status);
	if (status)
		assert_int_equal(b->m.msg_count, 1);
}

void requests_count(const struct bench *b, unsigned int count)
{
	requests_status(b, GATE_ATS_STATUS_SUCCESS);
	assert_int_equal(b->m.msg_count, 1 + count);
}

void requests_one(const struct bench *b, uint64_t word)
{
	requests_count(b, 1);
	assert_int_equal(b->m.msg[1], word);
	assert_no_record(b);
}

void requests_fault(const struct bench *b, unsigned int status,
		    enum vtd_fault fault)
{
	uint64_t high = mock_reg(&b->m, VTD_FRCDH);

	requests_status(b, status);
	assert_true(high & VTD_FRCDH_F);
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, high), fault);
	assert_int_equal(high & (AT_MASK | READS | T2), TRANSLATES | READS);
	assert_int_equal(high & 0xffff, SID);
}
