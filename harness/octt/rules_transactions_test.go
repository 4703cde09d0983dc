package octt

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// tellsEvents has the station send the events of tx.
func (l *lab) tellsEvents(events []string) {
	for _, payload := range events {
		l.send("TransactionEvent", payload)
	}
}

// tellsRows has it send each in front of a row of its own, from row 1 on.
func (l *lab) tellsRows(s *Scenario, events []string) {
	for i, payload := range events {
		l.send("TransactionEvent", payload)
		Receive[ocpp201.TransactionEventRequest](s, i+1)
	}
}

// tx writes events as "transaction/eventType/seqNo/second", with T1 where no transaction is named.
func tx(words string) []string {
	var out []string
	for word := range strings.FieldsSeq(words) {
		p := strings.Split(word, "/")
		if len(p) == 3 {
			p = append([]string{"T1"}, p...)
		}
		number, _ := strconv.Atoi(p[2])
		second, _ := strconv.Atoi(p[3])
		kind := map[string]string{"S": "Started", "U": "Updated", "E": "Ended"}[p[1]]
		out = append(out, eventOf(p[0], kind, "EVDetected", number, second))
	}
	return out
}

func TestTheRulesOfATransaction(t *testing.T) {
	for name, c := range map[string]struct {
		events string
		want   string // a part of the reason, empty for PASS
	}{
		"in order":                   {"S/0/0 U/1/1 U/2/2 E/3/3", ""},
		"from any seqNo":             {"S/7/0 U/8/1 E/9/2", ""},
		"not ended yet":              {"S/0/0 U/1/1", ""},
		"Started alone":              {"S/0/0", ""},
		"in any order of arrival":    {"U/2/2 S/0/0 E/3/3 U/1/1", ""},
		"at the same time":           {"S/0/0 U/1/0 E/2/0", ""},
		"within the deviation":       {"S/0/9 U/1/5 E/2/9", ""},
		"interleaved":                {"A/S/0/0 B/S/4/1 A/U/1/2 B/U/5/3 B/E/6/4 A/E/2/5", ""},
		"a gap":                      {"S/0/0 U/2/1", "increases by 1"},
		"a gap before Ended":         {"S/0/0 U/1/1 E/3/2", "increases by 1"},
		"a number twice":             {"S/0/0 U/1/1 U/1/2", "increases by 1"},
		"Started missing":            {"U/1/1 E/2/2", "has eventType Started"},
		"Started twice":              {"S/0/0 S/1/1", "one Started"},
		"a transactionId used again": {"S/0/0 E/1/1 S/0/2 E/1/3", `got "T1", with which a transaction began at 2026-01-01T00:00:00Z (frame`},
		"Started with a later seqNo": {"U/0/0 S/1/1", "has eventType Started"},
		"after Ended":                {"S/0/0 E/1/1 U/2/2", "one Ended"},
		"Ended twice":                {"S/0/0 E/1/1 E/2/2", "one Ended"},
		"time runs back":             {"S/0/9 U/1/4", "order of the timestamps"},
		"a gap in one of two":        {"A/S/0/0 B/S/0/1 A/U/1/2 B/U/2/3", "increases by 1"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				events := tx(c.events)
				end := l.play(func(s *Scenario) {
					for i, payload := range events {
						l.send("TransactionEvent", payload)
						Receive[ocpp201.TransactionEventRequest](s, i+1)
					}
				})
				want := evidence.Pass
				if c.want != "" {
					want = evidence.Fail
				}
				l.judged(end, want, c.want)
			})
		})
	}
}

func TestAMessageThatStandsInTheQueueIsNoGap(t *testing.T) {
	inLab(t, func(l *lab) {
		l.bench.Rest = func(s *Scenario) error {
			l.send("TransactionEvent", event("Updated", "ChargingStateChanged", 1))
			l.send("TransactionEvent", event("Ended", "RemoteStop", 4)) // what comes after the case is not judged
			return s.Pause(evidence.WaitRest, time.Second)
		}
	}, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			for i, number := range []int{0, 2} {
				kind := []string{"Started", "Updated"}[i]
				l.send("TransactionEvent", event(kind, "ChargingStateChanged", number))
				Receive[ocpp201.TransactionEventRequest](s, i+1)
			}
		})
	})
}

func TestAGapOfAStationThatDoesNotComeToRestProvesNothing(t *testing.T) {
	inLab(t, func(l *lab) {
		l.bench.Rest = func(*Scenario) error { return errors.New("the station is gone") }
	}, func(l *lab) {
		l.expect(evidence.Inconclusive, "increases by 1", func(s *Scenario) {
			l.tellsRows(s, tx("S/0/0 U/2/2"))
		})
	})
}

// What a station that does not come to rest has told is as wrong as at rest: only what is missing may still come.
func TestAnEndThatIsToldTwiceFailsAStationThatDoesNotComeToRest(t *testing.T) {
	inLab(t, func(l *lab) {
		l.bench.Rest = func(*Scenario) error { return errors.New("the station is gone") }
	}, func(l *lab) {
		l.expect(evidence.Fail, "begins with one Started", func(s *Scenario) {
			l.tellsRows(s, tx("S/0/0 E/1/1 E/2/2"))
		})
	})
}

// What a case has failed for is not found once more when the station comes to rest after all; a hole that proved nothing is, unless it is
// filled by then.
func TestWhatACaseWithoutRestHasJudgedIsNotFoundAgain(t *testing.T) {
	for name, c := range map[string]struct {
		tells, later string
		want         evidence.Verdict
		found        int
	}{
		"an end told twice":                {"S/0/0 E/1/1 E/2/2", "", evidence.Fail, 0},
		"a hole that is not filled":        {"S/0/0 E/2/2", "", evidence.Inconclusive, 1},
		"a hole that is filled":            {"S/0/0 E/2/2", "U/1/1", evidence.Inconclusive, 0},
		"an end told twice, and once more": {"S/0/0 E/1/1 E/2/2", "E/3/3", evidence.Fail, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.Rest = func(*Scenario) error { return errors.New("the station is gone") }
			}, func(l *lab) {
				l.csms.answering("GetTransactionStatus", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"messagesInQueue":false}`)})
				l.expect(c.want, "", func(s *Scenario) { l.tellsRows(s, tx(c.tells)) })
				if found := l.rec.findings(); len(found) > 0 {
					t.Fatalf("expected no finding beside the case, got %+v", found)
				}
				err := l.player.Do(l.ctx, func(s *Scenario) error {
					l.tellsEvents(tx(c.later))
					return errors.Join(s.Pause(evidence.WaitRest, time.Second), atRest(s))
				})
				if found := l.rec.findings(); err != nil || len(found) != c.found {
					t.Errorf("expected %d findings, got %v, %+v", c.found, err, found)
				}
			})
		})
	}
}

func TestOnlyTransactionsOfThePlayAreJudged(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.tellsEvents(tx("U/5/5 U/9/9"))
		time.Sleep(time.Minute)
		l.expect(evidence.Pass, "", proved)
		l.expect(evidence.Fail, `of the transaction "T1", which began before the case`, func(s *Scenario) {
			l.send("TransactionEvent", tx("E/10/10")[0])
			Receive[ocpp201.TransactionEventRequest](s, 1)
		})
		if l.rec.has("eventType Started") || len(l.rec.findings()) > 0 {
			t.Errorf("expected nothing of a transaction that the run has not seen begin, got %s %v", l.rec, l.rec.findings())
		}
	})
}

// atRest asks the station whether its queue is empty, as a bench does.
func atRest(s *Scenario) error {
	_, err := Ask(s, ocpp201.GetTransactionStatusRequest{})
	return err
}

func TestMessagesOfAnEarlierTransactionAreNobodys(t *testing.T) {
	for name, c := range map[string]struct {
		late  string // what comes of the transaction of the first case while the second is played
		found string // a part of the finding, empty for none
	}{
		"queued":         {"U/2/2 E/3/3", ""},
		"retried":        {"S/0/0", "is not sent again"},
		"with a gap":     {"U/5/5", "increases by 1"},
		"after its end":  {"E/2/2 U/3/3", "A transaction begins with one Started"},
		"nothing at all": {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rest = atRest }, func(l *lab) {
				l.csms.answering("GetTransactionStatus", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"messagesInQueue":false}`)})
				l.expect(evidence.Pass, "", func(s *Scenario) {
					for i, payload := range tx("S/0/0 U/1/1") {
						l.send("TransactionEvent", payload)
						_, call := Receive[ocpp201.TransactionEventRequest](s, i+1)
						call.Accept(i + 1) // a station sends the next when it has read that: only then does it know that this one was processed
					}
				})
				l.expect(evidence.Pass, "", func(s *Scenario) {
					l.tellsEvents(tx(c.late))
					l.send("TransactionEvent", tx("B/S/0/9")[0])
					_, call := Receive[ocpp201.TransactionEventRequest](s, 1, Must("transactionInfo.transactionId", "B"))
					call.Accept(2)
				})
				found := l.rec.findings()
				if c.found == "" && len(found) > 0 || c.found != "" && (len(found) != 1 || !strings.Contains(found[0].Requirement, c.found)) {
					t.Errorf("expected a finding with %q, got %+v", c.found, found)
				}
			})
		})
	}
}

// What comes of a transaction on the way back to rest fills a hole that its case has seen, and changes its verdict in no other way. The
// same fault in front of a row fails the case.
func TestWhatATransactionTellsAfterItsCaseIsFoundAndNotTheCases(t *testing.T) {
	const gap, first, once, unique = "increases by 1", "has eventType Started", "begins with one Started", "a transactionId of its own"
	for name, c := range map[string]struct {
		rows, late string
		want       string // a part of the reason for which the case fails, empty for PASS
		found      string // a part of the one finding, empty for none
	}{
		"whole":                         {"S/0/0 U/1/1", "E/2/2", "", ""},
		"a gap after the case":          {"S/0/0 U/1/1", "E/4/4", "", gap},
		"a gap in the case":             {"S/0/0 U/1/1 E/4/4", "", gap, ""},
		"a gap that is filled":          {"S/0/0 U/2/2", "U/1/1 E/3/3", "", ""},
		"a gap that is filled in part":  {"S/0/0 U/3/3", "U/1/1 E/4/4", gap, ""},
		"only its end is filled":        {"S/0/0 U/3/3", "U/2/2 E/4/4", gap, ""},
		"one of two gaps is filled":     {"S/0/0 U/2/2 U/5/5", "U/1/1 U/4/4 E/6/6", gap, ""},
		"both gaps are filled":          {"S/0/0 U/2/2 U/4/4", "U/3/3 U/1/1 E/5/5", "", ""},
		"late, and not the beginning":   {"U/2/2", "U/1/1 E/3/3", first, ""},
		"a gap in both":                 {"S/0/0 U/2/2", "E/4/4", gap, gap},
		"a beginning that comes late":   {"U/1/1", "S/0/0 E/2/2", "", ""},
		"a beginning that never comes":  {"U/1/1", "E/2/2", first, ""},
		"past the end, after the case":  {"S/0/0 U/1/1", "E/2/2 U/3/3", "", once},
		"past the end, in the case":     {"S/0/0 E/1/1 U/2/2", "", once, ""},
		"begun again after the case":    {"S/0/0 U/1/1", "E/2/2 S/0/3", "", unique},
		"begun again in the case":       {"S/0/0 E/1/1 S/0/2", "E/1/3", unique, ""},
		"begun again, and a gap before": {"S/0/0 U/2/1", "E/3/2 S/0/3", gap, unique},
		"another one, broken":           {"S/0/0 U/1/1", "B/U/2/2", "", first},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.player.bench.Rest = func(s *Scenario) error {
					l.tellsEvents(tx(c.late))
					return errors.Join(s.Pause(evidence.WaitRest, time.Second), atRest(s))
				}
				l.csms.answering("GetTransactionStatus", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"messagesInQueue":false}`)})
				want := evidence.Pass
				if c.want != "" {
					want = evidence.Fail
				}
				l.expect(want, c.want, func(s *Scenario) {
					l.tellsRows(s, tx(c.rows))
				})
				found := l.rec.findings()
				if c.found == "" && len(found) > 0 || c.found != "" && (len(found) != 1 || !strings.Contains(found[0].Requirement, c.found) || found[0].Frame == 0) {
					t.Errorf("expected one finding with %q at its frame, or none where that is empty, got %+v", c.found, found)
				}
			})
		})
	}
}

// What a message that came late has left open nobody knows when the case ends. When it has come, all that came in the case is the case's, and
// what the late one itself shows is found.
func TestWhatCameInACaseIsJudgedByAMessageThatCameLate(t *testing.T) {
	const reason, unknown, remote = "stoppedReason Local", "one that was presented or sent", `"transactionInfo":{"stoppedReason":"Remote",`
	token := func(id string) string {
		return `"idToken":{"idToken":"` + id + `","type":"ISO14443"},"transactionInfo":{`
	}
	const plain = `"transactionInfo":{`
	for name, c := range map[string]struct {
		ended, late string // what stands in the end, which comes first, and in the message before it
		want        string // a part of the reason for which the case fails, empty for PASS
		found       string // a part of the one finding, empty for none
	}{
		"nothing is wrong":        {plain, plain, "", ""},
		"what came in the case":   {remote, plain, reason, ""},
		"what came late":          {plain, token("STRANGER"), "", unknown},
		"both, each where it was": {remote, token("STRANGER"), reason, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rigs.Tokens = obedient{} }, func(l *lab) {
				l.player.bench.Rest = func(s *Scenario) error {
					l.send("TransactionEvent", strings.Replace(event("Updated", "MeterValuePeriodic", 1), plain, c.late, 1))
					return errors.Join(s.Pause(evidence.WaitRest, time.Second), atRest(s))
				}
				l.csms.answering("GetTransactionStatus", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"messagesInQueue":false}`)})
				want := evidence.Pass
				if c.want != "" {
					want = evidence.Fail
				}
				l.expect(want, c.want, func(s *Scenario) {
					s.Act(1, rigs.PresentToken(s.Token, s.Configured.Place()))
					l.send("TransactionEvent", event("Started", "EVDetected", 0))
					Receive[ocpp201.TransactionEventRequest](s, 2)
					l.send("TransactionEvent", strings.Replace(event("Ended", "StopAuthorized", 2), plain, c.ended, 1))
					Receive[ocpp201.TransactionEventRequest](s, 3)
				})
				found := l.rec.findings()
				if c.found == "" && len(found) > 0 || c.found != "" && (len(found) != 1 || !strings.Contains(found[0].Requirement, c.found)) {
					t.Errorf("expected one finding with %q, or none where that is empty, got %+v", c.found, found)
				}
			})
		})
	}
}

// A station that was asked to stop a transaction is left alone until it has told that: by the end, where its TxStopPoint ends it then, and
// else by the reason.
func TestWhatAStationTellsOfAStopIsAwaited(t *testing.T) {
	for name, c := range map[string]struct {
		kind, trigger string
		ends, told    bool
	}{
		"the end, which is due":            {"Ended", "RemoteStop", true, true},
		"the end, which is not due":        {"Ended", "EVDeparted", false, true},
		"the reason, where no end is due":  {"Updated", "RemoteStop", false, true},
		"the reason, where the end is due": {"Updated", "RemoteStop", true, false},
		"something else":                   {"Updated", "MeterValuePeriodic", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.send("TransactionEvent", event("Started", "CablePluggedIn", 0))
				time.AfterFunc(5*time.Second, func() { l.csms.send("TransactionEvent", event(c.kind, c.trigger, 1)) })
				began := time.Now()
				err := l.player.Do(l.ctx, func(s *Scenario) error { return s.AwaitStops(time.Minute, []string{"T1"}, c.ends) })
				if took := time.Since(began); (err == nil) != c.told || (took < time.Minute) != c.told || took < 5*time.Second {
					t.Errorf("expected what came after 5 s to be told %t, got %v after %s", c.told, err, took)
				}
			})
		})
	}
}

// An end that comes while the station is asked whether there is one was told.
func TestAnEndThatNeverCameIsFoundOnce(t *testing.T) {
	for name, c := range map[string]struct {
		told string
		want int
	}{
		"never told":               {"S/0/0 U/1/1", 1},
		"told while that is asked": {"S/0/0 E/1/1", 0},
		"of no transaction":        {"B/S/0/0", 0},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.tellsEvents(tx(c.told))
				time.Sleep(time.Second)
				err := l.player.Do(l.ctx, func(s *Scenario) error {
					s.EndedUntold("T1")
					s.EndedUntold("T1")
					if open := s.OpenTransactions(); slices.Contains(open, "T1") {
						t.Errorf("expected T1 to be over, got %q", open)
					}
					return nil
				})
				if found := l.rec.findings(); err != nil || len(found) != c.want || c.want > 0 && found[0].Expected != "Ended" {
					t.Errorf("expected %d findings, got %+v, %v", c.want, found, err)
				}
			})
		})
	}
}

func TestOpenTransactions(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.tellsEvents(tx("A/S/0/0 B/S/0/0 C/S/0/0 A/E/1/1"))
		err := l.player.Do(l.ctx, func(s *Scenario) error {
			if err := s.Pause(evidence.WaitRest, time.Second); err != nil {
				return err
			}
			if open := strings.Join(s.OpenTransactions(), " "); open != "B C" {
				t.Errorf("expected B and C to be open, got %s", open)
			}
			s.CloseTransaction("B")
			time.AfterFunc(time.Minute, func() { l.csms.send("TransactionEvent", tx("C/E/1/1")[0]) })
			return s.AwaitNoTransaction(2 * time.Minute)
		})
		if err != nil {
			t.Errorf("expected no transaction to be open in the end, got %v", err)
		}
	})
}
