/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The differ: what a shadow client is told when tables change. The numbered
 * vectors are those that other implementations are known by, with the exact
 * answer where theirs is not.
 */

#include "clients.h"

#include "groups.h"

#define A UINT64_C(0x11000000)
#define B UINT64_C(0x22000000)

/* Vectors 1 to 4: a page appears, moves, loses a right, vanishes. */
static void test_one_page(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, M(0x1000, K4, A, 3));
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD_NOTHING(c);

	clients_map(s, 0, 0x1000, B, K4, TABLES_RW);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4), M(0x1000, K4, B, 3));

	clients_map(s, 0, 0x1000, B, K4, TABLES_R);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4), M(0x1000, K4, B, 1));

	clients_unmap(s, 0, 0x1000);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4));
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD_NOTHING(c);
}

int shadow_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_one_page),
	};

	return cmocka_run_group_tests_name("shadow", tests, NULL, NULL);
}
