package evidence

import (
	"slices"
	"testing"
)

func TestAFindingIsTheRunsAndStandsThereOnce(t *testing.T) {
	breach := func(actual string, frame int64) *Finding {
		return &Finding{Kind: FoundBetween, Subject: "TransactionEventRequest", Requirement: "seqNo counts.", Actual: actual, Frame: frame, Verdict: Fail}
	}
	run := Fold([]Record{
		{Seq: 1, Case: "TC_E_03_CS", Play: 1, Begin: &CaseStarted{ID: "TC_E_03_CS"}},
		{Seq: 2, Case: "TC_E_03_CS", Play: 1, Finding: breach("3, 5 in the order of arrival", 7)},
		{Seq: 3, Case: "TC_E_03_CS", Play: 1, End: &CaseEnded{ID: "TC_E_03_CS", Verdict: Pass}},
		{Seq: 4, Finding: breach("8, 17 in the order of arrival", 9)},
		{Seq: 5, Case: "TC_E_04_CS", Play: 2, Bench: "b", Finding: &Finding{Kind: FoundUntold, Subject: "TxCtrlr.TxStartPoint", Actual: "UnknownVariable", Verdict: Warning}},
	})
	if n := len(run.Plays[0].Items); n != 0 || run.Plays[0].Verdict != Pass {
		t.Errorf("expected a play without items that passed, got %d items and %s", n, run.Plays[0].Verdict)
	}
	if len(run.Found) != 2 {
		t.Fatalf("expected 2 findings, got %+v", run.Found)
	}
	f := run.Found[0]
	if f.Count != 2 || f.Frame != 7 || f.Seq != 2 || !slices.Equal(f.After, []string{"TC_E_03_CS"}) {
		t.Errorf("expected 2 times, first in frame 7, after TC_E_03_CS, got %+v", f)
	}
	if f := run.Found[1]; f.Count != 1 || !slices.Equal(f.Benches, []string{"b"}) {
		t.Errorf("expected once on bench b, got %+v", f)
	}
}

func TestFindingsOfAnotherRequirementAreOthers(t *testing.T) {
	a := Finding{Kind: FoundUntold, Subject: "OCPPCommCtrlr.OfflineThreshold", Actual: "UnknownVariable"}
	if !a.Same(a) {
		t.Error("expected a finding to be the same as itself")
	}
	for _, b := range []Finding{
		{Kind: FoundUntold, Subject: "OCPPCommCtrlr.OfflineThreshold", Actual: "UnknownComponent"},
		{Kind: FoundUntold, Subject: "OCPPCommCtrlr.MessageTimeout", Actual: "UnknownVariable"},
		{Kind: FoundBetween, Subject: "OCPPCommCtrlr.OfflineThreshold", Actual: "UnknownVariable"},
		{Kind: FoundUntold, Subject: "OCPPCommCtrlr.OfflineThreshold", Actual: "UnknownVariable", Requirement: "It is there."},
		{Kind: FoundUntold, Subject: "OCPPCommCtrlr.OfflineThreshold", Actual: "UnknownVariable", Verdict: Warning},
	} {
		if a.Same(b) {
			t.Errorf("expected two findings, got one of %+v and %+v", a, b)
		}
	}
}
