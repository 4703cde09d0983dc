package operation

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// wirePatches are the faults of the connection and of calls.
var wirePatches = []defects.Patch{
	{Of: []defects.Defect{defects.InoperativeStaysOffline}, Put: staysOffline},
	{Of: []defects.Defect{defects.BasicAuthWrongUser, defects.BasicAuthOmitted}, Put: credentials},
	{Of: []defects.Defect{defects.OfflinePeriodStartsAtLastAttempt}, Put: offlineSinceLastAttempt},
	{Of: []defects.Defect{defects.BackOffSettingIgnored, defects.BackOffNotDoubled}, Put: backOffTerms},
	{Of: []defects.Defect{defects.ReconnectsTooEarly, defects.ReconnectsAtOnce, defects.ReconnectsOnlyOnce}, Put: retryAfter},
	{Of: []defects.Defect{defects.BackOffNotReset}, Put: backOffGoesOn},
	{Of: []defects.Defect{defects.ClosesConnectionOften}, Put: closesOften},
	{Of: []defects.Defect{defects.PendingSendsStatus, defects.RejectedKeepsTalking}, Put: outOfTurn},
	{Of: []defects.Defect{defects.RejectedAnswersCalls, defects.RejectedAnswersNotSupported}, Put: whileRejected},
	{Of: []defects.Defect{defects.NeverAnswers, defects.RejectedAnswersNothing, defects.RejectedHangsUpOnCalls}, Put: deaf},
	{Of: []defects.Defect{defects.UnsolicitedMessage}, Put: unsolicited},
	{Of: []defects.Defect{defects.SlowAnswers}, Put: slowAnswers},
}

// staysOffline does not connect after a boot when a connector is Inoperative.
func staysOffline(fw *station.Firmware, s defects.Set) {
	begun, right := false, fw.Wire.Decide.MayConnect
	fw.Wire.Decide.MayConnect = func() bool {
		first := !begun
		begun = true
		return right() && (!first || !fw.Site.AnyInoperative() || !s.Has(defects.InoperativeStaysOffline))
	}
}

func credentials(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.Credentials
	fw.Wire.Decide.Credentials = func() (user, password string) {
		user, password = right()
		if s.Has(defects.BasicAuthWrongUser) {
			user += "-x"
		}
		if password != "" && s.Has(defects.BasicAuthOmitted) {
			password = ""
		}
		return user, password
	}
}

// offlineSinceLastAttempt notes the attempts to connect, for each of which credentials are needed.
func offlineSinceLastAttempt(fw *station.Firmware, s defects.Set) {
	var attempt time.Time
	credentials, since := fw.Wire.Decide.Credentials, fw.Wire.Decide.OfflineSince
	fw.Wire.Decide.Credentials = func() (string, string) {
		attempt = time.Now()
		return credentials()
	}
	fw.Wire.Decide.OfflineSince = func() time.Time {
		if lost := since(); !attempt.After(lost) || !s.Has(defects.OfflinePeriodStartsAtLastAttempt) {
			return lost
		}
		return attempt
	}
}

func backOffTerms(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.BackOff
	fw.Wire.Decide.BackOff = func() wire.BackOff {
		terms := right()
		switch {
		case s.Has(defects.BackOffSettingIgnored):
			terms.Minimum = wire.FactoryBackOff
		case s.Has(defects.BackOffNotDoubled):
			terms.Repeat = 0
		}
		return terms
	}
}

func retryAfter(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.RetryAfter
	fw.Wire.Decide.RetryAfter = func(wait time.Duration, first bool) (time.Duration, bool) {
		wait, again := right(wait, first)
		switch {
		case s.Has(defects.ReconnectsTooEarly):
			wait /= 2
		case first && s.Has(defects.ReconnectsAtOnce):
			wait = 0
		case !first && s.Has(defects.ReconnectsOnlyOnce):
			again = false
		}
		return wait, again
	}
}

func backOffGoesOn(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.BackOffEnds
	fw.Wire.Decide.BackOffEnds = func() bool { return !s.Has(defects.BackOffNotReset) && right() }
}

func closesOften(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Hooks.Connected
	fw.Wire.Hooks.Connected = func() {
		if s.Has(defects.ClosesConnectionOften) {
			l := fw.Wire.Present()
			fw.Kernel.After(1500*time.Millisecond, func() { fw.Wire.GiveUp(l, nil) })
		}
		right()
	}
}

// outOfTurn lets through what only a fault sends before the station is accepted.
func outOfTurn(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.MayPass
	fw.Wire.Decide.MayPass = func(c *wire.Call) bool {
		switch {
		case right(c):
			return true
		case fw.Wire.Registration == wire.Pending:
			return c.Action == "StatusNotification" && s.Has(defects.PendingSendsStatus)
		case fw.Wire.Registration == wire.Rejected:
			return c.Action == "Heartbeat" && s.Has(defects.RejectedKeepsTalking)
		}
		return false
	}
}

func whileRejected(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.WhileRejected
	fw.Wire.Decide.WhileRejected = func(action string) error {
		switch {
		case s.Has(defects.RejectedAnswersCalls):
			return nil
		case s.Has(defects.RejectedAnswersNotSupported):
			return wire.NotSupported(action)
		}
		return right(action)
	}
}

// deaf drops calls of the CSMS.
func deaf(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		rejected := fw.Wire.Registration == wire.Rejected
		switch {
		case s.Has(defects.NeverAnswers), rejected && s.Has(defects.RejectedAnswersNothing):
		case rejected && s.Has(defects.RejectedHangsUpOnCalls):
			fw.Wire.GiveUp(fw.Wire.Present(), errors.New("the CSMS may not call a station that it has rejected"))
		default:
			pass(m)
		}
	})
}

func unsolicited(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		if s.Has(defects.UnsolicitedMessage) {
			wire.Send(fw.Wire, ocpp201.DataTransferRequest{VendorID: "com.example.unsolicited"}, wire.Sending{})
		}
	})
}

func slowAnswers(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if !s.Has(defects.SlowAnswers) {
			pass(m)
			return
		}
		fw.Kernel.After(fw.Wire.MessageTimeout()+5*time.Second, func() { pass(m) })
	})
}
