/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Situations that random runs are for. A set of seeds in which one of these
 * never came about has not tested what it claims to, and fails.
 */
#ifndef SIM_COVERAGE_H
#define SIM_COVERAGE_H

#include <array>
#include <cstdint>

#define COVERAGE_TABLE(X)                                                      \
	X(parked_write_during_drain, "a write waits for firmware at a drain")  \
	X(parked_read_during_drain, "a read waits for firmware at a drain")    \
	X(drain_waited, "a drain was not over when firmware first looked")     \
	X(evict_during_fill, "a page is dropped while a request for it waits") \
	X(evict_superpage, "a page is dropped inside a superpage")             \
	X(evict_many, "one invalidation drops more than one page")             \
	X(fault_recorded, "a fault record is written")                         \
	X(fault_collapsed, "a fault is like the one before")                   \
	X(fault_overflow, "a fault finds no free record")                      \
	X(hit_under_miss, "a request is let through while another waits")      \
	X(merged_miss, "one answer of firmware releases two requests")         \
	X(same_id_order, "a request waits for an older one of its ID")         \
	X(memory_error, "memory fails a device's access")                      \
	X(table_error, "memory fails a table read")                            \
	X(refused, "a device's request is answered with an error")             \
	X(interrupt, "a device's interrupt passes")                            \
	X(zero_length_read, "a zero-length read is answered")                  \
	X(domain_invalidation, "a whole domain is dropped")                    \
	X(context_invalidation, "keys of a source are dropped")                \
	X(tag_sweep, "retired tags are swept")                                 \
	X(event_under_miss, "a register is written while a miss waits")        \
	X(read_error_burst, "every beat of a refused burst is an error")       \
	X(stalled_ports, "two ports wait for firmware at once")                \
	X(held_w, "a device holds back its data in mid burst")                 \
	X(held_r, "a device holds back the data it asked for")                 \
	X(held_b, "a device holds back the answer to its write")               \
	X(update_locked, "an entry's accessed or dirty bit is set")            \
	X(update_lost, "a locked update finds that another writer came first") \
	X(update_raced, "the host writes an entry as it is being updated")     \
	X(legacy, "legacy tables")                                             \
	X(first_stage, "a first stage")                                        \
	X(second_stage, "a second stage in scalable mode")                     \
	X(nested, "one stage on the other")                                    \
	X(pass_through, "a PASID that passes through")                         \
	X(interrupt_posted, "an interrupt is posted")                          \
	X(interrupt_refused, "an interrupt is refused")                        \
	X(counted, "a performance counter has counted, exactly")               \
	X(counter_over, "a performance counter rolls over")                    \
	X(ats_answer, "a device gets a translation")                           \
	X(ats_many, "it gets several at once")                                 \
	X(ats_superpage, "it gets one of a superpage")                         \
	X(ats_nothing, "it is told that nothing is mapped")                    \
	X(ats_error, "its translation request is refused")                     \
	X(ats_dropped, "an answer is too old when it comes")                   \
	X(inv_while_asking, "an invalidation comes before an answer")          \
	X(inv_waited_dma, "an invalidation waits for the device's DMA")        \
	X(inv_many, "several invalidations are done at once")                  \
	X(translated, "a device uses its translations")                        \
	X(inv_own, "caching mode: the engine sends what software need not")    \
	X(shadow_map, "a device with a shadow is told of a mapping")           \
	X(shadow_unmap, "and of the end of one")                               \
	X(shadow_used, "it goes by what it was told")                          \
	X(shadow_cropped, "it is told of a part of a page")                    \
	X(shadow_unready, "it is not ready")                                   \
	X(shadow_compared, "tables, what was told and its memory are equal")   \
	X(map_unacked, "it uses a mapping before it says that it has it")      \
	X(unmap_waited_dma, "the end of one waits for its DMA")

enum Cover : unsigned {
#define COVER_ENUM(name, text) kCover_##name,
	COVERAGE_TABLE(COVER_ENUM)
#undef COVER_ENUM
		kCoverCount
};

class Coverage
{
public:
	void hit(Cover what)
	{
		count_[what]++;
	}
	void add(const Coverage &other)
	{
		for (unsigned i = 0; i < kCoverCount; i++)
			count_[i] += other.count_[i];
	}
	uint64_t count(unsigned what) const
	{
		return count_[what];
	}

private:
	std::array<uint64_t, kCoverCount> count_{};
};

const char *cover_name(unsigned what);
const char *cover_text(unsigned what);

#endif
