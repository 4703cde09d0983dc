package operation

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// customerPatches are the faults of what is told of customers, and of extensions.
var customerPatches = []defects.Patch{
	{Of: []defects.Defect{defects.CustomerInformationRejected, defects.UnknownCustomerRejected}, Put: customerAnswers},
	{Of: []defects.Defect{
		defects.CustomerNotTold, defects.UnknownCustomerNotTold, defects.ClearedCustomerNotTold, defects.CustomerToldEmpty, defects.CustomerToldTwice,
		defects.CustomerWithoutEnd, defects.CustomerSeqNoFromOne, defects.CustomerOtherRequestID,
	}, Put: customerTold},
	{Of: []defects.Defect{defects.CustomerNotForgotten, defects.CustomerIdentifierNotForgotten}, Put: customerForgotten},
	{Of: []defects.Defect{defects.CustomerIdentifierNotKnown, defects.CustomerIdentifierInvalid}, Put: customerNamed},
	{Of: []defects.Defect{defects.DataTransferAccepted, defects.DataTransferNotSupported, defects.DataTransferNotImplemented}, Put: dataTransfer},
	{Of: []defects.Defect{defects.CustomDataRefused, defects.CustomDataRejected, defects.CustomDataChangesNothing}, Put: customData},
}

func customerAnswers(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.CustomerInformationRequest) (ocpp201.CustomerInformationResponse, error) {
		unknown := len(fw.Customers.Decide.Known(q)) == 0
		if s.Has(defects.CustomerInformationRejected) || unknown && s.Has(defects.UnknownCustomerRejected) {
			return ocpp201.CustomerInformationResponse{Status: ocpp201.CustomerInformationStatusRejected}, nil
		}
		return fw.Customers.CustomerInformation(q)
	})
}

// customerTold are the faults of the messages about a customer.
func customerTold(fw *station.Firmware, s defects.Set) {
	asked := ocpp201.CustomerInformationRequest{}
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Body.(ocpp201.CustomerInformationRequest); ok {
			asked = q
		}
		pass(m)
	})
	ofStatuses(fw, true, func(q ocpp201.NotifyCustomerInformationRequest, tell func(ocpp201.NotifyCustomerInformationRequest)) {
		known := asked.Report && q.Data != ""
		switch {
		case s.Has(defects.CustomerNotTold), asked.Report && !known && s.Has(defects.UnknownCustomerNotTold), !asked.Report && s.Has(defects.ClearedCustomerNotTold):
			return
		case known && s.Has(defects.CustomerToldEmpty):
			q.Data = ""
		case s.Has(defects.CustomerToldTwice):
			tell(q)
		case s.Has(defects.CustomerWithoutEnd):
			q.TBC = new(true)
		case s.Has(defects.CustomerSeqNoFromOne):
			q.SeqNo++
		case s.Has(defects.CustomerOtherRequestID):
			q.RequestID = 1 + q.RequestID/2
		}
		tell(q)
	})
}

func customerForgotten(fw *station.Firmware, s defects.Set) {
	right := fw.Customers.Decide.Forget
	fw.Customers.Decide.Forget = func(q ocpp201.CustomerInformationRequest) {
		if !s.Has(defects.CustomerNotForgotten) && (q.CustomerIdentifier == nil || !s.Has(defects.CustomerIdentifierNotForgotten)) {
			right(q)
		}
	}
}

// customerNamed are the faults of a station that knows customers by their idTokens alone.
func customerNamed(fw *station.Firmware, s defects.Set) {
	known := fw.Customers.Decide.Known
	fw.Customers.Decide.Known = func(q ocpp201.CustomerInformationRequest) []string {
		if q.CustomerIdentifier != nil && s.Has(defects.CustomerIdentifierNotKnown) {
			return nil
		}
		return known(q)
	}
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Request.(ocpp201.CustomerInformationRequest); ok && q.CustomerIdentifier != nil && s.Has(defects.CustomerIdentifierInvalid) {
			m.Body = ocpp201.CustomerInformationResponse{Status: ocpp201.CustomerInformationStatusInvalid}
		}
		pass(m)
	})
}

func dataTransfer(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.DataTransferRequest) (r ocpp201.DataTransferResponse, err error) {
		switch {
		case s.Has(defects.DataTransferNotSupported):
			return r, &wire.CallError{Code: ocppj.NotSupported, Description: "there is no vendor of this id"}
		case s.Has(defects.DataTransferNotImplemented):
			return r, &wire.CallError{Code: ocppj.NotImplemented, Description: "DataTransfer is not implemented"}
		}
		r, err = fw.Provisioning.DataTransfer(q)
		if s.Has(defects.DataTransferAccepted) {
			r.Status = ocpp201.DataTransferStatusAccepted
		}
		return r, err
	})
}

// customData are the faults of a station that is disturbed by data which is not for it.
func customData(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Body.(ocpp201.SetVariablesRequest); ok && q.CustomData != nil && s.Has(defects.CustomDataChangesNothing) {
			for i, d := range q.SetVariableData {
				if v, _ := fw.Provisioning.Decide.Find(d.Component, d.Variable); v != nil {
					q.SetVariableData[i].AttributeValue = v.Read()
				}
			}
			m.Body = q
		}
		pass(m)
	})
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		get, gets := m.Request.(ocpp201.GetVariablesRequest)
		set, sets := m.Request.(ocpp201.SetVariablesRequest)
		disturbed := gets && get.CustomData != nil || sets && set.CustomData != nil
		r, _ := m.Body.(ocpp201.SetVariablesResponse)
		switch {
		case disturbed && s.Has(defects.CustomDataRefused):
			m.Refusal = &wire.CallError{Code: ocppj.FormatViolation, Description: "customData is no property of this message"}
		case disturbed && sets && s.Has(defects.CustomDataRejected):
			for i := range r.SetVariableResult {
				r.SetVariableResult[i].AttributeStatus = ocpp201.SetVariableStatusRejected
			}
			m.Body = r
		}
		pass(m)
	})
}
