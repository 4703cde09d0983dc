package octt

import (
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
)

// Displays has a rig, or a person, look at the display for as long as Timeouts.Display, and judges that it shows something. Row is 0
// for a note of the table. Without a rig the case is NOT RUN, as with every act. It does not stop the scenario.
func (s *Scenario) Displays(row int, sight rigs.Sight, ids ...string) bool {
	return s.looks(sighting{row: row, sight: sight, shown: true, ids: ids})
}

// DisplaysNot judges that the display does not show something. What it shows at first may be what it is about to end with, for which it
// has Timeouts.Display: then it is looked at once more after that.
func (s *Scenario) DisplaysNot(row int, sight rigs.Sight, ids ...string) bool {
	return s.looks(sighting{row: row, sight: sight, ids: ids})
}

// DisplaysNotBefore is DisplaysNot for what may be shown from a time on: it is looked at for as long as that, for the case waits until then all the
// same, and what was seen by somebody who has answered later proves nothing.
func (s *Scenario) DisplaysNotBefore(row int, from time.Time, sight rigs.Sight, ids ...string) {
	s.looks(sighting{row: row, sight: sight, until: from, ids: ids})
}

// DisplaysBefore is Displays for what may be shown up to a time. Where that leaves less than Timeouts.Display, in which all that the
// display shows comes round, not to have seen it proves nothing.
func (s *Scenario) DisplaysBefore(row int, end time.Time, sight rigs.Sight, ids ...string) {
	s.looks(sighting{row: row, sight: sight, shown: true, until: end, ids: ids})
}

// TryDisplays is Displays where no note of the table has anybody look: a bench without a rig for it goes on, and the evidence says so.
// why is what the look is for.
func (s *Scenario) TryDisplays(row int, sight rigs.Sight, why string, ids ...string) {
	s.looks(sighting{row: row, sight: sight, shown: true, optional: why, ids: ids})
}

// StaysDisplayed is TryDisplays for something that the display has shown already: it goes on to show it, and nothing takes turns with it. Where a
// rig or a person cannot tell, as of a text that never stands there whole, nothing is judged.
func (s *Scenario) StaysDisplayed(row int, sight rigs.Sight, why string, ids ...string) {
	s.looks(sighting{row: row, sight: sight.Staying(), shown: true, optional: why, ids: ids})
}

// sighting is one look at the display and what is to be seen.
type sighting struct {
	row      int
	sight    rigs.Sight
	shown    bool
	until    time.Time // zero for no limit but Timeouts.Display
	brief    bool      // the display is watched for less than that
	optional string    // why it is; empty where it is not
	ids      []string
}

// within is for how long the display is watched.
func (g sighting) within(t Timeouts) time.Duration {
	if g.until.IsZero() {
		return t.Display
	}
	left := max(0, time.Until(g.until)-t.Deviation)
	if !g.shown {
		return left.Truncate(time.Second) // so that what is left to wait for after it is the same in every play
	}
	return min(t.Display, left)
}

// lingers tells whether a display may show for a while yet what it is not to show. What may be shown from a time on was never shown before.
func (g sighting) lingers() bool { return !g.shown && g.until.IsZero() }

// looks does the act and judges it. Nothing that the station says follows from a look: rows may be about what came before it.
func (s *Scenario) looks(g sighting) bool {
	act := rigs.LookAtDisplay(g.sight, g.within(s.Timeouts), s.Configured.Place())
	if g.optional != "" && !s.rigs.Has(act.Kind) {
		s.SkipAct(g.row, act, g.optional+"; the bench binds no rig to "+string(act.Kind))
		return true
	}
	r := s.open(number(g.row), evidence.ActorPerson, act.Sentence, "")
	s.breathes()
	s.interrupted(s.ctx.Err())
	within := g.within(s.Timeouts) // of what the pause has left
	g.brief = within < s.Timeouts.Display
	act = rigs.LookAtDisplay(g.sight, within, s.Configured.Place())
	began := time.Now()
	back, err := s.look(r, act, g)
	if err == nil && back.Shown && g.lingers() {
		s.interrupted(s.w.pass(s.ctx, max(0, s.Timeouts.Display-time.Since(began)), nil))
		back, err = s.look(r, act, g)
	}
	switch {
	case g.optional != "" && (errors.Is(err, rigs.ErrNoRig) || g.sight.Stays && errors.Is(err, rigs.ErrSkipped)):
		r.end(evidence.NotApplicable, g.optional+"; "+err.Error())
		return true
	case g.sight.Stays && err != nil && s.blameOf(err) == evidence.Error: // what was to be seen in one look was
		r.end(evidence.NotApplicable, g.optional+"; the display could not be read all the time: "+err.Error())
		return true
	case err != nil && s.blameOf(err) == evidence.Error:
		s.unreadable(r, act, err)
	case err != nil:
		s.undoneAct(r, act, err)
		s.stop()
	case g.sight.Stays && back.Cut:
		r.end(evidence.NotApplicable, g.optional+"; that cannot be told: "+back.Observed)
		return true
	}
	return s.saw(r, g, back)
}

// unreadable ends the scenario where a rig cannot read the display. It has moved nothing, so that the bench is as good as before.
func (s *Scenario) unreadable(r *row, act rigs.Act, err error) {
	c := evidence.Check{Row: r.Number, Requirement: "The display can be read: " + act.Sentence, Expected: "what it shows", Actual: err.Error(), Verdict: evidence.Inconclusive}
	s.check(c)
	r.end(c.Verdict, sentence(c))
	s.stop()
}

// look does the act.
func (s *Scenario) look(r *row, act rigs.Act, g sighting) (rigs.ReadBack, error) {
	began, told := time.Now(), s.w.tellsAct(&r.Row)
	back, err := act.Do(s.ctx, *s.rigs)
	told()
	s.recordAct(act, g.optional != "", began, back, err)
	return back, err
}

// saw judges what was seen.
func (s *Scenario) saw(r *row, g sighting, back rigs.ReadBack) bool {
	words := map[bool]string{true: "shown", false: "not shown"}
	requirement := "The display shows " + g.sight.String()
	if g.sight.Stays {
		requirement += " all the time, and nothing in turns with it"
	}
	if !g.shown {
		requirement = "The display does not show " + g.sight.String()
	}
	if !g.until.IsZero() {
		requirement += map[bool]string{true: " up to its time", false: " before its time"}[g.shown]
	}
	ok := back.Shown == g.shown
	c := evidence.Check{Row: r.Number, Requirement: requirement + ".", Expected: words[g.shown], Actual: back.Observed, Verdict: s.judge(ok), Requirements: g.ids}
	switch late := !g.until.IsZero() && time.Now().After(g.until); {
	case back.Cut: // of what a display has room for no document says anything
		key := "display_message"
		if g.optional != "" {
			key = "cost" // in block I the text is that of the tariff
		}
		c.Verdict, c.Actual = evidence.Inconclusive, fmt.Sprintf("%s, which does not tell whether all of the text is shown. Write a shorter one into configured.%s of the bench file, or have the display read more often", c.Actual, key)
	case ok:
	case late:
		c.Verdict, c.Actual = evidence.Inconclusive, c.Actual+", after that time"
	case g.shown && s.keeping.others != "":
		c.Verdict, c.Actual = evidence.Inconclusive, c.Actual+". "+s.keeping.others
	case g.shown && g.brief:
		c.Verdict, c.Actual = evidence.Inconclusive, fmt.Sprintf("%s, watched for less than timeouts.display, %s", c.Actual, s.Timeouts.Display)
	}
	s.check(c)
	reason := ""
	if !ok || back.Cut {
		reason = sentence(c)
	}
	r.end(c.Verdict, reason)
	if c.Verdict == evidence.Inconclusive && !back.Cut { // what the station tells of a message that is cut off is judged all the same
		s.stop()
	}
	return ok
}
