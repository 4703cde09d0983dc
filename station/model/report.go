package model

import (
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Where are the variables that are chosen, in the order of reports.
func (m *Model) Where(take func(*Variable) bool) []*Variable {
	var chosen []*Variable
	for i := range m.variables {
		if v := &m.variables[i]; take(v) {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// Meets tells whether the variable's component has at least one of the criteria (B08.FR.13).
func (m *Model) Meets(v *Variable, criteria []ocpp201.ComponentCriterion) bool {
	if len(criteria) == 0 {
		return true
	}
	for _, criterion := range criteria {
		flag := m.known(keyOf(v.Component, ocpp201.Variable{Name: string(criterion)}))
		switch {
		case flag != nil && flag.Read() == "true":
			return true
		case flag == nil && criterion != ocpp201.ComponentCriterionProblem: // B08.FR.07 to FR.10
			return true
		}
	}
	return false
}

// Meant tells whether one of the component variables asked for means v; no list means all. What is left out of a
// component or variable stands for every value (B08.FR.20 to FR.25).
func Meant(v *Variable, asked []ocpp201.ComponentVariable) bool {
	if len(asked) == 0 {
		return true
	}
	for _, a := range asked {
		if meansComponent(a.Component, v.Component) && (a.Variable == nil || meansVariable(*a.Variable, v.Variable)) {
			return true
		}
	}
	return false
}

func meansComponent(asked, c ocpp201.Component) bool {
	if !strings.EqualFold(asked.Name, c.Name) || !meansInstance(asked.Instance, c.Instance) {
		return false
	}
	if asked.EVSE == nil {
		return true
	}
	if c.EVSE == nil || c.EVSE.ID != asked.EVSE.ID {
		return false
	}
	return asked.EVSE.ConnectorID == nil || c.EVSE.ConnectorID != nil && *c.EVSE.ConnectorID == *asked.EVSE.ConnectorID
}

func meansVariable(asked, v ocpp201.Variable) bool {
	return strings.EqualFold(asked.Name, v.Name) && meansInstance(asked.Instance, v.Instance)
}

func meansInstance(asked, instance *string) bool {
	return Text(asked) == "" || strings.EqualFold(*asked, Text(instance))
}
