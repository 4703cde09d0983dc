package station

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// wirePatches are the faults of the connection and of calls.
var wirePatches = []patch{
	{of: []defects.Defect{defects.BasicAuthWrongUser, defects.BasicAuthOmitted}, put: credentials},
	{of: []defects.Defect{defects.OfflinePeriodStartsAtLastAttempt}, put: offlineSinceLastAttempt},
	{of: []defects.Defect{defects.BackOffSettingIgnored, defects.BackOffNotDoubled}, put: backOffTerms},
	{of: []defects.Defect{defects.ReconnectsTooEarly, defects.ReconnectsAtOnce, defects.ReconnectsOnlyOnce}, put: retryAfter},
	{of: []defects.Defect{defects.BackOffNotReset}, put: backOffGoesOn},
	{of: []defects.Defect{
		defects.OfflineNeverCharges, defects.OfflineQueueLate, defects.OfflineLastToldAgain, defects.OfflineAuthorizedAgainLater,
	}, put: backAgain},
	{of: []defects.Defect{defects.ClosesConnectionOften}, put: closesOften},
	{of: []defects.Defect{defects.PendingSendsStatus, defects.RejectedKeepsTalking}, put: outOfTurn},
	{of: []defects.Defect{defects.RejectedAnswersCalls, defects.RejectedAnswersNotSupported}, put: whileRejected},
	{of: []defects.Defect{defects.NeverAnswers, defects.RejectedAnswersNothing, defects.RejectedHangsUpOnCalls}, put: deaf},
	{of: []defects.Defect{defects.UnsolicitedMessage}, put: unsolicited},
	{of: []defects.Defect{defects.SlowAnswers}, put: slowAnswers},
}

func credentials(fw *firmware, s defects.Set) {
	right := fw.wire.Decide.Credentials
	fw.wire.Decide.Credentials = func() (user, password string) {
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
func offlineSinceLastAttempt(fw *firmware, s defects.Set) {
	var attempt time.Time
	credentials, since := fw.wire.Decide.Credentials, fw.wire.Decide.OfflineSince
	fw.wire.Decide.Credentials = func() (string, string) {
		attempt = time.Now()
		return credentials()
	}
	fw.wire.Decide.OfflineSince = func() time.Time {
		if lost := since(); !attempt.After(lost) || !s.Has(defects.OfflinePeriodStartsAtLastAttempt) {
			return lost
		}
		return attempt
	}
}

func backOffTerms(fw *firmware, s defects.Set) {
	right := fw.wire.Decide.BackOff
	fw.wire.Decide.BackOff = func() wire.BackOff {
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

func retryAfter(fw *firmware, s defects.Set) {
	right := fw.wire.Decide.RetryAfter
	fw.wire.Decide.RetryAfter = func(wait time.Duration, first bool) (time.Duration, bool) {
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

func backOffGoesOn(fw *firmware, s defects.Set) {
	right := fw.wire.Decide.BackOffEnds
	fw.wire.Decide.BackOffEnds = func() bool { return !s.Has(defects.BackOffNotReset) && right() }
}

// backAgain is where faults act when the connection is back.
func backAgain(fw *firmware, _ defects.Set) {
	right := fw.wire.Hooks.Connected
	fw.wire.Hooks.Connected = func() {
		right()
		if fw.wire.Registration == wire.Accepted {
			fw.charging.BackOnline()
		}
	}
}

func closesOften(fw *firmware, s defects.Set) {
	right := fw.wire.Hooks.Connected
	fw.wire.Hooks.Connected = func() {
		if s.Has(defects.ClosesConnectionOften) {
			l := fw.wire.Present()
			fw.kernel.After(10*time.Second, func() { fw.wire.GiveUp(l, nil) })
		}
		right()
	}
}

// outOfTurn lets through what only a fault sends before the station is accepted.
func outOfTurn(fw *firmware, s defects.Set) {
	right := fw.wire.Decide.MayPass
	fw.wire.Decide.MayPass = func(c *wire.Call) bool {
		switch {
		case right(c):
			return true
		case fw.wire.Registration == wire.Pending:
			return c.Action == "StatusNotification" && s.Has(defects.PendingSendsStatus)
		case fw.wire.Registration == wire.Rejected:
			return c.Action == "Heartbeat" && s.Has(defects.RejectedKeepsTalking)
		}
		return false
	}
}

func whileRejected(fw *firmware, s defects.Set) {
	right := fw.wire.Decide.WhileRejected
	fw.wire.Decide.WhileRejected = func(action string) error {
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
func deaf(fw *firmware, s defects.Set) {
	fw.wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		rejected := fw.wire.Registration == wire.Rejected
		switch {
		case s.Has(defects.NeverAnswers), rejected && s.Has(defects.RejectedAnswersNothing):
		case rejected && s.Has(defects.RejectedHangsUpOnCalls):
			fw.wire.GiveUp(fw.wire.Present(), errors.New("the CSMS may not call a station that it has rejected"))
		default:
			pass(m)
		}
	})
}

func unsolicited(fw *firmware, s defects.Set) {
	fw.wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		if s.Has(defects.UnsolicitedMessage) {
			wire.Send(fw.wire, ocpp201.DataTransferRequest{VendorID: "com.example.unsolicited"}, wire.Sending{})
		}
	})
}

func slowAnswers(fw *firmware, s defects.Set) {
	fw.wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if !s.Has(defects.SlowAnswers) {
			pass(m)
			return
		}
		fw.kernel.After(fw.wire.MessageTimeout()+5*time.Second, func() { pass(m) })
	})
}
