/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "unit.h"

#include "vtd_config.h"

/* 11.4: register offsets; FRCD and IOTLB registers lie where CAP says. */
#define GCMD   0x18
#define GSTS   0x1c
#define RTADDR 0x20
#define CCMD   0x28
#define FSTS   0x34
#define IQT    0x88
#define IQA    0x90
#define IRTA   0xb8
#define PMEN   0x64
#define FRCD   0x600
#define IVA    0x500
#define IOTLB  0x508

#define BIT63        (UINT64_C(1) << 63)
#define BIT31        (UINT32_C(1) << 31)
#define IQA_DW       (UINT64_C(1) << 11)
#define TURN_LIMIT   100000
#define VER_MAJOR_5  0x50
#define GCMD_ONESHOT (UINT32_C(0x69000000))

static uint64_t cap_of(const struct unit_model *m)
{
	const struct oracle_caps *c = &m->caps;

	return (uint64_t)c->nd | (uint64_t)m->pmr << 5 | (uint64_t)m->pmr << 6 |
	       (uint64_t)m->cm << 7 | (uint64_t)c->sagaw << 8 |
	       (uint64_t)(c->mgaw - 1u) << 16 | (uint64_t)c->zlr << 22 |
	       (uint64_t)(FRCD / 16) << 24 | (uint64_t)c->sslps << 34 |
	       (uint64_t)(m->mamv != 0) << 39 |
	       (uint64_t)(m->records - 1u) << 40 | (uint64_t)m->mamv << 48 |
	       UINT64_C(3) << 54 | (uint64_t)c->fs1gp << 56 |
	       (uint64_t)c->pi << 59 | (uint64_t)c->fs5lp << 60 |
	       (uint64_t)m->esrtps << 62 | (uint64_t)m->esrtps << 63;
}

static uint64_t scalable_ecap(const struct oracle_caps *c)
{
	return (uint64_t)c->nest << 26 | (uint64_t)c->srs << 31 |
	       (uint64_t)c->nwfs << 33 | (uint64_t)c->eafs << 34 |
	       (uint64_t)(c->smts ? c->pss : 0) << 35 |
	       (uint64_t)c->pasid << 40 | (uint64_t)c->smts << 43 |
	       (uint64_t)c->ssads << 45 | (uint64_t)c->ssts << 46 |
	       (uint64_t)c->fsts << 47 | (uint64_t)c->smpwcs << 48 |
	       (uint64_t)c->rps << 49 | (uint64_t)c->rprivs << 53;
}

static uint64_t ecap_of(const struct unit_model *m)
{
	const struct oracle_caps *c = &m->caps;

	return UINT64_C(3) | (uint64_t)c->dt << 2 | (uint64_t)c->ir << 3 |
	       (uint64_t)c->eim << 4 | (uint64_t)c->pt << 6 |
	       (uint64_t)c->sc << 7 | (uint64_t)(IVA / 16) << 8 |
	       (uint64_t)c->adms << 52 | (uint64_t)(c->ir ? 15 : 0) << 20 |
	       scalable_ecap(c);
}

/* The gate gets the tag width that the engine is told. */
static struct native *power_on(const struct unit_model *m,
			       const struct native_host *host)
{
	struct vtd_config config;
	int err = vtd_config_from_caps(&config, VER_MAJOR_5, cap_of(m),
				       ecap_of(m));

	if (err)
		return NULL;
	config.haw = m->caps.haw;
	if (m->sizes.tag_bits)
		config.tag_bits = (uint8_t)m->sizes.tag_bits;
	return native_new_sized(&config, host, &m->sizes);
}

bool unit_new(struct unit *u, const struct unit_model *model,
	      const struct native_host *host)
{
	*u = (struct unit){ .model = model };
	u->native = power_on(model, host);
	return u->native && unit_read64(u, 0x08) == cap_of(model);
}

void unit_free(struct unit *u)
{
	native_free(u->native);
	u->native = NULL;
}

void unit_restart(struct unit *u)
{
	native_reset(u->native);
	u->levels = 0;
	u->tail = 0;
	u->record = 0;
}

uint32_t unit_read32(struct unit *u, unsigned int off)
{
	uint64_t value;

	native_reg_read(u->native, off, 4, &value);
	return (uint32_t)value;
}

uint64_t unit_read64(struct unit *u, unsigned int off)
{
	uint64_t value;

	native_reg_read(u->native, off, 8, &value);
	return value;
}

bool unit_write32(struct unit *u, unsigned int off, uint32_t value)
{
	return !native_reg_write(u->native, off, 4, value);
}

bool unit_write64(struct unit *u, unsigned int off, uint64_t value)
{
	return !native_reg_write(u->native, off, 8, value);
}

bool unit_settle(struct unit *u)
{
	return native_run(u->native, TURN_LIMIT) < TURN_LIMIT;
}

bool unit_set_root(struct unit *u, uint64_t rtaddr)
{
	return unit_write64(u, RTADDR, rtaddr) &&
	       unit_write32(u, GCMD, u->levels | UNIT_GCMD_SRTP) &&
	       unit_settle(u) && (unit_read32(u, GSTS) & UNIT_GCMD_SRTP);
}

bool unit_set_interrupts(struct unit *u, uint64_t irta)
{
	return unit_write64(u, IRTA, irta) &&
	       unit_write32(u, GCMD, u->levels | UNIT_GCMD_SIRTP) &&
	       unit_settle(u) && (unit_read32(u, GSTS) & UNIT_GCMD_SIRTP);
}

/* GSTS has each level bit where GCMD has it. */
bool unit_level(struct unit *u, uint32_t bit, bool on)
{
	u->levels = on ? u->levels | bit : u->levels & ~bit;
	/* 7.2.1: with all remapping off the next record is the first. */
	if (!(u->levels & (UNIT_GCMD_TE | UNIT_GCMD_IRE)))
		u->record = 0;
	return unit_write32(u, GCMD, u->levels) && unit_settle(u) &&
	       (unit_read32(u, GSTS) & ~GCMD_ONESHOT) == u->levels;
}

/* Done when the command bit is clear and the granularity is not "refused". */
static bool command_done(struct unit *u, unsigned int off,
			 unsigned int granularity_shift)
{
	uint64_t value;

	if (!unit_settle(u))
		return false;
	value = unit_read64(u, off);
	return !(value & BIT63) && (value >> granularity_shift & 3);
}

bool unit_inv_context(struct unit *u, enum unit_scope scope, uint16_t did,
		      uint16_t sid, unsigned int fm)
{
	uint64_t value = BIT63 | (uint64_t)scope << 61 | (uint64_t)fm << 32 |
			 (uint64_t)sid << 16 | did;

	return unit_write64(u, CCMD, value) && command_done(u, CCMD, 59);
}

bool unit_inv_iotlb(struct unit *u, enum unit_scope scope, uint16_t did,
		    uint64_t addr, unsigned int am, bool ih)
{
	uint64_t value = BIT63 | (uint64_t)scope << 60 | (uint64_t)did << 32;
	uint64_t iva = (addr & ~UINT64_C(0xfff)) | (uint64_t)ih << 6 | am;

	return unit_write64(u, IVA, iva) && unit_write64(u, IOTLB, value) &&
	       command_done(u, IOTLB, 57);
}

bool unit_queue_on(struct unit *u, uint64_t base, bool wide)
{
	u->queue = base;
	u->stride = wide ? 32 : 16;
	u->slots = 0x1000 / u->stride;
	u->tail = 0;
	return unit_write64(u, IQT, 0) &&
	       unit_write64(u, IQA, base | (wide ? IQA_DW : 0)) &&
	       unit_level(u, UNIT_GCMD_QIE, true);
}

static bool protect_done(struct unit *u, bool on)
{
	return unit_write32(u, PMEN, on ? BIT31 : 0) && unit_settle(u) &&
	       (unit_read32(u, PMEN) & 1) == on;
}

bool unit_protect(struct unit *u, bool on, const uint64_t low[2],
		  const uint64_t high[2])
{
	if (!on)
		return protect_done(u, false);
	return unit_write32(u, PMEN + 4, (uint32_t)low[0]) &&
	       unit_write32(u, PMEN + 8, (uint32_t)low[1]) &&
	       unit_write64(u, PMEN + 12, high[0]) &&
	       unit_write64(u, PMEN + 20, high[1]) && protect_done(u, true);
}

uint32_t unit_fsts(struct unit *u)
{
	return unit_read32(u, FSTS);
}

void unit_record(struct unit *u, unsigned int index, uint64_t frcd[2])
{
	frcd[0] = unit_read64(u, FRCD + 16 * index);
	frcd[1] = unit_read64(u, FRCD + 16 * index + 8);
}

bool unit_clear_record(struct unit *u, unsigned int index)
{
	return unit_write64(u, FRCD + 16 * index + 8, BIT63) && unit_settle(u);
}

bool unit_clear_fsts(struct unit *u, uint32_t bits)
{
	return unit_write32(u, FSTS, bits) && unit_settle(u);
}
