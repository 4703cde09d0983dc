package octt

import (
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The value of a variable is a text in every message, and one of the variable's dataType (part 2, section 2.1.4 and
// VariableCharacteristicsType): of that which the station itself has told in a report, or of that which part 2 gives the
// standardized variables.

const valuesAreTyped = "The value of a variable is one of its dataType."

//go:embed datatypes.txt
var dataTypes string

// standard is what part 2 says of a standardized variable.
type standard struct {
	dataType ocpp201.Data
	required bool
}

// standardTypes are the standardized variables by component and variable in lower case.
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
				out[strings.ToLower(words[0]+"."+name)] = standard{current, required}
			}
		}
	}
	return out
})

// valueTold is the value of a variable in a message.
type valueTold struct {
	component ocpp201.Component
	variable  ocpp201.Variable
	value     string
	readOnly  bool // by the report that it stands in
}

// name is the variable as reports name it, with its place.
func (t valueTold) name() string {
	name := t.component.Name
	if t.component.Instance != nil {
		name += "[" + *t.component.Instance + "]"
	}
	if e := t.component.EVSE; e != nil {
		name += " " + show(normal(*e))
	}
	name += "." + t.variable.Name
	if t.variable.Instance != nil {
		name += "[" + *t.variable.Instance + "]"
	}
	return name
}

// characteristics are what the station has told of a variable, or the dataType of a standardized one; nil where neither is
// known. The caller holds mu.
func (w *wire) characteristics(t valueTold) *ocpp201.VariableCharacteristics {
	if known := w.variables[strings.ToLower(t.name())]; known != nil {
		return known
	}
	if dataType := t.standard().dataType; dataType != "" {
		return &ocpp201.VariableCharacteristics{DataType: dataType}
	}
	return nil
}

func (t valueTold) standard() standard {
	return standardTypes()[strings.ToLower(t.component.Name+"."+t.variable.Name)]
}

// misfit tells what is wrong with the value; "" for nothing. That it is empty may mean that nothing was set yet, for which
// part 2 has no other word: not of what only the station itself can set, and not of what it is required to have. The caller
// holds mu.
func (w *wire) misfit(t valueTold) string {
	if t.value == "" && !t.readOnly && !t.standard().required {
		return ""
	}
	return misfit(t.value, w.characteristics(t))
}

// noteValues judges the values in what the station sends by itself, and keeps what it tells of variables. The caller holds mu.
func (w *wire) noteValues(m *Message) {
	var report ocpp201.NotifyReportRequest
	var event ocpp201.NotifyEventRequest
	switch {
	case m.Action == report.Action() && ocpp201.Decode(m.Payload, &report) == nil:
		for _, data := range report.ReportData {
			of := valueTold{component: data.Component, variable: data.Variable}
			if data.VariableCharacteristics != nil {
				w.variables[strings.ToLower(of.name())] = data.VariableCharacteristics
			}
			for _, attribute := range data.VariableAttribute {
				if attribute.Value != nil {
					of.value, of.readOnly = *attribute.Value, attribute.Mutability != nil && *attribute.Mutability == ocpp201.MutabilityReadOnly
					w.valued(m.Seq, of)
				}
			}
		}
	case m.Action == event.Action() && ocpp201.Decode(m.Payload, &event) == nil:
		for _, data := range event.EventData {
			w.valued(m.Seq, valueTold{component: data.Component, variable: data.Variable, value: data.ActualValue})
		}
	}
}

// valued judges a value. The caller holds mu.
func (w *wire) valued(seq int64, t valueTold) {
	if what := w.misfit(t); what != "" {
		w.fault(seq, t.name()+": "+what, theirValues)
	}
}

// valuesIn are the values in an answer that a row or the bench has asked for.
func valuesIn(response any) []valueTold {
	got, ok := response.(ocpp201.GetVariablesResponse)
	if !ok {
		return nil
	}
	var out []valueTold
	for _, r := range got.GetVariableResult {
		if r.AttributeStatus == ocpp201.GetVariableStatusAccepted && r.AttributeValue != nil {
			out = append(out, valueTold{component: r.Component, variable: r.Variable, value: *r.AttributeValue})
		}
	}
	return out
}

// judgeValues judges the values in the answer to a row of the case.
func (s *Scenario) judgeValues(response any, seq int64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, t := range valuesIn(response) {
		s.w.valued(seq, t)
	}
}

// findValues judges the values in an answer that no row has asked for: they are no case's.
func (s *Scenario) findValues(response any, seq int64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, t := range valuesIn(response) {
		if what := s.w.misfit(t); what != "" {
			s.w.find(evidence.Finding{Kind: evidence.FoundValue, Subject: t.name(), Requirement: valuesAreTyped,
				Clause: primitives, Expected: "a value of its dataType", Actual: what, Frame: seq})
		}
	}
}

var (
	integerForm = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
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
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || !integerForm.MatchString(value) || n < math.MinInt32 || n > math.MaxInt32 {
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
		return unlisted(splitList(value), c)
	}
	if n := utf8.RuneCountInString(value); c.MaxLimit != nil && c.DataType == ocpp201.DataString && float64(n) > *c.MaxLimit {
		return "the value is longer than the maxLimit of the variable"
	}
	return ""
}

// beyond tells a number that the station's own limits leave out.
func beyond(value string, c *ocpp201.VariableCharacteristics) string {
	n, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return "the value is no number"
	case c.MinLimit != nil && n < *c.MinLimit:
		return fmt.Sprintf("the value is below the minLimit of the variable, %s", number64(*c.MinLimit))
	case c.MaxLimit != nil && n > *c.MaxLimit:
		return fmt.Sprintf("the value is above the maxLimit of the variable, %s", number64(*c.MaxLimit))
	}
	return ""
}

func number64(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// unlisted tells a member that the station's own list has not. Words are compared as sameValue does.
func unlisted(members []string, c *ocpp201.VariableCharacteristics) string {
	if c.ValuesList == nil {
		return ""
	}
	for _, member := range members {
		if !slices.ContainsFunc(splitList(*c.ValuesList), func(word string) bool { return strings.EqualFold(word, member) }) {
			return "the value is none of the valuesList of the variable"
		}
	}
	return ""
}
