package station_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

var errKilled = errors.New("killed")

// deadlyStore kills the station at its n-th Save, before or after the data is safe.
type deadlyStore struct {
	station.Store
	left  int // saves until death, 0 for never
	after bool
}

func (s *deadlyStore) Save(name string, data []byte) error {
	if s.left > 0 {
		if s.left--; s.left == 0 {
			if s.after {
				if err := s.Store.Save(name, data); err != nil {
					return err
				}
			}
			return errKilled
		}
	}
	return s.Store.Save(name, data)
}

// TestTheStationSurvivesBeingKilledAtAnySave plays the same stay again and again, killing the station at its first, second,
// third … Save, and restarts it. Whatever the moment, the CSMS must in the end have complete transactions.
func TestTheStationSurvivesBeingKilledAtAnySave(t *testing.T) {
	for _, resume := range []bool{false, true} {
		for _, after := range []bool{false, true} {
			for n := 1; ; n++ {
				store := &deadlyStore{Store: station.Memory(), left: n, after: after}
				t.Run(fmt.Sprintf("resume %t, after %t, save %d", resume, after, n), func(t *testing.T) { killedStay(t, store, resume) })
				if store.left > 0 {
					if n < 12 {
						t.Errorf("expected the stay to save at least a dozen times, got %d", n)
					}
					break
				}
			}
		}
	}
}

func killedStay(t *testing.T, store *deadlyStore, resume bool) {
	synctestRig(t, func(c *station.Config) {
		points("EVConnected", "EVConnected")(c)
		c.Store, c.Capabilities.ResumeAfterPowerLoss = store, resume
		with(map[string]string{"AuthCtrlr.OfflineTxForUnknownIdEnabled": "true", "SampledDataCtrlr.TxUpdatedInterval": "60"})(c)
	}, func(r *rig) {
		r.start()
		card := func() { r.try(r.panel.PresentToken(panel.Token{ID: "CARD", Type: "ISO14443"}, 0, 0)) }
		for _, step := range []func(){
			func() { r.try(r.panel.PlugIn(1, 1, false)) }, card, func() { r.pass(90 * time.Second) },
			r.offline, func() { r.pass(90 * time.Second) }, r.online,
			card, func() { r.try(r.panel.PlugOut(1, 1)) },
		} {
			step()
			r.revive()
		}
		if r.panel.Read().Connectors[0].Plugged { // the card began a new authorization after a restart
			card()
			r.revive()
			r.try(r.panel.PlugOut(1, 1))
			r.revive()
		}
		r.pass(10 * time.Minute)
		complete(t, r)
		r.close()
	})
}

// try is an act that the moment of death may have made impossible.
func (r *rig) try(err error) {
	if err != nil {
		r.Logf("act: %v", err)
	}
	synctest.Wait()
}

// revive restarts a station that was killed.
func (r *rig) revive() {
	r.Helper()
	select {
	case err := <-r.done:
		if !errors.Is(err, errKilled) {
			r.Fatalf("Run: expected the store's error, got %v", err)
		}
		r.start()
		r.pass(time.Minute)
	default:
	}
}

// complete checks that every transaction the CSMS has heard of is there from Started to Ended without a gap, repeated
// events being the same as before, and that the station keeps none back.
func complete(t *testing.T, r *rig) {
	t.Helper()
	next := map[string]int{}
	ended := map[string]bool{}
	for _, e := range r.events() {
		id := e.TransactionInfo.TransactionID
		if e.SeqNo > next[id] {
			t.Errorf("transaction %s: expected seqNo %d or one before, got %d", id, next[id], e.SeqNo)
		}
		if (e.SeqNo == 0) != (e.EventType == ocpp201.TransactionEventEnumStarted) {
			t.Errorf("transaction %s: expected Started with seqNo 0 only, got %s with %d", id, e.EventType, e.SeqNo)
		}
		next[id] = max(next[id], e.SeqNo+1)
		ended[id] = ended[id] || e.EventType == ocpp201.TransactionEventEnumEnded
	}
	for id := range next {
		if !ended[id] {
			t.Errorf("transaction %s: expected it to have ended:\n%s", id, strings.Join(brief(r.events()), "\n"))
		}
	}
	if len(next) == 0 {
		t.Error("expected at least one transaction")
	}
	r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "false")
}

func TestAStationThatCannotSaveStopsAtOnce(t *testing.T) {
	synctestRig(t, func(c *station.Config) { c.Store = &deadlyStore{Store: station.Memory(), left: 3} }, func(r *rig) { // after the profile that connected and the registration
		r.start()
		r.plugIn()
		r.present("CARD")
		if err := <-r.done; !errors.Is(err, errKilled) || !strings.Contains(err.Error(), "transactions") {
			t.Errorf("expected an error that names the record %q, got %v", "transactions", err)
		}
		if n := len(r.sent("TransactionEvent")); n != 0 {
			t.Errorf("expected no event to be sent that was not saved, got %d", n)
		}
		r.done <- nil
		r.close()
	})
}
