package e_transactions

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What holds for all cases of this file: the message of step 5 is the first that comes with the EV connected, after the
// one that connecting triggers and those of steps 1 and 3; the tables name no other mark of it. An attempt is the same
// message, with the same transactionId and seqNo, and with all that it told at first (part 2, E13.FR.02: "this message
// again"). The interval is judged in both directions, with the laboratory's deviation. What the station sends of its own
// after the message is discarded belongs to no row (E13.FR.04).

// TC_E_41_CS has the CSMS answer no attempt.
//
// MessageTimeout.Default is read from the station, because the table names the variable and no value.
var TC_E_41_CS = octt.Register(octt.Case{
	ID:     "TC_E_41_CS",
	Modes:  octt.Both,
	Before: whileConnecting("", everyAttempt),
	Main:   func(s *octt.Scenario) { retries(s, s.Configured.MessageAttempts, messageTimeout(s), 0) },
})

// TC_E_42_CS has the CSMS answer the second attempt. The validation has the station send twice; that it stops then is
// shown by the silence of one more iteration, for which the message has been sent twice before.
var TC_E_42_CS = octt.Register(octt.Case{
	ID:     "TC_E_42_CS",
	Modes:  octt.Both,
	Before: whileConnecting("", allButTheSecond),
	Main:   func(s *octt.Scenario) { retries(s, 2, messageTimeout(s), 0) },
})

// TC_E_50_CS has the CSMS answer every attempt with a CALLERROR. Unlike the interval of TC_E_41_CS that of step 5 has no
// MessageTimeout in it: it begins with the answer.
var TC_E_50_CS = octt.Register(octt.Case{
	ID:     "TC_E_50_CS",
	Modes:  octt.Both,
	Before: whileConnecting(octt.InternalError, everyAttempt),
	Main:   func(s *octt.Scenario) { retries(s, s.Configured.MessageAttempts, 0, 0) },
})

// TC_E_51_CS has the CSMS answer the first attempt with a CALLERROR, and process the second.
//
// Its validation adds MessageTimeout.Default to the interval, as in TC_E_42_CS, from which it seems to be copied. A CALLERROR
// comes at once, there is no timeout to wait for, and E13.FR.03 counts from the answer: the interval of TC_E_50_CS is
// judged, and the longer one is a WARNING.
var TC_E_51_CS = octt.Register(octt.Case{
	ID:     "TC_E_51_CS",
	Modes:  octt.Both,
	Before: whileConnecting(octt.InternalError, allButTheSecond),
	Main:   func(s *octt.Scenario) { retries(s, 2, 0, messageTimeout(s)) },
})

// everyAttempt and allButTheSecond tell which attempts the CSMS does not process; the first is 1.
func everyAttempt(int) bool { return true }

func allButTheSecond(attempt int) bool { return attempt != 2 }

// whileConnecting are the preparations. The CSMS has to know before the EV is connected what it will not process: the
// station may send the message of step 5 before the rows of the state are over.
func whileConnecting(code octt.ErrorCode, fails func(attempt int) bool) []octt.Preparation {
	return octt.Prepare(
		octt.Config(
			octt.Is("OCPPCommCtrlr.MessageAttempts[TransactionEvent]", func(c *octt.Configured) string { return strconv.Itoa(c.MessageAttempts) }),
			octt.Is("OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]", func(c *octt.Configured) string { return wholeSeconds(c.MessageAttemptInterval) })),
		octt.Known(messageTimeoutDefault, txUpdatedInterval),
		octt.States(states.Authorized),
		octt.Do(func(s *octt.Scenario) { failing(s, octt.Failure{Code: code, GivesUp: messageTimeout(s)}, fails) }),
		octt.States(states.EVConnectedPreSession))
}

const (
	messageTimeoutDefault = "OCPPCommCtrlr.MessageTimeout[Default]"
	txUpdatedInterval     = "SampledDataCtrlr.TxUpdatedInterval"
)

// messageTimeout is how long the station waits for an answer, as it says itself.
func messageTimeout(s *octt.Scenario) time.Duration {
	n, err := strconv.Atoi(s.Variable(messageTimeoutDefault))
	if err != nil || n < 1 {
		s.Check(0, messageTimeoutDefault+" is a number of seconds.", s.Variable(messageTimeoutDefault), "a number above 0")
		s.Stop()
	}
	return time.Duration(n) * time.Second
}

// failing has the CSMS not process the attempts of step 5.
func failing(s *octt.Scenario, how octt.Failure, fails func(attempt int) bool) {
	afterPlug := states.AfterPlug(s)
	var first *event
	attempts := 0
	s.Failing("TransactionEvent", how, func(m *octt.Message) bool {
		e, ok := read(m)
		switch {
		case !ok || first == nil && (!afterPlug(m) || signed(e) || waits(e)):
			return false
		case first == nil:
			first = &e
		case !e.is(*first):
			return false
		}
		attempts++
		return fails(attempts)
	})
}

// event is a TransactionEventRequest.
type event struct {
	ocpp201.TransactionEventRequest
}

func read(m *octt.Message) (e event, ok bool) {
	return e, m.Action == e.Action() && m.Payload.Decode(&e.TransactionEventRequest) == nil
}

// is tells an attempt at the same message.
func (e event) is(other event) bool {
	return e.TransactionInfo.TransactionID == other.TransactionInfo.TransactionID && e.SeqNo == other.SeqNo
}

// signed and waits tell the messages of steps 1 and 3.
func signed(e event) bool { return e.TriggerReason == ocpp201.TriggerReasonSignedDataReceived }

func waits(e event) bool {
	state := e.TransactionInfo.ChargingState
	return e.TriggerReason == ocpp201.TriggerReasonChargingStateChanged && state != nil && *state == ocpp201.ChargingStateSuspendedEVSE
}

// retries plays the rows; each attempt but the first comes the interval, multiplied by the number of those before it, and
// timeout after the one before. late is what the table adds to that without reason, 0 where it does not.
func retries(s *octt.Scenario, attempts int, timeout, late time.Duration) {
	optional(s, 1, "triggerReason SignedDataReceived", signed)
	optional(s, 3, "triggerReason ChargingStateChanged and chargingState SuspendedEVSE", waits)
	before := s.ReceiveEither(5, octt.As[ocpp201.TransactionEventRequest](octt.Periodic(), octt.Within(patience(s))).Where((*octt.Message).Failed))
	first, _ := read(before)
	same := func(m *octt.Message) bool { e, ok := read(m); return ok && e.is(first) }
	for n := 1; n < attempts; n++ {
		answered(s, before)
		interval := time.Duration(n)*s.Configured.MessageAttemptInterval + timeout
		next := s.ReceiveEither(5, octt.As[ocpp201.TransactionEventRequest](octt.Periodic(), octt.Within(interval+late+s.Timeouts.Message)).
			With("the same transactionId and seqNo", same))
		judgeAttempt(s, before, next, n+1, interval, late)
		before = next
	}
	answered(s, before)
	s.Nothing(5, time.Duration(attempts)*s.Configured.MessageAttemptInterval+timeout+s.Timeouts.Deviation,
		octt.As[ocpp201.TransactionEventRequest](octt.Periodic(), octt.By("E13.FR.04")).With("the same transactionId and seqNo", same))
	s.PassOver(nil, "the station goes on with the next message (part 2, E13.FR.04)", isTransactionEvent)
}

// patience is how long step 5 is waited for. Where the message of the plug has told Charging already, as table 427 lets it,
// the next are the periodic meter values.
func patience(s *octt.Scenario) time.Duration {
	n, err := strconv.Atoi(s.Variable(txUpdatedInterval))
	if err != nil || s.ChargingState != string(ocpp201.ChargingStateCharging) {
		return s.Timeouts.Message
	}
	return s.Timeouts.Message + time.Duration(n)*time.Second
}

// optional plays a row that need not come; it waits for no message that fails.
func optional(s *octt.Scenario, row int, words string, is func(event) bool) {
	here := func(m *octt.Message) bool { e, ok := read(m); return ok && is(e) }
	next := octt.As[ocpp201.TransactionEventRequest](octt.Periodic()).Where(func(m *octt.Message) bool { return here(m) || m.Failed() })
	if s.Comes(next) && s.Comes(octt.As[ocpp201.TransactionEventRequest](octt.Within(time.Nanosecond)).Where(here)) {
		s.Respond(row+1, s.ReceiveEither(row, octt.As[ocpp201.TransactionEventRequest]().With(words, here)))
		return
	}
	s.Skip(row, "", "is left out", "No message with "+words+" comes before that of step 5.")
}

// answered plays step 6.
func answered(s *octt.Scenario, m *octt.Message) {
	if m.Failed() {
		s.Fails(6, m)
		return
	}
	s.Respond(6, m)
}

// judgeAttempt judges that a message is the one before again, at its time.
func judgeAttempt(s *octt.Scenario, before, next *octt.Message, number int, interval, late time.Duration) {
	s.CheckMessage(5, next, fmt.Sprintf("Attempt %d tells what the first told.", number), plain(next), plain(before), "E13.FR.02")
	took := next.At.Sub(before.At).Round(time.Millisecond)
	inTime := func(want time.Duration) bool { return (took - want).Abs() <= s.Timeouts.Deviation }
	words := fmt.Sprintf("Attempt %d comes %s after the one before.", number, interval)
	want := octt.Satisfying(fmt.Sprintf("%s, with a deviation of %s", interval, s.Timeouts.Deviation), func(any) bool { return inTime(interval) })
	if late > 0 && inTime(interval+late) {
		s.Remark(5, words+" The table of this case adds MessageTimeout.Default.", took.String(), want, "E13.FR.03")
		return
	}
	s.CheckMessage(5, next, words, took.String(), want, "E13.FR.03")
}

// plain is what a message tells, whatever the order of its fields.
func plain(m *octt.Message) (out any) {
	if json.Unmarshal(m.Payload.Text(), &out) != nil {
		return string(m.Payload.Text())
	}
	return out
}

func isTransactionEvent(m *octt.Message) bool { return m.Action == "TransactionEvent" }
