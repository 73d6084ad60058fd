/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Registers, memory, DMA, faults and messages for scenarios. */

#include "flow.h"

#include <string.h>

#define QWORD 8U

uint32_t flow_read32(unsigned int off)
{
	uint64_t value = 0;

	if (!flow_target_reg_read(off, 4, &value))
		flow_fail("bus error on a 32-bit read at %#x", off);
	return (uint32_t)value;
}

uint64_t flow_read64(unsigned int off)
{
	uint64_t value = 0;

	if (!flow_target_reg_read(off, 8, &value))
		flow_fail("bus error on a 64-bit read at %#x", off);
	return value;
}

void flow_write32(unsigned int off, uint32_t value)
{
	if (!flow_target_reg_write(off, 4, value))
		flow_fail("bus error on a 32-bit write at %#x", off);
}

void flow_write64(unsigned int off, uint64_t value)
{
	if (!flow_target_reg_write(off, 8, value))
		flow_fail("bus error on a 64-bit write at %#x", off);
}

void flow_settle(void)
{
	if (!flow_devices_settle())
		flow_fail("the engine does not come to rest");
}

uint64_t flow_get(uint64_t word, uint64_t mask)
{
	return (word & mask) / (mask & -mask);
}

uint64_t flow_put(uint64_t mask, uint64_t value)
{
	return value * (mask & -mask) & mask;
}

unsigned int flow_haw(void)
{
	uint64_t mgaw = flow_get(flow_read64(VTD_CAP), VTD_CAP_MGAW) + 1;

	return mgaw < 52 ? (unsigned int)mgaw : 52;
}

unsigned int flow_frcdl(unsigned int n)
{
	uint64_t fro = flow_get(flow_read64(VTD_CAP), VTD_CAP_FRO);

	return (unsigned int)(fro + n) * 16;
}

unsigned int flow_frcdh(unsigned int n)
{
	return flow_frcdl(n) + 8;
}

uint64_t flow_load(uint64_t addr)
{
	uint64_t value;

	flow_target_mem_read(addr, &value, sizeof(value));
	return value;
}

uint32_t flow_load32(uint64_t addr)
{
	uint32_t value;

	flow_target_mem_read(addr, &value, sizeof(value));
	return value;
}

void flow_store(uint64_t addr, uint64_t value)
{
	flow_target_mem_write(addr, &value, sizeof(value));
}

void flow_set(uint64_t addr, uint64_t bits)
{
	flow_store(addr, flow_load(addr) | bits);
}

void flow_clear(uint64_t addr, uint64_t bits)
{
	flow_store(addr, flow_load(addr) & ~bits);
}

void flow_flip(uint64_t addr, uint64_t bits)
{
	flow_store(addr, flow_load(addr) ^ bits);
}

/* ---- DMA ---------------------------------------------------------------- */

static struct {
	bool pasid_valid, priv;
	uint32_t pasid;
} carried;

void flow_with_pasid(uint32_t pasid)
{
	carried.pasid_valid = true;
	carried.pasid = pasid;
}

void flow_with_privilege(bool priv)
{
	carried.priv = priv;
}

void flow_without_pasid(void)
{
	memset(&carried, 0, sizeof(carried));
}

struct flow_dma flow_request(uint16_t sid, enum flow_kind kind, uint64_t addr,
			     void *data)
{
	struct flow_dma dma = {
		.sid = sid,
		.pasid = carried.pasid,
		.pasid_valid = carried.pasid_valid,
		.priv = carried.priv,
		.write = kind == FLOW_WRITE || kind == FLOW_ATOMIC,
		.zlr = kind == FLOW_ZLR,
		.lock = kind == FLOW_ATOMIC,
		.addr = addr,
		.len = kind == FLOW_ZLR ? 1 : QWORD,
		.data = data,
	};

	return dma;
}

int flow_begin(const struct flow_dma *dma)
{
	int handle = flow_target_dma_submit(dma);

	if (handle < 0)
		flow_fail("the device could not issue its request");
	return handle;
}

enum flow_dma_result flow_dma(const struct flow_dma *dma)
{
	int handle = flow_begin(dma);
	enum flow_dma_result result = flow_target_dma_poll(handle);

	for (unsigned int i = 0; result == FLOW_DMA_PENDING; i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("DMA at %#llx is not answered",
				  (unsigned long long)dma->addr);
		flow_run(1);
		result = flow_target_dma_poll(handle);
	}
	return result;
}

bool flow_access(uint16_t sid, enum flow_kind kind, uint64_t addr)
{
	uint64_t data = 0;
	struct flow_dma dma = flow_request(sid, kind, addr, &data);

	return flow_dma(&dma) == FLOW_DMA_OK;
}

/* Another value at each call, no byte of it zero. */
static uint64_t fresh(void)
{
	static uint64_t seed;

	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return seed | UINT64_C(0x0101010101010101);
}

/* Fails for an access that should have passed; says what was recorded. */
static _Noreturn void fail_blocked(const char *access, uint64_t iova)
{
	struct flow_fault f;

	flow_settle();
	if (flow_take_fault(&f))
		flow_fail("%s at %#llx was blocked: fault %#x of %#x", access,
			  (unsigned long long)iova, f.reason, f.sid);
	flow_fail("%s at %#llx was blocked, nothing is recorded", access,
		  (unsigned long long)iova);
}

void flow_expect_reads(uint16_t sid, uint64_t iova, uint64_t pa)
{
	uint64_t value = fresh(), seen = 0;
	struct flow_dma dma = flow_request(sid, FLOW_READ, iova, &seen);

	flow_store(pa, value);
	if (flow_dma(&dma) != FLOW_DMA_OK)
		fail_blocked("read", iova);
	flow_expect_equal("data read by the device", seen, value);
}

void flow_expect_writes(uint16_t sid, uint64_t iova, uint64_t pa)
{
	uint64_t value = fresh();
	struct flow_dma dma = flow_request(sid, FLOW_WRITE, iova, &value);

	flow_store(pa, ~value);
	if (flow_dma(&dma) != FLOW_DMA_OK)
		fail_blocked("write", iova);
	flow_expect_equal("data written by the device", flow_load(pa), value);
}

void flow_expect_refused(uint16_t sid, enum flow_kind kind, uint64_t iova)
{
	uint64_t data = fresh();
	struct flow_dma dma = flow_request(sid, kind, iova, &data);

	if (flow_dma(&dma) != FLOW_DMA_ERROR)
		flow_fail("access at %#llx was let through",
			  (unsigned long long)iova);
	if (kind == FLOW_READ)
		flow_expect_equal("data of a blocked read", data, 0);
	flow_expect_no_fault();
}

void flow_expect_blocked(uint16_t sid, enum flow_kind kind, uint64_t iova,
			 unsigned int reason)
{
	if (flow_access(sid, kind, iova))
		flow_fail("access at %#llx was let through",
			  (unsigned long long)iova);
	flow_expect_fault(reason, sid, kind, iova);
}

/* ---- Faults ------------------------------------------------------------- */

/* T1, T2 of VT-d 11.4.7.6: 00 write, 01 page, 10 read, 11 atomic. */
static uint8_t kind_of(uint64_t hi)
{
	if (!(hi & VTD_FRCDH_T1))
		return hi & VTD_FRCDH_T2 ? FLOW_PAGE : FLOW_WRITE;
	return hi & VTD_FRCDH_T2 ? FLOW_ATOMIC : FLOW_READ;
}

/* FRI names the oldest record only until it is cleared; then they follow. */
static bool oldest_record(unsigned int *n)
{
	uint32_t fsts = flow_read32(VTD_FSTS);
	unsigned int count =
		(unsigned int)flow_get(flow_read64(VTD_CAP), VTD_CAP_NFR) + 1;
	unsigned int first = (unsigned int)flow_get(fsts, VTD_FSTS_FRI);

	if (!(fsts & VTD_FSTS_PPF))
		return false;
	for (unsigned int i = 0; i < count; i++) {
		*n = (first + i) % count;
		if (flow_read64(flow_frcdh(*n)) & VTD_FRCDH_F)
			return true;
	}
	flow_fail("FSTS.PPF is set, but no record has F");
}

bool flow_take_fault(struct flow_fault *fault)
{
	unsigned int n;
	uint64_t lo, hi;

	if (!oldest_record(&n))
		return false;
	hi = flow_read64(flow_frcdh(n));
	lo = flow_read64(flow_frcdl(n));
	fault->addr = lo & VTD_FRCDL_FI;
	fault->pasid = (uint32_t)flow_get(hi, VTD_FRCDH_PV);
	fault->sid = (uint16_t)flow_get(hi, VTD_FRCDH_SID);
	fault->reason = (uint8_t)flow_get(hi, VTD_FRCDH_FR);
	fault->kind = kind_of(hi);
	fault->at = (uint8_t)flow_get(hi, VTD_FRCDH_AT);
	fault->pp = hi & VTD_FRCDH_PP;
	fault->priv = hi & VTD_FRCDH_PRIV;
	fault->exe = hi & VTD_FRCDH_EXE;
	fault->index = (uint16_t)(lo >> 48);
	flow_write32(flow_frcdh(n) + 4, (uint32_t)(VTD_FRCDH_F >> 32));
	return true;
}

/* FI reads 0 at and above the widest address width (VT-d 11.4.7.6). */
static uint64_t fault_page(uint64_t addr)
{
	uint64_t sagaw = flow_get(flow_read64(VTD_CAP), VTD_CAP_SAGAW);
	unsigned int bits = sagaw & 8 ? 57 : sagaw & 4 ? 48 : 39;

	return addr & VTD_FRCDL_FI & ((UINT64_C(1) << bits) - 1);
}

/* FI is undefined for interrupt-range faults (VT-d 11.4.7.6). */
static bool has_address(unsigned int reason)
{
	return reason < 0x20 || reason >= 0x30;
}

static struct flow_fault wait_fault(unsigned int reason, uint16_t sid)
{
	struct flow_fault f = { 0 };

	for (unsigned int i = 0; !flow_take_fault(&f); i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("no fault was recorded, expected %#x",
				  reason);
		flow_run(1);
	}
	flow_expect_equal("fault reason", f.reason, reason);
	flow_expect_equal("fault source", f.sid, sid);
	return f;
}

/* PP, PV and PRIV are those of the request (VT-d 11.4.7.6). */
static void expect_carried(const struct flow_fault *f)
{
	if (!(flow_read64(VTD_ECAP) & VTD_ECAP_PASID))
		return;
	flow_expect_equal("fault PP", f->pp, carried.pasid_valid);
	flow_expect_equal("fault PASID", f->pasid, carried.pasid);
	flow_expect_equal("fault PRIV", f->priv, carried.priv);
}

void flow_expect_fault_at(unsigned int reason, uint16_t sid,
			  enum flow_kind kind, uint64_t addr, unsigned int at)
{
	struct flow_fault f = wait_fault(reason, sid);

	if (!has_address(reason))
		return;
	expect_carried(&f);
	flow_expect_equal("fault address", f.addr, fault_page(addr));
	flow_expect_equal("fault access (FLOW_READ, ...)", f.kind,
			  kind == FLOW_ZLR ? FLOW_READ : kind);
	flow_expect_equal("fault AT", f.at, at);
}

void flow_expect_fault(unsigned int reason, uint16_t sid, enum flow_kind kind,
		       uint64_t addr)
{
	flow_expect_fault_at(reason, sid, kind, addr, 0);
}

void flow_expect_no_fault(void)
{
	struct flow_fault f;

	flow_settle();
	if (flow_take_fault(&f))
		flow_fail("fault %#x of source %#x at %#llx was recorded",
			  f.reason, f.sid, (unsigned long long)f.addr);
}

/* ---- Interrupts --------------------------------------------------------- */

bool flow_interrupt(uint16_t sid, uint64_t addr, uint32_t data)
{
	struct flow_dma dma = { .sid = sid,
				.write = true,
				.addr = addr,
				.len = sizeof(data),
				.data = &data };

	return flow_dma(&dma) == FLOW_DMA_OK;
}

/* FI of these has no meaning (VT-d 11.4.7.6). */
static bool has_index(unsigned int reason)
{
	return reason != VTD_FAULT_IRQ_20 && reason != VTD_FAULT_IRQ_25 &&
	       reason != VTD_FAULT_IRQ_29;
}

void flow_expect_no_interrupt(uint16_t sid, uint64_t addr, uint32_t data,
			      unsigned int reason, uint16_t index)
{
	unsigned int before = flow_target_messages();
	struct flow_fault f;

	if (flow_interrupt(sid, addr, data))
		flow_fail("an interrupt was accepted");
	f = wait_fault(reason, sid);
	if (has_index(reason)) {
		flow_expect_equal("interrupt index", f.index, index);
		flow_expect_equal("FI 47:12", f.addr << 16, 0);
	}
	flow_expect_equal("messages", flow_target_messages(), before);
}

void flow_expect_messages(unsigned int count, uint64_t addr, uint32_t data)
{
	struct flow_message last;

	flow_settle();
	flow_expect_equal("interrupt messages", flow_target_messages(), count);
	if (!count)
		return;
	last = flow_target_message(count - 1);
	flow_expect_equal("address of the last message", last.addr, addr);
	flow_expect_equal("data of the last message", last.data, data);
}
