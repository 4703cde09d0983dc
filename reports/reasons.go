package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Alike are plays that somebody has to look at, and that came to one verdict for one reason: one thing of the station, as often as
// not, and looked at once.
type Alike struct {
	Verdict evidence.Verdict
	Reason  string // of the first
	Cause   string // what they share where they came to it in different rows: the check that decided them, without its row
	Plays   []Titled
	// Place is where in their preparations they stopped, all at the same place. No case is about that, so that it is one thing
	// of the station or the rigs; empty for all else.
	Place string
}

// Titled is a play with what it is called.
type Titled struct {
	ID, Name, Mode string
	Link           string // within the report
}

// Title is the id with the mode.
func (t Titled) Title() string {
	if t.Mode != "" {
		return t.ID + " (" + t.Mode + ")"
	}
	return t.ID
}

// Advice is what to do first about a reason that has stopped several plays in their preparations; empty for all else.
func (a Alike) Advice() string {
	if a.Place == "" || len(a.Plays) < 2 {
		return ""
	}
	return fmt.Sprintf("%d plays stopped at one place of their preparations, %s, which none of these cases is about. Where certbench doctor finds the rigs well, this is the station's. Begin there: certbench run --cases %s -v",
		len(a.Plays), a.Place, a.Plays[0].ID)
}

// ToLookAt puts the plays that did not simply pass together by their reasons, the worst first and otherwise in the order of the
// plan.
func ToLookAt(outcomes []evidence.Outcome) []Alike { return toLookAt(outcomes, false) }

func toLookAt(outcomes []evidence.Outcome, apart bool) []Alike {
	var all []Alike
	for _, o := range outcomes {
		for v := range caseViews(o, apart) {
			if v.played != nil && failed(v.Verdict) {
				all = v.joins(all)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Alike) int {
		return slices.Index(worstFirst, a.Verdict) - slices.Index(worstFirst, b.Verdict)
	})
	return all
}

// joins adds the play to those that came to the same.
func (c *caseView) joins(all []Alike) []Alike {
	title := Titled{c.ID, c.Name, c.Mode, c.link()}
	where, cause := stoppedAt(c.played), causeOf(c.played)
	at := slices.IndexFunc(all, func(a Alike) bool {
		return a.Verdict == c.Verdict && a.Place == where && (c.Reason != "" && evidence.Alike(a.Reason, c.Reason) || cause != "" && evidence.Alike(a.Cause, cause))
	})
	if at < 0 {
		return append(all, Alike{Verdict: c.Verdict, Reason: c.Reason, Cause: cause, Plays: []Titled{title}, Place: where})
	}
	all[at].Plays = append(all[at].Plays, title)
	return all
}

// causeOf is the check that decided a play, in words that are the same in whatever row it was made; empty where none did.
func causeOf(p *evidence.Play) string {
	for _, c := range p.ToLookAt {
		if c.Verdict == p.Verdict {
			words := strings.TrimSuffix(c.Requirement, ".")
			if c.Path != "" && !strings.Contains(words, c.Path) {
				words = c.Path + ": " + words
			}
			if told := comparison(c); told != "" {
				words += ": " + told
			}
			return words
		}
	}
	return ""
}

// stoppedAt is where in its preparations a play became INCONCLUSIVE by what the station has done; empty for all else.
func stoppedAt(p *evidence.Play) string {
	if p.Verdict != evidence.Inconclusive {
		return ""
	}
	for _, c := range p.ToLookAt {
		if c.Verdict == evidence.Inconclusive {
			if c.Stage == evidence.Before && c.Message != "" {
				return place(c)
			}
			return ""
		}
	}
	return ""
}

// Unplayed says of how many applicable cases the run has nothing to tell, and why.
type Unplayed struct {
	Count  int
	Reason string
}

// NotRun puts the applicable cases that were not played together by their reasons, in the order of the plan.
func NotRun(outcomes []evidence.Outcome) []Unplayed {
	var all []Unplayed
	for _, o := range outcomes {
		if o.Verdict != evidence.NotRun {
			continue
		}
		at := slices.IndexFunc(all, func(u Unplayed) bool { return u.Reason == o.Reason })
		if at < 0 {
			at = len(all)
			all = append(all, Unplayed{Reason: o.Reason})
		}
		all[at].Count++
	}
	return all
}
