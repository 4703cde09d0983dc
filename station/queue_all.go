package station

import "slices"

// mostWaiting is how many messages the station can keep besides transaction events, which have a queue of their own and
// are dropped last.
const mostWaiting = 1000

// queuesAll tells whether every message is kept until it is delivered, and not only those of transactions and security
// (part 2, QueueAllMessages; C-21). They are kept in working memory: of transaction events alone part 2 asks that they
// outlast a power cut (E11.FR.01).
func (fw *firmware) queuesAll() bool { return fw.model.enabled("OCPPCommCtrlr", "QueueAllMessages") }

// heard tells whether a message that is due now reaches the CSMS, at once or later.
func (fw *firmware) heard() bool { return fw.online() || fw.queuesAll() }

// lasts tells whether a call is sent again after a lost connection, or when there was no answer. Some have nothing to
// tell later: a driver does not wait for the connection, and the others are made anew with it.
func (fw *firmware) lasts(c *call) bool {
	switch c.action {
	case "Authorize", "BootNotification", "Heartbeat", "TransactionEvent":
		return false
	}
	return c.keep || fw.queuesAll()
}

// makeRoom drops messages when too many wait: every second meter value from the first on, as part 2 wants it, or the
// oldest message when there are none.
func (fw *firmware) makeRoom() {
	if len(fw.calls) <= mostWaiting {
		return
	}
	values, before := 0, len(fw.calls)
	fw.calls = slices.DeleteFunc(fw.calls, func(c *call) bool {
		if c.action != "MeterValues" {
			return false
		}
		values++
		return values%2 == 1
	})
	if len(fw.calls) < before {
		return
	}
	if i := slices.IndexFunc(fw.calls, func(c *call) bool { return !c.keep }); i >= 0 {
		fw.calls = slices.Delete(fw.calls, i, i+1)
	}
}
