package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// tokens presents every idToken of a driver, and holds what the station asks about against it. The mock CSMS calls each
// invalid, so that nothing begins.
func (w *walk) tokens(s *octt.Scenario) bool {
	for _, role := range bench.Roles() {
		token := w.bench.Token(role)
		act := rigs.PresentToken(token, w.home())
		if doer := w.bench.Doer(act, role); doer.ByHand {
			return w.leg(s, trip{act: act}) // which says so, once
		} else if doer.Lacks != nil {
			continue
		}
		s.Deem(token, ocpp201.AuthorizationStatusInvalid)
		from := w.said.now()
		back, err := act.Do(s.Context(), w.running.Rigs)
		if err != nil {
			w.add(wrong("tokens "+role, err, "look at what the sentence names; certbench rig does this act alone"))
			if !rigs.Harmless(s.Context(), err) || !w.undo(s) {
				return false
			}
			continue
		}
		w.add(w.read(s.Context(), role, token, from, back))
		if w.connected && s.Pause(evidence.WaitAct, w.bench.Timeouts.Hold+w.bench.Timeouts.Act) != nil { // a reader is busy until the CSMS has answered
			return false
		}
	}
	return true
}

// read is what the station made of an idToken.
func (w *walk) read(ctx context.Context, role string, token rigs.Token, from int, back rigs.ReadBack) examined {
	what := "tokens " + role
	if !w.connected {
		return well(what, "presented; no station is there that would tell what it read. "+back.Observed)
	}
	m := w.said.await(ctx, from, w.bench.Timeouts.Message, func(m *ledger.Call) bool { return askedAbout(m) != "" })
	if m == nil && w.gone() {
		return well(what, "presented; the station is gone, which would tell what it read")
	}
	if m == nil {
		return examined{What: what, Verdict: evidence.Error, Found: fmt.Sprintf("the station asks about no idToken after %s was presented", token.ID),
			Do: w.unread("look whether D0 and D1 of a Wiegand port are swapped, for then the parity is wrong and a station drops the card; then at their ground, the length of the frame (bits), and whether the station keeps the idToken in a list or cache of its own")}
	}
	return compared(what, token.ID, askedAbout(m))
}

// unread is what to do about a card that the station does not see.
func (w *walk) unread(ofWires string) string {
	return w.remedy(trip{act: rigs.Act{Kind: rigs.KindTokens}, do: ofWires})
}

// compared holds the idToken that a station read against the one that was presented.
func compared(what, presented, read string) examined {
	if strings.EqualFold(presented, read) {
		return well(what, "the station reads "+read)
	}
	x := examined{What: what, Verdict: evidence.Error, Found: fmt.Sprintf("the station reads %s where %s was presented", read, strings.ToUpper(presented)),
		Do: fmt.Sprintf("write id: %s at %s under configured where the station names the card in its own way, or tokens: at the rig with what its card is", read, strings.TrimPrefix(what, "tokens "))}
	if strings.EqualFold(inverted(presented), read) {
		x.Found = fmt.Sprintf("D0 and D1 are swapped: the station reads %s, which is %s with every bit turned round", read, strings.ToUpper(presented))
		x.Do = "exchange the two wires at the reader port of the station, or the names of d0 and d1 in the bench file"
	}
	return x
}

// inverted is a number in hexadecimal digits with every bit turned round: what a receiver gets whose wires are swapped.
func inverted(digits string) string {
	data, err := hex.DecodeString(digits)
	if err != nil {
		return ""
	}
	for i := range data {
		data[i] = ^data[i]
	}
	return strings.ToUpper(hex.EncodeToString(data))
}

// charging has the station supply the EV for a moment, the way every case does, and looks at it from there.
func (w *walk) charging(ctx context.Context) {
	if !w.connected {
		w.add(examined{What: "charging", Verdict: evidence.Warning, Found: "not tried: the station is not connected"})
		return
	}
	looked := false
	c := octt.Case{ID: "doctor", Main: func(s *octt.Scenario) {
		s.Reach(1, states.EnergyTransferStarted)
		looked = true
		for _, rig := range w.running.Each() {
			w.add(findings(s.Context(), rig, w.home(), true)...)
		}
		s.Act(2, rigs.SuspendByEV(w.home()))
		w.examine(s.Context(), w.home())
	}}
	end := w.running.Player.Play(ctx, c, evidence.CaseStarted{ID: c.ID, Name: "Charge for a moment"}, octt.ModeOf(octt.Local, ""))
	if !looked {
		who := "the bench cannot have the station charge with valid_idtoken"
		if end.Verdict == evidence.Fail {
			who = "the station does not charge with valid_idtoken"
		}
		w.add(examined{What: "charging", Verdict: evidence.Error, Found: fmt.Sprintf("%s: %s, %s", who, end.Verdict, end.Reason),
			Do: "certbench run --cases TC_E_03_CS -v" + w.inputs + " shows where it stops"})
		return
	}
	if !w.failed() {
		w.add(well("charging", "the station charges, and the lines show it"))
	}
}

// presents says who a station is, or that it has not said so: one that was up already sends no BootNotificationRequest.
func presents(who evidence.Station) string {
	words := strings.Join(strings.Fields(who.Vendor+" "+who.Model), " ")
	switch {
	case words == "" && who.Firmware == "":
		return "it has not said who it is, which its next boot tells"
	case who.Firmware == "":
		return words + ", which has not said its firmware"
	case words == "":
		return "no vendor or model told, firmware " + who.Firmware
	}
	return words + ", firmware " + who.Firmware
}
