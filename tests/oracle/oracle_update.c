/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Accessed, extended-accessed and dirty flags: 3.6.2, 3.7.2, 3.10. */

#include "oracle_internal.h"

#define FS_D (UINT64_C(1) << 6)
#define SS_D (UINT64_C(1) << 9)

static bool locked(const struct oracle_walk *w, uint64_t addr)
{
	const struct oracle_memory *memory = &w->state->memory;

	return !memory->locked || memory->locked(memory->ctx, addr);
}

static bool update_second(struct oracle_walk *w, struct oracle_step *step,
			  uint64_t bits)
{
	if (!(bits & ~(step->value[0] | step->must)))
		return true;
	if (!w->space.snoop)
		return oracle_fault(w, ORACLE_SSS_5);
	if (!locked(w, step->addr))
		return oracle_fault(w, ORACLE_SSS_6);
	step->must |= bits & ~step->value[0];
	return true;
}

/* Why an entry of the first stage cannot be written, were it needed. */
static enum oracle_reason unwritable(struct oracle_walk *w,
				     const struct oracle_update *u)
{
	if (u->no_write && !w->space.snoop)
		return oracle_other(w, ORACLE_Q_UPDATE_WHICH) ? ORACLE_SFS_9 :
								ORACLE_SFS_8;
	if (u->no_write)
		return ORACLE_SFS_8;
	return w->space.snoop ? ORACLE_NO_FAULT : ORACLE_SFS_9;
}

/* The write is one to the second stage's page, which is dirty then (3.7.2). */
static bool update_first(struct oracle_walk *w, struct oracle_step *step,
			 const struct oracle_update *u)
{
	enum oracle_reason why;

	if (!(u->bits & ~step->value[0]))
		return true;
	why = unwritable(w, u);
	if (why != ORACLE_NO_FAULT)
		return oracle_fault(w, why);
	if (w->space.nested && w->space.ssade &&
	    !update_second(w, &w->res->step[u->ss_leaf], SS_D))
		return false;
	if (!locked(w, step->addr))
		return oracle_fault(w, ORACLE_SFS_10);
	step->must |= u->bits & ~step->value[0];
	return true;
}

static bool apply(struct oracle_walk *w, const struct oracle_update *u)
{
	struct oracle_step *step = &w->res->step[u->step];

	return u->first_stage ? update_first(w, step, u) :
				update_second(w, step, u->bits);
}

/* The question is open only where something has to be set. */
bool oracle_update(struct oracle_walk *w, const struct oracle_update *update)
{
	struct oracle_step *step = &w->res->step[update->step];

	uint64_t dirty = update->bits & (update->first_stage ? FS_D : SS_D);

	/* Never D: a request that faults in the end leaves it alone (3.6.2). */
	step->may |= update->bits & ~dirty;
	if (dirty && w->dirties < 2)
		w->dirty[w->dirties++] = update->step;
	if (!(update->bits & ~step->value[0]))
		return true;
	if (!oracle_other(w, ORACLE_Q_UPDATE_LATE))
		return apply(w, update);
	w->update[w->updates++] = *update;
	return true;
}

bool oracle_update_rest(struct oracle_walk *w)
{
	for (unsigned int i = 0; i < w->updates; i++)
		if (!apply(w, &w->update[i]))
			return false;
	w->updates = 0;
	return true;
}

void oracle_update_allow(struct oracle_walk *w)
{
	for (unsigned int i = 0; i < w->dirties; i++) {
		struct oracle_step *step = &w->res->step[w->dirty[i]];

		step->may |= step->table == ORACLE_FIRST_STAGE ? FS_D : SS_D;
	}
}
