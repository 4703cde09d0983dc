package reports

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

func TestTheTimeOfTheBenchIsToldFromThatOfTheTables(t *testing.T) {
	own := map[evidence.Wait]time.Duration{evidence.WaitAct: 2 * time.Second, evidence.WaitRest: time.Second, evidence.WaitFence: time.Millisecond}
	run := &evidence.Run{Plays: []evidence.Play{
		{End: &evidence.CaseEnded{Took: 10 * time.Second, Own: own}},
		{End: &evidence.CaseEnded{Took: 2 * time.Second, Own: map[evidence.Wait]time.Duration{}}},
		{End: &evidence.CaseEnded{Took: time.Hour}}, // of a certbench that did not account for it
		{},
	}}
	sum := timeSummary(run.Spent())
	if sum.Plays != 2 || sum.Seconds != 12 || sum.Own != 3.001 || sum.Seconds-sum.Table-sum.Own > 1e-9 || sum.Waits[evidence.WaitAct] != 2 {
		t.Errorf("expected 2 plays of 12 s with 3.001 s of the bench, got %+v", sum)
	}
	if want := "12.0 s of plays: 9.0 s of the table and the station, 3.0 s of the bench (pauses around acts 2.0 s, the way back to rest 1.0 s)"; sum.Sentence() != want {
		t.Errorf("expected %q, got %q", want, sum.Sentence())
	}
	if want := strings.Repeat("#", 30) + strings.Repeat("+", 10); sum.Bar() != want {
		t.Errorf("expected %q, got %q", want, sum.Bar())
	}
	if none := timeSummary((&evidence.Run{Plays: run.Plays[2:]}).Spent()); none.Bar() != "" || none.Sentence() != "" {
		t.Errorf("expected nothing of plays that nobody accounted for, got %q", none.Sentence())
	}
}

func TestThePageOfAPlaySaysWhereItsTimeWent(t *testing.T) {
	play := &evidence.Play{Lists: &evidence.Lists{}, End: &evidence.CaseEnded{Took: 10 * time.Second, Own: map[evidence.Wait]time.Duration{evidence.WaitSettle: 4 * time.Second}}}
	view, err := newPlayView(play)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := templates.ExecuteTemplate(&page, "play", view); err != nil {
		t.Fatal(err)
	}
	if want := "took 10.0 s: 6.0 s of the table and the station, 4.0 s of the bench (pauses for the station to settle 4.0 s)"; !strings.Contains(page.String(), want) {
		t.Errorf("expected %q on the page, got %s", want, page.String())
	}
}
