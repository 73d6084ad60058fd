/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "bfm.h"

#include <algorithm>
#include <cstring>

static unsigned log2_of(unsigned n)
{
	unsigned log2 = 0;

	while (n >> (log2 + 1))
		log2++;
	return log2;
}

/* Narrow when it fits one beat, whole words otherwise. */
static BfmRequest access(uint16_t sid, uint64_t addr, unsigned len)
{
	BfmRequest r;
	bool narrow = len < 8 && !(len & (len - 1)) && !(addr & (len - 1));

	r.sid = sid;
	r.addr = addr;
	r.size = narrow ? log2_of(len) : 3;
	r.beats = narrow ? 1 : ((addr & 7) + len + 7) / 8;
	return r;
}

BfmRequest bfm_read(uint16_t sid, uint64_t addr, unsigned len)
{
	return access(sid, addr, len);
}

BfmRequest bfm_write(uint16_t sid, uint64_t addr, const void *data,
		     unsigned len)
{
	BfmRequest r = access(sid, addr, len);
	const uint8_t *bytes = static_cast<const uint8_t *>(data);

	r.write = true;
	r.data.assign(r.beats, 0);
	r.strobes.assign(r.beats, 0);
	for (unsigned i = 0; i < len; i++) {
		unsigned at = (addr & 7) + i;

		r.data[at / 8] |= uint64_t{ bytes[i] } << 8 * (at % 8);
		r.strobes[at / 8] |= 1u << (at % 8);
	}
	return r;
}

void bfm_data(const BfmRequest &r, void *out, unsigned len)
{
	uint8_t *bytes = static_cast<uint8_t *>(out);

	for (unsigned i = 0; i < len; i++) {
		unsigned at = (r.addr & 7) + i;

		bytes[i] = r.got.size() > at / 8 ?
				   r.got[at / 8] >> 8 * (at % 8) :
				   0;
	}
}

BfmHandle Bfm::submit(BfmRequest request)
{
	BfmHandle h = std::make_shared<BfmRequest>(std::move(request));

	h->number = submitted_++;
	h->data.resize(h->write ? h->beats : 0);
	h->strobes.resize(h->write ? h->beats : 0, 0xff);
	(h->write ? writes_ : reads_).waiting.push_back(h);
	if (h->write)
		w_queue_.push_back(h);
	active_ = true;
	return h;
}

void Bfm::reset()
{
	reads_ = writes_ = Side();
	w_queue_.clear();
	w_beat_ = 0;
	w_shown_ = false;
	active_ = true; /* once more, to take the pins back */
}

/* Whether the next address of @side may be shown. */
bool Bfm::first(const Side &side, const Side &other) const
{
	if (side.waiting.empty())
		return false;
	return !in_order || other.waiting.empty() ||
	       side.waiting.front()->number < other.waiting.front()->number;
}

bool Bfm::may_take_b() const
{
	return std::none_of(writes_.flying.begin(), writes_.flying.end(),
			    [](const BfmHandle &h) { return h->stop_b; });
}

bool Bfm::may_take_r() const
{
	return std::none_of(reads_.flying.begin(), reads_.flying.end(),
			    [](const BfmHandle &h) {
				    return h->got.size() >= h->stop_r;
			    });
}

void Bfm::drive()
{
	if (!active_)
		return;
	drive_write();
	drive_read();
}

void Bfm::drive_write()
{
	const AxiPins<QData> &a = p_.axi;

	*a.awvalid = first(writes_, reads_);
	if (*a.awvalid) {
		const BfmRequest &r = *writes_.waiting.front();

		*a.awaddr = r.addr;
		*a.awid = r.id;
		*a.awlen = r.beats - 1;
		*a.awsize = r.size;
		*a.awburst = r.burst;
		*p_.awprot = r.prot;
		*p_.awlock = r.lock;
		*p_.awcache = r.cache;
		*p_.awsid = r.sid;
		*p_.awssid = r.ssid;
		*p_.awssidv = r.ssidv;
		*p_.awatst = r.atst;
	}
	/* A beat once shown stays until it is taken. */
	w_shown_ = !w_queue_.empty() && w_beat_ < w_queue_.front()->stop_w &&
		   (w_shown_ || !held(kStallIdle));
	*a.wvalid = w_shown_;
	if (*a.wvalid) {
		const BfmRequest &r = *w_queue_.front();

		*a.wdata = r.data[w_beat_];
		*a.wstrb = r.strobes[w_beat_];
		*a.wlast = w_beat_ + 1 == r.beats;
	}
	*a.bready = may_take_b() && !held(kStallBackpressure);
}

void Bfm::drive_read()
{
	const AxiPins<QData> &a = p_.axi;

	*a.arvalid = first(reads_, writes_);
	if (*a.arvalid) {
		const BfmRequest &r = *reads_.waiting.front();

		*a.araddr = r.addr;
		*a.arid = r.id;
		*a.arlen = r.beats - 1;
		*a.arsize = r.size;
		*a.arburst = r.burst;
		*p_.arprot = r.prot;
		*p_.arlock = r.lock;
		*p_.arcache = r.cache;
		*p_.arsid = r.sid;
		*p_.arssid = r.ssid;
		*p_.arssidv = r.ssidv;
		*p_.aratst = r.atst;
		*p_.arzlr = r.zlr;
	}
	*a.rready = may_take_r() && !held(kStallBackpressure);
}

void Bfm::sample(uint64_t now)
{
	if (!active_)
		return;
	sample_b(now);
	sample_r(now);
	sample_w();
	sample_aw(now);
	sample_ar(now);
	active_ = !writes_.waiting.empty() || !writes_.flying.empty() ||
		  !reads_.waiting.empty() || !reads_.flying.empty() ||
		  !w_queue_.empty() || *p_.axi.awvalid || *p_.axi.arvalid ||
		  *p_.axi.wvalid;
}

void Bfm::sample_aw(uint64_t now)
{
	if (!*p_.axi.awvalid || !*p_.axi.awready || writes_.waiting.empty())
		return;
	writes_.waiting.front()->started = now;
	writes_.flying.push_back(writes_.waiting.front());
	writes_.waiting.pop_front();
}

void Bfm::sample_ar(uint64_t now)
{
	if (!*p_.axi.arvalid || !*p_.axi.arready || reads_.waiting.empty())
		return;
	reads_.waiting.front()->started = now;
	reads_.flying.push_back(reads_.waiting.front());
	reads_.waiting.pop_front();
}

void Bfm::sample_w()
{
	if (!*p_.axi.wvalid || !*p_.axi.wready || w_queue_.empty())
		return;
	w_shown_ = false;
	if (++w_beat_ < w_queue_.front()->beats)
		return;
	w_queue_.pop_front();
	w_beat_ = 0;
}

static std::deque<BfmHandle>::iterator oldest(std::deque<BfmHandle> &q,
					      unsigned id)
{
	return std::find_if(q.begin(), q.end(),
			    [id](const BfmHandle &h) { return h->id == id; });
}

void Bfm::sample_b(uint64_t now)
{
	if (!*p_.axi.bvalid || !*p_.axi.bready)
		return;
	auto it = oldest(writes_.flying, *p_.axi.bid);
	if (it == writes_.flying.end())
		return; /* the scoreboard reports answers nobody asked for */
	(*it)->resp = *p_.axi.bresp;
	(*it)->finished = now;
	(*it)->done = true;
	writes_.flying.erase(it);
}

void Bfm::sample_r(uint64_t now)
{
	if (!*p_.axi.rvalid || !*p_.axi.rready)
		return;
	auto it = oldest(reads_.flying, *p_.axi.rid);
	if (it == reads_.flying.end())
		return;
	BfmRequest &r = **it;
	r.got.push_back(*p_.axi.rdata);
	r.resp = std::max(r.resp, *p_.axi.rresp);
	if (!*p_.axi.rlast)
		return;
	r.finished = now;
	r.done = true;
	reads_.flying.erase(it);
}
