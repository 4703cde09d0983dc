package facts

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

//go:embed table.txt
var source string

// Names the table gives to what JSON has no name for.
const (
	DateTime   = "dateTime"
	Any        = "any"
	CustomData = "CustomDataType"

	identifierString = "identifierString"
)

// Table is all that part 2 fixes about the form of messages.
type Table struct {
	Messages []Object // 128: each action's request, followed by its response
	Types    []Object // objects that messages are made of
	Enums    []Enum
}

// Object is a message or a type.
type Object struct {
	Name   string // as the schemas spell it: AuthorizeRequest, IdTokenType
	Open   bool   // vendors may add fields
	Fields []Field
}

// Field is one property of an object.
type Field struct {
	Name      string
	Type      string // string, integer, number, boolean, dateTime, any, or the name of a type or an enumeration
	Required  bool
	MaxLength int  // code points; 0: unlimited
	Min, Max  *int // inclusive; nil: unbounded
	// What the schemas do not say and part 2 does: in section 2.1.4 of an identifierString, and in words of a number.
	Identifier  bool
	Least, Most *int
	Decimals    *int
	List        bool
	MinItems    int
	MaxItems    int    // 0: unlimited
	Default     string // as written in the table; empty: none
	Limits      string // type and list as written in the table, for people
}

// Enum is a word list.
type Enum struct {
	Name    string
	Words   []string
	Default string
}

// Load reads the embedded table.
func Load() (*Table, error) { return parse(source) }

// fieldLine is the grammar that the head of the table describes.
var fieldLine = regexp.MustCompile(`^(\w+) ((\w+)(?:\((?:(\d+)|(\d+)\.\.(\d*))\))?(?:\{(?:(-?\d+)\.\.(\d*)|\.(\d))\})?(?:\[(\d+)\.\.(\d*)\])?)(!)?(?: = (\S+))?$`)

func parse(text string) (*Table, error) {
	p := parser{table: &Table{}}
	for i, line := range strings.Split(text, "\n") {
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("table of facts, line %d: %w", i+1, err)
		}
	}
	return p.table, p.table.check()
}

// parser collects blocks; exactly one of object and enum is the block being read, neither before the first.
type parser struct {
	table  *Table
	object *Object
	enum   *Enum
}

func (p *parser) line(line string) error {
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
		return nil
	case !strings.HasPrefix(line, "  "):
		return p.head(strings.Fields(line))
	case p.enum != nil:
		p.enum.Words = append(p.enum.Words, strings.Fields(line)...)
		return nil
	case p.object != nil:
		field, err := parseField(line[2:])
		if err != nil {
			return err
		}
		// customData goes last, behind the field that was just read.
		at := len(p.object.Fields)
		if !p.object.Open {
			at--
		}
		p.object.Fields = append(p.object.Fields[:at:at], append([]Field{field}, p.object.Fields[at:]...)...)
		return nil
	}
	return fmt.Errorf("%q belongs to no block; begin one with message, type or enum", line)
}

func (p *parser) head(words []string) error {
	p.object, p.enum = nil, nil
	switch {
	case len(words) == 2 && words[0] == "message":
		p.table.Messages = append(p.table.Messages, Object{Name: words[1], Fields: customData()})
		p.object = last(p.table.Messages)
	case len(words) == 2 && words[0] == "type":
		p.table.Types = append(p.table.Types, Object{Name: words[1], Fields: customData()})
		p.object = last(p.table.Types)
	case len(words) == 3 && words[0] == "open" && words[1] == "type":
		p.table.Types = append(p.table.Types, Object{Name: words[2], Open: true})
		p.object = last(p.table.Types)
	case len(words) == 2 && words[0] == "enum":
		p.table.Enums = append(p.table.Enums, Enum{Name: words[1]})
		p.enum = last(p.table.Enums)
	case len(words) == 4 && words[0] == "enum" && words[2] == "=":
		p.table.Enums = append(p.table.Enums, Enum{Name: words[1], Default: words[3]})
		p.enum = last(p.table.Enums)
	default:
		return fmt.Errorf("%q opens no block; write `message Name`, `type Name`, `open type Name` or `enum Name = Default`",
			strings.Join(words, " "))
	}
	return nil
}

func customData() []Field {
	return []Field{{Name: "customData", Type: CustomData, Limits: CustomData}}
}

func last[T any](list []T) *T { return &list[len(list)-1] }

func parseField(line string) (Field, error) {
	m := fieldLine.FindStringSubmatch(line)
	if m == nil {
		return Field{}, fmt.Errorf("%q is no field; write `name type[1..4]! = default`", line)
	}
	field := Field{
		Name: m[1], Limits: m[2], Type: m[3],
		MaxLength: number(m[4]),
		Min:       bound(m[5]), Max: bound(m[6]),
		Least: bound(m[7]), Most: bound(m[8]), Decimals: bound(m[9]),
		List: m[10] != "", MinItems: number(m[10]), MaxItems: number(m[11]),
		Required: m[12] != "", Default: m[13],
	}
	if field.Type == identifierString {
		field.Type, field.Identifier = "string", true
	}
	return field, nil
}

// number reads digits that the grammar has vouched for; nothing written is 0.
func number(digits string) int {
	n, err := strconv.Atoi(cmp.Or(digits, "0"))
	if err != nil {
		panic(err) // more digits than an int holds: a slip of the table, found by every test
	}
	return n
}

func bound(digits string) *int {
	if digits == "" {
		return nil
	}
	return new(number(digits))
}

// check finds references to nothing and names used twice.
func (t *Table) check() error {
	known := map[string]bool{"string": true, "integer": true, "number": true, "boolean": true, DateTime: true, Any: true}
	for _, name := range t.names() {
		if known[name] {
			return fmt.Errorf("table of facts: %s stands there twice", name)
		}
		known[name] = true
	}
	for _, object := range append(t.Messages[:len(t.Messages):len(t.Messages)], t.Types...) {
		for _, field := range object.Fields {
			if !known[field.Type] {
				return fmt.Errorf("table of facts: %s.%s has type %s, which the table does not have", object.Name, field.Name, field.Type)
			}
		}
	}
	return nil
}

func (t *Table) names() []string {
	var names []string
	for _, object := range t.Messages {
		names = append(names, object.Name)
	}
	for _, object := range t.Types {
		names = append(names, object.Name)
	}
	for _, enum := range t.Enums {
		names = append(names, enum.Name)
	}
	return names
}
