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
	q.priv = f.work0 & GATE_WORK0_PRIV;
	q.exec = f.work0 & GATE_WORK0_EXEC;
	return q;
}

/* Reasons from 38h on are those of scalable mode. */
static bool is_scalable(const FaultSeen &f)
{
	return f.reason >= 0x38;
}

static uint8_t table_of(uint64_t what, bool scalable)
{
	switch (what & 0xff) {
	case DMA_STEP_ROOT:
		return scalable ? ORACLE_SCALABLE_ROOT : ORACLE_ROOT;
	case DMA_STEP_CONTEXT:
		return scalable ? ORACLE_SCALABLE_CONTEXT : ORACLE_CONTEXT;
	case DMA_STEP_DIRECTORY:
		return ORACLE_PASID_DIRECTORY;
	case DMA_STEP_PASID:
		return ORACLE_PASID_ENTRY;
	default:
		return what & DMA_STEP_FIRST ? ORACLE_FIRST_STAGE :
					       ORACLE_SECOND_STAGE;
	}
}

/* The engine traces the words of an entry one after the other. */
static void add_step(oracle_result *res, const TraceEvent &e, bool scalable)
{
	unsigned word = e.c / DMA_STEP_WORD;

	if (word) {
		if (word < 3 && res->steps)
			res->step[res->steps - 1].value[word] = e.b;
		return;
	}
	if (res->steps == ORACLE_STEPS)
		return;
	oracle_step &s = res->step[res->steps++];
	s = {};
	s.addr = e.a;
	s.value[0] = e.b;
	s.read_failed = e.c & DMA_STEP_FAILED;
	s.table = table_of(e.c, scalable);
	if (s.table == ORACLE_SECOND_STAGE || s.table == ORACLE_FIRST_STAGE)
		s.level = e.c & 0xff;
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
		add_step(&res, e, is_scalable(f));
	oracle_describe(&q, &res, text, sizeof(text));
	return text;
}
