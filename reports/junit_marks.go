package reports

import "github.com/certbench/certbench/harness/evidence"

// MarkKind says what stands beside the verdict of a play.
type MarkKind string

// The kinds of marks.
const (
	Excused    MarkKind = "known"      // a known failure, for which no job fails: skipped
	NewFailure MarkKind = "regression" // it was not so in the run that is the baseline
	OldFailure MarkKind = "as before"  // it was so in the baseline
)

// Mark is what is known of a play beside its verdict. The zero Mark is nothing.
type Mark struct {
	Kind  MarkKind
	Words string // a sentence, such as "known failure T-12: the meter rounds"
}

// before puts the mark before the reason of a play.
func (m Mark) before(reason string) string {
	if m.Words == "" {
		return reason
	}
	return colon(m.Words, reason)
}

// Expectation is something that was to be so and is judged by itself, such as a known failure that no longer happens.
type Expectation struct {
	Name   string
	Words  string
	Failed bool
}

func (s *Source) mark(p *evidence.Play) Mark {
	if s.Marked == nil {
		return Mark{}
	}
	return s.Marked(p)
}
