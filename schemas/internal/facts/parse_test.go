package facts

import (
	"reflect"
	"strings"
	"testing"
)

func TestTableHoldsAllMessagesTypesAndEnums(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Messages) != 128 || len(table.Types) != 55 || len(table.Enums) != 88 {
		t.Errorf("the table has %d messages, %d types and %d enums; want 128, 55 (with CustomDataType) and 88",
			len(table.Messages), len(table.Types), len(table.Enums))
	}
	for i := 0; i+1 < len(table.Messages); i += 2 {
		request, response := table.Messages[i].Name, table.Messages[i+1].Name
		if strings.TrimSuffix(request, "Request")+"Response" != response {
			t.Errorf("%s is followed by %s; an action's request must be followed by its response", request, response)
		}
	}
}

func TestFieldLines(t *testing.T) {
	for line, want := range map[string]Field{
		"a string(36)!":           {Name: "a", Type: "string", MaxLength: 36, Required: true, Limits: "string(36)"},
		"a integer(0..100)":       {Name: "a", Type: "integer", Min: new(0), Max: new(100), Limits: "integer(0..100)"},
		"a integer(0..)!":         {Name: "a", Type: "integer", Min: new(0), Required: true, Limits: "integer(0..)"},
		"a identifierString(36)!": {Name: "a", Type: "string", Identifier: true, MaxLength: 36, Required: true, Limits: "identifierString(36)"},
		"a integer{-9..9}":        {Name: "a", Type: "integer", Least: new(-9), Most: new(9), Limits: "integer{-9..9}"},
		"a integer{0..}[1..]":     {Name: "a", Type: "integer", Least: new(0), List: true, MinItems: 1, Limits: "integer{0..}[1..]"},
		"a number{.1}!":           {Name: "a", Type: "number", Decimals: new(1), Required: true, Limits: "number{.1}"},
		"a XType[1..4]":           {Name: "a", Type: "XType", List: true, MinItems: 1, MaxItems: 4, Limits: "XType[1..4]"},
		"a string(5)[1..]!":       {Name: "a", Type: "string", MaxLength: 5, List: true, MinItems: 1, Required: true, Limits: "string(5)[1..]"},
		"a boolean = false":       {Name: "a", Type: "boolean", Default: "false", Limits: "boolean"},
		"a string(20)! = W.h":     {Name: "a", Type: "string", MaxLength: 20, Required: true, Default: "W.h", Limits: "string(20)"},
	} {
		got, err := parseField(line)
		if err != nil {
			t.Errorf("%q: %v", line, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%q\ngot  %+v\nwant %+v", line, got, want)
		}
	}
}

func TestSlipsOfTheTableNameTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"message M\n  a":                           "line 2",
		"message M\n  a string(x)":                 "line 2",
		"message M\n  a string[1]":                 "line 2",
		"\n  a string":                             "line 2",
		"mesage M":                                 "line 1",
		"type T U":                                 "line 1",
		"message M\n  a NoSuchType":                "NoSuchType",
		"open type CustomDataType\nenum E\ntype E": "E stands there twice",
	} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%q) gives %v, want an error saying %q", text, err, want)
		}
	}
}
