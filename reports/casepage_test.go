package reports

import (
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

func TestTheCommandThatPlaysACaseAgainKeepsItsGrounds(t *testing.T) {
	for arguments, want := range map[string]string{
		"run": "certbench run --cases TC_E_03_CS",
		"run --out runs/1 --bench my bench.yaml --cases Core && E": "certbench run --bench my --cases TC_E_03_CS",
		"run --pics=p.yaml -v --bench b.yaml":                      "certbench run --pics p.yaml --bench b.yaml --cases TC_E_03_CS",
	} {
		if got := reproduce(evidence.RunStarted{Arguments: strings.Fields(arguments)}, "", "TC_E_03_CS"); got != want {
			t.Errorf("%s: %s, want %s", arguments, got, want)
		}
	}
	// A reference station that is alone would be in another security profile than it was as one of several.
	side := evidence.RunStarted{Arguments: []string{"run", "--parallel", "3"}, SecurityProfile: 1, Benches: []evidence.BenchUsed{{Name: "a", SecurityProfile: 1}, {Name: "b", SecurityProfile: 3}}}
	for bench, want := range map[string]string{"a": "certbench run --cases TC_E_03_CS", "b": "certbench run --security-profile 3 --cases TC_E_03_CS"} {
		if got := reproduce(side, bench, "TC_E_03_CS"); got != want {
			t.Errorf("on %s: %s, want %s", bench, got, want)
		}
	}
	alone := evidence.RunStarted{Arguments: []string{"run", "--bench", "b.yaml"}, SecurityProfile: 2}
	if got, want := reproduce(alone, "", "TC_E_03_CS"), "certbench run --bench b.yaml --cases TC_E_03_CS"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := shellWords([]string{"--bench", "it's here.yaml"}), `--bench 'it'\''s here.yaml'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// firstPlay is the view of the first play with such an id.
func firstPlay(t *testing.T, id string) *playView {
	t.Helper()
	s := sourceOf(t, richRun(t))
	for _, o := range s.Outcomes {
		if o.Planned.ID == id {
			view := first(caseViews(o, false))
			if err := s.open(&view); err != nil {
				t.Fatal(err)
			}
			return view.Play
		}
	}
	t.Fatalf("nobody played %s", id)
	return nil
}

func TestTheDiagramIsDividedAsTheTableIs(t *testing.T) {
	var got []string
	for _, e := range firstPlay(t, "TC_E_04_CS").Events {
		if e.Kind == "stage" {
			got = append(got, e.Name)
		}
	}
	want := "Before (preparations) | Main (test scenario) | Back to rest (the bench's own work)"
	if strings.Join(got, " | ") != want {
		t.Errorf("the diagram is divided into %q, want %q", strings.Join(got, " | "), want)
	}
}

func TestAFileIsDrawnWhenItWasMoved(t *testing.T) {
	began := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	moved := &evidence.Transfer{Kind: "upload", Protocol: "HTTP", Path: "/logs/" + hostile, Client: "10.0.0.7:4711", Size: 13,
		Began: began, Ended: began.Add(1500 * time.Millisecond), Fault: "the client left"}
	p := &evidence.Play{Began: began, Lists: &evidence.Lists{Transfers: []evidence.Record{{Seq: 4, At: moved.Ended, Transfer: moved}}}}
	events := sequence(p, nil)
	e := events[len(events)-1]
	if e.Name != "HTTP upload" || e.Time != "1.500" || !strings.HasPrefix(e.Gist, "13 bytes in 1.5s · 10.0.0.7:4711 · /logs/") || strings.Join(e.Trouble, "") != "the client left" {
		t.Errorf("expected an upload of 13 bytes that its client left after 1.5 s, got %+v", e)
	}
}

func TestEveryGeneralRuleHasARowOfItsOwn(t *testing.T) {
	for _, s := range firstPlay(t, "TC_E_04_CS").Stages {
		if s.Title != stageTitle(evidence.Always) {
			continue
		}
		var rules []string
		for _, r := range s.Rows {
			rules = append(rules, string(r.Verdict)+" "+r.Text)
		}
		if got, want := strings.Join(rules, ", "), "PASS seqNo counts up without gaps, PASS every frame follows the schema of its action, FAIL Every frame follows the schema of its action."; got != want {
			t.Errorf("rules\n%s\nwant\n%s", got, want)
		}
		return
	}
	t.Error("the table has no general validations")
}

func TestARequirementThatWasMetSaysWhichOne(t *testing.T) {
	p := evidence.Play{Begin: evidence.CaseStarted{Requirements: []string{"E01.FR.01"}}}
	r := evidence.TableRow{Text: "sends", Verdict: evidence.Pass, Checks: []evidence.CheckAt{
		{Check: evidence.Check{Requirement: `evse.id is 1.`, Path: "evse.id", Verdict: evidence.Pass, Requirements: []string{"E01.FR.16"}}},
		{Check: evidence.Check{Requirement: "The energy transfer has started.", Path: "chargingState", Verdict: evidence.Pass}},
	}}
	held := rowViews(r, &p)[0].Held
	if len(held) != 2 || held[0].Text != "evse.id is 1." || strings.Join(held[0].Requirements, "") != "E01.FR.16" || held[1].Text != "chargingState: The energy transfer has started." {
		t.Errorf("met: %+v", held)
	}
}

func TestSmallTimesReadInMilliseconds(t *testing.T) {
	for v, want := range map[float64]string{0: "0.00 ms", 0.00087: "0.87 ms", 0.0531: "53.1 ms", 0.222: "0.222 s", 12.5: "12.500 s"} {
		if got := timeWord(v); got != want {
			t.Errorf("%g s reads %q, want %q", v, got, want)
		}
	}
}

func TestAPlayIsPlayedAgainInItsModeAlone(t *testing.T) {
	for mode, want := range map[string]string{"": "TC_N_25_CS", "remote": "TC_N_25_CS/remote", "SFTP": "TC_N_25_CS/SFTP", "local FTP": "TC_N_25_CS/FTP"} {
		if got := selected("TC_N_25_CS", mode); got != want {
			t.Errorf("%q: expected %s, got %s", mode, want, got)
		}
	}
}

// first is the view of a case that was played once, or not at all.
func first(views iter.Seq[caseView]) (first caseView) {
	for first = range views {
		break
	}
	return first
}
