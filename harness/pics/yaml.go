package pics

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/certbench/certbench/harness/strictyaml"
)

// reader reads the values that a PICS file is made of.
type reader struct{ strictyaml.Reader }

// maxSize bounds a file; a real PICS has about 8 kB.
const maxSize = 64 << 10

var picsFile = strictyaml.Kind{Noun: "PICS file", Sections: "the sections product, profiles, features …", MaxBytes: maxSize}

type field = strictyaml.Field

// fields returns the entries of a mapping in order, and reports keys that stand twice.
func (r *reader) fields(n ast.Node, what string) []field {
	var out []field
	twice := func(key string) string { return fmt.Sprintf("%s stands twice in %s", key, what) }
	if !r.Fields(n, what, twice, func(f field) { out = append(out, f) }) {
		r.Fail(strictyaml.TokenOf(n), "%s must be a mapping; write \"key: value\" lines under it", what)
	}
	return out
}

// object reads a mapping with known keys. A key that ends in "!" in names is required.
func (r *reader) object(n ast.Node, what string, names []string, set func(f field)) {
	present := map[string]bool{}
	var known []string
	for _, name := range names {
		known = append(known, strings.TrimSuffix(name, "!"))
	}
	for _, f := range r.fields(n, what) {
		if !slices.Contains(known, f.Key) {
			r.Fail(f.At, "%s has no key %q; %sknown: %s)", what, f.Key, instead("write %s (", f.Key, known, "("), strings.Join(known, ", "))
			continue
		}
		present[f.Key] = true
		set(f)
	}
	for _, name := range names {
		if key, required := strings.CutSuffix(name, "!"); required && !present[key] {
			r.Fail(strictyaml.TokenOf(n), "%s lacks %q; add a line \"%s: …\"", what, key, key)
		}
	}
}

// instead is a sentence about the word that is meant, or another where none is near enough.
func instead(sentence, word string, known []string, none string) string {
	if near, is := strictyaml.Near(word, known); is {
		return fmt.Sprintf(sentence, near)
	}
	return none
}

func (r *reader) text(n ast.Node, what string) string {
	s, ok := strictyaml.Scalar(n)
	if !ok || strings.TrimSpace(s) == "" {
		r.Fail(strictyaml.TokenOf(n), "%s must be a text; write it after the colon, in quotes where it holds \": \" or \" #\"", what)
	}
	return s
}

func (r *reader) texts(n ast.Node, what string) []string {
	out := []string{}
	for _, element := range r.Sequence(n, what) {
		out = append(out, r.text(element, "an entry of "+what))
	}
	return out
}

// oneOf reads a text that must be one of the given words.
func (r *reader) oneOf(n ast.Node, what string, words []string) string {
	s, ok := strictyaml.Scalar(n)
	if !ok || !slices.Contains(words, s) {
		r.Fail(strictyaml.TokenOf(n), "%s cannot be %q; write one of %s", what, s, strings.Join(words, ", "))
	}
	return s
}

func (r *reader) yes(n ast.Node, what string) bool {
	return r.oneOf(n, what, []string{"yes", "no"}) == "yes"
}

func (r *reader) number(n ast.Node, what string) int {
	s, _ := strictyaml.Scalar(n)
	value, err := strconv.Atoi(s)
	if err != nil || value < 0 {
		r.Fail(strictyaml.TokenOf(n), "%s must be a whole number, zero or more, not %q", what, s)
	}
	return value
}

// seconds reads a positive number of seconds, with at most millisecond precision kept.
func (r *reader) seconds(n ast.Node, what string) time.Duration {
	s, _ := strictyaml.Scalar(n)
	value, err := strconv.ParseFloat(s, 64)
	milliseconds := math.Round(value * 1000)
	if err != nil || !(milliseconds > 0 && milliseconds < 1e9) {
		r.Fail(strictyaml.TokenOf(n), "%s must be a number of seconds above zero, not %q; write for example 10 or 0.15", what, s)
		return 0
	}
	return time.Duration(milliseconds) * time.Millisecond
}

func (r *reader) date(n ast.Node, what string) string {
	s, _ := strictyaml.Scalar(n)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		r.Fail(strictyaml.TokenOf(n), "%s must be a date, not %q; write it as 2026-02-24", what, s)
	}
	return s
}
