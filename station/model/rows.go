package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Row is a variable, written shortly. The zero mutability is ReadOnly.
type Row struct {
	Component           string
	EVSE                *ocpp201.EVSE // of the component, nil for a controller and the station
	Name, Instance      string
	DataType            ocpp201.Data
	Value               string
	Set, WriteOnly      bool // ReadWrite, or WriteOnly
	Unit                string
	Min, Max            *float64
	Values              []string
	NonEmpty, Constant  bool
	Measured, LimitOnly bool
	Watchable           bool
	Check               func(string) error
}

// definition writes the row out.
func (r Row) definition() Definition {
	d := Definition{
		Component: ocpp201.Component{Name: r.Component, EVSE: r.EVSE}, Variable: ocpp201.Variable{Name: r.Name},
		Mutability: ocpp201.MutabilityReadOnly, DataType: r.DataType, Unit: r.Unit, Min: r.Min, Max: r.Max, Values: r.Values,
		NonEmpty: r.NonEmpty, Constant: r.Constant, LimitOnly: r.LimitOnly, Measured: r.Measured, Watchable: r.Watchable, Shipped: r.Value, Check: r.Check,
	}
	if r.Instance != "" {
		d.Variable.Instance = new(r.Instance)
	}
	switch {
	case r.Set:
		d.Mutability = ocpp201.MutabilityReadWrite
	case r.WriteOnly:
		d.Mutability = ocpp201.MutabilityWriteOnly
	}
	return d
}

// Choice is a boolean of which the product supports one value, and then it is ReadOnly, or both. The first is the
// factory's.
func Choice(component, name string, supported []bool) Row {
	return Row{
		Component: component, Name: name, DataType: ocpp201.DataBoolean,
		Value: strconv.FormatBool(supported[0]), Set: slices.Contains(supported, !supported[0]),
	}
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
