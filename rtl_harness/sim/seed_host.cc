/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What the host of a random run changes meanwhile. */

#include "seed_run.h"

/* Accessed and dirty bits taken back, updates that are raced for. */
void SeedRun::change_scalable(Device &d, Region &r)
{
	/* The first pages are those that devices come to first. */
	unsigned i = rng_.below(rng_.chance(1, 2) ? 4 : r.frame.size());

	if (rng_.chance(1, 2) && i < r.frame.size()) {
		s_.world.age(d, r, i);
		s_.driver.race(d.space, r.iova + i * r.page);
	} else if (rng_.chance(1, 3)) {
		write_interrupt_entry(rng_.below(kInterrupts));
	} else if (rng_.chance(1, 2)) {
		take_posted();
	} else if (rng_.chance(1, 3) && d.has_pasid) {
		s_.world.bind(d, !d.bound);
	}
}

void SeedRun::change_page(Device &d, Region &r)
{
	unsigned i = rng_.below(r.frame.size());

	if (scalable_ && rng_.chance(1, 3)) {
		change_scalable(d, r);
		return;
	}
	if (d.space.kind == SpaceKind::Pass)
		return;
	if (!r.perm[i]) {
		s_.world.give(d, r, i,
			      rng_.chance(1, 4) ? TABLES_R : TABLES_RW);
		return;
	}
	switch (rng_.below(8)) {
	case 0:
		s_.world.take(d, r, i);
		break;
	case 1:
		s_.world.protect(d, r, i, TABLES_R);
		break;
	case 2:
		s_.world.protect(d, r, i, TABLES_RW);
		break;
	default:
		s_.world.move(d, r, i);
	}
}

void SeedRun::change_one()
{
	/* A shared space is changed by its first device only. */
	unsigned which = pick_changed();
	if (which == 1 && s_.world.devices[1].did == s_.world.devices[0].did)
		which = 0;
	if (scalable_ && rng_.chance(1, 2))
		which += kPorts;
	Device &d = s_.world.devices[which];

	switch (storm_ ? 0 : rng_.below(24)) {
	case 0:
		s_.driver.whole(d.space);
		break;
	case 1:
		s_.driver.global();
		break;
	case 2:
		s_.driver.context(d.sid, d.did);
		s_.driver.whole(d.space);
		break;
	case 3:
		s_.driver.context_global();
		s_.driver.global();
		break;
	case 4:
		s_.driver.page(d.space, kSmall, rng_.range(1, 10));
		break;
	case 5:
		s_.driver.page(d.space, kSmall, 0, true);
		break;
	case 6:
		if (scalable_)
			s_.driver.pasid_entry(d.space);
		break;
	default:
		change_page(d, d.regions[rng_.below(d.regions.size())]);
	}
}

void SeedRun::change()
{
	uint64_t before = s_.driver.stats.descriptors;

	for (unsigned n = rng_.range(1, !storm_ && rng_.chance(1, 8) ? 40 : 4);
	     n-- && s_.driver.stats.descriptors - before < kBatchAtMost;)
		change_one();
	s_.world.submit();
	waiting_ = true;
}

/* Some frames fail for devices, or some leaf table for the engine. */
void SeedRun::flip_errors()
{
	unsigned which = rng_.below(kPorts);
	Device &d = s_.world.devices[which];
	Region &r = d.regions[0];
	unsigned i = rng_.below(r.frame.size());
	/* Who is not told of a page for this would need to be told later. */
	uint64_t table =
		is_told(which, 0) ?
			0 :
			s_.driver.leaf_slot(d.space, r.iova + i * r.page);

	s_.sim.board.keep_verdicts();
	s_.sim.truth.unsettle();
	if (failing_)
		s_.sim.memory.heal_all();
	else if (!table || rng_.chance(1, 2))
		s_.sim.memory.fail({ r.frame[i], r.page, kMemDma, true, true });
	else
		s_.sim.memory.fail({ table & ~uint64_t{ 0xfff }, 4096,
				     kMemTable, true, false });
	failing_ = !failing_;
}

/* No cache holds any more what could not be read for a while. */
void SeedRun::settle()
{
	s_.sim.board.keep_verdicts();
	s_.sim.truth.settle();
}

void SeedRun::flip_translation()
{
	s_.driver.stop();
	s_.sim.run(rng_.range(1, 2000));
	s_.driver.translate();
}

void SeedRun::host_work()
{
	if (rng_.chance(1, 16))
		flip_errors();
	if (waiting_) {
		if (!s_.world.completed())
			return;
		waiting_ = false;
		if (!failing_)
			settle();
	}
	if (rng_.chance(clears_, 64))
		s_.driver.take_faults();
	else if (rng_.chance(1, 200))
		flip_translation();
	else if (rng_.chance(3, 4))
		change();
}
