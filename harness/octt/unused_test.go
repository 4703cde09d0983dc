package octt

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestAnAuthorizationIsWaitedForOnlyWhereACardWasPresentedAndNoTransactionTellsOfIt plays what may come before a way back to
// rest, and tells how long that waits for an EVConnectionTimeOut of two minutes and the deviation of four seconds.
func TestAnAuthorizationIsWaitedForOnlyWhereACardWasPresentedAndNoTransactionTellsOfIt(t *testing.T) {
	const whole = 124 * time.Second
	card := func(s *Scenario) { s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place())) }
	for name, c := range map[string]struct {
		main func(*driver, func(action, payload string))
		want time.Duration
	}{
		"a card that was used for nothing": {func(d *driver, send func(string, string)) { card(d.s); send("Authorize", d.asks()) }, whole},
		"no card":                          {func(d *driver, send func(string, string)) { send("Authorize", d.asks()) }, 0},
		"a card that began a transaction": {func(d *driver, send func(string, string)) {
			card(d.s)
			send("Authorize", d.asks())
			d.tell("S:Authorized:EVConnected:token")
		}, 0},
		"a card that a transaction told of before the CSMS had answered": {func(d *driver, send func(string, string)) {
			d.s.Act(0, rigs.ConnectEV(d.s.Configured.Place()))
			d.tell("S:CablePluggedIn:EVConnected")
			card(d.s)
			d.tell("U:Authorized:EVConnected:token")
			send("Authorize", d.asks())
		}, 0},
		"a card after a transaction that told of another": {func(d *driver, send func(string, string)) {
			card(d.s)
			send("Authorize", d.asks())
			d.tell("S:Authorized:EVConnected:token")
			d.tell("E:EVDeparted:Idle")
			card(d.s)
			send("Authorize", d.asks())
		}, whole},
		"a minute after the card": {func(d *driver, send func(string, string)) {
			card(d.s)
			send("Authorize", d.asks())
			d.s.Wait(1, time.Minute, "the case")
		}, whole - time.Minute},
		"a remote start that nobody used": {func(d *driver, _ func(string, string)) { d.do("remote") }, whole},
		"a remote start that was told of first": {func(d *driver, _ func(string, string)) {
			d.csms.answering("RequestStartTransaction", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted"}`)})
			d.csms.latency = time.Second
			d.csms.later(time.Second/2, "TransactionEvent", fmt.Sprintf(`{"eventType":"Started","timestamp":%q,"triggerReason":"RemoteStart","seqNo":0,"transactionInfo":{"transactionId":"T1","remoteStartId":7}}`,
				time.Now().UTC().Format(time.RFC3339Nano)))
			Send(d.s, 1, ocpp201.RequestStartTransactionRequest{RemoteStartID: 7,
				IDToken: ocpp201.IDToken{IDToken: d.s.Token.ID, Type: ocpp201.IDTokenEnumISO14443}}).Receive(2)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			waited := time.Duration(-1)
			inLab(t, func(l *lab) {
				l.bench.Rigs.Tokens, l.bench.Rigs.Cable = obedient{}, cables{}
				l.bench.Rest = func(s *Scenario) error {
					began := time.Now()
					err := s.AwaitForgotten(func() (time.Duration, error) { return 2 * time.Minute, nil })
					waited = time.Since(began).Round(time.Second)
					return err
				}
			}, func(l *lab) {
				l.play(func(s *Scenario) {
					s.Check(1, "One is one.", 1, 1)
					d := &driver{lab: l, s: s, numbers: map[string]int{}}
					c.main(d, func(action, payload string) {
						l.send(action, payload)
						if s.Pause(evidence.WaitRest, time.Second/10) != nil {
							t.Error("the pause was cut short")
						}
					})
				})
			})
			if waited != c.want {
				t.Errorf("expected a wait of %s, got %s", c.want, waited)
			}
		})
	}
}

func (d *driver) asks() string {
	return fmt.Sprintf(`{"idToken":{"idToken":%q,"type":"ISO14443"}}`, d.s.Token.ID)
}

// slowCable is a cable that takes ten seconds.
type slowCable struct{ cables }

func (slowCable) Connect(context.Context, rigs.Place) (rigs.ReadBack, error) {
	time.Sleep(10 * time.Second)
	return rigs.ReadBack{}, nil
}

func TestNothingIsHeldWhereNoRowCanClaimIt(t *testing.T) {
	var between, resting, playing time.Duration
	inLab(t, func(l *lab) {
		l.bench.Rigs.Cable = slowCable{}
		l.bench.Rest = func(s *Scenario) error {
			id, sent := l.send("Authorize", authorize), time.Now()
			time.Sleep(5 * time.Second) // a rig that takes its time
			resting = l.csms.answeredAt(id).Sub(sent)
			return nil
		}
	}, func(l *lab) {
		id, sent := l.send("Authorize", authorize), time.Now()
		time.Sleep(5 * time.Second)
		between = l.csms.answeredAt(id).Sub(sent)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			id, sent := make(chan string, 1), time.Now().Add(2*time.Second)
			time.AfterFunc(2*time.Second, func() { id <- l.csms.send("Authorize", authorize) })
			s.Act(0, rigs.ConnectEV(s.Configured.Place()))
			playing = l.csms.answeredAt(<-id).Sub(sent)
			Receive[ocpp201.AuthorizeRequest](s, 1)
		})
	})
	if between > time.Second || resting > time.Second || playing != 2*time.Second {
		t.Errorf("expected an answer at once between cases and on the way back to rest, and after Hold while rows are played, got %s, %s and %s", between, resting, playing)
	}
}
