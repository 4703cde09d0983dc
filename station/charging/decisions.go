package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/site"
)

// Decisions are what charging does by its own judgement. Each has the right default.
type Decisions struct {
	// StartPointReached tells whether a transaction starts, with what is so now and the points of TxStartPoint (E01).
	StartPointReached func(now Conditions, points []string) bool
	// StopPointLeft tells whether an open transaction ends, because of what has happened and the points of TxStopPoint (E06).
	StopPointLeft func(before, now Conditions, why Cause, points []string) bool
	// NewID makes the transactionId of a transaction that begins. A random UUID is never generated twice, whatever the
	// station forgets (E01.FR.08).
	NewID func() string
	// BeginKnown tells whether an event of a transaction tells the values of Transaction.Begin, where they are still due:
	// the Started event does, or else the event by which charging starts (E01.FR.09, FR.17).
	BeginKnown func(s *Session, kind ocpp201.TransactionEventEnum) bool

	// Declines says why a token need not be judged, because nothing could follow from it, or "". s is the session that it
	// would begin, nil when none is free.
	Declines func(s *Session, token ocpp201.IDToken) string
	// StopsUnasked stops what a token may stop that list or cache knows to be of the same group, and tells whether it has
	// (C09.FR.07).
	StopsUnasked func(token ocpp201.IDToken, evse int) bool
	// StoppedByGroup is the session that an accepted token of a group may stop, nil when there is none (C09.FR.03).
	StoppedByGroup func(group *ocpp201.IDToken, evse int) *Session
	// Refuse is what becomes of a token that is not accepted (C09.FR.11). s is the session that it was to begin, running the
	// one that it was to stop; both may be nil.
	Refuse func(s *Session, token ocpp201.IDToken, running *Session)
	// TurnAway is what becomes of a token that is accepted while there is no room for its driver. s may be nil.
	TurnAway func(s *Session, token ocpp201.IDToken)
	// MayTake tells whether an idToken, or one of a group, may be used by a session: the EVSE is not kept for somebody else, or where
	// it is not known yet, one of them is not (H03.FR.01 to FR.06, F01.FR.22).
	MayTake func(s *Session, token ocpp201.IDToken, group *ocpp201.IDToken) bool
	// Admit lets an authorization begin, which is change, and tells it.
	Admit func(s *Session, change func())

	// IsMasterPass tells whether a token of a group starts nothing and stops all (C12.FR.09, C16).
	IsMasterPass func(group *ocpp201.IDToken) bool
	// UseMasterPass is what a Master Pass does to the transactions at some EVSEs (C16.FR.01, FR.02).
	UseMasterPass func(token ocpp201.IDToken, evses []int)
	// Selects tells whether its holder selects them on the display.
	Selects func() bool
	// Menu is which of them the display offers, and for how long.
	Menu func(evses []int) ([]int, time.Duration)
	// StopSelected stops what he has selected, 0 for all.
	StopSelected func(evse int, token ocpp201.IDToken)
	// StopAt stops the transaction at an EVSE, 0 for all.
	StopAt func(evse int, token ocpp201.IDToken)
	// StopByMasterPass stops one of them (C16.FR.07).
	StopByMasterPass func(s *Session, by Told)

	// Waits is for how long an authorization waits for its EV, 0 for ever, and how it ends then: EVConnectionTimeOut
	// (C01.FR.26), also for an EV that was lost (E10.FR.02).
	Waits func(s *Session) (time.Duration, Cause)
	// StopByOwner stops what a token has begun, because it is presented again (E07.FR.01).
	StopByOwner func(s *Session, token ocpp201.IDToken)
	// StopByDriver ends an authorization by a token, its own or one of its group (E07, C09).
	StopByDriver func(s *Session, by Told)
	// FreeHeld frees a cable whose owner has come for it (E05.FR.11, E09.FR.03).
	FreeHeld func(c *site.Connector)

	// TokenRefused is what becomes of a session whose token the CSMS does not accept (E05, C15).
	TokenRefused func(s *Session)
	// RefusalStops is StopTxOnInvalidId: the authorization ends then.
	RefusalStops func() bool
	// Deauthorize ends it (E05.FR.09, FR.10; C15.FR.03, FR.04).
	Deauthorize func(s *Session)
	// MaxEnergy is MaxEnergyOnInvalidId in Wh, 0 when it is not implemented or not set.
	MaxEnergy func() float64
	// Limits tells whether a session with a refused token gets no more than the energy that is left for it, in Wh.
	Limits func(s *Session, left float64) bool
	// Bar stops its energy, but neither the authorization nor the transaction; used tells that it has had its allowance
	// meanwhile.
	Bar func(s *Session, used bool)

	// NoticesEntry tells whether the station notices now that an EV has driven into a bay (E01.FR.01).
	NoticesEntry func(e *site.EVSE) bool
	// NoticesLoss tells whether the station notices now that a session's EV is gone (E06.FR.02, E09, E10).
	NoticesLoss func(s *Session, c *site.Connector) bool
	// LossDeauthorizes is StopTxOnEVSideDisconnect: the loss of the EV ends the authorization (E09.FR.01).
	LossDeauthorizes func() bool
	// LossUnlocks is UnlockOnEVSideDisconnect: the cable is freed then, and not kept for its owner (E09.FR.02, FR.03).
	LossUnlocks func() bool
	// GoesOn tells whether an EV that was lost and is connected again may charge on (E10, scenario description).
	GoesOn func(s *Session) bool
	// Attends tells whether pilot and contactor of a connector are brought into line with its session now. That needs no
	// connection to the CSMS.
	Attends func(c *site.Connector) bool
	// MayCharge tells whether a session has a right to energy: it is authorized (C01.FR.01), and its token is not refused
	// (E05.FR.02).
	MayCharge func(s *Session) bool
	// Offers tells whether the EV is offered energy. may tells whether all that the station goes by allows it.
	Offers func(s *Session, c *site.Connector, may bool) bool

	// MayDeliver tells whether events may leave the queue now, where none waits for its next attempt.
	MayDeliver func() bool
	// Attempts is MessageAttempts: after so many an event is given up (E13.FR.04). reason is why the last one has failed.
	Attempts func(reason error) int
	// RetryAfter is how long an event waits after so many attempts that have failed, the last one for a reason:
	// MessageAttemptInterval multiplied by their number (E13.FR.03).
	RetryAfter func(attempts int, reason error) time.Duration

	// SampleEvery is TxUpdatedInterval: the time between sampled values of a transaction, 0 for none (J02.FR.11).
	SampleEvery func() time.Duration
	// AlignedAfter is how long it is until the next clock-aligned reading (part 2, section J 2.2).
	AlignedAfter func(now time.Time, interval time.Duration) time.Duration
	// AlignedPlaces are the meters whose clock-aligned values are sent now, 0 for the main meter: all of them, or none during
	// a transaction while AlignedDataSendDuringIdle is set (J01.FR.14, FR.20).
	AlignedPlaces func() []int
	// AlignedInEvent tells whether the clock-aligned values of an EVSE with a transaction are told by an event of it
	// (J01.FR.22), and not by MeterValues.
	AlignedInEvent func(s *Session) bool
	// TellsReading tells whether the values that were read for a transaction when their time had come are told. Where no
	// measurand is configured there are none.
	TellsReading func(s *Session, trigger ocpp201.TriggerReason, values []ocpp201.MeterValue) bool
}

func (ch *Charging) decideRightly() {
	ch.Decide = Decisions{
		StartPointReached: func(now Conditions, points []string) bool { return now.starts(points) },
		StopPointLeft: func(before, now Conditions, why Cause, points []string) bool {
			return why.End || now.stops(before, points)
		},
		NewID: ocppj.NewID,
		BeginKnown: func(s *Session, kind ocpp201.TransactionEventEnum) bool {
			return kind == ocpp201.TransactionEventEnumStarted || s.Charging
		},
		Declines:         ch.declines,
		StopsUnasked:     ch.stopsByKnownGroup,
		StoppedByGroup:   ch.authorizedByGroup,
		Refuse:           func(*Session, ocpp201.IDToken, *Session) { ch.site.Show("Not accepted") },
		TurnAway:         func(*Session, ocpp201.IDToken) { ch.site.Show("In use") },
		MayTake:          ch.mayTake,
		Admit:            func(s *Session, change func()) { ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonAuthorized}, change) },
		IsMasterPass:     ch.drivers.IsMasterPass,
		UseMasterPass:    ch.useMasterPass,
		Selects:          func() bool { return ch.product.Capabilities.MasterPassUI },
		Menu:             func(evses []int) ([]int, time.Duration) { return evses, SelectionTimeout },
		StopSelected:     func(evse int, token ocpp201.IDToken) { ch.Decide.StopAt(evse, token) },
		StopAt:           ch.stopAt,
		StopByMasterPass: ch.stoppedByMasterPass,
		Waits: func(*Session) (time.Duration, Cause) {
			return ch.model.Seconds("TxCtrlr", "EVConnectionTimeOut", ""), Cause{Trigger: ocpp201.TriggerReasonEVConnectTimeout, Reason: ocpp201.ReasonTimeout}
		},
		StopByOwner:      ch.StopByToken,
		StopByDriver:     ch.stoppedByDriver,
		FreeHeld:         func(c *site.Connector) { ch.site.Unlock(c) },
		TokenRefused:     ch.tokenRefused,
		RefusalStops:     func() bool { return ch.model.Boolean("TxCtrlr", "StopTxOnInvalidId") },
		Deauthorize:      ch.deauthorize,
		MaxEnergy:        ch.maxEnergy,
		Limits:           func(*Session, float64) bool { return true },
		Bar:              ch.bar,
		NoticesEntry:     func(*site.EVSE) bool { return true },
		NoticesLoss:      func(*Session, *site.Connector) bool { return true },
		LossDeauthorizes: func() bool { return ch.model.Boolean("TxCtrlr", "StopTxOnEVSideDisconnect") },
		LossUnlocks:      func() bool { return ch.model.Boolean("OCPPCommCtrlr", "UnlockOnEVSideDisconnect") },
		GoesOn:           func(*Session) bool { return true },
		Attends:          func(*site.Connector) bool { return true },
		MayCharge:        func(s *Session) bool { return s.Authorized && !s.Barred },
		Offers:           func(_ *Session, _ *site.Connector, may bool) bool { return may },
		MayDeliver:       func() bool { return true },
		Attempts:         func(error) int { return ch.model.Integer("OCPPCommCtrlr", "MessageAttempts", "TransactionEvent") },
		RetryAfter: func(attempts int, _ error) time.Duration {
			return ch.model.Seconds("OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent") * time.Duration(attempts)
		},
		SampleEvery:    func() time.Duration { return ch.model.Seconds("SampledDataCtrlr", "TxUpdatedInterval", "") },
		AlignedAfter:   UntilAligned,
		AlignedPlaces:  ch.alignedPlaces,
		AlignedInEvent: func(*Session) bool { return !ch.product.Capabilities.AlignedByMeterValues },
		TellsReading:   func(_ *Session, _ ocpp201.TriggerReason, values []ocpp201.MeterValue) bool { return values != nil },
	}
}
