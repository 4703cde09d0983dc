package octt

import (
	"math"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// MaxLimit is the maxLimit that the station tells of a variable (part 2, VariableCharacteristicsType), by a report outside of the table;
// infinite where it tells none.
func (s *Scenario) MaxLimit(c ocpp201.Component, v ocpp201.Variable) float64 {
	data, err := s.AskVariable(c, v)
	if err != nil || data == nil || data.VariableCharacteristics == nil || data.VariableCharacteristics.MaxLimit == nil {
		return math.Inf(1)
	}
	return *data.VariableCharacteristics.MaxLimit
}
