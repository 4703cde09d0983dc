package octt

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// Every moment of a play has one owner: what the bench has chosen is named, and all else is the table's or the station's.
func TestTheTimeOfAPlayAddsUp(t *testing.T) {
	const s = time.Second
	const look = instant + time.Nanosecond // at what has come
	type own = map[evidence.Wait]time.Duration
	authorizes := func(sc *Scenario) {
		_, call := Receive[ocpp201.AuthorizeRequest](sc, 1)
		call.Accept(2)
	}
	for name, c := range map[string]struct {
		answer time.Duration // how long one takes
		play   func(*lab, *Scenario)
		rest   func(*Scenario) error
		table  time.Duration
		own    own
	}{
		"a time that the document names":  {play: func(_ *lab, sc *Scenario) { sc.Wait(1, 7*s, "so") }, table: 7 * s},
		"a silence that it names":         {play: func(_ *lab, sc *Scenario) { sc.Nothing(1, 7*s, As[ocpp201.AuthorizeRequest]()) }, table: 7*s + instant + look},
		"a silence that it does not name": {play: func(_ *lab, sc *Scenario) { sc.NothingYet(1, 7*s, As[ocpp201.AuthorizeRequest]()) }, table: look, own: own{evidence.WaitSilence: 7*s + instant}},
		"a message that takes its time": {play: func(l *lab, sc *Scenario) {
			l.csms.later(5*s, "Authorize", authorize)
			authorizes(sc)
		}, table: 5 * s},
		"an optional one that comes": {play: func(l *lab, sc *Scenario) {
			l.csms.later(s, "Authorize", authorize)
			sc.Respond(2, sc.TryEither(1, "so", As[ocpp201.AuthorizeRequest]()))
		}, table: s},
		"an optional one that does not": {play: func(_ *lab, sc *Scenario) {
			sc.TryEither(1, "so", As[ocpp201.AuthorizeRequest]())
			sc.Wait(2, s, "so")
		}, table: s, own: own{evidence.WaitOptional: 2*s + instant}},
		"an end of the connection that may come, and does not": {play: func(_ *lab, sc *Scenario) {
			sc.Leaves(3 * s)
			sc.Wait(2, s, "so")
		}, table: s, own: own{evidence.WaitOptional: 3*s + instant}},
		"a message that is kept for a later row": {play: func(l *lab, sc *Scenario) {
			sc.Keep("StatusNotification")
			l.csms.later(s, "StatusNotification", occupied)
			l.csms.later(2*s, "Authorize", authorize)
			authorizes(sc)
			sc.Respond(4, sc.ReceiveEither(3, As[ocpp201.StatusNotificationRequest]()))
		}, table: s, own: own{evidence.WaitHold: s}},
		"the way back to rest, with its proof": {
			play: func(_ *lab, sc *Scenario) { sc.Wait(1, 7*s, "so") },
			rest: func(sc *Scenario) error {
				return errors.Join(sc.until(3*s, "what never comes", func() bool { return false }),
					sc.Choosing(evidence.WaitProof, func() error { return sc.Pause(evidence.WaitProof, 4*s) }),
					sc.linger(5*s, "an authorization", func() bool { return false }))
			},
			table: 7 * s, own: own{evidence.WaitRest: 3*s + instant, evidence.WaitProof: 4 * s, evidence.WaitExpiry: 5 * s}},
		"what stops in a pause of the bench": {play: func(_ *lab, sc *Scenario) {
			sc.guard(func() {
				sc.chooses(evidence.WaitAct)
				sc.bug("a test stops it")
			})
			sc.Wait(1, 7*s, "so")
		}, table: 7 * s},
		"answers that take their time": {answer: s, play: func(_ *lab, sc *Scenario) {
			Send(sc, 1, ocpp201.GetVariablesRequest{GetVariableData: clockQuestion.GetVariableData}).Receive(2) // and a fence when the rows are over
			_, _, err := sc.read("A.B")
			sc.interrupted(err)
		}, table: s, own: own{evidence.WaitQuestion: s, evidence.WaitFence: s}},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { manned(l); l.bench.Rest, l.csms.latency = c.rest, c.answer }, func(l *lab) {
				end := l.play(func(sc *Scenario) { c.play(l, sc) })
				spent, ok := (&evidence.Play{End: &end}).Spent()
				maps.DeleteFunc(spent.Own, func(_ evidence.Wait, d time.Duration) bool { return d == 0 })
				if !ok || spent.Table != c.table || !maps.Equal(spent.Own, c.own) {
					t.Errorf("expected %s of the table and %v of the bench, got %s and %v of %s\n%s", c.table, c.own, spent.Table, spent.Own, end.Took, l.rec)
				}
			})
		})
	}
}

// What a question outside of the rows has the station report is waited for by the bench's choice as its answer is.
func TestTheReportOfAQuestionOutsideTheRowsIsOfTheBench(t *testing.T) {
	const now = `"generatedAt":"2000-01-01T00:00:00Z","seqNo":0`
	for name, c := range map[string]struct {
		request, message, report string // the report behind its requestId
		ask                      func(*Scenario) error
	}{
		"of monitors": {"GetMonitoringReport", "NotifyMonitoringReport", now, func(sc *Scenario) error {
			_, err := sc.AskMonitors()
			return err
		}},
		"of display messages": {"GetDisplayMessages", "NotifyDisplayMessages", "", func(sc *Scenario) error {
			_, err := sc.displayMessages()
			return err
		}},
		"of a variable": {"GetReport", "NotifyReport", now, func(sc *Scenario) error {
			_, err := sc.AskVariable(ocpp201.Component{Name: "A"}, ocpp201.Variable{Name: "B"})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, manned, func(l *lab) {
				l.csms.answers[c.request] = func(payload []byte) *ocppj.Frame {
					var q struct {
						RequestID int `json:"requestId"`
					}
					if err := json.Unmarshal(payload, &q); err != nil {
						t.Error(err)
					}
					parts := []string{fmt.Sprintf(`"requestId":%d`, q.RequestID)}
					if c.report != "" {
						parts = append(parts, c.report)
					}
					l.csms.later(3*time.Second, c.message, "{"+strings.Join(parts, ",")+"}")
					return result(map[string]string{"status": "Accepted"})
				}
				end := l.play(func(sc *Scenario) {
					if err := c.ask(sc); err != nil {
						t.Error(err)
					}
					sc.Wait(1, 7*time.Second, "so")
				})
				spent, _ := (&evidence.Play{End: &end}).Spent()
				if spent.Table != 7*time.Second || spent.Own[evidence.WaitQuestion] != 3*time.Second {
					t.Errorf("expected 7 s of the table and 3 s of a question, got %s and %v\n%s", spent.Table, spent.Own, l.rec)
				}
			})
		})
	}
}
