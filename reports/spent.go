package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// TimeSummary tells where the time of plays went, in seconds: what the tables and the station took, and what the bench chose.
// Both add up to Seconds.
type TimeSummary struct {
	Plays   int                       `json:"plays"` // that are accounted for
	Seconds float64                   `json:"seconds"`
	Table   float64                   `json:"table"`
	Own     float64                   `json:"own"`
	Waits   map[evidence.Wait]float64 `json:"waits,omitempty"` // the parts of Own

	spent evidence.Spent
}

func timeSummary(s evidence.Spent, plays int) TimeSummary {
	sum := TimeSummary{Plays: plays, Seconds: s.Took.Seconds(), Table: s.Table.Seconds(), Own: s.OwnTime().Seconds(), spent: s}
	for _, w := range s.Waits() {
		if sum.Waits == nil {
			sum.Waits = map[evidence.Wait]float64{}
		}
		sum.Waits[w] = s.Own[w].Seconds()
	}
	return sum
}

// TimeOf sums up the plays of a run.
func TimeOf(s *Source) TimeSummary { return timeSummary(s.Run.Spent()) }

// timeOfPlay is that of one play, nil where nobody has accounted for it.
func timeOfPlay(p *evidence.Play) *TimeSummary {
	spent, ok := p.Spent()
	if !ok {
		return nil
	}
	return new(timeSummary(spent, 1))
}

// Sentence says how much the bench has chosen, and for what; empty without a play.
func (t TimeSummary) Sentence() string {
	if t.Plays == 0 {
		return ""
	}
	took, _, _ := t.rounded()
	return fmt.Sprintf("%s of plays: %s", took, t.Shares())
}

// rounded are all the time and its two parts as words have them: so that the parts add up for whoever adds them.
func (t TimeSummary) rounded() (took, table, own string) {
	unit := 100 * time.Millisecond
	if t.spent.Took >= time.Minute {
		unit = time.Second
	}
	all, chosen := t.spent.Took.Round(unit), t.spent.OwnTime().Round(unit)
	return readable(all), readable(all - chosen), readable(chosen)
}

// Shares are the parts in words.
func (t TimeSummary) Shares() string {
	_, table, own := t.rounded()
	text := fmt.Sprintf("%s of the table and the station, %s of the bench", table, own)
	if words := t.Words(); words != "" {
		text += " (" + words + ")"
	}
	return text
}

// shortest is what words do not leave out.
const shortest = 50 * time.Millisecond

// Words are the parts of what the bench chose, but for the smallest.
func (t TimeSummary) Words() string {
	var parts []string
	for _, w := range t.spent.Waits() {
		if d := t.spent.Own[w]; d >= shortest {
			parts = append(parts, w.Words()+" "+readable(d))
		}
	}
	return strings.Join(parts, ", ")
}

// Bar draws the share of the bench in all the time: "#" is the tables', "+" what the bench chose. It is empty without any.
func (t TimeSummary) Bar() string {
	if t.Plays == 0 || t.spent.Took <= 0 {
		return ""
	}
	return shareBar(t.spent.OwnTime(), t.spent.Took)
}

// timeView is the time of a run for the page.
type timeView struct {
	Sentence string
	Share    float64 // of the bench, in percent
	Rows     []timeRow
}

// timeRow is one wait of the bench.
type timeRow struct {
	Words, Took string
	Share       float64 // in what the bench chose, in percent
}

func newTimeView(s *Source) *timeView {
	t := TimeOf(s)
	if t.Bar() == "" {
		return nil
	}
	own := t.spent.OwnTime()
	all, table, chosen := t.rounded()
	v := &timeView{Share: 100 * float64(own) / float64(t.spent.Took),
		Sentence: fmt.Sprintf("%s of plays: %s of the table and the station, %s of the bench.", all, table, chosen)}
	for _, w := range t.spent.Waits() {
		v.Rows = append(v.Rows, timeRow{w.Words(), readable(t.spent.Own[w]), 100 * float64(t.spent.Own[w]) / float64(own)})
	}
	return v
}
