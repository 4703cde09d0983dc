package catalogue

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
)

// Edition is what the catalogue's facts come from: OCPP 2.0.1 part 5 and part 6, Edition 3 of 2024-05-06, with the
// cumulative errata sheet of 2025-09 applied.
const Edition = "OCPP 2.0.1 Edition 3, errata 2025-09"

// InCertification says whether the certification programme asks for a case.
type InCertification string

const (
	InProgramme InCertification = "yes"
	Removed     InCertification = "removed by errata"
	Part6Only   InCertification = "no (part 6 only, not in part 5)"
)

// Entry is one official case.
type Entry struct {
	ID, Name        string
	Block           string         // "A" to "P": the functional block and the chapter of part 6
	Profiles        []ProfileEntry // the lists of part 5 that name the case; empty for Part6Only
	UseCases        []string       // of part 2, such as "E02"
	Requirements    []string       // of part 2, such as "E02.FR.01"
	Errata          []string       // the items of the errata sheet taken in, such as "6.2.13 (2024-09)"
	InCertification InCertification
}

// ProfileEntry is the row of one profile's list in part 5.
type ProfileEntry struct {
	Profile   pics.Profile
	Section   string         // the heading in the list
	Mandatory bool           // false: conditional
	Condition pics.Condition // the effective condition of a conditional case
	Basis     string         // where the condition comes from: Edition 3, an erratum, or inferred
}

// All returns the 424 cases in the order of part 6.
func All() []Entry { return slices.Clone(entries) }

// Lookup returns the case with an id such as "TC_E_03_CS".
func Lookup(id string) (Entry, bool) {
	i, ok := index[id]
	if !ok {
		return Entry{}, false
	}
	return entries[i], true
}

// Applies says whether a declaration calls for the case, and why. It is yes when a claimed profile lists it as mandatory
// or with a condition that is met and the prerequisites of part 6 are, undeclared when that turns on something the
// declaration leaves out, and no otherwise.
func (e Entry) Applies(d *pics.Declaration) (pics.Answer, string) {
	answer, reason := e.listed(d)
	if answer != pics.Yes {
		return answer, reason
	}
	if met, why := prerequisites[e.ID].met(d); met != pics.Yes {
		return met, why
	}
	return answer, reason
}

// Missing names in words what a declaration leaves out of what Applies turns on.
func (e Entry) Missing(d *pics.Declaration) (facts []string) {
	for _, p := range e.Profiles {
		switch d.Profiles[p.Profile] {
		case pics.No:
		case pics.Undeclared:
			facts = append(facts, fmt.Sprintf("profile %s is undeclared", p.Profile))
		default:
			if !p.Mandatory {
				facts = append(facts, p.Condition.Missing(d)...)
			}
		}
	}
	return append(facts, prerequisites[e.ID].condition.Missing(d)...)
}

// listed is Applies by part 5 alone.
func (e Entry) listed(d *pics.Declaration) (pics.Answer, string) {
	if e.InCertification != InProgramme {
		return pics.No, "not in the certification programme: " + string(e.InCertification)
	}
	result, reasons := pics.No, []string{}
	for _, p := range e.Profiles {
		answer, reason := p.applies(d)
		if answer == pics.Yes {
			return answer, reason
		}
		if answer == pics.Undeclared && result == pics.No {
			result, reasons = pics.Undeclared, nil
		}
		if answer == result {
			reasons = append(reasons, reason)
		}
	}
	return result, strings.Join(reasons, "; ")
}

func (p ProfileEntry) applies(d *pics.Declaration) (pics.Answer, string) {
	switch d.Profiles[p.Profile] {
	case pics.No:
		return pics.No, fmt.Sprintf("profile %s is not claimed", p.Profile)
	case pics.Undeclared:
		return pics.Undeclared, fmt.Sprintf("profile %s is undeclared", p.Profile)
	}
	if p.Mandatory {
		return pics.Yes, "mandatory in " + string(p.Profile)
	}
	answer, reason := p.Condition.Eval(d)
	return answer, fmt.Sprintf("conditional in %s (%s): %s", p.Profile, p.Condition, reason)
}

//go:embed cases.tsv
var casesTable string

//go:embed listings.tsv
var listingsTable string

var entries, index = load()

// load builds the entries from the embedded tables. They are part of the program: a malformed row is a bug and panics.
func load() ([]Entry, map[string]int) {
	var all []Entry
	index := map[string]int{}
	for _, row := range rows(casesTable, 5) {
		id := row[0]
		index[id] = len(all)
		all = append(all, Entry{
			ID: id, Name: row[1], Block: id[len("TC_"):len("TC_A")],
			UseCases: list(row[2]), Requirements: list(row[3]), Errata: list(row[4]),
			InCertification: Part6Only,
		})
	}
	for _, row := range rows(listingsTable, 6) {
		e := &all[index[row[0]]]
		p := ProfileEntry{Profile: pics.Profile(row[1]), Section: row[2], Mandatory: row[3] == "M", Basis: row[5]}
		if row[4] != "" {
			p.Condition = pics.MustParse(row[4])
		}
		e.Profiles = append(e.Profiles, p)
		e.InCertification = InProgramme
		if row[3] == "REMOVED" {
			e.InCertification = Removed
		}
	}
	return all, index
}

// rows splits a table of tab-separated values and drops its heading.
func rows(table string, columns int) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != columns {
			panic(fmt.Sprintf("catalogue: a row has %d columns instead of %d: %q", len(row), columns, line))
		}
		out = append(out, row)
	}
	return out[1:]
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, ";")
}
