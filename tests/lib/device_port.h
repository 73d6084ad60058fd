/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* How the models of devices send messages (vtd_gate.def, Messages). */
#ifndef TESTS_LIB_DEVICE_PORT_H
#define TESTS_LIB_DEVICE_PORT_H

#include <stdbool.h>
#include <stdint.h>

/* False when the stream does not take the message now; it is tried again. */
struct device_port {
	bool (*send)(void *ctx, uint64_t head, uint64_t word1, uint64_t word2);
	void *ctx;
};

/* A field of the words of vtd_gate.def, by its mask. */
static inline uint64_t device_get(uint64_t word, uint64_t mask)
{
	return (word & mask) / (mask & -mask);
}

static inline uint64_t device_put(uint64_t mask, uint64_t value)
{
	return value * (mask & -mask) & mask;
}

#endif
