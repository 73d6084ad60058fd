/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Cycle counts: exact up to kExact, in steps of 1/64 of that above. */
#ifndef SIM_HISTOGRAM_H
#define SIM_HISTOGRAM_H

#include <algorithm>
#include <cstdint>
#include <vector>

class Histogram
{
public:
	void add(uint64_t cycles)
	{
		if (bins_.empty())
			bins_.resize(kExact + kCoarse);
		bins_[cycles < kExact ?
			      cycles :
			      kExact + std::min<uint64_t>(cycles / kStep,
							  kCoarse - 1)]++;
		min_ = count_ ? std::min(min_, cycles) : cycles;
		max_ = std::max(max_, cycles);
		sum_ += cycles;
		count_++;
	}

	uint64_t count() const
	{
		return count_;
	}
	uint64_t min() const
	{
		return min_;
	}
	uint64_t max() const
	{
		return max_;
	}
	double mean() const
	{
		return count_ ? static_cast<double>(sum_) / count_ : 0;
	}
	/* The value that @percent of all do not exceed. */
	uint64_t percentile(unsigned percent) const
	{
		uint64_t want = (count_ * percent + 99) / 100, have = 0;

		for (uint64_t i = 0; i < bins_.size(); i++) {
			have += bins_[i];
			if (have >= want && have)
				return i < kExact ? i :
						    std::min(max_, (i - kExact +
								    1) * kStep);
		}
		return 0;
	}

private:
	static constexpr uint64_t kExact = 8192, kStep = 128, kCoarse = 8192;

	std::vector<uint32_t> bins_;
	uint64_t count_ = 0, sum_ = 0, min_ = 0, max_ = 0;
};

#endif
