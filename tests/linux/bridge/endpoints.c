/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "endpoints.h"

#include <string.h>

#include "guest_ram.h"

#define NUM_ENDPOINTS 3
#define FUNCTION_SIZE 4096
#define DEVICE_STRIDE (8 * FUNCTION_SIZE)

static void put16(uint8_t *at, uint16_t val)
{
	memcpy(at, &val, sizeof(val));
}

static void put32(uint8_t *at, uint32_t val)
{
	memcpy(at, &val, sizeof(val));
}

/*
 * PCI Express Base 7.5: type 0 header with one PCI Express capability of type
 * 9 (root-complex integrated endpoint) with function-level reset, which VFIO
 * wants. BARs read back what sizing writes, hence "not implemented".
 */
static void put_endpoint(uint8_t *cfg)
{
	memset(cfg, 0, FUNCTION_SIZE);
	put32(cfg + 0x00, 0x7d011234);
	put16(cfg + 0x06, 0x0010);
	put32(cfg + 0x08, 0x08800001);
	put32(cfg + 0x2c, 0x00011234);
	cfg[0x34] = 0x40;
	put16(cfg + 0x40, 0x0010);
	put16(cfg + 0x42, 0x0092);
	put32(cfg + 0x44, 1u << 28 | 1u << 15);
}

bool endpoints_publish(uint64_t ecam)
{
	uint8_t *bus = guest_ram_at(ecam, ENDPOINTS_ECAM_SIZE);

	if (!bus)
		return false;
	memset(bus, 0xff, ENDPOINTS_ECAM_SIZE);
	for (unsigned int i = 0; i < NUM_ENDPOINTS; i++)
		put_endpoint(bus + i * DEVICE_STRIDE);
	return true;
}
