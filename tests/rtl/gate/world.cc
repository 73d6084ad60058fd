// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "world.h"

#include "Vgate.h"

World::World(Bench &bench) : b(bench), space(b.firmware.new_space())
{
	for (uint64_t page = 0; page < 32; page++)
		b.firmware.map(space, page, OWN_FRAMES + page, true, true);
	for (const Device &d : b.device)
		b.firmware.bind(d.sid, &space);
	b.firmware.mode(MODE_TRANSLATE);
	idle();
}

void World::idle()
{
	b.until([&] { return b.firmware.idle(); });
}

void World::mode(unsigned mode)
{
	b.firmware.mode(mode);
	idle();
}

Req World::run(const Req &request)
{
	b.until([&] { return request->is_done(); });
	return request;
}

Req World::read(unsigned port, uint64_t addr, unsigned beats)
{
	return run(b.device[port].read(addr, beats));
}

Req World::write(unsigned port, uint64_t addr, unsigned beats)
{
	return run(b.device[port].write(addr, beats));
}

void World::warm(unsigned port, uint64_t page)
{
	CHECK(b, read(port, page_at(page))->all_okay());
}

bool World::hits(unsigned port, uint64_t addr)
{
	const bool serve = b.firmware.serve;
	b.firmware.serve = false;
	Req r = b.device[port].read(addr, 1, 15);
	b.until([&] { return r->is_done() || b.top->work_valid_o; });
	const bool hit = r->is_done();
	b.firmware.serve = true;
	run(r);
	b.firmware.serve = serve;
	return hit;
}
