package gpio

import (
	"context"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// observe reads the lines of a place back and names the state of the pilot that they make, then what the inputs show.
func (r *Rig) observe(ctx context.Context, at rigs.Place) (string, error) {
	var words []string
	for _, look := range []func(context.Context, rigs.Place) ([]string, error){r.seeRelays, r.seeInputs, r.seeDuty} {
		seen, err := look(ctx, at)
		if err != nil {
			return "", err
		}
		words = append(words, seen...)
	}
	if len(words) == 0 {
		words = append(words, "every line reads as driven")
	}
	return strings.Join(words, ", "), nil
}

// seeRelays puts the EV simulator of a place into words.
func (r *Rig) seeRelays(_ context.Context, at rigs.Place) ([]string, error) {
	w, err := r.wiring(at)
	if err != nil {
		return nil, nil // a place without a simulator, such as the station as a whole, has nothing to show
	}
	closed := map[string]bool{}
	for _, lines := range w.simulator() {
		g, _ := r.all.find(w.role(lines[0].role))
		active, err := g.read()
		if err != nil {
			return nil, err
		}
		for i, line := range lines {
			closed[line.role] = active[i] != line.line.Safe
		}
	}
	words := []string{"relays show pilot " + stateOf(closed)}
	if closed["diode"] {
		words = append(words, "diode bridged")
	}
	if w.PP.Name != "" {
		words = append(words, map[bool]string{true: "cable in", false: "cable out"}[closed["pp"]])
	}
	return words, nil
}

// shows has the words for an input that is not active and for one that is, in the order in which they are seen.
var shows = []struct{ role, off, on string }{
	{"contactor", "contactor open", "contactor closed"},
	{"lock", "unlocked", "locked"},
	{"pwm", "no PWM", "PWM"},
	{"lamp", "lamp dark", "lamp lit"},
	{"mains_feedback", "mains off", "mains on"},
}

// seeInputs puts the inputs of a place and of the station into words, with the kernel's time of their last edge.
func (r *Rig) seeInputs(_ context.Context, at rigs.Place) ([]string, error) {
	var words []string
	for _, s := range shows {
		input := r.shown(at, s.role)
		if input == nil {
			continue
		}
		active, since, err := input.read()
		if err != nil {
			return nil, err
		}
		word := s.off
		if active {
			word = s.on
		}
		if !since.IsZero() {
			word += " since " + since.Format(time.StampMicro)
		}
		words = append(words, word)
	}
	return words, nil
}

// shown is the input of a role at a place, or at the station; nil for none.
func (r *Rig) shown(at rigs.Place, role string) *sense {
	if input := r.inputs.find(Wiring{At: at}.role(role)); input != nil {
		return input
	}
	return r.inputs.find(role)
}

func stateOf(closed map[string]bool) string {
	switch {
	case !closed["cp"]:
		return "A"
	case closed["short"]:
		return "E"
	case closed["ventilation"]:
		return "D"
	case closed["ready"]:
		return "C"
	}
	return "B"
}
