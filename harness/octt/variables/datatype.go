package variables

import (
	_ "embed"
	"fmt"
	"iter"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The value of a variable is a text in every message, and one of the variable's dataType (part 2, section 2.1.4 and
// VariableCharacteristicsType): of that which the station itself has told in a report, or of that which part 2 gives the
// standardized variables.

//go:embed datatypes.txt
var dataTypes string

// standard is what part 2 says of a standardized variable.
type standard struct {
	dataType ocpp201.Data
	required bool
}

// standardTypes are the standardized variables by component and variable, as they are written and in lower case: most stations write
// them so.
var standardTypes = sync.OnceValue(func() map[string]standard {
	out := map[string]standard{}
	var current ocpp201.Data
	for line := range strings.SplitSeq(dataTypes, "\n") {
		switch words := strings.Fields(line); {
		case len(words) == 0 || words[0] == "#":
		case !strings.HasPrefix(line, " "):
			current = ocpp201.Data(words[0])
		default:
			for _, name := range words[1:] {
				name, required := strings.CutSuffix(name, "!")
				name = words[0] + "." + name
				out[name] = standard{current, required}
				out[strings.ToLower(name)] = out[name]
			}
		}
	}
	return out
})

// Value is the value of a variable in a message.
type Value struct {
	Component ocpp201.Component
	Variable  ocpp201.Variable
	Value     string
	ReadOnly  bool // by the report that it stands in
}

// Name is the variable as reports name it, with its place.
func (t Value) Name() string {
	name := t.Component.Name
	if t.Component.Instance != nil {
		name += "[" + *t.Component.Instance + "]"
	}
	if e := t.Component.EVSE; e != nil {
		name += " " + place(*e)
	}
	name += "." + t.Variable.Name
	if t.Variable.Instance != nil {
		name += "[" + *t.Variable.Instance + "]"
	}
	return name
}

// place is an EVSE as JSON, its names in the order of the alphabet.
func place(e ocpp201.EVSE) string {
	switch {
	case e.CustomData != nil:
		return values.Show(values.Normal(e))
	case e.ConnectorID != nil:
		return fmt.Sprintf(`{"connectorId":%d,"id":%d}`, *e.ConnectorID, e.ID)
	}
	return fmt.Sprintf(`{"id":%d}`, e.ID)
}

func (t Value) standard() standard {
	all, name := standardTypes(), t.Component.Name+"."+t.Variable.Name
	if known, is := all[name]; is {
		return known
	}
	return all[strings.ToLower(name)]
}

// Told are the characteristics that a station has told of its variables, by name in lower case.
type Told map[string]*ocpp201.VariableCharacteristics

// of are what the station has told of a variable, or the dataType of a standardized one; nil where neither is known.
func (k Told) of(t Value) *ocpp201.VariableCharacteristics {
	if len(k) > 0 {
		if known := k[strings.ToLower(t.Name())]; known != nil {
			return known
		}
	}
	if dataType := t.standard().dataType; dataType != "" {
		return &ocpp201.VariableCharacteristics{DataType: dataType}
	}
	return nil
}

// Misfit tells what is wrong with the value; "" for nothing. That it is empty may mean that nothing was set yet, for which
// part 2 has no other word: not of what only the station itself can set, and not of what it is required to have.
func (k Told) Misfit(t Value) string {
	if t.Value == "" && !t.ReadOnly && !t.standard().required {
		return ""
	}
	return misfit(t.Value, k.of(t))
}

// In are the values in what a station sends by itself. What a report tells of a variable is kept before its values are given.
func (k Told) In(action string, payload *schemas.Payload) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		switch action {
		case ocpp201.NotifyReportRequest{}.Action():
			report, err := schemas.Message[ocpp201.NotifyReportRequest](payload)
			if err != nil {
				return // what is wrong with it is its schema's to say
			}
			for _, data := range report.ReportData {
				if !k.reported(data, yield) {
					return
				}
			}
		case ocpp201.NotifyEventRequest{}.Action():
			event, err := schemas.Message[ocpp201.NotifyEventRequest](payload)
			if err != nil {
				return
			}
			for _, data := range event.EventData {
				if !yield(Value{Component: data.Component, Variable: data.Variable, Value: data.ActualValue}) {
					return
				}
			}
		}
	}
}

// reported keeps what a report tells of one variable, and gives its values.
func (k Told) reported(data ocpp201.ReportData, yield func(Value) bool) bool {
	of := Value{Component: data.Component, Variable: data.Variable}
	if data.VariableCharacteristics != nil {
		k[strings.ToLower(of.Name())] = data.VariableCharacteristics
	}
	for _, attribute := range data.VariableAttribute {
		if attribute.Value == nil {
			continue
		}
		of.Value, of.ReadOnly = *attribute.Value, attribute.Mutability != nil && *attribute.Mutability == ocpp201.MutabilityReadOnly
		if !yield(of) {
			return false
		}
	}
	return true
}

// InAnswer are the values in an answer that a row or the bench has asked for.
func InAnswer(response any) []Value {
	got, ok := response.(ocpp201.GetVariablesResponse)
	if !ok {
		return nil
	}
	var out []Value
	for _, r := range got.GetVariableResult {
		if r.AttributeStatus == ocpp201.GetVariableStatusAccepted && r.AttributeValue != nil {
			out = append(out, Value{Component: r.Component, Variable: r.Variable, Value: *r.AttributeValue})
		}
	}
	return out
}

var (
	decimalForm = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
)

// misfit tells what is wrong with a value of a variable, without the value, which may be another one each time; "" for nothing.
func misfit(value string, c *ocpp201.VariableCharacteristics) string {
	if c == nil {
		return ""
	}
	list := c.DataType == ocpp201.DataMemberList || c.DataType == ocpp201.DataSequenceList
	if value == "" && !list && c.DataType != ocpp201.DataString {
		return fmt.Sprintf("the value is empty, which is no %s", c.DataType)
	}
	switch c.DataType {
	case ocpp201.DataInteger:
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || !inDigits(value) || n < math.MinInt32 || n > math.MaxInt32 {
			return "the value is no integer of 32 bits, written in digits"
		}
		return beyond(value, c)
	case ocpp201.DataDecimal:
		if !decimalForm.MatchString(value) {
			return "the value is no decimal"
		}
		return beyond(value, c)
	case ocpp201.DataDateTime:
		if what := schemas.DateTime(value); what != "" {
			return "the value is no dateTime: " + what
		}
	case ocpp201.DataBoolean:
		if value != "true" && value != "false" {
			return `the value is neither "true" nor "false"`
		}
	case ocpp201.DataOptionList:
		return unlisted([]string{value}, c)
	case ocpp201.DataMemberList, ocpp201.DataSequenceList:
		return unlisted(List(value), c)
	}
	if n := utf8.RuneCountInString(value); c.MaxLimit != nil && c.DataType == ocpp201.DataString && float64(n) > *c.MaxLimit {
		return "the value is longer than the maxLimit of the variable"
	}
	return ""
}

// inDigits tells an integer that could be parsed and is written with nothing but digits that it needs, and a minus.
func inDigits(integer string) bool {
	digits := strings.TrimPrefix(integer, "-")
	return digits == "0" || digits[0] >= '1' && digits[0] <= '9'
}

// beyond tells a number that the station's own limits leave out.
func beyond(value string, c *ocpp201.VariableCharacteristics) string {
	n, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return "the value is no number"
	case c.MinLimit != nil && n < *c.MinLimit:
		return fmt.Sprintf("the value is below the minLimit of the variable, %s", values.Number(*c.MinLimit))
	case c.MaxLimit != nil && n > *c.MaxLimit:
		return fmt.Sprintf("the value is above the maxLimit of the variable, %s", values.Number(*c.MaxLimit))
	}
	return ""
}

// unlisted tells a member that the station's own list has not. Words are compared as Same does.
func unlisted(members []string, c *ocpp201.VariableCharacteristics) string {
	if c.ValuesList == nil {
		return ""
	}
	for _, member := range members {
		if !slices.ContainsFunc(List(*c.ValuesList), func(word string) bool { return strings.EqualFold(word, member) }) {
			return "the value is none of the valuesList of the variable"
		}
	}
	return ""
}

// Unreadable tells what keeps a value that was asked for from meaning anything, whoever reads it: a boolean that is neither, a
// number that is none; "" for nothing. How it is written, its limits and lists of values do not count here, and neither does a
// value that is not told.
func Unreadable(r ocpp201.GetVariableResult) string {
	if r.AttributeStatus != ocpp201.GetVariableStatusAccepted || r.AttributeValue == nil {
		return ""
	}
	of, value := Value{Component: r.Component, Variable: r.Variable}.standard(), *r.AttributeValue
	if value == "" && !of.required {
		return ""
	}
	plain := true
	switch of.dataType {
	case ocpp201.DataBoolean:
		plain = strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
	case ocpp201.DataInteger, ocpp201.DataDecimal:
		_, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		plain = err == nil
	}
	if plain {
		return ""
	}
	return fmt.Sprintf("%q is no %s", value, of.dataType)
}
