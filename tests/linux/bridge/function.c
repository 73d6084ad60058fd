/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "function.h"

#include <string.h>

#define CONFIG_SIZE 256

/* PCI Local Bus 3.0, 6.1: type 0 header. */
#define PCI_COMMAND        0x04
#define PCI_COMMAND_MEM    0x02
#define PCI_CLASS          0x09
#define PCI_BAR(n)         (0x10 + 4 * (n))
#define PCI_INTERRUPT_LINE 0x3c

static const uint32_t bar_size[FUNCTION_NUM_BARS] = {
	[FUNCTION_BAR_WINDOW] = 0x4000,
	[FUNCTION_BAR_BOX] = 0x2000,
};

static uint8_t config[CONFIG_SIZE];
static uint8_t writable[CONFIG_SIZE];

static void put(uint8_t *at, uint32_t val, unsigned int len)
{
	for (unsigned int i = 0; i < len; i++)
		at[i] = (uint8_t)(val >> (8 * i));
}

static uint32_t get(const uint8_t *at, unsigned int len)
{
	uint32_t val = 0;

	for (unsigned int i = 0; i < len; i++)
		val |= (uint32_t)at[i] << (8 * i);
	return val;
}

void function_init(void)
{
	memset(config, 0, sizeof(config));
	put(&config[0], 0x7d001234, 4);
	put(&config[PCI_CLASS], 0x080600, 3);
	put(&writable[PCI_COMMAND], 0x0407, 2);
	writable[PCI_INTERRUPT_LINE] = 0xff;
	for (unsigned int i = 0; i < FUNCTION_NUM_BARS; i++)
		put(&writable[PCI_BAR(i)], ~(bar_size[i] - 1), 4);
}

uint32_t function_read(unsigned int offset, unsigned int len)
{
	if (offset >= CONFIG_SIZE || len > CONFIG_SIZE - offset)
		return UINT32_MAX;
	return get(&config[offset], len);
}

void function_write(unsigned int offset, unsigned int len, uint32_t val)
{
	if (offset >= CONFIG_SIZE || len > CONFIG_SIZE - offset)
		return;
	for (unsigned int i = 0; i < len; i++) {
		uint8_t mask = writable[offset + i];
		uint8_t byte = (uint8_t)(val >> (8 * i));

		config[offset + i] =
			(uint8_t)((config[offset + i] & ~mask) | (byte & mask));
	}
}

uint32_t function_bar_base(enum function_bar bar)
{
	if (!(config[PCI_COMMAND] & PCI_COMMAND_MEM))
		return 0;
	return get(&config[PCI_BAR(bar)], 4);
}

bool function_decode(uint64_t addr, enum function_bar *bar,
		     unsigned int *offset)
{
	for (unsigned int i = 0; i < FUNCTION_NUM_BARS; i++) {
		uint32_t base = function_bar_base((enum function_bar)i);

		if (base && addr >= base && addr - base < bar_size[i]) {
			*bar = (enum function_bar)i;
			*offset = (unsigned int)(addr - base);
			return true;
		}
	}
	return false;
}
