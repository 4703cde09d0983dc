package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas/certbench"
)

// schemaOf compiles a schema as strictly as can be: what it does not name is wrong.
func schemaOf(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	document := schemaText(t, name)
	strictly(document)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(name, document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func schemaText(t *testing.T, name string) map[string]any {
	t.Helper()
	code, out, stderr := inProcess("schema", name)
	if code != codePassed {
		t.Fatalf("certbench schema %s: code %d, %s", name, code, stderr)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return document.(map[string]any)
}

// strictly forbids every object with named properties all others. The published schemas allow them, so that a later version
// may add some.
func strictly(node any) {
	switch node := node.(type) {
	case map[string]any:
		if _, named := node["properties"]; named && node["type"] == "object" {
			node["additionalProperties"] = false
		}
		for _, below := range node {
			strictly(below)
		}
	case []any:
		for _, below := range node {
			strictly(below)
		}
	}
}

// keeps holds a document against its schema, and that it names it.
func keeps(t *testing.T, name string, document []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%s: %v in %.200s", name, err, document)
	}
	if err := schemaOf(t, name).Validate(value); err != nil {
		t.Errorf("what certbench writes does not keep its schema: %v", err)
	}
}

func TestWhatProgramsReadKeepsItsSchema(t *testing.T) {
	t.Parallel()
	before, after := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "run")
	first := start(t, nil, "run", "--cases", "TC_B_06_CS || TC_E_03_CS", "--out", before, "--format", "json")
	first.ends(codePassed)
	bad := variant(t, reference(t), "  reference: {defects: [schema-violation, get-variables-only-first]}\n")
	start(t, nil, "run", "--cases", "TC_B_06_CS || TC_B_07_CS", "--bench", bad, "--bench", variant(t, reference(t), "  reference: {}\n", "name: reference", "name: second", "CB-0001", "CB-0002"), "--out", after).ends(codeFailed)
	keeps(t, "run", first.stdout.Bytes())
	_, again, _ := inProcess("report", after, "--format", "json")
	keeps(t, "run", []byte(again))
	_, changed, _ := inProcess("diff", before, after, "--format", "json")
	keeps(t, "diff", []byte(changed))
	_, same, _ := inProcess("diff", before, before, "--format", "json")
	keeps(t, "diff", []byte(same))
	joined := filepath.Join(t.TempDir(), "joined")
	if code, _, stderr := inProcess("report", before, after, "--out", joined, "--although-different", "--although-twice"); code != codeFailed {
		t.Fatalf("two runs as one report: code %d, %s", code, stderr)
	}
	of, err := os.ReadFile(filepath.Join(joined, reports.JoinedName))
	if err != nil {
		t.Fatal(err)
	}
	keeps(t, "joined", of)
	_, whole, _ := inProcess("verify", joined, "--format", "json")
	keeps(t, "verify", []byte(whole))
	_, plan, _ := inProcess("plan", "--bench", variant(t, "tokens: panel", "tokens: none"), "--format", "json")
	keeps(t, "plan", []byte(plan))
	var s reports.Summary
	if err := json.Unmarshal([]byte(again), &s); err != nil || len(s.Findings) == 0 || len(s.Stations) != 2 {
		t.Errorf("expected a run with findings on two benches, got %d findings and %d stations, %v", len(s.Findings), len(s.Stations), err)
	}
}

// TestSchemasNameEveryField compares them with the types, so that a field is noticed that no run of a test has.
func TestSchemasNameEveryField(t *testing.T) {
	for name, of := range map[string]reflect.Type{"run": reflect.TypeFor[reports.Summary](), "plan": reflect.TypeFor[planDocument](), "diff": reflect.TypeFor[reports.Changes](), "progress": reflect.TypeFor[line](),
		"joined": reflect.TypeFor[reports.Joined](), "verify": reflect.TypeFor[verified](), "proof": reflect.TypeFor[proofDocument]()} {
		document := schemaText(t, name)
		defs, _ := document["$defs"].(map[string]any)
		compareFields(t, name, of, document, defs)
	}
}

func compareFields(t *testing.T, at string, of reflect.Type, node, defs map[string]any) {
	t.Helper()
	if to, ok := node["$ref"].(string); ok {
		node = defs[strings.TrimPrefix(to, "#/$defs/")].(map[string]any)
	}
	switch of.Kind() {
	case reflect.Pointer:
		compareFields(t, at, of.Elem(), node, defs)
	case reflect.Slice:
		compareFields(t, at+"[]", of.Elem(), node["items"].(map[string]any), defs)
	case reflect.Map:
		compareFields(t, at+".*", of.Elem(), node["additionalProperties"].(map[string]any), defs)
	case reflect.Struct:
		if of == reflect.TypeFor[time.Time]() {
			return
		}
		properties, _ := node["properties"].(map[string]any)
		fields := jsonFields(of)
		if got, want := slices.Sorted(maps.Keys(properties)), slices.Sorted(maps.Keys(fields)); !slices.Equal(got, want) {
			t.Errorf("the schema of %s names %v; its type has %v: describe each field in schemas/certbench", at, got, want)
			return
		}
		for name, field := range fields {
			compareFields(t, at+"."+name, field, properties[name].(map[string]any), defs)
		}
	}
}

// jsonFields are the fields of a struct as they are written, those of its embedded structs among them.
func jsonFields(of reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			maps.Copy(fields, jsonFields(f.Type))
		case f.IsExported() && name != "-":
			fields[name] = f.Type
		}
	}
	return fields
}

func TestEverySchemaIsOneAndSaysWhatItIs(t *testing.T) {
	draft, err := jsonschema.NewCompiler().Compile("https://json-schema.org/draft/2020-12/schema")
	if err != nil {
		t.Fatal(err)
	}
	_, listed, _ := inProcess("schema")
	for _, d := range certbench.Documents() {
		document := schemaText(t, d.Name)
		if err := draft.Validate(document); err != nil {
			t.Errorf("%s is no JSON schema: %v", d.Name, err)
		}
		if document["$id"] != d.ID || !strings.Contains(listed, d.ID) {
			t.Errorf("%s calls itself %v, want %s, and in the list\n%s", d.Name, document["$id"], d.ID, listed)
		}
		if text, ok := undescribed(document); !ok {
			t.Errorf("%s leaves %s without a description", d.Name, text)
		}
	}
	if code, _, stderr := inProcess("schema", "ran"); code != codeUsage || !strings.Contains(stderr, "write one of run, plan, diff") {
		t.Errorf("an unknown schema: code %d, %q", code, stderr)
	}
}

// undescribed names a property without a word on what it means; one that refers to a definition may leave it to that.
func undescribed(node any) (string, bool) {
	switch node := node.(type) {
	case map[string]any:
		if properties, ok := node["properties"].(map[string]any); ok {
			for name, of := range properties {
				if of := of.(map[string]any); of["description"] == nil && of["$ref"] == nil {
					return name, false
				}
			}
		}
		for _, below := range node {
			if text, ok := undescribed(below); !ok {
				return text, false
			}
		}
	}
	return "", true
}
