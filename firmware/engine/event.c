/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "event.h"

#include "gen/vtd_regs.h"
#include "trace.h"

/* From the control register to the others. */
#define DATA  4U
#define ADDR  8U
#define UADDR 12U

static void send(struct vtd *v, unsigned int ctl)
{
	uint64_t upper = port_reg_read32(v->port, ctl + UADDR);
	uint64_t addr = upper << 32 | port_reg_read32(v->port, ctl + ADDR);
	uint32_t data = port_reg_read32(v->port, ctl + DATA);

	port_host_write32(v->port, addr, data);
	trace(v, EVENT_SENT, addr, data, ctl);
}

static void hold(struct vtd *v, unsigned int ctl, bool *held, bool now)
{
	if (now)
		port_reg_set32(v->port, ctl, EVENT_IP);
	else
		port_reg_clear32(v->port, ctl, EVENT_IP);
	*held = now;
	trace(v, EVENT_HELD, now, ctl, 0);
}

void event_raise(struct vtd *v, unsigned int ctl, bool *held)
{
	if (port_reg_read32(v->port, ctl) & EVENT_IM)
		hold(v, ctl, held, true);
	else
		send(v, ctl);
}

void event_control_written(struct vtd *v, unsigned int ctl, uint32_t value,
			   bool *held)
{
	if (value & EVENT_IM || !*held)
		return;
	send(v, ctl);
	hold(v, ctl, held, false);
}

void event_withdraw(struct vtd *v, unsigned int ctl, bool *held)
{
	if (*held)
		hold(v, ctl, held, false);
}
