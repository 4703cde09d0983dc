package provisioning

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
)

// actual is the attribute type meant: Actual when it is omitted (B05.FR.12, B06.FR.11).
func actual(t *ocpp201.Attribute) ocpp201.Attribute {
	if t == nil {
		return ocpp201.AttributeActual
	}
	return *t
}

// GetVariables answers use case B06.
func (pr *Provisioning) GetVariables(q ocpp201.GetVariablesRequest) (ocpp201.GetVariablesResponse, error) {
	if err := pr.wire.TooMany(q.Action(), len(q.GetVariableData)); err != nil {
		return ocpp201.GetVariablesResponse{}, err
	}
	results := make([]ocpp201.GetVariableResult, len(q.GetVariableData))
	for i, data := range q.GetVariableData {
		results[i] = pr.Decide.Get(data)
	}
	return ocpp201.GetVariablesResponse{GetVariableResult: results}, nil
}

// getVariable tells what is wrong with the component first, then with the variable, then with the attributeType, and only
// then that it may not be read: an attribute that does not exist is not WriteOnly.
func (pr *Provisioning) getVariable(q ocpp201.GetVariableData) ocpp201.GetVariableResult {
	attribute := actual(q.AttributeType)
	r := ocpp201.GetVariableResult{Component: q.Component, Variable: q.Variable, AttributeType: &attribute}
	v, componentKnown := pr.Decide.Find(q.Component, q.Variable)
	switch {
	case !componentKnown:
		r.AttributeStatus = ocpp201.GetVariableStatusUnknownComponent
	case v == nil:
		r.AttributeStatus = ocpp201.GetVariableStatusUnknownVariable
	case attribute != ocpp201.AttributeActual:
		r.AttributeStatus = ocpp201.GetVariableStatusNotSupportedAttributeType
	case v.Mutability == ocpp201.MutabilityWriteOnly:
		r.AttributeStatus = ocpp201.GetVariableStatusRejected // B06.FR.09
		r.AttributeStatusInfo = &ocpp201.StatusInfo{ReasonCode: "WriteOnly", AdditionalInfo: new("the variable is WriteOnly")}
	default:
		r.AttributeStatus = ocpp201.GetVariableStatusAccepted
		r.AttributeValue = new(v.Read())
	}
	if pr.product.Capabilities.NoReasons {
		r.AttributeStatusInfo = nil
	}
	return r
}

// SetVariables answers use case B05. All that was accepted is saved in one piece before the answer goes out.
func (pr *Provisioning) SetVariables(q ocpp201.SetVariablesRequest) (ocpp201.SetVariablesResponse, error) {
	if err := pr.wire.TooMany(q.Action(), len(q.SetVariableData)); err != nil {
		return ocpp201.SetVariablesResponse{}, err
	}
	var r ocpp201.SetVariablesResponse
	changed := false
	for _, data := range q.SetVariableData {
		result := pr.Decide.Set(data)
		changed = changed || taken(result.AttributeStatus)
		r.SetVariableResult = append(r.SetVariableResult, result)
	}
	if changed {
		pr.model.Save(pr.kernel)
		pr.wire.Then(pr.settingsChanged)
	}
	return r, nil
}

// setVariable tells what is wrong with the component first, then with the variable, then with the attributeType, and only
// then that it may not be set or with the value: B05.FR.09 takes what FR.04 to FR.08 leave.
func (pr *Provisioning) setVariable(q ocpp201.SetVariableData) ocpp201.SetVariableResult {
	attribute := actual(q.AttributeType)
	r := ocpp201.SetVariableResult{Component: q.Component, Variable: q.Variable, AttributeType: &attribute}
	v, componentKnown := pr.Decide.Find(q.Component, q.Variable)
	switch {
	case !componentKnown:
		r.AttributeStatus = ocpp201.SetVariableStatusUnknownComponent
	case v == nil:
		r.AttributeStatus = ocpp201.SetVariableStatusUnknownVariable
	case attribute != ocpp201.AttributeActual:
		r.AttributeStatus = ocpp201.SetVariableStatusNotSupportedAttributeType
	case !v.Settable():
		r.AttributeStatus, r.AttributeStatusInfo = rejection("ReadOnly", fmt.Errorf("the variable is ReadOnly")) // B05.FR.09
	default:
		value, err := pr.Decide.Accept(v, q.AttributeValue)
		if err != nil {
			r.AttributeStatus, r.AttributeStatusInfo = rejection(reasonCode(err), err)
			break
		}
		r.AttributeStatus = ocpp201.SetVariableStatusAccepted
		if !pr.Decide.Apply(v, value) {
			r.AttributeStatus = ocpp201.SetVariableStatusRebootRequired // in the place of Accepted (B05.FR.10, B10.FR.01)
		}
	}
	if pr.product.Capabilities.NoReasons {
		r.AttributeStatusInfo = nil
	}
	return r
}

// taken tells whether a value has to outlast the next boot.
func taken(status ocpp201.SetVariableStatus) bool {
	return status == ocpp201.SetVariableStatusAccepted || status == ocpp201.SetVariableStatusRebootRequired
}

// rejection gives the reason with a reason code of the part 2 appendices ("Reason codes").
func rejection(code string, reason error) (ocpp201.SetVariableStatus, *ocpp201.StatusInfo) {
	return ocpp201.SetVariableStatusRejected, &ocpp201.StatusInfo{ReasonCode: code, AdditionalInfo: new(reason.Error())}
}

// reasonCode tells a number that is out of range from a value that is none.
func reasonCode(err error) string {
	if errors.As(err, new(*model.RangeError)) {
		return "ValueOutOfRange"
	}
	return "InvalidValue"
}

// settingsChanged lets new settings take effect at once; those that wait for a reboot have not changed yet.
func (pr *Provisioning) settingsChanged() {
	pr.wire.SettingsChanged()
	pr.turnNTP()
	pr.turnClock()
	pr.ArmHeartbeat()
	pr.Hooks.SettingsChanged()
	pr.ArmTransition()
}
