package calls

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/rigs"
)

// placeholder is a lower-case word, or env: with the name of a variable, in braces. JSON is none, for its braces are
// followed by quotes.
var placeholder = regexp.MustCompile(`\{([a-z]+|env:[A-Za-z_][A-Za-z0-9_]*)\}`)

// values are what the placeholders of one act stand for, by name.
type values map[string]string

func valuesOf(at rigs.Place) values {
	return values{"evse": strconv.Itoa(at.EVSE), "connector": strconv.Itoa(at.Connector)}
}

func (v values) with(name, value string) values {
	v[name] = value
	return v
}

// filled puts the values in the place of their placeholders, each escaped as the text asks for. A placeholder without a
// value stays.
func filled(text string, escape func(string) string, v values) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		name := found[1 : len(found)-1]
		if variable, ok := strings.CutPrefix(name, "env:"); ok {
			return escape(os.Getenv(variable))
		}
		if value, ok := v[name]; ok {
			return escape(value)
		}
		return found
	})
}

// told is a text as errors show it: with its values, but without what the environment holds.
func told(text string, v values) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if value, ok := v[found[1:len(found)-1]]; ok {
			return value
		}
		return found
	})
}

// tooShort is the length of a value of the environment below which it is no secret and stands in an output by chance.
const tooShort = 4

// covering puts {env:NAME} back where a command or a device repeats what it was given by that name, as the echo of a
// header does: outputs are kept as evidence. Longer values come first, for one may hold another.
func (c Config) covering() *strings.Replacer {
	names := map[string]string{} // by what is covered
	for _, a := range c.Acts {
		for _, call := range append([]Call{a.Call}, reads(a)...) {
			for _, text := range append(call.texts(), a.Expect) {
				for _, found := range placeholder.FindAllString(text, -1) {
					value := filled(found, verbatim, nil)
					if value != found && len(value) >= tooShort {
						names[value], names[inURL(value)], names[inJSON(value)] = found, found, found
					}
				}
			}
		}
	}
	var pairs []string
	for _, value := range slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) }) {
		pairs = append(pairs, value, names[value])
	}
	return strings.NewReplacer(pairs...)
}

func verbatim(value string) string { return value }

// inURL escapes for a path and for a query alike.
func inURL(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// inJSON escapes for the inside of a JSON string.
func inJSON(value string) string {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(quoted[1 : len(quoted)-1])
}

// inBody is the escaping of a body: JSON where it looks like it, else a form.
func inBody(body string) func(string) string {
	if isJSON(body) {
		return inJSON
	}
	return inURL
}

func isJSON(body string) bool {
	body = strings.TrimSpace(body)
	return strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[")
}
