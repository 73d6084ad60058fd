/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "queue.h"

#define TYPE_CONTEXT 1u
#define TYPE_IOTLB   2u
#define TYPE_IEC     4u
#define TYPE_WAIT    5u

#define IQEI(n)       (1u << (n))
#define IQEI_TYPE     IQEI(3)
#define IQEI_RESERVED IQEI(4)
#define WAIT_IF       (UINT64_C(1) << 4)
#define WAIT_SW       (UINT64_C(1) << 5)
#define IQT           0x88

/* 6.5.2: reserved bits of each type, type bits left out. */
#define CONTEXT_RESERVED_LO UINT64_C(0xfffc00000000f1c0)
#define IOTLB_RESERVED_LO   UINT64_C(0xffffffff0000f100)
#define IOTLB_RESERVED_HI   UINT64_C(0xf80)
#define IEC_RESERVED_LO     UINT64_C(0xffff000007fff1e0)
#define WAIT_RESERVED_LO    UINT64_C(0xfffff180)
#define WAIT_RESERVED_HI    UINT64_C(3)

struct queue_desc queue_flush(const struct world_flush *f)
{
	struct queue_desc d = { 0 };

	d.lo = (uint64_t)f->scope << 4 | (uint64_t)f->did << 16;
	if (f->context) {
		d.lo |= TYPE_CONTEXT | (uint64_t)f->sid << 32 |
			(uint64_t)f->fm << 48;
		return d;
	}
	d.lo |= TYPE_IOTLB;
	if (f->scope == UNIT_SELECTIVE)
		d.hi = (f->addr & ~UINT64_C(0xfff)) | (uint64_t)f->ih << 6 |
		       f->am;
	return d;
}

struct queue_desc queue_wait(uint64_t status_addr, uint32_t data)
{
	struct queue_desc d = { TYPE_WAIT | WAIT_SW | (uint64_t)data << 32,
				status_addr };

	return d;
}

static unsigned int judge_context(struct queue_desc d)
{
	if ((d.lo & CONTEXT_RESERVED_LO) || d.hi)
		return IQEI_RESERVED;
	return d.lo >> 4 & 3 ? IQEI(0) : IQEI_TYPE | IQEI_RESERVED;
}

static unsigned int judge_iotlb(const struct unit_model *model,
				struct queue_desc d)
{
	unsigned int scope = (unsigned int)(d.lo >> 4 & 3);

	if ((d.lo & IOTLB_RESERVED_LO) || (d.hi & IOTLB_RESERVED_HI))
		return IQEI_RESERVED;
	if (!scope)
		return IQEI_TYPE | IQEI_RESERVED;
	if (scope == UNIT_SELECTIVE && (d.hi & 63) > model->mamv)
		return IQEI_TYPE | IQEI_RESERVED;
	return IQEI(0);
}

/* Without ECAP.IR there is no such type; ECAP.MHMV is 15, the most. */
static unsigned int judge_iec(const struct unit_model *model,
			      struct queue_desc d)
{
	if (!model->caps.ir)
		return IQEI_TYPE;
	if ((d.lo & IEC_RESERVED_LO) || d.hi)
		return IQEI_RESERVED;
	/* IM counts for one index and its neighbours only. */
	return (d.lo >> 4 & 1) && (d.lo >> 31 & 1) ? IQEI_TYPE | IQEI_RESERVED :
						     IQEI(0);
}

static unsigned int judge_wait(struct queue_desc d)
{
	if ((d.lo & WAIT_RESERVED_LO) || (d.hi & WAIT_RESERVED_HI))
		return IQEI_RESERVED;
	return IQEI(0);
}

unsigned int queue_judge(const struct unit_model *model, struct queue_desc d)
{
	switch ((d.lo & 15) | (d.lo >> 9 & 7) << 4) {
	case TYPE_CONTEXT:
		return judge_context(d);
	case TYPE_IOTLB:
		return judge_iotlb(model, d);
	case TYPE_IEC:
		return judge_iec(model, d);
	case TYPE_WAIT:
		return judge_wait(d);
	default:
		return IQEI_TYPE;
	}
}

bool queue_interrupts(struct queue_desc d)
{
	return (d.lo & 15) == TYPE_WAIT && (d.lo & WAIT_IF);
}

void queue_put(struct world *w, struct queue_desc d)
{
	w->queue[2 * w->unit.tail] = d.lo;
	w->queue[2 * w->unit.tail + 1] = d.hi;
	w->unit.tail = (w->unit.tail + 1) % w->unit.slots;
}

bool queue_ring(struct world *w)
{
	return unit_write32(&w->unit, IQT, w->unit.tail * 16) &&
	       unit_settle(&w->unit);
}

bool queue_run(struct world *w, struct queue_desc d)
{
	uint32_t ticket = (uint32_t)rng_u64(&w->rng) | 1;

	w->status = 0;
	queue_put(w, d);
	queue_put(w, queue_wait(WORLD_STATUS, ticket));
	return queue_ring(w) && w->status == ticket;
}
