package rules

import "slices"

// ofSession are the rules for a session; those of ofClock only hold where the station has been told the time.
var (
	ofSession = []func(session) []Breach{
		session.placed, session.elsewhere, session.unplugged, session.connection, session.identified, session.strange,
		session.remotelyStarted, session.stoppedAtTheStation, session.backwards, session.still, session.untrue, session.nameless, session.unreserved,
	}
	ofClock = []func(session) []Breach{session.dated, session.stopped, session.flagged, session.sampledWithin}
)

// begun are the transactions that the rules may judge: those that began in this play and keep the rules of their own
// messages, because what a missing message has told is not known. One that has come since the case ended is not missing any more.
func (p *Play) begun(upTo map[string]int) []session {
	var out []session
	for id, highest := range upTo {
		tx := p.Book.Transactions[id]
		then := tx
		if p.Ended > 0 {
			then = tx.AsOf(p.Ended)
		}
		events, broken := then.UpTo(highest), OfTransaction(then, highest, p.Deviation)
		if then != tx && len(broken) > 0 && !slices.ContainsFunc(broken, func(b Breach) bool { return !b.Hole }) {
			if all := tx.UpTo(highest); len(ordered(tx, all, p.Deviation)) == 0 {
				events, broken = all, nil
			}
		}
		if events[0].Seq > p.From && len(broken) == 0 {
			out = append(out, session{p, events})
		}
	}
	return out
}

// Sessions judges the transactions of the play by what was done to the station, each up to a seqNo. What a row has found is
// left out, and so is what a message shows that came after the case.
func (p *Play) Sessions(upTo map[string]int) []Breach {
	rules := ofSession
	if p.Clocked {
		rules = slices.Concat(ofSession, ofClock)
	}
	var out []Breach
	for _, each := range p.begun(upTo) {
		for _, rule := range rules {
			out = append(out, rule(each)...)
		}
	}
	out = slices.DeleteFunc(out, func(b Breach) bool {
		return p.Ended > 0 && b.Seq > p.Ended || slices.ContainsFunc(p.Wrong, b.stands)
	})
	return Sorted(out)
}
