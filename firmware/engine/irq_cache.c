/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "irq.h"

#define SLOTS_LOG2 ((unsigned int)__builtin_ctz(VTD_IRTES))

_Static_assert((VTD_IRTES & (VTD_IRTES - 1)) == 0, "a power of two");

static struct vtd_irte *slot(struct vtd *v, unsigned int index)
{
	return &v->irq.cache[index % VTD_IRTES];
}

const struct vtd_irte *irq_cache_find(struct vtd *v, unsigned int index)
{
	const struct vtd_irte *e = slot(v, index);

	return e->epoch == v->irq.epoch && e->index == index ? e : NULL;
}

void irq_cache_fill(struct vtd *v, unsigned int index, const uint64_t entry[2])
{
	*slot(v, index) = (struct vtd_irte){
		.epoch = v->irq.epoch,
		.index = index,
		.entry = { entry[0], entry[1] },
	};
}

void irq_cache_drop_all(struct vtd *v)
{
	v->irq.epoch++;
}

/* Direct mapped: the range visits each slot once at most. */
void irq_cache_drop(struct vtd *v, unsigned int index, unsigned int im)
{
	unsigned int first = index >> im << im;
	unsigned int count = 1U << (im < SLOTS_LOG2 ? im : SLOTS_LOG2);

	for (unsigned int i = first; i < first + count; i++)
		if (slot(v, i)->index >> im == index >> im)
			slot(v, i)->epoch = 0;
}
