package ocpp201

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// ResolvePath checks that a path in the document's words leads somewhere in messages of type t:
// JSON names joined by dots, elements of lists by index, as in "eventData[0].component.name". A list may only end a path,
// or be followed by an index. Below customData and DataTransfer's data any words go, because they are open.
// The error names the first word that does not exist and those that would.
func ResolvePath(t reflect.Type, path string) error {
	done := ""
	for word := range strings.SplitSeq(path, ".") {
		t = direct(t)
		if t == reflect.TypeFor[json.RawMessage]() {
			return nil
		}
		name, indexes, _ := strings.Cut(word, "[")
		if t.Kind() != reflect.Struct || t == reflect.TypeFor[DateTime]() {
			return fmt.Errorf("path %q: %s, so that nothing is below it; end the path there", path, describe(done, t))
		}
		next, ok := field(t, name)
		if !ok && t == reflect.TypeFor[CustomData]() {
			return nil
		}
		if !ok {
			return fmt.Errorf("path %q: %s has no %q; it has %s", path, t.Name(), name, strings.Join(fieldNames(t), ", "))
		}
		done = strings.TrimPrefix(done+"."+word, ".")
		if len(word) > len(name) {
			if next, ok = element(next, "["+indexes); !ok {
				return fmt.Errorf("path %q: %q takes no such index; an index is written [0] and stands behind a list", path, word)
			}
		}
		t = next
	}
	return nil
}

func direct(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func describe(path string, t reflect.Type) string {
	if t.Kind() == reflect.Slice {
		return fmt.Sprintf("%s is a list without an index", path)
	}
	return fmt.Sprintf("%s is a single value", path)
}

// element resolves one index.
func element(t reflect.Type, index string) (reflect.Type, bool) {
	t = direct(t)
	number, closed := strings.CutSuffix(strings.TrimPrefix(index, "["), "]")
	_, err := strconv.ParseUint(number, 10, 31)
	if t.Kind() != reflect.Slice || t == reflect.TypeFor[json.RawMessage]() || !closed || err != nil {
		return nil, false
	}
	return t.Elem(), true
}

func field(t reflect.Type, name string) (reflect.Type, bool) {
	known, is := fields.Load(t)
	if !is {
		byName := map[string]reflect.Type{}
		for f := range t.Fields() {
			byName[jsonName(f)] = f.Type
		}
		known, _ = fields.LoadOrStore(t, byName)
	}
	found, ok := known.(map[string]reflect.Type)[name]
	return found, ok
}

// fields are the types of fields by their JSON names, by the type of a message or of a part of one: each row of a case resolves its
// paths, and reflection makes every field anew each time.
var fields sync.Map

func fieldNames(t reflect.Type) []string {
	var names []string
	for f := range t.Fields() {
		names = append(names, jsonName(f))
	}
	return names
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
