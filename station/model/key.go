package model

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// componentKey is what a component is known by.
type componentKey struct {
	name, instance  string
	evse, connector int // absent where the component has none
}

// key is what a variable is known by. An instance that is absent or empty counts as none (B06.FR.15).
type key struct {
	component      componentKey
	name, instance string
}

// absent stands for no EVSE and no connector: 0 is one that can be asked for.
const absent = -1

func keyOf(c ocpp201.Component, v ocpp201.Variable) key {
	return key{componentKeyOf(c), v.Name, Text(v.Instance)}
}

func componentKeyOf(c ocpp201.Component) componentKey {
	k := componentKey{c.Name, Text(c.Instance), absent, absent}
	if c.EVSE != nil {
		k.evse = c.EVSE.ID
		if c.EVSE.ConnectorID != nil {
			k.connector = *c.EVSE.ConnectorID
		}
	}
	return k
}

// controllerKey is that of a variable of a component that stands at no EVSE and has no instance.
func controllerKey(component, name, instance string) key {
	return key{componentKey{component, "", absent, absent}, name, instance}
}

// Names are identifierStrings and therefore compared without case (part 2, section 2.1.3 "Primitive Datatypes"). Most who ask
// write them as the document does: the table knows them in that form and in the folded one.
func (k componentKey) folded() componentKey {
	k.name, k.instance = strings.ToLower(k.name), strings.ToLower(k.instance)
	return k
}

func (k key) folded() key {
	return key{k.component.folded(), strings.ToLower(k.name), strings.ToLower(k.instance)}
}

// record is the name of a variable in the memory, which may be older than the firmware.
func (k key) record() string {
	k = k.folded()
	component := k.component.name + "\x00" + k.component.instance
	for _, id := range []int{k.component.evse, k.component.connector} {
		if id != absent {
			component += fmt.Sprintf("\x00%d", id)
		}
	}
	return component + "\x01" + k.name + "\x00" + k.instance
}

// Text is an optional string, "" when absent.
func Text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
