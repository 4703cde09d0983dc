package gpio_test

import (
	"errors"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// TestAWiringLacksWhatItsRigCannotDo holds what a plan is told against what the rig does, act by act.
func TestAWiringLacksWhatItsRigCannotDo(t *testing.T) {
	quick := gpio.Timing{Break: 1, Settle: 1, Ready: 1, Dark: 1, Card: 1, Unload: 1, Quiet: 1}
	elsewhere := rigs.Place{EVSE: 2, Connector: 1}
	card := rigs.Token{ID: "04A1B2C3", Type: "ISO14443"}
	code := rigs.Token{ID: "1234", Type: rigs.KeyCode}
	reader := gpio.Reader{D0: gpio.Line{Name: "d0"}, D1: gpio.Line{Name: "d1"}}
	for name, c := range map[string]gpio.Config{
		"a fixed cable alone": {Places: []gpio.Wiring{{At: at, Board: "two-relay"}}, Timing: quick},
		"everything": {Places: []gpio.Wiring{{At: at, Board: "five-relay", Also: []string{"pp", "fault", "unlock_failed", "bay"}}},
			Reader: reader, Mains: gpio.Line{Name: "mains"}, Timing: quick},
		"a card and a bay of the station": {Places: []gpio.Wiring{{At: at, Board: "four-relay"}},
			Cards: map[string]gpio.Line{card.ID: {Name: "card"}}, Bay: gpio.Line{Name: "bay"}, Timing: quick},
	} {
		for _, place := range []rigs.Place{at, elsewhere} {
			for _, a := range []rigs.Act{
				rigs.ConnectEV(place), rigs.PlugEnd(rigs.EVEnd, place), rigs.PlugEnd(rigs.StationEnd, place), rigs.PresentToken(card, place),
				rigs.PresentToken(code, place), rigs.DriveIn(place), rigs.SetFault(rigs.Faulted, place),
				rigs.SetFault(rigs.UnlockFailed, place), rigs.SetFault(rigs.DiodeShorted, place), rigs.ShortPilot(place),
				rigs.ShowPilot(rigs.PilotD, place), rigs.ShowPilot(rigs.PilotE, place),
			} {
				if !c.Can(a.Kind) {
					continue // the bench file cannot bind it
				}
				chip := fakechip.New("cp", "ready", "ventilation", "diode", "short", "pp", "fault", "unlock_failed", "bay", "mains", "d0", "d1", "card")
				r, err := gpio.New(chip.Holder("certbench"), c)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if a.Kind == rigs.KindPilot && place == at {
					if err := act(t, r, rigs.ConnectEV(place)); err != nil {
						t.Fatal(err)
					}
				}
				did := act(t, r, a)
				if a.Kind == rigs.KindPilot && errors.Is(did, rigs.ErrRefused) {
					did = rigs.ErrNoRig // no EV can be connected there
				}
				if lacks := c.Lacks(a); errors.Is(did, rigs.ErrNoRig) != (lacks != nil) || lacks != nil && !errors.Is(lacks, rigs.ErrNoRig) {
					t.Errorf("%s, %s %s at %s: the rig says %v, the wiring %v", name, a.Name, a.Detail, place, did, lacks)
				}
			}
		}
	}
}
