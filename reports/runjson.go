package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
)

// Summary is run.json: the run for programs.
type Summary struct {
	Verdict    evidence.Verdict    `json:"verdict"`  // the worst of what was played
	Complete   bool                `json:"complete"` // every applicable case was played; without it, PASS says little
	Headline   evidence.Verdict    `json:"headline"` // the verdict, or INCOMPLETE where nothing failed and not all was played
	Reason     string              `json:"reason"`
	Run        evidence.RunStarted `json:"run"`
	Started    time.Time           `json:"started"`
	Ended      time.Time           `json:"ended"`
	Cut        bool                `json:"cut,omitempty"`
	Station    *evidence.Station   `json:"station,omitempty"`
	Stations   []evidence.Station  `json:"stations,omitempty"` // all that were played side by side
	Counts     Counts              `json:"counts"`
	Profiles   map[string]string   `json:"profiles"` // certification profile to its result
	Cases      []CaseSummary       `json:"cases"`
	Findings   []FindingSummary    `json:"findings"` // what was found out about the station outside of every case
	Indicators []IndicatorSummary  `json:"indicators"`
	Calls      CallsSummary        `json:"calls"` // of the tables, and those that the bench has added
	Time       TimeSummary         `json:"time"`  // of the tables and the station, and what the bench chose
	Evidence   EvidenceSummary     `json:"evidence"`
}

// CaseSummary is one case of the plan.
type CaseSummary struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Block     string           `json:"block"`
	Profiles  []string         `json:"profiles,omitempty"`
	Mandatory bool             `json:"mandatory"`
	Verdict   evidence.Verdict `json:"verdict"`
	Reason    string           `json:"reason,omitempty"`
	Plays     []PlaySummary    `json:"plays,omitempty"`
}

// PlaySummary is one play of a case.
type PlaySummary struct {
	Play     int              `json:"play"`
	Bench    string           `json:"bench,omitempty"` // which of several it was played on
	Mode     string           `json:"mode,omitempty"`
	Verdict  evidence.Verdict `json:"verdict"`
	Reason   string           `json:"reason,omitempty"`
	Seconds  float64          `json:"seconds"`
	Time     *TimeSummary     `json:"time,omitempty"` // where they went; without it nobody has accounted for them
	Checks   int              `json:"checks"`
	Failures []string         `json:"failures,omitempty"` // the requirements that were not met
}

// IndicatorSummary is a performance indicator without its samples.
type IndicatorSummary struct {
	ID            kpi.ID          `json:"id"`
	Name          string          `json:"name"`
	Unit          string          `json:"unit"`
	Limit         *float64        `json:"limit,omitempty"`
	Clock         evidence.Clock  `json:"clock,omitempty"` // who stamped the ends of the samples
	Count         int             `json:"count"`
	Excluded      int             `json:"excluded"`
	Exceeded      int             `json:"exceeded"`
	Statistics    *kpi.Statistics `json:"statistics,omitempty"`
	NotMeasurable string          `json:"notMeasurable,omitempty"`
}

// EvidenceSummary says what the documents were made from. Whoever keeps Head elsewhere can prove later that nothing was
// replaced.
type EvidenceSummary struct {
	Records  int      `json:"records"`
	Head     string   `json:"head"`
	Problems []string `json:"problems,omitempty"`
}

// Summarize sums a run up.
func Summarize(s *Source) Summary {
	st := s.Stands()
	sum := Summary{
		Verdict: st.Verdict, Complete: st.Complete, Headline: st.Headline, Reason: st.Reason, Run: s.Run.Started, Started: s.Run.StartedAt, Ended: s.Run.EndedAt, Cut: s.Run.Cut,
		Station: s.Run.Station(), Counts: st.Counts, Profiles: map[string]string{},
		Evidence: EvidenceSummary{Records: s.Run.Count, Head: s.Head},
	}
	if len(s.Run.Started.Benches) > 0 {
		sum.Stations = s.Run.Stations
	}
	for _, p := range st.Profiles {
		sum.Profiles[p.Name] = p.Result
	}
	for _, o := range s.Outcomes {
		sum.Cases = append(sum.Cases, caseSummary(o))
	}
	sum.Findings = findingSummaries(s.Run.Found)
	sum.Calls, sum.Time = CallsOf(s), TimeOf(s)
	for _, i := range s.Indicators {
		sum.Indicators = append(sum.Indicators, IndicatorSummary{ID: i.ID, Name: i.Name, Unit: i.Unit, Limit: i.Limit,
			Clock: i.Clock(), Count: i.Count, Excluded: i.NotCounted, Exceeded: i.Above(), Statistics: i.Statistics, NotMeasurable: i.NotMeasurable})
	}
	sum.Evidence.Problems = s.Wrong()
	return sum
}

func caseSummary(o evidence.Outcome) CaseSummary {
	c := CaseSummary{ID: o.Planned.ID, Name: o.Planned.Name, Block: o.Planned.Block, Profiles: o.Planned.Profiles,
		Mandatory: o.Planned.Mandatory, Verdict: o.Verdict, Reason: o.Reason}
	for _, p := range o.Plays {
		play := PlaySummary{Play: p.Number, Bench: p.Bench, Mode: p.Begin.Mode, Verdict: p.Verdict, Reason: p.Reason, Seconds: p.Took().Seconds(), Checks: p.Judged, Time: timeOfPlay(p)}
		for _, check := range p.ToLookAt {
			play.Failures = append(play.Failures, fmt.Sprintf("%s %s: %s", check.Verdict, place(check), check.Requirement))
		}
		c.Plays = append(c.Plays, play)
	}
	return c
}

// JSON writes run.json.
func JSON(w io.Writer, s *Source) error { return Encode(w, Summarize(s)) }

// Encode writes a value as JSON for programs, also for those that show it on a terminal.
func Encode(w io.Writer, value any) error {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(w, Visible(text.String()))
	return err
}
