/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "reg.h"

#include "drain.h"
#include "gen/vtd_regs.h"
#include "trace.h"

/* Address bits that are not implemented: 0 in a base, 1 in a limit. */
#define UNIT VTD_MASK(20, 0)

/* No range: the last byte is below the first. */
#define NONE_BASE  (UNIT + 1)
#define NONE_LIMIT UINT64_C(0)

static void protect(struct vtd *v, unsigned int high, uint64_t base,
		    uint64_t limit)
{
	if (v->pmen.on)
		port_protect(v->port, high, base & ~UNIT, limit | UNIT);
	else
		port_protect(v->port, high, NONE_BASE, NONE_LIMIT);
}

/* Reads in statements of their own: compilers differ in the order of others. */
static void protect_low(struct vtd *v)
{
	uint32_t base = port_reg_read32(v->port, VTD_PLMBASE);
	uint32_t limit = port_reg_read32(v->port, VTD_PLMLIMIT);

	protect(v, 0, base, limit);
}

static void protect_high(struct vtd *v)
{
	uint64_t base = port_reg_read64(v->port, VTD_PHMBASE);
	uint64_t limit = port_reg_read64(v->port, VTD_PHMLIMIT);

	protect(v, 1, base & ~v->beyond_haw, limit & ~v->beyond_haw);
}

static void finish(struct vtd *v)
{
	if (v->pmen.on)
		port_reg_set32(v->port, VTD_PMEN, VTD_PMEN_PRS);
	else
		port_reg_clear32(v->port, VTD_PMEN, VTD_PMEN_PRS);
}

static void drain(struct vtd *v)
{
	v->pmen.again = false;
	v->pmen.draining = !drain_start(v, VTD_PENDING_PMEN);
	if (!v->pmen.draining)
		finish(v);
}

void reg_pmen_step(struct vtd *v)
{
	v->pending &= ~VTD_PENDING_PMEN;
	v->pmen.draining = false;
	if (v->pmen.again)
		drain(v);
	else
		finish(v);
}

/*
 * The ranges are those of the newest write. One that comes while PRS is not
 * there yet is in force at once, and PRS waits for its drain too.
 */
void reg_pmen_written(struct vtd *v, uint32_t pmen)
{
	uint64_t cap = v->config.cap;

	if (!(cap & (VTD_CAP_PLMR | VTD_CAP_PHMR)))
		return;
	v->pmen.on = pmen & VTD_PMEN_EPM;
	if (cap & VTD_CAP_PLMR)
		protect_low(v);
	if (cap & VTD_CAP_PHMR)
		protect_high(v);
	trace(v, PROTECT, pmen, 0, 0);
	if (v->pmen.draining)
		v->pmen.again = true;
	else
		drain(v);
}
