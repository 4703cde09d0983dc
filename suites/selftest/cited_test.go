package selftest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/suites"
)

// proved are the requirements that the checks of each case carry, by case. It may be used concurrently.
type proved struct {
	mu sync.Mutex
	of map[string][]string
}

// note takes the requirements of the checks of a play that have passed.
func (p *proved) note(id string, requirements []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of[id] = append(p.of[id], requirements...)
}

func (p *proved) carries(id, requirement string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.of[id], requirement)
}

// TestWhatTheCasesCiteIsCheckedOrAccountedFor plays every case on the good station, and compares the requirements that its
// checks carry with the account of harness/catalogue/cited.tsv. A requirement that a case cites is checked, or the account
// says why it is not.
func TestWhatTheCasesCiteIsCheckedOrAccountedFor(t *testing.T) {
	done := &proved{of: map[string][]string{}}
	var registered []string
	t.Run("cases", func(t *testing.T) {
		for _, c := range octt.Registered() {
			registered = append(registered, c.ID)
			for _, mode := range suites.Starts(c) {
				t.Run(c.ID+string(mode), func(t *testing.T) {
					t.Parallel()
					done.note(c.ID, goodOn(t, c.ID, "", "default", mode).proven)
				})
			}
		}
	})
	for _, complaint := range catalogue.AuditCitations(catalogue.Citations(), registered, done.carries) {
		t.Error(complaint)
	}
}

// arising are the products and benches on which a requirement arises that does not on those of every day.
var arising = map[string]setup{
	"A00.FR.502": {change: withRSA},
	"B02.FR.08": {change: can(func(c *station.Capabilities) {
		c.Triggers = slices.DeleteFunc(slices.Clone(c.Triggers), func(name string) bool { return name == "BootNotification" })
	})},
	"C06.FR.02": {change: localTokens},
	"E03.FR.07": {product: "lean"},
	"F03.FR.02": {change: points([]string{"Authorized"}, []string{"EVConnected"})},
	"L01.FR.15": {change: can(func(c *station.Capabilities) { c.RebootsToInstall = !c.InstallsInTransaction })},
	"N01.FR.03": {change: func(p *bench.MemoryParts) { p.Configured.LogType = ocpp201.LogSecurityLog }},
	"N07.FR.19": {change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent = true })},
}

// TestWhatArisesElsewhereIsChecked plays the cases whose account says that a requirement arises on another product or bench.
func TestWhatArisesElsewhereIsChecked(t *testing.T) {
	used := map[string]bool{}
	for _, c := range catalogue.Citations() {
		if c.Proof != catalogue.Arises {
			continue
		}
		s, ok := arising[c.Requirement]
		if !ok {
			t.Errorf("%s, %s arises somewhere, and nothing here says where", c.Requirement, c.Case)
			continue
		}
		used[c.Requirement] = true
		done := &proved{of: map[string][]string{}}
		known, _ := octt.Lookup(c.Case)
		for _, s.mode = range suites.Starts(known) {
			p := play(t, c.Case, s)
			if hasPassed(t, p, "") {
				done.note(c.Case, factsOf(t, p).proven)
			}
		}
		if !done.carries(c.Case, c.Requirement) {
			t.Errorf("%s, %s: expected a check that carries it where %s, got none", c.Requirement, c.Case, c.Reason)
		}
	}
	for requirement := range arising {
		if !used[requirement] {
			t.Errorf("%s: no case says that it arises; take it out here", requirement)
		}
	}
}

// withRSA gives the station a certificate with a key of RSA.
func withRSA(p *bench.MemoryParts) {
	p.Change = func(c *station.Config) {
		made, unmade := p.PKI.Station(pki.RSA, bench.ReferenceSerial)
		root, rootless := p.PKI.Root(pki.RSA)
		own, keyless := made.TLS()
		if err := errors.Join(unmade, rootless, keyless); err != nil {
			panic(err) // of a PKI that was made in memory
		}
		c.Certificate, c.Roots = &own, append(c.Roots, root.Certificate)
	}
}

// localTokens has every idToken of the bench be of the type Local.
func localTokens(p *bench.MemoryParts) {
	for _, t := range []*rigs.Token{&p.Configured.ValidToken, &p.Configured.ValidToken2, &p.Configured.InvalidToken,
		&p.Configured.BlockedToken, &p.Configured.ExpiredToken} {
		t.Type = string(ocpp201.IDTokenEnumLocal)
	}
}
