package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What a play has changed is put back, and not before somebody is in need of it: the next play may set the same. Until then it
// is owed. It is paid in the first request of a play that does not set it itself, on the way back to rest where the general
// preconditions are about it, at the end of a run, when a run is interrupted, and before a bench is given up.

// accepted answers a value that the station has taken.
const accepted = string(ocpp201.SetVariableStatusAccepted)

// PutBack reads variables that rows of the case will set, so that they are put back after it. One that the station does not
// tell is left: the case that sets it judges that.
func PutBack(variables ...string) []Preparation { return lines(variables, true) }

// PutBackPassword has the station's BasicAuthPassword be <Configured basicAuthPassword> again after a case that sets another one.
// Nobody can read it, and until it was put back nobody knows which one the station has.
func PutBackPassword() []Preparation {
	return declare(func(s *Scenario) {
		s.changes(change{variable: Password, old: s.Configured.BasicAuthPassword, unsure: true})
	})
}

// KeptPassword notes that the station has refused another BasicAuthPassword and has connected with its own since: nothing is to be put
// back. To set it all the same would have a station that takes it connect anew (part 2, A01, steps 3 and 4), in the next play.
func (s *Scenario) KeptPassword() { s.settles(change{variable: Password}) }

// Password is the variable with which a station authenticates itself (part 2, A01).
const Password = "SecurityCtrlr.BasicAuthPassword"

// change is a variable and the value that it had before the first play that has changed it.
type change struct {
	variable, old string
	now           string // that it was given; empty where rows have set it
	boots         bool   // the station takes a value at its next boot only
	sent          bool   // the station was told the old one and had to boot for it
	unsure        bool   // the station has never said that it took another one
	failed        bool   // it was to be put back and was not
	noted         bool   // the evidence says that it is owed
}

// changes notes that a variable has another value than it had. What it had first is what it is put back to.
func (s *Scenario) changes(c change) {
	known := s.changed(c.variable)
	if known == nil {
		s.settings.changed = append(s.settings.changed, c)
		return
	}
	if !c.unsure && !c.boots && c.now != "" && variables.Same(c.now, known.old) {
		s.settles(*known)
		return
	}
	known.now, known.sent, known.noted = c.now, false, false
	known.boots, known.unsure = known.boots || c.boots, known.unsure && c.unsure
}

// changed is what is known of a variable that is not as it was before the first play, nil of every other.
func (s *Scenario) changed(variable string) *change {
	i := slices.IndexFunc(s.settings.changed, func(c change) bool { return strings.EqualFold(c.variable, variable) })
	if i < 0 {
		return nil
	}
	return &s.settings.changed[i]
}

// unsettled is what is owed and not set by the lines.
func (s *Scenario) unsettled(group []*wish) (owed []change) {
	for _, c := range s.settings.changed {
		first := slices.IndexFunc(group, func(l *wish) bool { return strings.EqualFold(l.name, c.variable) })
		if first < 0 || group[first].set == nil { // whoever reads it depends on what the station came with
			owed = append(owed, c)
		}
	}
	return owed
}

// owedWords tell of a value that is so because an earlier play has set it.
func (s *Scenario) owedWords(name string) string {
	c := s.changed(name)
	if c == nil || c.now == "" {
		return ""
	}
	return ", since an earlier line has set it; it was " + c.old
}

// paid notes what a station has answered when it was given back what is owed. What it does not take is left to the way back to
// rest, and the play ends: it would begin with what another has left behind. What it takes at its next boot, the play has it boot for.
func (s *Scenario) paid(c change, answer said) (atBoot bool) {
	status := answer.outcome()
	if status == accepted || status != rebootRequired && (s.takesInPlainWords(c, answer) || s.kept(c)) {
		s.settles(c)
		return false
	}
	s.refused(c, status)
	if status == rebootRequired {
		s.MayDisconnect() // it may boot by itself
		return true
	}
	r := s.open("", evidence.ActorTool, c.variable+" is put back to "+c.old, "")
	s.failRow(r, c.variable+" is put back, which an earlier case has changed.", accepted, status, answer.frame)
	return false
}

// refused notes that a station has not taken an old value, or takes it at its next boot.
func (s *Scenario) refused(c change, status string) {
	known := s.changed(c.variable)
	known.failed, known.sent = true, status == rebootRequired
}

// settles notes that a variable has its old value again.
func (s *Scenario) settles(c change) {
	s.settings.changed = slices.DeleteFunc(s.settings.changed, func(known change) bool { return known.variable == c.variable })
}

// Restore puts back what cannot wait: certificates, network connection profiles and their order, the Local Authorization List, display messages, what is named, what a boot is needed for, and what the station may not have taken. The
// rest is owed. Nothing waits once the run is to end, and nothing in a play outside of cases. It is for the bench's Rest.
func (s *Scenario) Restore(needed ...string) error {
	if err := s.restoreKept(); err != nil {
		return err
	}
	var now, later []change
	for _, c := range s.settings.changed {
		if s.Leaving() || c.boots || c.unsure || c.failed || strings.EqualFold(c.variable, NetworkPriority) || slices.Contains(needed, c.variable) {
			now = append(now, c)
		} else {
			later = append(later, c)
		}
	}
	s.owes(later)
	return s.putBack(now)
}

// restoreKept puts back what keeping holds.
func (s *Scenario) restoreKept() error {
	if err := s.restoreCertificates(); err != nil {
		return err
	}
	if err := s.restoreMonitors(); err != nil {
		return err
	}
	if err := s.restoreProfiles(); err != nil {
		return err
	}
	if err := s.restoreList(); err != nil {
		return err
	}
	return s.restoreDisplay()
}

// leftBehind notes that a station does not take back what a case has changed: a finding, for neither a reset nor another attempt will
// change its mind.
func (s *Scenario) leftBehind(subject, clause, requirement, status string, err error) {
	if err != nil {
		status = err.Error()
	}
	s.Find(evidence.Finding{Kind: evidence.FoundBetween, Subject: subject, Clause: clause,
		Requirement: requirement, Expected: "Accepted", Actual: status, Frame: s.answered, Verdict: evidence.Warning})
}

// owes puts into the evidence what is owed, each time that it has become another.
func (s *Scenario) owes(later []change) {
	var words []string
	for i := range s.settings.changed {
		c := &s.settings.changed[i]
		if c.noted || !slices.ContainsFunc(later, func(l change) bool { return l.variable == c.variable }) {
			continue
		}
		c.noted = true
		words = append(words, fmt.Sprintf("%s to %q%s", c.variable, c.old, s.nowWords(c)))
	}
	if len(words) > 0 {
		s.Note("Owed, and put back when a case does not set it itself, at the latest at the end of the run: %s.", strings.Join(words, "; "))
	}
}

func (s *Scenario) nowWords(c *change) string {
	if c.now == "" {
		return ""
	}
	text := fmt.Sprintf(" from %q", c.now)
	if r, ok := s.w.stands(c.variable); ok && r.frame > 0 {
		text += fmt.Sprintf(", which it has since %s (frame %d)", r.at.UTC().Format(time.TimeOnly), r.frame)
	}
	return text
}

// restore puts back all that was changed.
func (s *Scenario) restore() error { return s.putBack(slices.Clone(s.settings.changed)) }

// putBack puts back changes, last change first, in as few requests as the station takes. It tries every one and joins what went
// wrong. What the station did not take is left for the next attempt, and so is what it takes at its next boot only: the bench
// resets a station that is not at rest, and the next attempt reads whether it has the value then.
func (s *Scenario) putBack(changes []change) error {
	var back []change
	var items []item
	before := s.Handshake()
	for _, c := range slices.Backward(changes) {
		if c.sent && s.took(c) {
			s.settles(c)
			continue
		}
		if c.variable == Password || strings.EqualFold(c.variable, NetworkPriority) {
			defer s.excusesUntilDone()() // it connects anew with the one, and may by the other
		}
		i := itemOf(c.variable)
		i.value = c.old
		back, items = append(back, c), append(items, i)
	}
	got, gone := s.writes(items)
	var wrong []string
	for n, c := range back {
		answer := said{err: gone}
		if gone == nil {
			answer = got[n]
		}
		status := answer.outcome()
		if status == accepted || (status == "Rejected" || answer.err != nil) && (s.takesInPlainWords(c, answer) || s.kept(c)) {
			s.settles(c)
			if c.variable == Password && status == accepted {
				s.connectsWith(c.old, before)
			}
			if strings.EqualFold(c.variable, NetworkPriority) && status == accepted {
				s.mayConnectBy(c.old)
			}
			continue
		}
		s.refused(c, status)
		wrong = append(wrong, fmt.Sprintf("%s to %q: %s", c.variable, c.old, status))
	}
	if len(wrong) > 0 {
		err := fmt.Errorf("what the case had changed could not be put back: %s", strings.Join(wrong, "; "))
		if IsGone(gone) {
			err = fmt.Errorf("%w (%w)", err, gone)
		}
		return err
	}
	return nil
}

// connectsWith waits for a station that has its old password again, and connects anew with it (part 2, A01, steps 3 and 4). How soon, the
// document leaves to it, and a connection that ends later would end in the middle of the next play. One that has come by without
// the other password on its connection has shown that it connects by itself for none, and is not waited for.
func (s *Scenario) connectsWith(password string, before *Handshake) {
	if before == nil || before.Password == password {
		return
	}
	if !s.ConnectsAgain(before, s.Timeouts.Reconnect) {
		s.Note("The station has taken its old password back, and has not connected with it within %s.", s.Timeouts.Reconnect)
	}
}

// mayConnectBy has a station that changes its connection at once, when it has another order of network connection profiles, do so before the next
// play, which it would interrupt: part 2, B10 has it wait for a boot, and forbids it nothing.
func (s *Scenario) mayConnectBy(order string) {
	if s.Leaves(s.Timeouts.Optional) && !s.comesBack() {
		s.Note("The station has ended its connection when it had %q as %s again, and has not come back within %s.", order, NetworkPriority, s.Timeouts.Reconnect)
	}
}

// takesInPlainWords tells whether a station that rejects the old value as it has told it itself takes it as part 2 writes such values: one that
// tells "True" may take no other words than "true".
func (s *Scenario) takesInPlainWords(c change, answer said) bool {
	plain := variables.Plain(c.old)
	if answer.err != nil || plain == c.old {
		return false
	}
	if status, err := s.write(c.variable, plain); err != nil || status != accepted {
		return false
	}
	s.Note("The station has rejected %q as the value of %s, which it has told itself, and has taken %q.", c.old, c.variable, plain)
	return true
}

// kept tells whether a variable whose old value the station does not take has it all the same, as on a station that never took
// another one (part 2, B05.FR.09), or that answers no SetVariables. Nothing is left to put back then, and the run need not end
// for it. Where neither the change nor its value can be known, it is taken as never made: a station that has confirmed none
// has most likely made none, and the cases read again what they need.
func (s *Scenario) kept(c change) bool {
	if c.unsure && s.w.isMute() {
		return s.takesAsKept(c, "the station answers nothing")
	}
	have, status, err := s.read(c.variable)
	switch {
	case err == nil && status == string(ocpp201.GetVariableStatusAccepted):
		return variables.Same(have, c.old)
	case !c.unsure || IsGone(err) || !s.Connected():
		return false
	}
	return s.takesAsKept(c, reading{status: status, err: err}.why())
}

func (s *Scenario) takesAsKept(c change, why string) bool {
	s.Note("The station has never said that it took another value of %s than %q, and it cannot be asked for: %s. It is taken to have that still.",
		c.variable, c.old, strings.TrimSuffix(why, "."))
	return true
}
