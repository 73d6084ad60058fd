/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Clients in scenarios: how they register, and what they have to be told. */
#ifndef TESTS_FLOW_DRIVER_CLIENT_H
#define TESTS_FLOW_DRIVER_CLIENT_H

#include "flow_driver_msg.h"

#define CLIENT_SHADOW (GATE_CLIENT_KIND_MAP | GATE_CLIENT_KIND_UNMAP)
#define CLIENT_LAST   ((UINT64_C(1) << 39) - 1)

/* The source of a client in the domain of @other, or of its own. */
void driver_attach_client(struct driver *d, uint16_t sid, uint16_t other);

/* Legacy mode, FLOW_SHADOW_SID attached to DID, 4 levels, nothing mapped. */
void driver_start_client(struct driver *d);

/* Registers for [@first, @last] and expects READY, or @status. */
void flow_register(struct shadow_client *c, uint16_t sid, unsigned int kinds,
		   uint64_t first, uint64_t last);
void flow_expect_hello(struct shadow_client *c, unsigned int kinds,
		       uint64_t first, uint64_t last, unsigned int status);
/* driver_start_client() and a shadow client of [0, CLIENT_LAST]. */
void driver_start_shadow(struct driver *d, struct shadow_client *c);

/*
 * The oldest event that was not looked at yet is this one; all have come when
 * the invalidation that led to them has been waited for.
 */
void flow_expect_map(struct shadow_client *c, uint64_t iova, uint64_t size,
		     uint64_t pa, unsigned int perm);
void flow_expect_unmap(struct shadow_client *c, uint64_t iova, uint64_t size);
/* There is no other. */
void flow_expect_told_all(struct shadow_client *c);

#define EXPECT_MAP(c, iova, size, pa, perm)                                    \
	HERE(flow_expect_map(c, iova, size, pa, perm))
#define EXPECT_UNMAP(c, iova, size) HERE(flow_expect_unmap(c, iova, size))
#define EXPECT_TOLD_ALL(c)          HERE(flow_expect_told_all(c))
#define EXPECT_HELLO(c, kinds, first, last, status)                            \
	HERE(flow_expect_hello(c, kinds, first, last, status))

/* The client has exactly @maps mappings; nothing was cut. */
void flow_expect_shadow(const struct shadow_client *c, unsigned int maps);
#define EXPECT_SHADOW(c, maps) HERE(flow_expect_shadow(c, maps))

/* Its own DMA, with a host address, passes; or is blocked as a fault. */
void flow_expect_client_dma(uint16_t sid, uint64_t pa);

#endif
