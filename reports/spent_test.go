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

// Whoever adds the parts up comes to all of it, in the words of the terminal and in those of the page.
func TestThePartsOfTheTimeAddUpAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		took, own time.Duration
		want      string
	}{
		{23*time.Minute + 13400*time.Millisecond, 7*time.Minute + 41900*time.Millisecond, "23 min 13 s of plays: 15 min 31 s of the table and the station, 7 min 42 s of the bench"},
		{12040 * time.Millisecond, 3060 * time.Millisecond, "12.0 s of plays: 8.9 s of the table and the station, 3.1 s of the bench"},
		{59960 * time.Millisecond, 30 * time.Millisecond, "1 min 0 s of plays: 1 min 0 s of the table and the station, 0.0 s of the bench"},
		{61 * time.Second, 61 * time.Second, "1 min 1 s of plays: 0.0 s of the table and the station, 1 min 1 s of the bench"},
		{2*time.Hour + 90*time.Second, 59 * time.Minute, "2 h 1 min of plays: 1 h 2 min of the table and the station, 59 min 0 s of the bench"},
	} {
		run := evidence.Run{Plays: []evidence.Play{{End: &evidence.CaseEnded{Took: c.took, Own: map[evidence.Wait]time.Duration{evidence.WaitAct: c.own}}}}}
		sum := timeSummary(run.Spent())
		if line, _, _ := strings.Cut(sum.Sentence(), " ("); line != c.want {
			t.Errorf("expected %q, got %q", c.want, line)
		}
		if took, _, _ := strings.Cut(c.want, " of plays"); took != readable(c.took) {
			t.Errorf("a play of %s is said to have taken %q, and its parts come to %q", c.took, readable(c.took), took)
		}
		if page := newTimeView(&Source{Run: run}); page == nil || page.Sentence != c.want+"." {
			t.Errorf("expected %q on the page, got %+v", c.want+".", page)
		}
	}
}
