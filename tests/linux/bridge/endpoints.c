/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "endpoints.h"

#include <string.h>

#include "guest_ram.h"

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

/* 7.8.8, 10.5.1, 10.5.2: PASID, ATS and PRI; each names the next. */
#define EXT(id, next) ((id) | 1u << 16 | (next) << 20)
#define ATS_AT        0x100u
#define PRI_AT        0x110u
#define PASID_AT      0x120u

/*
 * Linux takes ATS only with page-aligned requests, PRI only when it is stopped
 * and answers come with PASID. A queue depth of 0 stands for 32. PASIDs have 20
 * bits, and the TLP prefix they travel in.
 */
static void put_ats(uint8_t *cfg)
{
	put32(cfg + 0x64, 1u << 21 | 1u << 20);
	put32(cfg + ATS_AT, EXT(0x000fu, PRI_AT));
	put16(cfg + ATS_AT + 4, 1u << 5);
	put32(cfg + PRI_AT, EXT(0x0013u, PASID_AT));
	put16(cfg + PRI_AT + 6, 1u << 15 | 1u << 8);
	put32(cfg + PRI_AT + 8, 64);
	put32(cfg + PASID_AT, EXT(0x001bu, 0u));
	put16(cfg + PASID_AT + 4, 20u << 8 | 1u << 2);
}

uint16_t endpoints_sid(unsigned int index)
{
	return (uint16_t)(index << 3);
}

bool endpoints_publish(uint64_t ecam, bool ats)
{
	uint8_t *bus = guest_ram_at(ecam, ENDPOINTS_ECAM_SIZE);

	if (!bus)
		return false;
	memset(bus, 0xff, ENDPOINTS_ECAM_SIZE);
	for (unsigned int i = 0; i < ENDPOINTS_COUNT; i++) {
		put_endpoint(bus + i * DEVICE_STRIDE);
		if (ats)
			put_ats(bus + i * DEVICE_STRIDE);
	}
	return true;
}
