package station_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/product"
)

var allPoints = []string{product.PointParkingBay, product.PointEVConnected, product.PointAuthorized, product.PointPowerPath, product.PointEnergy}

// subsets are all non-empty sets of points.
func subsets() [][]string {
	var all [][]string
	for bits := 1; bits < 1<<len(allPoints); bits++ {
		var set []string
		for i, point := range allPoints {
			if bits>>i&1 == 1 {
				set = append(set, point)
			}
		}
		all = append(all, set)
	}
	return all
}

// A visit has six steps: into the bay, then cable and token in either order, then token, cable out, out of the bay. The
// tables say at which step each point is reached or left (part 2, sections 2.6.6.1 and 2.6.6.2).
var (
	cableFirst = map[string]int{product.PointParkingBay: 1, product.PointEVConnected: 2, product.PointAuthorized: 3, product.PointPowerPath: 3, product.PointEnergy: 3}
	tokenFirst = map[string]int{product.PointParkingBay: 1, product.PointAuthorized: 2, product.PointEVConnected: 3, product.PointPowerPath: 3, product.PointEnergy: 3}
	leaving    = map[string]int{product.PointAuthorized: 4, product.PointPowerPath: 4, product.PointEnergy: 4, product.PointEVConnected: 5, product.PointParkingBay: 6}
)

func first(steps map[string]int, points []string) int {
	step := 99
	for _, point := range points {
		step = min(step, steps[point])
	}
	return step
}

func TestEveryStartAndStopPointTakesEffectAtItsStep(t *testing.T) {
	type combination struct{ start, stop []string }
	var combinations []combination
	for _, set := range subsets() {
		for _, point := range allPoints {
			combinations = append(combinations, combination{set, []string{point}}, combination{[]string{point}, set})
		}
	}
	for _, c := range combinations {
		for order, starts := range map[string]map[string]int{"cable first": cableFirst, "token first": tokenFirst} {
			name := fmt.Sprintf("%s from %s to %s", order, strings.Join(c.start, "+"), strings.Join(c.stop, "+"))
			t.Run(name, func(t *testing.T) {
				visit(t, c.start, c.stop, order == "cable first", first(starts, c.start), first(leaving, c.stop))
			})
		}
	}
}

// visit plays the six steps and compares when the transaction starts and ends.
func visit(t *testing.T, start, stop []string, cableFirst bool, startStep, stopStep int) {
	settings := map[string]string{"TxCtrlr.TxStartPoint": strings.Join(start, ","), "TxCtrlr.TxStopPoint": strings.Join(stop, ",")}
	bubble(t, with(settings), func(r *rig) {
		steps := []func(){
			func() { r.do(r.panel.Bay(1, true)) }, r.plugIn, func() { r.present("CARD") },
			func() { r.present("CARD") }, r.plugOut, func() { r.do(r.panel.Bay(1, false)) },
		}
		if !cableFirst {
			steps[1], steps[2] = steps[2], steps[1]
		}
		started, ended := 0, 0
		for i, step := range steps {
			before := len(r.events())
			step()
			for _, e := range r.events()[before:] {
				switch e.EventType {
				case ocpp201.TransactionEventEnumStarted:
					started = i + 1
				case ocpp201.TransactionEventEnumEnded:
					ended = i + 1
				}
			}
			if c, _ := r.panel.Read().At(1, 1); c.Contactor != (i == 2) {
				t.Errorf("step %d: expected the contactor closed only after step 3, got closed = %t", i+1, c.Contactor)
			}
		}
		if started != startStep || ended != stopStep {
			t.Errorf("expected Started at step %d and Ended at step %d, got %d and %d:\n%s", startStep, stopStep, started, ended,
				strings.Join(brief(r.events()), "\n"))
		}
		sound(t, r.events())
	})
}

// sound checks what holds for the events of any one transaction.
func sound(t *testing.T, events []ocpp201.TransactionEventRequest) {
	t.Helper()
	connected, evseSeen, starts, tokens := false, false, 0, 0
	for i, e := range events {
		if e.SeqNo != i {
			t.Errorf("event %d: expected seqNo %d, got %d", i, i, e.SeqNo)
		}
		if e.TransactionInfo.TransactionID != events[0].TransactionInfo.TransactionID {
			t.Errorf("event %d: expected one transactionId, got another", i)
		}
		if (e.EventType == ocpp201.TransactionEventEnumStarted) != (i == 0) {
			t.Errorf("event %d: expected Started first and only first, got %s", i, e.EventType)
		}
		if e.EventType == ocpp201.TransactionEventEnumStarted {
			starts++
		}
		if state := e.TransactionInfo.ChargingState; state == nil {
			t.Errorf("event %d: expected a chargingState", i)
		} else if *state != ocpp201.ChargingStateIdle {
			if !connected && e.EVSE == nil {
				t.Errorf("event %d: expected evse in the first event with an EV (E01.FR.16)", i)
			}
			connected = true
		}
		if e.EVSE != nil {
			if evseSeen {
				t.Errorf("event %d: expected evse only once", i)
			}
			evseSeen = true
		}
		if e.IDToken != nil {
			tokens++
		}
	}
	if last := events[len(events)-1]; last.EventType != ocpp201.TransactionEventEnumEnded {
		t.Errorf("expected Ended last, got %s", last.EventType)
	}
	if tokens > 2 {
		t.Errorf("expected the idToken at most once for the start and once for the stop, got it %d times", tokens)
	}
}
