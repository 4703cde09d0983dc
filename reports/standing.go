package reports

import (
	"maps"
	"slices"

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
	Headline evidence.Verdict // what stands above a document: the verdict, or Incomplete
	Verdict  evidence.Verdict // the worst of what was played
	Complete bool             // every applicable case was played, up to the end of the run
	Reason   string           // one sentence, sometimes two
	Counts   Counts
	Found    Counts // of what was found out outside of every case
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
	st := Standing{Counts: Counts{}, Found: Counts{}}
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
	for _, f := range s.Run.Found {
		st.Found[f.Verdict]++
	}
	for _, key := range profileOrder(profiles) {
		st.Profiles = append(st.Profiles, Group{Key: key, Name: key, Counts: profiles[key], Result: s.result(key, profiles[key])})
	}
	for _, key := range slices.Sorted(maps.Keys(blocks)) {
		st.Blocks = append(st.Blocks, Group{Key: key, Name: blockNames[key], Counts: blocks[key]})
	}
	s.conclude(&st)
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

// result is Pass only when every applicable case of a claimed profile passed, on the station that the PICS is of.
func (s *Source) result(profile string, c Counts) string {
	claimed := s.PICS == nil || s.PICS.Profiles[pics.Profile(profile)] == pics.Yes
	played := c.Applicable() - c[evidence.NotRun]
	switch {
	case !claimed || played == 0:
		return resultNotTested
	case c[evidence.Fail] > 0:
		return resultFail
	case c.Passed() == c.Applicable() && !s.Run.Cut && len(anotherStation(s.Run, s.PICS)) == 0:
		return resultPass
	}
	return resultIncomplete
}
