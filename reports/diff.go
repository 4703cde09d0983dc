package reports

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/certbench"
)

// Changes are what differs between two runs, the later one last.
type Changes struct {
	Schema        string            `json:"schema"`           // certbench.Diff of schemas/certbench, which describes every field
	Doubts        []string          `json:"doubts,omitempty"` // why one of the runs may not tell the whole truth
	Before        Coverage          `json:"before"`
	After         Coverage          `json:"after"`
	Identity      []Change          `json:"identity"`      // of the station, the product and what they were tested with
	Points        []Change          `json:"points"`        // where transactions start and stop: configured, and declared
	PICS          []PICSChange      `json:"pics"`          // item by item, where both folders hold the PICS
	Configuration []Change          `json:"configuration"` // rigs, configured values and timeouts, of each bench where there are several
	Cases         []CaseChange      `json:"cases"`
	Unselected    int               `json:"unselected,omitempty"` // cases that only one of the runs was to play by --cases, which are not compared
	Found         []FoundChange     `json:"findings"`             // outside of every case
	Indicators    []IndicatorChange `json:"indicators"`
}

// Coverage is how much of what applies a run has judged. What was not judged in both runs cannot have come out the same.
type Coverage struct {
	Run        string           `json:"run"`     // its id
	Folder     string           `json:"folder"`  // name of the run folder, without its path
	Started    time.Time        `json:"started"` // zero of a run that has recorded nothing
	Verdict    evidence.Verdict `json:"verdict"` // of the run, as run.json has it
	Judged     int              `json:"judged"`
	Applicable int              `json:"applicable"`
}

// Change is a fact that differs.
type Change struct {
	What   string `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Trend says which way a case went.
type Trend string

// The trends, the most alarming first. A case that is no longer judged did not get better: it was lost.
const (
	Regressed Trend = "regressed" // it passed, and now does not
	Lost      Trend = "lost"      // it was judged, and now is not
	Otherwise Trend = "otherwise" // it does not pass, as before, and for another reason: other checks fail
	Differs   Trend = "differs"   // it came out differently without passing or failing anew
	Fixed     Trend = "fixed"     // it passes now, and did not
	Gained    Trend = "gained"    // it is judged now, and was not
)

var trends = []Trend{Regressed, Lost, Otherwise, Differs, Fixed, Gained}

// CaseChange is one case that came out differently.
type CaseChange struct {
	ID     string           `json:"id"`
	Name   string           `json:"name"`
	Trend  Trend            `json:"trend"`
	Before evidence.Verdict `json:"before,omitempty"` // empty when the run did not know the case
	After  evidence.Verdict `json:"after,omitempty"`
	New    []string         `json:"new,omitempty"`  // checks that fail only now
	Gone   []string         `json:"gone,omitempty"` // checks that failed only before
}

// FoundChange is what only one of the runs has found outside of every case.
type FoundChange struct {
	Trend    Trend                `json:"trend"`
	Kind     evidence.FindingKind `json:"kind"`
	Subject  string               `json:"subject"`
	Verdict  evidence.Verdict     `json:"verdict"`
	Sentence string               `json:"sentence"`
	Gone     bool                 `json:"gone,omitempty"` // only the earlier run has found it
}

// Diff tells what changed from one run to another.
func Diff(from, to *Source) Changes {
	a, b := from.Run, to.Run
	c := Changes{Schema: certbench.Diff, Before: coverage(from), After: coverage(to), Identity: identityChanges(a, b), Points: pointChanges(from, to),
		PICS: picsChanges(from, to), Configuration: configurationChanges(a, b), Cases: []CaseChange{}, Indicators: indicatorChanges(from, to)}
	before, after := byID(a), byID(b)
	ids := map[string]bool{}
	for id := range before {
		ids[id] = true
	}
	for id := range after {
		ids[id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		was, is := inBoth(before[id], after[id])
		change, differs := caseChange(id, was, is)
		switch {
		case !differs:
		case unselected(was) || unselected(is):
			c.Unselected++
		default:
			c.Cases = append(c.Cases, change)
		}
	}
	slices.SortStableFunc(c.Cases, func(x, y CaseChange) int {
		return slices.Index(trends, x.Trend) - slices.Index(trends, y.Trend)
	})
	c.Found = append(foundOnlyIn(b, a, Regressed), foundOnlyIn(a, b, Fixed)...)
	return c
}

// foundOnlyIn lists what one run has found outside of every case and the other has not. trend is that of a failure.
func foundOnlyIn(one, other evidence.Run, trend Trend) []FoundChange {
	out := []FoundChange{}
	for _, f := range one.Found {
		if slices.ContainsFunc(other.Found, func(o evidence.Found) bool { return o.Same(f.Finding) }) {
			continue
		}
		change := FoundChange{trend, f.Kind, f.Subject, f.Verdict, FindingSentence(f.Finding), trend == Fixed}
		if f.Verdict != evidence.Fail {
			change.Trend = Differs
		}
		out = append(out, change)
	}
	return out
}

func coverage(s *Source) Coverage {
	st := s.Stands()
	c := Coverage{s.Run.Started.ID, "", s.Run.StartedAt.UTC(), st.Headline, st.Counts.Applicable() - st.Counts[evidence.NotRun], st.Counts.Applicable()}
	if s.dir != "" {
		c.Folder = filepath.Base(filepath.Clean(s.dir))
	}
	return c
}

// String says it in few words.
func (c Coverage) String() string {
	return fmt.Sprintf("%s, %d of %s judged", c.Verdict, c.Judged, plural(c.Applicable, "applicable case"))
}

func byID(r evidence.Run) map[string]evidence.Outcome {
	all := map[string]evidence.Outcome{}
	for _, o := range r.Outcomes() {
		all[o.Planned.ID] = o
	}
	return all
}

func caseChange(id string, before, after evidence.Outcome) (CaseChange, bool) {
	c := CaseChange{ID: id, Name: after.Planned.Name, Before: before.Verdict, After: after.Verdict}
	if c.Name == "" {
		c.Name = before.Planned.Name
	}
	was, is := failures(before), failures(after)
	c.New, c.Gone = without(is, was), without(was, is)
	c.Trend = trend(before.Verdict, after.Verdict)
	if before.Verdict == after.Verdict && failed(after.Verdict) {
		c.Trend = Otherwise
	}
	same := before.Verdict == after.Verdict && len(c.New)+len(c.Gone) == 0
	return c, !same
}

// unselected tells of a case that a run was not to play by its --cases: nothing was lost with it.
func unselected(o evidence.Outcome) bool {
	return o.Verdict == evidence.NotRun && evidence.Unasked(o.Reason)
}

// inBoth leaves of a case the modes that --cases of both runs selected, where it selected some: of the others nothing can be said.
func inBoth(before, after evidence.Outcome) (evidence.Outcome, evidence.Outcome) {
	left := map[string]bool{}
	for _, o := range []evidence.Outcome{before, after} {
		for _, p := range o.Plays {
			if p.Verdict == evidence.NotRun && evidence.Unasked(p.Reason) {
				left[p.Begin.Mode] = true
			}
		}
	}
	return withoutModes(before, left), withoutModes(after, left)
}

// withoutModes is a case without some of its modes: a case that --cases did not select where none remains.
func withoutModes(o evidence.Outcome, left map[string]bool) evidence.Outcome {
	plays := slices.DeleteFunc(slices.Clone(o.Plays), func(p *evidence.Play) bool { return left[p.Begin.Mode] })
	if len(plays) == len(o.Plays) {
		return o
	}
	o.Plays, o.Verdict, o.Reason = plays, evidence.NotRun, evidence.Unselected
	for i, p := range plays {
		if i == 0 {
			o.Verdict, o.Reason = p.Verdict, p.Reason
			continue
		}
		o.Verdict = evidence.Together(o.Verdict, p.Verdict)
	}
	return o
}

func trend(before, after evidence.Verdict) Trend {
	switch {
	case judged(before) && !judged(after):
		return Lost
	case !judged(before) && judged(after):
		return Gained
	case passed(before) && !passed(after) && judged(after):
		return Regressed
	case !passed(before) && passed(after):
		return Fixed
	}
	return Differs
}

// judged tells of a verdict on the station. An error of the bench and an inconclusive case count as such, because
// somebody has to look at them.
func judged(v evidence.Verdict) bool {
	return v != "" && v != evidence.NotApplicable && v != evidence.NotRun
}

func passed(v evidence.Verdict) bool { return v == evidence.Pass || v == evidence.Warning }

// failures names the checks of a case that did not pass, each once.
func failures(o evidence.Outcome) []string {
	found := map[string]bool{}
	for _, p := range o.Plays {
		for _, c := range p.ToLookAt {
			text := fmt.Sprintf("%s: %s", place(c), c.Requirement)
			if p.Begin.Mode != "" {
				text = p.Begin.Mode + ", " + text
			}
			found[text] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// Regressions tells whether anything got worse or was lost.
func (c Changes) Regressions() bool {
	return slices.ContainsFunc(c.Cases, func(x CaseChange) bool { return x.Trend == Regressed || x.Trend == Lost }) ||
		slices.ContainsFunc(c.Found, func(x FoundChange) bool { return x.Trend == Regressed })
}
