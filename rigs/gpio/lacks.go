package gpio

import (
	"fmt"

	"github.com/certbench/certbench/rigs"
)

// Lacks says why the wiring cannot do an act of a kind that it can do others of; nil where it can. Nothing is opened for it.
func (c Config) Lacks(a rigs.Act) error {
	c = c.Expanded()
	w := Wiring{At: a.At}
	for _, place := range c.Places {
		if place.At == a.At {
			w = place
		}
	}
	simulated := len(w.pilot()) > 0
	switch a.Kind {
	case rigs.KindCable, rigs.KindPilot, rigs.KindEnds, rigs.KindFaults:
		if !simulated {
			return fmt.Errorf("%w: no EV simulator is wired to %s", rigs.ErrNoRig, a.At)
		}
	}
	lacks := func(role string) error { return lacksLine(role, a.At) }
	switch {
	case a.Kind == rigs.KindEnds && a.Detail == string(rigs.StationEnd) && w.PP.Name == "":
		return lacks("pp")
	case a.Name == "ShortPilot":
		return lacksState(w, rigs.PilotE)
	case a.Name == "ShowPilot" && len(a.Detail) == 1:
		return lacksState(w, rigs.PilotState(a.Detail[0]))
	case a.Kind == rigs.KindFaults && w.line(makes[rigs.Defect(a.Detail)]).Name == "":
		return lacks(makes[rigs.Defect(a.Detail)])
	case a.Kind == rigs.KindBay && w.Bay.Name == "" && c.Bay.Name == "":
		return lacks("bay")
	case a.Kind == rigs.KindTokens:
		return c.lacksToken(w, *a.Token)
	}
	return nil
}

func lacksLine(role string, at rigs.Place) error {
	return fmt.Errorf("%w: no line is wired for %s at %s", rigs.ErrNoRig, role, at)
}

// lacksState says which contact of a state of the pilot is not wired.
func lacksState(w Wiring, state rigs.PilotState) error {
	for _, contact := range w.contacts(state) {
		if len(w.there(contact)) == 0 {
			return lacksLine(contact, w.At)
		}
	}
	return nil
}

// lacksToken says why nobody presents a token at a place: neither a card nor a reader there or at the station does.
func (c Config) lacksToken(w Wiring, token rigs.Token) error {
	if w.Cards[token.ID].Name != "" || c.Cards[token.ID].Name != "" {
		return nil
	}
	reader := w.Reader
	if !reader.there() {
		reader = c.Reader
	}
	if !reader.there() {
		return fmt.Errorf("%w: no line moves a card for idToken %s at %s", rigs.ErrNoRig, token.ID, w.At)
	}
	if _, err := reader.frames(c.Credentials.Of(token)); err != nil {
		return fmt.Errorf("%w: idToken %s: %v", rigs.ErrNoRig, token.ID, err)
	}
	return nil
}
