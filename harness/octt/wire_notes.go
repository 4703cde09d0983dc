package octt

import (
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
)

// note keeps what a message says of transactions and connectors. The caller holds mu.
func (w *wire) note(m *Message) {
	w.book.Transfers.Take(&m.Call)
	w.shows(m)
	if len(m.problems) == 0 {
		w.noteValues(m)
		w.book.Meters(&m.Call)
	}
	w.judgeTold(m)
	m.older = w.tellsLate(m) || w.uploadsLate(m)
	switch m.Action {
	case "TransactionEvent":
		tx := w.book.Tells(&m.Call, w.beginning())
		m.older = tx != nil && !w.own(tx)
		w.showsPoints(m, tx)
		if tx == nil || tx.Play == w.log.play { // what is told late of an earlier transaction uses no authorization
			w.admitted = nil
		}
	case "BootNotification":
		w.registration.booted, w.admitted = true, nil
		w.forgetsLogs()
		w.book.Connectors.Boots(m.needless)
	}
	m.validates = w.validates(m)
	m.repeats, m.again = w.book.Connectors.Reports(&m.Call)
}

// beginning is a transaction that begins now. The caller holds mu.
func (w *wire) beginning() ledger.Transaction {
	return ledger.Transaction{Play: w.log.play, Inside: w.phase.inside, Known: w.phase.begun}
}

// noteAct keeps an act as a stimulus, and returns its number, for acted.
func (w *wire) noteAct(a rigs.Act, began time.Time) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phase.touched, w.looked = true, nil
	if bootsBy(a) {
		w.downs()
	}
	return w.book.Acts(a, w.log.written, began)
}

// acted notes that an act is over.
func (w *wire) acted(number int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.book.Acted(number, err)
	w.stirred = time.Now()
}

// highest gives the highest seqNo of every transaction that the case has begun which is played, or cleaned up after. The
// caller holds mu.
func (w *wire) highest() map[string]int {
	out := map[string]int{}
	for id, tx := range w.book.Transactions {
		if w.own(tx) {
			out[id] = tx.Highest()
		}
	}
	return out
}
