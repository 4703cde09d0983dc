package loop

import (
	"math"
	"strings"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/station/lines"
)

// The voltages of the states are those of IEC 61851-1, table A.3, which allows 1 V to either side.
func TestTheResistorsMakeTheVoltagesOfTheStates(t *testing.T) {
	for _, c := range []struct {
		closed string
		volt   float64
		ladder [4]bool
	}{
		{"", 12, [4]bool{}},
		{"cp", 9, [4]bool{true}},
		{"cp ready", 6, [4]bool{true, true}},
		{"cp ventilation", 3, [4]bool{true, true, true}},
		{"cp ready ventilation", 3, [4]bool{true, true, true}},
		{"cp short", 0, [4]bool{true, true, true, true}},
	} {
		volt := voltage(func(role string) bool { return strings.Contains(" "+c.closed+" ", " "+role+" ") })
		if math.Abs(volt-c.volt) > 0.5 || ladder(volt) != c.ladder {
			t.Errorf("%q closed: got %.2f V and the ladder %v, expected %.0f V and %v", c.closed, volt, ladder(volt), c.volt, c.ladder)
		}
	}
}

func TestAReaderTellsTheUIDBetweenItsParities(t *testing.T) {
	for id, want := range map[string]string{
		"012345":   "0" + "000000010010" + "001101000101" + "0",
		"04A1B2C3": "0" + "0000010010100001" + "1011001011000011" + "1",
		"800001":   "1" + "100000000000" + "000000000001" + "0",
	} {
		frame, err := wiegand(id)
		got := ""
		for _, one := range frame {
			got += map[bool]string{false: "0", true: "1"}[one]
		}
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v; expected %s", id, got, err, want)
		}
	}
	for _, id := range []string{"", "0", "0123", "0123456789", "CARD01"} {
		if _, err := wiegand(id); err == nil {
			t.Errorf("%q: expected an error", id)
		}
	}
}

func TestARelayWithoutALineAtTheStationIsAnError(t *testing.T) {
	at := rigs.Place{EVSE: 1, Connector: 1}
	line := func(name string) gpio.Line { return gpio.Line{Name: name} }
	board := lines.Wiring{EVSEs: []lines.EVSE{{ID: 1, Connectors: []lines.Connector{{ID: 1}}}}, Readers: []lines.Reader{{EVSE: 1}}}
	for want, rig := range map[string]gpio.Config{
		"has no board there":      {Places: []gpio.Wiring{{At: rigs.Place{EVSE: 2, Connector: 1}}}},
		"connector 1 pp: the rig": {Places: []gpio.Wiring{{At: at, PP: line("x")}}},
		"connector 1 fault: the":  {Places: []gpio.Wiring{{At: at, Fault: line("x")}}},
		"connector 1 bay: the":    {Places: []gpio.Wiring{{At: at}}, Bay: line("x")},
		"mains: the rig":          {Mains: line("x")},
		"no reader at EVSE 0":     {Cards: map[string]gpio.Line{"04A1B2C3": line("x")}},
		`cannot tell the card "1`: {Places: []gpio.Wiring{{At: at, Cards: map[string]gpio.Line{"1": line("x")}}}},
	} {
		if _, err := Connect(rig, board, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, expected an error that says %q", err, want)
		}
	}
}
