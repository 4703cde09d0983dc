package model

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Validate says why a value cannot be set (B05.FR.07, B05.FR.08).
func (v *Variable) Validate(value string) error {
	if err := v.validateType(value); err != nil {
		return err
	}
	if v.Check != nil {
		return v.Check(value)
	}
	return nil
}

func (v *Variable) validateType(value string) error {
	switch v.DataType {
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
		if !slices.Contains(v.Values, value) {
			return fmt.Errorf("%q is not one of %s", value, strings.Join(v.Values, ","))
		}
	case ocpp201.DataMemberList, ocpp201.DataSequenceList:
		return v.validateList(value)
	case ocpp201.DataString:
		return v.validateLength(value)
	}
	return nil
}

// RangeError says that a number is a number, but lower or higher than the variable takes (B05.FR.08).
type RangeError struct{ text string }

func (e *RangeError) Error() string { return e.text }

func (v *Variable) validateRange(n float64) error {
	if v.Min != nil && n < *v.Min {
		return &RangeError{fmt.Sprintf("%v is below the minimum of %v", n, *v.Min)}
	}
	if v.Max != nil && n > *v.Max {
		return &RangeError{fmt.Sprintf("%v is above the maximum of %v", n, *v.Max)}
	}
	return nil
}

func (v *Variable) validateLength(value string) error {
	if n := len([]rune(value)); v.Max != nil && float64(n) > *v.Max {
		return fmt.Errorf("%d characters are more than the %v allowed", n, *v.Max)
	}
	return nil
}

func (v *Variable) validateList(value string) error {
	members := Split(value)
	if v.NonEmpty && len(members) == 0 {
		return fmt.Errorf("the list is empty; write at least one of %s", strings.Join(v.Values, ","))
	}
	for i, member := range members {
		if !slices.Contains(v.Values, member) {
			return fmt.Errorf("%q is not one of %s", member, strings.Join(v.Values, ","))
		}
		if slices.Contains(members[:i], member) {
			return fmt.Errorf("%q stands in the list twice", member)
		}
	}
	return v.validateLength(value)
}
