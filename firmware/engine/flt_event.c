/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flt.h"

#include "event.h"
#include "gen/vtd_regs.h"

/* Bits of FSTS that ask for software. */
#define FSTS_ASKS                                                              \
	(VTD_FSTS_PFO | VTD_FSTS_PPF | VTD_FSTS_IQE | VTD_FSTS_ICE |           \
	 VTD_FSTS_ITE)

bool flt_event_others(struct vtd *v, uint32_t own)
{
	return port_reg_read32(v->port, VTD_FSTS) & FSTS_ASKS & ~own;
}

void flt_event_raise(struct vtd *v)
{
	event_raise(v, VTD_FECTL, &v->faults.held);
}

void flt_event_fectl_written(struct vtd *v, uint32_t fectl)
{
	event_control_written(v, VTD_FECTL, fectl, &v->faults.held);
}

/* 7.3: a held event is over when nothing asks for software any more. */
void flt_event_cleared(struct vtd *v)
{
	if (v->faults.held && !flt_event_others(v, 0))
		event_withdraw(v, VTD_FECTL, &v->faults.held);
}
