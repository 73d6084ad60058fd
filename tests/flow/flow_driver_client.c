/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#include <string.h>

void driver_attach_client(struct driver *d, uint16_t sid, uint16_t other)
{
	if (tables_share(&d->tables, sid, other))
		flow_fail("the table builder failed");
}

void driver_start_client(struct driver *d)
{
	driver_init(d);
	driver_attach(d, FLOW_SHADOW_SID, DID, driver_levels());
	driver_set_root(d);
	driver_enable_queue(d, 0);
	driver_inv_all(d);
	driver_translate(d, true);
}

void flow_expect_hello(struct shadow_client *c, unsigned int kinds,
		       uint64_t first, uint64_t last, unsigned int status)
{
	unsigned int states = c->states;

	if (!shadow_client_hello(c, kinds, first, last))
		flow_fail("the registration was not taken");
	for (unsigned int i = 0; c->states == states; i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("the registration is not answered");
		flow_run(1);
	}
	flow_expect_equal("CLIENT_STATUS", c->state, status);
}

void flow_register(struct shadow_client *c, uint16_t sid, unsigned int kinds,
		   uint64_t first, uint64_t last)
{
	flow_client(c, sid);
	flow_expect_hello(c, kinds, first, last, GATE_CLIENT_STATUS_READY);
}

/* States are no events of the mapping. */
static void forget_states(struct shadow_client *c)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < c->events; i++)
		if (c->event[i].msg != GATE_MSG_OUT_CLIENT_STATE)
			c->event[kept++] = c->event[i];
	c->events = kept;
}

void driver_start_shadow(struct driver *d, struct shadow_client *c)
{
	driver_start_client(d);
	flow_register(c, FLOW_SHADOW_SID, CLIENT_SHADOW, 0, CLIENT_LAST);
	flow_expect_told_all(c);
}

static struct shadow_client_event next_event(struct shadow_client *c,
					     const char *wanted, uint64_t iova)
{
	struct shadow_client_event e;

	forget_states(c);
	if (!c->events)
		flow_fail("no further event, expected %s of %#llx", wanted,
			  (unsigned long long)iova);
	if (c->events > SHADOW_CLIENT_EVENTS)
		flow_fail("more events than the model keeps");
	e = c->event[0];
	c->events--;
	memmove(c->event, c->event + 1, c->events * sizeof(e));
	return e;
}

void flow_expect_map(struct shadow_client *c, uint64_t iova, uint64_t size,
		     uint64_t pa, unsigned int perm)
{
	struct shadow_client_event e = next_event(c, "MAP", iova);

	flow_expect_equal("event (MSG_OUT)", e.msg, GATE_MSG_OUT_CLIENT_MAP);
	flow_expect_equal("first address of MAP", e.map.first, iova);
	flow_expect_equal("last address of MAP", e.map.last, iova + size - 1);
	flow_expect_equal("host address of MAP", e.map.pa, pa);
	flow_expect_equal("permission of MAP", e.map.perm, perm);
}

void flow_expect_unmap(struct shadow_client *c, uint64_t iova, uint64_t size)
{
	struct shadow_client_event e = next_event(c, "UNMAP", iova);

	flow_expect_equal("event (MSG_OUT)", e.msg, GATE_MSG_OUT_CLIENT_UNMAP);
	flow_expect_equal("first address of UNMAP", e.map.first, iova);
	flow_expect_equal("last address of UNMAP", e.map.last, iova + size - 1);
}

void flow_expect_told_all(struct shadow_client *c)
{
	flow_settle();
	forget_states(c);
	if (c->events)
		flow_fail("a further event: MSG_OUT %u of %#llx to %#llx",
			  c->event[0].msg,
			  (unsigned long long)c->event[0].map.first,
			  (unsigned long long)c->event[0].map.last);
}

void flow_expect_shadow(const struct shadow_client *c, unsigned int maps)
{
	flow_expect_equal("mappings of the client", c->maps, maps);
	flow_expect_equal("mappings that were cut", c->cut, 0);
	flow_expect_equal("lost", c->lost, 0);
}

void flow_expect_client_dma(uint16_t sid, uint64_t pa)
{
	flow_expect_reads(sid, pa, pa);
	flow_expect_writes(sid, pa, pa);
}
