package control

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// triggerFault is a defect that only answers TriggerMessage otherwise.
type triggerFault struct {
	defect defects.Defect
	asked  ocpp201.MessageTrigger       // "" for any
	place  triggerPlace                 // that the request names
	right  ocpp201.TriggerMessageStatus // the answer of a good station
	wrong  ocpp201.TriggerMessageStatus // the answer of this one, "" for the CALLERROR NotImplemented
	sends  func(*Control)               // nil for nothing
}

// triggerPlace tells whether a request names an EVSE.
type triggerPlace int

const (
	whereverAsked triggerPlace = iota
	ofOneEVSE
	ofAllEVSEs
)

const (
	triggerAccepted = ocpp201.TriggerMessageStatusAccepted
	triggerRejected = ocpp201.TriggerMessageStatusRejected
	triggerUnknown  = ocpp201.TriggerMessageStatusNotImplemented
)

var triggerFaults = []triggerFault{
	{defects.TriggeredValuesNotSent, ocpp201.MessageTriggerMeterValues, whereverAsked, triggerAccepted, triggerAccepted, nil},
	{defects.TriggerAllValuesRejected, ocpp201.MessageTriggerMeterValues, ofAllEVSEs, triggerAccepted, triggerRejected, nil},
	{defects.TriggeredTransactionNotSent, ocpp201.MessageTriggerTransactionEvent, whereverAsked, triggerAccepted, triggerAccepted, nil},
	{defects.TriggerAllTransactionsRejected, ocpp201.MessageTriggerTransactionEvent, ofAllEVSEs, triggerAccepted, triggerRejected, nil},
	{defects.TriggeredLogNotSent, ocpp201.MessageTriggerLogStatusNotification, whereverAsked, triggerAccepted, triggerAccepted, nil},
	{defects.TriggerLogRejected, ocpp201.MessageTriggerLogStatusNotification, whereverAsked, triggerAccepted, triggerRejected, nil},
	{defects.TriggeredFirmwareNotSent, ocpp201.MessageTriggerFirmwareStatusNotification, whereverAsked, triggerAccepted, triggerAccepted, nil},
	{defects.TriggerFirmwareRejected, ocpp201.MessageTriggerFirmwareStatusNotification, whereverAsked, triggerAccepted, triggerRejected, nil},
	{defects.TriggerFirmwareOfEVSERejected, ocpp201.MessageTriggerFirmwareStatusNotification, ofOneEVSE, triggerAccepted, triggerRejected, nil},
	{defects.TriggerFirmwareOfEVSEUnknown, ocpp201.MessageTriggerFirmwareStatusNotification, ofOneEVSE, triggerAccepted, triggerUnknown, nil},
	{defects.TriggeredFirmwareOfEVSENotSent, ocpp201.MessageTriggerFirmwareStatusNotification, ofOneEVSE, triggerAccepted, triggerAccepted, nil},
	{defects.TriggerHeartbeatUnknown, ocpp201.MessageTriggerHeartbeat, whereverAsked, triggerAccepted, triggerUnknown, nil},
	{defects.TriggeredStatusNotSent, ocpp201.MessageTriggerStatusNotification, whereverAsked, triggerAccepted, triggerAccepted, nil},
	{defects.TriggerStatusRejected, ocpp201.MessageTriggerStatusNotification, whereverAsked, triggerAccepted, triggerRejected, nil},
	{defects.TriggerBootAccepted, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerAccepted, (*Control).triggeredBoot},
	{defects.TriggerBootAcceptedNotSent, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerAccepted, nil},
	{defects.TriggerBootUnknown, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerUnknown, nil},
	{defects.TriggerBootRejectedAndSent, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerRejected, (*Control).triggeredBoot},
	{defects.UnknownTriggerRejected, "", whereverAsked, triggerUnknown, triggerRejected, nil},
	{defects.UnknownTriggerAccepted, "", whereverAsked, triggerUnknown, triggerAccepted, nil},
	{defects.UnknownTriggerCallError, "", whereverAsked, triggerUnknown, "", nil},
}

func (f triggerFault) fits(q ocpp201.TriggerMessageRequest, status ocpp201.TriggerMessageStatus) bool {
	place := f.place == whereverAsked || (f.place == ofAllEVSEs) == (q.EVSE == nil)
	return f.right == status && place && (f.asked == "" || f.asked == q.RequestedMessage)
}

// spoilTrigger is the answer of this station, and what it sends.
func (ct *Control) spoilTrigger(q ocpp201.TriggerMessageRequest, status ocpp201.TriggerMessageStatus, sendIt func()) (ocpp201.TriggerMessageStatus, func(), error) {
	for _, f := range triggerFaults {
		if !f.fits(q, status) || !ct.defects.Has(f.defect) {
			continue
		}
		if f.wrong == "" {
			return "", nil, &wire.CallError{Code: ocppj.NotImplemented, Description: string(q.RequestedMessage) + " is not implemented"}
		}
		sendIt = nil
		if f.sends != nil {
			sendIt = func() { f.sends(ct) }
		}
		return f.wrong, sendIt, nil
	}
	return status, sendIt, nil
}

// afterTrigger sends what was asked for when the answer has gone out (F06.FR.04).
func (ct *Control) afterTrigger(asked ocpp201.MessageTrigger, sendIt func()) {
	switch {
	case ct.defects.Has(defects.TriggeredBeforeAnswer):
		sendIt()
		ct.wire.Pump()
	case asked == ocpp201.MessageTriggerMeterValues && ct.defects.Has(defects.TriggeredValuesLate):
		ct.wire.Then(func() { ct.kernel.After(time.Minute, sendIt) })
	default:
		ct.wire.Then(sendIt)
	}
}

// triggeredPlaces are the places of which a TriggerMessage wants meter values: one, or without an EVSE all (F06.FR.11).
func (ct *Control) triggeredPlaces(at *ocpp201.EVSE) []int {
	places := ct.charging.MeteredPlaces()
	switch {
	case at != nil:
		return []int{at.ID}
	case ct.defects.Has(defects.TriggeredValuesMainMeterOnly):
		return places[:1]
	case len(ct.site.EVSEs) > 1 && ct.defects.Has(defects.TriggeredValuesLastEVSEMissing):
		return places[:len(places)-1]
	}
	return places
}

// misplaced is the EVSE that triggered MeterValues name.
func (ct *Control) misplaced(id int, at *ocpp201.EVSE) int {
	switch first := ct.site.EVSEs[0].ID; {
	case at != nil && ct.defects.Has(defects.TriggeredMeterValuesWrongEVSE):
		return id + 1
	case at == nil && id != 0 && id != first && ct.defects.Has(defects.TriggeredValuesOneEVSE):
		return first
	}
	return id
}

// busyFault is a defect of a station that moves a file and is asked about it.
type busyFault struct {
	refuses defects.Defect // the question
	putsOff defects.Defect // the answer, until the file has been moved
}

var (
	busyUploading   = busyFault{defects.TriggerLogRejectedWhileUploading, defects.TriggeredLogAfterUpload}
	busyDownloading = busyFault{defects.TriggerFirmwareRejectedWhileDownloading, defects.TriggeredFirmwareAfterDownload}
)

// asked is the answer to a TriggerMessage about a transfer, and how the message is sent.
func (ct *Control) asked(busy bool, f busyFault, sendIt func()) (ocpp201.TriggerMessageStatus, func()) {
	switch {
	case busy && ct.defects.Has(f.refuses):
		return triggerRejected, nil
	case busy && ct.defects.Has(f.putsOff):
		return triggerAccepted, func() { ct.files.PutOff = append(ct.files.PutOff, sendIt) }
	}
	return triggerAccepted, sendIt
}
