/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Scenarios that port_trouble_test.c runs again and again, each time with
 * another operation of the port failing.
 */
#ifndef TESTS_UNIT_TROUBLE_H
#define TESTS_UNIT_TROUBLE_H

#include "bench.h"

/* A request, from a state of the caches. Slot 1; it is granted @pa. */
struct request {
	const char *name;
	void (*prepare)(struct bench *b); /* NULL: nothing cached */
	uint64_t flags;                   /* of WORK0 */
	uint64_t pa;
	unsigned int levels; /* 0: pass-through */
	uint64_t size;       /* of the page */
};

/* A command of the host; @done tells that all of it happened. */
struct command {
	const char *name;
	void (*give)(struct bench *b);
	bool (*done)(const struct bench *b);
	bool drains;
};

extern const struct request trouble_requests[];
extern const size_t trouble_num_requests;
extern const struct command trouble_commands[];
extern const size_t trouble_num_commands;

/*
 * Fresh engine, translation and queue on, one page mapped for SID and what
 * @request wants cached; nothing of it counts as read or called.
 */
void trouble_prepare(struct bench *b, const struct request *request);

/* The request itself, until the engine is idle. */
void trouble_ask(struct bench *b, const struct request *request);

/* The same for commands: a page is cached, nothing has been asked. */
void trouble_prepare_command(struct bench *b);

#endif
