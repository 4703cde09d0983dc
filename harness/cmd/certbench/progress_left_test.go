package main

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/forecast"
)

func TestALogHasNoTimeLeft(t *testing.T) {
	var out strings.Builder
	p := watch(&out, false, []*bench.File{{}})
	p.rest = forecast.New(forecast.Durations{"TC_B_01_CS": time.Minute, "TC_B_06_CS": time.Minute})
	p.rest.On("")
	for _, play := range []string{"TC_B_01_CS", "TC_B_06_CS"} {
		p.rest.Expect(play, 1)
	}
	p.record(evidence.Record{Play: 1, Begin: &evidence.CaseStarted{ID: "TC_B_01_CS", Name: "Cold boot"}})
	p.record(evidence.Record{Play: 1, End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.Pass, Took: time.Minute}})
	p.close()
	if strings.Contains(out.String(), "left") {
		t.Errorf("expected lines of cases only, got\n%s", out.String())
	}
	if p.foot != "about 1 min left" {
		t.Errorf("expected a terminal to be told that a minute is left, got %q", p.foot)
	}
}
