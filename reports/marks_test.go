package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestMarksOfPlaysStandInTheReportAndLeadToThem(t *testing.T) {
	s := twoCases(t, true)
	play := s.Run.Plays[0]
	s.Marks = []Marks{
		{ID: "known", Title: "Known failures", Intro: "They do not fail the run.", Heads: []string{"Ticket", "Until"},
			Rows: []Marked{{Verdict: evidence.Fail, ID: play.Begin.ID, Mode: play.Begin.Mode, Play: play.Number, Cells: []string{"EV-17 <b>", "2027-01-01"}},
				{ID: "TC_X_99_CS", Cells: []string{"EV-18", "2027-02-01"}}}},
		{ID: "waver", Title: "Rows that waver"},
	}
	var b bytes.Buffer
	if err := HTML(&b, s); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{`<h2 id="known">Known failures</h2>`, "They do not fail the run.", "EV-17 &lt;b&gt;", `href="#` + play.Begin.ID, "TC_X_99_CS", "<th>Ticket</th>"} {
		if !strings.Contains(page, want) {
			t.Errorf("expected %s on the page", want)
		}
	}
	if strings.Contains(page, "Rows that waver") {
		t.Error("a part without a line stands on the page")
	}
}
