package octt

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
)

// Scenario is one play of a case: what its verbs act on, and what they have judged so far. It belongs to the one
// goroutine that plays the case.
type Scenario struct {
	Configured Configured // a copy: a case may change what it plays with
	Timeouts   Timeouts
	PICS       *pics.Declaration
	Token      rigs.Token // the idToken of this play, <Configured valid_idtoken_…> unless the case changes it

	TransactionID string // of the transaction that this play has seen last, set by the states
	RemoteStartID int    // of the RequestStartTransactionRequest that this play has sent last, set by the states
	ChargingState string // that the transaction has reported last, set by the states

	ctx       context.Context
	run       context.Context // of the run, which ctx outlives on the way back to rest; nil elsewhere
	w         *wire
	rigs      *rigs.Set
	files     Files // nil on a bench without a file server
	start     Start
	stage     evidence.Stage
	path      []string
	reached   map[Family]bool
	home      rigs.Place           // the configured EVSE and connector
	stays     map[rigs.Place]*stay // of the drivers at other places than the present one
	worst     evidence.Verdict     // of the state that is being played
	verdict   evidence.Verdict     // of the whole play
	reason    string               // of the first of the worst
	cut       evidence.Verdict     // of a play that was interrupted; empty for one that was not
	undone    string               // why the play cannot be finished: an act that no rig or person did
	judged    int                  // requirements evaluated
	wrong     []evidence.Check     // of rows, on messages, that failed
	from      int64                // last record before this play
	counted   map[string]int       // highest seqNo that each transaction of this play had when its last row was over
	last      int                  // order of the first message after the last row that the station had a part in
	first     int                  // order of the first message of this play
	prompted  int                  // order of the first message after the last act or request of a row was asked for
	asked     time.Time            // when that was
	askedFor  string               // what that was, such as "the ResetRequest"
	requests  []asking             // that rows have sent, in their order
	peeked    peeked               // the last Peek that saw nothing
	attempted int                  // attempts to connect that a row has seen, or that came before it could
	settings  settings
	presumed  []presumption    // of the station, because nothing tells it
	flaws     evidence.Verdict // the worst of the flaws of the row that is being played
	flawText  string           // the first of them
	cites     []string         // requirements of part 2 that the case is about
	answered  int64            // frame of the last answer outside the table
	failed    map[int64]bool   // frames for which a row has failed
	began     time.Time        // when the play began
	over      time.Time        // when the last row was, and the way back to rest began; zero before
	// statusAtFirst is what each connector had reported last when the play began.
	statusAtFirst map[rigs.Place]string

	declared string      // where the preparation that is being played is declared
	broken   func(error) // latches the bench
}

// stopped unwinds a scenario that cannot go on; what led to it is recorded before.
type stopped struct{}

func (s *Scenario) stop() { panic(stopped{}) }

// Start tells which way the play starts and stops transactions where the case leaves it open.
func (s *Scenario) Start() Start { return s.start }

// Context ends when the run is interrupted.
func (s *Scenario) Context() context.Context { return s.ctx }

func number(row int) string {
	if row == 0 {
		return "" // the document gives manual actions no number
	}
	return strconv.Itoa(row)
}

// heard notes that a row ends with the given frame: what came before it came before the end of a row.
func (s *Scenario) heard(frame int64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, m := range s.w.from(s.first) {
		if m.Seq < frame {
			s.last = max(s.last, m.order+1)
		}
	}
}

func (s *Scenario) written() int64 {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.written
}

// prompts notes that a row is about to make the station do something, such as "the act: Connect the EV and EVSE". What
// counts is this moment, in which it is asked for: acts take seconds, and a person confirms late.
func (s *Scenario) prompts(what string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.prompted, s.asked, s.askedFor = s.w.orders, time.Now(), what
}

// Prompted tells whether a message came after the last act or request of a row was begun.
func (s *Scenario) Prompted(m *Message) bool { return m.order >= s.prompted }

func (s *Scenario) record(r evidence.Record) int64 { return s.w.record(r) }

// Note puts a word about the bench's own doing into the evidence.
func (s *Scenario) Note(format string, args ...any) {
	s.record(evidence.Record{Kind: evidence.KindNote, Note: &evidence.Note{Text: fmt.Sprintf(format, args...)}})
}

// row is a row that is being played.
type row struct {
	evidence.Row
	s *Scenario
}

func (s *Scenario) open(row_ string, actor evidence.Actor, text, message string) *row {
	return &row{s: s, Row: evidence.Row{
		Stage: s.stage, State: s.path, Number: row_, Actor: actor, Text: text, Message: message,
		Began: time.Now(), Source: s.source(),
	}}
}

// end records the row with its verdict.
func (r *row) end(v evidence.Verdict, reason string, frames ...int64) {
	for _, f := range frames {
		if f > 0 {
			r.Frames = append(r.Frames, f)
		}
	}
	if v == evidence.Fail && r.s.unproved(r.Stage, r.Message) != "" {
		v = evidence.Inconclusive
	}
	r.Verdict, r.Reason = v, reason
	if r.s.flaws != "" && v == evidence.Pass { // the case counts what it is about; the rest is the state's
		r.Verdict, r.Reason = r.s.flaws, r.s.flawText
	}
	r.s.flaws, r.s.flawText = "", ""
	r.s.record(evidence.Record{Kind: evidence.KindRow, Row: &r.Row})
	r.s.worst = evidence.Worse(r.s.worst, r.Verdict)
	if v != evidence.NotApplicable {
		r.s.count(v, reason)
	}
}

// count combines a verdict into that of the play and keeps the reason of the first of the worst.
func (s *Scenario) count(v evidence.Verdict, reason string) {
	if v == evidence.NotRun && s.undone == "" {
		s.undone = reason
	}
	worse := evidence.Worse(s.verdict, v)
	if worse != s.verdict && worse != evidence.Pass {
		s.reason = reason
	}
	s.verdict = worse
}

// outcome is the verdict of the play with its reason. What was proved before an act that could not be done proves
// nothing about the case: NOT RUN is milder than PASS, and still the verdict of a play that could not be finished.
//
// Nor does a play that was interrupted prove a failure: what ended it may have ended the station, or its connection, as well.
func (s *Scenario) outcome() (evidence.Verdict, string) {
	if s.cut != "" && s.verdict != evidence.Error {
		return s.cut, s.interruptionAfter()
	}
	if s.undone != "" && !s.bad() {
		return evidence.NotRun, s.undone
	}
	return s.verdict, s.reason
}

// bad tells whether something worse than a WARNING was found.
func (s *Scenario) bad() bool { return evidence.Worse(s.verdict, evidence.Warning) != evidence.Warning }

// judge turns a failed requirement into the verdict of its stage: a preparation that fails proves nothing about the
// case (INCONCLUSIVE), everything else is the station's fault.
func (s *Scenario) judge(ok bool) evidence.Verdict {
	switch {
	case ok:
		return evidence.Pass
	case s.stage == evidence.Before:
		return evidence.Inconclusive
	case s.stage == evidence.Restore:
		return evidence.Error
	}
	return evidence.Fail
}

// check records one evaluated requirement.
func (s *Scenario) check(c evidence.Check) {
	if c.Stage == "" {
		c.Stage = s.stage
	}
	if c.Stage != evidence.Always {
		c.State = s.path
	}
	if c.Source == "" {
		c.Source = s.source()
	}
	s.explains(&c)
	s.record(evidence.Record{Kind: evidence.KindCheck, Check: &c})
	if c.Frame > 0 && c.Stage != evidence.Always && c.Verdict == evidence.Fail {
		s.wrong = append(s.wrong, c)
	}
	s.worst = evidence.Worse(s.worst, c.Verdict)
	s.count(c.Verdict, sentence(c))
	if c.Frame > 0 && c.Verdict != evidence.Pass && c.Verdict != evidence.Warning {
		if s.failed == nil {
			s.failed = map[int64]bool{}
		}
		s.failed[c.Frame] = true
	}
	if s.stage == evidence.Main || s.stage == evidence.Post {
		s.judged++
	}
}

// None is what a check wants that lists what is not as it must be: "No WriteOnly variable shows its value." wants none.
const None = evidence.None

// glance is a list as far as a sentence takes it; the check itself has all of it.
func glance(list string) string {
	const most = 400
	if len(list) <= most || strings.Count(list, ", ") < 8 {
		return list
	}
	end := strings.LastIndex(list[:most], ", ")
	if end < 0 {
		return list
	}
	return fmt.Sprintf("%s and %d more, which the check names", list[:end], strings.Count(list[end:], ", "))
}

func sentence(c evidence.Check) string {
	where := ""
	if c.Row != "" {
		where = "Row " + c.Row + ": "
	}
	if len(c.State) > 0 {
		where = strings.TrimSuffix(c.State[len(c.State)-1]+", row "+c.Row, ", row ") + ": "
	}
	what := where + sentenceOf(c.Requirement)
	c.Actual = glance(c.Actual)
	switch {
	case c.Expected == values.Show(None):
		return sentenceOf(what + " Not so for " + strings.Trim(c.Actual, `"`))
	case c.Expected != "":
		return sentenceOf(fmt.Sprintf("%s Expected %s, got %s", what, c.Expected, cmp.Or(c.Actual, "nothing")))
	case c.Actual != "" && !strings.Contains(c.Actual, "\n"): // a stack is for the evidence
		return sentenceOf(what + " Got: " + c.Actual)
	}
	return what
}

// sentenceOf ends a text as a sentence.
func sentenceOf(text string) string {
	if text == "" || strings.ContainsRune(".!?", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}

// bug records a mistake of ours and stops the case: ERROR, never the station's fault.
func (s *Scenario) bug(what string) {
	s.check(evidence.Check{Requirement: what, Verdict: evidence.Error})
	s.stop()
}

// article puts "a" or "an" before the name of a message.
func article(message string) string {
	if strings.ContainsRune("AEIOU", rune(message[0])) {
		return "an " + message
	}
	return "a " + message
}

// source is where the case or state asks for a row: the line that declares the preparation that is being played, or the
// line of the verb.
func (s *Scenario) source() string {
	if s.declared != "" {
		return s.declared
	}
	return source()
}

// declare makes a preparation whose rows point to the line that declares it.
func declare(prepare Preparation) []Preparation {
	at := source()
	return []Preparation{func(s *Scenario) {
		s.declared = at
		defer func() { s.declared = "" }()
		prepare(s)
	}}
}
