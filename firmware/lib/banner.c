/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "banner.h"

#include "hal_boot.h"
#include "print.h"
#include "version.h"
#include "vtd_gate.h"
#include "vtd_regs.h"

struct capability {
	uint64_t mask;
	const char *text;
};

static const struct capability cap_bits[] = {
	{ VTD_CAP_RWBF, "write buffers to flush" },
	{ VTD_CAP_CM, "caching mode" },
	{ VTD_CAP_ZLR, "zero-length reads" },
	{ VTD_CAP_PSI, "page-selective invalidation" },
	{ VTD_CAP_ESRTPS, "root pointer flushes" },
	{ 0, NULL },
};

static const struct capability ecap_bits[] = {
	{ VTD_ECAP_C, "coherent walks" },
	{ VTD_ECAP_QI, "queued invalidation" },
	{ VTD_ECAP_PT, "pass-through" },
	{ VTD_ECAP_SC, "snoop control" },
	{ VTD_ECAP_ADMS, "abort mode" },
	{ 0, NULL },
};

static void print_bits(const struct capability *bits, uint64_t value)
{
	for (; bits->text; bits++)
		if (value & bits->mask)
			print(", %s", bits->text);
}

/* SAGAW bit n: n + 2 levels of 9 bits above the page. */
static void print_widths(uint64_t sagaw)
{
	for (unsigned int bit = 1; bit < 4; bit++)
		if (sagaw >> bit & 1)
			print(" %u", 30 + 9 * bit);
}

static void print_capabilities(uint64_t cap, uint64_t ecap)
{
	print("address widths");
	print_widths(VTD_GET(VTD_CAP_SAGAW, cap));
	print(" bits, pages 4K%s%s, %lu domains, %lu fault records",
	      VTD_GET(VTD_CAP_SSLPS, cap) & 1 ? " 2M" : "",
	      VTD_GET(VTD_CAP_SSLPS, cap) & 2 ? " 1G" : "",
	      1UL << (4 + 2 * VTD_GET(VTD_CAP_ND, cap)),
	      (unsigned long)VTD_GET(VTD_CAP_NFR, cap) + 1);
	print_bits(cap_bits, cap);
	print_bits(ecap_bits, ecap);
	print("\n");
}

static void print_gate(uint64_t caps)
{
	print("gate: %lu ports, %lu + %lu slots each, IOTLB %lu x %lu + %lu, "
	      "%lu tags\n",
	      (unsigned long)VTD_GET(GATE_CAPS_PORTS, caps),
	      (unsigned long)VTD_GET(GATE_CAPS_RD_SLOTS, caps),
	      (unsigned long)VTD_GET(GATE_CAPS_WR_SLOTS, caps),
	      (unsigned long)VTD_GET(GATE_CAPS_SETS, caps),
	      (unsigned long)VTD_GET(GATE_CAPS_WAYS, caps),
	      (unsigned long)VTD_GET(GATE_CAPS_BIG, caps),
	      1UL << VTD_GET(GATE_CAPS_TAG_BITS, caps));
}

void banner(const struct vtd_config *config, uint64_t caps, size_t pools,
	    bool dropped)
{
	print("\nPortcullis %s, VT-d %u.%u, %s\n", VERSION,
	      (unsigned int)VTD_GET(VTD_VER_MAX, config->ver),
	      (unsigned int)VTD_GET(VTD_VER_MIN, config->ver), hal_boot_mode());
	print_capabilities(config->cap, config->ecap);
	if (dropped)
		print("memory has no monitor for locked updates: no first "
		      "stage, nested translation,\n"
		      "accessed and dirty bits, or posted interrupts\n");
	print_gate(caps);
	print("pools: %u contexts, %u leaf and 3 x %u upper tables, %u tags, "
	      "%lu bytes\n",
	      VTD_CONTEXTS, VTD_LEAF_TABLES, VTD_UPPER_TABLES, VTD_TAGS,
	      (unsigned long)pools);
}
