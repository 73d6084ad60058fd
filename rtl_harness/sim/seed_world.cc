/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What a random run begins with: memory, tables, interrupt entries. */

#include "seed_run.h"

#include "gen/soc_map.h"
#include "lib/irte.h"

static Latency random_latency(Rng &rng)
{
	static constexpr Latency kChoices[] = {
		{ 2, 60 }, { 2, 10 }, { 30, 60 }, { 10, 10 }, { 1, 1 },
	};

	return kChoices[rng.below(5)];
}

void SeedRun::choose_memory()
{
	Sim &sim = s_.sim;

	sim.dma_port.seed(seed_, 2);
	sim.tbl_port.seed(seed_, 3);
	sim.bfm.rng = Rng(seed_, 4);
	sim.fw_port.latency.low = rng_.chance(1, 4) ? 1 : 4;
	sim.fw_port.latency.high = rng_.chance(1, 4) ? 30 : 4;
	/* To tell a device of all there is takes long enough. */
	if (kinds_.shadow)
		sim.fw_port.latency.high = 4;
	sim.dma_port.latency = random_latency(rng_);
	sim.tbl_port.latency = random_latency(rng_);
	sim.dma_port.stall = static_cast<StallMode>(rng_.below(4));
	sim.tbl_port.stall = static_cast<StallMode>(rng_.below(4));
	sim.bfm.stall = static_cast<StallMode>(rng_.below(4));
}

static uint16_t source_of(unsigned port)
{
	if (port == kShadowGen)
		return SOC_SHADOW_SID0;
	return port == 3 ? kBfmSid : 0x0100 * (port + 1) + port;
}

/* Up to four times the IOTLB in small pages, superpages beside them. */
void SeedRun::add_regions(Device &d, unsigned sizes)
{
	static constexpr unsigned kPages[] = { 4, 32, 256, 1024 };

	s_.world.add_region(d, kSmall, TABLES_PAGE_4K,
			    kPages[rng_.below(sizes)]);
	s_.world.add_region(d, kBig, TABLES_PAGE_2M, 1u << rng_.below(3));
	s_.world.add_region(d, kHuge, TABLES_PAGE_1G, 1);
}

void SeedRun::add_told_regions(Device &d)
{
	static constexpr unsigned kPages[] = { 4, 8, 12 };
	unsigned pages = kPages[kind_rng_.below(3)];

	s_.world.add_region(d, kToldBig - pages * TABLES_PAGE_4K,
			    TABLES_PAGE_4K, pages);
	s_.world.add_region(d, kToldBig, TABLES_PAGE_2M,
			    1u << kind_rng_.below(3));
	s_.world.add_region(d, kHuge, TABLES_PAGE_1G, 1);
}

bool SeedRun::is_told(unsigned port, uint32_t pasid) const
{
	return kinds_.shadow && port == kShadowGen && !pasid;
}

void SeedRun::build_world()
{
	if (scalable_) {
		build_scalable();
		return;
	}
	for (unsigned i = 0; i < kPorts; i++) {
		bool shared = i == 1 && rng_.chance(1, 4);
		Device &d = s_.world.add(source_of(i), i + 1,
					 kLevels[rng_.below(2)]);

		if (is_told(i, 0))
			add_told_regions(d);
		else
			add_regions(d, i == 3 ? 3 : 4);
		if (shared)
			s_.world.share(d);
	}
}

/* Any way to memory, with any of the flags that go with it. */
void SeedRun::add_scalable(unsigned port, uint32_t pasid)
{
	static constexpr SpaceKind kKinds[] = {
		SpaceKind::First,  SpaceKind::First,  SpaceKind::Second,
		SpaceKind::Nested, SpaceKind::Nested, SpaceKind::Pass,
	};
	static constexpr unsigned kFlags[] = { SCALABLE_SSADE, SCALABLE_SRE,
					       SCALABLE_WPE, SCALABLE_EAFE };
	Space space;
	unsigned flags = 0;

	space.sid = source_of(port);
	space.pasid = pasid;
	space.did = port + 1 + (pasid ? kPorts : 0);
	space.kind = kKinds[rng_.below(port || pasid ? 6 : 5)];
	for (unsigned flag : kFlags)
		flags |= rng_.chance(1, 2) ? flag : 0;
	/* Tables that are not snooped cannot be updated. */
	if (!port || !rng_.chance(1, 24) || is_told(port, pasid))
		flags |= SCALABLE_PWSNP;
	/* A first stage has no caching mode. */
	if (is_told(port, pasid))
		space.kind = SpaceKind::Second;
	Device &d =
		s_.world.add(space, rng_.range(3, kinds_.cm ? 4 : 5), flags);
	if (is_told(port, pasid))
		add_told_regions(d);
	else if (space.kind == SpaceKind::Pass)
		s_.world.add_identity(d, kIdentity, kIdentityPages);
	else
		add_regions(d, pasid ? 2 : port == 3 ? 3 : 4);
}

void SeedRun::build_scalable()
{
	for (unsigned port = 0; port < kPorts; port++)
		add_scalable(port, 0);
	if (rng_.chance(1, 4))
		s_.world.share(s_.world.devices[1]);
	for (unsigned port = 0; port < kPorts; port++)
		add_scalable(port, kSeedPasid);
	if (rng_.chance(1, 3))
		s_.sim.memory.set_locks(LockFate::LoseOnce);
	/* Untouched entries, which a first access updates. */
	for (const Device &d : s_.world.devices)
		for (unsigned i = 0; i < 4; i++)
			if (rng_.chance(1, 4))
				s_.driver.race(d.space, kSmall + i * 4096);
	build_interrupts();
}

/* Any entry that software may write, for sources that are and are not meant. */
void SeedRun::write_interrupt_entry(unsigned index)
{
	static constexpr uint8_t kModes[] = { 0, 1, 4 };
	uint64_t words[2] = { 0, 0 };
	struct irte e {
	};

	e.vector = static_cast<uint8_t>(rng_.range(0x20, 0xfe));
	e.x2apic = x2apic_;
	e.dest = static_cast<uint32_t>(rng_.next()) >> (x2apic_ ? 0 : 24);
	e.mode = kModes[rng_.below(3)];
	e.logical = rng_.chance(1, 2);
	e.hint = rng_.chance(1, 2);
	e.level = rng_.chance(1, 4);
	e.fpd = rng_.chance(1, 4);
	e.svt = rng_.chance(1, 2) ? IRTE_SVT_SID : IRTE_SVT_NONE;
	e.sid = rng_.chance(1, 8) ? 0x0777 : kBfmSid;
	if (rng_.chance(1, 3))
		irte_posted(&e, kPostedBase + 64 * rng_.below(kDescriptors),
			    words);
	else
		irte_remapped(&e, words);
	if (rng_.chance(1, 8))
		words[0] = 0;
	s_.driver.interrupt_entry(index, words, rng_.chance(1, 4));
}

void SeedRun::build_interrupts()
{
	x2apic_ = rng_.chance(1, 2);
	for (unsigned i = 0; i < kDescriptors; i++) {
		uint64_t word = irte_pid_word(0xf0 + i, 3 + i, x2apic_);

		s_.sim.board.host_store(kPostedBase + 64 * i + 32, &word,
					sizeof(word));
	}
	for (unsigned i = 0; i < kInterrupts; i++)
		write_interrupt_entry(i);
	s_.driver.remap(kInterruptsLog2, x2apic_,
			!x2apic_ && rng_.chance(1, 2));
}

/* As a handler does that was notified, or one that polls. */
void SeedRun::take_posted()
{
	uint64_t at = kPostedBase + 64 * rng_.below(kDescriptors);
	uint64_t none[4] = {}, word = s_.sim.memory.load(at + 32);

	word &= ~IRTE_PID_ON;
	s_.sim.board.host_store(at + 32, &word, sizeof(word));
	s_.sim.board.host_store(at, none, sizeof(none));
	s_.sim.board.take_posted(at);
}

/* What @port uses for its next request. */
Device &SeedRun::pick_device(unsigned port)
{
	bool pasid = scalable_ && rng_.chance(1, 2) && !is_told(port, 0);

	return s_.world.devices[pasid ? kPorts + port : port];
}
