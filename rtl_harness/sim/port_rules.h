/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What the scoreboard asks and tells about a port whose device has a mind of
 * its own: it gets messages of the engine, and refuses requests before they
 * come to the block.
 */
#ifndef SIM_PORT_RULES_H
#define SIM_PORT_RULES_H

#include <cstdint>
#include <vector>

struct DmaRequest;

class PortRules
{
public:
	virtual ~PortRules() = default;
	/* Whether device or block may answer @request with an error now. */
	virtual bool may_refuse(const DmaRequest &request) = 0;
	/* A reading of the tables is about to cease to be right. */
	virtual void reading_ends()
	{
	}
	/* @request has come to memory. */
	virtual void issued(const DmaRequest &)
	{
	}
	/* The engine begins a message with this @head, to any device. */
	virtual void engine_sends(uint64_t head) = 0;
	/* The device hands over a message; takes the last word of one. */
	virtual void device_sends(const uint64_t words[3]) = 0;
	virtual void device_takes(const std::vector<uint64_t> &message) = 0;
	/* The host is told that invalidations are complete. */
	virtual void completed() = 0;
};

#endif
