package provisioning

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// RestoreRegistration takes over what an earlier life knew of the CSMS.
func (pr *Provisioning) RestoreRegistration() { pr.kernel.Load(record, &pr.knownBefore) }

// ownBootInterval is the wait before the next BootNotification when the CSMS named none (B02.FR.07, B03.FR.05) or did
// not answer.
const ownBootInterval = time.Minute

// BootCall is the BootNotification that is due.
func (pr *Provisioning) BootCall() *wire.Call {
	if !pr.BootDue {
		return nil
	}
	pr.BootDue = false
	pr.kernel.Cancel(pr.bootAlarm)
	request := ocpp201.BootNotificationRequest{
		Reason: pr.BootReason,
		ChargingStation: ocpp201.ChargingStation{
			Model: pr.product.Model, VendorName: pr.product.Vendor,
			SerialNumber: optional(pr.product.Serial), FirmwareVersion: optional(pr.Firmware),
		},
	}
	if pr.BootTriggered {
		request.Reason, pr.BootTriggered = ocpp201.BootReasonTriggered, false
	}
	return wire.NewCall(pr.wire, request, wire.Sending{}, pr.registered, pr.notRegistered)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// registered takes the answer to BootNotification.
func (pr *Provisioning) registered(r ocpp201.BootNotificationResponse) {
	pr.synchronize(r.CurrentTime.Time)
	pr.remember(r.Status == ocpp201.RegistrationStatusAccepted)
	interval := time.Duration(r.Interval) * time.Second
	if r.Status == ocpp201.RegistrationStatusAccepted {
		pr.wire.Registration = wire.Accepted
		pr.startWork(r.Interval)
		return
	}
	pr.stopHeartbeat()
	if interval <= 0 {
		interval = ownBootInterval
	}
	if r.Status == ocpp201.RegistrationStatusPending {
		pr.wire.Registration = wire.Pending
	} else {
		pr.wire.Registration = wire.Rejected
		if pr.product.Capabilities.ClosesWhenRejected {
			pr.wire.GoOffline(false)
			pr.stayingAway = true
		}
	}
	pr.bootAgain(interval) // B02.FR.08, B03.FR.06
}

// notRegistered is called when BootNotification got no answer.
func (pr *Provisioning) notRegistered(reason error) {
	pr.kernel.Log.Warn("BootNotification was not answered", "reason", reason)
	if reason == wire.ErrLost && pr.wire.Registration == wire.Unregistered {
		return // the next connection begins with BootNotification
	}
	pr.bootAgain(ownBootInterval)
}

func (pr *Provisioning) bootAgain(after time.Duration) {
	pr.kernel.Cancel(pr.bootAlarm)
	pr.bootAlarm = pr.kernel.After(after, func() {
		pr.BootDue = pr.wire.Registration != wire.Accepted
		if pr.stayingAway {
			pr.stayingAway = false
			pr.wire.Connect()
		}
	})
}

// remember keeps whether the CSMS wants this station, for a next life that begins offline.
func (pr *Provisioning) remember(wanted bool) {
	if pr.knownBefore != wanted {
		pr.kernel.Save(record, wanted)
		pr.knownBefore = wanted
	}
}

// InService tells whether drivers may be served: after the CSMS has accepted the station (B02.FR.03 and B03.FR.01 leave
// more to the operator), or, while it has not answered in this life, when it accepted the station in an earlier one.
// Nobody is served any more when a reboot is about to come.
func (pr *Provisioning) InService() bool {
	if pr.Closed {
		return false
	}
	return pr.wire.Registration == wire.Accepted || pr.wire.Registration == wire.Unregistered && pr.knownBefore
}

// startWork is called when the CSMS has accepted the station.
func (pr *Provisioning) startWork(interval int) {
	pr.setHeartbeatInterval(interval)
	pr.ArmHeartbeat()
	pr.site.ReportAllStatuses()
	pr.securityEvent()
	pr.Hooks.Serve()
}

// securityEvent tells of the start.
func (pr *Provisioning) securityEvent() {
	if pr.BootReason == ocpp201.BootReasonUnknown { // it has only turned to another CSMS
		return
	}
	kind := "StartupOfTheDevice"
	if pr.BootReason == ocpp201.BootReasonRemoteReset || pr.BootReason == ocpp201.BootReasonScheduledReset {
		kind = "ResetOrReboot"
	}
	pr.TellSecurity(kind, pr.kernel.ByClock(pr.BootedAt))
}

// TellSecurity reports a critical security event, which is delivered without fail, and writes it into the security log
// (part 2 appendices, "Security Events"; A04.FR.02).
func (pr *Provisioning) TellSecurity(kind string, at time.Time) {
	pr.kernel.Security.Note(at, kind)
	wire.Send(pr.wire, ocpp201.SecurityEventNotificationRequest{Type: kind, Timestamp: ocpp201.DateTime{Time: at}}, wire.Sending{Keep: true})
}

// DataTransfer knows no vendor (P01.FR.05).
func (pr *Provisioning) DataTransfer(ocpp201.DataTransferRequest) (ocpp201.DataTransferResponse, error) {
	return ocpp201.DataTransferResponse{Status: ocpp201.DataTransferStatusUnknownVendorId}, nil
}

// Connected is called when there is a connection. Part 4 section 5.3: no BootNotification when only the connection was lost.
func (pr *Provisioning) Connected() {
	switch pr.wire.Registration {
	case wire.Unregistered:
		pr.BootDue = true
	case wire.Accepted:
		pr.site.ReportAfterOffline()
	}
}

// Unregister has the station register again, at another CSMS than before (B10.FR.10, errata 2025-09, section 2.13).
func (pr *Provisioning) Unregister() {
	pr.BootReason = ocpp201.BootReasonUnknown // it has not booted, and BootReasonEnumType has no word for this
	pr.kernel.Cancel(pr.bootAlarm)
	pr.stopHeartbeat()
}

// record is the name under which whether the CSMS wants the station is kept.
const record = "registration"
