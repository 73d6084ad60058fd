/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * 256-bit descriptors with bits flipped: which of them are good, and what
 * IQERCD says of the others (6.5.2, 11.4.9.9).
 */

#include <inttypes.h>
#include <string.h>

#include "shoot.h"

#define IQH    0x80u
#define IQERCD 0xb0u

#define IQEI(n)  (1u << (n))
#define GOOD     IQEI(0)
#define TYPE     IQEI(3)
#define RESERVED IQEI(4)
#define EITHER   (TYPE | RESERVED) /* the text names neither */
#define HIGHER   UINT64_MAX

enum { CONTEXT = 1, IOTLB = 2, IEC = 4, WAIT = 5, P_IOTLB = 6, PASID = 7 };

/* Reserved bits of each type, type bits left out. */
static const uint64_t reserved[][2] = {
	[CONTEXT] = { UINT64_C(0xfffc00000000f1c0), HIGHER },
	[IOTLB] = { UINT64_C(0xffffffff0000f100), 0xf80 },
	[IEC] = { UINT64_C(0xffff000007fff1e0), HIGHER },
	[WAIT] = { UINT64_C(0xfffff180), 3 },
	[P_IOTLB] = { UINT64_C(0xfff000000000f1c0), 0xf80 },
	[PASID] = { UINT64_C(0xfff000000000f1c0), HIGHER },
};

/* Granularities that a type has, as bits. */
static const uint8_t granularities[] = {
	[CONTEXT] = 0xe, [IOTLB] = 0xe,   [IEC] = 0xf,
	[WAIT] = 0xf,    [P_IOTLB] = 0xc, [PASID] = 0xb,
};

static bool has_type(const struct shoot *s, unsigned int type)
{
	if (type == IEC)
		return s->unit.model->caps.ir;
	if (type == P_IOTLB || type == PASID)
		return s->scalable;
	return type == CONTEXT || type == IOTLB || type == WAIT;
}

/* What a legal value of a field may still be too much of. */
static bool too_much(const struct shoot *s, unsigned int type,
		     const uint64_t d[4])
{
	if (type == IOTLB && (d[0] >> 4 & 3) == 3)
		return (d[1] & 63) > s->unit.model->mamv;
	return type == IEC && (d[0] >> 4 & 1) && (d[0] >> 31 & 1);
}

static unsigned int judge(const struct shoot *s, const uint64_t d[4])
{
	unsigned int type = (unsigned int)((d[0] & 15) | (d[0] >> 9 & 7) << 4);

	if (!has_type(s, type))
		return TYPE;
	if (d[2] || d[3])
		return EITHER;
	if (d[0] & reserved[type][0] || d[1] & reserved[type][1])
		return RESERVED;
	if (!(granularities[type] >> (d[0] >> 4 & 3) & 1))
		return EITHER;
	return too_much(s, type, d) ? EITHER : GOOD;
}

static void make(struct shoot *s, uint64_t d[4])
{
	static const uint8_t types[] = { 1, 2, 4, 5, 6, 6, 7, 7 };
	struct rng *r = &s->rng;
	uint64_t type = types[rng_below(r, sizeof(types))];

	memset(d, 0, 32);
	d[0] = rng_u64(r);
	d[1] = rng_u64(r);
	if (rng_percent(r, 90))
		d[0] = (d[0] & ~UINT64_C(0xe0f) & ~reserved[type][0]) | type;
	if (rng_percent(r, 90))
		d[1] &= ~reserved[type][1];
	/* A status goes nowhere. */
	if (type == WAIT)
		d[0] &= ~UINT64_C(0x20);
	if (rng_percent(r, 30))
		d[rng_below(r, 2)] ^= UINT64_C(1) << rng_below(r, 64);
	if (rng_percent(r, 10))
		d[2 + rng_below(r, 2)] = UINT64_C(1) << rng_below(r, 64);
	if (rng_percent(r, 5))
		d[0] = (d[0] & ~UINT64_C(0xe0f)) | rng_below(r, 16) |
		       (uint64_t)rng_below(r, 8) << 9;
	if ((d[0] & 0xe0f) == WAIT)
		d[0] &= ~UINT64_C(0x20);
}

static const char *stopped(struct shoot *s, unsigned int at,
			   unsigned int judged)
{
	struct unit *u = &s->unit;
	unsigned int iqei = (unsigned int)(unit_read64(u, IQERCD) & 15);

	if (!(judged >> iqei & 1))
		return "IQERCD.IQEI is wrong";
	if (unit_read64(u, IQH) != at * u->stride)
		return "IQH is not at the bad descriptor";
	s->counts.bad[iqei & 7]++;
	/* As drivers do: something harmless in its place. */
	memset(&s->queue[4 * at], 0, 32);
	s->queue[4 * at] = WAIT;
	if (!unit_clear_fsts(u, UNIT_FSTS_IQE) ||
	    (unit_fsts(u) & UNIT_FSTS_IQE))
		return "IQE was not cleared";
	return NULL;
}

const char *shoot_garbage(struct shoot *s)
{
	struct unit *u = &s->unit;
	unsigned int at = u->tail;
	uint64_t *d = &s->queue[4 * at];
	unsigned int judged;
	const char *wrong = NULL;
	bool iqe;

	make(s, d);
	judged = judge(s, d);
	shoot_note(s,
		   "descriptor %016" PRIx64 " %016" PRIx64 " %016" PRIx64
		   " %016" PRIx64,
		   d[3], d[2], d[1], d[0]);
	u->tail = (u->tail + 1) % u->slots;
	if (!unit_write32(u, 0x88, u->tail * u->stride) || !unit_settle(u))
		return "the engine does not settle";
	iqe = unit_fsts(u) & UNIT_FSTS_IQE;
	if (iqe != !(judged & GOOD))
		return iqe ? "a good descriptor was refused" :
			     "a bad descriptor was accepted";
	s->counts.bad[0] += !iqe;
	if (iqe)
		wrong = stopped(s, at, judged);
	if (wrong)
		return wrong;
	return shoot_wait(s) ? NULL : "the queue does not go on";
}
