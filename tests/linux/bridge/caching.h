/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What the endpoints have of their own: a TLB each, filled by ATS and by page
 * requests, and, when the guest asks for it, a shadow of the mapping instead.
 * Accesses take as long as the kernel needs to bring pages in, so they begin
 * here and end some steps later.
 */
#ifndef LINUX_CACHING_H
#define LINUX_CACHING_H

#include <stdbool.h>
#include <stdint.h>

/* An access by what the device's own TLB holds. */
struct caching_access {
	uint16_t sid;
	bool pasid_valid;
	uint32_t pasid;
	bool write;
	uint64_t addr;
	uint8_t *data; /* stays the caller's */
	uint32_t len;
};

enum caching_state { CACHING_BUSY, CACHING_DONE, CACHING_REFUSED };

/* After power-on of the unit: nothing is cached, nobody is registered. */
void caching_reset(void);

/* Begins an access; the one before it is over. False: no such device. */
bool caching_begin(const struct caching_access *access);
enum caching_state caching_state(void);

/*
 * Delivers messages, sends what devices owe, moves the access on. True if
 * something happened: the unit may have work then.
 */
bool caching_step(void);

/*
 * A device owes an answer that it does not give. Lets time pass until the unit
 * has had the chance to lose its patience; false when there is nobody, or it
 * has had it.
 */
bool caching_wait(void);

/* How @sid answers its next invalidation: DEVICE_TLB_* of device_tlb.h. */
bool caching_set_manner(uint16_t sid, unsigned int manner);

/* Registers @sid as a client with a shadow of all addresses of @bits. */
bool caching_shadow(uint16_t sid, unsigned int bits);

/* Whether @sid has a shadow: it translates by it, and the unit lets it. */
bool caching_has_shadow(uint16_t sid);
bool caching_shadow_dma(const struct caching_access *access);

/*
 * Whether the shadow of @sid is what a walk of the guest's tables finds now;
 * reports the first difference.
 */
bool caching_shadow_is_exact(uint16_t sid);

/* Writes to the report what messages there were. */
void caching_report(void);

#endif
