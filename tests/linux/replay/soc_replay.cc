/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * soc_replay FILE: runs the engine alone on a recording of the SoC, the words
 * between firmware and RTL. It has to move the very words that the firmware
 * moved. Ends with "PASS" and what was compared.
 */

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <memory>
#include <zlib.h>

#include "lockstep.h"

namespace
{

struct Replay {
	HostMemory memory;
	Truth truth{ memory };
	Coverage coverage;
	Scoreboard board{ memory, truth, coverage };
	LockStep lock{ board, coverage };
};

bool next_word(gzFile in, MboxOp *op)
{
	char text[80], way;
	unsigned strobes;

	if (!gzgets(in, text, sizeof(text)) ||
	    sscanf(text, "%c %x %x %" SCNx64, &way, &op->addr, &strobes,
		   &op->data) != 4)
		return false;
	op->strobes = static_cast<uint8_t>(strobes);
	op->write = way == 'w';
	return true;
}

/* Words of the boot up to "ready" come first, with their number in front. */
bool power_on(gzFile in, LockStep &lock)
{
	char text[80];
	unsigned n;
	std::vector<MboxOp> words;
	MboxOp op{};

	if (!gzgets(in, text, sizeof(text)) || sscanf(text, "boot %u", &n) != 1)
		return false;
	for (; n && next_word(in, &op); n--)
		words.push_back(op);
	lock.power_on(words);
	return !n;
}

int judge(const Replay &r, uint64_t words)
{
	for (const std::string &m : r.board.messages())
		printf("%s\n", m.c_str());
	if (r.board.ok() && words)
		printf("PASS %" PRIu64 " turns, %" PRIu64 " words\n",
		       r.lock.turns(), r.lock.words());
	else
		printf("FAIL\n");
	return r.board.ok() && words ? 0 : 1;
}

} /* namespace */

int main(int argc, char **argv)
{
	gzFile in = argc == 2 ? gzopen(argv[1], "rb") : nullptr;
	auto r = std::make_unique<Replay>();
	uint64_t words = 0;
	MboxOp op{};

	if (!in) {
		fprintf(stderr, "usage: soc_replay FILE\n");
		return 2;
	}
	while (power_on(in, r->lock))
		for (; next_word(in, &op); words++)
			r->lock.see(op, words);
	return judge(*r, words);
}
