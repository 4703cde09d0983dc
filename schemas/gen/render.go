package main

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/internal/facts"
)

const head = "// Code generated from the table of facts by schemas/gen. DO NOT EDIT.\n\npackage ocpp201\n\n"

// render makes the generated files of schemas/ocpp201, by name.
func render(table *facts.Table) (map[string][]byte, error) {
	w := writer{table: table, names: typeNames(table), objects: map[string]bool{}}
	for _, object := range table.Types {
		w.objects[object.Name] = true
	}
	files := map[string][]byte{}
	for name, write := range map[string]func(){
		"messages_gen.go": w.messages, "types_gen.go": w.types, "enums_gen.go": w.enums, "lookup_gen.go": w.lookup, "encode_gen.go": w.encoders,
	} {
		w.Reset()
		write()
		text, err := format.Source([]byte(head + w.imports() + w.String()))
		if err != nil {
			return nil, fmt.Errorf("%s does not compile: %w", name, err)
		}
		files[name] = text
	}
	return files, nil
}

type writer struct {
	bytes.Buffer
	table   *facts.Table
	names   map[string]string // definition to Go type
	objects map[string]bool   // definitions that are objects
}

func (w *writer) printf(form string, args ...any) { fmt.Fprintf(w, form, args...) }

func (w *writer) imports() string {
	switch {
	case strings.Contains(w.String(), "json.RawMessage"):
		return "import \"encoding/json\"\n\n"
	case strings.Contains(w.String(), "strconv."):
		return "import \"strconv\"\n\n"
	}
	return ""
}

func (w *writer) messages() {
	for _, message := range w.table.Messages {
		name := action(message.Name)
		if strings.HasSuffix(message.Name, "Request") {
			w.printf("// %s asks for %s.\n", message.Name, name)
		} else {
			w.printf("// %s answers %sRequest.\n", message.Name, name)
		}
		w.object(message.Name, message.Fields)
		if strings.HasSuffix(message.Name, "Request") {
			w.printf("// Action returns %q.\n", name)
			w.printf("func (%s) Action() string { return %q }\n\n", message.Name, name)
			w.printf("// Response returns the empty answer, of the type that this request is answered with.\n")
			w.printf("func (%s) Response() %sResponse { return %[2]sResponse{} }\n\n", message.Name, name)
		}
		w.printf("// UnmarshalJSON decodes as Decode does.\n")
		w.printf("func (m *%s) UnmarshalJSON(data []byte) error {\n", message.Name)
		w.printf("type plain %s\nreturn decode(data, (*plain)(m))\n}\n\n", message.Name)
	}
}

func (w *writer) types() {
	for _, object := range w.table.Types {
		w.printf("// %s is the %s of part 2.\n", w.names[object.Name], object.Name)
		if object.Open {
			w.printf("// Vendors may add fields of their own; they are accepted and not kept.\n")
		}
		w.object(w.names[object.Name], object.Fields)
	}
}

func (w *writer) object(name string, fields []facts.Field) {
	w.printf("type %s struct {\n", name)
	for _, field := range fields {
		tag := field.Name
		if !field.Required || field.List {
			tag += ",omitempty"
		}
		w.printf("%s %s `json:%q`%s\n", w.fieldName(field), w.fieldType(field), tag, comment(field))
	}
	w.printf("}\n\n")
}

// fieldName is the field's name in Go. Get15118EVCertificateRequest.action would hide the method Action,
// so that a field of that name is called after its type.
func (w *writer) fieldName(field facts.Field) string {
	if name := goName(field.Name); name != "Action" && name != "Response" {
		return name
	}
	return w.names[field.Type]
}

// comment repeats what the table says beyond the Go type.
func comment(field facts.Field) string {
	var facts []string
	if field.Limits != field.Type || field.Min != nil {
		facts = append(facts, field.Limits)
	}
	if field.Required && field.List {
		facts = append(facts, "required")
	}
	if field.Default != "" {
		facts = append(facts, "default "+field.Default)
	}
	if len(facts) == 0 {
		return ""
	}
	return " // " + strings.Join(facts, ", ")
}

// fieldType makes optional fields pointers, and lists slices whether optional or not.
func (w *writer) fieldType(field facts.Field) string {
	base, known := map[string]string{
		"string": "string", "integer": "int", "number": "float64", "boolean": "bool",
		facts.DateTime: "DateTime", facts.Any: "json.RawMessage",
	}[field.Type]
	if !known {
		base = w.names[field.Type]
	}
	switch {
	case field.List:
		return "[]" + base
	case field.Required || field.Type == facts.Any:
		return base
	}
	return "*" + base
}

func (w *writer) enums() {
	for _, enum := range w.table.Enums {
		name := w.names[enum.Name]
		w.printf("// %s is the %s of part 2", name, enum.Name)
		if enum.Default != "" {
			w.printf("; a field left out means %s", enum.Default)
		}
		w.printf(".\ntype %s string\n\n", name)
		w.printf("// The values of %s.\nconst (\n", name)
		for _, value := range enum.Words {
			w.printf("%s %s = %q\n", constName(name, value), name, value)
		}
		w.printf(")\n\n")
	}
}

func (w *writer) lookup() {
	var actions []string
	for _, message := range w.table.Messages {
		if name, ok := strings.CutSuffix(message.Name, "Request"); ok {
			actions = append(actions, name)
		}
	}
	slices.Sort(actions)
	w.printf("// messages holds all actions in alphabetical order.\nvar messages = []Message{\n")
	for _, name := range actions {
		w.printf("{%q, func() any { return new(%sRequest) }, func() any { return new(%[2]sResponse) }},\n", name, name)
	}
	w.printf("}\n")
}
