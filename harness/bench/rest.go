package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// again is how long the bench leaves the station alone before it asks once more whether it is at rest.
const again = time.Second

// reconnections is how often the bench begins again with a station that it loses while it brings it to rest. A lost connection is a
// finding; it does not tell that the station is not at rest.
const reconnections = 5

const preAuthorize, cacheEnabled = "AuthCtrlr.LocalPreAuthorize", "AuthCacheCtrlr.Enabled"

// rest brings the station back to rest after a case: EV unplugged, transactions ended, queue and cache empty, what the case
// changed put back, and the general preconditions of part 6, section 2.1 proved by asking. When that fails it tries
// with a reset, then with a power cycle; the error of the last attempt latches the bench. Unless a rig failed, it is
// the station's trouble.
func (b *Bench) rest(s *octt.Scenario) error {
	err := b.settleOrBoot(s)
	if errors.Is(err, errRigs) {
		return err
	}
	return octt.OfStation(err)
}

// errRigs marks what a rig is the cause of.
var errRigs = errors.New("the rigs failed")

func (b *Bench) settleOrBoot(s *octt.Scenario) error {
	err := b.settle(s)
	for range reconnections {
		if !octt.IsGone(err) || s.Leaving() || s.Context().Err() != nil {
			break
		}
		s.Note("The connection ended while the station was brought to rest: %v. That begins again.", err)
		err = b.settle(s)
	}
	if err == nil || errors.Is(err, errRigs) || s.Leaving() || s.Context().Err() != nil { // no case comes that could inherit anything
		return err
	}
	s.Note("The station did not come to rest: %v. It is reset.", err)
	s.Forget()
	answer, asked := octt.Ask(s, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate})
	b.booted = true
	defer func() { b.booted = false }()
	if asked == nil && answer.Status != ocpp201.ResetStatusRejected {
		if err = b.settle(s); err == nil || errors.Is(err, errRigs) { // which waits for the boot
			return err
		}
	}
	if b.Rigs.Mains == nil {
		return fmt.Errorf("the station did not come to rest, and no rig can power cycle it: %w", err)
	}
	s.Note("The station did not come to rest after a reset: %v. It is power cycled.", err)
	s.Forget()
	if err := b.latch.Rest(s.Context()); err != nil { // a station that hangs may hang while it charges
		return fmt.Errorf("%w to come to rest: %w", errRigs, err)
	}
	began := s.Boots()
	s.Repowers()
	if _, acted := rigs.PowerCycle().Do(s.Context(), b.Rigs); acted != nil {
		return fmt.Errorf("the station did not come to rest (%w), and could not be power cycled: %w: %w", err, errRigs, acted)
	}
	if err = s.AwaitBoot(s.Timeouts.Boot, began, s.Boots()); err == nil {
		err = b.settle(s)
	}
	if err != nil {
		return fmt.Errorf("the station did not come to rest even after a reset and a power cycle: %w", err)
	}
	return nil
}

// awaitConnection waits for a station by whichever root it may know the bench.
func (b *Bench) awaitConnection(s *octt.Scenario) error {
	missing := s.AwaitConnection(s.Timeouts.Boot)
	if missing == nil {
		return nil
	}
	if there, err := s.ShowsOtherRoot(); err != nil || !there {
		return errors.Join(missing, err)
	}
	s.Note("%v. It may know the bench by another CSMSRootCertificate only, which is shown now.", missing)
	return s.AwaitConnection(s.Timeouts.Boot)
}

// still brings the rigs to rest as soon as the rows are over, where they hold nothing and so move nothing: what the station is
// asked then, it is asked at rest. One that fails is left for settle to find.
func (b *Bench) still(ctx context.Context) bool {
	b.rested = b.latch.AtRest(ctx) && b.latch.Rest(ctx) == nil
	return b.rested
}

// settle does everything once that leads to rest, and proves that it did.
func (b *Bench) settle(s *octt.Scenario) error {
	if err := b.awaitConnection(s); err != nil {
		return err
	}
	if err := s.AwaitAdmission(s.Configured.HeartbeatInterval + s.Timeouts.Retry); err != nil {
		return err
	}
	if err := s.AwaitOwedBoot(); err != nil {
		return err
	}
	if err := s.AwaitTransfers(s.Timeouts.Settle); err != nil {
		return err
	}
	stopped := b.stopTransactions(s)
	if !b.rested {
		s.Moves()
		if err := b.latch.Rest(s.Context()); err != nil {
			return fmt.Errorf("%w to come to rest: %w", errRigs, err)
		}
	}
	b.rested = false
	if err := b.endTransactions(s); err != nil {
		return errors.Join(stopped, err)
	}
	if err := s.AwaitOwedBoot(); err != nil { // one that was scheduled until now
		return err
	}
	if err := b.forgetDriver(s); err != nil {
		return err
	}
	if err := b.endReservations(s); err != nil {
		return err
	}
	if len(s.Inoperative()) > 0 {
		if err := b.makeOperative(s); err != nil {
			return err
		}
	}
	if err := s.AwaitReports(again, string(ocpp201.ConnectorStatusAvailable), s.Connectors()); err != nil && s.Context().Err() != nil {
		return err
	}
	if !b.toldAvailable(s) {
		states, err := b.connectors(s)
		if err == nil {
			err = b.free(s, states)
		}
		if err != nil {
			return err
		}
	}
	if err := b.restore(s); err != nil {
		return err
	}
	if err := b.bringHome(s); err != nil {
		return err
	}
	untold := s.AwaitReports(s.StatusWait(), string(ocpp201.ConnectorStatusAvailable), s.Connectors())
	if untold != nil {
		s.Note("Not every connector has been reported Available: %v.", untold) // a case judges that; here the variables count
	}
	if err := s.Choosing(evidence.WaitProof, func() error { return b.prove(s) }); err != nil {
		return err
	}
	if untold != nil {
		s.Unreported(b.canceled)
		return nil
	}
	return b.awaitStragglers(s)
}

// awaitStragglers waits for what a station that is at rest has still to tell: it answers at once what its connectors are, while messages
// that were true earlier in the case go out one after another. One that came while it was asked shows that the last is still to come,
// which the next case would take for an answer to its own request. What does not come at once is left to the cases.
func (b *Bench) awaitStragglers(s *octt.Scenario) error {
	if err := s.AwaitReports(again, string(ocpp201.ConnectorStatusAvailable), s.Connectors()); err != nil && s.Context().Err() != nil {
		return err
	}
	return nil
}

// toldAvailable tells whether the newest that the station has shown of every connector is that it is Available. It is asked
// only where that is not so: whether it is at rest it is asked in the end.
func (b *Bench) toldAvailable(s *octt.Scenario) bool {
	return !slices.ContainsFunc(b.PICS.Connectors, func(c pics.Connector) bool {
		shown, ok := s.State(rigs.Place{EVSE: c.EVSE, Connector: c.ID})
		return !ok || shown.Value != string(ocpp201.ConnectorStatusAvailable)
	})
}

// free sees to connectors that are not Available: cables that the rigs had to leave in, and what a case took out of service.
func (b *Bench) free(s *octt.Scenario, states []string) error {
	if slices.Contains(states, "Occupied") {
		if err := b.freeCables(s, states); err != nil {
			return err
		}
		if slices.Contains(states, "Unavailable") {
			var err error
			if states, err = b.connectors(s); err != nil {
				return err
			}
		}
	}
	if slices.Contains(states, "Unavailable") {
		return b.makeOperative(s)
	}
	return nil
}

// restore puts back what cannot wait for a case that sets it itself, and empties the cache, before that or after where the
// case had switched it off.
func (b *Bench) restore(s *octt.Scenario) error {
	emptied, err := b.emptyCache(s)
	if err != nil {
		return err
	}
	needed := []string{preAuthorize}
	if !emptied {
		needed = append(needed, cacheEnabled)
	}
	if b.isAway(s) {
		needed = append(needed, octt.NetworkPriority)
	}
	if err := s.Restore(needed...); err != nil || emptied {
		return err
	}
	_, err = b.emptyCache(s)
	return err
}

// noPreAuthorization sets the one general precondition that is a configuration (part 6, section 2.1): a station that came
// with another value gets it once, and no case finds anything to put back.
func (b *Bench) noPreAuthorization(s *octt.Scenario) error {
	answer, err := octt.Ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{AttributeValue: "false",
		Component: ocpp201.Component{Name: "AuthCtrlr"}, Variable: ocpp201.Variable{Name: "LocalPreAuthorize"}}}})
	if err != nil {
		return err
	}
	for _, r := range answer.SetVariableResult {
		if r.AttributeStatus != ocpp201.SetVariableStatusAccepted {
			return fmt.Errorf("%s is true and must be false; the station answers %s", preAuthorize, r.AttributeStatus)
		}
	}
	return nil
}

// emptyCache has the station forget what it was told of idTokens: a case begins with none of them in the Authorization
// Cache unless it puts it there. It reports whether that is done: a cache that is switched off cannot be cleared (part 2,
// C11.FR.04), and keeps what it has for the time in which it is on again. Without the variable to switch it, it is on. A
// station that declares no cache is not asked, nor one that was told of no idToken since it was emptied. One that will not be cleared is judged by the case about that
// (TC_C_37_CS); the memory state IdTokenCached is INCONCLUSIVE on an idToken that is cached before.
func (b *Bench) emptyCache(s *octt.Scenario) (bool, error) {
	if b.PICS.Answer(pics.C_49) != pics.Yes {
		return true, nil
	}
	if !s.ToldOfTokens() {
		return true, nil
	}
	enabled, err := s.Learn(cacheEnabled)
	if err != nil || strings.EqualFold(enabled.Value, "false") {
		return false, err
	}
	answer, err := octt.Ask(s, ocpp201.ClearCacheRequest{})
	if err == nil && answer.Status != ocpp201.ClearCacheStatusAccepted {
		err = fmt.Errorf("ClearCache was answered with %s", answer.Status)
	}
	if err != nil {
		s.Note("The Authorization Cache may still hold idTokens of this case: %v.", err)
	}
	if err == nil {
		s.ForgotTokens()
	}
	return true, nil
}

// stopTransactions asks the station to stop what is still open, because with some TxStopPoints unplugging alone does
// not end it, because no contactor should have to open under load, and because a cable is not held any more then. It waits for what
// the station tells of that, so that no cable is pulled while it still stops. A refusal is no error yet: unplugging may still end it.
func (b *Bench) stopTransactions(s *octt.Scenario) error {
	var all error
	var stopping []string
	for _, id := range s.OpenTransactions() {
		answer, err := octt.Ask(s, ocpp201.RequestStopTransactionRequest{TransactionID: id})
		if err != nil {
			all = errors.Join(all, err)
		} else if answer.Status == ocpp201.RequestStartStopStatusAccepted {
			stopping = append(stopping, id)
		}
	}
	if len(stopping) == 0 {
		return all
	}
	return errors.Join(all, b.awaitStops(s, stopping))
}

// awaitStops waits until transactions have stopped, as far as a stop ends them by TxStopPoint. What does not come is left to
// unplugging, and to the proof of rest. By EnergyTransfer alone only one ends of which energy flows.
func (b *Bench) awaitStops(s *octt.Scenario, ids []string) error {
	const stopPoint = "TxCtrlr.TxStopPoint"
	points, err := s.Learn(stopPoint)
	if err != nil {
		return err
	}
	ends := slices.ContainsFunc(points.List(), func(p string) bool { return slices.Contains(endByStop, p) }) ||
		slices.Contains(points.List(), "EnergyTransfer") && slices.ContainsFunc(ids, s.Charges)
	limit := s.Timeouts.Optional // a driver who has finished before is nothing to tell of
	if ends {
		limit = s.Timeouts.Message
	}
	if err := s.AwaitStops(limit, ids, ends); err != nil {
		if s.Context().Err() != nil {
			return err
		}
		s.Note("The rigs are brought to rest although the station has not told that it stopped: %v.", err)
	}
	return nil
}

// endByStop are the values of TxStopPoint by which a transaction ends that is stopped (part 2, E06.FR.03, E06.FR.06): who stops it takes
// the authorization, and the energy with it where some flows (F03.FR.02, F03.FR.03), which ends it by EnergyTransfer (E06.FR.07).
var endByStop = []string{"Authorized", "PowerPathClosed"}

// endTransactions waits for the end of the open transactions; where no message tells it, it asks. A station that cannot be
// asked has none that it has begun before it booted.
func (b *Bench) endTransactions(s *octt.Scenario) error {
	if err := s.AwaitNoTransaction(s.Timeouts.Message); err == nil {
		return nil
	}
	for _, id := range s.OpenTransactions() {
		status, told := b.transactionStatus(s, &id)
		over := told && status.OngoingIndicator != nil && !*status.OngoingIndicator
		switch {
		case over && !b.booted && !status.MessagesInQueue:
			s.EndedUntold(id)
		case over, !told && b.booted:
			s.CloseTransaction(id)
		case told && status.OngoingIndicator == nil && b.booted:
			s.Untold(octt.TransactionStatus, "a response without ongoingIndicator to the question about one transaction",
				"what the messages of the transactions tell", 0)
			s.CloseTransaction(id)
		default:
			return fmt.Errorf("transaction %s is still going on", id)
		}
	}
	return nil
}

// transactionStatus asks for one transaction, or for all where id is nil. A station that does not tell is not asked again.
func (b *Bench) transactionStatus(s *octt.Scenario, id *string) (status ocpp201.GetTransactionStatusResponse, told bool) {
	if b.mute {
		return status, false
	}
	status, err := octt.Ask(s, ocpp201.GetTransactionStatusRequest{TransactionID: id})
	if err != nil && !octt.IsGone(err) && s.Connected() {
		b.mute = true
		s.Untold(octt.TransactionStatus, err.Error(), "what the messages of the transactions tell", 0)
	}
	return status, err == nil
}

// freeCables takes out the cables that the rigs had to leave in, because the station held them when the EVs went: those of
// transactions that were about to end, and those that wait for a driver whose idToken was refused (part 2, E05.FR.11).
func (b *Bench) freeCables(s *octt.Scenario, states []string) error {
	for i, c := range b.PICS.Connectors {
		if states[i] != "Occupied" {
			continue
		}
		answer, err := octt.Ask(s, ocpp201.UnlockConnectorRequest{EVSEID: c.EVSE, ConnectorID: c.ID})
		if err == nil && answer.Status != ocpp201.UnlockStatusUnlocked {
			err = fmt.Errorf("UnlockConnector was answered with %s", answer.Status)
		}
		if err != nil {
			s.Note("EVSE %d connector %d is Occupied, and may still hold its cable: %v.", c.EVSE, c.ID, err)
		}
	}
	if err := b.latch.Rest(s.Context()); err != nil {
		return fmt.Errorf("%w to come to rest: %w", errRigs, err)
	}
	return nil
}

// forgetDriver lets an authorization expire that no transaction has used: the next EV would charge with it.
func (b *Bench) forgetDriver(s *octt.Scenario) error {
	return s.AwaitForgotten(func() (time.Duration, error) {
		const timeout = "TxCtrlr.EVConnectionTimeOut"
		value, err := s.Learn(timeout)
		if err != nil {
			return 0, err
		}
		seconds, err := strconv.Atoi(value.Value)
		if err != nil {
			seconds = int(s.Configured.EVConnectionTimeOut / time.Second)
			s.Untold(timeout, fmt.Sprintf("%q, which is no number of seconds", value.Value), fmt.Sprintf("%d, as configured", seconds), value.Frame)
		}
		return time.Duration(seconds) * time.Second, nil
	})
}

// makeOperative puts connectors back in service that a case took out of it, at the level at which it did; where no request of
// this run was the reason, at every level.
func (b *Bench) makeOperative(s *octt.Scenario) error {
	var levels []*ocpp201.EVSE
	for _, at := range s.Inoperative() {
		if at == (ocpp201.EVSE{}) {
			levels = append(levels, nil)
		} else {
			levels = append(levels, &at)
		}
	}
	if len(levels) == 0 {
		levels = append(levels, nil)
		for _, c := range b.PICS.Connectors {
			levels = append(levels, &ocpp201.EVSE{ID: c.EVSE}, &ocpp201.EVSE{ID: c.EVSE, ConnectorID: new(c.ID)})
		}
	}
	for _, at := range levels {
		answer, err := octt.Ask(s, ocpp201.ChangeAvailabilityRequest{OperationalStatus: ocpp201.OperationalStatusOperative, EVSE: at})
		if err == nil && at == nil && answer.Status == ocpp201.ChangeAvailabilityStatusRejected {
			err = errors.New("the station rejected to become Operative again")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// prove asks the station whether the general preconditions hold, as often as it takes within Timeouts.Settle. A
// transaction that only started meanwhile, because the case ended with the authorization, is stopped.
func (b *Bench) prove(s *octt.Scenario) error {
	began := time.Now()
	deadline := began.Add(s.Timeouts.Settle)
	freed, set := false, false
	for {
		queue, _ := b.transactionStatus(s, nil) // before the connectors: what the rigs have done last is the last that a station notices
		states, is, err := b.look(s)
		if err != nil {
			return err
		}
		if strings.EqualFold(is.Value, "true") && !set {
			set = true
			if err := b.noPreAuthorization(s); err != nil {
				return err
			}
			continue
		}
		if !freed && slices.ContainsFunc(states, func(state string) bool { return state == "Occupied" || state == "Unavailable" }) {
			freed = true
			if err := b.free(s, states); err != nil {
				return err
			}
			continue
		}
		err = b.atRest(s, queue, states, is)
		if err == nil || time.Now().After(deadline) {
			return err
		}
		if len(s.OpenTransactions()) > 0 {
			stopped := b.stopTransactions(s)
			if err := b.endTransactions(s); err != nil {
				return errors.Join(stopped, err)
			}
			continue
		}
		if err := s.Pause(evidence.WaitProof, untilAgain(time.Since(began), time.Until(deadline))); err != nil {
			return err
		}
	}
}

// untilAgain is how long a station that is not at rest is left alone before it is asked again: as often as at first, one that has not come to
// rest in a minute would be asked some hundred questions of which each is answered as the one before. It adds at most an eighth of what
// the rest has taken anyway, and nothing beyond the limit.
func untilAgain(waited, left time.Duration) time.Duration {
	return max(min(max(again, waited/8), left), again/10)
}

// atRest tells what is not as the general preconditions have it.
func (b *Bench) atRest(s *octt.Scenario, queue ocpp201.GetTransactionStatusResponse, states []string, is octt.Knowledge) error {
	for i, c := range b.PICS.Connectors {
		if states[i] == "Reserved" {
			return fmt.Errorf("EVSE %d connector %d is Reserved, by a reservation that this run has not made or cannot cancel, and must be Available", c.EVSE, c.ID)
		}
		if states[i] != "Available" {
			return fmt.Errorf("EVSE %d connector %d is %s, and must be Available", c.EVSE, c.ID, states[i])
		}
	}
	if !strings.EqualFold(is.Value, "false") {
		return fmt.Errorf("%s is %q, and must be false", preAuthorize, is.Value)
	}
	if queue.MessagesInQueue {
		return errors.New("the station still has messages in its queue")
	}
	if open := s.OpenTransactions(); len(open) > 0 {
		return fmt.Errorf("transaction %s is still open", open[0])
	}
	return nil
}

// look asks for the general preconditions together: the state of every connector, and whether idTokens are authorized before they
// are asked about.
func (b *Bench) look(s *octt.Scenario) ([]string, octt.Knowledge, error) {
	seen, known, err := s.Look(b.places(), preAuthorize)
	if err != nil {
		return nil, octt.Knowledge{}, err
	}
	return b.states(s, seen), known[0], nil
}

// places are the connectors of the PICS, in its order.
func (b *Bench) places() []rigs.Place {
	places := make([]rigs.Place, len(b.PICS.Connectors))
	for i, c := range b.PICS.Connectors {
		places[i] = rigs.Place{EVSE: c.EVSE, Connector: c.ID}
	}
	return places
}

// connectors asks for the state of every connector of the PICS, in its order.
func (b *Bench) connectors(s *octt.Scenario) ([]string, error) {
	seen, _, err := s.Look(b.places())
	if err != nil {
		return nil, err
	}
	return b.states(s, seen), nil
}

// states makes states of what was answered. What the station does not tell is what it has shown last; where it has shown nothing it
// is asked to, and taken to be Available where even that leads to nothing: no case could be played otherwise, and each of them
// looks at the messages of its own.
func (b *Bench) states(s *octt.Scenario, seen []octt.Seen) []string {
	out := make([]string, len(seen))
	for i, at := range b.places() {
		value, why := stateIn(seen[i])
		if out[i] = value; why != "" {
			out[i] = b.stateOtherwise(s, at, why)
		}
	}
	return out
}

// stateIn is the state of a connector in an answer, or what stands there in its place.
func stateIn(seen octt.Seen) (value, why string) {
	if seen.Why == "" && !isState(seen.Value) {
		return "", fmt.Sprintf("%q, which is no state of a connector", seen.Value)
	}
	return seen.Value, seen.Why
}

// isState tells the values of ConnectorStatusEnumType, which are those of the variable too (part 2, Connector.AvailabilityState).
func isState(value string) bool {
	switch ocpp201.ConnectorStatus(value) {
	case ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusReserved,
		ocpp201.ConnectorStatusUnavailable, ocpp201.ConnectorStatusFaulted:
		return true
	}
	return false
}

const availabilityState = "Connector.AvailabilityState"

// stateOtherwise is the state of a connector that the station cannot be asked for.
func (b *Bench) stateOtherwise(s *octt.Scenario, at rigs.Place, why string) string {
	shown, ok := s.State(at)
	if !ok && !b.triggered[at] {
		b.triggered[at] = true
		answer, err := octt.Ask(s, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerStatusNotification,
			EVSE: &ocpp201.EVSE{ID: at.EVSE, ConnectorID: &at.Connector}})
		if err == nil && answer.Status == ocpp201.TriggerMessageStatusAccepted {
			shown, ok = s.AwaitState(s.Timeouts.Message, at)
		}
	}
	instead := "what StatusNotificationRequests and NotifyEventRequests tell"
	if !ok {
		shown.Value = string(ocpp201.ConnectorStatusAvailable)
		instead = fmt.Sprintf("%s, because %s is told in no other way either", shown.Value, at)
	}
	s.Untold(availabilityState, why, instead, 0)
	return shown.Value
}
