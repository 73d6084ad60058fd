/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "msg_bus.h"

void MsgBus::offer(MsgStream stream, const Message &message)
{
	stream_ = stream;
	message_ = message;
	offered_ = true;
}

void MsgBus::reset()
{
	offered_ = held = false;
	out.clear();
	coming_.clear();
	drive();
}

void MsgBus::drive()
{
	for (unsigned s = 0; s < 2; s++)
		*p_.up[s].valid = offered_ && stream_ == s;
	if (offered_)
		for (unsigned i = 0; i < 6; i++)
			p_.up[stream_].data[i] = static_cast<EData>(
				message_[i / 2] >> 32 * (i % 2));
	*p_.ready = !held && out.size() < kKept;
}

/* One that was cut short has no last word: the next head says so. */
void MsgBus::sample()
{
	if (offered_ && *p_.up[stream_].ready)
		offered_ = false;
	if (!*p_.valid || !*p_.ready)
		return;
	if (*p_.first)
		coming_.clear();
	coming_.push_back(*p_.data);
	if (*p_.last)
		out.push_back(coming_);
}
