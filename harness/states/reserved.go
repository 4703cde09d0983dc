package states

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Reservation is what a case has the CSMS promise to a driver.
type Reservation struct {
	ID            int // <Generated reservationId> where it is 0
	Token         rigs.Token
	Group         *rigs.Token
	Unspecified   bool // for any EVSE, and not for <Configured evseId>
	ConnectorType ocpp201.Connector
	Lasts         time.Duration // <Configured expiryDateTime> where it is 0
}

// Reserve is the ReserveNowRequest of a reservation, as the present moment has it.
func (r Reservation) Reserve(s *octt.Scenario) ocpp201.ReserveNowRequest {
	if r.ID == 0 {
		r.ID = 2 + int(rand.Int32N(1<<30)) // TC_H_18_CS has 1 for one that there is not
	}
	if r.Lasts == 0 {
		r.Lasts = s.Configured.ExpiryDateTime
	}
	s.ReservationID = r.ID
	q := ocpp201.ReserveNowRequest{ID: r.ID, ExpiryDateTime: ocpp201.DateTime{Time: time.Now().Add(r.Lasts)}, IDToken: octt.IDToken(r.Token)}
	if r.Group != nil {
		group := octt.IDToken(*r.Group)
		q.GroupIDToken = &group
	}
	if r.ConnectorType != "" {
		q.ConnectorType = &r.ConnectorType
	}
	if !r.Unspecified && r.ConnectorType == "" {
		q.EVSEID = new(s.Configured.EVSEID)
	}
	return q
}

// Promised notes that a station has accepted a reservation.
func (r Reservation) Promised(s *octt.Scenario) {
	if r.Group != nil {
		s.Mark(forGroup)
	}
	s.Mark(promised(r.Token))
}

// promised: a reservation is for an idToken, about which the station need not ask then (notes of table 428).
func promised(token rigs.Token) octt.Family {
	return octt.Family("an EVSE is reserved for " + strings.ToLower(token.ID))
}

// forGroup: a reservation is for a group.
const forGroup octt.Family = "an EVSE is reserved for a group"

// groupOfReservation is the groupIdToken of a remote start, which is only of use where an EVSE is reserved for a group (part 2,
// RequestStartTransactionRequest).
func groupOfReservation(s *octt.Scenario) *ocpp201.IDToken {
	if !s.Is(forGroup) {
		return nil
	}
	return s.Info(s.Token).GroupIDToken
}

// ReservationsEnabled is the configuration state without which no reservation is accepted (part 2, H01.FR.01).
func ReservationsEnabled() []octt.Preparation {
	return octt.Config(octt.IsIfImplemented("ReservationCtrlr.Enabled", "true"))
}

// Reserved is table 424 for <Configured evseId> and the scenario's idToken.
var Reserved = ReservedBy(func(s *octt.Scenario) Reservation { return Reservation{Token: s.Token} })

// ReservedBy is table 424 by a reservation of the configured EVSE. All of its connectors are reported (H01.FR.23, which the state's
// note has too: "the EVSE and corresponding connectors").
func ReservedBy(made func(*octt.Scenario) Reservation) octt.State {
	return octt.State{Name: "Reserved", Family: "Reserved", Enter: func(s *octt.Scenario) {
		r := made(s)
		octt.Send(s, 1, r.Reserve(s)).Receive(2, octt.Must("status", ocpp201.ReserveNowStatusAccepted).Clause("H01.FR.03", "H01.FR.23"))
		r.Promised(s)
		ReservedReported(s, 3, "H01.FR.23")
	}}
}

// ReservedEverywhere is "All EVSE are Reserved": each by a reservation of its own.
func ReservedEverywhere() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		for _, d := range Drivers(s) {
			s.At(d.At, d.Token, func() { s.Reach(0, Reserved) })
		}
	})
}

// ReservedReported plays the rows in which the connectors of the configured EVSE are reported as Reserved, in any order. Those of
// other EVSEs stay what they are.
func ReservedReported(s *octt.Scenario, row int, ids ...string) {
	t := because(TheEVSE(s), ids)
	t.Reported(s, row, asShown(s, t, ocpp201.ConnectorStatusReserved))
	s.Mark(keptFree)
}

// FreedReported plays the rows in which they are reported as Available again.
func FreedReported(s *octt.Scenario, row int, ids ...string) {
	t := because(TheEVSE(s), ids)
	t.Reported(s, row, asShown(s, t, ocpp201.ConnectorStatusAvailable))
	Unreserved(s)
}

// UsedReported plays the report of a Reserved EVSE of which the reservation is used by an idToken that was presented, or that came
// with a remote start (H03.FR.10). must tells that the table has it: where it has not, a station that leaves it out is a WARNING, and
// one that tells Occupied after a remote start as well, which table 428, main B, step 5 has and H03.FR.10 only with a cable.
func UsedReported(s *octt.Scenario, row int, must bool) {
	defer Unreserved(s)
	if !s.Is(keptFree) {
		return
	}
	t, want := used(s)
	if must {
		t.Reported(s, row, want)
		return
	}
	m := s.Ahead(t.reports(want, octt.Optionally(s.Timeouts.Optional))...)
	if m == nil {
		m = s.Ahead(t.reports(want, octt.Optionally(beforePlug(s)))...)
	}
	switch {
	case m == nil:
		stillReserved(s, row)
		s.Mark(mayBeFreedYet)
	case occupiedRemotely(s, m):
		s.RemarkMessage(row, m, "The EVSE is reported as Available until an EV is connected (part 2). Table 428, main B, step 5 has Occupied.",
			ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusAvailable, "H03.FR.10")
	default:
		t.Reported(s, row, want)
	}
}

// used is the configured EVSE once its reservation is used, and what its connectors are then.
func used(s *octt.Scenario) (t Tier, want Want) {
	t = because(TheEVSE(s), []string{"H03.FR.09", "H03.FR.10"})
	t.beside, t.claimed = true, true
	shown := asShown(s, t, ocpp201.ConnectorStatusAvailable)
	want = func(at rigs.Place) ocpp201.ConnectorStatus {
		if at == s.Configured.Place() && s.Is(evConnected) {
			return ocpp201.ConnectorStatusOccupied
		}
		return shown(at)
	}
	t.then = func(at rigs.Place) ocpp201.ConnectorStatus {
		if at == s.Configured.Place() {
			return "" // Available, and Occupied from the authorization on: see PluggedIn
		}
		return want(at)
	}
	return t, want
}

// stillReserved warns that a used EVSE has not been reported as anything else than Reserved.
func stillReserved(s *octt.Scenario, row int) {
	s.Remark(row, "The EVSE is reported as not Reserved any more. The table does not have that, and part 2 asks for it.", "no report", "a report", "H03.FR.10")
}

// occupiedRemotely tells a report that the configured connector is Occupied which follows from a remote start, and from no EV. The state
// EVConnectedPreSession takes it, as it does where nothing was reserved.
func occupiedRemotely(s *octt.Scenario, m *octt.Message) bool {
	is := octt.Availability{EVSE: s.Configured.EVSEID, Connector: s.Configured.ConnectorID, Status: string(ocpp201.ConnectorStatusOccupied)}
	return s.Start() == octt.Remote && !s.Is(evConnected) && slices.Contains(m.Availabilities(), is)
}

// Unreserved notes that no reservation holds any more.
func Unreserved(s *octt.Scenario) {
	s.Unmark(keptFree)
	s.Unmark(forGroup)
	for _, token := range []rigs.Token{s.Token, s.Configured.ValidToken, s.Configured.ValidToken2} {
		s.Unmark(promised(token))
	}
}

// TellsReservation judges, as part of a row, that the message which tells the idToken tells the reservation as well that it was used
// by: the first one after the authorization (part 2, section E 1.3, reservationId), which no table shows and H01.FR.15 asks for.
func TellsReservation(s *octt.Scenario, row int) {
	passPicked(s, row)
	passQuestion(s)
	const requirement = "The TransactionEventRequest that tells the idToken tells the reservation by which it was authorized."
	told := false
	for _, m := range octt.ToldMessages[ocpp201.TransactionEventRequest](s) {
		e, ok := transactionEvent(m)
		if !ok || e.TransactionInfo.TransactionID != s.TransactionID {
			continue
		}
		switch id := m.Field("reservationId"); {
		case !told && e.IDToken != nil:
			told = true
			s.CheckMessage(row, m, requirement, id, float64(s.ReservationID), "H01.FR.15", "E03.FR.03")
		case told && id == float64(s.ReservationID):
			s.RemarkMessage(row, m, "Only that message tells the reservation (part 2, section E 1.3).", id, nil)
		}
	}
	if !told {
		s.Check(row, requirement, "no message has told the idToken", "reservationId", "H01.FR.15")
	}
}

// TellsNoReservation judges, as part of a row, that a transaction after the end of the reservation tells nothing of it (part 2, section E 1.3).
// No table looks at that.
func TellsNoReservation(s *octt.Scenario, row int) {
	for _, m := range octt.ToldMessages[ocpp201.TransactionEventRequest](s) {
		e, ok := transactionEvent(m)
		if ok && e.TransactionInfo.TransactionID == s.TransactionID && m.Field("reservationId") == float64(s.ReservationID) {
			s.RemarkMessage(row, m, "The reservation is over, and no transaction ends it any more (part 2, TransactionEventRequest, reservationId).", m.Field("reservationId"), nil)
		}
	}
}

// staysReserved is the report of a plug at a Reserved EVSE to which no idToken has been presented: none (G01.FR.09 of erratum 2.28,
// G03.FR.09), where table 427 has one of Occupied.
func staysReserved(s *octt.Scenario, row int) {
	s.Nothing(row, 0, reportsBeside(s, ocpp201.ConnectorStatusReserved)...)
}

// StaysReserved proves that a Reserved EVSE has not been reported as anything else.
func StaysReserved(s *octt.Scenario, row int) { staysReserved(s, row) }

// StaysReservedYet proves it for a moment: what is told while a station starts may be what was kept, and what it goes on with not.
func StaysReservedYet(s *octt.Scenario, row int) {
	s.NothingYet(row, s.Timeouts.Optional, reportsBeside(s, ocpp201.ConnectorStatusReserved)...)
}

// reportsBeside are the reports of the configured EVSE as anything else than a state. Once an EV is connected there, those of its
// connectors without one are left to the rule about them: G01.FR.08 is a SHOULD NOT.
func reportsBeside(s *octt.Scenario, is ocpp201.ConnectorStatus) []octt.Alternative {
	plugged := s.Is(evConnected)
	other := func(m *octt.Message) bool {
		return !m.Repeats() && slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool {
			return a.EVSE == s.Configured.EVSEID && (!plugged || a.Connector == s.Configured.ConnectorID) && a.Status != string(is)
		})
	}
	words := fmt.Sprintf("another state of the EVSE than %s", is)
	return []octt.Alternative{octt.As[ocpp201.StatusNotificationRequest](octt.By("G01.FR.09", "G03.FR.09")).With(words, other),
		octt.As[ocpp201.NotifyEventRequest](octt.By("G01.FR.09", "G03.FR.09")).With(words, other)}
}

// mayAsk plays the rows of an AuthorizeRequest that is optional: about an idToken for which an EVSE is reserved (notes of table 428), and about
// one that the CSMS has made up itself. It is waited for until something else shows that the idToken was taken, and for a moment after that.
func mayAsk(s *octt.Scenario, row int, by shown, why string) bool {
	if s.Ahead(append(takenUp(s), octt.As[ocpp201.AuthorizeRequest](octt.Optionally(s.Timeouts.Optional)))...) == nil {
		s.Ahead(append(takenUp(s), octt.As[ocpp201.AuthorizeRequest](octt.Optionally(untilTakenUp(s))))...)
	}
	if !s.Comes(octt.As[ocpp201.AuthorizeRequest](octt.Optionally(s.Timeouts.Optional))) {
		s.Mark(mayAskYet)
		s.Skip(row, "", "is left out", why)
		return true
	}
	authorize(s, row, by.asked...)
	return s.Status(s.Token) == ocpp201.AuthorizationStatusAccepted
}

// untilTakenUp is for how long an idToken may show in nothing, where no TransactionEventRequest must tell of it before the plug.
func untilTakenUp(s *octt.Scenario) time.Duration {
	if started(s) || starts(s, "Authorized") {
		return s.Timeouts.Message
	}
	return beforePlug(s)
}

// beforePlug is Timeouts.Message, or a quarter of the time in which an authorized driver has to connect the EV where that is shorter: what is
// waited for may not come at all, and the rest is his.
func beforePlug(s *octt.Scenario) time.Duration {
	s.Prepare(octt.Known(connectionTimeOut))
	if _, told := s.Knows(connectionTimeOut); !told {
		return s.Timeouts.Optional
	}
	return min(s.Timeouts.Message, max(s.Timeouts.Optional, wholeSeconds(s, connectionTimeOut)/4))
}

const connectionTimeOut = "TxCtrlr.EVConnectionTimeOut"

// takenUp are the messages by which a station shows that it has taken an idToken for which an EVSE is reserved: one that tells the idToken,
// and one that the EVSE is Reserved no more (H03.FR.10).
func takenUp(s *octt.Scenario) []octt.Alternative {
	return append(reportsBeside(s, ocpp201.ConnectorStatusReserved), octt.As[ocpp201.TransactionEventRequest]().Where(func(m *octt.Message) bool {
		e, ok := transactionEvent(m)
		return ok && e.IDToken != nil
	}))
}

// mayAskYet: an AuthorizeRequest about an idToken has not come, and may come later than it was waited for.
const mayAskYet octt.Family = "an AuthorizeRequest that may be left out may come yet"

// passQuestion takes that one for no surplus.
func passQuestion(s *octt.Scenario) {
	if !s.Is(mayAskYet) {
		return
	}
	s.Unmark(mayAskYet)
	s.PassOver(nil, "to ask about the idToken is optional, and no document says until when", func(m *octt.Message) bool {
		id, _ := m.Field("idToken.idToken").(string)
		return m.Action == ocpp201.AuthorizeRequest{}.Action() && strings.EqualFold(id, s.Token.ID)
	})
}

// because is the tier with a report that follows from no ChangeAvailabilityRequest: what has come since the last act or request of a
// row counts, which is before now.
func because(t Tier, ids []string) Tier {
	t.because, t.since = ids, time.Time{}
	return t
}

// asShown is the state that a tier's connectors have now, while all others have that which they have shown last.
func asShown(s *octt.Scenario, t Tier, is ocpp201.ConnectorStatus) Want {
	shown := map[rigs.Place]ocpp201.ConnectorStatus{}
	for _, at := range s.Connectors() {
		if known, ok := s.State(at); ok && !t.connectors[at] {
			shown[at] = ocpp201.ConnectorStatus(known.Value)
		}
	}
	return func(at rigs.Place) ocpp201.ConnectorStatus {
		if t.connectors[at] {
			return is
		}
		return shown[at]
	}
}

// ReservedAgain plays, as part of a row, the reports of a Reserved EVSE that another reservation has taken over.
func ReservedAgain(s *octt.Scenario, row int) {
	t := because(TheEVSE(s), []string{"H01.FR.02"})
	t.beside = true
	t.ReportedAgain(s, row, asShown(s, t, ocpp201.ConnectorStatusReserved))
}

// ReservedWhereNeeded plays the rows in which EVSEs are reported Reserved, because a reservation of no EVSE in particular needs them.
// must tells that <Configured evseId> is the one that it needs; otherwise a station may pick one, or report none.
func ReservedWhereNeeded(s *octt.Scenario, row int, must bool, ids ...string) {
	if must {
		ReservedReported(s, row, ids...)
		return
	}
	t := because(TheStation(s), ids)
	picked := func(m *octt.Message) bool {
		return !m.Repeats() && slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool { return a.Status == string(ocpp201.ConnectorStatusReserved) })
	}
	all := t.reports(AnyState, octt.Optionally(s.Timeouts.Optional))
	for i := range all {
		all[i] = all[i].With("status Reserved", picked)
	}
	m := s.TryEither(row, "More EVSEs can serve the reservation than it needs (H01.FR.20, FR.24).", all...)
	if m == nil {
		s.Mark(mayPickYet)
		return
	}
	s.Respond(row+1, m)
	picks := m.Availabilities()[0].EVSE
	s.Remark(row, "The Charging Station picks <Configured evseId>, which the table has.", picks, s.Configured.EVSEID)
	if picks == s.Configured.EVSEID {
		s.Mark(keptFree)
	}
	const why = "it belongs to the EVSE that the station has picked"
	s.PassOver(nil, why, picked)
	for heldInPart(s, picks) && s.Comes(all...) { // each comes when the one before was answered
		s.PassOver(nil, why, picked)
	}
	if picks == s.Configured.EVSEID {
		return
	}
	// The driver comes to another one, by which the reservation is used as well (H03.FR.09), and the picked one is Available again.
	s.Mark(pickedElsewhere)
}

// heldInPart tells whether a connector of an EVSE that is Reserved has not been reported as that yet: all of them are (H01.FR.20, note).
func heldInPart(s *octt.Scenario, evse int) bool {
	return slices.ContainsFunc(s.Connectors(), func(at rigs.Place) bool {
		known, _ := s.State(at)
		return at.EVSE == evse && known.Value != string(ocpp201.ConnectorStatusReserved)
	})
}

// pickedElsewhere: the station keeps another EVSE than the configured one.
const pickedElsewhere octt.Family = "another EVSE is picked for a reservation"

// mayPickYet: the report that an EVSE is Reserved has not come where a station may pick one, and may come later than it was waited for.
const mayPickYet octt.Family = "an EVSE may be picked for a reservation yet"

// mayBeFreedYet: the report that an EVSE is Available has not come although its reservation is used, and may come later.
const mayBeFreedYet octt.Family = "an EVSE may be reported Available yet"

// pickedLate are such reports, and those that the EVSE is Available again because the driver has come, which a row that waits for another
// state passes over.
func pickedLate(s *octt.Scenario, path string, want ocpp201.ConnectorStatus) (out []octt.Clause) {
	if !s.Is(mayPickYet) && !s.Is(mayBeFreedYet) || want != ocpp201.ConnectorStatusOccupied {
		return nil
	}
	return []octt.Clause{octt.Skipping(lateWhy, octt.Must(path, octt.OneOf(string(ocpp201.ConnectorStatusReserved), string(ocpp201.ConnectorStatusAvailable))))}
}

const lateWhy = "no document says until when an EVSE is reported that was picked for a reservation, or is Available because that is used"

// passPicked takes the reports of other EVSEs that are Available again, because the driver for whom one was picked has come, and those of
// any that was picked late. That the configured one is Reserved no more is told by then (H03.FR.10).
func passPicked(s *octt.Scenario, row int) {
	if late := s.Is(mayPickYet); late || s.Is(mayBeFreedYet) {
		if reserved, freed := reservedAndFreed(s); late && reserved && len(freed) == 0 {
			stillReserved(s, row)
		}
		s.Unmark(mayPickYet)
		s.Unmark(mayBeFreedYet)
		s.PassOver(nil, lateWhy, func(m *octt.Message) bool {
			all := m.Availabilities()
			return len(all) > 0 && !slices.ContainsFunc(all, func(a octt.Availability) bool {
				return a.Status != string(ocpp201.ConnectorStatusReserved) && a.Status != string(ocpp201.ConnectorStatusAvailable)
			})
		})
	}
	if !s.Is(pickedElsewhere) {
		return
	}
	s.Unmark(pickedElsewhere)
	s.PassOver(nil, "the EVSE that was picked for the driver is Available again", func(m *octt.Message) bool {
		all := m.Availabilities()
		return len(all) > 0 && !slices.ContainsFunc(all, func(a octt.Availability) bool {
			return a.EVSE == s.Configured.EVSEID || a.Status != string(ocpp201.ConnectorStatusAvailable)
		})
	})
}

// AllReserved plays the rows in which all connectors are reported Reserved.
func AllReserved(s *octt.Scenario, row int, ids ...string) {
	t := because(TheStation(s), ids)
	t.Reported(s, row, func(rigs.Place) ocpp201.ConnectorStatus { return ocpp201.ConnectorStatusReserved })
}

// ReservedForType plays the rows in which EVSEs are reported Reserved, because a reservation of a type of connector needs them.
// <Configured evseId> is the one that it needs where no other EVSE has the type. What its connectors of another type are then is
// either of what the documents have: Unavailable (TC_H_15_CS, note of step 3), or Reserved (part 2, H01.FR.24, note).
func ReservedForType(s *octt.Scenario, row int, is ocpp201.Connector, ids ...string) {
	if !onlyHere(s, is) {
		ReservedWhereNeeded(s, row, false, ids...)
		return
	}
	t := because(TheEVSE(s), ids)
	other := maps.Clone(t.connectors)
	for _, c := range s.PICS.Connectors {
		if c.Type == string(is) {
			delete(other, rigs.Place{EVSE: c.EVSE, Connector: c.ID})
		}
	}
	shown := asShown(s, t, ocpp201.ConnectorStatusReserved)
	t.Reported(s, row, func(at rigs.Place) ocpp201.ConnectorStatus {
		if other[at] {
			return ""
		}
		return shown(at)
	})
	for _, at := range s.Connectors() {
		if known, _ := s.State(at); other[at] {
			s.Check(row, fmt.Sprintf("The state of %s, which is of another type, is Reserved or Unavailable.", at), known.Value,
				octt.OneOf(string(ocpp201.ConnectorStatusReserved), string(ocpp201.ConnectorStatusUnavailable)), ids...)
		}
	}
	s.Mark(keptFree)
}

// ConnectorType is <Configured connectorType>: that of the configured connector in the PICS where the bench file says nothing, or of
// another one of its EVSE, or of any; "" where none has a type that a message may carry (erratum 6.2.61).
func ConnectorType(s *octt.Scenario) ocpp201.Connector {
	if s.Configured.ConnectorType != "" {
		return s.Configured.ConnectorType
	}
	best := func(c pics.Connector) int {
		switch at := s.Configured.Place(); {
		case c.EVSE == at.EVSE && c.ID == at.Connector:
			return 0
		case c.EVSE == at.EVSE:
			return 1
		}
		return 2
	}
	all := slices.DeleteFunc(slices.Clone(s.PICS.Connectors), func(c pics.Connector) bool { return !slices.Contains(pics.ConnectorTypes(), c.Type) })
	if len(all) == 0 {
		return ""
	}
	return ocpp201.Connector(slices.MinFunc(all, func(a, b pics.Connector) int { return best(a) - best(b) }).Type)
}

// Typed is the prerequisite of a case that reserves a type of connector: the product has one of <Configured connectorType>.
func Typed() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		if !hasType(s, func(pics.Connector) bool { return true }) {
			s.Unproven(0, "The Charging Station has a connector of <Configured connectorType>.", "the PICS has none of a type that can be reserved")
		}
	})
}

// TypedHere is that of one that charges with it as well: its EVSE has one of that type. Its condition, R-1, only says that one connector of
// the product has a type that can be reserved: it is played at the EVSE of that one, where the bench is configured for another. The connector
// of an EVSE that has one stays the configured one.
func TypedHere() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		is := ConnectorType(s)
		of := func(c pics.Connector) bool { return c.Type == string(is) }
		here := func(c pics.Connector) bool { return c.EVSE == s.Configured.EVSEID }
		if is == "" || !hasType(s, here) && !s.Choose(of) {
			s.Unproven(0, "The PICS has an EVSE with a connector of <Configured connectorType>.", "none of a type that can be reserved")
		}
	})
}

// hasType tells whether one of some connectors is of <Configured connectorType>.
func hasType(s *octt.Scenario, of func(pics.Connector) bool) bool {
	is := ConnectorType(s)
	return is != "" && slices.ContainsFunc(s.PICS.Connectors, func(c pics.Connector) bool { return of(c) && c.Type == string(is) })
}

// onlyHere tells whether no EVSE but the configured one has a connector of a type.
func onlyHere(s *octt.Scenario, is ocpp201.Connector) bool {
	return !slices.ContainsFunc(s.PICS.Connectors, func(c pics.Connector) bool { return c.Type == string(is) && c.EVSE != s.Configured.EVSEID })
}

// ReservationExpires is when the reservation that was asked for last is over.
func ReservationExpires(s *octt.Scenario) time.Time {
	for _, p := range s.Promises() {
		if p.ID == s.ReservationID {
			return p.Expires
		}
	}
	return time.Time{}
}

// FreedBy are the messages by which the configured EVSE, or a connector of it, has become Available again since it was Reserved.
func FreedBy(s *octt.Scenario) []*octt.Message {
	_, freed := reservedAndFreed(s)
	return freed
}

// reservedAndFreed tells whether the configured EVSE, or a connector of it, has been told as Reserved, and the messages of FreedBy.
func reservedAndFreed(s *octt.Scenario) (reserved bool, freed []*octt.Message) {
	told := slices.Concat(octt.ToldMessages[ocpp201.StatusNotificationRequest](s), octt.ToldMessages[ocpp201.NotifyEventRequest](s))
	slices.SortStableFunc(told, func(a, b *octt.Message) int { return a.At.Compare(b.At) })
	tells := func(m *octt.Message, is ocpp201.ConnectorStatus) bool {
		return slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool { return a.EVSE == s.Configured.EVSEID && a.Status == string(is) })
	}
	for _, m := range told {
		reserved = reserved || tells(m, ocpp201.ConnectorStatusReserved)
		if reserved && tells(m, ocpp201.ConnectorStatusAvailable) {
			freed = append(freed, m)
		}
	}
	return reserved, freed
}

// TryAuthorize plays the rows of an AuthorizeRequest that a station may send; why says why it need not.
func TryAuthorize(s *octt.Scenario, row int, why string) {
	if !s.Comes(octt.As[ocpp201.AuthorizeRequest](octt.Optionally(s.Timeouts.Optional))) {
		s.Mark(mayAskYet)
		s.Skip(row, "", "is left out", why)
		return
	}
	authorize(s, row)
}

// NeverCharges proves for a time that no TransactionEventRequest tells of chargingState Charging. ids are the requirements by which
// none may. Others may come: a transaction that the plug has begun goes on. So may an AuthorizeRequest that need not.
func NeverCharges(s *octt.Scenario, row int, d time.Duration, ids ...string) {
	s.Nothing(row, d, octt.As[ocpp201.TransactionEventRequest](octt.By(ids...)).With("chargingState Charging", func(m *octt.Message) bool {
		e, ok := transactionEvent(m)
		return ok && e.TransactionInfo.ChargingState != nil && *e.TransactionInfo.ChargingState == ocpp201.ChargingStateCharging
	}))
	s.PassOver(nil, "the transaction of an EV whose driver may not charge may be told of", func(m *octt.Message) bool {
		_, ok := transactionEvent(m)
		return ok
	})
	passQuestion(s)
}
