/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The operations of vtd_port.h, each a few words of the mailbox. */
#include "vtd_port.h"

#include "hal_gate.h"
#include "hal_mmio.h"
#include "hal_trace.h"
#include "soc_map.h"
#include "vtd_gate.h"
#include "vtd_types.h"

#define MBOX(word) (SOC_MBOX_BASE + GATE_##word)

/* Events whose WORK1 and WORK2 carry an operand. */
#define EVENTS_WORK1                                                           \
	(1U << GATE_EVENT_GCMD | 1U << GATE_EVENT_CCMD |                       \
	 1U << GATE_EVENT_IOTLB | 1U << GATE_EVENT_ECMD)
#define EVENTS_WORK2 (1U << GATE_EVENT_GCMD | 1U << GATE_EVENT_IOTLB)

/* An uncached load costs more than the whole decision whether to make it. */
VTD_HOT static void read_event_operands(struct vtd_work *work)
{
	unsigned int event = VTD_GET(GATE_WORK0_EVENT, work->word[0]);

	if (!(EVENTS_WORK1 >> event & 1U))
		return;
	work->word[1] = hal_mmio_read64(MBOX(WORK1));
	if (EVENTS_WORK2 >> event & 1U)
		work->word[2] = hal_mmio_read64(MBOX(WORK2));
}

/* Only a client that registers says all three words. */
static void read_message(struct vtd_work *work)
{
	work->word[1] = hal_mmio_read64(MBOX(WORK1));
	if (VTD_GET(GATE_WORK0_MSG, work->word[0]) == GATE_MSG_IN_CLIENT_HELLO)
		work->word[2] = hal_mmio_read64(MBOX(WORK2));
}

VTD_HOT void port_next_work(struct vtd_port *port, struct vtd_work *work)
{
	uint64_t word = hal_mmio_read64(MBOX(WORK0));
	unsigned int kind = word & GATE_WORK0_KIND;

	(void)port;
	work->word[0] = word;
	if (kind == GATE_KIND_EVENT)
		read_event_operands(work);
	else if (kind == GATE_KIND_MSG)
		read_message(work);
	else if (kind != GATE_KIND_NONE)
		work->word[1] = hal_mmio_read64(MBOX(WORK1));
}

/* A word of ones may be data; only STATUS tells it from a failed read. */
static int read_failed(struct vtd_port *port)
{
	uint64_t status = hal_mmio_read64(MBOX(STATUS));

	port->status_kept |= status & GATE_STATUS_HM_WERR;
	return status & GATE_STATUS_HM_RERR ? -1 : 0;
}

VTD_COLD static int read_words(struct vtd_port *port, uint64_t addr,
			       unsigned int words, uint64_t *out)
{
	unsigned int log2 = words < 4 ? words >> 1 : 2 + (words >> 3);
	uint64_t all_ones = 0;

	hal_mmio_write64(MBOX(HM_READ), addr | log2);
	hal_mmio_order();
	for (unsigned int i = 0; i < words; i++) {
		out[i] = hal_mmio_read64(MBOX(HM_DATA) + 8 * i);
		all_ones |= out[i] == UINT64_MAX;
	}
	return all_ones ? read_failed(port) : 0;
}

/* One word is what every level of a walk asks for. */
VTD_HOT int port_host_read(struct vtd_port *port, uint64_t addr,
			   unsigned int words, uint64_t *out)
{
	if (words != 1)
		return read_words(port, addr, words, out);
	hal_mmio_write64(MBOX(HM_READ), addr);
	hal_mmio_order();
	*out = hal_mmio_read64(MBOX(HM_DATA));
	return *out == UINT64_MAX ? read_failed(port) : 0;
}

void port_host_write32(struct vtd_port *port, uint64_t addr, uint32_t value)
{
	(void)port;
	hal_mmio_write64(MBOX(HM_WADDR), addr);
	hal_mmio_write64(MBOX(HM_W32), value);
}

void port_host_write64(struct vtd_port *port, uint64_t addr, uint64_t value)
{
	(void)port;
	hal_mmio_write64(MBOX(HM_WADDR), addr);
	hal_mmio_write64(MBOX(HM_W64), value);
}

static int exclusive_result(void)
{
	return (int)(hal_mmio_read64(MBOX(HM_XRESULT)) &
		     GATE_HM_XRESULT_RESULT);
}

int port_host_update(struct vtd_port *port, uint64_t addr, uint64_t expected,
		     uint64_t desired)
{
	uint64_t found;

	(void)port;
	hal_mmio_write64(MBOX(HM_READX), addr);
	hal_mmio_order();
	found = hal_mmio_read64(MBOX(HM_DATA));
	/* Without a monitor a store would not be a locked one: never try. */
	if (exclusive_result() != GATE_XRESULT_DONE)
		return -1;
	if (found != expected)
		return 1;
	hal_mmio_write64(MBOX(HM_WADDR), addr);
	hal_mmio_write64(MBOX(HM_W64X), desired);
	hal_mmio_order();
	switch (exclusive_result()) {
	case GATE_XRESULT_DONE:
		return 0;
	case GATE_XRESULT_LOST:
		return 1;
	default:
		return -1;
	}
}

void port_protect(struct vtd_port *port, unsigned int high, uint64_t base,
		  uint64_t limit)
{
	(void)port;
	if (!high) {
		hal_mmio_write64(MBOX(PMR_LOW), base | limit << 32);
		return;
	}
	hal_mmio_write64(MBOX(PMR_HIGH_BASE), base);
	hal_mmio_write64(MBOX(PMR_HIGH_LIMIT), limit);
}

uint32_t port_reg_read32(struct vtd_port *port, unsigned int offset)
{
	(void)port;
	return hal_mmio_read32(SOC_REG_RAW_BASE + offset);
}

uint64_t port_reg_read64(struct vtd_port *port, unsigned int offset)
{
	(void)port;
	return hal_mmio_read64(SOC_REG_RAW_BASE + offset);
}

void port_reg_write32(struct vtd_port *port, unsigned int offset,
		      uint32_t value)
{
	(void)port;
	hal_mmio_write32(SOC_REG_RAW_BASE + offset, value);
}

void port_reg_write64(struct vtd_port *port, unsigned int offset,
		      uint64_t value)
{
	(void)port;
	hal_mmio_write64(SOC_REG_RAW_BASE + offset, value);
}

void port_reg_set32(struct vtd_port *port, unsigned int offset, uint32_t mask)
{
	(void)port;
	hal_mmio_write32(SOC_REG_SET_BASE + offset, mask);
}

void port_reg_clear32(struct vtd_port *port, unsigned int offset, uint32_t mask)
{
	(void)port;
	hal_mmio_write32(SOC_REG_CLR_BASE + offset, mask);
}

VTD_HOT void port_answer(struct vtd_port *port, uint64_t answer, uint64_t pa)
{
	(void)port;
	if ((answer & GATE_ANSWER_ACTION) == GATE_ACTION_GRANT)
		hal_mmio_write64(MBOX(ANSWER_PA), pa);
	hal_mmio_write64(MBOX(ANSWER), answer);
}

void port_invalidate(struct vtd_port *port, uint64_t inv, uint64_t addr)
{
	(void)port;
	if ((inv & GATE_INV_OP) == GATE_INV_PAGE)
		hal_mmio_write64(MBOX(INV_ADDR), addr);
	hal_mmio_write64(MBOX(INV), inv);
}

void port_perf(struct vtd_port *port, unsigned int word, uint64_t value)
{
	(void)port;
	hal_mmio_write64(SOC_MBOX_BASE + word, value);
}

void port_msg(struct vtd_port *port, const uint64_t *words, unsigned int count)
{
	(void)port;
	for (unsigned int i = 0; i < count; i++)
		hal_mmio_write64(MBOX(MSG_OUT), words[i]);
}

void port_timer(struct vtd_port *port, uint64_t cycles)
{
	(void)port;
	hal_mmio_write64(MBOX(TIMER), cycles);
}

void port_mode(struct vtd_port *port, uint64_t mode)
{
	(void)port;
	hal_mmio_write64(MBOX(MODE), mode);
}

uint64_t port_status(struct vtd_port *port)
{
	uint64_t status = hal_mmio_read64(MBOX(STATUS)) | port->status_kept;

	port->status_kept = 0;
	return status;
}

VTD_HOT void port_trace(struct vtd_port *port, unsigned int event, uint64_t a,
			uint64_t b, uint64_t c)
{
	(void)port;
	hal_trace(event, a, b, c);
}
