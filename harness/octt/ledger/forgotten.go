package ledger

import (
	"cmp"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// What a run of days keeps of what is over. A station that tells once more of a transaction which so many others have followed, although the
// CSMS has its end, is a rare one: of that one is known that it is no new one, and no more.
const (
	keptSettled  = 32      // transactions that are known by their events
	forgottenIDs = 1 << 10 // transactions that are known by their ids
	keptLinks    = 64      // connections that were made or lost
)

// Tells keeps what a message tells of a transaction, which is now where it begins with that. Of one that was forgotten the run knows
// that it is over and belongs to no play any more, and so nothing is missing of it.
func (b *Book) Tells(m *Call, now Transaction) *Transaction {
	if e, ok := eventIn(m); ok && b.forgot(e.TransactionInfo.TransactionID) {
		now = Transaction{Closed: true}
	}
	return b.Transactions.Add(m, now)
}

// Doubtful is Transactions.Doubtful; what a message tells of a transaction that was forgotten cannot be told from what it told before.
func (b *Book) Doubtful(id string, q *ocpp201.TransactionEventRequest) bool {
	return b.Transactions.Doubtful(id, q) || b.forgot(q.TransactionInfo.TransactionID)
}

func (b *Book) forgot(transaction string) bool {
	return b.Transactions[transaction] == nil && b.forgotten.Has(transaction)
}

// forget lets go of the oldest transactions that are known by their events alone.
func (b *Book) forget() {
	var old []*Transaction
	for _, tx := range b.Transactions {
		if tx.letGo() {
			old = append(old, tx)
		}
	}
	if len(old) <= keptSettled {
		return
	}
	slices.SortFunc(old, func(x, y *Transaction) int { return cmp.Compare(x.firstFrame(), y.firstFrame()) })
	for _, tx := range old[:len(old)-keptSettled] {
		b.forgotten.Add(tx.ID)
		delete(b.Transactions, tx.ID)
	}
}

// firstFrame is the record of the first event that came.
func (t *Transaction) firstFrame() int64 {
	if t.Quiet() {
		return t.settled[0].seq
	}
	return t.Events[0].Seq
}
