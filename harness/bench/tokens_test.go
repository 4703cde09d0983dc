package bench

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// A bench file says what a token is to the reader by the name that part 6 has for it; the case presents its id.
func TestTokensAreKnownToTheRigByTheirRoles(t *testing.T) {
	text := strings.Replace(foreign, `simulator: {type: sutapi, url: "http://127.0.0.1:8080"}`, `
  simulator:
    type: gpio
    wiring:
      reader: {d0: {name: d0}, d1: {name: d1}, key_bits: 4}
      cards: {valid_idtoken: {name: card-1}, 04BEEF: {name: card-2}}
      timing: {card: 1us, quiet: 1us}
    tokens:
      valid_idtoken2: {facility: 0, number: 1}
      blocked_idtoken: {keycode: "1"}`, 1)
	text = strings.Replace(text, "cable: simulator", "tokens: simulator", 1)
	f, err := Read("bench.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	chip := fakechip.New("d0", "d1", "card-1", "card-2")
	bound, err := f.bind("", Setup{Chip: chip.Holder("certbench")})
	if err != nil {
		t.Fatal(err)
	}
	bits := func(frame string) []string {
		var log []string
		for _, bit := range frame {
			log = append(log, "d"+string(bit)+" high", "d"+string(bit)+" low")
		}
		return log
	}
	for _, c := range []struct {
		token rigs.Token
		want  []string
	}{
		{f.Configured.ValidToken, []string{"card-1 high", "card-1 low"}},
		{rigs.Token{ID: "04BEEF", Type: "ISO14443"}, []string{"card-2 high", "card-2 low"}},
		{f.Configured.ValidToken2, bits("0" + "000000000000" + "000000000001" + "0")},
		{f.Configured.BlockedToken, bits("0001" + "1011")},
	} {
		chip.TakeLog()
		if _, err := rigs.PresentToken(c.token, f.Configured.Place()).Do(t.Context(), bound.set); err != nil {
			t.Errorf("%s: %v", c.token.ID, err)
		}
		if got := chip.TakeLog(); !slices.Equal(got, c.want) {
			t.Errorf("%s moved %v, expected %v", c.token.ID, got, c.want)
		}
	}
	if err := bound.close(); err != nil {
		t.Error(err)
	}
}
