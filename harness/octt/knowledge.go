package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What is known of the station stands in one room, however it came to be known. The bench and the cases ask for it here and
// are told by which way: the station need not be able to tell everything that they have to know.

// noValue is the status of a variable that is Accepted and has no attributeValue (part 2, B06.FR.04 asks for one).
const noValue = "Accepted without an attributeValue"

// reading is what came of asking for a variable.
type reading struct {
	value, status string
	err           error // nil where the station has answered with a GetVariablesResponse
	frame         int64 // of the answer
	at            time.Time
	way           Way // empty is ByAsked
}

func (r reading) told() bool {
	return r.err == nil && r.status == string(ocpp201.GetVariableStatusAccepted)
}
func (r reading) absent() bool { return r.err == nil && strings.HasPrefix(r.status, "Unknown") }

// why is what came instead of a value.
func (r reading) why() string {
	if r.err != nil {
		return r.err.Error()
	}
	return r.status
}

// since says since when a reading stands that was not asked for again, and from which frame.
func (r reading) since() string {
	way := "the station said so"
	if r.way == ByGiven {
		way = "it was set"
	}
	return fmt.Sprintf("%s at %s (frame %d)", way, r.at.UTC().Format(time.TimeOnly), r.frame)
}

// reads asks for a variable. What is told is known from then on. The error is that the station is not there to be asked,
// which says nothing of the variable.
func (s *Scenario) reads(name string) (reading, error) {
	got, err := s.inquire([]item{itemOf(name)})
	if err != nil {
		return reading{}, err
	}
	return got[0], nil
}

// recalls is reads for a variable that is not asked for again where what the station has told of it stands.
func (s *Scenario) recalls(name string) (reading, error) {
	if r, ok := s.w.stands(name); ok {
		s.knows(name, r)
		return r, nil
	}
	return s.reads(name)
}

// readIn is recalls for a row, which fails where the station is not there.
func (s *Scenario) readIn(r *row, name string) reading {
	got, err := s.recalls(name)
	if err != nil {
		s.failRow(r, name+" can be read.", "an answer", err.Error(), 0)
	}
	return got
}

// otherwise is what is known of a variable that the station does not tell: the newest that it has shown in another way, what
// the bench file or the PICS says, what is presumed. Of the last two the transactions of the run may have shown better.
func (s *Scenario) otherwise(name string, r reading) (Knowledge, bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	k, ok := s.elsewhere(name, r)
	if ok {
		return corrected(name, k, s.w.points[name])
	}
	return k, false
}

// elsewhere is otherwise without what transactions show. The caller holds mu.
func (s *Scenario) elsewhere(name string, r reading) (Knowledge, bool) {
	if shown, ok := s.w.shown[name]; ok {
		return shown, true
	}
	if value, ok := s.Configured.Variables[name]; ok {
		return Knowledge{Value: value, Way: ByDeclared}, true
	}
	if k, ok := s.byPICS(name); ok && !r.absent() {
		return k, true
	}
	if n, ok := needs[name]; ok && !(r.absent() && optional(name)) {
		k := Knowledge{Value: n.value(&s.Configured), Way: ByPresumed}
		if r.absent() && n.lacking {
			k.Way = ByLacking
		}
		return k, true
	}
	return Knowledge{}, false
}

// take goes on with what is known otherwise, and has that be a finding.
func (s *Scenario) take(name string, r reading, k Knowledge) {
	s.settings.known[name] = k
	delete(s.settings.untold, name)
	if k.Way == ByPresumed && !slices.ContainsFunc(s.presumed, func(p presumption) bool { return p.name == name }) {
		s.presumed = append(s.presumed, presumption{name: name, value: k.Value, why: r.why(), concerns: needs[name].concerns, words: needs[name].words})
	}
	if k.Way == ByShown && k.shownOf != "" {
		s.concluded = append(s.concluded, presumption{name: name, value: k.words(), why: r.why()})
	}
	s.untold(name, r.why(), k.words(), r.frame, k.shownOf != "")
}

// unknown notes that a variable can be known in no way. What needs it is not proved.
func (s *Scenario) unknown(name string, r reading) {
	s.settings.untold[name] = r.why()
	s.Untold(name, r.why(), "nothing; the cases that need it are INCONCLUSIVE", r.frame)
}

// Untold records that the station cannot be asked for something, once for each subject: why says what came instead of it,
// instead what is taken in its place.
func (s *Scenario) Untold(subject, why, instead string, frame int64) {
	s.untold(subject, why, instead, frame, false)
}

// untold is Untold. What has been shown since it was recorded, and is taken from now on, is recorded too.
func (s *Scenario) untold(subject, why, instead string, frame int64, shown bool) {
	f := evidence.Finding{Kind: evidence.FoundUntold, Subject: subject, Requirement: subject + " can be asked for.",
		Expected: "a value", Actual: why, Instead: instead, Frame: frame}
	switch n, ok := needs[subject]; {
	case ok && n.clause != "":
		f.Clause = n.clause
	case strings.HasPrefix(subject, "Get"):
		f.Expected = "an answer"
	}
	if !strings.HasPrefix(why, "Unknown") && f.Clause == "" {
		f.Requirements = []string{"B06.FR.01", "B06.FR.04"}
	}
	if subject == TransactionStatus {
		f.Requirements = []string{"E14.FR.06", "E14.FR.07", "E14.FR.08"}
	}
	if asksInVain(why) && subject != variablesRequest { // one fault, of which the others only say what it leads to
		s.Untold(variablesRequest, why, "what is said of each variable", frame)
		f.Verdict = evidence.Warning
	}
	if isOfAnother(why) { // which was found where it came
		f.Verdict = evidence.Warning
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	i := slices.IndexFunc(s.w.findings.found, func(known evidence.Finding) bool { return known.Kind == f.Kind && known.Subject == subject })
	switch {
	case i < 0:
		s.w.find(f)
	case shown && s.w.findings.found[i].Instead != instead:
		s.w.findings.found[i].Instead = instead
		again := s.w.findings.found[i]
		s.w.append(evidence.Record{Kind: evidence.KindFinding, Finding: &again})
	}
}

// variablesRequest is the request by which variables are asked for.
const variablesRequest = "GetVariables"

// asksInVain tells the answer of a station that takes no such request at all, whatever the variable is.
func asksInVain(why string) bool {
	return strings.HasPrefix(why, variablesRequest+" was answered with CALLERROR NotSupported") ||
		strings.HasPrefix(why, variablesRequest+" was answered with CALLERROR NotImplemented")
}

// TransactionStatus is the request by which the bench asks for transactions and what stands in the queue.
const TransactionStatus = "GetTransactionStatus"

// Learn finds a variable out outside any row: it asks the station where nothing stands that it has told, and takes what is known
// otherwise where it does not tell. The zero Knowledge is that of nothing. The error is that the station is not there to be
// asked.
func (s *Scenario) Learn(name string) (Knowledge, error) {
	got, err := s.recalls(name)
	if err != nil {
		return Knowledge{}, err
	}
	return s.learned(name, got), nil
}

// learned is what a reading lets the bench go on with.
func (s *Scenario) learned(name string, got reading) Knowledge {
	if got.told() {
		return s.settings.known[name]
	}
	k, ok := s.otherwise(name, got)
	switch {
	case ok:
		s.take(name, got, k)
	case !got.absent() || required(name):
		s.unknown(name, got)
	}
	return k
}

// Knows is what is known of a variable in this play.
func (s *Scenario) Knows(name string) (k Knowledge, ok bool) {
	k, ok = s.settings.known[name]
	return k, ok
}

// List is the value of a variable that is a list.
func (k Knowledge) List() []string { return variables.List(k.Value) }

// State is what the station has shown last of a connector's state; ok is false where it has shown nothing.
func (s *Scenario) State(at rigs.Place) (k Knowledge, ok bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	k, ok = s.w.shown[stateOf(rigs.Place{EVSE: at.EVSE, Connector: at.Connector})]
	return k, ok
}

// AwaitState waits for the station to tell a connector's state, and returns what is known of it then.
func (s *Scenario) AwaitState(limit time.Duration, at rigs.Place) (Knowledge, bool) {
	_, err := s.w.await(s.ctx, limit, nil, func() bool {
		_, ok := s.w.shown[stateOf(rigs.Place{EVSE: at.EVSE, Connector: at.Connector})]
		return ok
	})
	s.interrupted(err)
	return s.State(at)
}
