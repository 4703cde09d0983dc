package rules

import "slices"

// ofSession are the rules for a session; those of ofClock only hold where the station has been told the time.
var (
	ofSession = []func(session) []Breach{
		session.placed, session.elsewhere, session.unplugged, session.connection, session.identified, session.strange,
		session.remotelyStarted, session.stoppedAtTheStation, session.backwards, session.still, session.untrue, session.nameless,
	}
	ofClock = []func(session) []Breach{session.dated, session.stopped, session.flagged, session.sampledWithin}
)

// begun are the transactions that the rules may judge: those that began in this play and keep the rules of their own
// messages, because what a missing message has told is not known.
func (p *Play) begun(upTo map[string]int) []session {
	var out []session
	for id, highest := range upTo {
		tx := p.Book.Transactions[id]
		if p.Ended > 0 {
			tx = tx.AsOf(p.Ended)
		}
		events := tx.UpTo(highest)
		if events[0].Seq > p.From && len(OfTransaction(tx, highest, p.Deviation)) == 0 {
			out = append(out, session{p, events})
		}
	}
	return out
}

// Sessions judges the transactions of the play by what was done to the station, each up to a seqNo. What a row has found is
// left out.
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
	out = slices.DeleteFunc(out, func(b Breach) bool { return slices.ContainsFunc(p.Wrong, b.stands) })
	return Sorted(out)
}
