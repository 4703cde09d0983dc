package b_provisioning

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_25_CS resets an idle EVSE. The note that <Configured evseId> reboots has no validation; it is read as that EVSE
// and not the station (B11.FR.08), and judged by what the station must not do then. AllowReset is a SHOULD (B11.FR.10)
// that no validation asks for: the station is asked for it when the rows are over, and another value is a WARNING.
var TC_B_25_CS = octt.Register(octt.Case{
	ID: "TC_B_25_CS",
	Main: func(s *octt.Scenario) {
		resetEVSE(s, ocpp201.ResetEnumOnIdle, octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01", "B11.FR.08"))
		states.OnlyTheEVSEResets(s)
		s.Remark(2, "EVSE.AllowReset of the EVSE that resets is true.", allowsReset(s), "true", "B11.FR.10")
	},
})

// allowsReset is the value of AllowReset of the configured EVSE, or what the station says in its place.
func allowsReset(s *octt.Scenario) string {
	p, err := octt.Ask(s, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{
		Component: ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID}}, Variable: ocpp201.Variable{Name: "AllowReset"}}}})
	switch {
	case err != nil:
		return err.Error()
	case len(p.GetVariableResult) != 1:
		return fmt.Sprintf("%d results", len(p.GetVariableResult))
	case p.GetVariableResult[0].AttributeValue == nil:
		return string(p.GetVariableResult[0].AttributeStatus)
	}
	return strings.ToLower(*p.GetVariableResult[0].AttributeValue)
}

// TC_B_28_CS asks a station that cannot reset a single EVSE to do so. An evseId that is not supported is no reason for a
// CALLERROR: the table asks for a ResetResponse. Nor does the table look at what follows; Rejected is read as part 2 has it
// (ResetStatusEnumType), so that a station which is reset all the same has said something else than it does.
var TC_B_28_CS = octt.Register(octt.Case{
	ID: "TC_B_28_CS",
	Main: func(s *octt.Scenario) {
		resetEVSE(s, ocpp201.ResetEnumOnIdle, octt.Must("status", ocpp201.ResetStatusRejected).Clause("B11.FR.01", "B11.FR.09"))
		states.NothingResets(s)
	},
})

// resetEVSE plays rows 1 and 2 of the cases that reset the configured EVSE.
func resetEVSE(s *octt.Scenario, kind ocpp201.ResetEnum, status octt.Requirement) {
	octt.Send(s, 1, ocpp201.ResetRequest{Type: kind, EVSEID: new(s.Configured.EVSEID)}).Receive(2, status)
}
