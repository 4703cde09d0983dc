package octt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
)

// None is what a check wants that lists what is not as it must be: "No WriteOnly variable shows its value." wants none.
const None = evidence.None

func sentence(c evidence.Check) string {
	where := ""
	if c.Row != "" {
		where = "Row " + c.Row + ": "
	}
	if len(c.State) > 0 {
		where = strings.TrimSuffix(c.State[len(c.State)-1]+", row "+c.Row, ", row ") + ": "
	}
	what := where + sentenceOf(c.Requirement)
	c.Actual = glance(c.Actual)
	switch {
	case c.Expected == values.Show(None):
		return sentenceOf(what + " Not so for " + strings.Trim(c.Actual, `"`))
	case c.Expected != "":
		return sentenceOf(fmt.Sprintf("%s Expected %s, got %s", what, c.Expected, cmp.Or(c.Actual, "nothing")))
	case c.Actual != "" && !strings.Contains(c.Actual, "\n"): // a stack is for the evidence
		return sentenceOf(what + " Got: " + c.Actual)
	}
	return what
}

// sentenceOf ends a text as a sentence.
func sentenceOf(text string) string {
	if text == "" || strings.ContainsRune(".!?", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}

// glance is a list as far as a sentence takes it; the check itself has all of it.
func glance(list string) string {
	const most = 400
	if len(list) <= most || strings.Count(list, ", ") < 8 {
		return list
	}
	ends := members(list)
	kept := slices.IndexFunc(ends, func(end int) bool { return end > most })
	if kept <= 0 {
		return list
	}
	return fmt.Sprintf("%s and %d more, which the check names", list[:ends[kept-1]], len(ends)-kept)
}

// members is where each member of a list ends. A comma inside of brackets parts none.
func members(list string) (ends []int) {
	depth := 0
	for i, c := range list {
		switch {
		case strings.ContainsRune("([{", c):
			depth++
		case strings.ContainsRune(")]}", c):
			depth--
		case depth == 0 && strings.HasPrefix(list[i:], ", "):
			ends = append(ends, i)
		}
	}
	return append(ends, len(list))
}

// article puts "a" or "an" before the name of a message.
func article(message string) string {
	if strings.ContainsRune("AEIOU", rune(message[0])) {
		return "an " + message
	}
	return "a " + message
}
