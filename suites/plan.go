package suites

import (
	"fmt"
	"slices"
	"strings"

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
	// Selected tells whether the expression selects the case, in any of its modes.
	Selected bool
	// Left are the modes of a case to be played that are not: NOT APPLICABLE in which nobody can start a session at the
	// product, NOT RUN that the selection leaves out.
	Left []LeftOut
	// Ways are the modes of the case for the product, those in which it is not played included; nil are all that there are.
	Ways []octt.Mode
}

// LeftOut is a mode in which a case is not played, and why.
type LeftOut struct {
	Mode    octt.Mode
	Verdict evidence.Verdict
	Reason  string
}

// left says why the case is not played in a mode, if it is not.
func (i Item) left(mode octt.Mode) (LeftOut, bool) {
	at := slices.IndexFunc(i.Left, func(l LeftOut) bool { return l.Mode == mode })
	if at < 0 {
		return LeftOut{}, false
	}
	return i.Left[at], true
}

func (i Item) ways() []octt.Mode {
	if i.Ways == nil {
		return Plays(i.Case, nil)
	}
	return slices.Clone(i.Ways)
}

// Modes are those in which the case is played.
func (i Item) Modes() []octt.Mode {
	return slices.DeleteFunc(i.ways(), func(mode octt.Mode) bool { _, out := i.left(mode); return out })
}

// Plan decides for every case of the catalogue, in the official order, whether a run plays it. expr is an expression over
// the Labels of a case and its modes; an empty one selects all. What the PICS leaves undeclared but a condition needs is an
// error: a plan never guesses.
func Plan(d *pics.Declaration, expr string) ([]Item, error) {
	selected, err := parseExpression(expr)
	if err != nil {
		return nil, err
	}
	later := map[string]string{}
	for _, line := range catalogue.Ledger() {
		later[line.ID] = line.Reason
	}
	var plan []Item
	var open openAnswers
	any := false
	for _, entry := range catalogue.All() {
		item := Item{Entry: entry}
		answer, reason := entry.Applies(d)
		implemented := false
		item.Case, implemented = octt.Lookup(entry.ID)
		item.Ways = Plays(item.Case, d)
		item.leave(selected, noLocalStart(d), expr)
		item.Selected = item.isSelected(selected, item.ways())
		another := !item.Selected && item.isSelected(selected, Plays(item.Case, nil)) // by a protocol that the product does not have
		any = any || item.Selected || another
		switch {
		case answer == pics.Undeclared && item.Selected:
			open.add(entry, d)
		case answer != pics.Yes:
			item.Verdict, item.Reason = evidence.NotApplicable, reason
		case !implemented:
			item.Verdict, item.Reason = evidence.NotRun, notYet(later[entry.ID])
		case another:
			item.Verdict, item.Reason = evidence.NotApplicable, otherProtocols(d)
		case !item.Selected:
			item.Verdict, item.Reason = evidence.NotRun, unselected(expr)
		case len(item.Modes()) == 0: // what is selected of it, the product does not have
			item.Verdict, item.Reason = item.Left[0].Verdict, item.Left[0].Reason
		}
		if item.Verdict != "" {
			item.Left = nil
		}
		plan = append(plan, item)
	}
	if !any {
		return nil, selectsNone(expr)
	}
	if len(open.cases) > 0 {
		return nil, open.err()
	}
	return prerequisitesFirst(plan), nil
}

func (i Item) isSelected(by selection, modes []octt.Mode) bool {
	return slices.ContainsFunc(modes, func(mode octt.Mode) bool { return by(Labels(i.Entry, mode)) })
}

// otherProtocols says that the product has none of the protocols that were selected.
func otherProtocols(d *pics.Declaration) string {
	return fmt.Sprintf("the product moves files by %s only (PICS, ORS-24)", strings.Join(d.Items(pics.ORS_24), ", "))
}

// openAnswers are the answers that a PICS owes, each once, and the cases that turn on them.
type openAnswers struct{ facts, cases []string }

func (o *openAnswers) add(entry catalogue.Entry, d *pics.Declaration) {
	o.cases = append(o.cases, entry.ID)
	for _, fact := range entry.Missing(d) {
		if !slices.Contains(o.facts, fact) {
			o.facts = append(o.facts, fact)
		}
	}
}

func (o *openAnswers) err() error {
	noun := "cases apply"
	if len(o.cases) == 1 {
		noun = "case applies"
	}
	return fmt.Errorf("the PICS leaves open whether %d %s, such as %s; answer what is missing, and certbench lint names where: %s",
		len(o.cases), noun, o.cases[0], strings.Join(o.facts, "; "))
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

// shownOfExpression is how much of an expression a reason repeats: it stands with each case that is left out.
const shownOfExpression = 40

func unselected(expr string) string {
	if runes := []rune(expr); len(runes) > shownOfExpression {
		expr = strings.TrimSpace(string(runes[:shownOfExpression])) + "…"
	}
	return evidence.Unselected + expr
}

// leave finds the modes in which the case is not played. A case that is selected in none is not selected at all, which its
// own verdict says.
func (i *Item) leave(by selection, noLocal, expr string) {
	for _, mode := range i.ways() {
		switch {
		case mode.Start() == octt.Local && noLocal != "":
			i.Left = append(i.Left, LeftOut{mode, evidence.NotApplicable, noLocal})
		case !by(Labels(i.Entry, mode)):
			i.Left = append(i.Left, LeftOut{mode, evidence.NotRun, unselected(expr)})
		}
	}
}

func notYet(reason string) string {
	if reason == "" {
		return "certbench does not play this case yet"
	}
	return reason
}

// Labels are the words that select the play of a case in a mode of Plays: its id, where it is played in several ways also with the
// mode, the protocol by which it moves files, its block, its profiles, and mandatory or conditional.
func Labels(e catalogue.Entry, mode octt.Mode) []string {
	labels := []string{e.ID, e.Block}
	words := mode.Words()
	if len(words) > 1 {
		labels = append(labels, PlayName(e.ID, mode))
	}
	for _, word := range words {
		labels = append(labels, e.ID+"/"+word)
	}
	if start := mode.Start(); start != "" {
		labels = append(labels, string(start))
	}
	if p := mode.Protocol(); p != "" {
		labels = append(labels, string(p))
	}
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
	p := &evidence.Planned{ID: i.Entry.ID, Name: i.Entry.Name, Block: i.Entry.Block, Mandatory: mandatory(i.Entry), Verdict: i.Verdict, Reason: i.Reason, Requirements: i.Entry.Requirements}
	if modes := i.ways(); len(modes) > 1 || modes[0] != "" {
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
func About(id string, mode octt.Mode) evidence.CaseStarted {
	e, ok := catalogue.Lookup(id)
	if !ok {
		return evidence.CaseStarted{ID: id, Mode: string(mode)}
	}
	return evidence.CaseStarted{ID: id, Name: e.Name, Mode: string(mode), Requirements: e.Requirements, UseCases: e.UseCases, Errata: e.Errata}
}
