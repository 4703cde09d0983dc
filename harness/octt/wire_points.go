package octt

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A station that cannot be asked for TxStartPoint and TxStopPoint shows them by its transactions: by the message with which one
// begins, or ends, together with what was done to the station before it. Only what has one reading is taken. What a driver's stop
// ends may be ended by Authorized or by PowerPathClosed, and so may what ends with the EV being unplugged while the driver is
// authorized (part 2, E06.FR.02, E06.FR.03, E06.FR.06, E09.FR.01): that shows nothing.

const startPoints, stopPoints = "TxCtrlr.TxStartPoint", "TxCtrlr.TxStopPoint"

// pointShown is what a transaction has shown of a point: that the variable contains it, or does not.
type pointShown struct {
	contained bool
	frame     int64
	since     time.Time
}

// deciding are the points that tell a bench how all other plays go on. Of the start, whatever comes later than both is too late
// to begin a transaction, or begins it where neither does; of the stop, PowerPathClosed ends what either of the others ends.
var deciding = map[string][]string{startPoints: {"EVConnected", "Authorized"}, stopPoints: {"EVConnected", "Authorized", "PowerPathClosed"}}

// showsPoints notes what the last message of a transaction shows of the points. The caller holds mu.
func (w *wire) showsPoints(m *Message, tx *ledger.Transaction) {
	if tx == nil || !w.own(tx) || len(m.problems) > 0 {
		return
	}
	e := tx.Events[len(tx.Events)-1]
	if e.Seq != m.Seq || e.Told.Offline != nil && *e.Told.Offline { // sent again, or of a time of which the order is not known
		return
	}
	switch e.Kind {
	case ocpp201.TransactionEventEnumStarted:
		for point, contained := range w.begunBy(tx, e) {
			w.pointShown(startPoints, point, contained, m)
		}
	case ocpp201.TransactionEventEnumEnded:
		for point, contained := range endedBy(tx, e) {
			w.pointShown(stopPoints, point, contained, m)
		}
	}
}

// pointShown keeps what a message shows of a point. What is shown once more stays what that frame has shown which was the first.
func (w *wire) pointShown(name, point string, contained bool, m *Message) {
	of := w.points[name]
	if of == nil {
		of = map[string]pointShown{}
		w.points[name] = of
	}
	if known, ok := of[point]; !ok || known.contained != contained {
		of[point] = pointShown{contained, m.Seq, m.At}
	}
}

// begunBy is what a Started shows of TxStartPoint (part 2, E01.FR.01 to E01.FR.06). Only the first transaction of a play shows
// anything, because only for that it is known that nothing is left of another session. The caller holds mu.
func (w *wire) begunBy(tx *ledger.Transaction, e ledger.Event) map[string]bool {
	for id, other := range w.book.Transactions {
		if id != tx.ID && w.own(other) {
			return nil
		}
	}
	done := w.book.StimuliBetween(w.phase.before, e.Seq)
	identified := e.Told.IDToken != nil || e.Told.TransactionInfo.RemoteStartID != nil
	switch e.Trigger {
	case ocpp201.TriggerReasonEVDetected:
		return map[string]bool{"ParkingBayOccupancy": true}
	case ocpp201.TriggerReasonSignedDataReceived:
		return map[string]bool{"DataSigned": true}
	case ocpp201.TriggerReasonCablePluggedIn:
		switch {
		case !identified && !w.mayBeAuthorized(done):
			return map[string]bool{"EVConnected": true}
		case identified && follows(done, ledger.Stimulus.Authorizes, ledger.Stimulus.Connects):
			return map[string]bool{"Authorized": false}
		}
	case ocpp201.TriggerReasonAuthorized, ocpp201.TriggerReasonRemoteStart:
		switch {
		case !w.mayBeConnected(done, e):
			return map[string]bool{"Authorized": true}
		case follows(done, ledger.Stimulus.Connects, ledger.Stimulus.Authorizes):
			return map[string]bool{"EVConnected": false}
		}
	}
	return nil
}

// mayBeAuthorized tells whether a driver may have been authorized in the play so far, as everybody is where AuthCtrlr.Enabled is
// false. The caller holds mu.
func (w *wire) mayBeAuthorized(done []ledger.Stimulus) bool {
	return w.shown["AuthCtrlr.Enabled"].Value == "false" ||
		slices.ContainsFunc(done, func(st ledger.Stimulus) bool { return st.Presents() || st.Remote != nil }) ||
		slices.ContainsFunc(w.inbox.messages, func(m *Message) bool { return m.Action == "Authorize" && m.Seq > w.phase.before })
}

// mayBeConnected tells whether an EV may be connected when a transaction begins: one that a bench has connected, or of which the
// station tells. The caller holds mu.
func (w *wire) mayBeConnected(done []ledger.Stimulus, e ledger.Event) bool {
	return e.State() != "" && e.State() != ocpp201.ChargingStateIdle || slices.ContainsFunc(done, ledger.Stimulus.Connects) ||
		slices.Contains(slices.Collect(maps.Values(w.book.Connectors.Status)), string(ocpp201.ConnectorStatusOccupied))
}

// follows tells that of what was done nothing but one thing came first and nothing but one other thing after it was over.
func follows(done []ledger.Stimulus, first, then func(ledger.Stimulus) bool) bool {
	done = slices.DeleteFunc(slices.Clone(done), func(st ledger.Stimulus) bool {
		return !st.Connects() && !st.Presents() && st.Remote == nil && st.Act != rigs.DisconnectEV(st.At).Name
	})
	return len(done) == 2 && first(done[0]) && then(done[1]) && !done[0].Failed && done[0].Act != "PlugEnd" &&
		(done[0].Remote != nil || !done[0].Ended.IsZero() && !done[0].Ended.After(done[1].Began))
}

// endedBy is what an Ended shows of TxStopPoint (part 2, E06.FR.01 to E06.FR.07).
func endedBy(tx *ledger.Transaction, e ledger.Event) map[string]bool {
	before := func(triggers ...ocpp201.TriggerReason) bool {
		return slices.ContainsFunc(tx.Events, func(o ledger.Event) bool {
			return o.Seq < e.Seq && o.Kind == ocpp201.TransactionEventEnumUpdated && slices.Contains(triggers, o.Trigger)
		})
	}
	stopped := before(ocpp201.TriggerReasonStopAuthorized, ocpp201.TriggerReasonRemoteStop, ocpp201.TriggerReasonDeauthorized)
	reason := e.Told.TransactionInfo.StoppedReason
	out := map[string]bool{}
	switch {
	case e.Trigger == ocpp201.TriggerReasonEVCommunicationLost && stopped:
		out["EVConnected"] = true
	case e.Trigger == ocpp201.TriggerReasonEVDeparted:
		out["ParkingBayOccupancy"] = true
		if before(ocpp201.TriggerReasonEVCommunicationLost) {
			out["EVConnected"], out["PowerPathClosed"] = false, false
		}
	case e.Trigger == ocpp201.TriggerReasonChargingStateChanged && e.State() == ocpp201.ChargingStateSuspendedEV &&
		reason != nil && *reason == ocpp201.ReasonStoppedByEV:
		out["EnergyTransfer"] = true
	default:
		return nil
	}
	if stopped { // and went on after that
		out["Authorized"], out["PowerPathClosed"] = false, false
	}
	return out
}

// corrected is what is known of a list of points, put right by what transactions have shown since: newest counts. What the
// station was given stays, whatever it makes of it. ok is false where nothing is left that could begin, or end, a transaction.
func corrected(name string, k Knowledge, shown map[string]pointShown) (_ Knowledge, ok bool) {
	if k.Way == ByGiven || k.Way == ByAsked {
		return k, true
	}
	points := variables.List(k.Value)
	var words []string
	for _, point := range slices.Sorted(maps.Keys(shown)) {
		of := shown[point]
		if k.Way == ByShown && !of.since.After(k.Since) {
			continue
		}
		verb := "contains "
		switch {
		case !of.contained:
			verb, points = "does not contain ", slices.DeleteFunc(points, func(p string) bool { return p == point })
		case !slices.Contains(points, point):
			points = append(points, point)
		}
		words = append(words, fmt.Sprintf("%s%s (frame %d)", verb, point, of.frame))
		k.Frame, k.Since = max(k.Frame, of.frame), later(k.Since, of.since)
	}
	if len(words) == 0 {
		return k, true
	}
	whole := !slices.ContainsFunc(deciding[name], func(point string) bool { _, decided := shown[point]; return !decided })
	if whole {
		k.Way = ByShown
	}
	k.Value, k.shownOf = strings.Join(points, ","), strings.Join(words, ", ")
	return k, len(points) > 0
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
