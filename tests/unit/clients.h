/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A bench with clients: what the engine sends reaches the models of
 * tests/lib/shadow_client.h at once, what they answer is queued as work when a
 * test lets them.
 */
#ifndef TESTS_UNIT_CLIENTS_H
#define TESTS_UNIT_CLIENTS_H

#include "bench.h"
#include "notify.h"
#include "shadow_client.h"

/* Sources that may have a shadow, and one that may not. */
#define CLIENT_SID(i) ((uint16_t)(0x0310 + 8 * (i)))
#define OTHER_SID     UINT16_C(0x0400)

#define CLIENTS 4u

#define KINDS_SHADOW (GATE_CLIENT_KIND_MAP | GATE_CLIENT_KIND_UNMAP)
#define KINDS_CACHE  GATE_CLIENT_KIND_UNMAP
#define KINDS_DEVICE GATE_CLIENT_KIND_DEVIOTLB_UNMAP

/* The range of the vectors: 39 bits. */
#define RANGE_LAST UINT64_C(0x7fffffffff)

#define K4 TABLES_PAGE_4K
#define M2 TABLES_PAGE_2M
#define G1 TABLES_PAGE_1G

struct clients {
	struct bench *b;
	struct shadow_client client[CLIENTS]; /* of CLIENT_SID(i) */
	/* What takes messages to them: port_mock.h, after a power-on. */
	void (*meanwhile)(struct vtd_port *m, const struct mock_call *call);
};

/* bench_config() with CAP.CM and ECAP.DT; the CLIENT_SIDs may have shadows. */
struct vtd_config clients_config(void);

/*
 * Power-on with @config, a queue, and translation on: CLIENT_SID(0) to (2) have
 * domain DID of three levels, CLIENT_SID(3) domain DID + 1.
 */
struct clients *clients_start(struct bench *b, const struct vtd_config *config);

/* cmocka: the same with clients_config(); *state is a struct clients. */
int clients_setup(void **state);
int clients_teardown(void **state);

#define CLIENTS_TEST(test)                                                     \
	cmocka_unit_test_setup_teardown(test, clients_setup, clients_teardown)

/* Nodes that all shadows have together; before any is registered. */
void clients_pool(struct clients *s, uint32_t nodes);

/* Turns of the engine and answers of the clients until there are no more. */
void clients_run(struct clients *s);

/* Client @i registers for [@first, @last] and is told; must be READY then. */
struct shadow_client *clients_hello(struct clients *s, unsigned int i,
				    unsigned int kinds, uint64_t first,
				    uint64_t last);

/* A client that keeps a shadow of 39 bits; its events so far are cleared. */
struct shadow_client *clients_shadow(struct clients *s, unsigned int i);

/* One tick of the timer; enough of them for a time-out. */
void clients_tick(struct clients *s);
void clients_time_out(struct clients *s);

/*
 * The host flushes by the queue and waits; returns when nothing is left to be
 * done. clients_flush_begin() does not let it run.
 */
void clients_flush_begin(struct clients *s, uint64_t lo, uint64_t hi);
void clients_flush_pages(struct clients *s, uint16_t did, uint64_t addr,
			 unsigned int am);
void clients_flush_domain(struct clients *s, uint16_t did);
void clients_flush_all(struct clients *s);
void clients_flush_context(struct clients *s, uint16_t sid);

/* Whether the queue is empty, and the status of its last wait is there. */
bool clients_waited(const struct clients *s);

/* The pages of a client's domain; size as tables_map(). */
void clients_map(struct clients *s, unsigned int i, uint64_t iova, uint64_t pa,
		 uint64_t size, unsigned int perm);
void clients_unmap(struct clients *s, unsigned int i, uint64_t iova);

/* The next events of a client are these, in this order; then none. */
#define M(iova, size, pa, perm)                                                \
	{                                                                      \
		GATE_MSG_OUT_CLIENT_MAP,                                       \
		{                                                              \
			iova, (iova) + (size)-1, pa, perm                      \
		}                                                              \
	}
#define U(iova, size)                                                          \
	{                                                                      \
		GATE_MSG_OUT_CLIENT_UNMAP,                                     \
		{                                                              \
			iova, (iova) + (size)-1, 0, 0                          \
		}                                                              \
	}
#define LOST()                                                                 \
	{                                                                      \
		GATE_MSG_OUT_CLIENT_LOST,                                      \
		{                                                              \
			0, 0, 0, 0                                             \
		}                                                              \
	}
#define STATE()                                                                \
	{                                                                      \
		GATE_MSG_OUT_CLIENT_STATE,                                     \
		{                                                              \
			0, 0, 0, 0                                             \
		}                                                              \
	}

void clients_expect(struct shadow_client *c,
		    const struct shadow_client_event *events,
		    unsigned int count);

#define TOLD(c, ...)                                                           \
	clients_expect(c, (const struct shadow_client_event[]){ __VA_ARGS__ }, \
		       sizeof((struct shadow_client_event[]){ __VA_ARGS__ }) / \
			       sizeof(struct shadow_client_event))
#define TOLD_NOTHING(c) assert_int_equal((c)->events, 0)

/* The client's own DMA, as the gate would ask; the answer's action. */
unsigned int clients_dma(struct clients *s, unsigned int i, uint64_t addr);

#endif
