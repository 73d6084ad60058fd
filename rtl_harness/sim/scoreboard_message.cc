/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Messages between devices and the engine, for who has rules about them. */

#include "scoreboard.h"

void Scoreboard::engine_sends(uint64_t head)
{
	for (PortRules *rules : rules_)
		if (rules)
			rules->engine_sends(head);
}

void Scoreboard::device_sends(unsigned port, const uint64_t words[3])
{
	if (rules_[port])
		rules_[port]->device_sends(words);
}

void Scoreboard::device_takes(unsigned port, uint64_t word, bool first,
			      bool last)
{
	std::vector<uint64_t> &message = coming_[port];

	if (first)
		message.clear();
	message.push_back(word);
	if (last && rules_[port])
		rules_[port]->device_takes(message);
}

void Scoreboard::completed()
{
	for (PortRules *rules : rules_)
		if (rules)
			rules->completed();
}
