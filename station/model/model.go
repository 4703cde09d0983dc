package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Model holds the components and variables of the station (part 2, chapter "Device Model"). Only the attribute
// type Actual exists; every other type is answered with NotSupportedAttributeType. Part 2 leaves it to the product which
// variables have a Target, MinSet or MaxSet, and names no variable that needs one: a Target is for what takes time to
// follow its setting, and MinSet and MaxSet are for ranges that the operator narrows, of which this station has neither.
type Model struct {
	variables  []*Variable // in the order of reports
	index      map[string]*Variable
	components map[string]bool
	factory    map[string]string // values of the variables that can be set, as they were shipped
}

// New makes an empty device model. The rooms above fill it.
func New() *Model { return &Model{index: map[string]*Variable{}, components: map[string]bool{}} }

// Add adds variables, in the order of reports.
func (m *Model) Add(variables ...*Variable) {
	for _, v := range variables {
		m.variables = append(m.variables, v)
		m.index[v.key()] = v
		m.components[componentKey(v.Component)] = true
	}
}

// AddRows adds variables of controllers, in the order of reports.
func (m *Model) AddRows(rows []Row) {
	for _, r := range rows {
		m.Add(r.Variable())
	}
}

// Find looks a variable up as requests name it: without an instance only one that has none is meant (B06.FR.15). It tells
// apart whether the component or the variable is unknown.
func (m *Model) Find(c ocpp201.Component, v ocpp201.Variable) (found *Variable, componentKnown bool) {
	return m.index[variableKey(c, v)], m.components[componentKey(c)]
}

// Names are identifierStrings and therefore compared without case (part 2, section 2.1.3 "Primitive Datatypes").
func componentKey(c ocpp201.Component) string {
	key := strings.ToLower(c.Name) + "\x00" + strings.ToLower(Text(c.Instance))
	if c.EVSE != nil {
		key += fmt.Sprintf("\x00%d", c.EVSE.ID)
		if c.EVSE.ConnectorID != nil {
			key += fmt.Sprintf("\x00%d", *c.EVSE.ConnectorID)
		}
	}
	return key
}

func variableKey(c ocpp201.Component, v ocpp201.Variable) string {
	return componentKey(c) + "\x01" + strings.ToLower(v.Name) + "\x00" + strings.ToLower(Text(v.Instance))
}

// Text is an optional string, "" when absent (B06.FR.15: an empty instance counts as none).
func Text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Controller finds a variable of a controller component, which the table is known to hold.
func (m *Model) Controller(component, name, instance string) *Variable {
	v := m.index[variableKey(ocpp201.Component{Name: component}, ocpp201.Variable{Name: name, Instance: &instance})]
	if v == nil {
		panic(fmt.Sprintf("the device model has no %s.%s[%s]", component, name, instance))
	}
	return v
}

// Integer is the value of an integer.
func (m *Model) Integer(component, name, instance string) int {
	n, err := strconv.Atoi(m.Controller(component, name, instance).Read())
	if err != nil {
		panic(fmt.Sprintf("%s.%s holds no integer: %v", component, name, err)) // validate lets no other value in
	}
	return n
}

// Seconds is the value of an integer in seconds.
func (m *Model) Seconds(component, name, instance string) time.Duration {
	return time.Duration(m.Integer(component, name, instance)) * time.Second
}

// Boolean is the value of a boolean.
func (m *Model) Boolean(component, name string) bool {
	return m.Controller(component, name, "").Read() == "true"
}

// Enabled tells whether a boolean that not every product has exists and is true.
func (m *Model) Enabled(component, name string) bool {
	v := m.index[variableKey(ocpp201.Component{Name: component}, ocpp201.Variable{Name: name})]
	return v != nil && v.Read() == "true"
}

// List are the members of a list.
func (m *Model) List(component, name string) []string {
	return Split(m.Controller(component, name, "").Read())
}

// Split takes a list apart as values of variables have it.
func Split(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}

// Named finds a controller's variable by "Component.Variable" or "Component.Variable[instance]".
func (m *Model) Named(name string) *Variable {
	component, rest, _ := strings.Cut(name, ".")
	rest, instance, _ := strings.Cut(rest, "[")
	instance = strings.TrimSuffix(instance, "]")
	return m.index[variableKey(ocpp201.Component{Name: component}, ocpp201.Variable{Name: rest, Instance: &instance})]
}
