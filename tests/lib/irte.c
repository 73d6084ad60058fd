/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "irte.h"

#define P UINT64_C(1)

/* APIC ids have 8 bits in 47:40 unless EIME makes all of 63:32 one. */
static uint64_t destination(uint32_t dest, bool x2apic)
{
	return x2apic ? (uint64_t)dest << 32 : (uint64_t)(uint8_t)dest << 40;
}

static uint64_t source(const struct irte *e)
{
	return e->sid | (uint64_t)e->sq << 16 | (uint64_t)e->svt << 18;
}

void irte_remapped(const struct irte *e, uint64_t words[2])
{
	words[0] = P | (uint64_t)e->fpd << 1 | (uint64_t)e->logical << 2 |
		   (uint64_t)e->hint << 3 | (uint64_t)e->level << 4 |
		   (uint64_t)e->mode << 5 | (uint64_t)e->vector << 16 |
		   destination(e->dest, e->x2apic);
	words[1] = source(e);
}

void irte_posted(const struct irte *e, uint64_t descriptor, uint64_t words[2])
{
	words[0] = P | (uint64_t)e->fpd << 1 | (uint64_t)e->urgent << 14 |
		   UINT64_C(1) << 15 | (uint64_t)e->vector << 16 |
		   (descriptor & 0xffffffc0) << 32;
	words[1] = source(e) | (descriptor & ~UINT64_C(0xffffffff));
}

uint64_t irte_pid_word(uint8_t vector, uint32_t dest, bool x2apic)
{
	return (uint64_t)vector << 16 | destination(dest, x2apic);
}

uint32_t irte_request(uint16_t handle, bool shv)
{
	return 0xfee00010u | (uint32_t)(handle & 0x7fff) << 5 |
	       (uint32_t)shv << 3 | (uint32_t)(handle >> 15) << 2;
}

/* An x2APIC id has its upper 24 bits in 63:40. */
uint64_t irte_message_addr(const struct irte *e)
{
	return UINT64_C(0xfee00000) | (e->dest & 0xff) << 12 |
	       (uint64_t)(e->dest >> 8) << 40 | (uint64_t)e->hint << 3 |
	       (uint64_t)e->logical << 2;
}

/* The level of a remapped interrupt is always asserted (5.1.4). */
uint32_t irte_message_data(const struct irte *e)
{
	return e->vector | (uint32_t)e->mode << 8 | 1u << 14 |
	       (uint32_t)e->level << 15;
}
