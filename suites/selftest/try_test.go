package selftest

import (
	"flag"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station/defects"
)

// What TestTry plays: one case by hand, for whoever writes it.
var (
	try        = flag.String("try", "", "TestTry: `cases` to play, separated by commas")
	tryOn      = flag.String("product", "", "TestTry: the `product`, certificate, full or lean (default: the first that fits)")
	tryWith    = flag.String("with", "", "TestTry: `defects` of the station, separated by commas; all: each alone")
	tryPoints  = flag.String("points", "", "TestTry: TxStartPoint/TxStopPoint, as in EVConnected,Authorized/EVConnected")
	tryMode    = flag.String("mode", "", "TestTry: local or remote")
	tryBench   = flag.String("bench-of", "default", "TestTry: one of the benches of the kill matrix")
	tryJustOne = "go test ./suites/selftest -run TestTry -v -try TC_E_03_CS [-product full] [-with seqno-gap] [-points Authorized/EVConnected] [-mode remote] [-bench-of shipped]"
)

// TestTry plays the cases of -try and prints their tables. It judges nothing: the other tests do.
func TestTry(t *testing.T) {
	if *try == "" {
		t.Log("for the hand: " + tryJustOne)
		return
	}
	on, err := benchNamed(*tryBench)
	if err != nil {
		t.Fatalf("-bench-of: %v", err)
	}
	change := on.change
	if start, stop, ok := strings.Cut(*tryPoints, "/"); ok {
		change = both(change, points(strings.Split(start, ","), strings.Split(stop, ",")))
	}
	for id := range strings.SplitSeq(*try, ",") {
		s := setup{mode: octt.Start(*tryMode), product: *tryOn, change: change}
		if *tryWith != "all" {
			tryOnce(t, id, s, *tryWith, true)
			continue
		}
		for _, d := range defects.All() {
			tryOnce(t, id, s, string(d.Name), false)
		}
	}
}

func tryOnce(t *testing.T, id string, s setup, with string, whole bool) {
	for name := range strings.SplitSeq(with, ",") {
		if name != "" {
			s.defects = append(s.defects, defects.Defect(name))
		}
	}
	p := play(t, id, s)
	table := ""
	if whole {
		table = tableOf(t, p)
	}
	place, sentence := firstWorst(p)
	t.Logf("%s with %q: %s at %s: %s\n%s", id, with, p.Verdict, place, sentence, table)
}
