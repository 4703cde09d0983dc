package station

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// deviceModel holds the components and variables of the station (part 2, chapter "Device Model"). Only the attribute
// type Actual exists; every other type is answered with NotSupportedAttributeType. Part 2 leaves it to the product which
// variables have a Target, MinSet or MaxSet, and names no variable that needs one: a Target is for what takes time to
// follow its setting, and MinSet and MaxSet are for ranges that the operator narrows, of which this station has neither.
type deviceModel struct {
	variables  []*variable // in the order of reports
	index      map[string]*variable
	components map[string]bool
}

// variable is one component variable with its Actual attribute.
type variable struct {
	component  ocpp201.Component
	variable   ocpp201.Variable
	mutability ocpp201.Mutability
	dataType   ocpp201.Data
	unit       string
	min, max   *float64 // of a number its range, of a string and of lists max is the greatest length
	values     []string // valuesList of OptionList, SequenceList and MemberList
	nonEmpty   bool     // a list of which at least one member is needed
	constant   bool
	limitOnly  bool // only its characteristics are known: it has no value (B06.FR.13)
	value      string
	atBoot     bool               // a new value waits for the next boot (RebootRequired)
	coming     *string            // that value; nil when there is none
	computed   func() string      // read instead of value
	check      func(string) error // beyond type, range and list
}

func newDeviceModel(variables []*variable) *deviceModel {
	m := &deviceModel{variables: variables, index: map[string]*variable{}, components: map[string]bool{}}
	for _, v := range variables {
		m.index[v.key()] = v
		m.components[componentKey(v.component)] = true
	}
	return m
}

// read is the present value, which only a variable that is not WriteOnly may show.
func (v *variable) read() string {
	if v.computed != nil {
		return v.computed()
	}
	return v.value
}

// take sets the variable, and tells whether the value is in force: one that waits for the next boot is not, and is not
// shown before. Actual is the value that the station goes by (part 2, AttributeEnumType). Of several values that are set
// before the boot the last one counts; what is in force already needs no boot.
func (v *variable) take(value string) (inForce bool) {
	v.coming = nil
	if v.atBoot && value != v.value {
		v.coming = &value
		return false
	}
	v.value = value
	return true
}

// lasting is the value that the variable has after a boot.
func (v *variable) lasting() string {
	if v.coming != nil {
		return *v.coming
	}
	return v.value
}

func (v *variable) key() string { return variableKey(v.component, v.variable) }

// settable tells whether the operator can set the variable (B07.FR.07).
func (v *variable) settable() bool { return v.mutability != ocpp201.MutabilityReadOnly }

// Names are identifierStrings and therefore compared without case (part 2, section 2.1.3 "Primitive Datatypes").
func componentKey(c ocpp201.Component) string {
	key := strings.ToLower(c.Name) + "\x00" + strings.ToLower(text(c.Instance))
	if c.EVSE != nil {
		key += fmt.Sprintf("\x00%d", c.EVSE.ID)
		if c.EVSE.ConnectorID != nil {
			key += fmt.Sprintf("\x00%d", *c.EVSE.ConnectorID)
		}
	}
	return key
}

func variableKey(c ocpp201.Component, v ocpp201.Variable) string {
	return componentKey(c) + "\x01" + strings.ToLower(v.Name) + "\x00" + strings.ToLower(text(v.Instance))
}

// text is an optional string, "" when absent (B06.FR.15: an empty instance counts as none).
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// controller finds a variable of a controller component, which the table is known to hold.
func (m *deviceModel) controller(component, name, instance string) *variable {
	v := m.index[variableKey(ocpp201.Component{Name: component}, ocpp201.Variable{Name: name, Instance: &instance})]
	if v == nil {
		panic(fmt.Sprintf("the device model has no %s.%s[%s]", component, name, instance))
	}
	return v
}

func (m *deviceModel) integer(component, name, instance string) int {
	n, err := strconv.Atoi(m.controller(component, name, instance).read())
	if err != nil {
		panic(fmt.Sprintf("%s.%s holds no integer: %v", component, name, err)) // validate lets no other value in
	}
	return n
}

func (m *deviceModel) seconds(component, name, instance string) time.Duration {
	return time.Duration(m.integer(component, name, instance)) * time.Second
}

func (m *deviceModel) boolean(component, name string) bool {
	return m.controller(component, name, "").read() == "true"
}

// enabled tells whether a boolean that not every product has exists and is true.
func (m *deviceModel) enabled(component, name string) bool {
	v := m.index[variableKey(ocpp201.Component{Name: component}, ocpp201.Variable{Name: name})]
	return v != nil && v.read() == "true"
}

func (m *deviceModel) list(component, name string) []string {
	return split(m.controller(component, name, "").read())
}

func split(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}

// validate says why a value cannot be set (B05.FR.07, B05.FR.08).
func (v *variable) validate(value string) error {
	if err := v.validateType(value); err != nil {
		return err
	}
	if v.check != nil {
		return v.check(value)
	}
	return nil
}

func (v *variable) validateType(value string) error {
	switch v.dataType {
	case ocpp201.DataBoolean:
		if value != "true" && value != "false" {
			return fmt.Errorf("%q is no boolean; write true or false", value)
		}
	case ocpp201.DataInteger:
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("%q is no integer", value)
		}
		return v.validateRange(float64(n))
	case ocpp201.DataDecimal:
		n, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Errorf("%q is no decimal", value)
		}
		return v.validateRange(n)
	case ocpp201.DataDateTime:
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return fmt.Errorf("%q is no RFC 3339 date-time", value)
		}
	case ocpp201.DataOptionList:
		if !slices.Contains(v.values, value) {
			return fmt.Errorf("%q is not one of %s", value, strings.Join(v.values, ","))
		}
	case ocpp201.DataMemberList, ocpp201.DataSequenceList:
		return v.validateList(value)
	case ocpp201.DataString:
		return v.validateLength(value)
	}
	return nil
}

// rangeError says that a number is a number, but lower or higher than the variable takes (B05.FR.08).
type rangeError struct{ text string }

func (e *rangeError) Error() string { return e.text }

func (v *variable) validateRange(n float64) error {
	if v.min != nil && n < *v.min {
		return &rangeError{fmt.Sprintf("%v is below the minimum of %v", n, *v.min)}
	}
	if v.max != nil && n > *v.max {
		return &rangeError{fmt.Sprintf("%v is above the maximum of %v", n, *v.max)}
	}
	return nil
}

func (v *variable) validateLength(value string) error {
	if n := len([]rune(value)); v.max != nil && float64(n) > *v.max {
		return fmt.Errorf("%d characters are more than the %v allowed", n, *v.max)
	}
	return nil
}

func (v *variable) validateList(value string) error {
	members := split(value)
	if v.nonEmpty && len(members) == 0 {
		return fmt.Errorf("the list is empty; write at least one of %s", strings.Join(v.values, ","))
	}
	for i, member := range members {
		if !slices.Contains(v.values, member) {
			return fmt.Errorf("%q is not one of %s", member, strings.Join(v.values, ","))
		}
		if slices.Contains(members[:i], member) {
			return fmt.Errorf("%q stands in the list twice", member)
		}
	}
	return v.validateLength(value)
}

// settings are the values that differ from the factory's, as the store keeps them.
func (m *deviceModel) settings(factory map[string]string) map[string]string {
	changed := map[string]string{}
	for _, v := range m.variables {
		if v.settable() && v.lasting() != factory[v.key()] {
			changed[v.key()] = v.lasting()
		}
	}
	return changed
}

// restore puts stored values back; one that the present device model does not allow (any more) is passed over.
func (m *deviceModel) restore(stored map[string]string) {
	for key, value := range stored {
		if v := m.index[key]; v != nil && v.settable() && v.validate(value) == nil {
			v.value = value
		}
	}
}

// passwordString is the character set of part 2, section 2.1.3, with the length of errata 2025-01 section 2.1.
var passwordString = regexp.MustCompile(`^[a-zA-Z0-9*\-_=:+|@.]{16,}$`)

func checkPassword(value string) error {
	if !passwordString.MatchString(value) {
		return fmt.Errorf("a password has at least 16 characters, each of a-z, A-Z, 0-9 or *-_=:+|@. and no other")
	}
	return nil
}
