package wire

import "slices"

// mostWaiting is how many messages the station can keep besides transaction events, which have a queue of their own and
// are dropped last.
const mostWaiting = 1000

// queuesAll tells whether every message is kept until it is delivered, and not only those of transactions and security
// (part 2, QueueAllMessages; C-21). They are kept in working memory: of transaction events alone part 2 asks that they
// outlast a power cut (E11.FR.01).
func (w *Wire) queuesAll() bool { return w.model.Enabled("OCPPCommCtrlr", "QueueAllMessages") }

// lasts tells whether a call is sent again after a lost connection, or when there was no answer. Some have nothing to
// tell later: a driver does not wait for the connection, and the others are made anew with it.
func (w *Wire) lasts(c *Call) bool {
	switch c.Action {
	case "Authorize", "BootNotification", "Heartbeat", "TransactionEvent":
		return false
	}
	return c.Keep || w.queuesAll()
}

// makeRoom drops messages when too many wait: every second meter value from the first on, as part 2 wants it, or the
// oldest message when there are none.
func (w *Wire) makeRoom() {
	if len(w.calls) <= mostWaiting {
		return
	}
	values, before := 0, len(w.calls)
	w.calls = slices.DeleteFunc(w.calls, func(c *Call) bool {
		if c.Action != "MeterValues" {
			return false
		}
		values++
		return values%2 == 1
	})
	if len(w.calls) < before {
		return
	}
	if i := slices.IndexFunc(w.calls, func(c *Call) bool { return !c.Keep }); i >= 0 {
		w.calls = slices.Delete(w.calls, i, i+1)
	}
}
