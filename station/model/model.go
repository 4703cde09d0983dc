package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Model holds the components and variables of the station in one life of its firmware: those of the product's table, each
// with the value that it has now. Only the attribute type Actual exists; every other type is answered with
// NotSupportedAttributeType. Part 2 leaves it to the product which variables have a Target, MinSet or MaxSet, and names no
// variable that needs one: a Target is for what takes time to follow its setting, and MinSet and MaxSet are for ranges that
// the operator narrows, of which this station has neither.
type Model struct {
	table     *Table
	variables []Variable // those of the table, in its order
}

// New makes the device model as the factory ships it. The rooms above say how what is measured is read (Measure).
func New(t *Table) *Model {
	m := &Model{table: t, variables: make([]Variable, len(t.definitions))}
	for i := range t.definitions {
		m.variables[i] = t.variable(i)
	}
	return m
}

// variable is one as the factory ships it.
func (t *Table) variable(at int) Variable {
	d := &t.definitions[at]
	return Variable{Definition: d, Value: d.Shipped, Check: d.Check}
}

// Find looks a variable up as requests name it: without an instance only one that has none is meant (B06.FR.15). It tells
// apart whether the component or the variable is unknown.
func (m *Model) Find(c ocpp201.Component, v ocpp201.Variable) (found *Variable, componentKnown bool) {
	if found = m.known(keyOf(c, v)); found != nil {
		return found, true
	}
	return nil, m.table.has(c)
}

// known is nil where there is no such variable.
func (m *Model) known(k key) *Variable {
	if at, is := m.table.find(k); is {
		return &m.variables[at]
	}
	return nil
}

// Measure says how a variable is read that the table knows as measured.
func (m *Model) Measure(c ocpp201.Component, name string, read func() string) {
	v := m.known(keyOf(c, ocpp201.Variable{Name: name}))
	if v == nil || !v.Measured {
		panic(fmt.Sprintf("the device model measures no %s.%s", c.Name, name))
	}
	v.Computed = read
}

// Controller finds a variable of a controller component, which the table is known to hold.
func (m *Model) Controller(component, name, instance string) *Variable {
	v := m.known(controllerKey(component, name, instance))
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
	v := m.known(controllerKey(component, name, ""))
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
func (m *Model) Named(name string) *Variable { return m.known(named(name)) }

func named(name string) key {
	component, rest, _ := strings.Cut(name, ".")
	rest, instance, _ := strings.Cut(rest, "[")
	return controllerKey(component, rest, strings.TrimSuffix(instance, "]"))
}
