package reports

import (
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// knownMarks is the part on the known failures: a line for each play that shows one, and one for each that nothing shows.
func (s *Source) knownMarks() []Marks {
	part := Marks{ID: "known", Title: "Known failures", Heads: []string{"Expected", "Reason", "Ticket", "Until", "In this run"},
		Intro: "These failures were expected. Each is the station's all the same, and its case has failed; it does not fail the run. One that no longer happens does, and one that is out of date."}
	for _, k := range s.Known {
		state := string(k.State)
		if k.Over {
			state += ", out of date"
		}
		row := Marked{ID: k.Case, Mode: k.Mode, Cells: []string{k.Names(), k.Reason, k.Ticket, k.Until.Format(known.Day), state}}
		for _, p := range k.Plays {
			row.Verdict, row.ID, row.Mode, row.Play = p.Verdict, p.Begin.ID, p.Begin.Mode, p.Number
			part.Rows = append(part.Rows, row)
		}
		if len(k.Found) > 0 {
			row.Verdict = evidence.Fail
		}
		if len(k.Plays) == 0 {
			part.Rows = append(part.Rows, row)
		}
	}
	return []Marks{part}
}

// baselineMarks are the parts on what the baseline has not had, and on what it has had as well.
func (s *Source) baselineMarks() []Marks {
	if s.base == nil {
		return nil
	}
	with := "the baseline, run " + s.base.Run.ID + " of " + s.base.Started.UTC().Format(known.Day)
	fresh := Marks{ID: "regressions", Title: "Regressions", Heads: []string{"Against the baseline", "Reason"}, Intro: "These failures are new against " + with + "."}
	old := Marks{ID: "as-before", Title: "As in the baseline", Heads: []string{"Reason"}, Intro: "These failures were there in " + with + ", too. They do not fail the run."}
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			row := Marked{Verdict: p.Verdict, ID: p.Begin.ID, Mode: p.Begin.Mode, Play: p.Number}
			switch mark := s.excuses[p.Number].mark; mark.Kind {
			case NewFailure:
				row.Cells = []string{mark.Words, p.Reason}
				fresh.Rows = append(fresh.Rows, row)
			case OldFailure:
				row.Cells = []string{p.Reason}
				old.Rows = append(old.Rows, row)
			}
		}
	}
	for i, f := range s.Run.Found {
		row := Marked{Verdict: f.Verdict, ID: f.Subject}
		switch mark := s.excusedFound[i]; mark.Kind {
		case NewFailure:
			row.Cells = []string{mark.Words, FindingSentence(f.Finding)}
			fresh.Rows = append(fresh.Rows, row)
		case OldFailure:
			row.Cells = []string{FindingSentence(f.Finding)}
			old.Rows = append(old.Rows, row)
		}
	}
	return []Marks{fresh, s.lostMarks(), old}
}

// MarkSummary is a mark in run.json.
type MarkSummary struct {
	Kind  MarkKind `json:"kind,omitempty"` // empty where the mark decides nothing
	Words string   `json:"words"`
}

func (m Mark) summary() *MarkSummary {
	if m.Words == "" {
		return nil
	}
	return &MarkSummary{m.Kind, m.Words}
}

func (s *Source) markSummary(p *evidence.Play) *MarkSummary { return s.mark(p).summary() }

// KnownSummary is a known failure in run.json.
type KnownSummary struct {
	Case      string     `json:"case"`
	Mode      string     `json:"mode,omitempty"`
	Row       string     `json:"row,omitempty"`
	Check     string     `json:"check,omitempty"`
	Field     string     `json:"field,omitempty"`
	Came      string     `json:"came,omitempty"`
	Reason    string     `json:"reason"`
	Ticket    string     `json:"ticket"`
	Until     string     `json:"until"` // the last day on which it is expected
	State     KnownState `json:"state"`
	OutOfDate bool       `json:"outOfDate"`
	Fails     bool       `json:"fails"`           // the entry itself fails the run
	Plays     []int      `json:"plays,omitempty"` // that show it, by their numbers
}

func (s *Source) knownSummaries() (all []KnownSummary) {
	for _, k := range s.Known {
		sum := KnownSummary{Case: k.Case, Mode: k.Mode, Row: k.Row, Check: k.Check, Field: k.Field, Came: k.Came, Reason: k.Reason, Ticket: k.Ticket,
			Until: k.Until.Format(known.Day), State: k.State, OutOfDate: k.Over, Fails: k.Fails()}
		for _, p := range k.Plays {
			sum.Plays = append(sum.Plays, p.Number)
		}
		all = append(all, sum)
	}
	return all
}
