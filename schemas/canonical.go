package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// remarks are the keywords that say nothing about what is valid.
var remarks = map[string]bool{"$id": true, "comment": true, "description": true, "javaType": true}

// canonical writes a schema so that two of the same meaning come out equal: without remarks, names and word lists in
// order, 0.0 as 0.
func canonical(schema map[string]any) ([]byte, error) {
	// Through JSON and back, all numbers are float64 and all lists []any, wherever the schema comes from.
	text, err := json.Marshal(schema)
	if err != nil {
		return nil, err
	}
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, err
	}
	return json.Marshal(withoutRemarks(plain)) // sorts names
}

func withoutRemarks(schema map[string]any) map[string]any {
	out := map[string]any{}
	for keyword, value := range schema {
		switch inner := value.(type) {
		case map[string]any:
			if keyword == "properties" || keyword == "definitions" {
				// Here the names are the documents' own: a field may well be called description.
				named := map[string]any{}
				for name, schema := range inner {
					if schema, ok := schema.(map[string]any); ok {
						named[name] = withoutRemarks(schema)
					} else {
						named[name] = inner[name]
					}
				}
				out[keyword] = named
				continue
			}
			out[keyword] = withoutRemarks(inner)
		case []any:
			out[keyword] = inOrder(keyword, inner)
		default:
			if !remarks[keyword] {
				out[keyword] = value
			}
		}
	}
	return out
}

// inOrder sorts the two lists whose order means nothing.
func inOrder(keyword string, list []any) []any {
	if keyword != "required" && keyword != "enum" {
		return list
	}
	return slices.SortedFunc(slices.Values(list), func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

// hashes gives each schema's canonical SHA-256 in hex.
func hashes(schemas map[string]map[string]any) (map[string]string, error) {
	sums := map[string]string{}
	for name, schema := range schemas {
		text, err := canonical(schema)
		if err != nil {
			return nil, fmt.Errorf("schema of %s: %w", name, err)
		}
		sum := sha256.Sum256(text)
		sums[name] = hex.EncodeToString(sum[:])
	}
	return sums, nil
}

// list writes hashes as sha256sum does, in the order of names.
func list(sums map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(&b, "%s  %s.json\n", sums[name], name)
	}
	return b.String()
}
