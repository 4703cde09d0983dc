package paneltest

import (
	"context"
	"errors"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/rigtest"
	"github.com/certbench/certbench/station/panel"
)

// offered is the duty cycle of a station that offers 15 A.
const offered = 25

// At is the place that the contract uses.
var At = rigs.Place{EVSE: 1, Connector: 1}

// New makes a panel with one loose cable and the probe that looks at it. The probe stands in for the firmware: before
// it looks, it offers a current wherever there are mains, and collects the tokens presented, the
// choices made and the customers stored.
func New(t *testing.T) (*panel.Panel, rigtest.Probe) {
	p := panel.New(panel.Layout{{ID: At.EVSE, Connectors: []int{At.Connector}}})
	var tokens []rigs.Token
	var chosen []int
	var stored []string
	look := func() panel.Reading {
		t.Helper()
		if p.MainsOn() {
			if err := p.SetPWM(At.EVSE, offered); err != nil {
				t.Errorf("offering a current: %v", err)
			}
		}
		for _, in := range inputs(t, p) {
			switch in.Kind {
			case panel.TokenPresented:
				tokens = append(tokens, rigs.Token{ID: in.Token.ID, Type: in.Token.Type})
			case panel.Selected:
				chosen = append(chosen, in.EVSE)
			case panel.CustomerStored:
				stored = append(stored, in.Customer)
			}
		}
		return p.Read()
	}
	return p, rigtest.Probe{
		Pilot: func(at rigs.Place) string {
			c, ok := look().At(at.EVSE, at.Connector)
			if !ok {
				t.Errorf("the panel has no %s", at)
			}
			return c.Pilot
		},
		Mains:  func() bool { return look().Mains },
		Bay:    func() bool { c, _ := look().At(At.EVSE, At.Connector); return c.Bay },
		Tokens: func() []rigs.Token { look(); return tokens },
		Offer:  func() { p.Offer(At.EVSE) },
		Chosen: func() []int { look(); return chosen },
		Show:   p.Show,
		Stored: func() []string { look(); return stored },
	}
}

// inputs takes what waits for the firmware.
func inputs(t *testing.T, p *panel.Panel) []panel.Input {
	t.Helper()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	var all []panel.Input
	for {
		in, err := p.Next(ended)
		if errors.Is(err, context.Canceled) {
			return all
		}
		if err != nil {
			t.Fatalf("reading the panel's inputs: %v", err)
		}
		all = append(all, in)
	}
}
