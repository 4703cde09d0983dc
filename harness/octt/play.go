package octt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Play plays a case and returns its verdict. about is its record in the evidence: the identity that the catalogue
// gives it. mode decides what the case leaves open; what it does not decide follows the bench's default.
func (p *Player) Play(ctx context.Context, c Case, about evidence.CaseStarted, mode Mode) evidence.CaseEnded {
	p.restoreFirmware(ctx, c)
	began := time.Now()
	if p.bench.Files != nil { // a transfer may be over in the play after the one that it was asked for in
		p.bench.Files.Forget(p.began)
	}
	p.began = began
	p.plays++
	p.w.begin(c.ID, p.plays)
	p.w.forgives()
	defer p.w.begin("", 0)
	p.w.record(evidence.Record{Kind: evidence.KindBegin, Begin: &about})
	end := evidence.CaseEnded{ID: c.ID, Mode: about.Mode}
	if cause := p.Latched(); cause != nil && !(c.AnyCredentials && turnedDown(cause)) {
		end.Verdict, end.Reason = evidence.NotRun, "The bench cannot play any more: "+cause.Error()
	} else {
		ctx, done := p.whileAlive(ctx)
		defer done()
		s := p.scenario(ctx, mode)
		s.settings.changed = p.owed
		p.w.within(true)
		s.cites = about.Requirements
		s.play(c, p.bench.General)
		s.over = time.Now()
		s.spent.to(evidence.WaitRest)
		s.stage = evidence.Always
		s.judgeFaults()
		s.judgeConnection() // where the rows were not played to the rules for every case
		s.ended = p.w.within(false)
		atRest := p.rest(ctx, s)
		if atRest != nil {
			p.unprovable(&end) // the first cause counts
			if !errors.Is(atRest, errSkipped) {
				p.repay(ctx) // nobody comes after this who would
				p.Latch(atRest)
			}
		}
		if s.cut == "" {
			s.judgeTransactions(atRest == nil)
			s.judgeFaults() // what came while the case came to its end
		}
		p.look(atRest == nil, s.counted)
		end.Verdict, end.Reason = s.outcome()
		s.spent.to("")
		end.Own = s.spent.own
	}
	end.Took = time.Since(began)
	p.unprovable(&end)
	p.w.record(evidence.Record{Kind: evidence.KindEnd, End: &end})
	p.unprovable(&end)
	return end
}

// play runs the stages of a case.
func (s *Scenario) play(c Case, general []Preparation) {
	s.w.claims(true)
	defer s.w.claims(false)
	if c.AnyCredentials {
		s.letsIn(true)
		defer s.letsIn(false)
		general = append(Do(letIn), general...)
	}
	if c.Uncertified {
		general = append(Do((*Scenario).isUncertified), general...)
	}
	if s.guard(func() {
		s.prepare(slices.Concat(general, c.Before), true)
	}) {
		s.earned(true)
		return
	}
	s.stage = evidence.Main
	stopped := s.guard(func() { c.Main(s) })
	if !stopped && c.Post != nil {
		s.stage = evidence.Post
		before := s.judged
		stopped = s.guard(func() { c.Post(s) })
		if !stopped && s.judged == before {
			s.stopWithBug("the case declares post scenario validations, but none was evaluated")
		}
	}
	s.stage = evidence.Always
	s.guard(func() { s.rules(!stopped) })
	s.earned(stopped)
}

// letsIn has the CSMS let the station in with any credentials, or with its own only.
func (s *Scenario) letsIn(any bool) {
	s.w.csms.Authenticate(!any)
	if s.endpoints == nil {
		return
	}
	if err := s.endpoints.LetIn(any); err != nil {
		s.broken(err)
	}
}

// earned sees to it that a play which found nothing wrong has proved something, and to its end.
func (s *Scenario) earned(stopped bool) {
	if s.ctx.Err() != nil && !s.stationGone() {
		s.interrupt()
		return
	}
	switch {
	case s.bad(), s.undone != "":
	case stopped && s.ctx.Err() != nil:
		s.check(evidence.Check{Requirement: s.interruption(), Verdict: evidence.Inconclusive})
	case stopped:
		s.stopWithBug("the scenario stopped although nothing had failed, so that its other rows were not played")
	case s.judged == 0:
		s.stopWithBug("no requirement was evaluated, so nothing is proved")
	}
}

// stationGone tells that the play ends because the station has ended, by itself.
func (s *Scenario) stationGone() bool {
	return errors.As(context.Cause(s.ctx), new(*StationTrouble))
}

// interrupt ends a play that was interrupted. Nothing of its main part has begun in its preparations: it is NOT RUN.
func (s *Scenario) interrupt() {
	s.cut = evidence.Inconclusive
	if s.stage == evidence.Before {
		s.cut = evidence.NotRun
	}
	s.check(evidence.Check{Requirement: s.interruption(), Verdict: s.cut})
}

// interruptionAfter is why the play was interrupted, and what had been found until then.
func (s *Scenario) interruptionAfter() string {
	text := sentenceOf(s.interruption())
	if s.bad() && s.reason != "" && s.reason != text {
		text += " Until then: " + s.reason
	}
	return text
}

// letIn waits for a station that was turned down before the case because of its credentials.
func letIn(s *Scenario) {
	r := s.open("", evidence.ActorTool, "lets the Charging Station in with any credentials", "")
	if err := s.until(s.Timeouts.Boot, "the station to connect", s.w.csms.Connected); err != nil {
		s.failRow(r, "The Charging Station connects.", "a connection", err.Error(), 0)
	}
	r.end(evidence.Pass, "")
}

func (s *Scenario) stopWithBug(what string) { s.guard(func() { s.bug(what) }) }

// guard runs a part of a case and tells whether it stopped early. A panic of the case's own code is an ERROR of ours.
func (s *Scenario) guard(part func()) (early bool) {
	on := s.spent.on
	defer func() {
		s.path = nil
		s.spent.to(on)
		switch cause := recover().(type) {
		case nil:
		case stopped:
			early = true
		default:
			early = true
			s.check(evidence.Check{Requirement: fmt.Sprintf("The case itself is at fault: %v", cause),
				Actual: firstLines(string(debug.Stack()), 24), Verdict: evidence.Error, Source: "harness/octt"})
		}
	}()
	part()
	return early
}

func firstLines(text string, n int) string {
	lines := strings.SplitN(text, "\n", n+1)
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// interruption says why the play cannot go on: the run was interrupted, or the station has ended.
func (s *Scenario) interruption() string {
	cause := context.Cause(s.ctx)
	if errors.As(cause, new(*StationTrouble)) {
		return sentenceOf(cause.Error())
	}
	if errors.Is(cause, context.Canceled) { // by Ctrl-C, which has no more to say
		return evidence.Interrupted + "."
	}
	return evidence.Interrupted + ": " + cause.Error()
}

// interrupted stops the scenario when the run was interrupted or the evidence cannot be written.
func (s *Scenario) interrupted(err error) {
	if err == nil {
		return
	}
	if s.ctx.Err() != nil {
		s.check(evidence.Check{Requirement: s.interruption(), Verdict: evidence.Inconclusive})
		s.stop()
	}
	s.broken(err)
	s.bug(err.Error())
}
