package selftest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/station"
)

const wireFile = "wire-faults.tsv"

const wireHead = `# What the faults on the wire (harness/strangers) do to the cases that they name, sorted. Place and sentence are those of
# the first of the worst checks (stage/states/row), or of what was found outside of a case that passes (kind/subject). A conformant stranger passes.
# fault	case	verdict	place	sentence
`

// overWire puts a line between the station and the mock.
func overWire(p strangers.Patch) func(*bench.MemoryParts) {
	return onStation(func(c *station.Config) {
		c.Dial = strangers.New(p).Dial(c.Dial, bench.MemoryHost, bench.MemorySecondHost)
	})
}

// wirePlay is a case with a fault, from TC_E_03_CS[/mode][@product].
type wirePlay struct {
	fault strangers.Fault
	on    string
	line  string // of wireFile
}

func (w wirePlay) setup(p strangers.Patch) (id string, s setup) {
	rest, product, _ := strings.Cut(w.on, "@")
	id, mode, _ := strings.Cut(rest, "/")
	return id, setup{mode: octt.Start(mode), product: product, change: overWire(p)}
}

// TestFaultsOnTheWire plays each fault on its cases, and compares with wireFile both ways. None of these cases passes, but
// with a conformant fault all do; and over the same line without a fault.
func TestFaultsOnTheWire(t *testing.T) {
	var plays []*wirePlay
	good := map[string]wirePlay{}
	for _, f := range strangers.Faults() {
		for _, on := range f.Cases {
			plays = append(plays, &wirePlay{fault: f, on: on})
			good[on] = wirePlay{on: on}
		}
	}
	t.Run("without", func(t *testing.T) {
		for on, w := range good {
			t.Run(on, func(t *testing.T) {
				t.Parallel()
				id, s := w.setup(nil)
				passes(t, id, s)
			})
		}
	})
	t.Run("with", func(t *testing.T) {
		for _, w := range plays {
			t.Run(w.fault.Name+"/"+w.on, func(t *testing.T) {
				t.Parallel()
				w.play(t)
			})
		}
	})
	slices.SortFunc(plays, func(a, b *wirePlay) int {
		return cmp.Or(cmp.Compare(a.fault.Name, b.fault.Name), cmp.Compare(a.on, b.on))
	})
	lines := make([]string, len(plays))
	for i, w := range plays {
		lines[i] = w.line
	}
	if *update {
		write(t, wireFile, wireHead+strings.Join(lines, ""))
	}
	compare(t, kept(t, wireFile), lines)
}

func (w *wirePlay) play(t *testing.T) {
	id, s := w.setup(w.fault.New())
	p, found := playWhole(t, id, s)
	verdict, place, sentence := p.Verdict, "", ""
	if p.Verdict != evidence.Pass {
		place, sentence = firstWorst(p)
	} else if f := between(found); f != nil {
		verdict, place, sentence = f.Verdict, string(f.Kind)+"/"+f.Subject, reports.FindingSentence(f.Finding)
	}
	w.line = strings.Join([]string{w.fault.Name, w.on, string(verdict), place, steady(sentence)}, "\t") + "\n"
	if w.fault.Conformant {
		hasPassed(t, p, "")
		blameless(t, id, found)
	} else if verdict == evidence.Pass {
		t.Errorf("%s passes: %s", id, w.fault.Sentence)
	}
}

// varying is what another run has otherwise: ids, numbers of frames, and the moment.
var varying = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|frame \d+|\[\d{5,}( \d{5,})*\]|\d{4}-\d\d-\d\dT[0-9:.]+Z`)

// steady is a sentence without what varies, in one line.
func steady(sentence string) string {
	return strings.Join(strings.Fields(varying.ReplaceAllString(sentence, "…")), " ")
}
