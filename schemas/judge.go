package schemas

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/certbench/certbench/schemas/internal/rfc3339"
	"github.com/xeipuuv/gojsonschema"
)

// judge is one compiled schema. All that is known about the library behind it stays in this file.
type judge interface {
	// judge takes a document of decode's making.
	judge(document any) []Problem
}

// compile makes a judge of a draft-06 schema. It may be used by many goroutines at once.
func compile(schema map[string]any) (judge, error) {
	replaceDateTime()
	compiled, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(schema))
	if err != nil {
		return nil, err
	}
	return library{compiled}, nil
}

// replaceDateTime puts a strict check where the library's own lets dates and times alone through.
var replaceDateTime = sync.OnceFunc(func() { gojsonschema.FormatCheckers.Add("date-time", dateTime{}) })

type dateTime struct{}

func (dateTime) IsFormat(value any) bool {
	text, ok := value.(string)
	if !ok {
		return true // formats concern strings only (draft-06 validation, section 8.1)
	}
	_, err := rfc3339.Parse(text)
	return err == nil
}

type library struct{ schema *gojsonschema.Schema }

func (l library) judge(document any) []Problem {
	result, err := l.schema.Validate(gojsonschema.NewRawLoader(document))
	if err != nil {
		return []Problem{newProblem("", keywordSyntax, err.Error())}
	}
	var problems []Problem
	for _, fault := range result.Errors() {
		problems = append(problems, translate(fault))
	}
	// The library walks maps in Go's random order; a report must come out the same each time.
	slices.SortFunc(problems, func(a, b Problem) int {
		return strings.Compare(a.Pointer+"\x00"+a.Keyword, b.Pointer+"\x00"+b.Keyword)
	})
	return problems
}

// keywords translates the library's words for its errors into the schemas'. What the official schemas do not use keeps its name.
var keywords = map[string]string{
	"required": "required", "invalid_type": "type", "enum": "enum", "additional_property_not_allowed": "additionalProperties",
	"array_min_items": "minItems", "array_max_items": "maxItems", "string_lte": "maxLength", "format": "format",
	"number_gte": "minimum", "number_lte": "maximum",
}

func translate(fault gojsonschema.ResultError) Problem {
	keyword, known := keywords[fault.Type()]
	if !known {
		keyword = fault.Type()
	}
	at := pointer(fault.Context())
	if name, ok := fault.Details()["property"].(string); ok && (keyword == "required" || keyword == "additionalProperties") {
		at += "/" + escape.Replace(name)
	}
	return newProblem(at, keyword, sentence(keyword, fault))
}

var escape = strings.NewReplacer("~", "~0", "/", "~1")

// pointer turns (root), evse, id into /evse/id. Names with a zero byte do not come up: the library descends only where a
// schema does, and no schema has such a name.
func pointer(context *gojsonschema.JsonContext) string {
	var b strings.Builder
	for _, name := range strings.Split(context.String("\x00"), "\x00")[1:] {
		b.WriteString("/" + escape.Replace(name))
	}
	return b.String()
}

func sentence(keyword string, fault gojsonschema.ResultError) string {
	details := fault.Details()
	switch keyword {
	case "required":
		return fmt.Sprintf("the required field %q is missing", details["property"])
	case "additionalProperties":
		return fmt.Sprintf("the field %q does not exist here; vendors' fields go into customData", details["property"])
	case "type":
		return fmt.Sprintf("here is a value of type %s; it must be %s", details["given"], details["expected"])
	case "enum":
		return fmt.Sprintf("%s is none of %s", quote(fault.Value()), details["allowed"])
	case "minItems":
		return fmt.Sprintf("the list is too short: %d of at least %v elements; an empty optional list is left out", length(fault.Value()), details["min"])
	case "maxItems":
		return fmt.Sprintf("the list is too long: %d of at most %v elements", length(fault.Value()), details["max"])
	case "maxLength":
		return fmt.Sprintf("the text is too long: %d of at most %v characters", length(fault.Value()), details["max"])
	case "minimum", "maximum":
		return fmt.Sprintf("%s lies beyond the %s", quote(fault.Value()), keyword)
	case "format":
		return fmt.Sprintf("%s is no RFC 3339 date-time; write for example \"2026-01-02T03:04:05.678Z\"", quote(fault.Value()))
	}
	return fault.Description()
}

func length(value any) int {
	switch value := value.(type) {
	case string:
		return utf8.RuneCountInString(value)
	case []any:
		return len(value)
	}
	return 0
}

// quote shows a value of few characters; a foreign text must not fill the report.
func quote(value any) string {
	if number, ok := value.(json.Number); ok {
		return number.String()
	}
	return fmt.Sprintf("%.60q", value)
}
