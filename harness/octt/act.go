package octt

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
)

// Act has a rig, or a person, do a manual action. Row is 0 where the document gives it no number. Without a rig the
// case is NOT RUN; a person who does not answer makes it INCONCLUSIVE; a rig that fails latches the bench. A display that
// does not offer what is to be selected is a failed requirement, and so is a cable that the station does not let go of.
func (s *Scenario) Act(row int, act rigs.Act) {
	if err := s.act(row, act, false); err != nil {
		s.stop()
	}
}

// TryAct does a manual action that the document makes optional; it reports whether it was done.
func (s *Scenario) TryAct(row int, act rigs.Act, why string) bool {
	if !s.rigs.Has(act.Kind) {
		s.SkipAct(row, act, why+"; the bench binds no rig to "+string(act.Kind))
		return false
	}
	if err := s.act(row, act, true); err != nil {
		s.stop()
	}
	return true
}

// SkipAct records an act that nobody is asked for, with the reason.
func (s *Scenario) SkipAct(row int, act rigs.Act, why string) {
	s.Skip(row, evidence.ActorPerson, act.Sentence, why)
}

func (s *Scenario) act(row int, act rigs.Act, optional bool) error {
	r := s.open(number(row), evidence.ActorPerson, act.Sentence, "")
	s.breathes()
	s.interrupted(s.ctx.Err()) // no act begins in a run that was asked to end
	s.prompts("the act: " + strings.TrimSuffix(act.Sentence, "."))
	if act.Kind == rigs.KindMains || act.Kind == rigs.KindLink {
		s.MayDisconnect()
	}
	if act.Kind == rigs.KindLink {
		s.cutsOff()
	}
	began := time.Now()
	noted := s.w.noteAct(act, began)
	s.owesPower(act)
	told := s.w.tellsAct(&r.Row)
	back, err := act.Do(s.ctx, *s.rigs)
	told()
	s.w.acted(noted, err)
	s.recordAct(act, optional, began, back, err)
	if err == nil {
		r.end(evidence.Pass, "")
		s.sees()
		return nil
	}
	s.undoneAct(r, act, err)
	return err
}

// recordAct puts an act into the evidence.
func (s *Scenario) recordAct(act rigs.Act, optional bool, began time.Time, back rigs.ReadBack, err error) {
	ended, epoch := time.Now(), s.w.log.epoch
	record := &evidence.Act{
		Name: act.Name, Kind: string(act.Kind), Detail: act.Detail, Optional: optional, Sentence: act.Sentence, Rig: back.Rig, EVSE: act.At.EVSE,
		Connector: act.At.Connector, Began: began, Ended: ended, Since: began.Sub(epoch), Until: ended.Sub(epoch),
		Observed: back.Observed,
	}
	if act.Token != nil {
		record.Token = act.Token.ID
	}
	if err != nil {
		record.Failure = err.Error()
	}
	s.record(evidence.Record{Kind: evidence.KindAct, Act: record})
}

// undoneAct judges an act that failed.
func (s *Scenario) undoneAct(r *row, act rigs.Act, err error) {
	verdict := s.blame(err)
	c := evidence.Check{Row: r.Number, Requirement: act.Sentence, Actual: err.Error(), Verdict: verdict}
	switch {
	case errors.Is(err, rigs.ErrNotOffered):
		c.Expected = "a display that offers it"
	case errors.Is(err, rigs.ErrHeld):
		c.Expected = "a cable that comes out"
	case errors.Is(err, rigs.ErrBarred):
		c.Expected = "a connector that an EV can be connected to"
	}
	s.check(c)
	r.end(verdict, err.Error())
}

// blame is blameOf, and breaks the bench off where it is the rig's fault.
func (s *Scenario) blame(err error) evidence.Verdict {
	verdict := s.blameOf(err)
	if verdict == evidence.Error && !rigs.Harmless(s.ctx, err) {
		s.broken(fmt.Errorf("a rig failed: %w", err))
	}
	return verdict
}

// blameOf says whose fault a failed act is. It is the station's only where its display does not offer a choice, or where it
// holds a cable that the table has somebody take out, or bars a connector where the table has somebody connect the EV.
func (s *Scenario) blameOf(err error) evidence.Verdict {
	switch {
	case errors.Is(err, rigs.ErrNoRig), errors.Is(err, rigs.ErrSkipped):
		return evidence.NotRun
	case errors.Is(err, rigs.ErrNoAnswer), errors.Is(err, rigs.ErrUndone), s.ctx.Err() != nil && errors.Is(err, s.ctx.Err()):
		return evidence.Inconclusive
	case errors.Is(err, rigs.ErrNotOffered), errors.Is(err, rigs.ErrHeld), errors.Is(err, rigs.ErrBarred):
		return s.judge(false)
	}
	return evidence.Error
}
