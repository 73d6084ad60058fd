/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "mirror.h"

#include <inttypes.h>
#include <stddef.h>

#include "gen/vtd_gate.h"
#include "report.h"
#include "shadow_client.h"
#include "table_walk.h"

static struct shadow_client client;
static struct device_port port;
static bool registered;

static struct {
	uint64_t maps, unmaps, compared;
} counts;

void mirror_reset(struct device_port to)
{
	port = to;
	registered = false;
}

bool mirror_register(uint16_t sid, unsigned int bits)
{
	if (registered)
		return false;
	shadow_client_init(&client, sid, port);
	registered = shadow_client_hello(
		&client, GATE_CLIENT_KIND_MAP | GATE_CLIENT_KIND_UNMAP, 0,
		(UINT64_C(1) << bits) - 1);
	return registered;
}

void mirror_message(uint16_t sid, const uint64_t *word)
{
	uint64_t kind = device_get(word[0], GATE_WORK0_MSG);

	if (!registered || sid != client.sid) {
		report_line("PROBLEM message to a client that is none");
		return;
	}
	counts.maps += kind == GATE_MSG_OUT_CLIENT_MAP;
	counts.unmaps += kind == GATE_MSG_OUT_CLIENT_UNMAP;
	shadow_client_message(&client, word);
}

bool mirror_step(void)
{
	if (!registered)
		return false;
	if (client.flaw) {
		report_line("PROBLEM %s", client.flaw);
		client.flaw = NULL;
	}
	return shadow_client_step(&client);
}

bool mirror_is_ready(uint16_t sid)
{
	return registered && client.sid == sid && client.states &&
	       client.state == GATE_CLIENT_STATUS_READY && !client.lost;
}

bool mirror_find(uint64_t addr, bool write, uint64_t *pa)
{
	const struct shadow_client_map *map = shadow_client_find(&client, addr);
	unsigned int need = write ? SHADOW_CLIENT_W : SHADOW_CLIENT_R;

	if (!map || !(map->perm & need))
		return false;
	*pa = map->pa + (addr - map->first);
	return true;
}

/* ---- Against the tables ------------------------------------------------- */

struct comparison {
	unsigned int at;
	bool equal;
};

static void differ(struct comparison *c, const struct table_leaf *leaf)
{
	if (c->equal)
		report_line(
			"PROBLEM shadow differs from the tables at %" PRIx64,
			leaf->first);
	c->equal = false;
}

static void compare(void *ctx, const struct table_leaf *leaf)
{
	struct comparison *c = ctx;
	const struct shadow_client_map *map = &client.map[c->at];

	if (c->at >= client.maps || map->first != leaf->first ||
	    map->last != leaf->last || map->pa != leaf->pa ||
	    map->perm != leaf->perm)
		differ(c, leaf);
	c->at++;
	counts.compared++;
}

bool mirror_is_exact(void)
{
	struct comparison c = { .equal = true };

	if (!mirror_is_ready(client.sid)) {
		report_line("PROBLEM the shadow is not complete: state %u",
			    client.state);
		return false;
	}
	table_walk(client.sid, compare, &c);
	if (c.equal && c.at != client.maps) {
		report_line("PROBLEM shadow has %u mappings, tables have %u",
			    client.maps, c.at);
		c.equal = false;
	}
	return c.equal;
}

void mirror_report(void)
{
	report_count("shadow_maps", counts.maps);
	report_count("shadow_unmaps", counts.unmaps);
	report_count("shadow_compared", counts.compared);
}
