package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// registering is the part of the firmware's state that introduces the station to the CSMS (use cases B01 to B03).
type registering struct {
	deskHooks     deskHooks
	bootReason    ocpp201.BootReason
	bootedAt      time.Time
	knownBefore   bool // the CSMS accepted this station in an earlier life
	bootDue       bool // BootNotification is the next message
	bootTriggered bool // and the CSMS has asked for it
	bootAlarm     *kernel.Alarm
	closed        bool // nobody is served any more: a reboot is about to come
	stayingAway   bool // disconnected of its own accord until the next BootNotification is due

	transitionAlarm *kernel.Alarm // of the next time offset
	heartbeatAlarm  *kernel.Alarm
	heartbeatAt     time.Time // of the last Heartbeat or BootNotification answered
}

// deskHooks are what the registration tells the rooms above.
type deskHooks struct {
	serve           func() // drivers who came before may be served now
	clockSet        func() // the station's clock has jumped
	settingsChanged func() // the CSMS has set variables
}

// restoreRegistration takes over what an earlier life knew of the CSMS.
func (fw *firmware) restoreRegistration() { fw.kernel.Load(recordRegistration, &fw.knownBefore) }

// ownBootInterval is the wait before the next BootNotification when the CSMS named none (B02.FR.07, B03.FR.05) or did
// not answer.
const ownBootInterval = time.Minute

// bootCall is the BootNotification that is due.
func (fw *firmware) bootCall() *wire.Call {
	if !fw.bootDue {
		return nil
	}
	fw.bootDue = false
	fw.kernel.Cancel(fw.bootAlarm)
	request := ocpp201.BootNotificationRequest{
		Reason: fw.bootReason,
		ChargingStation: ocpp201.ChargingStation{
			Model: fw.config.Model, VendorName: fw.config.Vendor,
			SerialNumber: optional(fw.config.Serial), FirmwareVersion: optional(fw.config.Firmware),
		},
	}
	if fw.bootTriggered {
		request.Reason, fw.bootTriggered = ocpp201.BootReasonTriggered, false
	}
	if fw.defects.Has(defects.BootReasonWrong) {
		request.Reason = ocpp201.BootReasonUnknown
	}
	return wire.NewCall(fw.wire, request, wire.Sending{}, fw.registered, fw.notRegistered)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// registered takes the answer to BootNotification.
func (fw *firmware) registered(r ocpp201.BootNotificationResponse) {
	fw.synchronize(r.CurrentTime.Time)
	fw.remember(r.Status == ocpp201.RegistrationStatusAccepted)
	interval := time.Duration(r.Interval) * time.Second
	if r.Status == ocpp201.RegistrationStatusAccepted {
		fw.wire.Registration = wire.Accepted
		fw.startWork(r.Interval)
		return
	}
	fw.stopHeartbeat()
	if interval <= 0 {
		interval = ownBootInterval
	}
	if r.Status == ocpp201.RegistrationStatusPending {
		fw.bePending()
	} else {
		fw.wire.Registration = wire.Rejected
		if fw.config.Capabilities.ClosesWhenRejected {
			fw.wire.GoOffline(false)
			fw.stayingAway = true
		}
		if fw.defects.Has(defects.RejectedKeepsTalking) {
			wire.Send(fw.wire, ocpp201.HeartbeatRequest{}, wire.Sending{})
		}
		if fw.defects.Has(defects.RejectedRetriesTooSoon) {
			interval /= 2
		}
	}
	fw.bootAgain(interval) // B02.FR.08, B03.FR.06
}

func (fw *firmware) bePending() {
	again := fw.wire.Registration == wire.Pending
	fw.wire.Registration = wire.Pending
	if !again && fw.defects.Has(defects.PendingSendsStatus) {
		for _, c := range fw.connectors() {
			fw.sendStatus(c, onDemand, wire.Sending{})
		}
	}
}

// notRegistered is called when BootNotification got no answer.
func (fw *firmware) notRegistered(reason error) {
	fw.kernel.Log.Warn("BootNotification was not answered", "reason", reason)
	if reason == wire.ErrLost && fw.wire.Registration == wire.Unregistered {
		return // the next connection begins with BootNotification
	}
	fw.bootAgain(ownBootInterval)
}

func (fw *firmware) bootAgain(after time.Duration) {
	fw.kernel.Cancel(fw.bootAlarm)
	fw.bootAlarm = fw.kernel.After(after, func() {
		fw.bootDue = fw.wire.Registration != wire.Accepted
		if fw.stayingAway {
			fw.stayingAway = false
			fw.wire.Connect()
		}
	})
}

// remember keeps whether the CSMS wants this station, for a next life that begins offline.
func (fw *firmware) remember(wanted bool) {
	if fw.knownBefore != wanted {
		fw.kernel.Save(recordRegistration, wanted)
		fw.knownBefore = wanted
	}
}

// inService tells whether drivers may be served: after the CSMS has accepted the station (B02.FR.03 and B03.FR.01 leave
// more to the operator), or, while it has not answered in this life, when it accepted the station in an earlier one.
// Nobody is served any more when a reboot is about to come.
func (fw *firmware) inService() bool {
	if fw.closed {
		return false
	}
	return fw.wire.Registration == wire.Accepted || fw.wire.Registration == wire.Unregistered && fw.knownBefore
}

// startWork is called when the CSMS has accepted the station.
func (fw *firmware) startWork(interval int) {
	fw.setHeartbeatInterval(interval)
	fw.armHeartbeat()
	fw.reportAllStatuses()
	fw.securityEvent()
	fw.deskHooks.serve()
}

// securityEvent tells of the start.
func (fw *firmware) securityEvent() {
	if fw.defects.Has(defects.StartupEventMissing) || fw.bootReason == ocpp201.BootReasonUnknown { // it has only turned to another CSMS
		return
	}
	if fw.anyInoperative() && fw.defects.Has(defects.InoperativeHidesStartup) {
		return
	}
	kind := "StartupOfTheDevice"
	if fw.bootReason == ocpp201.BootReasonRemoteReset || fw.bootReason == ocpp201.BootReasonScheduledReset {
		kind = "ResetOrReboot"
	}
	if fw.defects.Has(defects.StartupEventWrongType) {
		kind = "FirmwareUpdated"
	}
	fw.tellSecurity(kind, fw.kernel.ByClock(fw.bootedAt))
}

// tellSecurity reports a critical security event, which is delivered without fail, and writes it into the security log
// (part 2 appendices, "Security Events"; A04.FR.02).
func (fw *firmware) tellSecurity(kind string, at time.Time) {
	fw.kernel.Security.Note(at, kind)
	wire.Send(fw.wire, ocpp201.SecurityEventNotificationRequest{Type: kind, Timestamp: ocpp201.DateTime{Time: at}}, wire.Sending{Keep: true})
}

// dataTransfer knows no vendor (P01.FR.05).
func (fw *firmware) dataTransfer(ocpp201.DataTransferRequest) (ocpp201.DataTransferResponse, error) {
	return ocpp201.DataTransferResponse{Status: ocpp201.DataTransferStatusUnknownVendorId}, nil
}

// connected is called when there is a connection. Part 4 section 5.3: no BootNotification when only the connection was lost.
func (fw *firmware) connected() {
	switch fw.wire.Registration {
	case wire.Unregistered:
		fw.bootDue = true
	case wire.Accepted:
		fw.reportAfterOffline()
	}
}

// unregister has the station register again, at another CSMS than before (B10.FR.10, errata 2025-09, section 2.13).
func (fw *firmware) unregister() {
	fw.bootReason = ocpp201.BootReasonUnknown // it has not booted, and BootReasonEnumType has no word for this
	fw.kernel.Cancel(fw.bootAlarm)
	fw.stopHeartbeat()
}
