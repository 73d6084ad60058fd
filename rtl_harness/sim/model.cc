/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "model.h"

#include "Vsim_top.h"
#include "Vsim_top___024root.h"

#ifdef SIM_TRACE
#include "verilated_fst_c.h"
#else
class VerilatedFstC
{
};
#endif
#include "model_state.h"

Model::Model(const std::string &boot_rom) : context_(new VerilatedContext)
{
	std::string arg = "+bootrom=" + boot_rom;
	const char *argv[] = { "sim", arg.c_str() };

	context_->commandArgs(2, argv);
#ifdef SIM_TRACE
	context_->traceEverOn(true);
#endif
	top_.reset(new Vsim_top(context_.get(), "top"));
}

Model::~Model()
{
	wave_close();
	top_->final();
}

/*
 * An AXI port of the model: NAME_s are pins that the slave drives, NAME_m
 * those the master does; the suffixes are those of sim_top.
 */
#define AXI_PINS(Addr, name, s, m)                                             \
	AxiPins<Addr>                                                          \
	{                                                                      \
		&top_->name##_awvalid_##m, &top_->name##_awready_##s,          \
			&top_->name##_awid_##m, &top_->name##_awlen_##m,       \
			&top_->name##_awsize_##m, &top_->name##_awburst_##m,   \
			&top_->name##_awaddr_##m, &top_->name##_wvalid_##m,    \
			&top_->name##_wready_##s, &top_->name##_wstrb_##m,     \
			&top_->name##_wlast_##m, &top_->name##_wdata_##m,      \
			&top_->name##_bvalid_##s, &top_->name##_bready_##m,    \
			&top_->name##_bid_##s, &top_->name##_bresp_##s,        \
			&top_->name##_arvalid_##m, &top_->name##_arready_##s,  \
			&top_->name##_arid_##m, &top_->name##_arlen_##m,       \
			&top_->name##_arsize_##m, &top_->name##_arburst_##m,   \
			&top_->name##_araddr_##m, &top_->name##_rvalid_##s,    \
			&top_->name##_rready_##m, &top_->name##_rid_##s,       \
			&top_->name##_rresp_##s, &top_->name##_rlast_##s,      \
			&top_->name##_rdata_##s, nullptr, nullptr              \
	}

AxiPins<IData> Model::fw_pins()
{
	return AXI_PINS(IData, fw, i, o);
}

AxiPins<QData> Model::mem_pins()
{
	return AXI_PINS(QData, mem, i, o);
}

AxiPins<QData> Model::tbl_pins()
{
	AxiPins<QData> p = AXI_PINS(QData, tbl, i, o);

	p.awlock = &top_->tbl_awlock_o;
	p.arlock = &top_->tbl_arlock_o;
	return p;
}

BfmPins Model::bfm_pins()
{
	BfmPins p;

	p.axi = AXI_PINS(QData, bfm, o, i);
	p.awprot = &top_->bfm_awprot_i;
	p.awlock = &top_->bfm_awlock_i;
	p.awcache = &top_->bfm_awcache_i;
	p.arprot = &top_->bfm_arprot_i;
	p.arlock = &top_->bfm_arlock_i;
	p.arcache = &top_->bfm_arcache_i;
	p.awsid = &top_->bfm_awsid_i;
	p.arsid = &top_->bfm_arsid_i;
	p.awssid = &top_->bfm_awssid_i;
	p.arssid = &top_->bfm_arssid_i;
	p.awssidv = &top_->bfm_awssidv_i;
	p.arssidv = &top_->bfm_arssidv_i;
	p.awatst = &top_->bfm_awatst_i;
	p.aratst = &top_->bfm_aratst_i;
	p.arzlr = &top_->bfm_arzlr_i;
	return p;
}

MsgPins Model::msg_pins()
{
	return { { { &top_->msg_post_valid_i, &top_->msg_post_ready_o,
		     top_->msg_post_data_i.data() },
		   { &top_->msg_req_valid_i, &top_->msg_req_ready_o,
		     top_->msg_req_data_i.data() } },
		 &top_->msg_out_valid_o,
		 &top_->msg_out_ready_i,
		 &top_->msg_out_data_o,
		 &top_->msg_out_first_o,
		 &top_->msg_out_last_o };
}

LitePins Model::reg_pins()
{
	return { &top_->reg_awvalid_i, &top_->reg_awready_o,
		 &top_->reg_wvalid_i,  &top_->reg_wready_o,
		 &top_->reg_wstrb_i,   &top_->reg_bvalid_o,
		 &top_->reg_bready_i,  &top_->reg_bresp_o,
		 &top_->reg_arvalid_i, &top_->reg_arready_o,
		 &top_->reg_rvalid_o,  &top_->reg_rready_i,
		 &top_->reg_rresp_o,   &top_->reg_awaddr_i,
		 &top_->reg_araddr_i,  &top_->reg_wdata_i,
		 &top_->reg_rdata_o };
}

void Model::config(const ConfigPins &pins)
{
	top_->cfg_ver_i = pins.ver;
	top_->cfg_cap_i = pins.cap;
	top_->cfg_ecap_i = pins.ecap;
}

void Model::reset(bool on)
{
	top_->rst_ni = !on;
}

void Model::bfm_select(bool on)
{
	top_->bfm_sel_i = on;
}

void Model::settle()
{
	top_->clk_i = 0;
	top_->eval();
#ifdef SIM_TRACE
	context_->timeInc(1);
	if (dumping_)
		wave_->dump(context_->time());
#endif
}

void Model::edge()
{
	top_->clk_i = 1;
	top_->eval();
#ifdef SIM_TRACE
	context_->timeInc(1);
	if (dumping_)
		wave_->dump(context_->time());
#endif
}

bool Model::ready() const
{
	return top_->ready_o;
}

bool Model::dead() const
{
	return top_->dead_o;
}

bool Model::mbox(MboxOp *op) const
{
	if (!top_->probe_mbox_valid_o)
		return false;
	op->data = top_->probe_mbox_data_o;
	op->addr = top_->probe_mbox_addr_o;
	op->strobes = top_->probe_mbox_strb_o;
	op->write = top_->probe_mbox_write_o;
	return true;
}

bool Model::console(char *c) const
{
	*c = static_cast<char>(top_->uart_tx_data_o);
	return top_->uart_tx_valid_o;
}

void Model::console_in(bool valid, char c)
{
	top_->uart_rx_valid_i = valid;
	top_->uart_rx_data_i = static_cast<CData>(c);
}

bool Model::console_in_ready() const
{
	return top_->uart_rx_ready_o;
}

bool Model::finished(uint32_t *code) const
{
	*code = top_->finish_code_o;
	return top_->finish_o;
}

/* ---- Generators -------------------------------------------------------- */

void Model::gen_select(unsigned gen, unsigned reg)
{
	top_->gen_sel_i = gen;
	top_->gen_addr_i = reg;
}

void Model::gen_write(bool on, uint32_t value)
{
	top_->gen_we_i = on;
	top_->gen_wdata_i = value;
}

uint32_t Model::gen_read()
{
	return top_->gen_rdata_o;
}

unsigned Model::gen_busy() const
{
	return top_->gen_busy_o;
}

/* ---- Waves and saved state --------------------------------------------- */

#ifdef SIM_TRACE
void Model::wave_open(const std::string &path)
{
	wave_.reset(new VerilatedFstC);
	top_->trace(wave_.get(), 99);
	wave_->open(path.c_str());
}

void Model::wave_on(bool on)
{
	dumping_ = on && wave_;
}

void Model::wave_close()
{
	if (wave_)
		wave_->close();
	wave_.reset();
	dumping_ = false;
}
#else
void Model::wave_open(const std::string &)
{
}

void Model::wave_on(bool)
{
}

void Model::wave_close()
{
}
#endif

std::vector<uint8_t> Model::save()
{
	StateWriter out;

	out << *top_;
	return out.take();
}

void Model::restore(const std::vector<uint8_t> &state)
{
	StateReader in(state);

	in >> *top_;
}
