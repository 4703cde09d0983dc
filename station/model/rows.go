package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Row is a variable of a controller component, written shortly. The zero mutability is ReadOnly.
type Row struct {
	Component, Name, Instance string
	DataType                  ocpp201.Data
	Value                     string
	Set                       bool // ReadWrite
	Unit                      string
	Min, Max                  *float64
	Values                    []string
	NonEmpty, Constant        bool
	Computed                  func() string
	Check                     func(string) error
}

// Variable writes the row out.
func (r Row) Variable() *Variable {
	v := &Variable{
		Component: ocpp201.Component{Name: r.Component}, Variable: ocpp201.Variable{Name: r.Name},
		Mutability: ocpp201.MutabilityReadOnly, DataType: r.DataType, Unit: r.Unit, Min: r.Min, Max: r.Max,
		Values: r.Values, NonEmpty: r.NonEmpty, Constant: r.Constant, Value: r.Value, Computed: r.Computed, Check: r.Check,
	}
	if r.Instance != "" {
		v.Variable.Instance = new(r.Instance)
	}
	if r.Set {
		v.Mutability = ocpp201.MutabilityReadWrite
	}
	return v
}

// Choice is a boolean of which the product supports one value, and then it is ReadOnly, or both. The first is the
// factory's.
func Choice(component, name string, supported []bool) Row {
	return Row{
		Component: component, Name: name, DataType: ocpp201.DataBoolean,
		Value: strconv.FormatBool(supported[0]), Set: slices.Contains(supported, !supported[0]),
	}
}

// Constant is a variable of any component that never changes.
func Constant(component ocpp201.Component, name string, dataType ocpp201.Data, value string) *Variable {
	v := Row{Name: name, DataType: dataType, Value: value, Constant: true}.Variable()
	v.Component = component
	return v
}

// Measured is a variable of any component that is read when it is asked for.
func Measured(component ocpp201.Component, name string, dataType ocpp201.Data, read func() string) *Variable {
	v := Row{Name: name, DataType: dataType, Computed: read}.Variable()
	v.Component = component
	return v
}

// Range is what a setting in seconds can be, and what the factory makes it. A field that is zero takes that of the
// reference product.
type Range struct{ Min, Max, Factory int }

// Filled takes what is missing from a reference, and keeps the factory's value within the range.
func (r Range) Filled(reference Range) Range {
	r = Range{cmp.Or(r.Min, reference.Min), cmp.Or(r.Max, reference.Max), cmp.Or(r.Factory, reference.Factory)}
	r.Factory = min(max(r.Factory, r.Min), r.Max)
	return r
}

// Row is the settable variable of an interval.
func (r Range) Row(component, name string) Row {
	return Row{
		Component: component, Name: name, DataType: ocpp201.DataInteger, Unit: "s", Value: strconv.Itoa(r.Factory), Set: true,
		Min: new(float64(r.Min)), Max: new(float64(r.Max)),
	}
}

// OrZero takes 0 besides the range: it switches pings off (part 4, section 8.4), and is no interval for which a station
// could be too slow.
func (r Range) OrZero(value string) error {
	if n, err := strconv.Atoi(value); err == nil && n != 0 && n < r.Min {
		return &RangeError{fmt.Sprintf("%d is below the minimum of %d; 0 stands for no pings", n, r.Min)}
	}
	return nil
}
