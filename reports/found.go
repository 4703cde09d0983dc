package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// FoundPart is what documents show of one kind of findings: what a run found out about the station outside of every case.
type FoundPart struct {
	ID, Title, Intro string
	Found            []FoundView
}

// FoundView is one finding in words.
type FoundView struct {
	evidence.Found
	Sentence string // all of it
	Says     string // which document says so
	What     string // what was found
	Where    string // in whose clean-up or preparations and on which benches, and the first frame
}

// intros say what the kinds of findings are.
var intros = map[evidence.FindingKind]string{
	evidence.FoundIdentity:  "What was found is about the station that was there. It proves nothing of the product that the PICS declares: the run is inconclusive, whatever its cases came to.",
	evidence.FoundBetween:   "This happened while no case was played: in the clean-up after a case, between two cases, or before the first. It counts for the run, and for no case.",
	evidence.FoundPreparing: "This field was wrong in a reusable state that only prepared the cases named here: it counts for the run. A case that has the state in its own scenario fails for it.",
	evidence.FoundUntold:    "This the station cannot be asked for. The cases that judge just that say so too; all others were played with what is known in another way.",
	evidence.FoundValue:     "These values came in answers to questions that no case asks. They count for the run, and for no case.",
}

// FoundParts puts findings into the parts in which documents show them, the worst first; kinds without any are left out.
func FoundParts(all []evidence.Found) []FoundPart {
	var parts []FoundPart
	for _, kind := range kindsOf(all) {
		part := FoundPart{ID: "found-" + string(kind), Title: kind.Title(), Intro: intros[kind]}
		for _, f := range all {
			if f.Kind == kind {
				part.Found = append(part.Found, FoundView{Found: f, Sentence: FindingSentence(f.Finding), Says: saysSo(f.Finding), What: whatCame(f.Finding), Where: WhereFound(f)})
			}
		}
		slices.SortStableFunc(part.Found, func(a, b FoundView) int {
			return cmp.Compare(slices.Index(worstFirst, a.Verdict), slices.Index(worstFirst, b.Verdict))
		})
		parts = append(parts, part)
	}
	return parts
}

// kindsOf are the kinds that were found, in their order.
func kindsOf(all []evidence.Found) []evidence.FindingKind {
	kinds := evidence.FindingKinds()
	for _, f := range all {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	return slices.DeleteFunc(kinds, func(k evidence.FindingKind) bool {
		return !slices.ContainsFunc(all, func(f evidence.Found) bool { return f.Kind == k })
	})
}

// FindingSentence is a finding in words: what must hold, who says so, what came, and what is taken instead.
func FindingSentence(f evidence.Finding) string {
	words := strings.TrimSuffix(f.Requirement, ".")
	if by := saysSo(f); by != "" {
		words += " (" + by + ")"
	}
	return words + ". " + whatCame(f)
}

// saysSo names the document, or the requirements of part 2, behind a finding.
func saysSo(f evidence.Finding) string {
	return strings.Join(slices.DeleteFunc([]string{f.Clause, strings.Join(f.Requirements, ", ")}, func(s string) bool { return s == "" }), "; ")
}

// whatCame is what was expected, what came, and what is taken instead.
func whatCame(f evidence.Finding) string {
	var words []string
	switch {
	case f.Expected != "":
		words = append(words, fmt.Sprintf("Expected %s, got %s.", f.Expected, cmp.Or(f.Actual, "nothing")))
	case f.Actual != "":
		words = append(words, "Got: "+strings.TrimSuffix(f.Actual, ".")+".")
	}
	if f.Instead != "" {
		words = append(words, "Taken instead: "+strings.TrimSuffix(f.Instead, ".")+".")
	}
	return strings.Join(words, " ")
}

// someCases is how many cases are named one by one.
const someCases = 5

// WhereFound says in whose clean-up or preparations and on which of several benches a finding was made, and its first frame.
func WhereFound(f evidence.Found) string {
	var words []string
	if n := len(f.After); n > 0 {
		text := "after "
		if f.Kind == evidence.FoundPreparing {
			text = "in "
		}
		text += strings.Join(f.After[:min(n, someCases)], ", ")
		if n > someCases {
			text += fmt.Sprintf(" and %d others", n-someCases)
		}
		words = append(words, text)
	}
	if len(f.Benches) > 0 {
		words = append(words, "on "+strings.Join(f.Benches, ", "))
	}
	if f.Frame > 0 {
		words = append(words, fmt.Sprintf("first in frame %d", f.Frame))
	}
	return strings.Join(words, "; ")
}

// FindingSummary is one finding in run.json.
type FindingSummary struct {
	evidence.Finding
	Sentence string       `json:"sentence"`
	At       time.Time    `json:"at,omitzero"`       // when it was found first
	After    []string     `json:"after,omitempty"`   // the cases in whose clean-up or preparations it was made
	Benches  []string     `json:"benches,omitempty"` // which of several benches made it
	Mark     *MarkSummary `json:"mark,omitempty"`    // what is known of it
}

func findingSummaries(all []evidence.Found) []FindingSummary {
	out := []FindingSummary{}
	for _, f := range all {
		out = append(out, FindingSummary{Finding: f.Finding, Sentence: FindingSentence(f.Finding), At: f.At, After: f.After, Benches: f.Benches})
	}
	return out
}
