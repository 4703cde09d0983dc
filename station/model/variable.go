package model

import "github.com/certbench/certbench/schemas/ocpp201"

// Definition is a component variable with its Actual attribute, as every station of a product has it.
type Definition struct {
	Component  ocpp201.Component
	Variable   ocpp201.Variable
	Mutability ocpp201.Mutability
	DataType   ocpp201.Data
	Unit       string
	Min, Max   *float64 // of a number its range, of a string and of lists max is the greatest length
	Values     []string // valuesList of OptionList, SequenceList and MemberList
	NonEmpty   bool     // a list of which at least one member is needed
	Constant   bool
	LimitOnly  bool               // only its characteristics are known: it has no value (B06.FR.13)
	Measured   bool               // it is read from the station whenever it is asked for (Model.Measure)
	Watchable  bool               // monitors can be set on it (part 2, N04)
	Shipped    string             // the value that the factory gives it, unless it is measured
	Check      func(string) error // beyond type, range and list; may be nil

	record string // its name in the memory
}

// Variable is a component variable in one life of the firmware.
type Variable struct {
	*Definition
	Value    string             // unless it is measured
	AtBoot   bool               // a new value waits for the next boot (RebootRequired)
	Computed func() string      // reads what is measured
	Check    func(string) error // that of the definition, or what this life has put in its place

	configured string  // the value that the configuration gives it, which need not be remembered
	coming     *string // the value that waits for the next boot; nil when there is none
}

// Read is the present value, which only a variable that is not WriteOnly may show.
func (v *Variable) Read() string {
	if v.Measured {
		return v.Computed()
	}
	return v.Value
}

// Take sets the variable, and tells whether the value is in force: one that waits for the next boot is not, and is not
// shown before. Actual is the value that the station goes by (part 2, AttributeEnumType). Of several values that are set
// before the boot the last one counts; what is in force already needs no boot.
func (v *Variable) Take(value string) (inForce bool) {
	v.coming = nil
	if v.AtBoot && value != v.Value {
		v.coming = &value
		return false
	}
	v.Value = value
	return true
}

// lasting is the value that the variable has after a boot.
func (v *Variable) lasting() string {
	if v.coming != nil {
		return *v.coming
	}
	return v.Value
}

// Settable tells whether the operator can set the variable (B07.FR.07).
func (d *Definition) Settable() bool { return d.Mutability != ocpp201.MutabilityReadOnly }
