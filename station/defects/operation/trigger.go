package operation

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// triggerPatches are the faults of TriggerMessage.
var triggerPatches = []defects.Patch{
	{Of: append(defects.Names(triggerFaults), defects.TriggerRejected), Put: triggers},
	{Of: []defects.Defect{
		defects.TriggerLogRejectedWhileUploading, defects.TriggeredLogAfterUpload, defects.TriggerFirmwareRejectedWhileDownloading,
		defects.TriggeredFirmwareAfterDownload,
	}, Put: triggeredWhileBusy},
	{Of: []defects.Defect{defects.UnknownTriggerCallError}, Put: unknownTrigger},
	{Of: []defects.Defect{defects.PendingIgnoresTrigger, defects.TriggeredBeforeAnswer, defects.TriggeredValuesLate}, Put: whenTriggered},
	{Of: []defects.Defect{
		defects.TriggeredValuesMainMeterOnly, defects.TriggeredValuesLastEVSEMissing, defects.TriggeredMeterValuesWrongEVSE,
		defects.TriggeredValuesOneEVSE, defects.TriggeredTransactionFirstOnly,
	}, Put: triggeredPlaces},
}

// triggerFault is a defect that only answers TriggerMessage otherwise.
type triggerFault struct {
	defect defects.Defect
	asked  ocpp201.MessageTrigger       // "" for any
	place  triggerPlace                 // that the request names
	right  ocpp201.TriggerMessageStatus // the answer of a good station
	wrong  ocpp201.TriggerMessageStatus // the answer of this one
	sends  func(*station.Firmware)      // nil for nothing
}

func (f triggerFault) Name() defects.Defect { return f.defect }

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
	{defects.TriggerHeartbeatRejected, ocpp201.MessageTriggerHeartbeat, whereverAsked, triggerAccepted, triggerRejected, nil},
	{defects.TriggerHeartbeatNotSent, ocpp201.MessageTriggerHeartbeat, whereverAsked, triggerAccepted, triggerAccepted, nil},
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
	{defects.TriggerBootAccepted, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerAccepted, bootAgain},
	{defects.TriggerBootAcceptedNotSent, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerAccepted, nil},
	{defects.TriggerBootUnknown, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerUnknown, nil},
	{defects.TriggerBootRejectedAndSent, ocpp201.MessageTriggerBootNotification, whereverAsked, triggerRejected, triggerRejected, bootAgain},
	{defects.SigningTriggerRejected, ocpp201.MessageTriggerSignChargingStationCertificate, whereverAsked, triggerAccepted, triggerRejected, nil},
	{defects.SigningTriggerUnknown, ocpp201.MessageTriggerSignChargingStationCertificate, whereverAsked, triggerAccepted, triggerUnknown, nil},
	{defects.SigningNotRequested, ocpp201.MessageTriggerSignChargingStationCertificate, whereverAsked, triggerAccepted, triggerAccepted, nil},
	{defects.UnknownTriggerRejected, "", whereverAsked, triggerUnknown, triggerRejected, nil},
	{defects.UnknownTriggerAccepted, "", whereverAsked, triggerUnknown, triggerAccepted, nil},
}

// bootAgain has a BootNotification sent.
func bootAgain(fw *station.Firmware) {
	fw.Provisioning.BootDue, fw.Provisioning.BootTriggered = true, true
}

func (f triggerFault) fits(q ocpp201.TriggerMessageRequest, status ocpp201.TriggerMessageStatus) bool {
	place := f.place == whereverAsked || (f.place == ofAllEVSEs) == (q.EVSE == nil)
	return f.right == status && place && (f.asked == "" || f.asked == q.RequestedMessage)
}

func triggers(fw *station.Firmware, s defects.Set) {
	faults := defects.Wanted(s, triggerFaults)
	right := fw.Control.Decide.Triggered
	fw.Control.Decide.Triggered = func(q ocpp201.TriggerMessageRequest) (ocpp201.TriggerMessageStatus, func()) {
		if s.Has(defects.TriggerRejected) {
			return triggerRejected, nil
		}
		status, sendIt := right(q)
		for _, f := range faults {
			switch {
			case !f.fits(q, status) || !s.Has(f.defect):
			case f.sends == nil:
				return f.wrong, nil
			default:
				return f.wrong, func() { f.sends(fw) }
			}
		}
		return status, sendIt
	}
}

// triggeredWhileBusy are the faults of a station that moves a file and is asked about it.
func triggeredWhileBusy(fw *station.Firmware, s defects.Set) {
	var putOff []func()
	right := fw.Control.Decide.Triggered
	fw.Control.Decide.Triggered = func(q ocpp201.TriggerMessageRequest) (ocpp201.TriggerMessageStatus, func()) {
		status, sendIt := right(q)
		var refuses, later defects.Defect
		switch {
		case status == triggerAccepted && q.RequestedMessage == ocpp201.MessageTriggerLogStatusNotification && fw.Files.Upload != nil:
			refuses, later = defects.TriggerLogRejectedWhileUploading, defects.TriggeredLogAfterUpload
		case status == triggerAccepted && q.RequestedMessage == ocpp201.MessageTriggerFirmwareStatusNotification && fw.Files.Update != nil:
			refuses, later = defects.TriggerFirmwareRejectedWhileDownloading, defects.TriggeredFirmwareAfterDownload
		default:
			return status, sendIt
		}
		switch {
		case s.Has(refuses):
			return triggerRejected, nil
		case s.Has(later):
			return triggerAccepted, func() { putOff = append(putOff, sendIt) }
		}
		return status, sendIt
	}
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		if len(putOff) > 0 && endsTransfer(m.Body) {
			due := putOff
			putOff = nil
			fw.Kernel.After(0, func() {
				for _, sendIt := range due {
					sendIt()
				}
			})
		}
	})
}

// endsTransfer tells a message that tells of the end of an upload or a download.
func endsTransfer(body any) bool {
	switch told := body.(type) {
	case ocpp201.LogStatusNotificationRequest:
		return told.Status != ocpp201.UploadLogStatusUploading
	case ocpp201.FirmwareStatusNotificationRequest:
		return told.Status == ocpp201.FirmwareStatusDownloadFailed || told.Status == ocpp201.FirmwareStatusInvalidSignature
	}
	return false
}

func unknownTrigger(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if r, ok := m.Body.(ocpp201.TriggerMessageResponse); ok && r.Status == triggerUnknown && s.Has(defects.UnknownTriggerCallError) {
			asked := m.Request.(ocpp201.TriggerMessageRequest).RequestedMessage
			m.Refusal = &wire.CallError{Code: ocppj.NotImplemented, Description: string(asked) + " is not implemented"}
		}
		pass(m)
	})
}

// whenTriggered are the faults of when a triggered message is sent.
func whenTriggered(fw *station.Firmware, s defects.Set) {
	right := fw.Control.Decide.SendTriggered
	fw.Control.Decide.SendTriggered = func(q ocpp201.TriggerMessageRequest, sendIt func()) {
		switch {
		case fw.Wire.Registration == wire.Pending && s.Has(defects.PendingIgnoresTrigger):
		case s.Has(defects.TriggeredBeforeAnswer):
			sendIt()
			fw.Wire.Pump()
		case q.RequestedMessage == ocpp201.MessageTriggerMeterValues && s.Has(defects.TriggeredValuesLate):
			fw.Wire.Then(func() { fw.Kernel.After(time.Minute, sendIt) })
		default:
			right(q, sendIt)
		}
	}
}

// triggeredPlaces are the faults of what triggered messages are about.
func triggeredPlaces(fw *station.Firmware, s defects.Set) {
	var asked *ocpp201.EVSE // in the last TriggerMessage for meter values
	metered, transactions := fw.Control.Decide.MeteredAt, fw.Control.Decide.TransactionsAt
	fw.Control.Decide.MeteredAt = func(at *ocpp201.EVSE) []int {
		asked = at
		places := metered(at)
		switch {
		case at != nil:
		case s.Has(defects.TriggeredValuesMainMeterOnly):
			return places[:1]
		case len(fw.Site.EVSEs) > 1 && s.Has(defects.TriggeredValuesLastEVSEMissing):
			return places[:len(places)-1]
		}
		return places
	}
	fw.Control.Decide.TransactionsAt = func(at *ocpp201.EVSE) []*charging.Session {
		open := transactions(at)
		if len(open) > 1 && s.Has(defects.TriggeredTransactionFirstOnly) {
			return open[:1]
		}
		return open
	}
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(ocpp201.MeterValuesRequest)
		if !ok || !isTriggered(q) {
			pass(m)
			return
		}
		switch first := fw.Site.EVSEs[0].ID; {
		case asked != nil && s.Has(defects.TriggeredMeterValuesWrongEVSE):
			q.EVSEID++
		case asked == nil && q.EVSEID != 0 && q.EVSEID != first && s.Has(defects.TriggeredValuesOneEVSE):
			q.EVSEID = first
		}
		m.Body = q
		pass(m)
	})
}

// isTriggered tells meter values that a TriggerMessage has asked for.
func isTriggered(q ocpp201.MeterValuesRequest) bool {
	for _, v := range q.MeterValue {
		for _, sample := range v.SampledValue {
			return sample.Context != nil && *sample.Context == ocpp201.ReadingContextTrigger
		}
	}
	return false
}
