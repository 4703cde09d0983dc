package main

import (
	"slices"
	"strings"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/authorization"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/availability"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/remotecontrol"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/transactions"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

// factory is the device model, by component and variable. What is not in it is unknown.
func factory() map[string]string {
	return map[string]string{
		"AuthCtrlr.Enabled": "true", "AuthCtrlr.LocalPreAuthorize": "false", "AuthCtrlr.AuthorizeRemoteStart": "false",
		"AuthCtrlr.LocalAuthorizeOffline": "true", "AuthCacheCtrlr.Enabled": "false",
		"TxCtrlr.TxStartPoint": "EVConnected,Authorized", "TxCtrlr.TxStopPoint": "EVConnected,Authorized", "TxCtrlr.EVConnectionTimeOut": "5",
		"TxCtrlr.StopTxOnInvalidId": "true", "TxCtrlr.StopTxOnEVSideDisconnect": "true",
		"OCPPCommCtrlr.HeartbeatInterval": "20", "OCPPCommCtrlr.OfflineThreshold": "10", "OCPPCommCtrlr.RetryBackOffWaitMinimum": "1",
		"OCPPCommCtrlr.ResetRetries": "0", "SampledDataCtrlr.TxUpdatedInterval": "0", "SampledDataCtrlr.TxEndedInterval": "0",
		"SampledDataCtrlr.TxStartedMeasurands": "Energy.Active.Import.Register", "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
	}
}

var readOnly = []string{"TxCtrlr.TxStartPoint", "TxCtrlr.TxStopPoint", "TxCtrlr.StopTxOnInvalidId"}

func name(c types.Component, v types.Variable) string { return c.Name + "." + v.Name }

// known tells whether there is a component of that name.
func (s *station) known(component string) bool {
	for name := range s.vars {
		if strings.HasPrefix(name, component+".") {
			return true
		}
	}
	return component == "Connector"
}

func (s *station) OnGetVariables(q *provisioning.GetVariablesRequest) (*provisioning.GetVariablesResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []provisioning.GetVariableResult
	for _, d := range q.GetVariableData {
		r := provisioning.GetVariableResult{Component: d.Component, Variable: d.Variable, AttributeType: d.AttributeType}
		value, known := s.vars[name(d.Component, d.Variable)]
		if name(d.Component, d.Variable) == "Connector.AvailabilityState" {
			value, known = string(s.statusNow()), true
		}
		switch {
		case d.AttributeType != "" && d.AttributeType != types.AttributeActual:
			r.AttributeStatus = provisioning.GetVariableStatusNotSupported
		case known:
			r.AttributeStatus, r.AttributeValue = provisioning.GetVariableStatusAccepted, value
		case s.known(d.Component.Name):
			r.AttributeStatus = provisioning.GetVariableStatusUnknownVariable
		default:
			r.AttributeStatus = provisioning.GetVariableStatusUnknownComponent
		}
		all = append(all, r)
	}
	return provisioning.NewGetVariablesResponse(all), nil
}

func (s *station) OnSetVariables(q *provisioning.SetVariablesRequest) (*provisioning.SetVariablesResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []provisioning.SetVariableResult
	for _, d := range q.SetVariableData {
		r := provisioning.SetVariableResult{Component: d.Component, Variable: d.Variable, AttributeType: d.AttributeType}
		at := name(d.Component, d.Variable)
		switch _, known := s.vars[at]; {
		case d.AttributeType != "" && d.AttributeType != types.AttributeActual:
			r.AttributeStatus = provisioning.SetVariableStatusNotSupported
		case slices.Contains(readOnly, at):
			r.AttributeStatus = provisioning.SetVariableStatusRejected
		case known:
			r.AttributeStatus = provisioning.SetVariableStatusAccepted
			s.vars[at] = d.AttributeValue
		case s.known(d.Component.Name):
			r.AttributeStatus = provisioning.SetVariableStatusUnknownVariable
		default:
			r.AttributeStatus = provisioning.SetVariableStatusUnknownComponent
		}
		all = append(all, r)
	}
	return provisioning.NewSetVariablesResponse(all), nil
}

func (s *station) OnGetBaseReport(q *provisioning.GetBaseReportRequest) (*provisioning.GetBaseReportResponse, error) {
	if q.ReportBase == provisioning.ReportTypeSummaryInventory {
		return provisioning.NewGetBaseReportResponse(types.GenericDeviceModelStatusNotSupported), nil
	}
	s.follow(func() { s.report(q.RequestID, q.ReportBase == provisioning.ReportTypeConfigurationInventory) })
	return provisioning.NewGetBaseReportResponse(types.GenericDeviceModelStatusAccepted), nil
}

func (s *station) report(id int, settable bool) {
	s.mu.Lock()
	var all []provisioning.ReportData
	for at, value := range s.vars {
		fixed := slices.Contains(readOnly, at)
		if settable && fixed {
			continue
		}
		component, variable, _ := strings.Cut(at, ".")
		attribute := provisioning.NewVariableAttribute()
		attribute.Value = value
		if fixed {
			attribute.Mutability = provisioning.MutabilityReadOnly
		}
		all = append(all, provisioning.ReportData{Component: types.Component{Name: component}, Variable: types.Variable{Name: variable},
			VariableAttribute: []provisioning.VariableAttribute{attribute}, VariableCharacteristics: provisioning.NewVariableCharacteristics(provisioning.TypeString, false)})
	}
	s.mu.Unlock()
	seq := 0
	for part := range slices.Chunk(all, 8) {
		last := (seq+1)*8 >= len(all)
		if _, err := s.cs.NotifyReport(id, types.Now(), seq, func(q *provisioning.NotifyReportRequest) { q.Tbc, q.ReportData = !last, part }); err != nil {
			return
		}
		seq++
	}
}

func (s *station) OnGetReport(*provisioning.GetReportRequest) (*provisioning.GetReportResponse, error) {
	return provisioning.NewGetReportResponse(types.GenericDeviceModelStatusNotSupported), nil
}

func (s *station) OnSetNetworkProfile(*provisioning.SetNetworkProfileRequest) (*provisioning.SetNetworkProfileResponse, error) {
	return provisioning.NewSetNetworkProfileResponse(provisioning.SetNetworkProfileStatusRejected), nil
}

func (s *station) OnReset(q *provisioning.ResetRequest) (*provisioning.ResetResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case q.EvseID != nil:
		return provisioning.NewResetResponse(provisioning.ResetStatusRejected), nil
	case q.Type == provisioning.ResetTypeOnIdle && s.tx != nil:
		s.resetting = true
		return provisioning.NewResetResponse(provisioning.ResetStatusScheduled), nil
	}
	s.follow(func() {
		s.stop(transactions.TriggerReasonResetCommand, transactions.ReasonImmediateReset)
		s.boot(provisioning.BootReasonRemoteReset)
	})
	return provisioning.NewResetResponse(provisioning.ResetStatusAccepted), nil
}

func (s *station) OnChangeAvailability(q *availability.ChangeAvailabilityRequest) (*availability.ChangeAvailabilityResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tx != nil {
		return availability.NewChangeAvailabilityResponse(availability.ChangeAvailabilityStatusRejected), nil
	}
	if out := q.OperationalStatus == availability.OperationalStatusInoperative; out != s.out {
		s.out = out
		s.follow(s.tellStatus)
	}
	return availability.NewChangeAvailabilityResponse(availability.ChangeAvailabilityStatusAccepted), nil
}

func (s *station) OnClearCache(*authorization.ClearCacheRequest) (*authorization.ClearCacheResponse, error) {
	return authorization.NewClearCacheResponse(authorization.ClearCacheStatusRejected), nil
}

func (s *station) OnRequestStartTransaction(q *remotecontrol.RequestStartTransactionRequest) (*remotecontrol.RequestStartTransactionResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != nil || s.out {
		return remotecontrol.NewRequestStartTransactionResponse(remotecontrol.RequestStartStopStatusRejected), nil
	}
	answer := remotecontrol.NewRequestStartTransactionResponse(remotecontrol.RequestStartStopStatusAccepted)
	if s.tx != nil {
		answer.TransactionID = s.tx.id
	}
	s.follow(func() { s.authorized(q.IDToken, &q.RemoteStartID, transactions.TriggerReasonRemoteStart) })
	return answer, nil
}

func (s *station) OnRequestStopTransaction(q *remotecontrol.RequestStopTransactionRequest) (*remotecontrol.RequestStopTransactionResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tx == nil || s.tx.id != q.TransactionID {
		return remotecontrol.NewRequestStopTransactionResponse(remotecontrol.RequestStartStopStatusRejected), nil
	}
	s.follow(func() { s.stop(transactions.TriggerReasonRemoteStop, transactions.ReasonRemote) })
	return remotecontrol.NewRequestStopTransactionResponse(remotecontrol.RequestStartStopStatusAccepted), nil
}

func (s *station) OnTriggerMessage(q *remotecontrol.TriggerMessageRequest) (*remotecontrol.TriggerMessageResponse, error) {
	switch q.RequestedMessage {
	case remotecontrol.MessageTriggerHeartbeat:
		s.follow(s.heartbeat)
	case remotecontrol.MessageTriggerStatusNotification:
		s.follow(s.tellStatus)
	default:
		return remotecontrol.NewTriggerMessageResponse(remotecontrol.TriggerMessageStatusNotImplemented), nil
	}
	return remotecontrol.NewTriggerMessageResponse(remotecontrol.TriggerMessageStatusAccepted), nil
}

func (s *station) OnUnlockConnector(*remotecontrol.UnlockConnectorRequest) (*remotecontrol.UnlockConnectorResponse, error) {
	return remotecontrol.NewUnlockConnectorResponse(remotecontrol.UnlockStatusUnlockFailed), nil
}

func (s *station) OnGetTransactionStatus(q *transactions.GetTransactionStatusRequest) (*transactions.GetTransactionStatusResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := transactions.NewGetTransactionStatusResponse(false)
	if q.TransactionID != "" {
		ongoing := s.tx != nil && s.tx.id == q.TransactionID
		answer.OngoingIndicator = &ongoing
	}
	return answer, nil
}
