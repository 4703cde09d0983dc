package octt

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/rigs"
)

// rules judges what holds for every case (part 6, section 2.1): frames are valid, the connection lasts, and nothing came
// between the rows that no row knows.
func (s *Scenario) rules(whole bool) {
	if s.ctx.Err() != nil {
		return // what an interruption has cut off shows nothing
	}
	if whole && s.Connected() && !s.rejected() && !s.fenced() {
		if err := s.lastFence(); err != nil {
			s.rule("part 4, section 4.2.2; part 2, use case B06", "The Charging Station still answers when the case is over.", "an answer", err.Error(), 0, evidence.Fail)
		}
	}
	if s.judgeFaults() == 0 {
		s.rule(rules.Framing, "Every message is valid OCPP-J and satisfies its schema.", "no violation", "no violation", 0, evidence.Pass)
	}
	s.w.mu.Lock()
	s.counted = s.w.highest()
	surplus := s.surplus(whole)
	played := s.played(s.w.log.written)
	statuses := played.Statuses()
	if whole {
		statuses = append(statuses, played.Untold()...)
	}
	s.w.mu.Unlock()
	s.judgeConnection()
	for _, b := range statuses[:min(len(statuses), rules.Many)] {
		s.rule(b.Clause, b.Requirement, b.Expected, b.Actual, b.Seq, cmp.Or(b.Verdict, evidence.Fail), b.IDs...)
	}
	s.judgeSurplus(surplus)
	s.judgeOrder()
	s.judgeRepeats()
	s.judgeTransfers()
}

// played is what the rules for every case judge of this play, with what was done and asked up to a record. The caller holds mu.
func (s *Scenario) played(upTo int64) *rules.Play {
	p := &rules.Play{
		Book: &s.w.book, Done: s.w.book.StimuliBetween(s.from, upTo+1), Asked: s.w.book.AskedBetween(s.from, upTo+1),
		From: s.from, Began: s.began, Over: s.over, Now: time.Now(),
		Cables: s.rigs.Has(rigs.KindCable), StatusAtFirst: s.statusAtFirst, Clocked: s.w.registration.told,
		Failed: s.failed, Wrong: s.wrong, Message: s.Timeouts.Message, Deviation: s.Timeouts.Deviation,
	}
	if s.PICS != nil {
		p.Connectors = s.Connectors()
	}
	for _, m := range s.w.from(s.first) {
		p.Messages = append(p.Messages, &m.Call)
	}
	return p
}

// rule records a rule that holds for every case; clause is the document and section that say so, ids the
// requirements of part 2 behind it.
func (s *Scenario) rule(clause, requirement, expected, actual string, frame int64, v evidence.Verdict, ids ...string) {
	s.check(evidence.Check{Stage: evidence.Always, Requirement: requirement, Expected: expected, Actual: actual, Frame: frame, Verdict: v, Requirements: ids, Source: clause})
}

// judgeFaults judges the violations of this case that were found since the last time, and returns how many of them are worse
// than a WARNING.
func (s *Scenario) judgeFaults() int {
	s.w.mu.Lock()
	var faults, rest []fault
	for _, f := range s.w.findings.faults {
		switch {
		case f.outside:
			rest = append(rest, f)
		case !f.rule.Once || !s.failed[f.seq]:
			faults = append(faults, f)
		}
	}
	s.w.findings.faults = rest
	s.w.mu.Unlock()
	worse := 0
	for _, f := range faults {
		s.rule(f.rule.Clause, f.rule.Requirement, f.rule.Expected, counted(f.what, f.times, f.seq), f.seq, f.rule.Verdict, f.rule.IDs...)
		if f.rule.Verdict != evidence.Warning {
			worse++
		}
	}
	return worse
}

// counted says how often something was so, and where first.
func counted(what string, times int, seq int64) string {
	if times == 1 {
		return what
	}
	return fmt.Sprintf("%s (%d times, first in frame %d)", what, times, seq)
}

// judgeConnection warns of connections that ended although nothing in this play ended them.
func (s *Scenario) judgeConnection() {
	s.w.mu.Lock()
	lost := s.w.link.lost
	s.w.link.lost = nil
	s.w.mu.Unlock()
	const requirement, expected = connectionLasts, "a stable connection"
	switch len(lost) {
	case 0:
	case 1:
		s.rule(rules.General, requirement, expected, fmt.Sprintf("it ended, see record %d", lost[0]), 0, evidence.Warning)
	default:
		s.rule(rules.General, requirement, expected, fmt.Sprintf("it ended %d times, first see record %d", len(lost), lost[0]), 0, evidence.Warning)
	}
}

// surplus lists messages of this play that no row claimed, that are no background, and that came before the last row
// that the station had a part in. What comes after the last row belongs to the way back to rest. Where a row has failed, its
// later rows were not played, which may have taken what came since the last act or request: what came before that no row
// could have taken any more. The caller holds mu.
func (s *Scenario) surplus(whole bool) []*Message {
	last := s.last
	if !whole {
		last = min(last, s.prompted)
	}
	var out []*Message
	for _, m := range s.w.from(s.first) {
		if !m.taken && !m.barred && m.order < last && background(m) == "" {
			out = append(out, m)
		}
	}
	return out
}

// judgeSurplus judges what came between the rows and no row knows, messages of one kind together.
func (s *Scenario) judgeSurplus(surplus []*Message) {
	type kind struct {
		action   string
		verdict  evidence.Verdict
		softened string // ends the requirement
	}
	times, first := map[kind]int{}, map[kind]*Message{}
	var order []kind
	for _, m := range surplus {
		if s.failed[m.Seq] {
			continue // what is wrong with it has been said
		}
		k := kind{m.Action, evidence.Fail, ""}
		switch {
		case m.Action == "TransactionEvent" && m.Field("eventType") == "Updated" || s.OfNeighbours(m):
			// E02.FR.16 and E03.FR.12 let a station report more triggers than the table shows; G01.FR.08 is a SHOULD NOT.
			k.verdict = evidence.Warning
		case s.validatesLate(m):
			k.verdict, k.softened = evidence.Warning, " The idToken of a reservation may be validated until the transaction starts (part 2, H01, remark)."+mayFail
		case s.outForUpdate(m):
			k.verdict, k.softened = evidence.Warning, " Connectors may go out of service for a firmware update whenever it pleases the station."+mayFail
		}
		if times[k]++; times[k] == 1 {
			first[k], order = m, append(order, k)
		}
	}
	for _, k := range order {
		seq := first[k].Seq
		s.rule("part 6, the table of the case", "The Charging Station sends what the table shows, and nothing between."+k.softened, "no "+k.action+"Request here",
			counted(k.action+"Request", times[k], seq), seq, k.verdict)
	}
}

// judgeTransactions judges the transactions that the case has begun, by what had come when it ended: messages may come in any order
// (part 6, section 2.1), so that one which comes on the way back to rest may still fill a hole, and no more. For a station that did
// not come to rest, what is missing proves nothing. A case whose rows were not played judges none.
//
// What they have broken after that, when the bench ended them, is found out about the station, and the case's no more.
func (s *Scenario) judgeTransactions(atRest bool) {
	if s.counted == nil {
		return
	}
	s.w.mu.Lock()
	whole := maps.Clone(s.counted)
	for id, tx := range s.w.book.Transactions {
		if _, judged := whole[id]; judged && atRest && s.w.whole(tx) {
			whole[id] = tx.Highest()
		}
	}
	played := s.played(s.ended)
	played.Ended = s.ended
	broken, after := played.Transactions(s.counted, whole)
	broken = rules.Sorted(append(broken, played.Sessions(s.counted)...))
	for _, b := range s.played(s.w.log.written).Sessions(whole) {
		if !slices.ContainsFunc(broken, func(known rules.Breach) bool { return known.Requirement == b.Requirement }) {
			after = append(after, b)
		}
	}
	for _, b := range rules.Sorted(after) {
		s.w.findBreach(b)
	}
	s.w.mu.Unlock()
	for _, b := range broken[:min(len(broken), rules.Many)] {
		verdict := cmp.Or(b.Verdict, evidence.Fail)
		if b.Hole && !atRest {
			verdict = evidence.Inconclusive
		}
		s.rule(b.Clause, b.Requirement, b.Expected, b.Actual, b.Seq, verdict, b.IDs...)
	}
	if n := len(s.counted); n > 0 && len(broken) == 0 {
		s.rule(rules.General, "Every transaction begins with Started and counts seqNo without gaps.", "no breach", fmt.Sprintf("%d transactions without a breach", n), 0, evidence.Pass, rules.CountsSeqNo...)
		s.rule(rules.TriggerReasons, rules.TellsWhatHappened, "no breach", fmt.Sprintf("%d transactions without a breach", n), 0, evidence.Pass, rules.TellsTrigger...)
	}
}
