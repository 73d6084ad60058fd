/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Verilator's save and restore streams over bytes in memory. */
#ifndef SIM_MODEL_STATE_H
#define SIM_MODEL_STATE_H

#include <cstdint>
#include <cstring>
#include <vector>

#include "verilated_save.h"

class StateWriter final : public VerilatedSerialize
{
public:
	void flush() override
	{
		bytes_.insert(bytes_.end(), m_bufp, m_cp);
		m_cp = m_bufp;
	}
	std::vector<uint8_t> take()
	{
		flush();
		return std::move(bytes_);
	}

private:
	std::vector<uint8_t> bytes_;
};

class StateReader final : public VerilatedDeserialize
{
public:
	explicit StateReader(const std::vector<uint8_t> &bytes) : bytes_(bytes)
	{
		m_endp = m_bufp;
	}
	/* Called when little is left; behind the end it gives zeros. */
	void fill() override
	{
		size_t left = m_endp - m_cp, room = bufferSize() - left;

		memmove(m_bufp, m_cp, left);
		size_t n = std::min(room, bytes_.size() - at_);
		memcpy(m_bufp + left, bytes_.data() + at_, n);
		memset(m_bufp + left + n, 0, room - n);
		at_ += n;
		m_cp = m_bufp;
		m_endp = m_bufp + bufferSize();
	}

private:
	const std::vector<uint8_t> &bytes_;
	size_t at_ = 0;
};

#endif
