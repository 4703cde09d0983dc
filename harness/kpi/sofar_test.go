package kpi

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"pgregory.net/rapid"
)

// TestAtEachRecordTheIndicatorsStandAsIfItWereTheLast holds what is told while a run goes on against what is computed of a run that ends there.
func TestAtEachRecordTheIndicatorsStandAsIfItWereTheLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, m := anyRun(t), NewMeter()
		for n, rec := range s.records {
			m.Add(rec)
			for i, want := range compute(s.records[:n+1], nil) {
				got := m.SoFar(3)[i]
				if got.Count != want.Count || len(got.Last) != min(3, want.Count) || want.Statistics != nil && (got.Min != want.Min || got.Max != want.Max) {
					t.Fatalf("after record %d %s stands as %+v, expected %s", n+1, want.ID, got, told(want))
				}
			}
		}
	})
}

func TestASampleIsToldAsSoonAsTheMessageHasCome(t *testing.T) {
	s, m := &script{}, NewMeter()
	s.send(0, "1", "TriggerMessage", `{"requestedMessage":"Heartbeat"}`)
	s.answer(10, "1", "TriggerMessage", yes)
	s.says(40, "Heartbeat", `{}`)
	s.send(100, "2", "RequestStartTransaction", `{"remoteStartId":11}`)
	s.answer(110, "2", "RequestStartTransaction", yes)
	s.says(160, "TransactionEvent", event("RemoteStart", "T1", "", `,"remoteStartId":11`))
	counts := func() (all [4]int) {
		for i, one := range m.SoFar(10) {
			all[i] = one.Count
		}
		return all
	}
	for n, want := range [][4]int{{}, {1}, {1, 1}, {1, 1}, {2, 1}, {2, 1, 1}} {
		if m.Add(s.records[n]); counts() != want {
			t.Errorf("after record %d there are %v samples, expected %v", n+1, counts(), want)
		}
	}
	s.act(20, 300, "PresentToken") // which went on all the while, and is known only now
	if m.Add(s.records[6]); counts() != [4]int{2} {
		t.Errorf("after the act there are %v samples, expected those of the answers alone", counts())
	}
}

func TestWhatCameBeforeARunWasCutOffCounts(t *testing.T) {
	s := &script{}
	s.send(0, "1", "GetBaseReport", `{"requestId":7,"reportBase":"FullInventory"}`)
	s.answer(10, "1", "GetBaseReport", yes)
	s.says(40, "NotifyReport", `{"requestId":7}`)
	s.send(100, "2", "GetBaseReport", `{"requestId":8,"reportBase":"FullInventory"}`)
	s.answer(110, "2", "GetBaseReport", yes)
	s.send(120, "3", "ClearCache", `{}`)
	s.add(200, evidence.Record{Kind: evidence.KindResumed, Resumed: &evidence.Resumed{}})
	s.says(300, "NotifyReport", `{"requestId":8}`)
	s.send(400, "4", "GetBaseReport", `{"requestId":9,"reportBase":"FullInventory"}`)
	s.answer(410, "4", "GetBaseReport", yes)
	s.says(450, "NotifyReport", `{"requestId":9}`)
	if got, want := told(of(t, Triggered, s)), "1→3 0.040\n9→11 0.050\n4→5: the run was cut off before it had come"; got != want {
		t.Errorf("got\n%s\nexpected\n%s", got, want)
	}
	if got, want := told(of(t, Response, s)), "1→2 0.010\n4→5 0.010\n9→10 0.010\n6→0: the connection ended before an answer came"; got != want {
		t.Errorf("got\n%s\nexpected\n%s", got, want)
	}
}
