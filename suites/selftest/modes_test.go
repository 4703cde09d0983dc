package selftest

import (
	"fmt"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// TestEveryCaseThatLeavesTheStartOpenIsPlayedBothWays plays every case with local and with remote start. One that does
// something else then has a bare state Authorized or StopAuthorized somewhere, which part 6 leaves to the configured
// scenario (erratum 6.2.44: "based on the configured scenario Local or Remote"): it is declared for both. One that does
// the same is not, because its second play would show nothing new.
func TestEveryCaseThatLeavesTheStartOpenIsPlayedBothWays(t *testing.T) {
	for _, c := range octt.Registered() {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			local := goodOn(t, c.ID, "", "default", octt.Local).begun
			remote := goodOn(t, c.ID, "", "default", octt.Remote).begun
			if open := local != remote; open != (c.Modes.Has(octt.Both)) {
				t.Errorf("local: %v, remote: %v; want Modes: octt.Both exactly where they differ, got %v", local, remote, c.Modes)
			}
		})
	}
}

// begins is how often a play has begun or stopped something at the station and from the CSMS.
type begins struct{ presented, started, stopped int }

func (b begins) String() string {
	return fmt.Sprintf("%d idTokens presented, %d remote starts, %d remote stops", b.presented, b.started, b.stopped)
}

func begunBy(p *evidence.Play) begins {
	var b begins
	for _, rec := range p.Acts {
		if rec.Act.Name == "PresentToken" {
			b.presented++
		}
	}
	for _, rec := range p.Frames {
		switch f := rec.Frame; {
		case f.Direction != evidence.Out || f.Type != "CALL":
		case f.Action == "RequestStartTransaction":
			b.started++
		case f.Action == "RequestStopTransaction":
			b.stopped++
		}
	}
	return b
}

// byOneProtocol is a plan in which files are moved by one protocol only.
func byOneProtocol(plan []suites.Item) []suites.Item {
	for i := range plan {
		plan[i].Ways = nil
		for _, start := range suites.Starts(plan[i].Case) {
			plan[i].Ways = append(plan[i].Ways, octt.ModeOf(start, ""))
		}
	}
	return plan
}

// moveNothing are the cases that need a location, and of which no file comes to be moved.
var moveNothing = map[string]string{
	"TC_L_05_CS": "the certificate is refused before anything is downloaded (part 2, L01.FR.21)",
	"TC_L_18_CS": "an update that is not signed is refused before anything is downloaded",
}

// TestEveryCaseThatMovesFilesIsPlayedPerProtocol holds what a case declares against what it prepares.
func TestEveryCaseThatMovesFilesIsPlayedPerProtocol(t *testing.T) {
	for _, c := range octt.Registered() {
		if moves := c.MovesFiles() && moveNothing[c.ID] == ""; moves != c.Modes.Has(octt.PerProtocol) {
			t.Errorf("%s: it prepares for transfers: %t; want Modes: octt.PerProtocol exactly where it does, got %v", c.ID, c.MovesFiles(), c.Modes)
		}
	}
}
