package rules

import "slices"

// Transactions judges the transactions that a case has begun. broken is what they had broken when it ended, each up to the seqNo that
// it had then; after is what only their later messages show, up to that of whole.
//
// A later message takes back one thing: that it was missing. Nothing else that it says, or that its number is, makes another of
// what the case has seen.
func (p *Play) Transactions(upTo, whole map[string]int) (broken, after []Breach) {
	for id, highest := range upTo {
		tx := p.Book.Transactions[id]
		then, all := tx.AsOf(p.Ended), OfTransaction(tx, whole[id], p.Deviation)
		seen := all
		if then != tx {
			seen = OfTransaction(then, highest, p.Deviation)
			filled := ordered(tx, tx.UpTo(whole[id]), p.Deviation)
			seen = slices.DeleteFunc(seen, func(b Breach) bool { return b.Hole && !slices.ContainsFunc(filled, b.still) })
			after = append(after, slices.DeleteFunc(all, func(b Breach) bool {
				return b.in(seen) || slices.ContainsFunc(seen, func(hole Breach) bool { return hole.still(b) })
			})...)
		}
		broken = append(broken, seen...)
		for _, b := range Repeated(tx, p.From) {
			if b.Seq <= p.Ended {
				broken = append(broken, b)
			} else {
				after = append(after, b)
			}
		}
	}
	return broken, after
}
