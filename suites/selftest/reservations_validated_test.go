package selftest

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// validating asks about the idToken of each reservation that is made, as part 2 recommends (H01, remark).
var validating = can(func(c *station.Capabilities) { c.ValidatesReservations = true })

// TestTheIDTokenOfAReservationMayBeValidated plays the cases with a reservation that is accepted. No table has the message.
func TestTheIDTokenOfAReservationMayBeValidated(t *testing.T) {
	for _, id := range []string{"TC_B_24_CS", "TC_H_01_CS", "TC_H_02_CS", "TC_H_03_CS", "TC_H_07_CS", "TC_H_08_CS", "TC_H_09_CS", "TC_H_14_CS",
		"TC_H_15_CS", "TC_H_16_CS", "TC_H_17_CS", "TC_H_19_CS", "TC_H_21_CS", "TC_H_23_CS", "TC_H_24_CS"} {
		for _, mode := range []octt.Start{octt.Local, octt.Remote} {
			passes(t, id, setup{product: "full", mode: mode, change: validating})
		}
	}
}

// TestTheCSMSKnowsTheIDTokensOfAllReservations: a station may give up one whose idToken is not accepted.
func TestTheCSMSKnowsTheIDTokensOfAllReservations(t *testing.T) {
	for _, id := range []string{"TC_H_09_CS", "TC_H_14_CS", "TC_H_16_CS"} {
		p, asked := play(t, id, setup{product: "full", change: both(validating, evses(4))}), 0
		hasPassed(t, p, "")
		for _, rec := range p.Frames {
			var r ocpp201.AuthorizeResponse
			if rec.Frame.Direction != evidence.Out || rec.Frame.Type != "CALLRESULT" || rec.Frame.Action != "Authorize" {
				continue
			}
			if err := ocpp201.Decode(rec.Frame.Payload(), &r); err != nil || r.IDTokenInfo.Status != ocpp201.AuthorizationStatusAccepted {
				t.Errorf("%s: expected each idToken to be Accepted, got %s, %v", id, r.IDTokenInfo.Status, err)
			}
			asked++
		}
		if asked != 4 {
			t.Errorf("%s: expected to be asked about 4 idTokens, got %d", id, asked)
		}
	}
}

// TestAnIDTokenIsValidatedOnceAndIsThatOfTheReservation: another one, or the same again, is what no document has.
func TestAnIDTokenIsValidatedOnceAndIsThatOfTheReservation(t *testing.T) {
	for _, id := range []string{"TC_H_03_CS", "TC_H_17_CS"} {
		passes(t, id, setup{product: "full", change: validating})
		for _, wrong := range []defects.Defect{defects.AuthorizeWrongToken, defects.AuthorizeRepeated} {
			p := play(t, id, setup{product: "full", change: validating, defects: []defects.Defect{wrong}})
			if place, sentence := firstWorst(p); p.Verdict != evidence.Fail || !strings.Contains(sentence, "no AuthorizeRequest here") {
				t.Errorf("%s: expected FAIL with the defect %s, got %s at %s: %s", id, wrong, p.Verdict, place, sentence)
			}
		}
	}
}

// TestAReservationMayBeValidatedWhenItsDriverHasCome: until the transaction starts nobody can tell which of both a second question is about.
func TestAReservationMayBeValidatedWhenItsDriverHasCome(t *testing.T) {
	for _, id := range []string{"TC_H_01_CS", "TC_H_15_CS"} {
		for _, by := range []time.Duration{time.Millisecond, time.Second, 5 * time.Second} {
			hasPassed(t, play(t, id, setup{product: "full", change: both(slow("Authorize", by), validating)}), "may be validated until the transaction starts")
		}
	}
	p := play(t, "TC_H_01_CS", setup{product: "full", defects: []defects.Defect{defects.AuthorizeRepeated}})
	if _, sentence := firstWorst(p); p.Verdict != evidence.Warning || !strings.Contains(sentence, "may be validated until") {
		t.Errorf("expected a WARNING where a station without the first question asks twice, got %s: %s", p.Verdict, sentence)
	}
}

// TestTheCSMSSaysOfBothDriversThatTheyAreOfTheGroup of a reservation: the one who has made it, and the one who comes.
func TestTheCSMSSaysOfBothDriversThatTheyAreOfTheGroup(t *testing.T) {
	for _, id := range []string{"TC_H_19_CS", "TC_H_24_CS"} {
		told := 0
		for _, rec := range play(t, id, setup{product: "full", mode: octt.Local, change: validating}).Frames {
			var r ocpp201.AuthorizeResponse
			if rec.Frame.Direction == evidence.Out && rec.Frame.Type == "CALLRESULT" && rec.Frame.Action == "Authorize" &&
				ocpp201.Decode(rec.Frame.Payload(), &r) == nil && r.IDTokenInfo.GroupIDToken != nil {
				told++
			}
		}
		if told != 2 {
			t.Errorf("%s: expected the group in the answers about 2 idTokens, got %d", id, told)
		}
	}
}

// TestAStationMayValidateBeforeItAnswers plays the cases on one that answers a ReserveNow when it knows of the idToken.
func TestAStationMayValidateBeforeItAnswers(t *testing.T) {
	first := patched(func(fw *station.Firmware) {
		fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
			q, ok := m.Request.(ocpp201.ReserveNowRequest)
			if !ok {
				pass(m)
				return
			}
			fw.Drivers.Ask(q.IDToken, func(info ocpp201.IDTokenInfo) {
				if r, ok := m.Body.(ocpp201.ReserveNowResponse); ok && info.Status != ocpp201.AuthorizationStatusAccepted {
					r.Status = ocpp201.ReserveNowStatusRejected
					m.Body = r
				}
				pass(m)
			})
		})
	})
	for _, id := range []string{"TC_H_01_CS", "TC_H_03_CS", "TC_H_07_CS", "TC_H_08_CS", "TC_H_17_CS", "TC_H_19_CS", "TC_H_23_CS"} {
		hasPassed(t, play(t, id, setup{product: "full", mode: octt.Local, change: first}), "before it sends what follows from it")
	}
	for _, id := range []string{"TC_H_09_CS", "TC_H_14_CS", "TC_H_16_CS"} {
		hasPassed(t, play(t, id, setup{product: "full", change: both(evses(3), first)}), "before it sends what follows from it")
	}
}
