package selftest

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// goodKey is a case on the good station, as several tests play it.
type goodKey struct {
	id, product, bench string
	mode               octt.Start
}

// goodFacts are what those tests look at in such a play. All of a play would be too much to keep.
type goodFacts struct {
	table   string
	acts    string   // as actsOf writes them
	actions []string // of its frames
	proven  []string // requirements of the checks that passed, once for each check
	begun   begins
}

var goodPlays sync.Map // of goodKey: func() goodFacts

// goodOn plays a case on the good station once for all tests that ask for the same: on a product, or where that is empty on the first to which
// the case applies, on one of the benches, in a mode. A play is the same each time: TestADefectThatIsNotAskedAboutChangesNothing would fail
// otherwise.
func goodOn(t *testing.T, id, product, bench string, mode octt.Start) goodFacts {
	t.Helper()
	if mode == octt.DefaultConfigured().DefaultAuthorization {
		mode = "" // which is that, by another name
	}
	key := goodKey{id, productOf(t, product, id).name, bench, mode}
	of, _ := goodPlays.LoadOrStore(key, sync.OnceValue(func() goodFacts {
		on, err := benchNamed(bench)
		if err != nil {
			t.Fatal(err)
		}
		return factsOf(t, play(t, id, setup{product: key.product, mode: mode, change: on.change}))
	}))
	return of.(func() goodFacts)()
}

func factsOf(t *testing.T, p *evidence.Play) goodFacts {
	f := goodFacts{table: tableOf(t, p), acts: actsOf(p), begun: begunBy(p)}
	for _, rec := range p.Frames {
		if action := strings.Clone(rec.Frame.Action); !slices.Contains(f.actions, action) {
			f.actions = append(f.actions, action)
		}
	}
	for _, rec := range p.Items {
		if c := rec.Check; c != nil && c.Verdict == evidence.Pass { // one that was not so proves nothing
			f.proven = append(f.proven, c.Requirements...)
		}
	}
	return f
}
