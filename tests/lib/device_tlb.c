/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "device_tlb.h"

#include <string.h>

#include "gen/vtd_gate.h"

#define PAGE UINT64_C(4096)

/* Bits of a translation and of what is invalidated, as PCIe ATS has them. */
#define CODED_R    UINT64_C(1)
#define CODED_W    UINT64_C(2)
#define CODED_U    UINT64_C(4)
#define CODED_S    (UINT64_C(1) << 11)
#define CODED_G    UINT64_C(1) /* of an invalidation: every PASID */
#define CODED_ADDR (~(PAGE - 1))

void device_tlb_init(struct device_tlb *d, uint16_t sid,
		     struct device_port port)
{
	memset(d, 0, sizeof(*d));
	d->sid = sid;
	d->port = port;
}

static void broken(struct device_tlb *d, const char *rule)
{
	if (!d->flaw)
		d->flaw = rule;
}

/* ---- Sizes -------------------------------------------------------------- */

/* The lowest 0 bit of the address says the size: all below are in the page. */
uint64_t device_tlb_last(uint64_t word)
{
	uint64_t addr = word & CODED_ADDR;

	if (!(word & CODED_S))
		return addr | (PAGE - 1);
	addr |= PAGE - 1;
	return addr | (addr + 1);
}

uint64_t device_tlb_first(uint64_t word)
{
	uint64_t addr = word & CODED_ADDR;

	if (!(word & CODED_S))
		return addr;
	addr |= PAGE - 1;
	return addr & (addr + 1);
}

/* ---- Requests ----------------------------------------------------------- */

static uint64_t head_of(const struct device_tlb *d, struct device_tlb_who who,
			unsigned int msg)
{
	uint64_t head = GATE_KIND_MSG | device_put(GATE_WORK0_MSG, msg) |
			device_put(GATE_WORK0_SID, d->sid);

	if (!who.pasid_valid)
		return head;
	head |= GATE_WORK0_SSIDV | device_put(GATE_WORK0_SSID, who.pasid);
	head |= who.priv ? GATE_WORK0_PRIV : 0;
	head |= who.exec ? GATE_WORK0_EXEC : 0;
	return head;
}

static struct device_tlb_who who_of(uint64_t head)
{
	struct device_tlb_who who = {
		.pasid_valid = head & GATE_WORK0_SSIDV,
		.priv = head & GATE_WORK0_PRIV,
		.exec = head & GATE_WORK0_EXEC,
		.pasid = (uint32_t)device_get(head, GATE_WORK0_SSID),
	};

	return who;
}

static bool same_space(struct device_tlb_who a, struct device_tlb_who b)
{
	return a.pasid_valid == b.pasid_valid &&
	       (!a.pasid_valid || a.pasid == b.pasid);
}

static int free_request(const struct device_tlb *d)
{
	for (unsigned int i = 0; i < DEVICE_TLB_REQUESTS; i++)
		if (!d->request[i].used)
			return (int)i;
	return -1;
}

int device_tlb_ask(struct device_tlb *d, struct device_tlb_who who,
		   uint64_t addr, unsigned int count, bool no_write)
{
	int number = free_request(d);
	uint64_t head = head_of(d, who, GATE_MSG_IN_ATS_REQ);
	uint64_t word1 = (addr & CODED_ADDR) |
			 device_put(GATE_WORK1_ATS_COUNT, count - 1);

	if (number < 0)
		return -1;
	head |= device_put(GATE_WORK0_TAG, (unsigned int)number);
	word1 |= no_write ? GATE_WORK1_ATS_NW : 0;
	if (!d->port.send(d->port.ctx, head, word1, 0))
		return -1;
	d->request[number] = (struct device_tlb_request){
		.used = true, .who = who, .addr = addr & CODED_ADDR
	};
	return number;
}

bool device_tlb_answer(struct device_tlb *d, int number,
		       struct device_tlb_request *answer)
{
	struct device_tlb_request *r = &d->request[number];

	if (!r->done)
		return false;
	*answer = *r;
	memset(r, 0, sizeof(*r));
	return true;
}

bool device_tlb_ask_page(struct device_tlb *d, struct device_tlb_who who,
			 uint64_t addr, unsigned int rwl, unsigned int prgi)
{
	return d->port.send(d->port.ctx, head_of(d, who, GATE_MSG_IN_PAGE_REQ),
			    (addr & CODED_ADDR) | rwl |
				    device_put(GATE_WORK1_PAGE_PRGI, prgi),
			    0);
}

/* ---- What it has -------------------------------------------------------- */

const struct device_tlb_entry *device_tlb_find(const struct device_tlb *d,
					       struct device_tlb_who who,
					       uint64_t addr, bool write)
{
	for (unsigned int i = 0; i < DEVICE_TLB_ENTRIES; i++) {
		const struct device_tlb_entry *e = &d->entry[i];

		if (e->valid && same_space(e->who, who) &&
		    e->who.priv == who.priv && addr >= e->first &&
		    addr <= e->last && (write ? e->w : e->r))
			return e;
	}
	return NULL;
}

static void keep(struct device_tlb *d, const struct device_tlb_request *r,
		 uint64_t first, uint64_t word)
{
	uint64_t size_1 = device_tlb_last(word) - device_tlb_first(word);

	d->entry[d->next_entry++ % DEVICE_TLB_ENTRIES] =
		(struct device_tlb_entry){
			.valid = true,
			.who = r->who,
			.first = first,
			.last = first + size_1,
			.pa = device_tlb_first(word),
			.r = word & CODED_R,
			.w = word & CODED_W,
		};
}

/* Translations abut and are of one size (PCIe ATS). */
static void keep_all(struct device_tlb *d, const struct device_tlb_request *r)
{
	uint64_t size_1 =
		device_tlb_last(r->word[0]) - device_tlb_first(r->word[0]);
	uint64_t first = r->addr & ~size_1;

	for (unsigned int i = 0; i < r->count; i++) {
		uint64_t word = r->word[i];

		if (device_tlb_last(word) - device_tlb_first(word) != size_1)
			broken(d, "translations of one answer differ in size");
		if (word & (CODED_R | CODED_W) && !(word & CODED_U) &&
		    !r->stale)
			keep(d, r, first, word);
		first += size_1 + 1;
	}
}

static void answered(struct device_tlb *d, const uint64_t *word)
{
	unsigned int number = (unsigned int)device_get(word[0], GATE_WORK0_TAG);
	struct device_tlb_request *r = &d->request[number];

	if (number >= DEVICE_TLB_REQUESTS || !r->used || r->done) {
		broken(d, "an answer to no request");
		return;
	}
	r->done = true;
	r->status = (unsigned int)device_get(word[0], GATE_WORK0_STATUS);
	r->count = (unsigned int)device_get(word[0], GATE_WORK0_LEN);
	memcpy(r->word, word + 1, r->count * sizeof(*word));
	if (r->status == GATE_ATS_STATUS_SUCCESS && r->count)
		keep_all(d, r);
}

/* ---- Invalidations ------------------------------------------------------ */

static bool touches(uint64_t head, uint64_t word, struct device_tlb_who who)
{
	if (head & GATE_WORK0_SSIDV && word & CODED_G)
		return who.pasid_valid;
	return same_space(who_of(head), who);
}

static void forget(struct device_tlb *d, uint64_t head, uint64_t word)
{
	uint64_t first = device_tlb_first(word), last = device_tlb_last(word);

	for (unsigned int i = 0; i < DEVICE_TLB_ENTRIES; i++) {
		struct device_tlb_entry *e = &d->entry[i];

		if (touches(head, word, e->who) && e->first <= last &&
		    e->last >= first)
			e->valid = false;
	}
	/* Posted may pass completions: what is on its way is old. */
	for (unsigned int i = 0; i < DEVICE_TLB_REQUESTS; i++)
		if (touches(head, word, d->request[i].who))
			d->request[i].stale = true;
}

static void owe(struct device_tlb *d, uint32_t itags, unsigned int cc,
		bool waits)
{
	uint16_t sid = d->manner & DEVICE_TLB_WRONG_SID ? d->sid ^ 1 : d->sid;

	if (d->owes == DEVICE_TLB_OWED) {
		broken(d, "more invalidations than there are ITags");
		return;
	}
	d->owed[d->owes++] = (struct device_tlb_owed){
		.head = GATE_KIND_MSG |
			device_put(GATE_WORK0_MSG, GATE_MSG_IN_INV_DONE) |
			device_put(GATE_WORK0_SID, sid),
		.word1 = itags | device_put(GATE_WORK1_CC, cc),
		.waits = waits,
		.holds = d->in_flight,
	};
}

static void invalidated(struct device_tlb *d, const uint64_t *word)
{
	unsigned int itag = (unsigned int)device_get(word[0], GATE_WORK0_TAG);
	bool half = d->manner & DEVICE_TLB_HALF;
	bool late = d->manner & DEVICE_TLB_LATE;

	d->invalidations++;
	d->last_head = word[0];
	d->last_word = word[1];
	if (itag > 31 || d->itags >> itag & 1)
		broken(d, "an ITag that is not free");
	d->itags |= UINT32_C(1) << (itag & 31);
	forget(d, word[0], word[1]);
	if (d->manner & DEVICE_TLB_LOST) {
		d->itags &= ~(UINT32_C(1) << (itag & 31));
		return;
	}
	if (d->manner & DEVICE_TLB_WRONG_TAG)
		itag++;
	owe(d, UINT32_C(1) << (itag & 31), half ? 2 : 1, late);
	if (d->manner & (DEVICE_TLB_TWICE | DEVICE_TLB_HALF))
		owe(d, UINT32_C(1) << (itag & 31), half ? 2 : 1, late || half);
}

static bool asks(const struct device_tlb *d)
{
	for (unsigned int i = 0; i < DEVICE_TLB_REQUESTS; i++)
		if (d->request[i].used && !d->request[i].done)
			return true;
	return false;
}

static bool may_send(const struct device_tlb *d,
		     const struct device_tlb_owed *owed)
{
	if (owed->waits || (owed->holds && d->in_flight))
		return false;
	return !(d->manner & DEVICE_TLB_WITHHOLDS && asks(d));
}

bool device_tlb_step(struct device_tlb *d)
{
	for (unsigned int i = 0; i < d->owes; i++) {
		struct device_tlb_owed owed = d->owed[i];

		if (!may_send(d, &owed))
			continue;
		if (!d->port.send(d->port.ctx, owed.head, owed.word1, 0))
			return false;
		d->itags &= ~(uint32_t)owed.word1;
		d->owes--;
		memmove(d->owed + i, d->owed + i + 1,
			(d->owes - i) * sizeof(*d->owed));
		return true;
	}
	return false;
}

void device_tlb_release(struct device_tlb *d)
{
	for (unsigned int i = 0; i < d->owes; i++)
		d->owed[i].waits = false;
}

/* ---- Messages ----------------------------------------------------------- */

static void responded(struct device_tlb *d, const uint64_t *word)
{
	struct device_tlb_response *r =
		&d->response[d->responses % DEVICE_TLB_RESPONSES];

	d->responses++;
	*r = (struct device_tlb_response){
		.who = who_of(word[0]),
		.prgi = word[1] & 0x1ff,
		.code = word[1] >> 12 & 0xf,
	};
}

void device_tlb_message(struct device_tlb *d, const uint64_t *word)
{
	switch (device_get(word[0], GATE_WORK0_MSG)) {
	case GATE_MSG_OUT_ATS_CPL:
		answered(d, word);
		break;
	case GATE_MSG_OUT_INV_REQ:
		invalidated(d, word);
		break;
	case GATE_MSG_OUT_PRG_RESP:
		responded(d, word);
		break;
	default:
		broken(d, "a message that is none of ATS and PRI");
	}
}
