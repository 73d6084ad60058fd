/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "fault_text.h"

#include "bits.h"
#include "gen/vtd_gate.h"
#include "oracle/oracle.h"

extern "C" {
#include "dma.h"
}

static oracle_request request_of(const FaultSeen &f)
{
	oracle_request q{};

	q.addr = f.addr;
	q.sid = field(f.work0, GATE_WORK0_SID);
	q.pasid = field(f.work0, GATE_WORK0_SSID);
	q.has_pasid = f.work0 & GATE_WORK0_SSIDV;
	q.kind = f.work0 & GATE_WORK0_LOCK  ? ORACLE_ATOMIC :
		 f.work0 & GATE_WORK0_WRITE ? ORACLE_WRITE :
					      ORACLE_READ;
	q.translated = f.work0 & GATE_WORK0_ATST;
	q.zero_length = f.work0 & GATE_WORK0_ZLR;
	return q;
}

/* The engine traces the words of an entry one after the other. */
static void add_step(oracle_result *res, const TraceEvent &e)
{
	unsigned level = e.c & 0xff;
	unsigned word = e.c / DMA_STEP_WORD;
	bool high = word == 1;

	if (word > 1)
		return;
	if (high && res->steps) {
		res->step[res->steps - 1].value[1] = e.b;
		return;
	}
	if (res->steps == ORACLE_STEPS)
		return;
	oracle_step &s = res->step[res->steps++];
	s = {};
	s.addr = e.a;
	s.value[high] = e.b;
	s.read_failed = e.c & DMA_STEP_FAILED;
	s.table = level == DMA_STEP_ROOT    ? ORACLE_ROOT :
		  level == DMA_STEP_CONTEXT ? ORACLE_CONTEXT :
					      ORACLE_SECOND_STAGE;
	s.level = s.table == ORACLE_SECOND_STAGE ? level : 0;
}

std::string fault_text(const FaultSeen &f)
{
	oracle_request q = request_of(f);
	oracle_result res{};
	char text[2048];

	res.outcome = ORACLE_FAULT;
	res.reason = f.reason;
	res.recorded = true;
	for (const TraceEvent &e : f.steps)
		add_step(&res, e);
	oracle_describe(&q, &res, text, sizeof(text));
	return text;
}
