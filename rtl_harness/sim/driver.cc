/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "driver.h"

#include <cinttypes>

extern "C" {
#include "gen/vtd_regs.h"
#include "vtd_desc.h"
}

static constexpr uint64_t kCommandLimit = 2000000, kWaitLimit = 2000000;
static constexpr uint32_t kFaultData = 0x41, kInvData = 0x42;

Driver::Driver(Sim &sim) : sim_(sim)
{
	tables_mem mem = { this, load, table_store };

	quiet_ = true;
	tables_init(&tables_, mem, kTablesBase, kTablesSize);
	quiet_ = false;
}

uint64_t Driver::load(void *ctx, uint64_t addr)
{
	return static_cast<Driver *>(ctx)->sim_.memory.load(addr);
}

void Driver::table_store(void *ctx, uint64_t addr, uint64_t value)
{
	static_cast<Driver *>(ctx)->store(addr, value);
}

void Driver::store(uint64_t addr, uint64_t value)
{
	uint64_t old = sim_.memory.load(addr);

	if (old == value)
		return;
	if (!quiet_)
		sim_.truth.changed(addr, old);
	auto race = races_.find(addr);
	if (race != races_.end() && !sim_.memory.race_lost(addr))
		sim_.memory.set_race(addr, value | race->second);
	else if (race != races_.end())
		races_.erase(race);
	sim_.board.host_store(addr, &value, sizeof(value));
}

/* ---- Registers --------------------------------------------------------- */

bool Driver::gcmd(uint32_t bit, bool on)
{
	bool one_shot = bit == VTD_GCMD_SRTP || bit == VTD_GCMD_SIRTP;
	uint32_t value = on ? gcmd_ | bit : gcmd_ & ~bit;

	if (!one_shot)
		gcmd_ = value;
	if (!sim_.reg_write(VTD_GCMD, value))
		return false;
	for (uint64_t end = sim_.now() + kCommandLimit; sim_.now() < end;)
		if (!(sim_.reg32(VTD_GSTS) & bit) == !on)
			return true;
	sim_.board.fail("GCMD %08x never shows in GSTS", value);
	return false;
}

bool Driver::start()
{
	sim_.reg_write(VTD_FEDATA, kFaultData);
	sim_.reg_write(VTD_FEADDR, kMessageAddr);
	sim_.reg_write(VTD_FECTL, 0);
	sim_.reg_write(VTD_IEDATA, kInvData);
	sim_.reg_write(VTD_IEADDR, kMessageAddr);
	sim_.reg_write(VTD_IECTL, 0);
	sim_.reg_write(VTD_RTADDR, root(), 8);
	if (!gcmd(VTD_GCMD_SRTP, true))
		return false;
	sim_.reg_write(VTD_IQT, 0, 8);
	sim_.reg_write(VTD_IQA, kQueueBase | (scalable ? VTD_IQA_DW : 0), 8);
	if (!gcmd(VTD_GCMD_QIE, true))
		return false;
	sim_.board.expect_event(kMessageAddr, kFaultData);
	sim_.board.expect_event(kMessageAddr, kInvData);
	if (irta_ && !start_remapping())
		return false;
	return translate();
}

void Driver::remap(unsigned log2, bool x2apic, bool compatibility)
{
	irta_ = kInterruptTable | (x2apic ? VTD_IRTA_EIME : 0) | (log2 - 1);
	compatibility_ = compatibility;
}

bool Driver::start_remapping()
{
	sim_.reg_write(VTD_IRTA, irta_, 8);
	if (!gcmd(VTD_GCMD_SIRTP, true) ||
	    (compatibility_ && !gcmd(VTD_GCMD_CFI, true)) ||
	    !gcmd(VTD_GCMD_IRE, true))
		return false;
	sim_.truth.remap(irta_, compatibility_);
	return true;
}

bool Driver::translate()
{
	sim_.truth.begin_mode(true, root());
	sim_.board.mode_changes();
	if (!gcmd(VTD_GCMD_TE, true))
		return false;
	sim_.board.keep_verdicts();
	sim_.truth.end_mode();
	sim_.board.translating = true;
	return true;
}

bool Driver::stop()
{
	sim_.board.translating = false;
	sim_.truth.begin_mode(false, root());
	sim_.board.mode_changes();
	if (!gcmd(VTD_GCMD_TE, false))
		return false;
	sim_.board.keep_verdicts();
	sim_.truth.end_mode();
	return true;
}

/* ---- Tables ------------------------------------------------------------ */

bool Driver::attach(uint16_t sid, uint16_t did, unsigned levels)
{
	return tables_attach(&tables_, sid, did, levels) == TABLES_OK;
}

bool Driver::pass_through(uint16_t sid, uint16_t did)
{
	return tables_pass_through(&tables_, sid, did, 4) == TABLES_OK;
}

void Driver::detach(uint16_t sid)
{
	tables_detach(&tables_, sid);
}

bool Driver::map(uint16_t sid, uint64_t iova, uint64_t pa, uint64_t size,
		 unsigned perm)
{
	int err = tables_map(&tables_, sid, iova, pa, size, perm);

	stats.maps += err == TABLES_OK;
	if (err)
		sim_.board.fail("driver cannot map %" PRIx64 ": %d", iova, err);
	return !err;
}

void Driver::unmap(uint16_t sid, uint64_t iova)
{
	stats.unmaps += tables_unmap(&tables_, sid, iova) == TABLES_OK;
}

/* ---- Invalidation ------------------------------------------------------ */

void Driver::raw_descriptor(uint64_t lo, uint64_t hi)
{
	uint64_t words[4] = { lo, hi, 0, 0 };
	uint32_t bytes = scalable ? 32 : 16;

	sim_.board.host_store(kQueueBase + tail_, words, bytes);
	tail_ = (tail_ + bytes) % kQueueSize;
	stats.descriptors++;
}

static uint64_t iotlb_lo(unsigned granularity, uint16_t did)
{
	return VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, granularity) |
	       VTD_PUT(VTD_DESC_LO_DID, did) | VTD_IOTLB_DESC_LO_DR |
	       VTD_IOTLB_DESC_LO_DW;
}

void Driver::page(uint16_t did, uint64_t iova, unsigned am, bool ih)
{
	uint64_t mask = (uint64_t{ 1 } << (12 + am)) - 1;

	raw_descriptor(iotlb_lo(VTD_G_SELECTIVE, did),
		       (iova & ~mask) | am | (ih ? VTD_IOTLB_DESC_HI_IH : 0));
}

void Driver::domain(uint16_t did)
{
	raw_descriptor(iotlb_lo(VTD_G_DOMAIN, did), 0);
}

void Driver::global()
{
	raw_descriptor(iotlb_lo(VTD_G_GLOBAL, 0), 0);
}

void Driver::context(uint16_t sid, uint16_t did)
{
	raw_descriptor(VTD_DESC_CONTEXT |
			       VTD_PUT(VTD_DESC_LO_G, VTD_G_SELECTIVE) |
			       VTD_PUT(VTD_DESC_LO_DID, did) |
			       VTD_PUT(VTD_CONTEXT_DESC_LO_SID, sid),
		       0);
}

void Driver::context_domain(uint16_t did)
{
	raw_descriptor(VTD_DESC_CONTEXT | VTD_PUT(VTD_DESC_LO_G, VTD_G_DOMAIN) |
			       VTD_PUT(VTD_DESC_LO_DID, did),
		       0);
}

void Driver::context_global()
{
	raw_descriptor(VTD_DESC_CONTEXT | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL),
		       0);
}

void Driver::interrupt_entry(unsigned index, const uint64_t words[2], bool all)
{
	store(kInterruptTable + 16 * index + 8, words[1]);
	store(kInterruptTable + 16 * index, words[0]);
	raw_descriptor(
		VTD_DESC_IEC |
			(all ? 0 :
			       VTD_IEC_DESC_LO_G |
					 VTD_PUT(VTD_IEC_DESC_LO_IIDX, index)),
		0);
}

void Driver::submit()
{
	ticket_++;
	mark_ = sim_.truth.mark();
	raw_descriptor(VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |
			       VTD_PUT(VTD_WAIT_DESC_LO_DATA, ticket_),
		       kStatusAddr);
	submitted_ = sim_.now();
	sim_.reg_write(VTD_IQT, tail_, 8);
}

bool Driver::completed()
{
	return static_cast<uint32_t>(sim_.memory.load(kStatusAddr)) == ticket_;
}

bool Driver::finish()
{
	if (!sim_.until([this] { return completed(); }, kWaitLimit)) {
		queue_error_ = true;
		sim_.board.fail("invalidation wait never completes, FSTS %08x",
				sim_.reg32(VTD_FSTS));
		return false;
	}
	stats.wait.add(sim_.now() - submitted_);
	stats.batches++;
	sim_.board.keep_verdicts();
	sim_.truth.done(mark_);
	return true;
}

bool Driver::flush()
{
	submit();
	return finish();
}

/* ---- Faults ------------------------------------------------------------ */

/* From FRI on, as the records are a ring. */
std::vector<FaultRecord> Driver::take_faults()
{
	std::vector<FaultRecord> found;
	uint64_t cap = sim_.reg64(VTD_CAP);
	unsigned records = VTD_GET(VTD_CAP_NFR, cap) + 1;
	unsigned base = VTD_GET(VTD_CAP_FRO, cap) * 16;
	uint32_t fsts = sim_.reg32(VTD_FSTS);

	if (!(fsts & (VTD_FSTS_PPF | VTD_FSTS_PFO)))
		return found;
	for (unsigned n = 0; n < records; n++) {
		unsigned i = (VTD_GET(VTD_FSTS_FRI, fsts) + n) % records;
		unsigned low = base + 16 * i;
		uint64_t high = sim_.reg64(low + 8);

		if (!(high & VTD_FRCDH_F) && !n && (fsts & VTD_FSTS_PPF))
			sim_.board.fail("FSTS %08x names record %u, not set",
					fsts, i);
		if (!(high & VTD_FRCDH_F))
			break;
		found.push_back({ sim_.reg64(low), high });
		sim_.reg_write(low + 8, VTD_FRCDH_F, 8);
	}
	sim_.reg_write(VTD_FSTS, VTD_FSTS_PFO);
	return found;
}
