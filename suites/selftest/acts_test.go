package selftest

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/suites"
)

const actsFile = "../acts.tsv"

// TestTheTableOfActsIsWhatThePlaysDo plays every case in every mode on every product, and compares the manual actions of
// the plays with the table that certbench plan counts by: what a case does is in the table, and nothing else is.
func TestTheTableOfActsIsWhatThePlaysDo(t *testing.T) {
	var mu sync.Mutex
	done := map[string]map[string]string{} // case and mode to product to acts
	t.Run("plays", func(t *testing.T) {
		everyPlay(t, func(t *testing.T, id string, mode octt.Start, on product) {
			acts := goodOn(t, id, on.name, "default", mode).acts
			mu.Lock()
			defer mu.Unlock()
			key := id + "\t" + string(mode)
			if done[key] == nil {
				done[key] = map[string]string{}
			}
			done[key][on.name] = acts
		})
	})
	table := suites.ActsHead
	for _, c := range octt.Registered() {
		for _, mode := range suites.Starts(c) {
			key := c.ID + "\t" + string(mode)
			table += linesOf(key, done[key])
		}
	}
	if *update {
		write(t, actsFile, table)
		return
	}
	want, err := os.ReadFile(actsFile)
	if err != nil {
		t.Fatal(err)
	}
	have, now := strings.Split(string(want), "\n"), strings.Split(table, "\n")
	for _, line := range now {
		if !slices.Contains(have, line) {
			t.Errorf("%s lacks what the plays do (make golden writes it): %s", actsFile, line)
		}
	}
	for _, line := range have {
		if !slices.Contains(now, line) {
			t.Errorf("%s says what no play does (make golden writes it): %s", actsFile, line)
		}
	}
}

// everyPlay plays each case in each of its modes on each product that it applies to, side by side.
func everyPlay(t *testing.T, do func(t *testing.T, id string, mode octt.Start, on product)) {
	for _, c := range octt.Registered() {
		for _, on := range products {
			fits, err := on.fits(c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !fits {
				continue
			}
			for _, mode := range suites.Starts(c) {
				t.Run(c.ID+"_"+string(mode)+"_"+on.name, func(t *testing.T) {
					t.Parallel()
					do(t, c.ID, mode, on)
				})
			}
		}
	}
}

// linesOf are the lines of a case in a mode: one for each list of acts, with the products in their order.
func linesOf(key string, by map[string]string) string {
	lines := ""
	var written []string
	for _, p := range products {
		acts, played := by[p.name]
		if !played || slices.Contains(written, acts) {
			continue
		}
		written = append(written, acts)
		var same []string
		for _, other := range products {
			if its, played := by[other.name]; played && its == acts {
				same = append(same, other.name)
			}
		}
		lines += key + "\t" + strings.Join(same, ",") + "\t" + acts + "\n"
	}
	return lines
}

// actsOf are the manual actions of a play as the table writes them.
func actsOf(p *evidence.Play) string {
	configured := octt.DefaultConfigured()
	home := configured.Place()
	var words []string
	for _, rec := range p.Acts {
		a := rec.Act
		act := suites.NeededAct{Name: a.Name, Kind: rigs.Kind(a.Kind), Detail: a.Detail, Optional: a.Optional}
		if a.Token != "" {
			act.Role = bench.RoleOf(configured, a.Token)
		}
		if at := (rigs.Place{EVSE: a.EVSE, Connector: a.Connector}); at != home && at != (rigs.Place{}) {
			act.At = &at
		}
		words = append(words, act.String())
	}
	return strings.Join(words, ", ")
}

// TestACaseIsNotRunForExactlyTheKindsThatItNeeds plays every case of the certificate's product on benches that lack one
// kind of act: NOT RUN, with that reason, where the table has an act of it that is not optional, and played to its end
// everywhere else.
func TestACaseIsNotRunForExactlyTheKindsThatItNeeds(t *testing.T) {
	d, err := products[0].declaration()
	if err != nil {
		t.Fatal(err)
	}
	everyPlay(t, func(t *testing.T, id string, mode octt.Start, on product) {
		if on.name != products[0].name {
			return
		}
		needed, optional := map[rigs.Kind]bool{}, map[rigs.Kind]bool{}
		for _, a := range suites.Needs(id, octt.ModeOf(mode, ""), d) {
			needed[a.Kind] = needed[a.Kind] || !a.Optional
			optional[a.Kind] = optional[a.Kind] || a.Optional
		}
		for _, kind := range rigs.Kinds() {
			if !needed[kind] && !optional[kind] {
				continue // the play above was as good as one without it
			}
			p := play(t, id, setup{product: on.name, mode: mode, change: func(m *bench.MemoryParts) {
				m.Bind = func(s *rigs.Set) { s.Take(kind, rigs.Set{}) }
			}})
			lacks := p.Verdict == evidence.NotRun && strings.Contains(p.Reason, rigs.ErrNoRig.Error()+` to "`+string(kind)+`"`)
			if lacks != needed[kind] {
				t.Errorf("without a rig for %s: %s %s; want NOT RUN with that reason: %t", kind, p.Verdict, p.Reason, needed[kind])
			}
		}
	})
}
