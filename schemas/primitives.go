package schemas

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/certbench/certbench/schemas/internal/facts"
	"github.com/certbench/certbench/schemas/internal/rfc3339"
)

// Our keywords for what part 2, section 2.1.4, table 1 says of primitive types, and its chapters "Messages" and "Datatypes" say
// of single numbers in words. No schema has them, and no payload is refused for one.
const (
	TypeIdentifier = "identifierString" // a character that table 1 does not allow
	TypeDateTime   = "dateTime"         // more decimal places of the seconds than 3
	TypeInteger    = "integer"          // more than 32 bits, or beyond the bounds of the field's description
	TypeWritten    = "written"          // an integer with a fraction or an exponent: JSON knows no other numbers, table 1 shows digits only
	TypeFraction   = "fraction"         // more decimal places than the field's description allows
	TypeDecimal    = "decimal"          // more decimal places than 6, which binds what is sent to the Charging Station
)

// identifierCharacters are those of an identifierString beside letters and digits (table 1).
const identifierCharacters = "*-_=:+|@."

const (
	dateTimeDecimals = 3
	decimalPlaces    = 6
)

// shape is an object with the fields that have a rule, or may hold one.
type shape map[string]*field

type field struct {
	facts.Field
	inner shape // of an object
}

// shapes are those of all messages by name.
var shapes = sync.OnceValues(func() (map[string]shape, error) {
	table, err := facts.Load()
	if err != nil {
		return nil, err
	}
	out := map[string]shape{}
	for _, object := range table.Types {
		out[object.Name] = shape{}
	}
	for _, object := range append(table.Messages[:len(table.Messages):len(table.Messages)], table.Types...) {
		fields := out[object.Name]
		if fields == nil {
			fields = shape{}
			out[object.Name] = fields
		}
		for _, each := range object.Fields {
			if inner := out[each.Type]; inner != nil || each.Type == "integer" || each.Type == "number" || each.Type == facts.DateTime || each.Identifier {
				fields[each.Name] = &field{each, inner}
			}
		}
	}
	return out, nil
})

// typeProblems tells what is wrong with the primitive values of a document that its schema finds valid, in the order of names.
func typeProblems(message string, document any) []Problem {
	known := sound(shapes())
	var out []Problem
	known[message].judge("", document, func(p Problem) { out = append(out, p) })
	slices.SortStableFunc(out, func(a, b Problem) int { return strings.Compare(a.Pointer, b.Pointer) })
	return out
}

func (s shape) judge(at string, value any, report func(Problem)) {
	object, ok := value.(map[string]any)
	if !ok {
		return
	}
	for name, value := range object {
		field := s[name]
		if field == nil {
			continue
		}
		at := at + "/" + name
		if !field.List {
			field.judge(at, value, report)
			continue
		}
		list, _ := value.([]any)
		for i, value := range list {
			field.judge(at+"/"+strconv.Itoa(i), value, report)
		}
	}
}

func (f *field) judge(at string, value any, report func(Problem)) {
	if f.inner != nil {
		f.inner.judge(at, value, report)
		return
	}
	keyword, what := "", ""
	switch value := value.(type) {
	case string:
		switch {
		case f.Identifier:
			keyword, what = TypeIdentifier, Identifier(value)
		case f.Type == facts.DateTime:
			keyword, what = TypeDateTime, DateTime(value)
		}
	case json.Number:
		keyword, what = f.number(value)
	}
	if what != "" {
		report(newProblem(at, keyword, what))
	}
}

// number judges a number of the field, whose text JSON has found to be one.
func (f *field) number(n json.Number) (keyword, what string) {
	if f.Type == "integer" {
		value, err := n.Float64()
		switch {
		case err != nil || value < math.MinInt32 || value > math.MaxInt32:
			return TypeInteger, "the integer needs more than 32 bits (part 2, section 2.1.4)"
		case f.Least != nil && value < float64(*f.Least), f.Most != nil && value > float64(*f.Most):
			return TypeInteger, fmt.Sprintf("the integer is not %s (part 2, description of the field)", f.bounds())
		case strings.ContainsAny(string(n), ".eE"):
			return TypeWritten, "the integer is written with a fraction or an exponent, where part 2, section 2.1.4 shows digits only"
		}
		return "", ""
	}
	switch places := decimals(string(n)); {
	case f.Decimals != nil && places > *f.Decimals:
		return TypeFraction, fmt.Sprintf("the number has more decimal places than %d (part 2, description of the field)", *f.Decimals)
	case places > decimalPlaces:
		return TypeDecimal, fmt.Sprintf("the decimal has more than %d decimal places, which none may have that is sent to the Charging Station (part 2, section 2.1.4)", decimalPlaces)
	}
	return "", ""
}

func (f *field) bounds() string {
	if f.Most == nil {
		return fmt.Sprintf("%d or more", *f.Least)
	}
	return fmt.Sprintf("%d to %d", *f.Least, *f.Most)
}

// Identifier tells what is wrong with an identifierString (part 2, section 2.1.4), in a sentence that does not quote it whole;
// "" for nothing.
func Identifier(text string) string {
	var strange []string
	for _, c := range text {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if word := strconv.QuoteRune(c); !letter && !strings.ContainsRune(identifierCharacters, c) && !slices.Contains(strange, word) {
			strange = append(strange, word)
		}
	}
	if len(strange) == 0 {
		return ""
	}
	slices.Sort(strange)
	more := ""
	if len(strange) > 3 {
		strange, more = strange[:3], " …"
	}
	return fmt.Sprintf("an identifierString may not hold %s%s, only letters a to z, digits and %s (part 2, section 2.1.4)",
		strings.Join(strange, " "), more, identifierCharacters)
}

// DateTime tells what is wrong with a date-time (part 2, section 2.1.4); "" for nothing.
func DateTime(text string) string {
	if _, err := rfc3339.Parse(text); err != nil {
		return "it is no date-time of RFC 3339 (part 2, section 2.1.4)"
	}
	if decimals(text) > dateTimeDecimals {
		return fmt.Sprintf("the seconds have more than %d decimal places (part 2, section 2.1.4)", dateTimeDecimals)
	}
	return ""
}

// decimals counts the digits behind the first point of a text; of a number with an exponent those that it has without one.
func decimals(text string) int {
	_, fraction, found := strings.Cut(text, ".")
	end := strings.IndexFunc(fraction, func(c rune) bool { return c < '0' || c > '9' })
	if end >= 0 {
		fraction = fraction[:end]
	}
	places := 0
	if found {
		places = len(fraction)
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		if exponent, err := strconv.Atoi(text[at+1:]); err == nil {
			places = max(0, places-exponent)
		}
	}
	return places
}
