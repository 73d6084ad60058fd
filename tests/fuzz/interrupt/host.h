/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The host of one case: memory that reads as 0 but for the entry and the
 * descriptor, which alone takes updates, and whatever is written to FEEx_xxxx.
 */
#ifndef TESTS_FUZZ_INTERRUPT_HOST_H
#define TESTS_FUZZ_INTERRUPT_HOST_H

#include "../../../firmware/native/native.h"
#include "../../oracle/oracle.h"
#include "case.h"

#define HOST_MESSAGES 4u

struct host_message {
	uint64_t addr;
	uint32_t data;
};

struct host {
	const struct interrupt_case *c;
	uint64_t descriptor[8]; /* as it is now */
	unsigned int lost;      /* updates that will be */
	unsigned int stray;     /* writes to anything else */
	unsigned int messages;
	struct host_message message[HOST_MESSAGES];
};

void host_begin(struct host *h, const struct interrupt_case *c);

/* The same memory as the engine and as the oracle sees it. */
struct native_host host_for_engine(struct host *h);
struct oracle_memory host_for_oracle(struct host *h);

#endif
