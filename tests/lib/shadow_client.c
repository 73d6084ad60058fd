/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shadow_client.h"

#include <string.h>

#include "gen/vtd_gate.h"

#define PAGE UINT64_C(4096)

void shadow_client_init(struct shadow_client *c, uint16_t sid,
			struct device_port port)
{
	memset(c, 0, sizeof(*c));
	c->sid = sid;
	c->port = port;
}

static void broken(struct shadow_client *c, const char *rule)
{
	if (!c->flaw)
		c->flaw = rule;
}

static bool has_shadow(const struct shadow_client *c)
{
	return c->kinds & GATE_CLIENT_KIND_MAP;
}

static uint64_t head_of(const struct shadow_client *c, unsigned int msg)
{
	uint64_t head = GATE_KIND_MSG | device_put(GATE_WORK0_MSG, msg) |
			device_put(GATE_WORK0_SID, c->sid);

	if (c->pasid_valid)
		head |= GATE_WORK0_SSIDV |
			device_put(GATE_WORK0_SSID, c->pasid);
	return head;
}

bool shadow_client_hello(struct shadow_client *c, unsigned int kinds,
			 uint64_t first, uint64_t last)
{
	c->kinds = kinds;
	return c->port.send(c->port.ctx, head_of(c, GATE_MSG_IN_CLIENT_HELLO),
			    (first & ~(PAGE - 1)) | kinds, last);
}

/* ---- The shadow --------------------------------------------------------- */

/* The first mapping that ends at @addr or above. */
static unsigned int place_of(const struct shadow_client *c, uint64_t addr)
{
	unsigned int low = 0, high = c->maps;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (c->map[middle].last < addr)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct shadow_client_map *
shadow_client_find(const struct shadow_client *c, uint64_t addr)
{
	unsigned int at = place_of(c, addr);

	return at < c->maps && c->map[at].first <= addr ? &c->map[at] : NULL;
}

static void insert(struct shadow_client *c, unsigned int at,
		   const struct shadow_client_map *map)
{
	if (c->maps == SHADOW_CLIENT_MAPS) {
		broken(c, "more mappings than the client has room for");
		return;
	}
	memmove(c->map + at + 1, c->map + at, (c->maps - at) * sizeof(*c->map));
	c->map[at] = *map;
	c->maps++;
}

static void erase(struct shadow_client *c, unsigned int at)
{
	c->maps--;
	memmove(c->map + at, c->map + at + 1, (c->maps - at) * sizeof(*c->map));
}

static void mapped(struct shadow_client *c, const struct shadow_client_map *map)
{
	unsigned int at = place_of(c, map->first);

	if (!has_shadow(c))
		broken(c, "MAP to a client that did not ask for it");
	if (map->last < map->first || (map->last + 1) % PAGE)
		broken(c, "MAP of no range");
	if (!map->perm)
		broken(c, "MAP without permission");
	if (at < c->maps && c->map[at].first <= map->last) {
		broken(c, "MAP over a mapping that is there");
		return;
	}
	insert(c, at, map);
}

/* The part of the mapping at @at behind @last stays. */
static void cut_tail(struct shadow_client *c, unsigned int at, uint64_t last)
{
	struct shadow_client_map *m = &c->map[at];

	m->pa += last + 1 - m->first;
	m->first = last + 1;
	c->cut++;
}

/* Takes [@first, @last] out of the mapping at @at; true if it is gone. */
static bool take_out(struct shadow_client *c, unsigned int at, uint64_t first,
		     uint64_t last)
{
	struct shadow_client_map m = c->map[at];

	if (m.first < first) {
		c->map[at].last = first - 1;
		c->cut++;
		if (m.last > last) {
			insert(c, at + 1, &m);
			cut_tail(c, at + 1, last);
		}
		return false;
	}
	if (m.last > last) {
		cut_tail(c, at, last);
		return false;
	}
	erase(c, at);
	return true;
}

/* Exactly what it was told, no page more. */
static void unmapped(struct shadow_client *c, uint64_t first, uint64_t last)
{
	unsigned int at = place_of(c, first);
	uint64_t expected = first;
	bool done = false;

	if (last < first)
		broken(c, "UNMAP of no range");
	if (!has_shadow(c))
		return;
	while (at < c->maps && c->map[at].first <= last) {
		if (c->map[at].first > expected)
			broken(c, "UNMAP of what was not told");
		done = c->map[at].last >= last;
		expected = c->map[at].last + 1;
		if (!take_out(c, at, first, last))
			at++;
	}
	if (!done)
		broken(c, "UNMAP of what was not told");
}

/* ---- Messages ----------------------------------------------------------- */

static void owe(struct shadow_client *c, uint64_t head, bool refused)
{
	uint64_t number = head & GATE_WORK0_TAG;
	unsigned int times = c->manner & SHADOW_CLIENT_TWICE ? 2 : 1;

	if (c->manner & SHADOW_CLIENT_WRONG)
		number ^= UINT64_C(0x80) << 12;
	if (c->manner & SHADOW_CLIENT_SILENT)
		return;
	for (unsigned int i = 0; i < times; i++) {
		if (c->owes == SHADOW_CLIENT_OWED) {
			broken(c, "more open messages than it can be told");
			return;
		}
		c->ack[c->owes++] = (struct shadow_client_ack){
			.head = head_of(c, GATE_MSG_IN_CLIENT_ACK) | number,
			.word1 = refused ? GATE_WORK1_CLIENT_REFUSED : 0,
			.waits = c->manner & SHADOW_CLIENT_SLOW,
		};
	}
}

static void note(struct shadow_client *c, unsigned int msg,
		 const struct shadow_client_map *map)
{
	if (c->events < SHADOW_CLIENT_EVENTS)
		c->event[c->events] = (struct shadow_client_event){ msg, *map };
	c->events++;
}

static struct shadow_client_map map_of(const uint64_t *word, unsigned int msg)
{
	struct shadow_client_map map = { 0 };

	if (msg == GATE_MSG_OUT_CLIENT_MAP ||
	    msg == GATE_MSG_OUT_CLIENT_UNMAP) {
		map.first = word[1] & ~(PAGE - 1);
		map.last = word[2];
	}
	if (msg == GATE_MSG_OUT_CLIENT_MAP) {
		map.perm = word[1] & (SHADOW_CLIENT_R | SHADOW_CLIENT_W);
		map.pa = word[3];
	}
	return map;
}

static void told_map(struct shadow_client *c, uint64_t head,
		     const struct shadow_client_map *map)
{
	bool refused = c->manner & SHADOW_CLIENT_REFUSES;

	if (!refused)
		mapped(c, map);
	owe(c, head, refused);
}

static void told_state(struct shadow_client *c, uint64_t head)
{
	c->states++;
	c->state = (unsigned int)device_get(head, GATE_WORK0_STATUS);
	if (c->state == GATE_CLIENT_STATUS_READY)
		c->lost = false;
	else
		c->maps = 0;
}

void shadow_client_message(struct shadow_client *c, const uint64_t *word)
{
	unsigned int msg = (unsigned int)device_get(word[0], GATE_WORK0_MSG);
	struct shadow_client_map map = map_of(word, msg);

	note(c, msg, &map);
	switch (msg) {
	case GATE_MSG_OUT_CLIENT_MAP:
		told_map(c, word[0], &map);
		break;
	case GATE_MSG_OUT_CLIENT_UNMAP:
		unmapped(c, map.first, map.last);
		owe(c, word[0], false);
		break;
	case GATE_MSG_OUT_CLIENT_LOST:
		c->lost = true;
		c->maps = 0;
		owe(c, word[0], false);
		break;
	case GATE_MSG_OUT_CLIENT_STATE:
		told_state(c, word[0]);
		break;
	default:
		broken(c, "a message that is not for clients");
	}
}

bool shadow_client_step(struct shadow_client *c)
{
	const struct shadow_client_ack *a = c->ack;

	if (!c->owes || a->waits || c->in_flight ||
	    !c->port.send(c->port.ctx, a->head, a->word1, 0))
		return false;
	c->owes--;
	memmove(c->ack, c->ack + 1, c->owes * sizeof(*c->ack));
	return true;
}

void shadow_client_release(struct shadow_client *c)
{
	for (unsigned int i = 0; i < c->owes; i++)
		c->ack[i].waits = false;
}

void shadow_client_clear(struct shadow_client *c)
{
	c->events = 0;
}
