/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "trouble.h"

#define STATUS_DATA UINT32_C(0x600d1)
#define NEAR        (IOVA + VTD_PAGE_SIZE)
#define FAR         (IOVA + TABLES_PAGE_2M)

/* ---- Requests ---------------------------------------------------------- */

static void same_leaf_table(struct bench *b)
{
	device_asks(b, SID, NEAR, 0);
}

static void same_upper_table(struct bench *b)
{
	device_asks(b, SID, FAR, 0);
}

/* Its tables are known from another source of the domain. */
static void known_to_a_neighbour(struct bench *b)
{
	assert_int_equal(tables_share(&b->t, SID + 8, SID), 0);
	device_asks(b, SID + 8, NEAR, 0);
}

static void invalidated(struct bench *b)
{
	device_asks(b, SID, IOVA, 0);
	host_descriptor(b, 0, VTD_DESC_IOTLB | 3u << 4 | (uint32_t)DID << 16,
			IOVA);
	host_tail(b, 1);
	bench_run(b);
}

const struct request trouble_requests[] = {
	{ "read, 3 levels", NULL, 0, PA, 3, TABLES_PAGE_4K },
	{ "read, 4 levels", NULL, 0, PA, 4, TABLES_PAGE_4K },
	{ "write, 5 levels", NULL, GATE_WORK0_WRITE, PA, 5, TABLES_PAGE_4K },
	{ "atomic", NULL, GATE_WORK0_WRITE | GATE_WORK0_LOCK, PA, 4,
	  TABLES_PAGE_4K },
	{ "zero-length read", NULL, GATE_WORK0_ZLR, PA, 4, TABLES_PAGE_4K },
	{ "2M page", NULL, 0, PA, 4, TABLES_PAGE_2M },
	{ "1G page", NULL, 0, PA, 4, TABLES_PAGE_1G },
	{ "pass-through", NULL, 0, IOVA, 0, TABLES_PAGE_4K },
	{ "leaf table known", same_leaf_table, 0, PA, 4, TABLES_PAGE_4K },
	{ "upper table known", same_upper_table, 0, PA, 4, TABLES_PAGE_4K },
	{ "tables known, context not", known_to_a_neighbour, 0, PA, 4,
	  TABLES_PAGE_4K },
	{ "after an invalidation", invalidated, 0, PA, 4, TABLES_PAGE_4K },
};
const size_t trouble_num_requests =
	sizeof(trouble_requests) / sizeof(trouble_requests[0]);

static void map(struct bench *b, uint64_t iova, uint64_t pa, uint64_t size)
{
	assert_int_equal(tables_map(&b->t, SID, iova & ~(size - 1),
				    pa & ~(size - 1), size, TABLES_RW),
			 0);
}

static void set_up_tables(struct bench *b, unsigned int levels, uint64_t size)
{
	if (!levels) {
		assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
		return;
	}
	assert_int_equal(tables_attach(&b->t, SID, DID, levels), 0);
	map(b, IOVA, PA, size);
	if (size != TABLES_PAGE_4K)
		return;
	map(b, NEAR, PA + 0x1000, size);
	map(b, FAR, PA + 0x2000, size);
}

static void power_on(struct bench *b, unsigned int levels, uint64_t size)
{
	struct vtd_config config = bench_config();

	bench_start(b, &config);
	set_up_tables(b, levels, size);
	host_enables_translation(b);
	host_enables_queue(b);
}

void trouble_prepare(struct bench *b, const struct request *request)
{
	power_on(b, request->levels, request->size);
	if (request->prepare)
		request->prepare(b);
	mock_forget(&b->m);
	b->m.reads = 0;
}

void trouble_ask(struct bench *b, const struct request *request)
{
	mock_work(&b->m, bench_word0(SID, 1, request->flags | GATE_KIND_MISS),
		  IOVA, 0);
	bench_run(b);
}

/* ---- Commands ---------------------------------------------------------- */

static bool gsts_has(const struct bench *b, uint32_t bits)
{
	return (mock_reg(&b->m, VTD_GSTS) & bits) == bits;
}

static void translation_off(struct bench *b)
{
	host_gcmd(b, VTD_GCMD_QIE);
}

static bool translation_is_off(const struct bench *b)
{
	return !gsts_has(b, VTD_GSTS_TES);
}

static void root_pointer(struct bench *b)
{
	host_srtp(b, b->t.root);
}

static bool root_pointer_is_set(const struct bench *b)
{
	return gsts_has(b, VTD_GSTS_RTPS);
}

static void invalidate_by_register(struct bench *b)
{
	host_iotlb(b, VTD_IOTLB_IVT | VTD_PUT(VTD_IOTLB_IIRG, 1), 0);
}

static bool register_is_done(const struct bench *b)
{
	return !(mock_reg(&b->m, VTD_IOTLB) & VTD_IOTLB_IVT);
}

static void invalidate_contexts(struct bench *b)
{
	host_ccmd(b, VTD_CCMD_ICC | VTD_PUT(VTD_CCMD_CIRG, 1));
}

static bool contexts_are_done(const struct bench *b)
{
	return !(mock_reg(&b->m, VTD_CCMD) & VTD_CCMD_ICC);
}

/* More than one line of the queue, ending in a wait with all its flags. */
static void invalidate_by_queue(struct bench *b)
{
	for (unsigned int i = 0; i < 5; i++)
		host_descriptor(b, i, VTD_DESC_CONTEXT | 1u << 4, 0);
	host_descriptor(b, 5, VTD_DESC_IOTLB | 1u << 4, 0);
	host_descriptor(b, 6,
			VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |
				VTD_WAIT_DESC_LO_IF | VTD_WAIT_DESC_LO_FN |
				VTD_PUT(VTD_WAIT_DESC_LO_DATA, STATUS_DATA),
			BENCH_STATUS);
	host_tail(b, 7);
}

static bool queue_is_done(const struct bench *b)
{
	return (uint32_t)guest_load(b, BENCH_STATUS) == STATUS_DATA;
}

const struct command trouble_commands[] = {
	{ "TE off", translation_off, translation_is_off, true },
	{ "SRTP", root_pointer, root_pointer_is_set, true },
	{ "IOTLB", invalidate_by_register, register_is_done, true },
	{ "CCMD", invalidate_contexts, contexts_are_done, false },
	{ "queue", invalidate_by_queue, queue_is_done, true },
};
const size_t trouble_num_commands =
	sizeof(trouble_commands) / sizeof(trouble_commands[0]);

void trouble_prepare_command(struct bench *b)
{
	power_on(b, 4, TABLES_PAGE_4K);
	device_asks(b, SID, IOVA, 0);
	mock_forget(&b->m);
	b->m.reads = 0;
}
