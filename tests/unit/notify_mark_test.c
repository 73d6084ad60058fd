/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Which invalidation reaches whom: caches get them as they are, cropped to
 * their range, whatever others do (vectors 14 to 16 of shadow_test.c's list);
 * device-TLB ones reach only those who asked for them.
 */

#include "clients.h"

#include "groups.h"

#define A UINT64_C(0x11000000)

static struct shadow_client *cache(struct clients *s, unsigned int i,
				   unsigned int kinds, uint64_t first,
				   uint64_t last)
{
	struct shadow_client *c = clients_hello(s, i, kinds, first, last);

	shadow_client_clear(c);
	return c;
}

/* Vector 14, better: aligned down to the size. */
static void test_aligned(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = cache(s, 0, KINDS_CACHE, 0, RANGE_LAST);

	clients_flush_pages(s, DID, 0x5000, 2);
	TOLD(c, U(0x4000, 4 * K4));
	clients_flush_pages(s, DID + 1, 0x5000, 2);
	TOLD_NOTHING(c);
}

/* Vector 15: a domain, or all, is one range. */
static void test_whole(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = cache(s, 0, KINDS_CACHE, 0x3000, 0xfedfffff);

	clients_flush_domain(s, DID);
	TOLD(c, U(0x3000, 0xfee00000 - 0x3000));
	clients_flush_all(s);
	TOLD(c, U(0x3000, 0xfee00000 - 0x3000));
	clients_flush_context(s, CLIENT_SID(0));
	TOLD(c, U(0x3000, 0xfee00000 - 0x3000));
	clients_flush_context(s, CLIENT_SID(1));
	TOLD_NOTHING(c);
}

/* Vector 16: each gets its part. */
static void test_cropped(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = cache(s, 0, KINDS_CACHE, 0, 0xfedfffff);
	struct shadow_client *d =
		cache(s, 1, KINDS_CACHE, 0xfef00000, RANGE_LAST);

	clients_flush_pages(s, DID, 0xfec00000, 10);
	TOLD(c, U(0xfec00000, M2));
	TOLD(d, U(0xfef00000, 0x100000));
}

/* A shadow beside it does not filter what a cache gets. */
static void test_beside_a_shadow(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	struct shadow_client *d = cache(s, 1, KINDS_CACHE, 0, RANGE_LAST);

	clients_flush_pages(s, DID, 0x7000, 0);
	TOLD_NOTHING(c);
	TOLD(d, U(0x7000, K4));
}

/* Ranges that touch become one; with no place left, the newest grows. */
static void test_ranges(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = cache(s, 0, KINDS_CACHE, 0, RANGE_LAST);
	struct vtd *v = s->b->v;

	notify_pages(v, DID, 0x8000, 1);
	notify_pages(v, DID, 0xa000, 0);
	notify_pages(v, DID, 0x7000, 0);
	notify_pages(v, DID, 0x9000, 0);
	notify_pages(v, DID, 0x20000, 0);
	notify_pages(v, DID, 0x30000, 0);
	notify_pages(v, DID, 0x40000, 0);
	notify_pages(v, DID, 0x60000, 0);
	notify_pages(v, DID, 0x38000, 0);
	clients_run(s);
	TOLD(c, U(0x7000, 4 * K4), U(0x20000, K4), U(0x30000, K4),
	     U(0x38000, 0x29000));
	notify_pages(v, DID, 0, 52);
	clients_run(s);
	TOLD(c, U(0, RANGE_LAST + 1));
}

/* Descriptors for device TLBs, and IOTLB ones, never meet (6.5.2.5). */
static void flush_device(struct clients *s, unsigned int i, uint64_t range)
{
	clients_flush_begin(s,
			    VTD_DESC_DEVICE_TLB |
				    VTD_PUT(VTD_DEVICE_TLB_DESC_LO_SID,
					    CLIENT_SID(i)),
			    range);
	clients_run(s);
	assert_true(clients_waited(s));
}

static void test_device_tlb(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = cache(s, 0, KINDS_DEVICE, 0, RANGE_LAST);
	struct shadow_client *d = cache(s, 1, KINDS_CACHE, 0, RANGE_LAST);

	flush_device(s, 0, 0x5000);
	TOLD(c, U(0x5000, K4));
	flush_device(s, 0, 0x8000 | VTD_DEVICE_TLB_DESC_HI_S);
	TOLD(c, U(0x8000, 2 * K4));
	flush_device(s, 0, 0xb000 | VTD_DEVICE_TLB_DESC_HI_S);
	TOLD(c, U(0x8000, 8 * K4));
	flush_device(s, 0, VTD_MASK(62, 12) | VTD_DEVICE_TLB_DESC_HI_S);
	TOLD(c, U(0, RANGE_LAST + 1));
	TOLD_NOTHING(d);
	clients_flush_all(s);
	TOLD_NOTHING(c);
	TOLD(d, U(0, RANGE_LAST + 1));
	assert_int_equal(mock_traces(&s->b->m, VTD_TRACE_DEVICE_TLB), 0);
}

/* With PASID: that one's, or with G everyone's who has one. */
static void test_device_tlb_pasid(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];
	uint64_t who = VTD_PUT(GATE_WORK0_SID, CLIENT_SID(0)) |
		       GATE_WORK0_SSIDV;
	struct vtd *v = s->b->v;

	c->pasid_valid = true;
	c->pasid = 7;
	cache(s, 0, KINDS_DEVICE, 0, RANGE_LAST);
	assert_true(notify_device_tlb(v, who | VTD_PUT(GATE_WORK0_SSID, 8),
				      0x5000));
	clients_run(s);
	TOLD_NOTHING(c);
	assert_true(notify_device_tlb(v, who | VTD_PUT(GATE_WORK0_SSID, 7),
				      0x5000));
	clients_run(s);
	TOLD(c, U(0x5000, K4));
	assert_true(notify_device_tlb(v, who, 0x6000 | 1));
	clients_run(s);
	TOLD(c, U(0x6000, K4));
	assert_false(notify_device_tlb(
		v, VTD_PUT(GATE_WORK0_SID, CLIENT_SID(1)), 0x5000));
}

/* The registers invalidate the same way, and complete as late. */
static void test_registers(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	unsigned int at = s->b->v->iotlb.at;

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	c->manner = SHADOW_CLIENT_SLOW;
	host_iotlb(s->b, VTD_IOTLB_IVT | VTD_PUT(VTD_IOTLB_IIRG, VTD_G_GLOBAL),
		   0);
	mock_set_reg(&s->b->m, at, VTD_IOTLB_IVT);
	clients_run(s);
	TOLD(c, M(0x1000, K4, A, 3));
	assert_true(mock_reg(&s->b->m, at) & VTD_IOTLB_IVT);
	shadow_client_release(c);
	clients_run(s);
	assert_false(mock_reg(&s->b->m, at) & VTD_IOTLB_IVT);
	host_ccmd(s->b, VTD_CCMD_ICC | VTD_PUT(VTD_CCMD_CIRG, VTD_G_GLOBAL));
	clients_run(s);
	TOLD_NOTHING(c);
}

int notify_mark_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_aligned),
		CLIENTS_TEST(test_whole),
		CLIENTS_TEST(test_cropped),
		CLIENTS_TEST(test_beside_a_shadow),
		CLIENTS_TEST(test_ranges),
		CLIENTS_TEST(test_device_tlb),
		CLIENTS_TEST(test_device_tlb_pasid),
		CLIENTS_TEST(test_registers),
	};

	return cmocka_run_group_tests_name("notify_mark", tests, NULL, NULL);
}
