/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "caching.h"

#include <inttypes.h>
#include <stddef.h>

#include "device_tlb.h"
#include "endpoints.h"
#include "gen/vtd_gate.h"
#include "report.h"
#include "mirror.h"
#include "unit.h"

#define PAGE   4096u
#define GROUPS 512u
/* Answers that an invalidation overtook, pages that went away again. */
#define MAX_TRIES 64u
/* More than the unit waits for a device (vtd_config.h). */
#define PATIENCE (UINT64_C(1) << 20)
#define PACE     (UINT64_C(1) << 14)

static struct device_tlb tlb[ENDPOINTS_COUNT];
static uint64_t patience; /* cycles left for one who does not answer */

static struct {
	uint64_t requests, invalidations, page_requests, responses;
} counts;

/* The access in progress. */
static struct {
	struct caching_access what;
	struct device_tlb *device;
	enum caching_state state;
	int request;        /* number of the translation request, or -1 */
	unsigned int group; /* of the page request, 0: none is out */
	unsigned int next_group;
	unsigned int tries;
} now = { .state = CACHING_DONE };

static bool send(void *ctx, uint64_t head, uint64_t word1, uint64_t word2)
{
	const uint64_t word[3] = { head, word1, word2 };
	uint64_t kind = device_get(head, GATE_WORK0_MSG);
	bool sent = unit_msg_send(word, kind == GATE_MSG_IN_ATS_REQ);

	(void)ctx;
	if (sent)
		report_line("message from %04x: %" PRIx64 " %" PRIx64,
			    (unsigned int)device_get(head, GATE_WORK0_SID),
			    head, word1);
	if (sent && kind == GATE_MSG_IN_ATS_REQ)
		counts.requests++;
	if (sent && kind == GATE_MSG_IN_PAGE_REQ)
		counts.page_requests++;
	return sent;
}

static const struct device_port port = { .send = send };

void caching_reset(void)
{
	for (unsigned int i = 0; i < ENDPOINTS_COUNT; i++)
		device_tlb_init(&tlb[i], endpoints_sid(i), port);
	mirror_reset(port);
	now.state = CACHING_DONE;
	patience = 0;
}

static struct device_tlb *tlb_of(uint16_t sid)
{
	for (unsigned int i = 0; i < ENDPOINTS_COUNT; i++)
		if (endpoints_sid(i) == sid)
			return &tlb[i];
	return NULL;
}

bool caching_set_manner(uint16_t sid, unsigned int manner)
{
	struct device_tlb *d = tlb_of(sid);

	if (d)
		d->manner = manner;
	return d;
}

static void deliver(const uint64_t *word)
{
	uint64_t kind = device_get(word[0], GATE_WORK0_MSG);
	uint16_t sid = (uint16_t)device_get(word[0], GATE_WORK0_SID);
	struct device_tlb *d = tlb_of(sid);

	report_line("message to %04x: %" PRIx64 " %" PRIx64, sid, word[0],
		    device_get(word[0], GATE_WORK0_LEN) ? word[1] : 0);
	counts.invalidations += kind == GATE_MSG_OUT_INV_REQ;
	if (kind == GATE_MSG_OUT_PRG_RESP)
		counts.responses++;
	if (kind >= GATE_MSG_OUT_CLIENT_MAP)
		mirror_message(sid, word);
	else if (d)
		device_tlb_message(d, word);
	else
		report_line("PROBLEM message to nobody");
	if (d && kind == GATE_MSG_OUT_INV_REQ && d->manner) {
		d->manner = 0;
		patience = PATIENCE;
	}
}

/* ---- The access --------------------------------------------------------- */

static struct device_tlb_who who(void)
{
	return (struct device_tlb_who){
		.pasid_valid = now.what.pasid_valid,
		.pasid = now.what.pasid,
	};
}

static void end(enum caching_state state)
{
	report_dma(now.what.sid, now.what.addr, now.what.len, now.what.write,
		   state == CACHING_DONE);
	now.state = state;
}

/* What lies in one page goes by one translation. */
static void move(const struct device_tlb_entry *entry)
{
	struct caching_access *a = &now.what;
	uint32_t len = PAGE - (uint32_t)(a->addr % PAGE);

	if (len > a->len)
		len = a->len;
	if (!unit_dma_translated(a->sid, entry->pa + (a->addr - entry->first),
				 a->data, len, a->write)) {
		end(CACHING_REFUSED);
		return;
	}
	a->addr += len;
	a->data += len;
	a->len -= len;
	now.tries = 0;
	if (!a->len)
		end(CACHING_DONE);
}

static bool ask(void)
{
	if (now.tries++ == MAX_TRIES) {
		end(CACHING_REFUSED);
		return true;
	}
	now.request = device_tlb_ask(now.device, who(), now.what.addr, 1,
				     !now.what.write);
	return now.request >= 0;
}

static bool ask_page(void)
{
	unsigned int group = now.next_group % (GROUPS - 1) + 1;
	unsigned int rwl = now.what.write ? GATE_WORK1_PAGE_W :
					    GATE_WORK1_PAGE_R;

	if (!device_tlb_ask_page(now.device, who(), now.what.addr,
				 rwl | GATE_WORK1_PAGE_L, group))
		return false;
	now.next_group = group;
	now.group = group;
	return true;
}

/* An answer without what was wanted: with PASID the kernel may help. */
static void answered(const struct device_tlb_request *answer)
{
	now.request = -1;
	if (answer->stale ||
	    device_tlb_find(now.device, who(), now.what.addr, now.what.write))
		return;
	if (answer->status != GATE_ATS_STATUS_SUCCESS || !now.what.pasid_valid)
		end(CACHING_REFUSED);
	else if (!ask_page())
		report_line("PROBLEM a page request is not taken");
}

static bool response(unsigned int *code)
{
	struct device_tlb *d = now.device;

	for (unsigned int i = 0; i < d->responses; i++) {
		if (d->response[i].prgi != now.group)
			continue;
		*code = d->response[i].code;
		d->responses = 0;
		return true;
	}
	return false;
}

static bool step_access(void)
{
	const struct device_tlb_entry *entry;
	struct device_tlb_request answer;
	unsigned int code;

	if (now.state != CACHING_BUSY)
		return false;
	if (now.group) {
		if (!response(&code))
			return false;
		now.group = 0;
		if (code)
			end(CACHING_REFUSED);
		return true;
	}
	if (now.request >= 0) {
		if (!device_tlb_answer(now.device, now.request, &answer))
			return false;
		answered(&answer);
		return true;
	}
	entry = device_tlb_find(now.device, who(), now.what.addr,
				now.what.write);
	if (!entry)
		return ask();
	move(entry);
	return true;
}

bool caching_begin(const struct caching_access *access)
{
	now.what = *access;
	now.device = tlb_of(access->sid);
	now.state = now.device ? CACHING_BUSY : CACHING_REFUSED;
	now.request = -1;
	now.group = 0;
	now.tries = 0;
	return now.device;
}

enum caching_state caching_state(void)
{
	return now.state;
}

/* ---- With a shadow ------------------------------------------------------ */

bool caching_shadow(uint16_t sid, unsigned int bits)
{
	return tlb_of(sid) && mirror_register(sid, bits);
}

bool caching_has_shadow(uint16_t sid)
{
	return mirror_is_ready(sid);
}

bool caching_shadow_dma(const struct caching_access *access)
{
	struct caching_access a = *access;

	while (a.len) {
		uint32_t len = PAGE - (uint32_t)(a.addr % PAGE);
		uint64_t pa;

		if (len > a.len)
			len = a.len;
		if (!mirror_find(a.addr, a.write, &pa) ||
		    !unit_dma(a.sid, pa, a.data, len, a.write))
			return false;
		a.addr += len;
		a.data += len;
		a.len -= len;
	}
	return true;
}

bool caching_shadow_is_exact(uint16_t sid)
{
	return mirror_is_ready(sid) && mirror_is_exact();
}

/* ---- All of them -------------------------------------------------------- */

bool caching_step(void)
{
	uint64_t word[UNIT_MSG_WORDS];
	bool busy = false;

	while (unit_msg_take(word)) {
		deliver(word);
		busy = true;
	}
	for (unsigned int i = 0; i < ENDPOINTS_COUNT; i++) {
		busy |= device_tlb_step(&tlb[i]);
		if (tlb[i].flaw) {
			report_line("PROBLEM %s", tlb[i].flaw);
			tlb[i].flaw = NULL;
		}
	}
	busy |= mirror_step();
	return step_access() || busy;
}

bool caching_wait(void)
{
	if (!patience)
		return false;
	patience -= PACE;
	unit_pass_time(PACE);
	return true;
}

void caching_report(void)
{
	report_count("ats_requests", counts.requests);
	report_count("ats_invalidations", counts.invalidations);
	report_count("page_requests", counts.page_requests);
	report_count("page_responses", counts.responses);
	mirror_report();
}
