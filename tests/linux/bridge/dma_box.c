/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "dma_box.h"

#include <stdbool.h>
#include <string.h>

#include "caching.h"
#include "report.h"
#include "unit.h"
#include "window.h"

static uint8_t box[BOX_SIZE];

static uint32_t reg(unsigned int offset)
{
	uint32_t val;

	memcpy(&val, box + offset, sizeof(val));
	return val;
}

static void set_reg(unsigned int offset, uint32_t val)
{
	memcpy(box + offset, &val, sizeof(val));
}

static uint64_t address(void)
{
	return (uint64_t)reg(BOX_ADDR_HI) << 32 | reg(BOX_ADDR_LO);
}

static struct caching_access access_asked_for(bool write)
{
	return (struct caching_access){
		.sid = (uint16_t)reg(BOX_SID),
		.pasid_valid = reg(BOX_PASID) >> 31,
		.pasid = reg(BOX_PASID) & 0xfffff,
		.write = write,
		.addr = address(),
		.data = box + BOX_BUFFER,
		.len = reg(BOX_LENGTH),
	};
}

static bool length_is_good(void)
{
	return reg(BOX_LENGTH) && reg(BOX_LENGTH) <= BOX_BUFFER_SIZE;
}

static uint32_t move(bool write)
{
	const struct caching_access a = access_asked_for(write);
	bool ok;

	if (!length_is_good())
		return BOX_INVALID;
	if (caching_has_shadow(a.sid))
		ok = caching_shadow_dma(&a);
	else
		ok = unit_dma(a.sid, a.addr, a.data, a.len, write);
	report_dma(a.sid, a.addr, a.len, write, ok);
	return ok ? BOX_OK : BOX_REFUSED;
}

static uint32_t begin(bool write)
{
	const struct caching_access a = access_asked_for(write);

	return length_is_good() && caching_begin(&a) ? BOX_BUSY : BOX_INVALID;
}

static uint32_t outcome(void)
{
	switch (reg(BOX_COMMAND)) {
	case BOX_CMD_SHADOW:
		return caching_has_shadow((uint16_t)reg(BOX_SID)) ? BOX_OK :
								    BOX_BUSY;
	default:
		return caching_state() == CACHING_BUSY ? BOX_BUSY :
		       caching_state() == CACHING_DONE ? BOX_OK :
							 BOX_REFUSED;
	}
}

static uint32_t stream(bool write)
{
	struct stream_job s = {
		.sid = (uint16_t)reg(BOX_SID),
		.write = write,
		.addr = address(),
		.len = reg(BOX_LENGTH),
		.seed = reg(BOX_SEED),
	};

	if (!unit_stream(&s))
		return BOX_INVALID;
	set_reg(BOX_REQUESTS, s.requests);
	set_reg(BOX_ERRORS, s.refused);
	set_reg(BOX_MISMATCHES, s.mismatches);
	report_stream(s.sid, s.addr, s.len, write, s.requests, s.refused);
	return s.refused ? BOX_REFUSED : BOX_OK;
}

static uint32_t run(uint32_t command)
{
	uint16_t sid = (uint16_t)reg(BOX_SID);

	switch (command) {
	case BOX_CMD_READ:
		return move(false);
	case BOX_CMD_WRITE:
		return move(true);
	case BOX_CMD_POWER_CUT:
		window_arm_power_cut();
		return BOX_OK;
	case BOX_CMD_BREAK_QUEUE:
		window_arm_broken_queue();
		return BOX_OK;
	case BOX_CMD_ATS_READ:
		return begin(false);
	case BOX_CMD_ATS_WRITE:
		return begin(true);
	case BOX_CMD_MANNER:
		return caching_set_manner(sid, reg(BOX_LENGTH)) ? BOX_OK :
								  BOX_INVALID;
	case BOX_CMD_SHADOW:
		return caching_shadow(sid, reg(BOX_LENGTH)) ? BOX_BUSY :
							      BOX_INVALID;
	case BOX_CMD_COMPARE:
		return caching_shadow_is_exact(sid) ? BOX_OK : BOX_REFUSED;
	case BOX_CMD_STREAM_WRITE:
		return stream(true);
	case BOX_CMD_STREAM_READ:
		return stream(false);
	default:
		return BOX_INVALID;
	}
}

uint64_t dma_box_read(unsigned int offset, unsigned int size)
{
	uint64_t val = 0;

	if (offset > BOX_SIZE - size)
		return UINT64_MAX;
	if (offset == BOX_PENDING)
		return window_fault_pending();
	if (offset == BOX_RESULT && reg(BOX_RESULT) == BOX_BUSY) {
		window_let_devices_work();
		set_reg(BOX_RESULT, outcome());
	}
	memcpy(&val, box + offset, size);
	return val;
}

void dma_box_write(unsigned int offset, unsigned int size, uint64_t val)
{
	if (offset > BOX_SIZE - size)
		return;
	memcpy(box + offset, &val, size);
	if (offset == BOX_COMMAND) {
		set_reg(BOX_RESULT, run(reg(BOX_COMMAND)));
		window_let_devices_work();
	}
}
