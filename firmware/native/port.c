/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The platform's side of vtd_port.h in a process. */

#include <string.h>

#include "gen/vtd_gate.h"
#include "native_internal.h"
#include "vtd_types.h"

/*
 * Which kind of work is asked for first. The RTL lets the kinds take turns
 * (vtd_mbox_work.sv); what is there at a time depends on cycles, and there are
 * none here. So a seed, when there is one, stands for them.
 */
static unsigned int first_kind(struct vtd_port *port)
{
	if (!port->order)
		return port->last_kind + 1;
	port->order = port->order * UINT64_C(6364136223846793005) +
		      UINT64_C(1442695040888963407);
	return (unsigned int)(port->order >> 33);
}

static bool next_of_kind(struct vtd_port *port, unsigned int kind,
			 struct vtd_work *work)
{
	switch (kind) {
	case 0:
		return regwin_next_event(&port->regs, work);
	case 1:
		return gate_next_work(&port->gate, work);
	case 2:
		return msg_model_next_work(&port->msgs, MSG_MODEL_POSTED, work);
	default:
		return msg_model_next_work(&port->msgs, MSG_MODEL_REQUESTS,
					   work);
	}
}

void port_next_work(struct vtd_port *port, struct vtd_work *work)
{
	unsigned int first = first_kind(port);

	/* There are no cycles here: a turn stands for one. */
	regwin_count(&port->regs, 0, 0);
	for (unsigned int i = 0; i < NATIVE_KINDS; i++) {
		unsigned int kind = (first + i) % NATIVE_KINDS;

		if (next_of_kind(port, kind, work)) {
			port->last_kind = kind;
			return;
		}
	}
	memset(work, 0, sizeof(*work));
}

int port_host_read(struct vtd_port *port, uint64_t addr, unsigned int words,
		   uint64_t *out)
{
	if (words > 8 || !words || words & (words - 1))
		gate_contract("table read of odd length", words);
	if (addr & (words * 8 - 1))
		gate_contract("table read misaligned", addr);
	port->gate.stats.table_reads++;
	regwin_count(&port->regs, 1, 0);
	return port->host.read(port->host.ctx, addr, out, words * 8) ? -1 : 0;
}

void port_host_write32(struct vtd_port *port, uint64_t addr, uint32_t value)
{
	if (addr & 3)
		gate_contract("table write misaligned", addr);
	if (port->host.write(port->host.ctx, addr, &value, sizeof(value)))
		port->write_failed = true;
}

void port_host_write64(struct vtd_port *port, uint64_t addr, uint64_t value)
{
	if (addr & 7)
		gate_contract("table write misaligned", addr);
	if (port->host.write(port->host.ctx, addr, &value, sizeof(value)))
		port->write_failed = true;
}

static int update_unlocked(const struct native_host *host, uint64_t addr,
			   uint64_t expected, uint64_t desired)
{
	uint64_t found;

	if (host->read(host->ctx, addr, &found, sizeof(found)))
		return -1;
	if (found != expected)
		return 1;
	return host->write(host->ctx, addr, &desired, sizeof(desired)) ? -1 : 0;
}

int port_host_update(struct vtd_port *port, uint64_t addr, uint64_t expected,
		     uint64_t desired)
{
	const struct native_host *host = &port->host;

	if (addr & 7)
		gate_contract("locked update misaligned", addr);
	port->gate.stats.updates++;
	regwin_count(&port->regs, 1, 3);
	if (host->unmonitored)
		return -1;
	if (!host->update)
		return update_unlocked(host, addr, expected, desired);
	return host->update(host->ctx, addr, expected, desired);
}

static void check_offset(const struct vtd_port *port, unsigned int off,
			 unsigned int len)
{
	if (off >= port->regs.size || off & (len - 1))
		gate_contract("register access outside the window", off);
}

static uint64_t half(unsigned int off, uint32_t value)
{
	return (uint64_t)value << (off & 4) * 8;
}

uint32_t port_reg_read32(struct vtd_port *port, unsigned int off)
{
	check_offset(port, off, 4);
	return (uint32_t)(port->regs.word[off / 8] >> (off & 4) * 8);
}

uint64_t port_reg_read64(struct vtd_port *port, unsigned int off)
{
	check_offset(port, off, 8);
	return port->regs.word[off / 8];
}

void port_reg_write32(struct vtd_port *port, unsigned int off, uint32_t value)
{
	check_offset(port, off, 4);
	regwin_raw(&port->regs, off, half(off, UINT32_MAX), half(off, value));
}

void port_reg_write64(struct vtd_port *port, unsigned int off, uint64_t value)
{
	check_offset(port, off, 8);
	regwin_raw(&port->regs, off, UINT64_MAX, value);
}

void port_reg_set32(struct vtd_port *port, unsigned int off, uint32_t mask)
{
	check_offset(port, off, 4);
	regwin_raw(&port->regs, off, half(off, mask), UINT64_MAX);
}

void port_reg_clear32(struct vtd_port *port, unsigned int off, uint32_t mask)
{
	check_offset(port, off, 4);
	regwin_raw(&port->regs, off, half(off, mask), 0);
}

void port_answer(struct vtd_port *port, uint64_t answer, uint64_t pa)
{
	gate_answer(&port->gate, answer, pa);
}

void port_invalidate(struct vtd_port *port, uint64_t inv, uint64_t addr)
{
	gate_invalidate(&port->gate, inv, addr);
}

void port_protect(struct vtd_port *port, unsigned int high, uint64_t base,
		  uint64_t limit)
{
	gate_protect(&port->gate, high, base, limit);
}

void port_perf(struct vtd_port *port, unsigned int word, uint64_t value)
{
	regwin_perf(&port->regs, word, value);
}

void port_mode(struct vtd_port *port, uint64_t mode)
{
	gate_mode(&port->gate, mode, port->regs.te_off);
}

void port_msg(struct vtd_port *port, const uint64_t *words, unsigned int count)
{
	msg_model_send(&port->msgs, words, count);
}

void port_timer(struct vtd_port *port, uint64_t cycles)
{
	port->msgs.timer = cycles;
}

uint64_t port_status(struct vtd_port *port)
{
	uint64_t status = gate_status(&port->gate);

	status |= VTD_PUT(GATE_STATUS_MSG_FREE, msg_model_free(&port->msgs));
	if (port->write_failed)
		status |= GATE_STATUS_HM_WERR;
	port->write_failed = false;
	return status;
}

void port_trace(struct vtd_port *port, unsigned int event, uint64_t a,
		uint64_t b, uint64_t c)
{
	if (port->host.trace)
		port->host.trace(port->host.ctx, event, a, b, c);
}
