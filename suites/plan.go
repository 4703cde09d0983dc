package suites

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// Item is one official case in a plan. Verdict is empty for a case that is to be played; otherwise it says with Reason
// why not: NOT APPLICABLE by the PICS, or NOT RUN.
type Item struct {
	Entry   catalogue.Entry
	Case    octt.Case // zero when the case is not implemented
	Verdict evidence.Verdict
	Reason  string

	NoLocalStart string // why the product cannot be started at the station; empty where it can
}

// Plan decides for every case of the catalogue, in the official order, whether a run plays it. expr is a Ginkgo label
// expression over the Labels of a case; an empty one selects all. What the PICS leaves undeclared but a condition needs
// is an error: a plan never guesses.
func Plan(d *pics.Declaration, expr string) ([]Item, error) {
	selected, err := types.ParseLabelFilter(expr)
	if err != nil {
		return nil, fmt.Errorf("--cases %q is no case expression: %s; write for example TC_E_03_CS, \"E && !TC_E_31_CS\" or \"/TC_B_.*/\"", expr, plain(err))
	}
	later := map[string]string{}
	for _, line := range catalogue.Ledger() {
		later[line.ID] = line.Reason
	}
	var plan []Item
	var undeclared []error
	any := false
	for _, entry := range catalogue.All() {
		item := Item{Entry: entry}
		item.NoLocalStart = noLocalStart(d)
		answer, reason := entry.Applies(d)
		implemented := false
		item.Case, implemented = octt.Lookup(entry.ID)
		chosen := selected(Labels(entry))
		any = any || chosen
		switch {
		case answer == pics.Undeclared && chosen:
			undeclared = append(undeclared, fmt.Errorf("%s: %s", entry.ID, reason))
		case answer != pics.Yes:
			item.Verdict, item.Reason = evidence.NotApplicable, reason
		case !implemented:
			item.Verdict, item.Reason = evidence.NotRun, notYet(later[entry.ID])
		case !chosen:
			item.Verdict, item.Reason = evidence.NotRun, "not selected by --cases "+expr
		}
		plan = append(plan, item)
	}
	if !any {
		return nil, fmt.Errorf("--cases %q selects no case of the catalogue; see certbench list", expr)
	}
	if len(undeclared) > 0 {
		return nil, fmt.Errorf("the PICS leaves open which cases apply; declare what is missing: %w", errors.Join(undeclared...))
	}
	return prerequisitesFirst(plan), nil
}

// noLocalStart says why nobody can start a session at a station of the product, empty where somebody can: it has none of
// the authorization options for local start (part 5, C-30 to C-35).
func noLocalStart(d *pics.Declaration) string {
	for _, way := range []pics.Feature{pics.C_30, pics.C_31, pics.C_32, pics.C_33, pics.C_34, pics.C_35} {
		if d.Answer(way) != pics.No {
			return ""
		}
	}
	return "the product has no authorization option for local start (PICS, C-30 to C-35)"
}

// plain is what Ginkgo says of an expression, in one line and without colours.
func plain(err error) string {
	var ginkgo types.GinkgoError
	if !errors.As(err, &ginkgo) {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(ginkgo.Message), "\n")
	return strings.TrimSuffix(lines[len(lines)-1], ".")
}

func notYet(reason string) string {
	if reason == "" {
		return "certbench does not play this case yet"
	}
	return reason
}

// Labels are the words that select a case: its id, its block, its profiles, and mandatory or conditional.
func Labels(e catalogue.Entry) []string {
	labels := []string{e.ID, e.Block}
	for _, p := range e.Profiles {
		labels = append(labels, string(p.Profile))
	}
	if mandatory(e) {
		return append(labels, "mandatory")
	}
	return append(labels, "conditional")
}

func mandatory(e catalogue.Entry) bool {
	return slices.ContainsFunc(e.Profiles, func(p catalogue.ProfileEntry) bool { return p.Mandatory })
}

// prerequisitesFirst moves a case behind those that must have passed before it, and leaves the order otherwise.
func prerequisitesFirst(plan []Item) []Item {
	at := map[string]int{}
	for i, item := range plan {
		at[item.Entry.ID] = i
	}
	var out []Item
	placed := make([]bool, len(plan))
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		for _, id := range plan[i].Case.After {
			if j, ok := at[id]; ok {
				place(j)
			}
		}
		out = append(out, plan[i])
	}
	for i := range plan {
		place(i)
	}
	return out
}

// planned is the item as the evidence keeps it.
func (i Item) planned() *evidence.Planned {
	p := &evidence.Planned{ID: i.Entry.ID, Name: i.Entry.Name, Block: i.Entry.Block, Mandatory: mandatory(i.Entry), Verdict: i.Verdict, Reason: i.Reason}
	if modes := Plays(i.Case); len(modes) > 1 {
		for _, mode := range modes {
			p.Modes = append(p.Modes, string(mode))
		}
	}
	var conditions []string
	for _, profile := range i.Entry.Profiles {
		p.Profiles = append(p.Profiles, string(profile.Profile))
		if text := profile.Condition.String(); text != "" && !slices.Contains(conditions, text) {
			conditions = append(conditions, text)
		}
	}
	p.Condition = strings.Join(conditions, "; ")
	return p
}

// About is the identity of a play: what the catalogue says of the case, and the mode in which it is played.
func About(id string, mode octt.Start) evidence.CaseStarted {
	e, ok := catalogue.Lookup(id)
	if !ok {
		return evidence.CaseStarted{ID: id, Mode: string(mode)}
	}
	return evidence.CaseStarted{ID: id, Name: e.Name, Mode: string(mode), Requirements: e.Requirements, UseCases: e.UseCases, Errata: e.Errata}
}

// Plays lists the modes in which a case is played: once with the bench's default, or both ways.
func Plays(c octt.Case) []octt.Start {
	if c.Modes == octt.Both {
		return []octt.Start{octt.Local, octt.Remote}
	}
	return []octt.Start{""}
}
