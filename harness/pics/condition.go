package pics

import (
	"fmt"
	"slices"
	"strings"
)

// Condition is a parsed condition of a test case. The zero Condition asks for nothing and is always met.
type Condition struct {
	text string
	root node
}

// String returns the condition as it was written.
func (c Condition) String() string { return c.text }

// Eval answers the condition for a declaration and says in words which items decided, with their values and names:
// for yes and no the items that suffice for the answer, for undeclared those that are missing.
func (c Condition) Eval(d *Declaration) (Answer, string) {
	if c.root == nil {
		return Yes, "no condition"
	}
	answer, items := c.root.decide(d)
	return answer, words(items)
}

// Missing names in words the items that a declaration would have to answer for the condition to be answered: none where it is.
func (c Condition) Missing(d *Declaration) []string {
	if c.root == nil {
		return nil
	}
	answer, items := c.root.decide(d)
	if answer != Undeclared {
		return nil
	}
	return facts(items)
}

// Owed names the items that a condition is met by because the declaration answers them with yes, each once: those whose presence a case
// with this condition looks at. A condition that is not met is owed to none.
func (c Condition) Owed(d *Declaration) []Feature {
	if c.root == nil {
		return nil
	}
	answer, items := c.root.decide(d)
	var all []Feature
	for _, i := range items {
		f := Feature(i.id)
		if _, is := Info(f); is && answer == Yes && d.Answer(f) == Yes && !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// node is one operator or operand. decide returns its answer with the items that brought it about.
type node interface {
	decide(d *Declaration) (Answer, []item)
}

// item is one fact of a declaration that decided a condition.
type item struct {
	id   string // a feature id, or "profiles" or "product" for the other facts
	fact string // in words: what the declaration says
}

func words(items []item) string {
	return strings.Join(facts(items), "; ")
}

// facts are those of the items, each once.
func facts(items []item) (all []string) {
	for _, i := range items {
		if !slices.Contains(all, i.fact) {
			all = append(all, i.fact)
		}
	}
	return all
}

type (
	allOf   []node
	anyOf   []node
	inverse struct{ operand node }
)

func (n allOf) decide(d *Declaration) (Answer, []item) { return decideAll(d, n, and) }
func (n anyOf) decide(d *Declaration) (Answer, []item) { return decideAll(d, n, or) }

// decideAll combines the operands. Those that share the result's answer decided it: all operands of a true AND, the
// false ones of a false AND, the missing ones of an undeclared one.
func decideAll(d *Declaration, operands []node, combine func(...Answer) Answer) (Answer, []item) {
	answers := make([]Answer, len(operands))
	items := make([][]item, len(operands))
	for i, operand := range operands {
		answers[i], items[i] = operand.decide(d)
	}
	result := combine(answers...)
	var deciding []item
	for i, a := range answers {
		if a == result {
			deciding = append(deciding, items[i]...)
		}
	}
	return result, deciding
}

func (n inverse) decide(d *Declaration) (Answer, []item) {
	answer, items := n.operand.decide(d)
	return answer.not(), items
}

type featureNode Feature

func (n featureNode) decide(d *Declaration) (Answer, []item) {
	answer := d.Answer(Feature(n))
	fact := describe(Feature(n)) + " is " + answer.String()
	return answer, []item{{string(n), fact}}
}

type profileNode Profile

func (n profileNode) decide(d *Declaration) (Answer, []item) {
	answer := d.Profiles[Profile(n)]
	fact := "profile " + string(n) + map[Answer]string{Yes: " is claimed", No: " is not claimed", Undeclared: " is undeclared"}[answer]
	return answer, []item{{"profiles", fact}}
}

type subtypeNode Subtype

func (n subtypeNode) decide(d *Declaration) (Answer, []item) {
	if d.Product.Subtypes == nil {
		return Undeclared, []item{{"product", "the product's subtypes are undeclared"}}
	}
	if slices.Contains(d.Product.Subtypes, Subtype(n)) {
		return Yes, []item{{"product", "the product is of subtype " + string(n)}}
	}
	return No, []item{{"product", "the product is not of subtype " + string(n)}}
}

type comparisonNode struct {
	feature  Feature
	operator string
	bound    int
}

func (n comparisonNode) decide(d *Declaration) (Answer, []item) {
	number, declared := d.Number(n.feature)
	if !declared {
		return Undeclared, []item{{string(n.feature), describe(n.feature) + " is undeclared"}}
	}
	met := compare[n.operator](number, n.bound)
	fact := fmt.Sprintf("%s is %d", describe(n.feature), number)
	if !met {
		fact = fmt.Sprintf("%s is %d, not %s %d", describe(n.feature), number, n.operator, n.bound)
	}
	return answerOf(met), []item{{string(n.feature), fact}}
}

// textNode asks for the words of an item of kind Text, without regard to case.
type textNode struct {
	feature Feature
	word    string
}

func (n textNode) decide(d *Declaration) (Answer, []item) {
	v, declared := d.Features[n.feature]
	if !declared {
		return Undeclared, []item{{string(n.feature), describe(n.feature) + " is undeclared"}}
	}
	return answerOf(strings.EqualFold(v.Text, n.word)), []item{{string(n.feature), describe(n.feature) + " is " + v.Text}}
}

var compare = map[string]func(a, b int) bool{
	">":  func(a, b int) bool { return a > b },
	">=": func(a, b int) bool { return a >= b },
	"<":  func(a, b int) bool { return a < b },
	"<=": func(a, b int) bool { return a <= b },
	"=":  func(a, b int) bool { return a == b },
	"!=": func(a, b int) bool { return a != b },
}
