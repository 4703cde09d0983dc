package reports

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// BaselineName is the name of what a run folder keeps of its baseline.
const BaselineName = "baseline.json"

// Baseline is what a run is held against: what an earlier run of the product came to.
type Baseline struct {
	Run       evidence.RunNamed  `json:"run"`
	Started   time.Time          `json:"started"`
	Certbench string             `json:"certbench"`
	Product   string             `json:"product"`
	PICSHash  string             `json:"picsHash"`
	Stations  []evidence.Station `json:"stations"`
	Plays     []BaselinePlay     `json:"plays"`
	Findings  []evidence.Finding `json:"findings"` // that failed, outside of every case
}

// BaselinePlay is what a case came to in a mode; of one that was played several times, all of it.
type BaselinePlay struct {
	ID       string           `json:"id"`
	Mode     string           `json:"mode,omitempty"`
	Verdict  evidence.Verdict `json:"verdict"` // the worst
	Failures []Failure        `json:"failures,omitempty"`
}

// Failure is a check that did not hold.
type Failure struct {
	Row         string           `json:"row"` // its address, as in a file of known failures
	Requirement string           `json:"requirement"`
	Field       string           `json:"field,omitempty"`
	Verdict     evidence.Verdict `json:"verdict"` // FAIL or INCONCLUSIVE
}

func failureOf(c evidence.Check) Failure {
	return Failure{known.Row(c), c.Requirement, c.Path, c.Verdict}
}

// same tells whether two failures are one: equal but for numbers and identifiers in what must hold.
func (f Failure) same(o Failure) bool {
	return f.Row == o.Row && f.Field == o.Field && f.Verdict == o.Verdict && evidence.Alike(f.Requirement, o.Requirement)
}

// String is the row and what must hold there.
func (f Failure) String() string {
	text := f.Row
	if n := strings.IndexAny(f.Row, "0123456789"); n == 0 {
		text = "row " + text
	}
	return colon(text, f.Requirement)
}

// NewBaseline sums a run up for later ones to be held against.
func NewBaseline(s *Source) *Baseline {
	run := s.Run.Started
	b := &Baseline{Run: evidence.RunNamed{ID: run.ID, Head: s.Head}, Started: s.Run.StartedAt, Certbench: run.Certbench, Product: run.Product, PICSHash: run.PICSHash,
		Stations: append([]evidence.Station{}, s.Run.Stations...), Plays: []BaselinePlay{}, Findings: []evidence.Finding{}}
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			if judged(p.Verdict) {
				b.add(p)
			}
		}
	}
	for _, f := range s.Run.Found {
		if f.Verdict == evidence.Fail {
			b.Findings = append(b.Findings, f.Finding)
		}
	}
	return b
}

func (b *Baseline) add(p *evidence.Play) {
	play := b.of(p)
	if play == nil {
		b.Plays = append(b.Plays, BaselinePlay{ID: p.Begin.ID, Mode: p.Begin.Mode})
		play = &b.Plays[len(b.Plays)-1]
	}
	play.Verdict = evidence.Worse(play.Verdict, p.Verdict)
	if p.Verdict != evidence.Fail && p.Verdict != evidence.Inconclusive {
		return
	}
	for _, c := range failuresOf(p) {
		if f := failureOf(c); !slices.ContainsFunc(play.Failures, f.same) {
			play.Failures = append(play.Failures, f)
		}
	}
}

// of is what the baseline knows of a play; nil where it has not judged it.
func (b *Baseline) of(p *evidence.Play) *BaselinePlay {
	for i := range b.Plays {
		if b.Plays[i].ID == p.Begin.ID && b.Plays[i].Mode == p.Begin.Mode {
			return &b.Plays[i]
		}
	}
	return nil
}

// had tells whether a check of a play did not hold in the baseline either.
func (b *Baseline) had(p *evidence.Play, c evidence.Check) bool {
	was := b.of(p)
	return was != nil && slices.ContainsFunc(was.Failures, failureOf(c).same)
}

// found tells whether the baseline has a finding outside of every case.
func (b *Baseline) found(f evidence.Finding) bool { return slices.ContainsFunc(b.Findings, f.Same) }

// regression says what is new about a failure.
func (b *Baseline) regression(p *evidence.Play, c evidence.Check) string {
	switch was := b.of(p); {
	case was == nil:
		return "a new failure: the baseline has not judged it"
	case passed(was.Verdict):
		return fmt.Sprintf("a regression: %s in the baseline", was.Verdict)
	default:
		return fmt.Sprintf("a regression: %s in the baseline as well, but not in %s", was.Verdict, strings.TrimSuffix(failureOf(c).String(), "."))
	}
}

// Encode is the baseline as a run folder keeps it.
func (b *Baseline) Encode() ([]byte, error) {
	text, err := encoded(b, "")
	return []byte(Visible(text)), err
}

// ReadBaseline reads what Encode has written.
func ReadBaseline(name string, content []byte) (*Baseline, error) {
	var b Baseline
	if err := json.Unmarshal(content, &b); err != nil {
		return nil, fmt.Errorf("%s is no baseline: %w", name, err)
	}
	return &b, nil
}
