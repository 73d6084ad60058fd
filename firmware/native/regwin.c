/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "regwin.h"

#include <string.h>

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "vtd_types.h"

#define FRCD_STRIDE 16U

/* A row of vtd_regs.def. */
struct row {
	unsigned int offset, bits;
	uint64_t reset, rw, w1c, wo;
	unsigned int event;
};

#define ROW(name, off, bits, reset, rw, w1c, wo, event)                        \
	{ off, bits, reset, rw, w1c, wo, event },
static const struct row rows[] = { VTD_REG_TABLE(ROW) };
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static uint64_t lanes(unsigned int off, unsigned int bits)
{
	if (bits == 64)
		return UINT64_MAX;
	return (uint64_t)UINT32_MAX << (off & 4) * 8;
}

static uint64_t shifted(unsigned int off, uint64_t value)
{
	return value << (off & 4) * 8;
}

/* Registers that are not there without one of these bits (VT-d 11.4). */
struct need {
	unsigned int offset;
	uint64_t cap, ecap;
};

#define NEED(name, cap, ecap) { VTD_##name, cap, ecap },
static const struct need needs[] = { VTD_REG_NEEDS_TABLE(NEED) };

static bool present(const struct regwin *r, unsigned int off)
{
	uint64_t cap = r->word[VTD_CAP / 8], ecap = r->word[VTD_ECAP / 8];

	for (unsigned int i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (off == needs[i].offset)
			return (cap & needs[i].cap) || (ecap & needs[i].ecap);
	return true;
}

static void place(struct regwin *r, const struct row *row, unsigned int off)
{
	unsigned int w = off / 8;

	if (off >= r->size)
		return;
	r->absent[w] &= ~lanes(off, row->bits);
	r->word[w] |= shifted(off, row->reset);
	r->rw[w] |= shifted(off, row->rw);
	r->w1c[w] |= shifted(off, row->w1c);
	r->wo[w] |= shifted(off, row->wo);
	if (row->event != VTD_NO_EVENT) {
		r->trigger[w] = lanes(off, row->bits);
		r->kind[w] = (uint8_t)row->event;
	}
}

/* What the table has where it is by default lies where CAP and ECAP say. */
static void place_row(struct regwin *r, const struct row *row)
{
	if (row->offset == VTD_FRCDL || row->offset == VTD_FRCDH) {
		for (unsigned int n = 0; n <= r->nfr; n++)
			place(r, row,
			      r->frcd + n * FRCD_STRIDE +
				      (row->offset - VTD_FRCDL));
		return;
	}
	if (row->offset == VTD_IVA || row->offset == VTD_IOTLB)
		place(r, row, r->iva + (row->offset - VTD_IVA));
	else
		place(r, row, row->offset);
}

/* What is not there leaves its place to what may lie there instead. */
static void place_rows(struct regwin *r)
{
	for (unsigned int i = 0; i < ROWS; i++)
		if (!present(r, rows[i].offset) && rows[i].offset < r->size)
			r->absent[rows[i].offset / 8] |=
				lanes(rows[i].offset, rows[i].bits);
	for (unsigned int i = 0; i < ROWS; i++)
		if (present(r, rows[i].offset))
			place_row(r, &rows[i]);
}

void regwin_reset(struct regwin *r, const struct vtd_config *config)
{
	memset(r, 0, sizeof(*r));
	r->size = 1U << config->window_log2;
	r->nfr = (unsigned int)VTD_GET(VTD_CAP_NFR, config->cap);
	r->frcd = (unsigned int)VTD_GET(VTD_CAP_FRO, config->cap) * 16;
	r->iva = (unsigned int)VTD_GET(VTD_ECAP_IRO, config->ecap) * 16;
	r->word[VTD_CAP / 8] = config->cap;
	r->word[VTD_ECAP / 8] = config->ecap;
	place_rows(r);
	r->word[VTD_VER / 8] = config->ver;
}

static uint64_t *frcdh(struct regwin *r, unsigned int n)
{
	return &r->word[(r->frcd + n * FRCD_STRIDE) / 8 + 1];
}

/*
 * PPF is no storage: it is the OR of all F bits; FRI keeps which one made it
 * rise (VT-d 11.4.7.1).
 */
static void update_fsts(struct regwin *r)
{
	uint64_t *word = &r->word[VTD_FSTS / 8];
	bool was = *word & shifted(VTD_FSTS, VTD_FSTS_PPF);
	unsigned int n = 0;

	while (n <= r->nfr && !(*frcdh(r, n) & VTD_FRCDH_F))
		n++;
	*word &= ~shifted(VTD_FSTS, VTD_FSTS_PPF);
	if (n <= r->nfr)
		*word |= shifted(VTD_FSTS, VTD_FSTS_PPF);
	if (n <= r->nfr && !was) {
		*word &= ~shifted(VTD_FSTS, VTD_FSTS_FRI);
		*word |= shifted(VTD_FSTS, VTD_PUT(VTD_FSTS_FRI, n));
	}
	if (r->dead)
		*word |= shifted(VTD_FSTS, VTD_FSTS_IQE);
}

static bool touches_fsts(const struct regwin *r, unsigned int off)
{
	return off / 8 == VTD_FSTS / 8 ||
	       (off >= r->frcd &&
		off / FRCD_STRIDE <= r->frcd / FRCD_STRIDE + r->nfr);
}

/* What RTL does in the cycle of the write itself (VT-d 11.4.4.1). */
static void gcmd_effects(struct regwin *r, uint32_t gcmd)
{
	uint64_t *word = &r->word[VTD_GSTS / 8];
	bool rwbf = r->word[VTD_CAP / 8] & VTD_CAP_RWBF;

	r->te_off = !(gcmd & VTD_GCMD_TE);
	if (gcmd & VTD_GCMD_SRTP)
		*word &= ~shifted(VTD_GSTS, VTD_GSTS_RTPS);
	if (gcmd & VTD_GCMD_SIRTP)
		*word &= ~shifted(VTD_GSTS, VTD_GSTS_IRTPS);
	if (rwbf && (gcmd & VTD_GCMD_WBF))
		*word |= shifted(VTD_GSTS, VTD_GSTS_WBFS);
}

#define ONE_SHOT (VTD_GCMD_SRTP | VTD_GCMD_WBF | VTD_GCMD_SIRTP)

static void merge_gcmd(struct regwin *r, struct regwin_event *e)
{
	uint32_t gcmd = (uint32_t)r->word[VTD_GCMD / 8];

	e->value = gcmd | (e->value & ONE_SHOT);
	if (gcmd & VTD_GCMD_SRTP)
		e->word1 = r->word[VTD_RTADDR / 8];
	if (gcmd & VTD_GCMD_SIRTP)
		e->word2 = r->word[VTD_IRTA / 8];
	gcmd_effects(r, gcmd);
}

/* Control registers of events lie in the low half of their word. */
static unsigned int control_of(unsigned int kind)
{
	switch (kind) {
	case GATE_EVENT_FECTL:
		return VTD_FECTL;
	case GATE_EVENT_IECTL:
		return VTD_IECTL;
	case GATE_EVENT_PECTL:
		return VTD_PECTL;
	default:
		return VTD_PERFINTRCTL;
	}
}

/* 11.4.14.1: a command ends the response to the one before. */
static bool start_ecmd(struct regwin *r, struct regwin_event *e)
{
	e->word1 = r->word[VTD_ECMD / 8];
	e->value = (uint32_t)e->word1;
	r->word[VTD_ECRSP / 8] = VTD_ECRSP_IP;
	return true;
}

/* Updates the snapshot; false when this write is not a trigger after all. */
static bool merge(struct regwin *r, struct regwin_event *e, unsigned int kind,
		  uint64_t data, uint64_t cleared)
{
	switch (kind) {
	case GATE_EVENT_GCMD:
		merge_gcmd(r, e);
		return true;
	case GATE_EVENT_CCMD:
		e->word1 = r->word[VTD_CCMD / 8];
		return data & VTD_CCMD_ICC;
	case GATE_EVENT_IOTLB:
		e->word1 = r->word[r->iva / 8 + 1];
		e->word2 = r->word[r->iva / 8];
		return data & VTD_IOTLB_IVT;
	case GATE_EVENT_IQT:
		e->value = (uint32_t)r->word[VTD_IQT / 8];
		return true;
	case GATE_EVENT_FRCD:
		return cleared;
	case GATE_EVENT_FSTS:
	case GATE_EVENT_ICS:
	case GATE_EVENT_PRS:
		e->value |= (uint32_t)(cleared >> 32);
		return cleared;
	case GATE_EVENT_PMEN:
		e->value = (uint32_t)(r->word[VTD_PMEN / 8] >> 32);
		return true;
	case GATE_EVENT_PERFINTRSTS:
		e->value |= (uint32_t)(cleared >> 32);
		return cleared;
	case GATE_EVENT_ECMD:
		return start_ecmd(r, e);
	default:
		e->value = (uint32_t)r->word[control_of(kind) / 8];
		return true;
	}
}

static void enqueue(struct regwin *r, unsigned int kind)
{
	if (r->event[kind].queued || r->dead)
		return;
	r->event[kind].queued = true;
	r->queue[r->queued++] = (uint8_t)kind;
}

static void raise_event(struct regwin *r, unsigned int kind, uint64_t data,
			uint64_t cleared)
{
	struct regwin_event saved = r->event[kind];
	struct regwin_event *e = &r->event[kind];

	if (!merge(r, e, kind, data, cleared)) {
		*e = saved;
		return;
	}
	enqueue(r, kind);
}

void regwin_raise(struct regwin *r, unsigned int kind, uint32_t value)
{
	r->event[kind].value |= value;
	enqueue(r, kind);
}

/*
 * A counter that is enabled keeps its configuration and value; a command that
 * is in progress keeps ECMD (VT-d 11.4.13.4, 11.4.14.1).
 */
static bool locked(const struct regwin *r, unsigned int off)
{
	unsigned int config = off;

	if (off / 8 == VTD_ECMD / 8)
		return r->word[VTD_ECRSP / 8] & VTD_ECRSP_IP;
	if (off >= VTD_PERFCNTR0)
		config = VTD_PERFCNTRCFG0 +
			 (off - VTD_PERFCNTR0) /
				 (VTD_PERFCNTR1 - VTD_PERFCNTR0) *
				 (VTD_PERFCNTRCFG1 - VTD_PERFCNTRCFG0);
	if (!present(r, VTD_PERFCNTRCFG0) || config < VTD_PERFCNTRCFG0 ||
	    config >= VTD_PERFCNTRCFG3 + 8)
		return false;
	return r->word[config / 8] & VTD_PERFCNTRCFG0_EN;
}

static bool legal(const struct regwin *r, unsigned int off, unsigned int len)
{
	return (len == 4 || len == 8) && !(off & (len - 1)) && off < r->size;
}

int regwin_write(struct regwin *r, unsigned int off, unsigned int len,
		 uint64_t value)
{
	unsigned int w = off / 8;
	uint64_t lane, data, cleared;

	if (!legal(r, off, len))
		return -1;
	if (locked(r, off))
		return 0;
	lane = lanes(off, len * 8) & ~r->absent[w];
	data = (len == 8 ? value : shifted(off, (uint32_t)value)) & lane;
	cleared = data & r->w1c[w] & r->word[w];
	r->word[w] &= ~((r->rw[w] & lane) | cleared);
	r->word[w] |= data & r->rw[w];
	if (touches_fsts(r, off))
		update_fsts(r);
	if (r->trigger[w] & lane)
		raise_event(r, r->kind[w], data, cleared);
	return 0;
}

int regwin_read(const struct regwin *r, unsigned int off, unsigned int len,
		uint64_t *value)
{
	uint64_t word;

	*value = UINT64_MAX;
	if (!legal(r, off, len))
		return -1;
	word = r->word[off / 8] & ~(r->wo[off / 8] | r->absent[off / 8]);
	*value = len == 8 ? word : (uint32_t)(word >> (off & 4) * 8);
	return 0;
}

bool regwin_next_event(struct regwin *r, struct vtd_work *work)
{
	struct regwin_event *e;
	unsigned int kind;

	if (!r->queued)
		return false;
	kind = r->queue[0];
	r->queued--;
	memmove(r->queue, r->queue + 1, r->queued);
	e = &r->event[kind];
	work->word[0] = GATE_KIND_EVENT | (uint64_t)kind << 8 |
			(uint64_t)e->value << 32;
	work->word[1] = e->word1;
	work->word[2] = e->word2;
	memset(e, 0, sizeof(*e));
	return true;
}

void regwin_die(struct regwin *r)
{
	r->dead = true;
	r->queued = 0;
	update_fsts(r);
}

void regwin_raw(struct regwin *r, unsigned int off, uint64_t mask,
		uint64_t value)
{
	unsigned int w = off / 8;

	r->word[w] = (r->word[w] & ~mask) | (value & mask);
	if (touches_fsts(r, off))
		update_fsts(r);
}
