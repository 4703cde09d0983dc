package octt

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/onsi/gomega/types"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Requirement is one tool validation: a field of a message and what it must be. The path stands in the document's
// words and is resolved against the message's Go type, so that a misspelt path is an ERROR of ours and never a passed
// "is omitted".
type Requirement struct {
	path  string
	words string // what is expected, such as "Accepted" or omitted
	token string // the document's word for the value, where the value differs from play to play
	ids   []string
	// tolerates is set where another value is only a WARNING, and why says what makes it one.
	tolerates func(actual any) bool
	why       string
	// element is set where the requirement is on one element of a list, and what that must be.
	element *element
	holds   func(actual any) bool
	beside  func(actual any) string // what else is known where it does not hold
}

// Must requires the field to equal want, or to satisfy it where want is a Gomega matcher. Strings, typed enum values,
// booleans and numbers are compared as JSON values, and a reasonCode in any case of letters.
func Must(path string, want any) Requirement {
	if isReason(path) {
		want = inAnyCase(want)
	}
	if matcher, ok := want.(types.GomegaMatcher); ok {
		return Requirement{path: path, words: describe(matcher), holds: func(actual any) bool {
			return actual != nil && match(matcher, actual) // what must be something must be there, however the matcher takes nothing
		}}
	}
	plain := values.Normal(want)
	return Requirement{path: path, words: values.Show(plain), holds: func(actual any) bool { return reflect.DeepEqual(actual, plain) }}
}

// isReason tells the field of a StatusInfoType, whose "string is case-insensitive" (part 2, section 2.47 of the data types).
func isReason(path string) bool {
	return path == "reasonCode" || strings.HasSuffix(path, ".reasonCode")
}

// inAnyCase is what was wanted of a text, in any case of letters; a matcher that is not OneOf judges for itself.
func inAnyCase(want any) any {
	switch want := want.(type) {
	case string:
		return Identifier(want)
	case oneOf[string]:
		return Satisfying(want.String(), func(actual any) bool {
			text, ok := actual.(string)
			return ok && slices.ContainsFunc(want.values, func(value string) bool { return strings.EqualFold(text, value) })
		})
	}
	return want
}

// Omitted requires that the field is not there.
func Omitted(path string) Requirement {
	return Requirement{path: path, words: "omitted", holds: func(actual any) bool { return actual == nil }}
}

// Present requires that the field is there, with any value.
func Present(path string) Requirement {
	return Requirement{path: path, words: "present", holds: func(actual any) bool { return actual != nil }}
}

// OrOmitted requires the field to satisfy want, or not to be there: the document's "or omitted".
func OrOmitted(path string, want any) Requirement {
	inner := Must(path, want)
	return Requirement{path: path, words: inner.words + " or omitted", holds: func(actual any) bool {
		return actual == nil || inner.holds(actual)
	}}
}

// Named shows the requirement with the document's token, such as "<Generated remoteStartId>", in place of this play's
// value. The value itself stands in the evidence as what was expected.
func (r Requirement) Named(token string) Requirement {
	r.token = token
	return r
}

// text is the requirement as a sentence.
func (r Requirement) text() string {
	if r.token != "" {
		return r.path + " is " + r.token + "."
	}
	return r.path + " is " + r.words + "."
}

// Beside says behind a value that does not hold what the bench knows of it, such as what its file server has seen; empty for nothing.
func (r Requirement) Beside(seen func(actual any) string) Requirement {
	r.beside = seen
	return r
}

// Or takes another value with a WARNING instead of a failure: what another document allows and the table does not. why
// says which and what it may lead to.
func (r Requirement) Or(other any, why string) Requirement {
	r.tolerates, r.why = Must(r.path, other).holds, why
	return r
}

// Advised takes every other value with a WARNING: what part 2 asks for and the table does not look at. why says so.
func (r Requirement) Advised(why string) Requirement {
	r.tolerates, r.why = func(any) bool { return true }, why
	return r
}

// Clause names the requirements of part 2 that stand behind a validation.
func (r Requirement) Clause(ids ...string) Requirement {
	r.ids = append(append([]string(nil), r.ids...), ids...)
	return r
}

// OneOf is satisfied by any of the values.
func OneOf[T any](values ...T) types.GomegaMatcher { return oneOf[T]{values} }

type oneOf[T any] struct{ values []T }

func (m oneOf[T]) Match(actual any) (bool, error) {
	for _, value := range m.values {
		if reflect.DeepEqual(actual, values.Normal(value)) {
			return true, nil
		}
	}
	return false, nil
}

func (m oneOf[T]) String() string {
	words := make([]string, len(m.values))
	for i, value := range m.values {
		words[i] = values.Show(values.Normal(value))
	}
	return strings.Join(words, " or ")
}

func (m oneOf[T]) FailureMessage(actual any) string { return "expected " + m.String() }

func (m oneOf[T]) NegatedFailureMessage(actual any) string { return "expected none of " + m.String() }

// Identifier is satisfied by one of the identifiers in any case of letters: identifierStrings, such as idTokens and the names of
// components and variables, know none (part 2, section 2.1.4, IdTokenType, ComponentType and VariableType).
func Identifier(ids ...string) types.GomegaMatcher {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = values.Show(id)
	}
	return Satisfying(strings.Join(words, " or "), func(actual any) bool {
		text, ok := actual.(string)
		return ok && slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(text, id) })
	})
}

// Satisfying is satisfied when test is; words say what test asks for.
func Satisfying(words string, test func(actual any) bool) types.GomegaMatcher {
	return satisfying{words, test}
}

type satisfying struct {
	words string
	test  func(any) bool
}

func (m satisfying) Match(actual any) (bool, error)          { return m.test(actual), nil }
func (m satisfying) String() string                          { return m.words }
func (m satisfying) FailureMessage(actual any) string        { return "expected " + m.words }
func (m satisfying) NegatedFailureMessage(actual any) string { return "expected not " + m.words }

func describe(matcher types.GomegaMatcher) string {
	if named, ok := matcher.(fmt.Stringer); ok {
		return named.String()
	}
	return strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%T", matcher), "*matchers."), "Matcher")
}

// match asks a matcher; one that cannot judge a value is not satisfied by it.
func match(matcher types.GomegaMatcher, actual any) bool {
	ok, err := matcher.Match(actual)
	return ok && err == nil
}

// resolve tells whether every path of the requirements exists in the message's type.
func resolve(message reflect.Type, requirements []Requirement) error {
	for _, r := range requirements {
		if err := ocpp201.ResolvePath(message, r.path); err != nil {
			return fmt.Errorf("the case names a field that %s does not have: %w", message.Name(), err)
		}
		if r.element == nil {
			continue
		}
		first := slices.Concat(r.element.at(r.path, 0), (&element{requirements: r.element.which}).at(r.path, 0))
		if err := resolve(message, first); err != nil {
			return err
		}
	}
	return nil
}
