package reports

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/schemas/certbench"
)

// Summary is run.json: the run for programs.
type Summary struct {
	Schema     string              `json:"schema"`   // certbench.Run of schemas/certbench, which describes every field
	Verdict    evidence.Verdict    `json:"verdict"`  // of the run: PASS only where every applicable case was played, INCOMPLETE where nothing failed and not all was
	Played     evidence.Verdict    `json:"played"`   // the worst of what was played
	Complete   bool                `json:"complete"` // every applicable case was played
	Reason     string              `json:"reason"`
	Decision   Decision            `json:"decision"` // the exit code, and why
	Run        evidence.RunStarted `json:"run"`
	Joined     *Joined             `json:"joined,omitempty"` // of which runs this one is made
	Started    time.Time           `json:"started"`
	Ended      time.Time           `json:"ended"`
	Cut        bool                `json:"cut,omitempty"`
	Station    *evidence.Station   `json:"station,omitempty"`
	Stations   []evidence.Station  `json:"stations,omitempty"` // all that were played side by side
	Counts     Counts              `json:"counts"`
	Profiles   map[string]string   `json:"profiles"` // certification profile to its result
	Cases      []CaseSummary       `json:"cases"`
	Findings   []FindingSummary    `json:"findings"`           // what was found out about the station outside of every case
	Known      []KnownSummary      `json:"known,omitempty"`    // the known failures that the run was given, and what became of them
	Resumed    []ResumedSummary    `json:"resumed,omitempty"`  // each time that the run was gone on with
	Wavering   []Waver             `json:"wavering,omitempty"` // plays that did not come out the same each time, in a run that plays each several times
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
	Attempt  int              `json:"attempt,omitempty"` // of a run that plays each play several times, counted from 1
	Verdict  evidence.Verdict `json:"verdict"`
	Reason   string           `json:"reason,omitempty"`
	Mark     *MarkSummary     `json:"mark,omitempty"` // what is known of its failure
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
	sum := summarize(s)
	for _, o := range s.Outcomes {
		c := caseSummary(o)
		for _, p := range o.Plays {
			c.Plays = append(c.Plays, s.playSummary(p))
		}
		sum.Cases = append(sum.Cases, c)
	}
	return sum
}

// summarize sums a run up, but for its cases.
func summarize(s *Source) Summary {
	st := s.Stands()
	sum := Summary{
		Schema: certbench.Run, Verdict: st.Headline, Played: st.Verdict, Complete: st.Complete, Reason: st.Reason, Decision: Decide(s), Run: s.Run.Started, Started: s.Run.StartedAt, Ended: s.Run.EndedAt, Cut: s.Run.Cut,
		Station: s.Run.Station(), Counts: st.Counts, Profiles: map[string]string{}, Cases: []CaseSummary{},
		Evidence: EvidenceSummary{Records: s.Run.Count, Head: s.Head},
	}
	sum.Joined = s.joined
	if len(s.Run.Started.Benches) > 0 {
		sum.Stations = s.Run.Stations
	}
	for _, p := range st.Profiles {
		sum.Profiles[p.Name] = p.Result
	}
	sum.Findings, sum.Known = findingSummaries(s.Run.Found), s.knownSummaries()
	for i := range sum.Findings {
		if i < len(s.excusedFound) {
			sum.Findings[i].Mark = s.excusedFound[i].summary()
		}
	}
	sum.Wavering, _ = s.Wavers()
	sum.Resumed = s.resumedSummaries()
	sum.Calls, sum.Time = CallsOf(s), TimeOf(s)
	for _, i := range s.Indicators {
		sum.Indicators = append(sum.Indicators, IndicatorSummary{ID: i.ID, Name: i.Name, Unit: i.Unit, Limit: i.Limit,
			Clock: i.Clock(), Count: i.Count, Excluded: i.NotCounted, Exceeded: i.Above(), Statistics: i.Statistics, NotMeasurable: i.NotMeasurable})
	}
	sum.Evidence.Problems = s.Wrong()
	return sum
}

// caseSummary sums a case up, but for its plays.
func caseSummary(o evidence.Outcome) CaseSummary {
	return CaseSummary{ID: o.Planned.ID, Name: o.Planned.Name, Block: o.Planned.Block, Profiles: o.Planned.Profiles,
		Mandatory: o.Planned.Mandatory, Verdict: o.Verdict, Reason: o.Reason}
}

func (s *Source) playSummary(p *evidence.Play) PlaySummary {
	play := PlaySummary{Play: p.Number, Bench: p.Bench, Mode: p.Begin.Mode, Attempt: p.Begin.Attempt, Verdict: p.Verdict, Reason: p.Reason, Mark: s.markSummary(p), Seconds: p.Took().Seconds(), Checks: p.Judged, Time: timeOfPlay(p)}
	for _, check := range p.ToLookAt {
		play.Failures = append(play.Failures, fmt.Sprintf("%s %s: %s", check.Verdict, place(check), check.Requirement))
	}
	return play
}

// JSON writes run.json: what Encode writes of Summarize, play by play, so that no more of a long run is in memory than one of them.
func JSON(w io.Writer, s *Source) error {
	out := &listing{out: bufio.NewWriter(w)}
	sum := summarize(s)
	if len(s.Outcomes) == 0 {
		return Encode(w, sum)
	}
	before, after, _ := strings.Cut(out.text(sum, ""), `"cases": []`)
	out.write(before + `"cases": `)
	list(out, s.Outcomes, "  ", func(o evidence.Outcome, indent string) {
		head := out.text(caseSummary(o), indent)
		if len(o.Plays) == 0 {
			out.write(head)
			return
		}
		out.write(strings.TrimSuffix(head, "\n"+indent+"}") + ",\n" + indent + `  "plays": `) // the last of its fields
		list(out, o.Plays, indent+"  ", func(p *evidence.Play, indent string) { out.write(out.text(s.playSummary(p), indent)) })
		out.write("\n" + indent + "}")
	})
	out.write(after + "\n")
	return errors.Join(out.err, out.out.Flush())
}

// listing writes JSON in parts.
type listing struct {
	out *bufio.Writer
	err error // the first
}

func (l *listing) write(text string) {
	if l.err == nil {
		_, l.err = l.out.WriteString(Visible(text))
	}
}

// text is the value as Encode writes it, so far from the margin and without a line feed at its end.
func (l *listing) text(value any, indent string) string {
	text, err := encoded(value, indent)
	l.err = cmp.Or(l.err, err)
	return strings.TrimSuffix(text, "\n")
}

// list writes the elements of a list that begins so far from the margin.
func list[E any](l *listing, elements []E, indent string, element func(E, string)) {
	l.write("[")
	for i, e := range elements {
		if i > 0 {
			l.write(",")
		}
		l.write("\n" + indent + "  ")
		element(e, indent+"  ")
	}
	l.write("\n" + indent + "]")
}

// Encode writes a value as JSON for programs, also for those that show it on a terminal.
func Encode(w io.Writer, value any) error {
	text, err := encoded(value, "")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, Visible(text))
	return err
}

func encoded(value any, prefix string) (string, error) {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetIndent(prefix, "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return text.String(), err
}
