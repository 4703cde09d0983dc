package reports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// CallsSummary tells of the CALLs of a run which are the tables' and which the bench has added.
type CallsSummary struct {
	evidence.Calls
	OfTables int     `json:"ofTables"` // all of Table
	Overhead int     `json:"overhead"` // all of Added
	PerPlay  float64 `json:"perPlay"`  // added, for each play
}

func callsSummary(run *evidence.Run) CallsSummary {
	c := CallsSummary{Calls: run.Calls()}
	c.OfTables, c.Overhead = c.OfTable(), c.OfBench()
	if c.Plays > 0 {
		c.PerPlay = float64(c.Overhead) / float64(c.Plays)
	}
	return c
}

// Sentence says how much the bench has added.
func (c CallsSummary) Sentence() string {
	text := fmt.Sprintf("%s to the station: %d of the tables, %d added by the bench", plural(c.OfTables+c.Overhead, "request"), c.OfTables, c.Overhead)
	if c.Plays > 0 {
		text += fmt.Sprintf(" (%.1f for each of %s)", c.PerPlay, plural(c.Plays, "play"))
	}
	return text
}

// barWidth is how many characters wide a bar is.
const barWidth = 40

// shareBar draws a share in a whole that is above 0: "+" is the share, "#" the rest.
func shareBar[N int | time.Duration](share, all N) string {
	wide := int((share*barWidth + all/2) / all)
	return strings.Repeat("#", barWidth-wide) + strings.Repeat("+", wide)
}

// Bar draws the share of the bench in all requests: "#" is the tables', "+" what was added. It is empty without a request.
func (c CallsSummary) Bar() string {
	all := c.OfTables + c.Overhead
	if all == 0 {
		return ""
	}
	return shareBar(c.Overhead, all)
}

// CallsOf sums up the requests of a run.
func CallsOf(s *Source) CallsSummary { return callsSummary(&s.Run) }

// callsRow is what was sent of an action.
type callsRow struct {
	Action       string
	Table, Added int
}

// callsView is the requests of a run for the page.
type callsView struct {
	Sentence string
	Share    float64 // of the bench, in percent
	Rows     []callsRow
}

func newCallsView(s *Source) *callsView {
	c := CallsOf(s)
	all := c.OfTables + c.Overhead
	if all == 0 {
		return nil
	}
	v := &callsView{Sentence: c.Sentence() + ".", Share: 100 * float64(c.Overhead) / float64(all)}
	actions := maps.Clone(c.Table)
	maps.Copy(actions, c.Added)
	for action := range actions {
		v.Rows = append(v.Rows, callsRow{action, c.Table[action], c.Added[action]})
	}
	slices.SortFunc(v.Rows, func(a, b callsRow) int {
		return cmp.Or(cmp.Compare(b.Added, a.Added), cmp.Compare(b.Table, a.Table), cmp.Compare(a.Action, b.Action))
	})
	return v
}
