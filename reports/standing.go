package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// Counts says how many cases came to each verdict.
type Counts map[evidence.Verdict]int

// Total returns the number of cases.
func (c Counts) Total() int {
	n := 0
	for _, of := range c {
		n += of
	}
	return n
}

// Applicable returns the number of cases that the PICS does not rule out.
func (c Counts) Applicable() int { return c.Total() - c[evidence.NotApplicable] }

// Passed returns the number of cases that passed, those with a warning among them.
func (c Counts) Passed() int { return c[evidence.Pass] + c[evidence.Warning] }

// Group is how a profile or functional block stands.
type Group struct {
	Key    string // "Core", or the letter of the block
	Name   string
	Counts Counts
	Result string // of a profile, in the words of the certificate; empty for a block
}

// Standing is how the whole run stands.
type Standing struct {
	Verdict  evidence.Verdict
	Reason   string // one sentence
	Counts   Counts
	Profiles []Group
	Blocks   []Group
}

// blockNames are the functional blocks of part 2.
var blockNames = map[string]string{
	"A": "Security", "B": "Provisioning", "C": "Authorization", "D": "Local Authorization List Management",
	"E": "Transactions", "F": "Remote Control", "G": "Availability", "H": "Reservation", "I": "Tariff and Cost",
	"J": "Meter Values", "K": "Smart Charging", "L": "Firmware Management", "M": "Certificate Management",
	"N": "Diagnostics", "O": "Display Message", "P": "Data Transfer",
}

// Stands sums the outcomes up.
func (s *Source) Stands() Standing {
	st := Standing{Counts: Counts{}}
	profiles, blocks := map[string]Counts{}, map[string]Counts{}
	add := func(to map[string]Counts, key string, v evidence.Verdict) {
		if to[key] == nil {
			to[key] = Counts{}
		}
		to[key][v]++
	}
	for _, o := range s.Outcomes {
		st.Counts[o.Verdict]++
		add(blocks, o.Planned.Block, o.Verdict)
		for _, p := range o.Planned.Profiles {
			add(profiles, p, o.Verdict)
		}
	}
	for _, key := range profileOrder(profiles) {
		st.Profiles = append(st.Profiles, Group{Key: key, Name: key, Counts: profiles[key], Result: s.result(key, profiles[key])})
	}
	for _, key := range slices.Sorted(maps.Keys(blocks)) {
		st.Blocks = append(st.Blocks, Group{Key: key, Name: blockNames[key], Counts: blocks[key]})
	}
	st.Verdict, st.Reason = s.overall(st.Counts)
	return st
}

// profileOrder is that of the certificate, then any other name.
func profileOrder(found map[string]Counts) []string {
	var order []string
	for _, p := range pics.Profiles() {
		order = append(order, string(p))
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		if !slices.Contains(order, key) {
			order = append(order, key)
		}
	}
	return order
}

// The words of the certificate for a profile, and ours for what no certificate has.
const (
	resultPass       = "Pass"
	resultFail       = "Fail"
	resultNotTested  = "Not Tested"
	resultIncomplete = "Incomplete"
)

// result is Pass only when every applicable case of a claimed profile passed.
func (s *Source) result(profile string, c Counts) string {
	claimed := s.PICS == nil || s.PICS.Profiles[pics.Profile(profile)] == pics.Yes
	played := c.Applicable() - c[evidence.NotRun]
	switch {
	case !claimed || played == 0:
		return resultNotTested
	case c[evidence.Fail] > 0:
		return resultFail
	case c.Passed() == c.Applicable() && !s.Run.Cut:
		return resultPass
	}
	return resultIncomplete
}

func (s *Source) overall(c Counts) (evidence.Verdict, string) {
	var worst evidence.Verdict
	for v, n := range c {
		if n > 0 {
			worst = evidence.Worse(worst, v)
		}
	}
	sentence := fmt.Sprintf("%d of %s passed", c.Passed(), plural(c.Applicable(), "applicable case"))
	if rest := restOf(c); rest != "" {
		sentence += ": " + rest
	}
	if p := s.Altered(); p != nil {
		return evidence.Error, "The evidence was altered, see line " + fmt.Sprint(p.Line) + ". " + sentence + "."
	}
	if s.Run.Cut {
		return evidence.Error, "The run was cut off before its end. " + sentence + "."
	}
	if s.Run.Ended.Interrupted {
		sentence += ". The run was interrupted"
	}
	if worst == "" {
		worst = evidence.NotRun
	}
	return evidence.Worse(worst, s.Run.Ended.Verdict), sentence + "."
}

// restOf names what did not pass, the worst first.
func restOf(c Counts) string {
	words := map[evidence.Verdict]string{
		evidence.Fail: "failed", evidence.Error: "could not be judged for trouble of the bench", evidence.Inconclusive: "inconclusive",
		evidence.NotRun: "not run",
	}
	var parts []string
	for _, v := range []evidence.Verdict{evidence.Fail, evidence.Error, evidence.Inconclusive, evidence.NotRun} {
		if c[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c[v], words[v]))
		}
	}
	return strings.Join(parts, ", ")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
