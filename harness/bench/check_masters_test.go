package bench

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

const masters = "name: bench-7\nlisten: 127.0.0.1:9000\nstation: {id: A, password: 0123456789abcdef}\n"

func TestOneThingHasOneMaster(t *testing.T) {
	const simulator = "{type: gpio, wiring: {places: [{at: {evse: 1, connector: 1}, cp: {name: cp}, ready: {name: ready}, pp: {name: pp}}]}}"
	line := filepath.Join(t.TempDir(), "ttyUSB0")
	alias := line + "-by-id"
	if err := errors.Join(os.WriteFile(line, nil, 0o600), os.Symlink(line, alias)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ rigs, acts, want string }{
		"nothing in common":             {"a: {type: gpio, wiring: {mains: {name: k1}}}, b: {type: gpio, wiring: {bay: {name: k2}}}", "mains: a, bay: b", ""},
		"two ends of one rig":           {"a: {type: sutapi, url: 'http://h/api', ev: 'http://h/api'}", "cable: a, pilot: a, ends: a", ""},
		"a person and a relay":          {"a: {type: manual}, b: {type: gpio, wiring: {mains: {name: k1}}}", "cable: a, pilot: a, mains: b", ""},
		"one line":                      {"a: {type: gpio, wiring: {mains: {name: k1}}}, b: {type: gpio, wiring: {bay: {name: k1}}}", "mains: a, bay: b", "the GPIO line k1 belongs to the rig a, and rigs.b uses it as well"},
		"an output and a feedback":      {"a: {type: gpio, wiring: {mains: {name: k1}, mains_feedback: {name: aux}}}, b: {type: gpio, wiring: {bay: {name: aux}}}", "mains: a, bay: b", "the GPIO line aux belongs to the rig a"},
		"one address":                   {"a: {type: sutapi, url: 'http://h/api'}, b: {type: sutapi, url: 'http://h/api/'}", "cable: a, bay: b", "the rig at http://h/api belongs to the rig a"},
		"one address, without its path": {"a: {type: sutapi, url: 'http://H:8'}, b: {type: sutapi, url: 'http://h:8/api/v1'}", "cable: a, bay: b", "the rig at http://h:8/api/v1 belongs to the rig a"},
		"one serial line":               {"a: {type: serial, port: " + line + "}, b: {type: serial, port: " + alias + "}", "tokens: a", "the serial line " + line + " belongs to the rig a"},
		"one person":                    {"a: {type: manual}, b: {type: manual}", "cable: a, bay: b", "the person at the terminal belongs to the rig a"},
		"a pilot without its EV":        {"a: {type: manual}, b: " + simulator, "cable: a, pilot: b", "acts.pilot names the rig b and acts.cable the rig a, but only the rig that connects an EV knows that one is there; write pilot: a or pilot: none"},
		"a loose cable of two":          {"a: {type: manual}, b: " + simulator, "cable: b, ends: a, pilot: none", "acts.ends names the rig a and acts.cable the rig b"},
		"ends and a pilot":              {"a: {type: manual}, b: " + simulator, "ends: a, pilot: b", "write pilot: a or pilot: none"},
	} {
		_, err := Read("bench.yaml", []byte(masters+"rigs: {"+c.rigs+"}\nacts: {"+c.acts+"}\n"))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: expected %q, got %v", name, c.want, err)
		}
	}
}

func TestTheBenchFileSaysThatItsContactorSwitchesLoad(t *testing.T) {
	for text, want := range map[string]bool{
		"rigs: {a: {type: manual, mains_switches_load: true}, b: {type: gpio, wiring: {bay: {name: k1}}}}\nacts: {mains: a, bay: b}\n": true,
		"rigs: {a: {type: manual}, b: {type: gpio, wiring: {bay: {name: k1}}, mains_switches_load: true}}\nacts: {mains: a, bay: b}\n": false, // b has no mains here
		"rigs: {a: {type: manual}}\nacts: {mains: a}\n": false,
	} {
		f, err := Read("bench.yaml", []byte(masters+text))
		if err != nil {
			t.Fatal(err)
		}
		b, err := f.bind("", Setup{Chip: fakechip.New("k1").Holder("certbench"), Person: Person{In: strings.NewReader(""), Out: &strings.Builder{}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := rigs.NewLatch(b.set).Set().MainsSwitchLoad; got != want {
			t.Errorf("%s: the mains switch load = %t, expected %t", text, got, want)
		}
		if err := b.close(); err != nil {
			t.Error(err)
		}
	}
}
