package random

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// Source makes payloads. The same seed and the same calls make the same payloads. It is for one goroutine at a time.
type Source struct {
	*rand.Rand

	// Prefer may choose the value of a field, by its name, where chance would make any. like is what stands at the same
	// place in the message that is answered, nil where nothing does. It must fit the schema; nil leaves out what may be left
	// out. Prefer itself may be nil.
	Prefer func(owner, field string, like any) (any, bool)
	// Lucky tells of the next word of an enumeration whether it is to be Accepted, where that is one of them. It may be nil.
	Lucky func() bool
}

// New is a source with a seed.
func New(seed uint64) *Source { return &Source{Rand: rand.New(rand.NewPCG(seed, 0))} }

type tables struct {
	objects map[string]facts.Object // messages and types
	enums   map[string][]string
}

var load = sync.OnceValues(func() (tables, error) {
	table, err := facts.Load()
	if err != nil {
		return tables{}, err
	}
	t := tables{objects: map[string]facts.Object{}, enums: map[string][]string{}}
	for _, o := range append(table.Messages, table.Types...) {
		t.objects[o.Name] = o
	}
	for _, e := range table.Enums {
		t.enums[e.Name] = e.Words
	}
	return t, nil
})

// Payload makes one of the message, such as "GetVariablesResponse". request is the payload that it answers, as
// encoding/json reads it, nil for none: a list of results has one for each element of the list of data that was asked for,
// with the same component and variable. An unknown message is a mistake of the caller.
func (s *Source) Payload(message string, request any) map[string]any {
	t, err := load()
	if err != nil {
		panic(err)
	}
	o, known := t.objects[message]
	if !known {
		panic(fmt.Sprintf("random: there is no message %q", message))
	}
	asked, _ := request.(map[string]any)
	return s.object(t, o, asked, 0)
}

// deep bounds how far optional fields nest.
const deep = 3

func (s *Source) object(t tables, o facts.Object, like map[string]any, depth int) map[string]any {
	out := map[string]any{}
	for _, f := range o.Fields {
		same := like[f.Name]
		if s.Prefer != nil {
			if value, ok := s.Prefer(o.Name, f.Name, same); ok && (value != nil || !f.Required) {
				if value != nil {
					out[f.Name] = value
				}
				continue
			}
		}
		if !f.Required && (f.Type == facts.CustomData || s.Float64() > 0.3 || depth >= deep) {
			continue
		}
		out[f.Name] = s.value(t, f, same, data(f.Name, like), depth)
	}
	return out
}

// data is the list in a request that a list of results answers.
func data(field string, request map[string]any) []any {
	list, _ := request[strings.TrimSuffix(field, "Result")+"Data"].([]any)
	return list
}

func (s *Source) value(t tables, f facts.Field, like any, asked []any, depth int) any {
	if !f.List {
		return s.element(t, f, like, depth)
	}
	n := max(f.MinItems, 1) + s.IntN(3)
	if f.MaxItems > 0 {
		n = min(n, f.MaxItems)
	}
	if asked != nil {
		n = len(asked)
	}
	out := make([]any, n)
	for i := range out {
		var same any
		if i < len(asked) {
			same = asked[i]
		}
		out[i] = s.element(t, f, same, depth)
	}
	return out
}

func (s *Source) element(t tables, f facts.Field, like any, depth int) any {
	if o, ok := t.objects[f.Type]; ok {
		same, _ := like.(map[string]any)
		if same != nil && (f.Name == "component" || f.Name == "variable") {
			return same
		}
		return s.object(t, o, same, depth+1)
	}
	if words, ok := t.enums[f.Type]; ok {
		if s.Lucky != nil && s.Lucky() && slices.Contains(words, "Accepted") {
			return "Accepted"
		}
		return words[s.IntN(len(words))]
	}
	switch f.Type {
	case "string":
		return s.text(f)
	case facts.DateTime:
		return time.Now().Add(time.Duration(s.IntN(7200)-3600) * time.Second).UTC().Format(time.RFC3339)
	case "integer":
		return s.integer(f)
	case "number":
		return float64(s.IntN(2_000_000)-1_000_000) / 10
	case "boolean":
		return s.IntN(2) == 0
	}
	return s.IntN(10) // any
}

// text has characters of an identifierString only (part 2, section 2.1.4), which any string may have.
func (s *Source) text(f facts.Field) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*-_=:+|@."
	longest := 40
	if f.MaxLength > 0 {
		longest = min(longest, f.MaxLength)
	}
	out := make([]byte, 1+s.IntN(longest))
	for i := range out {
		out[i] = letters[s.IntN(len(letters))]
	}
	return string(out)
}

func (s *Source) integer(f facts.Field) int {
	low, high := 0, 1000
	if f.Min != nil {
		low = *f.Min
	}
	if f.Max != nil {
		high = *f.Max
	}
	if s.IntN(3) > 0 { // most numbers are small
		high = min(high, low+3)
	}
	return low + s.IntN(max(1, high-low+1))
}
