/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "hal_gate.h"

#include "hal_mmio.h"
#include "soc_map.h"
#include "vtd_gate.h"
#include "vtd_regs.h"

/* Where a ping reads too, unless the integrator has moved it. */
#define PROBED_ADDRESS UINT64_C(0)

uint64_t hal_gate_caps(void)
{
	return hal_mmio_read64(SOC_MBOX_BASE + GATE_CAPS);
}

int hal_gate_init(struct vtd_port *port)
{
	uint64_t caps = hal_gate_caps();

	port->status_kept = 0;
	if (!VTD_GET(GATE_CAPS_PORTS, caps) ||
	    !VTD_GET(GATE_CAPS_TAG_BITS, caps))
		return -1;
	hal_mmio_write64(SOC_MBOX_BASE + GATE_HM_PING, 0);
	return 0;
}

static void config_clients(struct vtd_config *config)
{
	static const uint16_t sid[] = { SOC_SHADOW_SID0, SOC_SHADOW_SID1,
					SOC_SHADOW_SID2 };

	_Static_assert(sizeof(sid) / sizeof(sid[0]) == SOC_SHADOW_SIDS &&
			       SOC_SHADOW_SIDS <= VTD_SHADOW_CLIENTS,
		       "every source of soc_map.def has a place");
	for (unsigned int i = 0; i < SOC_SHADOW_SIDS; i++)
		config->shadow_sid[i] = sid[i];
	config->shadow_sids = config->cap & VTD_CAP_CM ? SOC_SHADOW_SIDS : 0;
	config->device_timeout = SOC_DEVICE_TIMEOUT;
}

int hal_gate_config(struct vtd_config *config)
{
	uint32_t ver = hal_mmio_read32(SOC_REG_RAW_BASE + VTD_VER);
	uint64_t cap = hal_mmio_read64(SOC_REG_RAW_BASE + VTD_CAP);
	uint64_t ecap = hal_mmio_read64(SOC_REG_RAW_BASE + VTD_ECAP);
	uint64_t caps = hal_gate_caps();

	vtd_config_set(config, ver, cap, ecap);
	config->tag_bits = (uint8_t)VTD_GET(GATE_CAPS_TAG_BITS, caps);
	config->window_log2 = (uint8_t)(12 + VTD_GET(GATE_CAPS_WINDOW, caps));
	config->frcds = (uint16_t)(VTD_GET(GATE_CAPS_NFR, caps) + 1);
	config_clients(config);
	return vtd_config_error(config) ? -1 : 0;
}

bool hal_gate_has_monitor(void)
{
	hal_mmio_write64(SOC_MBOX_BASE + GATE_HM_READX, PROBED_ADDRESS);
	hal_mmio_order();
	(void)hal_mmio_read64(SOC_MBOX_BASE + GATE_HM_DATA);
	return VTD_GET(GATE_HM_XRESULT_RESULT,
		       hal_mmio_read64(SOC_MBOX_BASE + GATE_HM_XRESULT)) ==
	       GATE_XRESULT_DONE;
}

void hal_gate_show(const struct vtd_config *config)
{
	hal_mmio_write64(SOC_REG_RAW_BASE + VTD_CAP, config->cap);
	hal_mmio_write64(SOC_REG_RAW_BASE + VTD_ECAP, config->ecap);
}

void hal_gate_ready(void)
{
	hal_mmio_write64(SOC_MBOX_BASE + GATE_READY, 1);
}

void hal_gate_kick(struct vtd_port *port)
{
	uint64_t status = hal_mmio_read64(SOC_MBOX_BASE + GATE_STATUS);

	port->status_kept |= status & GATE_STATUS_HM_WERR;
	hal_mmio_write64(SOC_MBOX_BASE + GATE_KICK,
			 VTD_GET(GATE_STATUS_TOKEN, status));
	hal_mmio_write64(SOC_MBOX_BASE + GATE_HM_PING, 0);
}
