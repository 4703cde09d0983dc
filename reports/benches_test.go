package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// twoCases is a run of two cases: on one bench, or on two side by side that send the same message ids at the same time.
func twoCases(t *testing.T, sideBySide bool) *Source {
	t.Helper()
	var out bytes.Buffer
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	recorder := evidence.New(&out, nil)
	sides := []interface {
		Append(evidence.Record) (int64, error)
	}{recorder, recorder, recorder}
	started := evidence.RunStarted{Bench: "rack-1", BenchHash: "aa", Seed: 1, Rigs: map[string]string{"cable": "gpio"}}
	stations := []evidence.Station{{ID: "CB-1", Vendor: "V", Model: "M", Serial: "S1"}}
	if sideBySide {
		started.Arguments = []string{"run", "--bench", "1.yaml", "--pics=p.yaml", "--bench", "2.yaml"}
		started.Benches = []evidence.BenchUsed{
			{Name: "rack-1", Station: "CB-1", File: "bench.yaml", Hash: "aa", Rigs: started.Rigs},
			{Name: "rack-2", Station: "CB-2", File: "bench-2.yaml", Hash: "bb", Rigs: map[string]string{"cable": "none"}}}
		stations = append(stations, evidence.Station{ID: "CB-2", Vendor: "V", Model: "M", Serial: "S2"})
		sides = append(sides[:1], recorder.Side("rack-1"), recorder.Side("rack-2"))
	}
	add := func(side, ms int, c string, rec evidence.Record) {
		t.Helper()
		rec.At, rec.Case = now.Add(time.Duration(ms)*time.Millisecond), c
		if c != "" {
			rec.Play = 1
			if !sideBySide {
				rec.Play = side
			}
		}
		if _, err := sides[side].Append(rec); err != nil {
			t.Fatal(err)
		}
	}
	frame := func(side, ms int, c string, d evidence.Direction, typ, raw string) {
		add(side, ms, c, evidence.Record{Frame: &evidence.Frame{Direction: d, Type: typ, Conn: 1, MessageID: "1", Action: "ClearCache", Raw: raw,
			At: now.Add(time.Duration(ms) * time.Millisecond)}})
	}
	cases := []string{"", "TC_B_01_CS", "TC_B_06_CS"}
	add(0, 0, "", evidence.Record{Run: &started})
	for _, id := range cases[1:] {
		add(0, 0, "", evidence.Record{Planned: &evidence.Planned{ID: id, Name: "Case " + id, Block: "B"}})
	}
	for i, s := range stations {
		add(i+1, 0, "", evidence.Record{Station: &s})
	}
	order := []int{1, 2} // side by side each step of one comes between the steps of the other
	steps := []func(side int){
		func(i int) { add(i, 10, cases[i], evidence.Record{Begin: &evidence.CaseStarted{ID: cases[i]}}) },
		func(i int) { frame(i, 10*i, cases[i], evidence.Out, "CALL", `[2,"1","ClearCache",{}]`) },
		func(i int) {
			frame(i, 10*i+100*i, cases[i], evidence.In, "CALLRESULT", `[3,"1",{"status":"Accepted"}]`)
		},
		func(i int) {
			add(i, 400, cases[i], evidence.Record{Check: &evidence.Check{Stage: evidence.Main, Row: "1", Requirement: "It is so.", Verdict: evidence.Fail}})
		},
		func(i int) {
			add(i, 500, cases[i], evidence.Record{End: &evidence.CaseEnded{ID: cases[i], Verdict: evidence.Fail, Reason: "It is not so."}})
		},
	}
	if sideBySide {
		for _, step := range steps {
			for _, i := range order {
				step(i)
			}
		}
	} else {
		for _, i := range order {
			for _, step := range steps {
				step(i)
			}
		}
	}
	add(0, 600, "", evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Fail}})
	log, err := evidence.Read(&out)
	if err != nil || log.Verify() != nil {
		t.Fatalf("expected whole evidence, got %v and %v", err, log.Verify())
	}
	return From(log, nil)
}

func TestEveryDocumentTellsTheBenchesApart(t *testing.T) {
	s := twoCases(t, true)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"report.html": {made(t, HTML, s), []string{
			"<h4>Benches, side by side</h4>", "<dt>rack-2</dt><dd>station CB-2 (V M, serial number S2), bench file bb</dd>", "<dt>No rig for at rack-2</dt><dd>cable</dd>",
			"<dt>Identity</dt><dd>CB-1, CB-2</dd>", "<dt>Vendor</dt><dd>V</dd>", "<dt>Bench</dt><dd>rack-2</dd>",
			"<code>certbench run --bench 1.yaml --pics p.yaml --cases TC_B_01_CS</code>", "<code>certbench run --pics p.yaml --bench 2.yaml --cases TC_B_06_CS</code>",
			"<p>Measured while 2 stations were played side by side (benches rack-1, rack-2): one certbench served them all"}},
		"abstract.html": {made(t, Abstract, s), []string{"station CB-2 (V M, serial number S2)", "<td>none; tested on the bench rack-1, rack-2</td>", "<p>Measured while 2 stations were played side by side"}},
		"junit.xml":     {made(t, JUnit, s), []string{`hostname="rack-1, rack-2"`, `<property name="station" value="CB-1, CB-2">`, "on bench rack-1&#xA;FAIL", "on bench rack-2&#xA;FAIL"}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.text, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
	var sum Summary
	if err := json.Unmarshal([]byte(made(t, JSON, s)), &sum); err != nil {
		t.Fatal(err)
	}
	if len(sum.Stations) != 2 || len(sum.Run.Benches) != 2 || sum.Cases[0].Plays[0].Bench != "rack-1" || sum.Cases[1].Plays[0].Bench != "rack-2" {
		t.Errorf("run.json: expected two stations on two benches and where each case was played, got %+v, %+v and %+v", sum.Stations, sum.Run.Benches, sum.Cases)
	}
}

func TestARunOnOneBenchSaysNothingOfOthers(t *testing.T) {
	s := twoCases(t, false)
	for name, page := range map[string]string{"report.html": made(t, HTML, s), "abstract.html": made(t, Abstract, s), "junit.xml": made(t, JUnit, s), "run.json": made(t, JSON, s)} {
		for _, not := range []string{"side by side", "on bench", `"benches"`, `"stations"`, "<dt>Bench</dt>"} {
			if strings.Contains(page, not) {
				t.Errorf("%s holds %q, and there was one bench", name, not)
			}
		}
	}
}

func TestMoreStationsChangeNoVerdictAndNoTime(t *testing.T) {
	serial, parallel := twoCases(t, false), twoCases(t, true)
	c := Diff(serial, parallel)
	if len(c.Cases) != 0 {
		t.Errorf("expected every case to come out the same, got %+v", c.Cases)
	}
	var told []string
	for _, x := range c.Identity {
		told = append(told, fmt.Sprintf("%s: %s → %s", x.What, x.Before, x.After))
	}
	if want := "station: CB-1 → CB-1, CB-2; serial number: S1 → S1, S2; bench: rack-1 → rack-1, rack-2; bench file: aa → aa, bb"; strings.Join(told, "; ") != want {
		t.Errorf("expected %s, got %s", want, strings.Join(told, "; "))
	}
	for _, s := range []*Source{serial, parallel} {
		if i := s.Indicators[0]; len(i.Samples) != 2 || i.Samples[0].Value != 0.1 || i.Samples[1].Value != 0.2 {
			t.Errorf("expected response times of 0.1 s and 0.2 s, got %+v", i.Samples)
		}
	}
}

func TestWhyARunIsNoPassStandsBesideItsHeadline(t *testing.T) {
	st := Standing{Counts: Counts{evidence.Pass: 2}}
	ended := evidence.RunEnded{Verdict: evidence.Error, Reason: "Bench rack-2 broke: relay 3 is stuck."}
	(&Source{Run: evidence.Run{Ended: &ended}}).conclude(&st)
	if want := "ERROR: all of 2 applicable cases passed. Bench rack-2 broke: relay 3 is stuck."; st.Sentence() != want {
		t.Errorf("expected %q, got %q", want, st.Sentence())
	}
}
