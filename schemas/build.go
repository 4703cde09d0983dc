package schemas

import (
	"fmt"
	"strconv"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// draft06 is what the official files name as their schema.
const draft06 = "http://json-schema.org/draft-06/schema#"

// build makes the 128 schemas out of the table, by message name, in the form of the official files:
// each carries the definitions that it needs.
func build(table *facts.Table) (map[string]map[string]any, error) {
	b := builder{definitions: map[string]map[string]any{}, needs: map[string][]string{}}
	for _, enum := range table.Enums {
		b.definitions[enum.Name] = enumSchema(enum)
	}
	for _, object := range table.Types {
		schema, err := b.object(object)
		if err != nil {
			return nil, err
		}
		b.definitions[object.Name] = schema
	}
	schemas := map[string]map[string]any{}
	for _, message := range table.Messages {
		schema, err := b.object(message)
		if err != nil {
			return nil, err
		}
		schema["$schema"] = draft06
		definitions := map[string]any{}
		b.collect(message.Name, definitions)
		schema["definitions"] = definitions
		schemas[message.Name] = schema
	}
	return schemas, nil
}

type builder struct {
	definitions map[string]map[string]any
	needs       map[string][]string // object to the definitions that its fields refer to
}

// collect adds all definitions that name needs, directly or not. The schemas share them; nobody changes them.
func (b *builder) collect(name string, into map[string]any) {
	for _, need := range b.needs[name] {
		if _, done := into[need]; !done {
			into[need] = b.definitions[need]
			b.collect(need, into)
		}
	}
}

func (b *builder) object(object facts.Object) (map[string]any, error) {
	properties, required := map[string]any{}, []any{}
	for _, field := range object.Fields {
		schema, err := b.field(object.Name, field)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", object.Name, field.Name, err)
		}
		properties[field.Name] = schema
		if field.Required {
			required = append(required, field.Name)
		}
	}
	schema := map[string]any{"type": "object", "properties": properties}
	if !object.Open {
		schema["additionalProperties"] = false
	}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema, nil
}

func (b *builder) field(owner string, field facts.Field) (map[string]any, error) {
	schema := map[string]any{}
	switch field.Type {
	case facts.Any:
	case facts.DateTime:
		schema["type"], schema["format"] = "string", "date-time"
	case "string", "integer", "number", "boolean":
		schema["type"] = field.Type
	default:
		b.needs[owner] = append(b.needs[owner], field.Type)
		schema["$ref"] = "#/definitions/" + field.Type
	}
	if field.MaxLength > 0 {
		schema["maxLength"] = field.MaxLength
	}
	if field.Min != nil {
		schema["minimum"] = *field.Min
	}
	if field.Max != nil {
		schema["maximum"] = *field.Max
	}
	if field.Default != "" {
		value, err := defaultValue(field)
		if err != nil {
			return nil, err
		}
		schema["default"] = value
	}
	if !field.List {
		return schema, nil
	}
	list := map[string]any{"type": "array", "additionalItems": false, "items": schema, "minItems": field.MinItems}
	if field.MaxItems > 0 {
		list["maxItems"] = field.MaxItems
	}
	return list, nil
}

func defaultValue(field facts.Field) (any, error) {
	switch field.Type {
	case "boolean":
		return strconv.ParseBool(field.Default)
	case "integer":
		return strconv.Atoi(field.Default)
	}
	return field.Default, nil
}

// enumSchema keeps additionalProperties, which means nothing for a string, because the official files have it.
func enumSchema(enum facts.Enum) map[string]any {
	words := make([]any, len(enum.Words))
	for i, word := range enum.Words {
		words[i] = word
	}
	schema := map[string]any{"type": "string", "additionalProperties": false, "enum": words}
	if enum.Default != "" {
		schema["default"] = enum.Default
	}
	return schema
}
