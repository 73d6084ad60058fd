/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "unit.h"

#include <string.h>

#include "endpoints.h"
#include "guest_ram.h"
#include "msi.h"
#include "native.h"
#include "report.h"
#include "vtd_config.h"

/* SDM vol. 3, 11.11: stores here are interrupts. */
#define MSI_BASE 0xfee00000u
#define MSI_SIZE 0x00100000u

static struct native *unit;

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	const void *at = guest_ram_at(addr, len);

	(void)ctx;
	if (!at)
		return -1;
	memcpy(buf, at, len);
	return 0;
}

static int interrupt(uint64_t addr, const void *buf)
{
	uint32_t data;
	bool sent;

	memcpy(&data, buf, sizeof(data));
	sent = msi_send(addr, data);
	report_msi(addr, data, sent);
	return sent ? 0 : -1;
}

/*
 * A wait status is one store of 32 bits, which the guest polls for; memcpy()
 * promises no such thing.
 */
static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	void *at = guest_ram_at(addr, len);
	uint32_t word;

	(void)ctx;
	if (addr - MSI_BASE < MSI_SIZE && len == sizeof(word))
		return interrupt(addr, buf);
	if (!at)
		return -1;
	if (len == sizeof(word) && !(addr % sizeof(word))) {
		memcpy(&word, buf, sizeof(word));
		__atomic_store_n((uint32_t *)at, word, __ATOMIC_RELEASE);
	} else {
		memcpy(at, buf, len);
	}
	return 0;
}

/* The guest's processor is at the same entries. */
static int host_update(void *ctx, uint64_t addr, uint64_t expected,
		       uint64_t desired)
{
	uint64_t *at = guest_ram_at(addr, sizeof(*at));

	(void)ctx;
	if (!at)
		return -1;
	return !__atomic_compare_exchange_n(at, &expected, desired, false,
					    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static void trace(void *ctx, unsigned int event, uint64_t a, uint64_t b,
		  uint64_t c)
{
	(void)ctx;
	report_event(event, a, b, c);
}

static const struct native_host host = {
	.read = host_read,
	.write = host_write,
	.update = host_update,
	.trace = trace,
};

static bool configure(const struct unit_caps *caps, struct vtd_config *config)
{
	const char *error;

	vtd_config_set(config, caps->ver, caps->cap, caps->ecap);
	config->window_log2 = (uint8_t)caps->window_log2;
	config->frcds = (uint16_t)caps->frcds;
	if (caps->shadow)
		for (unsigned int i = 0; i < ENDPOINTS_COUNT; i++)
			config->shadow_sid[config->shadow_sids++] =
				endpoints_sid(i);
	error = vtd_config_error(config);
	if (error)
		report_line("PROBLEM %s", error);
	return !error;
}

bool unit_power_on(const struct unit_caps *caps)
{
	struct vtd_config config;

	if (!configure(caps, &config))
		return false;
	native_free(unit);
	unit = native_new(&config, &host);
	return unit;
}

bool unit_read(unsigned int offset, unsigned int size, uint64_t *val)
{
	return !native_reg_read(unit, offset, size, val);
}

bool unit_write(unsigned int offset, unsigned int size, uint64_t val)
{
	return !native_reg_write(unit, offset, size, val);
}

unsigned int unit_run(unsigned int limit)
{
	return native_run(unit, limit);
}

bool unit_dma(uint16_t sid, uint64_t addr, void *data, unsigned int len,
	      bool write)
{
	const struct native_dma dma = {
		.sid = sid,
		.write = write,
		.addr = addr,
		.len = len,
		.data = data,
	};

	return native_dma(unit, &dma) == NATIVE_DMA_OK;
}

bool unit_dma_translated(uint16_t sid, uint64_t addr, void *data,
			 unsigned int len, bool write)
{
	const struct native_dma dma = {
		.sid = sid,
		.translated = true,
		.write = write,
		.addr = addr,
		.len = len,
		.data = data,
	};

	return native_dma(unit, &dma) == NATIVE_DMA_OK;
}

bool unit_msg_send(const uint64_t *word, bool request)
{
	return (request ? native_msg_request :
			  native_msg_post)(unit, word[0], word[1], word[2]);
}

unsigned int unit_msg_take(uint64_t *word)
{
	struct native_msg message;

	if (!native_msg_oldest(unit, &message))
		return 0;
	memcpy(word, message.word, sizeof(message.word));
	native_msg_take(unit);
	return message.count;
}

void unit_pass_time(uint64_t cycles)
{
	native_advance(unit, cycles);
}

bool unit_stream(struct stream_job *stream)
{
	(void)stream;
	return false;
}

void unit_report(void)
{
}
