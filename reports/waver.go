package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Waver is a play that was played several times and did not come out the same each time.
type Waver struct {
	ID    string           `json:"id"`
	Mode  string           `json:"mode,omitempty"`
	Plays []int            `json:"plays"`  // their numbers
	Pass  int              `json:"passed"` // how many of them, those with a warning among them
	Worst evidence.Verdict `json:"worst"`
	Rows  []WaverRow       `json:"rows"` // what did not hold each time
}

// WaverRow is a check that held in some of the plays, and not in others. Of a play that stopped before the check nothing is counted
// against it, so that it may be seen in fewer plays than it would have failed in.
type WaverRow struct {
	Failure
	Plays  []int  `json:"plays"`            // in which it did not hold
	Reason string `json:"reason,omitempty"` // of the first of them: what came
}

// Wavers lists what wavers in a run that plays each play several times, in the order of the plan, and tells how many plays came out the
// same each time. A play that was not run, for it was not asked for or the bench broke, says nothing.
func (s *Source) Wavers() (all []Waver, steady int) {
	for _, o := range s.Outcomes {
		for _, mode := range modesOf(o) {
			var plays []*evidence.Play
			for _, p := range o.Plays {
				if p.Begin.Mode == mode && p.Begin.Attempt > 0 && judged(p.Verdict) {
					plays = append(plays, p)
				}
			}
			switch w := waverOf(o.Planned.ID, mode, plays); {
			case len(plays) < 2:
			case w == nil:
				steady++
			default:
				all = append(all, *w)
			}
		}
	}
	return all, steady
}

// waverOf holds plays of one case in one mode against each other; nil where they came out the same.
func waverOf(id, mode string, plays []*evidence.Play) *Waver {
	w := Waver{ID: id, Mode: mode, Rows: []WaverRow{}}
	same := true
	for _, p := range plays {
		w.Plays = append(w.Plays, p.Number)
		w.Worst = evidence.Worse(w.Worst, p.Verdict)
		same = same && p.Verdict == plays[0].Verdict
		if passed(p.Verdict) {
			w.Pass++
		}
		for _, c := range p.ToLookAt {
			w.add(p, c)
		}
	}
	w.Rows = slices.DeleteFunc(w.Rows, func(r WaverRow) bool { return len(r.Plays) == len(plays) })
	if same && len(w.Rows) == 0 {
		return nil
	}
	return &w
}

func (w *Waver) add(p *evidence.Play, c evidence.Check) {
	f := failureOf(c)
	i := slices.IndexFunc(w.Rows, func(r WaverRow) bool { return r.same(f) })
	if i < 0 {
		i = len(w.Rows)
		w.Rows = append(w.Rows, WaverRow{Failure: f, Reason: cameInstead(c)})
	}
	if !slices.Contains(w.Rows[i].Plays, p.Number) {
		w.Rows[i].Plays = append(w.Rows[i].Plays, p.Number)
	}
}

// cameInstead says what a check wanted and what it got.
func cameInstead(c evidence.Check) string {
	switch {
	case c.Expected != "" && c.Actual != "":
		return fmt.Sprintf("Expected %s, got %s.", c.Expected, c.Actual)
	case c.Expected != "":
		return fmt.Sprintf("Expected %s.", c.Expected)
	}
	return c.Actual
}

// waverMarks is the part on what wavers.
func (s *Source) waverMarks() []Marks {
	all, steady := s.Wavers()
	part := Marks{ID: "wavering", Title: "What wavers", Heads: []string{"Passed", "Row and requirement", "Not held in plays", "What came"},
		Intro: fmt.Sprintf("Each play was played %s. These did not come out the same each time; %s did.", times(s.Run.Started.Repeat), plural(steady, "other play"))}
	for _, w := range all {
		line := Marked{Verdict: w.Worst, ID: w.ID, Mode: w.Mode, Play: w.Plays[0]}
		passes := fmt.Sprintf("%d of %d", w.Pass, len(w.Plays))
		if len(w.Rows) == 0 {
			line.Cells = []string{passes, "", "", ""}
			part.Rows = append(part.Rows, line)
		}
		for _, r := range w.Rows {
			line.Play, line.Cells = r.Plays[0], []string{passes, r.String(), numbers(r.Plays), r.Reason}
			part.Rows = append(part.Rows, line)
		}
	}
	return []Marks{part}
}

func times(n int) string {
	switch n {
	case 0, 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func numbers(of []int) string {
	var words []string
	for _, n := range of {
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, ", ")
}
