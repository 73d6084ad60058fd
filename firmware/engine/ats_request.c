/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"

#include "dma.h"
#include "flt.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "msg.h"
#include "notify.h"
#include "trace.h"

/* One translation, as PCIe ATS has it (4.1.2); R and W are those of tables. */
#define TRANSLATION_U    VTD_MASK(2, 2)
#define TRANSLATION_PRIV VTD_MASK(4, 4)
#define TRANSLATION_N    VTD_MASK(10, 10)
#define TRANSLATION_S    VTD_MASK(11, 11)

/* What a head says of who asks (msg.c: nothing more without PASID). */
#define WHO                                                                    \
	(GATE_WORK0_SID | GATE_WORK0_SSID | GATE_WORK0_SSIDV |                 \
	 GATE_WORK0_PRIV | GATE_WORK0_EXEC)

/* Translations that are found together lie in one line of a leaf table. */
#define LINE_PAGES 8U

enum outcome {
	NONE,
	UR,
	CA,
	S0,  /* success, nothing is permitted */
	SE,  /* success, whatever is permitted: by these faults, nothing */
	S0R, /* as S0, but recorded */
};

#define OUTCOME(code, name, qualified, ats, text) [code] = (ats),
static const uint8_t outcomes[256] = { VTD_FAULT_TABLE(OUTCOME) };

struct request {
	uint64_t head;   /* of the answer, but for STATUS and LEN */
	uint64_t traits; /* of every translation */
	unsigned int wanted;
	bool no_write;
	struct dma_walk w;
	uint64_t words[MSG_WORDS];
};

static void begin(const struct vtd *v, struct request *r,
		  const struct vtd_work *work)
{
	uint64_t who = work->word[0] & WHO;

	r->head = msg_head(GATE_MSG_OUT_ATS_CPL, 0, 0) | who |
		  (work->word[0] & GATE_WORK0_TAG);
	r->traits = who & GATE_WORK0_PRIV ? TRANSLATION_PRIV : 0;
	r->wanted =
		1 + (unsigned int)VTD_GET(GATE_WORK1_ATS_COUNT, work->word[1]);
	r->no_write = v->config.ecap & VTD_ECAP_NWFS &&
		      work->word[1] & GATE_WORK1_ATS_NW;
}

/* Without NWFS every request is for reading and writing (4.2.3.1). */
static enum vtd_fault translate(struct vtd *v, struct request *r, uint64_t addr)
{
	dma_begin(&r->w, r->head & WHO, addr);
	r->w.kind = DMA_TRANSLATION;
	r->w.need = r->no_write ? VTD_SS_R : VTD_SS_RW;
	return dma_translate(v, &r->w);
}

static void answer(struct vtd *v, struct request *r, unsigned int status,
		   unsigned int count)
{
	r->words[0] = r->head | VTD_PUT(GATE_WORK0_STATUS, status);
	msg_send(v, r->words, count);
}

/* One translation that permits nothing is all a device is told (R=W=U=S=0). */
static void answer_nothing(struct vtd *v, struct request *r, uint64_t bits)
{
	r->words[1] = r->traits | bits;
	answer(v, r, GATE_ATS_STATUS_SUCCESS, 1);
}

/* 7.1.2: what a device may recover from is not recorded. */
static void answer_fault(struct vtd *v, struct request *r, enum vtd_fault fault)
{
	enum outcome outcome = (enum outcome)outcomes[fault];

	if (outcome == UR)
		answer(v, r, GATE_ATS_STATUS_UR, 0);
	else if (outcome == CA)
		answer(v, r, GATE_ATS_STATUS_CA, 0);
	else
		answer_nothing(v, r, 0);
	if (outcome == S0 || outcome == SE)
		trace(v, ATS_NOTHING, fault, r->head, r->w.addr);
	else
		flt_report(v, &r->w, fault);
}

static uint64_t page_of(uint64_t addr, unsigned int order)
{
	return addr & ~UINT64_C(0) << (VTD_PAGE_SHIFT + order);
}

static bool holds_interrupts(uint64_t addr, unsigned int order)
{
	return page_of(addr, order) == page_of(UINT64_C(0xfee00000), order) ||
	       VTD_IN_INTERRUPT_RANGE(addr);
}

/* 4.2.3: as large a region as there are pages. */
static unsigned int largest_order(const struct vtd *v)
{
	unsigned int sslps = VTD_GET(VTD_CAP_SSLPS, v->config.cap);

	if (sslps & 2 || v->config.cap & VTD_CAP_FS1GP)
		return 18;
	return sslps & 1 || v->config.ecap & VTD_ECAP_FSTS ? 9 : 0;
}

/*
 * Of what was found, log2 of the 4 KiB pages that are given out. Accesses
 * without PASID to the interrupt range are never translated, and nothing that
 * is passed through may go there: so no page reaches into it (3.15).
 */
static unsigned int order_of(const struct vtd *v, const struct dma_walk *w)
{
	bool passes = vtd_space_passes(&w->context->space);
	unsigned int order = (unsigned int)VTD_GET(GATE_ANSWER_PA_ORDER, w->pa);

	if (passes)
		order = largest_order(v);
	if (passes || !(w->word0 & GATE_WORK0_SSIDV))
		while (order && holds_interrupts(w->addr, order))
			order -= 9;
	return order;
}

/* Sizes are told by the lowest 0 of the address, with S (4.2.3). */
static uint64_t sized(uint64_t pa, unsigned int order)
{
	uint64_t half = VTD_PAGE_SIZE << order >> 1;

	return order ? page_of(pa, order) | (page_of(half - 1, 0)) |
			       TRANSLATION_S :
		       pa & VTD_PAGE_MASK;
}

/* The address of @w, of which ANSWER_PA gives only that of a whole page. */
static uint64_t address_of(const struct dma_walk *w)
{
	unsigned int order = (unsigned int)VTD_GET(GATE_ANSWER_PA_ORDER, w->pa);

	return page_of(w->pa, order) |
	       (w->addr & ~page_of(~UINT64_C(0), order));
}

/* Table 10; leaves of a first stage alone have no SNP. */
static uint64_t snooping(const struct dma_walk *w)
{
	return w->snp || w->traits & VTD_TRAIT_PGSNP ? TRANSLATION_N : 0;
}

static uint64_t permitted(const struct request *r)
{
	return r->w.pa & (r->no_write ? VTD_SS_R : VTD_SS_RW);
}

static uint64_t translation(const struct vtd *v, const struct request *r)
{
	return sized(address_of(&r->w), order_of(v, &r->w)) | permitted(r) |
	       snooping(&r->w) | r->traits;
}

/* The page behind that of @w, or 0: it lies in another line. */
static uint64_t next_address(const struct dma_walk *w, unsigned int order)
{
	uint64_t next = page_of(w->addr, order) + (VTD_PAGE_SIZE << order);

	return next >> order >> VTD_PAGE_SHIFT & (LINE_PAGES - 1) ? next : 0;
}

/*
 * Further ones, as long as they abut and are of one size (4.2.3.2). The first
 * that is of another kind ends them; what is wrong with it is no fault, as the
 * device was given fewer than it asked for and will ask.
 */
static unsigned int translate_more(struct vtd *v, struct request *r)
{
	unsigned int order = order_of(v, &r->w);
	unsigned int count = 1;
	uint64_t next = next_address(&r->w, order);

	while (r->w.tag && next && count < r->wanted) {
		if (translate(v, r, next) || order_of(v, &r->w) != order ||
		    !permitted(r))
			break;
		r->words[1 + count++] = translation(v, r);
		next = next_address(&r->w, order);
	}
	return count;
}

static bool remember(struct vtd *v, const struct dma_walk *w)
{
	struct vtd_ats_user user = {
		.pasid = w->word0 & (GATE_WORK0_SSIDV | GATE_WORK0_SSID),
		.sid = (uint16_t)VTD_GET(GATE_WORK0_SID, w->word0),
		.did = w->context->space.did,
	};

	return ats_users_note(v, &user);
}

/*
 * Who cannot be remembered gets nothing. CA, not UR: the source may use ATS,
 * and its next request may find room again. VT-d has no fault for it.
 */
static void answer_success(struct vtd *v, struct request *r)
{
	if (!permitted(r)) {
		answer_nothing(v, r, 0);
	} else if (!remember(v, &r->w)) {
		trace(v, ATS_REFUSED, r->head, r->w.addr, 1);
		answer(v, r, GATE_ATS_STATUS_CA, 0);
	} else {
		r->words[1] = translation(v, r);
		answer(v, r, GATE_ATS_STATUS_SUCCESS, translate_more(v, r));
	}
}

/* S.1, S.2: what is an interrupt goes out untranslated. */
static bool asks_for_interrupts(const struct dma_walk *w)
{
	return VTD_IN_INTERRUPT_RANGE(w->addr) &&
	       !(w->word0 & GATE_WORK0_SSIDV);
}

/*
 * Whether nobody is asked: without device TLBs, with translation off (4.2.1),
 * a source that did not forget what it had to, and a client that is blocked.
 */
static bool refused(const struct vtd *v, uint64_t word0)
{
	return !(v->config.ecap & VTD_ECAP_DT) || !v->te ||
	       notify_blocks(v, word0) ||
	       ats_block_holds(v, (uint16_t)VTD_GET(GATE_WORK0_SID, word0));
}

void ats_request(struct vtd *v, const struct vtd_work *work)
{
	struct request r;
	uint64_t addr = work->word[1] & GATE_WORK1_MSG_ADDR;
	enum vtd_fault fault;

	begin(v, &r, work);
	if (refused(v, r.head)) {
		trace(v, ATS_REFUSED, r.head, addr, 0);
		answer(v, &r, GATE_ATS_STATUS_UR, 0);
		return;
	}
	fault = translate(v, &r, addr);
	if (fault)
		answer_fault(v, &r, fault);
	else if (asks_for_interrupts(&r.w))
		answer_nothing(v, &r,
			       r.no_write ? 0 : VTD_SS_W | TRANSLATION_U);
	else
		answer_success(v, &r);
}
