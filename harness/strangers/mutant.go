package strangers

import (
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/schemas/random"
)

// Mutant is a station that goes wrong by chance, within the schemas: of its messages that share says another thing than it
// meant to, or nothing, or the same twice, or late. It gets further than a wild one.
func Mutant(seed uint64, share float64) Patch {
	chance := random.New(seed)
	return func(m *Message) {
		if m.From != Station || m.Type != ocppj.Call && m.Type != ocppj.CallResult || m.Action == "" || chance.Float64() >= share {
			return
		}
		name, asked := m.Action+"Request", any(nil)
		if m.Type == ocppj.CallResult {
			name, asked = m.Action+"Response", m.Asked.Payload
		}
		switch chance.IntN(8) {
		case 0:
			m.Drop()
		case 1:
			m.Repeat()
		case 2:
			m.Late(time.Duration(chance.Int64N(int64(20 * time.Second))))
		case 3:
			m.Payload, m.changed = chance.Payload(name, asked), true
		case 4:
			m.Line.Call(Station, "Heartbeat", map[string]any{}, nil)
		default:
			mix(m, chance.Payload(name, asked), chance)
		}
	}
}

// mix takes one field of another payload over, or leaves one out that the other has not.
func mix(m *Message, other map[string]any, chance *random.Source) {
	mine, ok := m.Payload.(map[string]any)
	if !ok {
		return
	}
	fields := fieldsOf(mine, other)
	if len(fields) == 0 {
		return
	}
	field := fields[chance.IntN(len(fields))]
	if value, has := other[field]; has {
		mine[field] = value
	} else {
		delete(mine, field)
	}
	m.changed = true
}

// fieldsOf lists what either has, in an order that chance can be repeated on.
func fieldsOf(a, b map[string]any) []string {
	all := map[string]bool{}
	for field := range a {
		all[field] = true
	}
	for field := range b {
		all[field] = true
	}
	return slices.Sorted(maps.Keys(all))
}
