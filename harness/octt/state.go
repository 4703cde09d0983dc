package octt

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
)

// Family names a state whichever way it was reached: "Authorized" for its local and its remote form.
type Family string

// State is a reusable or memory state of part 6. Entering it runs its rows; what it needs first, its Enter reaches
// itself with Need, because the document words every need differently.
type State struct {
	Name   string // as the report shows it, "Authorized (local)"
	Family Family // what is reached
	Ends   []Family
	Enter  func(*Scenario)
}

// Reachable is a state, or a choice between the forms of one.
type Reachable interface {
	pick(*Scenario) State
}

func (st State) pick(*Scenario) State { return st }

// Choice is a state that can be reached locally or remotely. On its own it follows the play's mode, or the bench's
// default.
type Choice struct {
	Local, Remote State
}

func (c Choice) pick(s *Scenario) State {
	if s.Start() == Remote {
		return c.Remote
	}
	return c.Local
}

// Reach executes a reusable state as a row of the table. It runs again even if the state was reached before, because
// the row says so; what its needs have already done is only recorded.
func (s *Scenario) Reach(row int, state Reachable) { s.reach(number(row), state) }

func (s *Scenario) reach(row string, state Reachable) {
	s.enter(row, state.pick(s))
}

// Need runs a state unless its family is reached: "If State is NOT … then execute Reusable State …".
func (s *Scenario) Need(state Reachable) {
	st := state.pick(s)
	if s.Is(st.Family) {
		s.record(evidence.Record{Kind: evidence.KindState, State: &evidence.StateEntered{
			Stage: s.stage, Path: s.pathWith(st.Name), AlreadyThere: true, Reason: "already reached", Verdict: evidence.NotApplicable}})
		return
	}
	s.enter("", st)
}

// Is tells whether the station has reached, and not left, a state of the family.
func (s *Scenario) Is(f Family) bool { return s.reached[f] }

// Mark and Unmark note what a state's rows bring about besides the state itself, such as "EVConnected is true".
func (s *Scenario) Mark(f Family)   { s.reached[f] = true }
func (s *Scenario) Unmark(f Family) { delete(s.reached, f) }

func (s *Scenario) enter(row string, st State) {
	if len(s.path) > 12 {
		s.bug(fmt.Sprintf("the states %v call each other without end", s.path))
	}
	path := s.pathWith(st.Name)
	s.record(evidence.Record{Kind: evidence.KindState, State: &evidence.StateEntered{Stage: s.stage, Path: path, Row: row}})
	outer := s.path
	s.path = path
	verdict := s.worst
	s.worst = ""
	left := func() {
		if s.undone != "" {
			s.worst = unfinished(s.worst)
		}
		s.record(evidence.Record{Kind: evidence.KindState, State: &evidence.StateEntered{
			Stage: s.stage, Path: path, Row: row, Left: true, Verdict: s.worst}})
		s.worst = evidence.Worse(verdict, s.worst)
		s.path = outer
	}
	defer left()
	st.Enter(s)
	s.Mark(st.Family)
	for _, gone := range st.Ends {
		s.Unmark(gone)
	}
}

// unfinished is the verdict of a state in which an act could not be done.
func unfinished(v evidence.Verdict) evidence.Verdict {
	if evidence.Worse(v, evidence.Warning) == evidence.Warning {
		return evidence.NotRun
	}
	return v
}

func (s *Scenario) pathWith(name string) []string { return append(slices.Clone(s.path), name) }
