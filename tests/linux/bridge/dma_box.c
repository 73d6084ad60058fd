/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "dma_box.h"

#include <stdbool.h>
#include <string.h>

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

static uint32_t move(bool write)
{
	uint64_t addr = address();
	uint16_t sid = (uint16_t)reg(BOX_SID);
	uint32_t len = reg(BOX_LENGTH);
	bool ok;

	if (!len || len > BOX_BUFFER_SIZE)
		return BOX_INVALID;
	ok = unit_dma(sid, addr, box + BOX_BUFFER, len, write);
	report_dma(sid, addr, len, write, ok);
	return ok ? BOX_OK : BOX_REFUSED;
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
	memcpy(&val, box + offset, size);
	return val;
}

void dma_box_write(unsigned int offset, unsigned int size, uint64_t val)
{
	if (offset > BOX_SIZE - size)
		return;
	memcpy(box + offset, &val, size);
	if (offset == BOX_COMMAND)
		set_reg(BOX_RESULT, run(reg(BOX_COMMAND)));
}
