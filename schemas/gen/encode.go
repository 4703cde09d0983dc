package main

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// encoders writes how each type is written as JSON, byte for byte as encoding/json does it by reflection.
func (w *writer) encoders() {
	var messages strings.Builder
	for _, message := range w.table.Messages {
		fmt.Fprintf(&messages, "case %s:\nreturn m.appendTo(b), true\ncase *%[1]s:\nif m != nil {\nreturn m.appendTo(b), true\n}\n", message.Name)
	}
	w.printf("// appendMessage appends a message of one of the 128 types, or a pointer to one, and tells whether it is such.\n")
	w.printf("func appendMessage(b []byte, message any) ([]byte, bool) {\nswitch m := message.(type) {\n%s}\nreturn b, false\n}\n\n", messages.String())
	for _, message := range w.table.Messages {
		w.encoder(message.Name, message.Fields)
	}
	for _, object := range w.table.Types {
		w.encoder(w.names[object.Name], object.Fields)
	}
}

func (w *writer) encoder(name string, fields []facts.Field) {
	w.printf("func (v *%s) appendTo(b []byte) []byte {\n", name)
	if len(fields) == 0 {
		w.printf("return append(b, \"{}\"...)\n}\n\n")
		return
	}
	w.printf("b = append(b, '{')\n")
	open := !fields[0].Required || fields[0].List // nobody knows which member is the first
	if open && len(fields) > 1 {
		w.printf("begun := len(b)\n")
	}
	comma := "" // before a member, as far as that is known
	for i, field := range fields {
		w.member(field, i, &comma, open)
	}
	w.printf("return append(b, '}')\n}\n\n")
}

// member writes one member. What comes after one that is always there needs no question whether it is the first.
func (w *writer) member(field facts.Field, i int, comma *string, open bool) {
	name := "v." + w.fieldName(field)
	present, value := "", name
	switch {
	case field.List, field.Type == facts.Any && !field.Required:
		present = "len(" + name + ") > 0"
	case !field.Required:
		present, value = name+" != nil", "*"+name
	}
	if present != "" {
		w.printf("if %s {\n", present)
	}
	if open && *comma == "" && i > 0 {
		w.printf("if len(b) > begun {\nb = append(b, ',')\n}\n")
	}
	w.printf("b = append(b, `%s%q:`...)\n", *comma, field.Name)
	if !open || present == "" {
		*comma = ","
	}
	if field.List {
		w.printf("b = append(b, '[')\nfor i := range %s {\nif i > 0 {\nb = append(b, ',')\n}\n", name)
		w.value(field.Type, name+"[i]")
		w.printf("}\nb = append(b, ']')\n")
	} else {
		w.value(field.Type, value)
	}
	if present != "" {
		w.printf("}\n")
	}
}

// value writes a value; one that is behind a pointer begins with *.
func (w *writer) value(of, value string) {
	switch {
	case of == "string":
		w.printf("b = appendText(b, %s)\n", value)
	case of == "integer":
		w.printf("b = strconv.AppendInt(b, int64(%s), 10)\n", value)
	case of == "number":
		w.printf("b = appendNumber(b, %s)\n", value)
	case of == "boolean":
		w.printf("b = strconv.AppendBool(b, %s)\n", value)
	case of == facts.DateTime:
		w.printf("b = %s.appendTo(b)\n", strings.TrimPrefix(value, "*"))
	case of == facts.Any:
		w.printf("b = appendAny(b, %s)\n", value)
	case w.objects[of]:
		w.printf("b = %s.appendTo(b)\n", strings.TrimPrefix(value, "*"))
	default:
		w.printf("b = appendText(b, string(%s))\n", value)
	}
}
