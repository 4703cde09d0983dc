package provisioning

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
)

// find looks a variable up as requests name it: without an instance only one that has none is meant (B06.FR.15).
func (pr *Provisioning) find(c ocpp201.Component, v ocpp201.Variable) (found *model.Variable, componentKnown bool) {
	if model.Text(v.Instance) != "" && pr.defects.Has(defects.InstancesNotFound) {
		_, componentKnown = pr.model.Find(c, v)
		return nil, componentKnown
	}
	return pr.model.Find(c, v)
}

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
	var r ocpp201.GetVariablesResponse
	for _, data := range q.GetVariableData {
		r.GetVariableResult = append(r.GetVariableResult, pr.getVariable(data))
		if len(q.GetVariableData) > 1 && pr.defects.Has(defects.GetVariablesOnlyFirst) {
			break
		}
	}
	return r, nil
}

// getVariable tells what is wrong with the component first, then with the variable, then with the attributeType, and only
// then that it may not be read: an attribute that does not exist is not WriteOnly.
func (pr *Provisioning) getVariable(q ocpp201.GetVariableData) ocpp201.GetVariableResult {
	attribute := actual(q.AttributeType)
	r := ocpp201.GetVariableResult{Component: q.Component, Variable: q.Variable, AttributeType: &attribute}
	v, componentKnown := pr.find(q.Component, q.Variable)
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
		if v.DataType == ocpp201.DataInteger && pr.defects.Has(defects.GetVariablesWrongValue) {
			r.AttributeValue = new("1")
		}
	}
	if pr.defects.Has(defects.GetVariablesDropsAttributeType) {
		r.AttributeType = nil
	}
	if pr.defects.Has(defects.GetVariablesWrongName) {
		r.Component.Name, r.Variable.Name = r.Variable.Name, r.Component.Name
	}
	return pr.spoilRead(r, v)
}

// SetVariables answers use case B05. All that was accepted is saved in one piece before the answer goes out.
func (pr *Provisioning) SetVariables(q ocpp201.SetVariablesRequest) (ocpp201.SetVariablesResponse, error) {
	if err := pr.wire.TooMany(q.Action(), len(q.SetVariableData)); err != nil {
		return ocpp201.SetVariablesResponse{}, err
	}
	var r ocpp201.SetVariablesResponse
	changed := false
	for _, data := range q.SetVariableData {
		result := pr.setVariable(data)
		changed = changed || taken(result.AttributeStatus)
		if result.AttributeStatus == ocpp201.SetVariableStatusAccepted && pr.defects.Has(defects.SetVariablesRebootRequired) {
			result.AttributeStatus = ocpp201.SetVariableStatusRebootRequired
		}
		if pr.defects.Has(defects.SetVariablesWrongName) {
			result.Component.Name, result.Variable.Name = result.Variable.Name, result.Component.Name
		}
		if pr.defects.Has(defects.SetVariablesDropsAttributeType) {
			result.AttributeType = nil
		}
		r.SetVariableResult = append(r.SetVariableResult, result)
		if len(q.SetVariableData) > 1 && pr.defects.Has(defects.SetVariablesOnlyFirst) {
			break
		}
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
	v, componentKnown := pr.find(q.Component, q.Variable)
	switch {
	case !componentKnown:
		r.AttributeStatus = ocpp201.SetVariableStatusUnknownComponent
	case v == nil:
		r.AttributeStatus = ocpp201.SetVariableStatusUnknownVariable
	case attribute != ocpp201.AttributeActual && !(v.Settable() && pr.defects.Has(defects.SetTargetAsActual)):
		r.AttributeStatus = ocpp201.SetVariableStatusNotSupportedAttributeType
	case !v.Settable():
		r.AttributeStatus, r.AttributeStatusInfo = rejection("ReadOnly", fmt.Errorf("the variable is ReadOnly")) // B05.FR.09
	default:
		value, err := pr.accept(v, q.AttributeValue)
		if err != nil {
			r.AttributeStatus, r.AttributeStatusInfo = rejection(reasonCode(err), err)
			break
		}
		r.AttributeStatus = ocpp201.SetVariableStatusAccepted
		if !pr.defects.Has(defects.SetVariablesNotApplied) && !v.Take(value) {
			r.AttributeStatus = ocpp201.SetVariableStatusRebootRequired // in the place of Accepted (B05.FR.10, B10.FR.01)
		}
	}
	return pr.spoilSet(r, v)
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
	if !pr.followsCSMS() {
		pr.kernel.ResetClock()
	}
	pr.ArmHeartbeat()
	pr.Hooks.SettingsChanged()
	pr.ArmTransition()
}
