/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A client that is told of changes (vtd_gate.def, CLIENT_*): one with a shadow
 * of the mapping, kept complete by MAP and UNMAP, or one that only hears what
 * it has to forget. It checks what it is told: no MAP over another one, no
 * UNMAP of something it was not told, one number after the other.
 *
 * It knows no target: messages to it come by shadow_client_message(), its own
 * go to the port, when shadow_client_step() is called.
 */
#ifndef TESTS_LIB_SHADOW_CLIENT_H
#define TESTS_LIB_SHADOW_CLIENT_H

#include "device_port.h"

#define SHADOW_CLIENT_MAPS   8192U
#define SHADOW_CLIENT_EVENTS 2048U
#define SHADOW_CLIENT_OWED   64U

/* How it acknowledges; bits. */
enum shadow_client_manner {
	SHADOW_CLIENT_REFUSES = 1U << 0, /* every MAP */
	SHADOW_CLIENT_SILENT = 1U << 1,  /* never */
	SHADOW_CLIENT_SLOW = 1U << 2,    /* not before it is released */
	SHADOW_CLIENT_TWICE = 1U << 3,
	SHADOW_CLIENT_WRONG = 1U << 4, /* with another number */
};

#define SHADOW_CLIENT_R 1U
#define SHADOW_CLIENT_W 2U

struct shadow_client_map {
	uint64_t first, last, pa;
	unsigned int perm; /* SHADOW_CLIENT_R, _W */
};

/* What it was told: enum MSG_OUT, with the fields that belong to it. */
struct shadow_client_event {
	unsigned int msg;
	struct shadow_client_map map;
};

struct shadow_client_ack {
	uint64_t head, word1;
	bool waits; /* for shadow_client_release() */
};

struct shadow_client {
	uint16_t sid;
	bool pasid_valid;
	uint32_t pasid;
	struct device_port port;
	unsigned int kinds;  /* enum CLIENT_KIND, as registered */
	unsigned int manner; /* enum shadow_client_manner */
	bool in_flight;      /* DMA under what it has: no UNMAP is done */

	struct shadow_client_map map[SHADOW_CLIENT_MAPS]; /* by address */
	unsigned int maps;
	/* The first SHADOW_CLIENT_EVENTS since shadow_client_clear(). */
	struct shadow_client_event event[SHADOW_CLIENT_EVENTS];
	unsigned int events;
	struct shadow_client_ack ack[SHADOW_CLIENT_OWED]; /* oldest first */
	unsigned int owes;
	unsigned int states; /* CLIENT_STATEs that came */
	unsigned int state;  /* the newest: enum CLIENT_STATUS */
	bool lost;           /* since CLIENT_LOST, until READY */
	unsigned int cut;    /* UNMAPs that left a part of a mapping */
	const char *flaw;    /* the first rule that was broken, or NULL */
};

void shadow_client_init(struct shadow_client *c, uint16_t sid,
			struct device_port port);

/*
 * Registers for [@first, @last] with @kinds, a bit for each enum CLIENT_KIND;
 * 0: no longer. False when the stream does not take it now.
 */
bool shadow_client_hello(struct shadow_client *c, unsigned int kinds,
			 uint64_t first, uint64_t last);

/* What it has for @addr, or NULL. */
const struct shadow_client_map *
shadow_client_find(const struct shadow_client *c, uint64_t addr);

/* Forgets the events so far, not what they led to. */
void shadow_client_clear(struct shadow_client *c);

void shadow_client_message(struct shadow_client *c, const uint64_t *word);
/* Acknowledges what it may; true if it sent something. */
bool shadow_client_step(struct shadow_client *c);
void shadow_client_release(struct shadow_client *c);

#endif
