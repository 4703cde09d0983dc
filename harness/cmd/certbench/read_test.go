package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// What programs read is JSON, and counts as people are told.
func TestPlanListAndShowForPrograms(t *testing.T) {
	code, out, stderr := inProcess("plan", "--cases", "TC_E_03_CS || TC_E_04_CS", "--format", "json")
	var plan planDocument
	if err := json.Unmarshal([]byte(out), &plan); err != nil || code != codePassed {
		t.Fatalf("plan: code %d, %v, %s", code, err, stderr)
	}
	var play []string
	for _, p := range plan.Cases {
		if p.Play {
			play = append(play, p.ID)
		} else if p.Reason == "" {
			t.Errorf("%s is not played without a reason", p.ID)
		}
	}
	if want := []string{"TC_E_03_CS", "TC_E_04_CS"}; !slices.Equal(play, want) || len(plan.Cases) != 424 {
		t.Errorf("expected 424 cases and %v to be played, got %d and %v", want, len(plan.Cases), play)
	}
	_, out, _ = inProcess("list", "--format", "json")
	var all []listed
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 424 {
		t.Errorf("list: expected 424 cases, got %d, %v", len(all), err)
	}
	_, out, _ = inProcess("show", "TC_E_03_CS", "--facts", "--format", "json")
	var one shown
	if err := json.Unmarshal([]byte(out), &one); err != nil || !slices.Contains(one.UseCases, "E02") || !one.Implemented || one.Table != "" {
		t.Errorf("show --facts: expected use case E02 and no table, got %+v, %v", one, err)
	}
}

func TestShowPlaysTheTableOfACase(t *testing.T) {
	t.Parallel()
	code, out, stderr := inProcess("show", "TC_B_06_CS")
	if code != codePassed || !strings.Contains(out, "Main (test scenario)") || !strings.Contains(out, "Verdict: PASS") {
		t.Errorf("expected the table of a case that passes, got code %d, %s%s", code, out, stderr)
	}
}

func TestTheDoctorFindsTheDefaultBenchWell(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "doctor", "--out", t.TempDir(), "--format", "json")
	r.ends(codePassed)
	var found []examined
	if err := json.Unmarshal(r.stdout.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	var what []string
	for _, x := range found {
		what = append(what, string(x.Verdict)+" "+x.What)
	}
	for _, want := range []string{"PASS clock", "PASS bench reference", "PASS rig panel", "PASS station CB-0001"} {
		if !slices.Contains(what, want) {
			t.Errorf("expected %q among %q", want, what)
		}
	}
}
