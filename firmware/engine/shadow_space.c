/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shadow.h"

#include <string.h>

#include "gen/vtd_regs.h"

static enum vtd_client_space kind_of(const struct vtd_space *space)
{
	if (space->fs_levels)
		return VTD_CLIENT_STAGED;
	return space->ss_levels ? VTD_CLIENT_TABLES : VTD_CLIENT_PASSES;
}

/* 11.4.4.1: with TE = 0 every address is a host address. */
static enum vtd_client_space untranslated(struct vtd *v, struct vtd_context *c)
{
	*c = (struct vtd_context){ .space.width = v->config.haw };
	return VTD_CLIENT_PASSES;
}

/* 11.4.5: what other modes there are have no entries. */
static bool has_entries(const struct vtd *v, uint64_t who)
{
	if (v->ttm == VTD_TTM_LEGACY)
		return !(who & GATE_WORK0_SSIDV);
	return v->ttm == VTD_TTM_SCALABLE && v->config.ecap & VTD_ECAP_SMTS;
}

static enum vtd_client_space read_entries(struct vtd *v, uint64_t who,
					  struct vtd_context *context)
{
	struct dma_walk w;

	memset(context, 0, sizeof(*context));
	if (!v->te)
		return untranslated(v, context);
	dma_begin(&w, who, 0);
	w.context = context;
	if (!has_entries(v, who) || dma_context_read(v, &w)) {
		memset(context, 0, sizeof(*context));
		return VTD_CLIENT_NOTHING;
	}
	return kind_of(&context->space);
}

bool shadow_resolve(struct vtd *v, struct vtd_client *c)
{
	struct vtd_space before = c->context.space;
	uint8_t kind = c->space;

	c->resolve = false;
	c->way.level = 0;
	c->space = (uint8_t)read_entries(v, c->who, &c->context);
	return kind != c->space ||
	       memcmp(&before, &c->context.space, sizeof(before));
}
