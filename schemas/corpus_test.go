package schemas

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// corpus makes documents out of the table: a full one for each message, and from it all the ways to spoil it in one place.
type corpus struct {
	messages []facts.Object
	types    map[string]facts.Object
	enums    map[string]facts.Enum
}

func newCorpus(t testing.TB) corpus {
	t.Helper()
	table, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := corpus{messages: table.Messages, types: map[string]facts.Object{}, enums: map[string]facts.Enum{}}
	for _, object := range table.Types {
		c.types[object.Name] = object
	}
	for _, enum := range table.Enums {
		c.enums[enum.Name] = enum
	}
	return c
}

// document fills all fields of an object, or only the required ones.
func (c corpus) document(object facts.Object, full bool) map[string]any {
	document := map[string]any{}
	for _, field := range object.Fields {
		if full || field.Required {
			document[field.Name] = c.value(field, full)
		}
	}
	return document
}

func (c corpus) value(field facts.Field, full bool) any {
	if !field.List {
		return c.element(field, full)
	}
	list := []any{}
	for range max(field.MinItems, 1) {
		list = append(list, c.element(field, full))
	}
	return list
}

func (c corpus) element(field facts.Field, full bool) any {
	switch field.Type {
	case "string":
		return "v"
	case "integer":
		return json.Number("1")
	case "number":
		return json.Number("1.5")
	case "boolean":
		return true
	case facts.DateTime:
		return "2026-01-02T03:04:05.678Z"
	case facts.Any:
		return map[string]any{"any": []any{nil, "thing"}}
	}
	if enum, ok := c.enums[field.Type]; ok {
		return enum.Words[0]
	}
	return c.document(c.types[field.Type], full)
}

// mutation is one change of a document and what a judge must say to it.
type mutation struct {
	name    string
	pointer string // where
	keyword string // the violation; empty: the document stays valid
}

// mutate applies all mutations of an object and of what it holds, one after the other, and calls try while each is in force.
func (c corpus) mutate(object facts.Object, document map[string]any, at string, try func(mutation)) {
	for _, field := range object.Fields {
		c.presence(field, document, at, try)
		value := document[field.Name]
		for _, v := range c.variants(field, value) {
			document[field.Name] = v.value
			try(mutation{v.name, at + "/" + field.Name + v.below, v.keyword})
		}
		document[field.Name] = value
		inner, below := value, ""
		if list, ok := value.([]any); ok {
			inner, below = list[0], "/0"
		}
		if inner, ok := inner.(map[string]any); ok && field.Type != facts.Any {
			c.mutate(c.types[field.Type], inner, at+"/"+field.Name+below, try)
		}
	}
	for _, name := range []string{"unknownField", "", "a/b~c", "idtoken", "CustomData"} {
		document[name] = "x"
		extra := mutation{"extra field " + name, at + "/" + escape.Replace(name), "additionalProperties"}
		if object.Open {
			extra.keyword = ""
		}
		try(extra)
		delete(document, name)
	}
}

// presence leaves a field out, and writes its name with another letter case.
func (c corpus) presence(field facts.Field, document map[string]any, at string, try func(mutation)) {
	missing := ""
	if field.Required {
		missing = "required"
	}
	value := document[field.Name]
	delete(document, field.Name)
	try(mutation{"field left out", at + "/" + field.Name, missing})
	misspelt := strings.ToUpper(field.Name[:1]) + field.Name[1:]
	if field.Name != "vendorId" {
		document[misspelt] = value
		try(mutation{"name in other letter case", at + "/" + misspelt, "additionalProperties"})
		delete(document, misspelt)
	}
	document[field.Name] = value
}

type variant struct {
	name    string
	value   any
	below   string // pointer from the field to the violation
	keyword string
}

func (c corpus) variants(field facts.Field, value any) []variant {
	if field.Type == facts.Any {
		return []variant{{"any null", nil, "", ""}, {"any list", []any{}, "", ""}, {"any number", json.Number("-1e3"), "", ""}}
	}
	if !field.List {
		return c.elementVariants(field)
	}
	first := value.([]any)[0]
	all := []variant{
		{"list is null", nil, "", "type"}, {"list is its one element", first, "", "type"}, {"list is empty", []any{}, "", "minItems"},
		{"list in a list", []any{[]any{first}}, "/0", "type"}, {"null behind the element", []any{first, nil}, "/1", "type"},
		{"list is an object", map[string]any{"0": first}, "", "type"},
	}
	if field.MaxItems > 0 {
		full := make([]any, field.MaxItems)
		for i := range full {
			full[i] = first
		}
		all = append(all, variant{"list is full", full, "", ""}, variant{"list too long", append(full[:len(full):len(full)], first), "", "maxItems"})
	}
	for _, v := range c.elementVariants(field) {
		all = append(all, variant{"element " + v.name, []any{v.value}, "/0" + v.below, v.keyword})
	}
	return all
}

// wrongTypes are values of each JSON type; which of them are wrong depends on the field.
var wrongTypes = map[string]any{
	"null": nil, "object": map[string]any{}, "array": []any{}, "string": "2026-01-02T03:04:05Z", "number": json.Number("1.5"),
	"boolean": false, "integer": json.Number("7"),
}

func (c corpus) elementVariants(field facts.Field) []variant {
	var all []variant
	wrong := maps.Clone(wrongTypes)
	enum, isEnum := c.enums[field.Type]
	switch {
	case field.Type == "string":
		delete(wrong, "string")
		all = append(all, stringVariants(field.MaxLength)...)
	case field.Type == "integer":
		delete(wrong, "integer")
		all = append(all, integerVariants(field)...)
	case field.Type == "number":
		delete(wrong, "integer")
		delete(wrong, "number")
		all = append(all, variant{"exponent", json.Number("-1.25E-3"), "", ""}, variant{"number as text", "1.5", "", "type"})
	case field.Type == "boolean":
		delete(wrong, "boolean")
		all = append(all, variant{"boolean as text", "true", "", "type"})
	case field.Type == facts.DateTime:
		delete(wrong, "string")
		all = append(all, dateTimeVariants...)
	case isEnum:
		delete(wrong, "string")
		all = append(all, enumVariants(enum)...)
	default:
		delete(wrong, "object") // whether it fits is the business of its own mutations
	}
	for name, value := range wrong {
		all = append(all, variant{"is of type " + name, value, "", "type"})
	}
	return all
}

func stringVariants(limit int) []variant {
	all := []variant{{"empty text", "", "", ""}}
	if limit == 0 {
		return append(all, variant{"long text", strings.Repeat("x", 100_000), "", ""})
	}
	for _, letter := range []string{"x", "ä", "\U0001F50C", "\x00", `"`} { // one code point each, of 1 to 4 bytes
		all = append(all, variant{"text as long as may be", strings.Repeat(letter, limit), "", ""},
			variant{"text too long", strings.Repeat(letter, limit+1), "", "maxLength"})
	}
	return all
}

func integerVariants(field facts.Field) []variant {
	all := []variant{{"1.0", json.Number("1.0"), "", ""}, {"1e1", json.Number("1e1"), "", ""}, {"integer as text", "1", "", "type"},
		{"10e-1", json.Number("10e-1"), "", ""}, {"1e-1", json.Number("1e-1"), "", "type"}}
	if field.Min != nil {
		all = append(all, variant{"at the minimum", json.Number("0"), "", ""}, variant{"below the minimum", json.Number("-1"), "", "minimum"})
	} else {
		all = append(all, variant{"negative", json.Number("-2147483648"), "", ""})
	}
	if field.Max != nil {
		all = append(all, variant{"at the maximum", json.Number("100"), "", ""}, variant{"above the maximum", json.Number("101"), "", "maximum"})
	}
	return all
}

var dateTimeVariants = []variant{
	{"offset", "2026-01-02T03:04:05+01:00", "", ""}, {"small letters", "2026-01-02t03:04:05.1z", "", ""},
	{"leap second", "1990-12-31T23:59:60Z", "", ""}, {"empty text", "", "", "format"}, {"date only", "2026-01-02", "", "format"},
	{"time only", "03:04:05Z", "", "format"}, {"no offset", "2026-01-02T03:04:05", "", "format"}, {"blank for T", "2026-01-02 03:04:05Z", "", "format"},
	{"no seconds", "2026-01-02T03:04Z", "", "format"}, {"13th month", "2026-13-02T03:04:05Z", "", "format"},
	{"29th of February", "2026-02-29T03:04:05Z", "", "format"}, {"hour of one digit", "2026-01-02T3:04:05Z", "", "format"},
	{"decimal comma", "2026-01-02T03:04:05,6Z", "", "format"}, {"24:00", "2026-01-02T24:00:00Z", "", "format"},
	{"behind it a blank", "2026-01-02T03:04:05Z ", "", "format"}, {"seconds since 1970", "1767323045", "", "format"},
}

func enumVariants(enum facts.Enum) []variant {
	all := []variant{{"no such word", "certbench", "", "enum"}, {"no word", "", "", "enum"}, {"blank behind the word", enum.Words[0] + " ", "", "enum"}}
	for _, word := range enum.Words {
		all = append(all, variant{"word " + word, word, "", ""})
	}
	other := strings.ToLower(enum.Words[0])
	if other == enum.Words[0] {
		other = strings.ToUpper(other)
	}
	return append(all, variant{"word in other letter case", other, "", "enum"})
}

// rawMutation spoils the text rather than the document.
type rawMutation struct {
	name    string
	spoil   func(text string) string
	keyword string
}

// vendor stands in every full document and is open to other fields.
const vendor = `{"vendorId":"v"}`

func inVendor(name, field, keyword string) rawMutation {
	return rawMutation{name, func(text string) string {
		return strings.Replace(text, vendor, `{"vendorId":"v",`+field+`}`, 1)
	}, keyword}
}

func behind(name, rest string) rawMutation {
	return rawMutation{name, func(text string) string { return text + rest }, keywordSyntax}
}

func before(name, start string) rawMutation {
	return rawMutation{name, func(text string) string { return start + text }, keywordSyntax}
}

func instead(name, payload, keyword string) rawMutation {
	return rawMutation{name, func(string) string { return payload }, keyword}
}

var rawMutations = []rawMutation{
	{"blanks around", func(text string) string { return " \t\r\n" + text + "\n" }, ""},
	{"cut off", func(text string) string { return text[:len(text)-1] }, keywordSyntax},
	{"comma before the end", func(text string) string { return text[:len(text)-1] + ",}" }, keywordSyntax},
	{"single quotes", func(text string) string { return strings.ReplaceAll(text, `"`, `'`) }, keywordSyntax},
	{"names without quotes", func(text string) string { return strings.ReplaceAll(text, `"vendorId"`, `vendorId`) }, keywordSyntax},
	behind("second object", "{}"), behind("word behind", " x"), behind("brace behind", "}"), behind("comma behind", ","),
	behind("zero byte behind", "\x00"), behind("comment behind", " // x"),
	before("letter before", "x"), before("byte order mark", "\xef\xbb\xbf"), before("comment before", "/* x */"),
	{"duplicate at the top", func(text string) string { return `{"customData":{"vendorId":"v"},` + text[1:] }, keywordDuplicate},
	{"duplicate written with an escape", func(text string) string { return `{"custom\u0044ata":{"vendorId":"v"},` + text[1:] }, keywordDuplicate},
	inVendor("duplicate below", `"vendorId":"v"`, keywordDuplicate),
	inVendor("duplicate in open data", `"x":[{"y":1,"y":1}]`, keywordDuplicate),
	inVendor("invalid UTF-8", "\"x\":\"\xff\"", keywordSyntax), inVendor("UTF-8 of too many bytes", "\"x\":\"\xc0\xaf\"", keywordSyntax),
	inVendor("UTF-8 of half a pair", "\"x\":\"\xed\xa0\x80\"", keywordSyntax), inVendor("half a pair", `"x":"\ud800"`, keywordSyntax),
	inVendor("control character", "\"x\":\"\n\"", keywordSyntax), inVendor("unknown escape", `"x":"\x41"`, keywordSyntax),
	inVendor("leading zero", `"x":01`, keywordSyntax), inVendor("plus sign", `"x":+1`, keywordSyntax), inVendor("NaN", `"x":NaN`, keywordSyntax),
	inVendor("hexadecimal", `"x":0x1`, keywordSyntax), inVendor("no digit behind the point", `"x":1.`, keywordSyntax),
	inVendor("huge exponent", `"x":1e999999`, keywordRange), inVendor("huge exponent of zero", `"x":0e999999999999`, keywordRange),
	inVendor("tiny exponent", `"x":1e-999999`, keywordRange), inVendor("thousands of digits", `"x":0.`+strings.Repeat("1", 5000), keywordRange),
	inVendor("largest double", `"x":[1.7976931348623157e308,-5e-324,1E+308]`, ""), inVendor("open data", `"x":{"y":[null,{"z":1.50}]}`, ""),
	instead("nothing", "", keywordSyntax), instead("blank", " ", keywordSyntax), instead("null", "null", "type"), instead("a list", "[]", "type"),
	instead("a text", `"{}"`, "type"), instead("a number", "1", "type"), instead("too deep", strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000), keywordSyntax),
}
