/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define MANY_TURNS 10000u

struct vtd_config bench_config(void)
{
	struct vtd_config config = {
		.cap = VTD_PUT(VTD_CAP_ND, 6) | VTD_PUT(VTD_CAP_SAGAW, 0xe) |
		       VTD_PUT(VTD_CAP_MGAW, 56) | VTD_CAP_ZLR |
		       VTD_PUT(VTD_CAP_FRO, 0x60) | VTD_PUT(VTD_CAP_SSLPS, 3) |
		       VTD_CAP_PSI | VTD_PUT(VTD_CAP_NFR, 7) |
		       VTD_PUT(VTD_CAP_MAMV, 18) | VTD_CAP_DWD | VTD_CAP_DRD,
		.ecap = VTD_ECAP_C | VTD_ECAP_QI | VTD_ECAP_PT |
			VTD_PUT(VTD_ECAP_IRO, 0x50) | VTD_ECAP_ADMS,
		.ver = 0x50,
		.haw = BENCH_HAW,
		.tag_bits = MOCK_TAG_BITS,
		.window_log2 = 12,
		.frcds = 8,
		.device_timeout = VTD_DEVICE_TIMEOUT,
	};

	return config;
}

int bench_setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	struct vtd_config config = bench_config();

	assert_non_null(b);
	b->v = malloc(sizeof(*b->v));
	assert_non_null(b->v);
	*state = b;
	bench_start(b, &config);
	return 0;
}

int bench_teardown(void **state)
{
	struct bench *b = *state;

	free(b->v);
	free(b);
	return 0;
}

/* What the gate and the pins put into the window before firmware runs. */
static void set_pins(struct bench *b)
{
	mock_set_reg(&b->m, VTD_VER, b->config.ver);
	mock_set_reg(&b->m, VTD_CAP, b->config.cap);
	mock_set_reg(&b->m, VTD_ECAP, b->config.ecap);
}

void bench_start(struct bench *b, const struct vtd_config *config)
{
	static struct tables_flat flat;

	b->config = *config;
	/* Whatever was in memory must not matter. */
	memset(b->v, 0xa5, sizeof(*b->v));
	mock_reset(&b->m, config->tag_bits);
	set_pins(b);
	flat = (struct tables_flat){ b->m.memory, MOCK_MEMORY_BASE,
				     MOCK_MEMORY_SIZE };
	assert_int_equal(tables_init(&b->t, tables_flat_mem(&flat),
				     BENCH_TABLES, BENCH_TABLES_SIZE),
			 0);
	assert_int_equal(vtd_init(b->v, &b->m, config), 0);
	vtd_start(b->v);
	mock_forget(&b->m);
}

bool bench_turn(struct bench *b)
{
	bool worked;

	mock_turn_begins(&b->m);
	worked = vtd_turn(b->v);
	mock_turn_ends(&b->m);
	return worked;
}

void bench_run(struct bench *b)
{
	for (unsigned int turns = 0; turns < MANY_TURNS; turns++)
		if (!bench_turn(b))
			return;
	mock_fail(&b->m, "still busy after %u turns", MANY_TURNS);
}

/* ---- The host ---------------------------------------------------------- */

static void event(struct bench *b, unsigned int id, uint64_t value,
		  uint64_t word1, uint64_t word2)
{
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, id) |
			  VTD_PUT(GATE_WORK0_VALUE, value),
		  word1, word2);
}

static void clear_status(struct bench *b, uint32_t bits)
{
	mock_set_reg(&b->m, VTD_GSTS, mock_reg(&b->m, VTD_GSTS) & ~bits);
}

void host_gcmd(struct bench *b, uint32_t value)
{
	mock_set_reg(&b->m, VTD_GCMD, value);
	if (value & VTD_GCMD_SRTP)
		clear_status(b, VTD_GSTS_RTPS);
	if (value & VTD_GCMD_SIRTP)
		clear_status(b, VTD_GSTS_IRTPS);
	if (value & VTD_GCMD_WBF && b->config.cap & VTD_CAP_RWBF)
		mock_set_reg(&b->m, VTD_GSTS,
			     mock_reg(&b->m, VTD_GSTS) | VTD_GSTS_WBFS);
	event(b, GATE_EVENT_GCMD, value, mock_reg(&b->m, VTD_RTADDR),
	      mock_reg(&b->m, VTD_IRTA));
}

void host_srtp(struct bench *b, uint64_t rtaddr)
{
	uint32_t level = (uint32_t)mock_reg(&b->m, VTD_GCMD) &
			 (VTD_GCMD_TE | VTD_GCMD_QIE);

	mock_set_reg(&b->m, VTD_RTADDR, rtaddr);
	host_gcmd(b, level | VTD_GCMD_SRTP);
}

void host_ccmd(struct bench *b, uint64_t value)
{
	mock_set_reg(&b->m, VTD_CCMD, value);
	event(b, GATE_EVENT_CCMD, 0, value, 0);
}

void host_iotlb(struct bench *b, uint64_t iotlb, uint64_t iva)
{
	mock_set_reg(&b->m, VTD_IVA, iva);
	mock_set_reg(&b->m, VTD_IOTLB, iotlb);
	event(b, GATE_EVENT_IOTLB, 0, iotlb, iva);
}

void host_iqt(struct bench *b, uint64_t value)
{
	mock_set_reg(&b->m, VTD_IQT, value);
	event(b, GATE_EVENT_IQT, value, 0, 0);
}

/* IP is read-only to the host. */
static void host_control(struct bench *b, unsigned int offset, unsigned int id,
			 uint32_t value)
{
	uint32_t ip = (uint32_t)mock_reg(&b->m, offset) & VTD_FECTL_IP;

	mock_set_reg(&b->m, offset, (value & VTD_FECTL_IM) | ip);
	event(b, id, (value & VTD_FECTL_IM) | ip, 0, 0);
}

void host_fectl(struct bench *b, uint32_t value)
{
	host_control(b, VTD_FECTL, GATE_EVENT_FECTL, value);
}

void host_iectl(struct bench *b, uint32_t value)
{
	host_control(b, VTD_IECTL, GATE_EVENT_IECTL, value);
}

void host_clear_fsts(struct bench *b, uint32_t bits)
{
	uint64_t fsts = mock_reg(&b->m, VTD_FSTS);

	mock_set_reg(&b->m, VTD_FSTS, fsts & ~bits);
	event(b, GATE_EVENT_FSTS, fsts & bits, 0, 0);
}

void host_clear_ics(struct bench *b)
{
	uint64_t ics = mock_reg(&b->m, VTD_ICS);

	mock_set_reg(&b->m, VTD_ICS, 0);
	event(b, GATE_EVENT_ICS, ics, 0, 0);
}

void host_clear_record(struct bench *b, unsigned int index)
{
	unsigned int offset = mock_frcdh(&b->m, index);

	mock_set_reg(&b->m, offset, mock_reg(&b->m, offset) & ~VTD_FRCDH_F);
	event(b, GATE_EVENT_FRCD, 0, 0, 0);
}

static void host_routes_messages(struct bench *b)
{
	mock_set_reg(&b->m, VTD_FEDATA, FEDATA_VALUE);
	mock_set_reg(&b->m, VTD_FEADDR, FEADDR_VALUE);
	mock_set_reg(&b->m, VTD_IEDATA, IEDATA_VALUE);
	mock_set_reg(&b->m, VTD_IEADDR, IEADDR_VALUE);
	host_fectl(b, 0);
	host_iectl(b, 0);
}

void host_enables_translation(struct bench *b)
{
	host_routes_messages(b);
	host_srtp(b, b->t.root);
	bench_run(b);
	host_gcmd(b, ((uint32_t)mock_reg(&b->m, VTD_GCMD) & VTD_GCMD_QIE) |
			     VTD_GCMD_TE);
	bench_run(b);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_TES);
	mock_forget(&b->m);
}

void host_enables_queue(struct bench *b)
{
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE);
	mock_set_reg(&b->m, VTD_IQT, 0);
	host_gcmd(b, ((uint32_t)mock_reg(&b->m, VTD_GCMD) & VTD_GCMD_TE) |
			     VTD_GCMD_QIE);
	bench_run(b);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_QIES);
	mock_forget(&b->m);
}

void host_descriptor(struct bench *b, unsigned int index, uint64_t lo,
		     uint64_t hi)
{
	guest_store(b, BENCH_QUEUE + 16 * (uint64_t)index, lo);
	guest_store(b, BENCH_QUEUE + 16 * (uint64_t)index + 8, hi);
}

void host_tail(struct bench *b, unsigned int index)
{
	host_iqt(b, 16 * (uint64_t)index);
}

uint64_t guest_load(const struct bench *b, uint64_t addr)
{
	return tables_load(&b->t, addr);
}

void guest_store(struct bench *b, uint64_t addr, uint64_t value)
{
	tables_store(&b->t, addr, value);
}

/* ---- Devices ----------------------------------------------------------- */

uint64_t bench_word0(uint16_t sid, unsigned int slot, uint64_t flags)
{
	return flags | VTD_PUT(GATE_WORK0_SID, sid) |
	       VTD_PUT(GATE_WORK0_SLOT, slot);
}

void device_asks(struct bench *b, uint16_t sid, uint64_t addr, uint64_t flags)
{
	mock_work(&b->m, bench_word0(sid, 1, flags | GATE_KIND_MISS), addr, 0);
	assert_true(bench_turn(b));
}

void device_interrupts(struct bench *b, uint16_t sid, uint32_t addr,
		       uint32_t data)
{
	mock_work(&b->m, bench_word0(sid, 1, GATE_KIND_INTR),
		  VTD_PUT(GATE_WORK1_INTR_ADDR, addr) |
			  VTD_PUT(GATE_WORK1_INTR_DATA, data),
		  0);
	assert_true(bench_turn(b));
}

static const struct mock_call *answer(const struct bench *b)
{
	const struct mock_call *call = mock_answer(&b->m, 1);

	if (!call)
		mock_fail(&b->m, "slot 1 has no answer");
	return call;
}

unsigned int bench_action(const struct bench *b)
{
	return (unsigned int)(answer(b)->a & GATE_ANSWER_ACTION);
}

uint64_t bench_pa(const struct bench *b)
{
	return answer(b)->b;
}

void assert_granted(const struct bench *b, uint64_t pa, unsigned int order,
		    uint64_t rw)
{
	uint64_t want = pa | VTD_PUT(GATE_ANSWER_PA_ORDER, order) | rw;
	char text[400];

	mock_text(answer(b), text, sizeof(text));
	if (bench_action(b) != GATE_ACTION_GRANT || bench_pa(b) != want)
		mock_fail(&b->m,
			  "expected a grant of %#lx, order %u, got\n  %s",
			  (unsigned long)(pa | rw), order, text);
}

void assert_blocked(const struct bench *b)
{
	char text[400];

	mock_text(answer(b), text, sizeof(text));
	if (bench_action(b) != GATE_ACTION_BLOCK)
		mock_fail(&b->m, "expected a block, got\n  %s", text);
}

void assert_faulted(const struct bench *b, uint16_t sid, uint64_t addr,
		    enum vtd_fault reason)
{
	uint64_t high = mock_reg(&b->m, VTD_FRCDH);
	uint64_t low = mock_reg(&b->m, VTD_FRCDL);

	assert_blocked(b);
	if (!(high & VTD_FRCDH_F))
		mock_fail(&b->m, "record 0 is free, expected fault %#x",
			  reason);
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, high), reason);
	assert_int_equal(VTD_GET(VTD_FRCDH_SID, high), sid);
	assert_int_equal(low, addr & VTD_FRCDL_FI);
	assert_false(mock_reg(&b->m, VTD_FRCDH + 16) & VTD_FRCDH_F);
}

void assert_no_record(const struct bench *b)
{
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		assert_false(mock_reg(&b->m, VTD_FRCDH + 16 * n) & VTD_FRCDH_F);
}
