/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "inv.h"

#include "gen/vtd_regs.h"

#define PAGE_OF_QUEUE 4096U

static void read_iqa(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;
	uint64_t iqa = port_reg_read64(v->port, VTD_IQA);

	q->base = iqa & VTD_IQA_IQA;
	q->size = PAGE_OF_QUEUE << VTD_GET(VTD_IQA_QS, iqa);
	q->width = iqa & VTD_IQA_DW ? 32 : 16;
	q->line_end = 0;
}

void inv_queue_show_head(struct vtd *v)
{
	port_reg_write32(v->port, VTD_IQH, v->queue.head);
	v->queue.unseen = 0;
}

void inv_queue_show_progress(struct vtd *v)
{
	if (v->queue.unseen)
		inv_queue_show_head(v);
}

/* Whether a descriptor may be fetched, if there is one. */
static bool runs(const struct vtd_queue *q)
{
	return q->enabled && !q->stopped && !q->draining;
}

static void kick(struct vtd *v)
{
	if (runs(&v->queue))
		v->pending |= VTD_PENDING_QUEUE;
}

void inv_queue_wake(struct vtd *v)
{
	if (v->queue.head != v->queue.tail)
		kick(v);
}

/* The tail may have been written before: then work begins at once. */
void inv_queue_enable(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	q->enabled = true;
	q->head = 0;
	read_iqa(v);
	q->tail = port_reg_read32(v->port, VTD_IQT);
	inv_queue_show_head(v);
	kick(v);
}

void inv_queue_disable(struct vtd *v)
{
	v->queue.enabled = false;
	v->queue.head = 0;
	v->pending &= ~VTD_PENDING_QUEUE;
	inv_queue_show_head(v);
}

/* IQA may change while the queue is empty, so an empty queue reads it anew. */
void inv_queue_tail_written(struct vtd *v, uint32_t tail)
{
	struct vtd_queue *q = &v->queue;

	if (q->enabled && q->head == q->tail)
		read_iqa(v);
	q->tail = tail;
	kick(v);
}

void inv_queue_advance(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	q->head += q->width;
	if (q->head == q->size)
		q->head = 0;
	if (q->head < q->line_at)
		q->line_end = 0;
	if (q->head == q->tail)
		v->pending &= ~VTD_PENDING_QUEUE;
	if (q->head == q->tail || ++q->unseen >= VTD_IQH_BATCH)
		inv_queue_show_head(v);
}

/* One that was set again since the host cleared it still counts. */
void inv_queue_resume(struct vtd *v)
{
	v->queue.stopped &= port_reg_read32(v->port, VTD_FSTS);
	kick(v);
}

static bool ttm_is_supported(const struct vtd *v)
{
	switch (v->ttm) {
	case VTD_TTM_LEGACY:
		return true;
	case VTD_TTM_SCALABLE:
		return v->config.ecap & VTD_ECAP_SMTS;
	case VTD_TTM_ABORT:
		return v->config.ecap & VTD_ECAP_ADMS;
	default:
		return false;
	}
}

/* 32 bytes come with SMTS or ADMS; legacy mode alone takes 16 (11.4.9.3). */
static enum vtd_iqei check_mode(const struct vtd *v)
{
	bool has_wide = v->config.ecap & (VTD_ECAP_SMTS | VTD_ECAP_ADMS);
	bool wide = v->queue.width == 32;

	if (!ttm_is_supported(v))
		return VTD_IQEI_TTM;
	if (wide ? !has_wide : v->ttm != VTD_TTM_LEGACY)
		return VTD_IQEI_WIDTH;
	return VTD_IQEI_NONE;
}

/* The head can be out of step only if IQA was changed under a busy queue. */
static enum vtd_iqei check_pointers(const struct vtd_queue *q)
{
	uint32_t unaligned = q->width - 1U;

	if (q->tail >= q->size || q->head >= q->size)
		return VTD_IQEI_TAIL;
	if ((q->tail | q->head) & unaligned)
		return VTD_IQEI_ALIGNMENT;
	return VTD_IQEI_NONE;
}

/*
 * Each word read costs as much as ten instructions, each read the latency of
 * memory: so one read takes what there is up to the tail, as far as alignment
 * and 64 bytes allow, and never what is behind the tail.
 */
static uint32_t bytes_to_read(const struct vtd_queue *q)
{
	uint32_t end = q->tail > q->head ? q->tail : q->size;
	uint32_t bytes = sizeof(q->line);

	while (bytes > q->width &&
	       (q->head & (bytes - 1) || bytes > end - q->head))
		bytes /= 2;
	return bytes;
}

static int fetch(struct vtd *v, const uint64_t **desc)
{
	struct vtd_queue *q = &v->queue;
	uint32_t bytes;
	int err;

	if (q->head < q->line_at || q->head >= q->line_end) {
		bytes = bytes_to_read(q);
		q->line_end = 0;
		err = port_host_read(v->port, q->base + q->head, bytes / 8,
				     q->line);
		if (err)
			return err;
		q->line_at = q->head;
		q->line_end = q->head + bytes;
	}
	*desc = &q->line[(q->head - q->line_at) / 8];
	return 0;
}

/* INV_ASLEEP, INV_AGAIN: the host sees how far it got. */
static void put_off(struct vtd *v, enum inv_then then)
{
	inv_queue_show_progress(v);
	if (then == INV_ASLEEP)
		v->pending &= ~VTD_PENDING_QUEUE;
}

static void finish(struct vtd *v, enum inv_then then)
{
	switch (then) {
	case INV_DONE:
		inv_queue_advance(v);
		break;
	case INV_WAIT:
		inv_wait_begin(v);
		break;
	default:
		put_off(v, then);
	}
}

static void next_descriptor(struct vtd *v)
{
	const uint64_t *desc = NULL;
	enum inv_then then;
	enum vtd_iqei why;

	why = check_mode(v);
	if (!why)
		why = check_pointers(&v->queue);
	if (!why && fetch(v, &desc))
		why = VTD_IQEI_FETCH;
	if (!why)
		why = inv_desc_execute(v, desc, &then);
	if (why)
		inv_error_stop(v, why, desc ? desc[0] : 0);
	else
		finish(v, then);
}

void inv_queue_step(struct vtd *v)
{
	struct vtd_queue *q = &v->queue;

	if (q->waiting)
		inv_wait_step(v);
	else if (runs(q) && q->head != q->tail)
		next_descriptor(v);
	else
		v->pending &= ~VTD_PENDING_QUEUE;
}
