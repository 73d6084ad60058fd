/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Devices that get and send messages, and what drivers do with them. */

#include "flow.h"

#define DEVICES      8U
#define DEVICE_STEPS 10000U
#define PAGE         UINT64_C(4096)
#define PRQ_ENTRY    32U
#define EVERYTHING   UINT64_C(0x7ffffffffffff000)

/* ---- Devices ------------------------------------------------------------ */

static struct {
	struct device_tlb *tlb[DEVICES];
	struct shadow_client *client[DEVICES];
	unsigned int tlbs, clients, strays, moves;
} devices;

static bool send(void *ctx, uint64_t head, uint64_t word1, uint64_t word2)
{
	(void)ctx;
	return flow_target_msg_send(head, word1, word2);
}

static const struct device_port port = { .send = send };

void flow_devices_forget(void)
{
	devices.tlbs = 0;
	devices.clients = 0;
	devices.strays = 0;
}

void flow_device_tlb(struct device_tlb *d, uint16_t sid)
{
	if (devices.tlbs == DEVICES)
		flow_fail("too many devices");
	device_tlb_init(d, sid, port);
	devices.tlb[devices.tlbs++] = d;
}

void flow_client(struct shadow_client *c, uint16_t sid)
{
	if (devices.clients == DEVICES)
		flow_fail("too many clients");
	shadow_client_init(c, sid, port);
	devices.client[devices.clients++] = c;
}

unsigned int flow_strays(void)
{
	return devices.strays;
}

static bool to_client(uint16_t sid, const uint64_t *word)
{
	for (unsigned int i = 0; i < devices.clients; i++) {
		if (devices.client[i]->sid != sid)
			continue;
		shadow_client_message(devices.client[i], word);
		return true;
	}
	return false;
}

static bool to_tlb(uint16_t sid, const uint64_t *word)
{
	for (unsigned int i = 0; i < devices.tlbs; i++) {
		if (devices.tlb[i]->sid != sid)
			continue;
		device_tlb_message(devices.tlb[i], word);
		return true;
	}
	return false;
}

static void route(const struct flow_msg *msg)
{
	uint16_t sid = (uint16_t)flow_get(msg->word[0], GATE_WORK0_SID);
	bool client = flow_get(msg->word[0], GATE_WORK0_MSG) >=
		      GATE_MSG_OUT_CLIENT_MAP;

	if (client ? !to_client(sid, msg->word) : !to_tlb(sid, msg->word))
		devices.strays++;
}

static void check_flaws(void)
{
	for (unsigned int i = 0; i < devices.tlbs; i++)
		if (devices.tlb[i]->flaw)
			flow_fail("device TLB: %s", devices.tlb[i]->flaw);
	for (unsigned int i = 0; i < devices.clients; i++)
		if (devices.client[i]->flaw)
			flow_fail("client: %s", devices.client[i]->flaw);
}

/* True if a message came or went. */
static bool devices_move(void)
{
	struct flow_msg msg;
	bool moved = false;

	while (flow_target_msg_next(&msg)) {
		route(&msg);
		moved = true;
	}
	for (unsigned int i = 0; i < devices.tlbs; i++)
		while (device_tlb_step(devices.tlb[i]))
			moved = true;
	for (unsigned int i = 0; i < devices.clients; i++)
		while (shadow_client_step(devices.client[i]))
			moved = true;
	check_flaws();
	devices.moves += moved;
	return moved;
}

static bool have_devices(void)
{
	return devices.tlbs || devices.clients;
}

void flow_run(unsigned int steps)
{
	if (!have_devices()) {
		flow_target_run(steps);
		return;
	}
	for (unsigned int i = 0; i < steps; i++) {
		flow_target_run(1);
		devices_move();
	}
}

bool flow_wait_step(struct flow_wait *wait)
{
	if (wait->moves != devices.moves)
		wait->quiet = 0;
	wait->moves = devices.moves;
	if (wait->quiet++ == FLOW_WAIT_STEPS ||
	    wait->steps++ == FLOW_WAIT_LIMIT)
		return false;
	flow_run(1);
	return true;
}

void flow_pass_time(uint64_t cycles)
{
	uint64_t slice = 4096;

	for (uint64_t passed = 0; passed < cycles; passed += slice) {
		flow_target_pass(slice);
		devices_move();
	}
}

bool flow_devices_settle(void)
{
	for (unsigned int i = 0; i < DEVICE_STEPS; i++) {
		if (!flow_target_settle())
			return false;
		if (!have_devices() || !devices_move())
			return true;
	}
	return false;
}

/* ---- Translation requests ----------------------------------------------- */

struct device_tlb_who flow_who(void)
{
	struct flow_dma dma = flow_request(0, FLOW_READ, 0, NULL);
	struct device_tlb_who who = { .pasid_valid = dma.pasid_valid,
				      .priv = dma.priv,
				      .pasid = dma.pasid };

	return who;
}

struct device_tlb_request flow_ats(struct device_tlb *d, uint64_t addr,
				   unsigned int count, bool no_write)
{
	struct device_tlb_request answer = { 0 };
	int number = device_tlb_ask(d, flow_who(), addr, count, no_write);

	if (number < 0)
		flow_fail("a translation request was not taken");
	for (unsigned int i = 0; !device_tlb_answer(d, number, &answer); i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("translation of %#llx is not answered",
				  (unsigned long long)addr);
		flow_run(1);
	}
	return answer;
}

uint64_t flow_ats_word(uint64_t pa, uint64_t size, uint64_t bits)
{
	uint64_t inside = size > PAGE ? ((size / 2 - 1) & ~(PAGE - 1)) : 0;

	return (pa & ~(size - 1)) | inside | (size > PAGE ? ATS_S : 0) | bits;
}

/*
 * What UR and CA record is a read with AT = 01b; what succeeds records nothing
 * (VT-d 7.1.3, 4.2.2).
 */
void flow_expect_ats_status(struct device_tlb *d, uint64_t addr,
			    unsigned int status, unsigned int reason)
{
	struct device_tlb_request r = flow_ats(d, addr, 1, false);

	flow_expect_equal("status of the completion", r.status, status);
	flow_expect_equal("translations", r.count, 0);
	if (reason)
		flow_expect_fault_at(reason, d->sid, FLOW_READ, addr, 1);
	flow_expect_no_fault();
}

void flow_expect_ats(struct device_tlb *d, uint64_t addr, bool no_write,
		     uint64_t word)
{
	struct device_tlb_request r = flow_ats(d, addr, 1, no_write);

	flow_expect_equal("status of the completion", r.status,
			  GATE_ATS_STATUS_SUCCESS);
	flow_expect_equal("translations", r.count, 1);
	flow_expect_equal("translation", r.word[0], word);
	flow_expect_no_fault();
}

/* Priv echoes PR; sizes may be those of the level that is missing. */
void flow_expect_ats_none(struct device_tlb *d, uint64_t addr)
{
	struct device_tlb_request r = flow_ats(d, addr, 1, false);

	flow_expect_equal("status of the completion", r.status,
			  GATE_ATS_STATUS_SUCCESS);
	flow_expect_equal("translations", r.count, 1);
	flow_expect_equal("R, W and U of the translation",
			  r.word[0] & (ATS_RW | ATS_U), 0);
	flow_expect_no_fault();
}

struct flow_dma flow_translated(uint16_t sid, enum flow_kind kind, uint64_t pa,
				void *data)
{
	struct flow_dma dma = flow_request(sid, kind, pa, data);

	dma.translated = true;
	return dma;
}

void flow_expect_translated(uint16_t sid, uint64_t pa)
{
	uint64_t value = ~pa, seen = 0;
	struct flow_dma read = flow_translated(sid, FLOW_READ, pa, &seen);
	struct flow_dma write = flow_translated(sid, FLOW_WRITE, pa, &value);

	flow_store(pa, 0);
	flow_expect_equal("a translated write", flow_dma(&write), FLOW_DMA_OK);
	flow_expect_equal("data written by the device", flow_load(pa), value);
	flow_expect_equal("a translated read", flow_dma(&read), FLOW_DMA_OK);
	flow_expect_equal("data read by the device", seen, value);
	flow_expect_no_fault();
}

void flow_expect_no_translated(uint16_t sid, enum flow_kind kind, uint64_t pa,
			       unsigned int reason)
{
	uint64_t data = 0;
	struct flow_dma dma = flow_translated(sid, kind, pa, &data);

	if (flow_dma(&dma) != FLOW_DMA_ERROR)
		flow_fail("a translated access at %#llx was let through",
			  (unsigned long long)pa);
	flow_expect_fault_at(reason, sid, kind, pa, 2);
	flow_expect_no_fault();
}

/* ---- Descriptors -------------------------------------------------------- */

static uint64_t coded(uint64_t addr, uint64_t size)
{
	return size ? flow_ats_word(addr, size, 0) & ~ATS_S : EVERYTHING;
}

/* VT-d 6.5.2.5: S is bit 64. */
struct driver_desc driver_desc_device_tlb(uint16_t sid, unsigned int mip,
					  uint64_t addr, uint64_t size)
{
	struct driver_desc desc = {
		.lo = 3 | (uint64_t)mip << 16 | (uint64_t)sid << 32,
		.hi = coded(addr, size) | (size != PAGE),
	};

	return desc;
}

/* VT-d 6.5.2.6: GI is bit 64, S bit 75. */
struct driver_desc driver_desc_pasid_device_tlb(uint16_t sid, uint32_t pasid,
						unsigned int mip, bool gi,
						uint64_t addr, uint64_t size)
{
	struct driver_desc desc = {
		.lo = 8 | (uint64_t)mip << 4 | (uint64_t)sid << 16 |
		      (uint64_t)pasid << 32,
		.hi = coded(addr, size) | gi | (size != PAGE ? ATS_S : 0),
	};

	return desc;
}

/* VT-d 6.5.2.7 */
struct driver_desc driver_desc_page_response(uint16_t sid, bool pasid_valid,
					     uint32_t pasid, unsigned int prgi,
					     unsigned int code)
{
	struct driver_desc desc = {
		.lo = 9 | (uint64_t)pasid_valid << 4 | (uint64_t)code << 12 |
		      (uint64_t)sid << 16 | (uint64_t)pasid << 32,
		.hi = (uint64_t)prgi << 3,
	};

	return desc;
}

void driver_inv_device_tlb(struct driver *d, uint16_t sid, uint64_t addr,
			   uint64_t size)
{
	driver_queue(d, driver_desc_device_tlb(sid, 0, addr, size));
	driver_sync(d);
}

#define CONTEXT_TT_ATS (UINT64_C(1) << 2)
#define SCONTEXT_DTE   (UINT64_C(1) << 2)
#define SCONTEXT_PRE   (UINT64_C(1) << 4)

void driver_allow_ats(struct driver *d, uint16_t sid)
{
	flow_set(driver_context_slot(d, sid), CONTEXT_TT_ATS);
}

void driver_allow_ats_scalable(struct driver *d, uint16_t sid, bool pages)
{
	flow_set(driver_scontext_slot(d, sid),
		 SCONTEXT_DTE | (pages ? SCONTEXT_PRE : 0));
}

/* ---- Page requests ------------------------------------------------------ */

static unsigned int prq_bytes(void)
{
	return (unsigned int)PAGE << (flow_read64(VTD_PQA) & VTD_PQA_PQS);
}

void driver_start_pages(unsigned int pqs)
{
	flow_write64(VTD_PQH, 0);
	flow_write64(VTD_PQT, 0);
	flow_write64(VTD_PQA, FLOW_PRQ | pqs);
	flow_write32(VTD_PEDATA, PAGE_MESSAGE_DATA);
	flow_write32(VTD_PEADDR, PAGE_MESSAGE_ADDR);
	flow_write32(VTD_PEUADDR, 0);
	flow_write32(VTD_PECTL, 0);
	flow_settle();
}

bool driver_take_page(struct flow_page *page)
{
	uint64_t head = flow_read64(VTD_PQH);

	if (head == flow_read64(VTD_PQT))
		return false;
	for (unsigned int i = 0; i < 4; i++)
		page->word[i] = flow_load(FLOW_PRQ + head + 8 * i);
	flow_write64(VTD_PQH, (head + PRQ_ENTRY) % prq_bytes());
	return true;
}

void driver_wait_page(struct flow_page *page)
{
	for (unsigned int i = 0; !driver_take_page(page); i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("no page request came");
		flow_run(1);
	}
}
