package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// awaitings are what the evidence says that plays have waited for.
func (l *lab) awaitings() (all []evidence.Awaiting) {
	for _, rec := range l.rec.all() {
		if rec.Awaiting != nil {
			all = append(all, *rec.Awaiting)
		}
	}
	return all
}

func TestWhatIsWaitedForIsRecordedOnceTheWaitIsLong(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		began := time.Now()
		l.csms.later(500*time.Millisecond, "Authorize", authorize)
		l.csms.later(4*time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			for row := range 2 {
				_, call := Receive[ocpp201.AuthorizeRequest](s, 2*row+1)
				call.Accept(2*row + 2)
			}
		})
		all := l.awaitings()
		if len(all) != 1 {
			t.Fatalf("the evidence holds %d awaitings %+v, expected that of the second row alone: the first came within a second", len(all), all)
		}
		a := all[0]
		if a.Number != "3" || a.Actor != evidence.ActorStation || a.What != "sends AuthorizeRequest" || a.Stage != evidence.Main {
			t.Errorf("got %+v, expected row 3 with the Charging Station's own sentence", a)
		}
		if got, want := a.Until.Sub(began), 500*time.Millisecond+l.bench.Timeouts.Message; got < want || got > want+time.Second {
			t.Errorf("it says that the wait is over %s after the beginning, expected %s", got, want)
		}
	})
}
