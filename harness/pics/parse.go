package pics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Parse reads a condition: item ids, PROFILE:Name, PRODUCT_SUBTYPE:Name and comparisons such as "HFS-8 > 1" of a number
// or "HFS-10 = Single" of a text, joined by AND, OR and NOT in capitals, with parentheses. NOT binds closest, then AND, then OR. An error names the column, from 1.
func Parse(expr string) (Condition, error) {
	p := &parser{tokens: split(expr), end: len(expr) + 1}
	root, err := p.anyOf(0)
	if err == nil && p.next < len(p.tokens) {
		err = p.errorf("found %q where AND, OR or the end belongs", p.peek())
	}
	if err != nil {
		return Condition{}, fmt.Errorf("condition %q, %w", expr, err)
	}
	return Condition{text: expr, root: root}, nil
}

// MustParse is Parse for conditions written in code; it panics where they are wrong.
func MustParse(expr string) Condition {
	c, err := Parse(expr)
	if err != nil {
		panic(err)
	}
	return c
}

// maxDepth bounds nesting; the deepest official condition has four levels.
const maxDepth = 50

type lexeme struct {
	text   string
	column int
}

type parser struct {
	tokens []lexeme
	next   int
	end    int // the column after the last character
}

// split cuts an expression at spaces, parentheses and comparison signs.
func split(expr string) []lexeme {
	var out []lexeme
	for i := 0; i < len(expr); {
		switch c := expr[i]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			i++
		case c == '(' || c == ')':
			out = append(out, lexeme{expr[i : i+1], i + 1})
			i++
		default:
			inside := strings.IndexByte("<>=!", c) >= 0
			start := i
			for i < len(expr) && strings.IndexByte(" \t\r\n()", expr[i]) < 0 && strings.IndexByte("<>=!", expr[i]) >= 0 == inside {
				i++
			}
			out = append(out, lexeme{expr[start:i], start + 1})
		}
	}
	return out
}

func (p *parser) peek() string {
	if p.next == len(p.tokens) {
		return ""
	}
	return p.tokens[p.next].text
}

func (p *parser) accept(text string) bool {
	if p.peek() != text {
		return false
	}
	p.next++
	return true
}

// errorf reports at the token that comes next.
func (p *parser) errorf(format string, args ...any) error {
	column := p.end
	if p.next < len(p.tokens) {
		column = p.tokens[p.next].column
	}
	return fmt.Errorf("column %d: %s", column, fmt.Sprintf(format, args...))
}

func (p *parser) anyOf(depth int) (node, error) {
	operands, err := p.operands("OR", func() (node, error) { return p.allOf(depth) })
	if err != nil || len(operands) > 1 {
		return anyOf(operands), err
	}
	return operands[0], nil
}

func (p *parser) allOf(depth int) (node, error) {
	operands, err := p.operands("AND", func() (node, error) { return p.factor(depth) })
	if err != nil || len(operands) > 1 {
		return allOf(operands), err
	}
	return operands[0], nil
}

func (p *parser) operands(operator string, operand func() (node, error)) ([]node, error) {
	var out []node
	for {
		n, err := operand()
		if err != nil {
			return nil, err
		}
		out = append(out, n)
		if !p.accept(operator) {
			return out, nil
		}
	}
}

func (p *parser) factor(depth int) (node, error) {
	if depth > maxDepth {
		return nil, p.errorf("more than %d levels of NOT and parentheses; write the condition flatter", maxDepth)
	}
	switch {
	case p.accept("NOT"):
		operand, err := p.factor(depth + 1)
		return inverse{operand}, err
	case p.accept("("):
		inner, err := p.anyOf(depth + 1)
		if err == nil && !p.accept(")") {
			err = p.errorf("a closing parenthesis is missing")
		}
		return inner, err
	default:
		return p.operand()
	}
}

func (p *parser) operand() (node, error) {
	word := p.peek()
	if name, ok := strings.CutPrefix(word, "PROFILE:"); ok {
		profile, known := profileOfWord(name)
		if !known {
			return nil, p.errorf("no profile is named %q; write one such as PROFILE:AdvancedSecurity", name)
		}
		p.next++
		return profileNode(profile), nil
	}
	if name, ok := strings.CutPrefix(word, "PRODUCT_SUBTYPE:"); ok {
		if !slices.Contains(subtypes, Subtype(name)) {
			return nil, p.errorf("no product subtype is named %q; write Mode12Only or Wireless", name)
		}
		p.next++
		return subtypeNode(name), nil
	}
	info, known := Info(Feature(word))
	switch {
	case word == "":
		return nil, p.errorf("the condition ends where an item such as C-49 belongs")
	case !known && retired[Feature(word)] != "":
		return nil, p.errorf("%s", retired[Feature(word)])
	case !known:
		return nil, p.errorf("%q is no PICS item; write an id such as C-49, PROFILE:Name, NOT or a parenthesis", word)
	}
	p.next++
	if compare[p.peek()] != nil {
		return p.comparison(info)
	}
	return featureNode(word), nil
}

func (p *parser) comparison(info FeatureInfo) (node, error) {
	operator := p.peek()
	switch {
	case info.Kind == Text && operator == "=":
		return p.sameText(info)
	case info.Kind == Text:
		return nil, p.errorf("%s is a text, of which only = can be asked", info.ID)
	case info.Kind != Number:
		return nil, p.errorf("%s is not a number and cannot be compared; write the id alone", info.ID)
	}
	p.next++
	bound, err := strconv.Atoi(p.peek())
	if err != nil {
		return nil, p.errorf("a whole number belongs after %q, not %q", operator, p.peek())
	}
	p.next++
	return comparisonNode{info.ID, operator, bound}, nil
}

func (p *parser) sameText(info FeatureInfo) (node, error) {
	p.next++
	word := p.peek()
	if word == "" || word == "(" || word == ")" {
		return nil, p.errorf("a word belongs after =, such as Single")
	}
	p.next++
	return textNode{info.ID, word}, nil
}
