package lines

import (
	"strings"
	"testing"
)

func TestAWiringIsChecked(t *testing.T) {
	pilot := Pilot{B: wire("b"), C: wire("c")}
	one := func(id int, c ...Connector) Wiring { return Wiring{EVSEs: []EVSE{{ID: id, Connectors: c}}} }
	for words, w := range map[string]Wiring{
		"no line is wired":                {},
		`"x" is wired to mains and to la`: {Mains: wire("x"), Lamp: wire("x")},
		"with the lines d0 and d1":        {Readers: []Reader{{D0: wire("d0")}}},
		"has one reader":                  {Readers: []Reader{{D0: wire("a"), D1: wire("b")}, {D0: wire("c"), D1: wire("d")}}},
		"write 0 for the":                 {Readers: []Reader{{EVSE: 7, D0: wire("a"), D1: wire("b")}}},
		"no such EVSE, or":                {EVSEs: []EVSE{{ID: 1, Bay: wire("x")}, {ID: 1, Bay: wire("y")}}},
		"EVSE 3: the station":             {EVSEs: []EVSE{{ID: 3, Bay: wire("x")}}},
		"no such connector":               one(1, Connector{ID: 2, Pilot: pilot, Proximity: wire("pp")}),
		"comparators b and c":             one(1, Connector{ID: 1, Pilot: Pilot{B: wire("b")}, Proximity: wire("pp")}),
		"a socket needs":                  one(1, Connector{ID: 1, Pilot: pilot}),
		"a fixed cable has":               one(2, Connector{ID: 1, Pilot: pilot, Lock: wire("lock")}),
	} {
		if err := w.Validate(layout); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, expected an error that says %q", err, words)
		}
	}
	if err := wiring.Validate(layout); err != nil {
		t.Error(err)
	}
}
