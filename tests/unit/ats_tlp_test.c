/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * TLPs of ATS and PRI, byte by byte: PCIe Base, 2.2 (headers), 6.20 (PASID
 * prefix), 10.2 to 10.4. Every sample goes both ways.
 */

#include "groups.h"

#include <string.h>

#include "ats_tlp.h"

#define AGENT 0x0002u
#define HEAD(msg, sid, tag)                                                    \
	(GATE_KIND_MSG | (uint64_t)(msg) << 56 | (uint64_t)(sid) << 40 |       \
	 (uint64_t)(tag) << 12)
/* A head's PASID, privileged and to be executed. */
#define OF(pasid) ((uint64_t)(pasid) << 20 | 1u << 9)
#define SUPER     (1u << 7)
#define EXECUTE   (1u << 8)
#define LEN(n)    ((uint64_t)(n) << 60)

struct sample {
	struct ats_tlp_message message;
	struct ats_tlp tlp;
};

static const struct ats_tlp_link link = { .agent = AGENT, .wanted = 3 };

static void encodes(const struct sample *s)
{
	struct ats_tlp tlp;

	assert_int_equal(ats_tlp_encode(&s->message, &link, &tlp), 0);
	assert_int_equal(tlp.length, s->tlp.length);
	assert_memory_equal(tlp.byte, s->tlp.byte, tlp.length);
}

static void decodes(const struct sample *s)
{
	struct ats_tlp_message message;

	assert_int_equal(ats_tlp_decode(&s->tlp, &message), 0);
	assert_int_equal(message.up, s->message.up);
	assert_int_equal(message.count, s->message.count);
	assert_memory_equal(message.word, s->message.word, 8 * message.count);
}

static void both_ways(const struct sample *s)
{
	encodes(s);
	decodes(s);
}

/* Three translations from 12345678_9abcd000h, tag a5h, no write wanted. */
static const struct sample request = {
	{ { HEAD(GATE_MSG_IN_ATS_REQ, 0x0310, 0xa5),
	    UINT64_C(0x123456789abcd000) | 1 << 3 | 2 },
	  2,
	  true },
	{ { 0x20, 0x00, 0x04, 0x06, 0x03, 0x10, 0xa5, 0xff, 0x12, 0x34, 0x56,
	    0x78, 0x9a, 0xbc, 0xd0, 0x01 },
	  16 },
};

/* One, below 4 GiB, with PASID fffffh of a supervisor that executes. */
static const struct sample request_of_pasid = {
	{ { HEAD(GATE_MSG_IN_ATS_REQ, 0xfffa, 0x01) | OF(0xfffff) | SUPER |
		    EXECUTE,
	    UINT64_C(0xfedcb000) },
	  2,
	  true },
	{ { 0x91, 0x3f, 0xff, 0xff, 0x00, 0x00, 0x04, 0x02, 0xff, 0xfa, 0x01,
	    0xff, 0xfe, 0xdc, 0xb0, 0x00 },
	  16 },
};

static void test_request(void **state)
{
	(void)state;
	both_ways(&request);
	both_ways(&request_of_pasid);
}

/* PMR is bit 21 of the prefix, ER bit 20. */
static void test_prefix(void **state)
{
	struct sample s = request_of_pasid;

	(void)state;
	s.message.word[0] &= ~(uint64_t)EXECUTE;
	s.tlp.byte[1] = 0x2f;
	both_ways(&s);
	s.message.word[0] ^= EXECUTE | SUPER;
	s.tlp.byte[1] = 0x1f;
	both_ways(&s);
}

/* Two translations: byte count 16, lower address 64 - 16. */
static void test_completion(void **state)
{
	static const struct sample s = {
		{ { HEAD(GATE_MSG_OUT_ATS_CPL, 0x0310, 0xa5) | LEN(2),
		    UINT64_C(0x2345678003), UINT64_C(0x8000000000000c01) },
		  3,
		  false },
		{ { 0x4a, 0x00, 0x00, 0x04, 0x00, 0x02, 0x00, 0x10, 0x03, 0x10,
		    0xa5, 0x30, 0x03, 0x80, 0x67, 0x45, 0x23, 0x00, 0x00, 0x00,
		    0x01, 0x0c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80 },
		  28 },
	};

	(void)state;
	both_ways(&s);
}

/* UR is 001, CA 100; the count is of what was asked for. */
static void test_completion_without_data(void **state)
{
	struct sample s = {
		{ { HEAD(GATE_MSG_OUT_ATS_CPL, 0x0310, 0xa5) | 1 << 4 },
		  1,
		  false },
		{ { 0x0a, 0x00, 0x00, 0x00, 0x00, 0x02, 0x20, 0x18, 0x03, 0x10,
		    0xa5, 0x28 },
		  12 },
	};

	(void)state;
	both_ways(&s);
	s.message.word[0] ^= 1 << 4 | 4 << 4;
	s.tlp.byte[6] = 0x80;
	both_ways(&s);
	/* Whose PASID it was is not said. */
	s.message.word[0] |= OF(5);
	encodes(&s);
}

static void test_invalidate_request(void **state)
{
	static const struct sample s = {
		{ { HEAD(GATE_MSG_OUT_INV_REQ, 0x0310, 31) | LEN(1),
		    UINT64_C(0x7ffffffffffff801) },
		  2,
		  false },
		{ { 0x72, 0x00, 0x00, 0x02, 0x00, 0x02, 0x1f, 0x01,
		    0x03, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		    0x01, 0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
		  24 },
	};
	static const struct sample of_pasid = {
		{ { HEAD(GATE_MSG_OUT_INV_REQ, 0x0310, 0) | OF(0x345) | LEN(1),
		    UINT64_C(0x5000) },
		  2,
		  false },
		{ { 0x91, 0x00, 0x03, 0x45, 0x72, 0x00, 0x00, 0x02, 0x00, 0x02,
		    0x00, 0x01, 0x03, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		    0x00, 0x50, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 },
		  28 },
	};

	(void)state;
	both_ways(&s);
	both_ways(&of_pasid);
}

static void test_invalidate_completion(void **state)
{
	static const struct sample s = {
		{ { HEAD(GATE_MSG_IN_INV_DONE, 0x0310, 0),
		    UINT64_C(0x380000001) },
		  2,
		  true },
		{ { 0x32, 0x00, 0x00, 0x00, 0x03, 0x10, 0x00, 0x02, 0x00, 0x02,
		    0x00, 0x03, 0x80, 0x00, 0x00, 0x01 },
		  16 },
	};

	(void)state;
	both_ways(&s);
}

/* Page 12345678_9abcdh, group 1ffh, last, write and no read. */
static void test_page_request(void **state)
{
	static const struct sample s = {
		{ { HEAD(GATE_MSG_IN_PAGE_REQ, 0x0310, 0) | OF(7) | SUPER,
		    UINT64_C(0x123456789abcdffe) },
		  2,
		  true },
		{ { 0x91, 0x20, 0x00, 0x07, /* prefix */
		    0x30, 0x00, 0x00, 0x00, 0x03, 0x10, 0x00, 0x04,
		    0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xdf, 0xfe },
		  20 },
	};

	(void)state;
	both_ways(&s);
}

static void test_prg_response(void **state)
{
	static const struct sample s = {
		{ { HEAD(GATE_MSG_OUT_PRG_RESP, 0x0310, 0) | OF(7) | LEN(1),
		    UINT64_C(0xf1ff) },
		  2,
		  false },
		{ { 0x91, 0x00, 0x00, 0x07, /* prefix */
		    0x32, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x05,
		    0x03, 0x10, 0xf1, 0xff, 0x00, 0x00, 0x00, 0x00 },
		  20 },
	};

	(void)state;
	both_ways(&s);
}

/* Messages that no TLP of ATS or PRI is for. */
static void test_others_are_not_encoded(void **state)
{
	struct ats_tlp_message m = { .count = 2 };
	struct ats_tlp tlp;

	(void)state;
	for (unsigned int msg = 0; msg < 16; msg++) {
		m.word[0] = HEAD(msg, 1, 1);
		m.up = true;
		assert_int_equal(ats_tlp_encode(&m, &link, &tlp) == 0,
				 msg >= GATE_MSG_IN_ATS_REQ &&
					 msg <= GATE_MSG_IN_PAGE_REQ);
		m.up = false;
		assert_int_equal(ats_tlp_encode(&m, &link, &tlp) == 0,
				 msg >= GATE_MSG_OUT_ATS_CPL &&
					 msg <= GATE_MSG_OUT_PRG_RESP);
	}
	m.word[0] = HEAD(GATE_MSG_OUT_ATS_CPL, 1, 1);
	m.count = 0;
	assert_true(ats_tlp_encode(&m, &link, &tlp) < 0);
	m.count = ATS_TLP_WORDS + 1;
	assert_true(ats_tlp_encode(&m, &link, &tlp) < 0);
}

static void refuses(const struct sample *s, unsigned int byte, uint8_t bits)
{
	struct ats_tlp tlp = s->tlp;
	struct ats_tlp_message m;

	tlp.byte[byte] ^= bits;
	assert_true(ats_tlp_decode(&tlp, &m) < 0);
}

/* 4.2.1, and what the codec does not do. */
static void test_malformed(void **state)
{
	struct sample s = request;
	struct ats_tlp_message m;

	(void)state;
	refuses(&s, 2, 0x04); /* AT = 00 */
	refuses(&s, 2, 0x08); /* AT = 11 */
	refuses(&s, 2, 0x40); /* EP */
	refuses(&s, 2, 0x80); /* TD */
	refuses(&s, 1, 0x80); /* T9 */
	refuses(&s, 1, 0x08); /* T8 */
	refuses(&s, 3, 0x01); /* odd */
	refuses(&s, 3, 0x06); /* none */
	refuses(&s, 3, 0x14); /* 18 DWORDs, beyond RCB */
	refuses(&s, 7, 0x01); /* byte enables */
	refuses(&s, 0, 0x40); /* a write */
	refuses(&s, 0, 0x04); /* I/O */
	for (s.tlp.length = 0; s.tlp.length < 16; s.tlp.length++)
		assert_true(ats_tlp_decode(&s.tlp, &m) < 0);
	s.tlp.length = ATS_TLP_BYTES + 1;
	assert_true(ats_tlp_decode(&s.tlp, &m) < 0);
}

static void test_malformed_messages(void **state)
{
	static const struct sample message = {
		.tlp = { { 0x32, 0, 0, 0, 3, 0x10, 0, 2, 0, 2, 0, 1 }, 16 },
	};
	static const struct sample completion = {
		.tlp = { { 0x4a, 0, 0, 2, 0, 2, 0, 8, 3, 0x10, 0xa5, 0x38 },
			 20 },
	};
	static const struct sample request_without_body = {
		.tlp = { { 0x72, 0, 0, 0, 0, 2, 0, 1, 3, 0x10 }, 16 },
	};
	struct ats_tlp_message m;

	(void)state;
	assert_int_equal(ats_tlp_decode(&message.tlp, &m), 0);
	refuses(&message, 0, 0x02); /* a completion to the root */
	refuses(&message, 7, 0x01); /* code 3 */
	refuses(&message, 7, 0x80); /* code 82h */
	assert_int_equal(ats_tlp_decode(&completion.tlp, &m), 0);
	refuses(&completion, 6, 0x20); /* UR with a body */
	refuses(&completion, 7, 0x18); /* the first of two packets */
	refuses(&completion, 3, 0x04); /* longer than it is */
	refuses(&completion, 3, 0x10); /* nine translations */
	refuses(&request_without_body, 0, 0);
}

int ats_tlp_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_request),
		UNIT(test_prefix),
		UNIT(test_completion),
		UNIT(test_completion_without_data),
		UNIT(test_invalidate_request),
		UNIT(test_invalidate_completion),
		UNIT(test_page_request),
		UNIT(test_prg_response),
		UNIT(test_others_are_not_encoded),
		UNIT(test_malformed),
		UNIT(test_malformed_messages),
	};

	return cmocka_run_group_tests_name("ats_tlp", tests, NULL, NULL);
}
