package workbook

import (
	"slices"
	"strings"
)

// A role is what the columns under a heading hold.
type role int

const (
	nothing role = iota
	itemNumber
	answer    // of the vendor
	tested    // what the laboratory tested of it
	tickYes   // a mark in it says yes
	tickNo    // and in this one no
	tickOther // and in this one that the item does not apply
	remark
	naming
)

// A heading is the row above a table, by columns.
type heading map[int]role

var itemNumbers = []string{"id", "ids", "no", "no.", "nr", "nr.", "number", "#", "item", "item id", "item no", "item no.", "item number", "feature id", "pics id", "ref", "ref."}

// roleOf goes by words, for the forms differ: "Supported / Present", "Supported According to Vendor", "Tested During Certification",
// "Answer" and "Value" are the certificate's.
func roleOf(title string) role {
	holds := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(title, p) })
	}
	switch {
	case title == "" || len(title) > 80:
		return nothing
	case title == "yes" || title == "y":
		return tickYes
	case title == "no" || title == "n":
		return tickNo
	case slices.Contains(itemNumbers, title):
		return itemNumber
	case title == "n/a" || title == "na" || title == "not applicable":
		return tickOther
	case holds("remark", "comment", "note", "explanation", "reference", "related", "depend", "condition", "use case", "requirement"):
		return remark
	case slices.Contains(strings.Fields(title), "tested"):
		return tested
	case holds("supported", "present", "implemented", "answer", "response", "declar", "yes/no", "yes / no", "y/n") || title == "value" || title == "support":
		return answer
	case holds("feature", "question", "description", "name", "title", "limit", "setting"):
		return naming
	}
	return nothing
}

// headingOf says what a row without an item makes of the columns below it; nil where it is no heading.
func headingOf(row []cell) heading {
	h, filled := heading{}, 0
	for c, x := range row {
		if x.text == "" || x.hidden {
			continue
		}
		filled++
		if is := roleOf(label(x.text)); is != nothing {
			h[c] = is
		}
	}
	// "No" alone over a column may be its number, and beside "Yes" it is a choice.
	if yes, no := h.columns(0, len(row), tickYes), h.columns(0, len(row), tickNo); len(yes) == 0 {
		for _, c := range no {
			h[c] = itemNumber
		}
	} else if len(no) == 0 {
		return nil
	}
	answers := h.columns(0, len(row), answer, tested, tickYes)
	if len(answers) == 0 || filled < 2 {
		return nil
	}
	return h
}

// columns are those with one of the roles, from the one up to before the other.
func (h heading) columns(from, to int, roles ...role) (all []int) {
	for c, is := range h {
		if from <= c && c < to && slices.Contains(roles, is) {
			all = append(all, c)
		}
	}
	slices.Sort(all)
	return all
}
