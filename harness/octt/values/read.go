package values

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// Decoded is a text for Walk, read once where several fields of it are wanted; nil when it is no JSON.
func Decoded(payload json.RawMessage) any {
	var value any
	if json.Unmarshal(payload, &value) == nil {
		return value
	}
	// A number that no double holds, such as 1e999, takes nothing from the other fields: it stays as it is written.
	read := json.NewDecoder(bytes.NewReader(payload))
	read.UseNumber()
	if read.Decode(&value) != nil {
		return nil
	}
	return doubles(value)
}

// doubles makes every number a double that is one, in a copy.
func doubles(value any) any {
	switch v := value.(type) {
	case json.Number:
		if double, err := v.Float64(); err == nil {
			return double
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, field := range v {
			out[name] = doubles(field)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = doubles(item)
		}
		return out
	}
	return value
}

// Walk is Field on a document that is decoded already, be its numbers float64 or json.Number. The document stays as it is.
func Walk(value any, path string) any {
	for word := range strings.SplitSeq(path, ".") {
		name, indexes, _ := strings.Cut(word, "[")
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = object[name]
		for indexes != "" {
			number, rest, _ := strings.Cut(indexes, "]")
			list, ok := value.([]any)
			i, err := strconv.Atoi(number)
			if !ok || err != nil || i < 0 || i >= len(list) {
				return nil
			}
			value, indexes = list[i], strings.TrimPrefix(rest, "[")
		}
	}
	return doubles(value)
}
