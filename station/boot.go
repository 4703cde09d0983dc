package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// registering is the part of the firmware's state that introduces the station to the CSMS (use cases B01 to B03).
type registering struct {
	bootReason    ocpp201.BootReason
	bootedAt      time.Time
	registration  registration
	knownBefore   bool // the CSMS accepted this station in an earlier life
	bootDue       bool // BootNotification is the next message
	bootTriggered bool // and the CSMS has asked for it
	bootAlarm     *alarm
	stayingAway   bool // disconnected of its own accord until the next BootNotification is due

	heartbeatAlarm *alarm
	heartbeatAt    time.Time // of the last Heartbeat or BootNotification answered
}

type registration int

const (
	unregistered registration = iota // no BootNotificationResponse yet in this life
	pending
	rejected
	accepted
)

// ownBootInterval is the wait before the next BootNotification when the CSMS named none (B02.FR.07, B03.FR.05) or did
// not answer.
const ownBootInterval = time.Minute

// boot begins a life: what is remembered is read back, what the panel shows is taken over, and the first connection is
// tried at once.
func (fw *firmware) boot() {
	if err := fw.factory(); err != nil {
		panic(halt{err}) // New has checked the same settings
	}
	fw.restoreNetworkProfiles()
	fw.restoreVariables()
	fw.setOut(true)
	fw.load(recordRegistration, &fw.knownBefore)
	fw.restoreAvailability()
	fw.restoreCache()
	fw.restoreTransactions()
	fw.lookAround()
	fw.resumeTransactions()
	fw.armAligned()
	fw.armTransition()
	if fw.anyInoperative() && fw.defects.Has(defects.InoperativeStaysOffline) {
		return
	}
	fw.alarms.after(fw.config.Boot.Duration, fw.connect)
}

func (fw *firmware) bootCall() *call {
	fw.alarms.cancel(fw.bootAlarm)
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
	return newCall(fw, request, fw.registered, fw.notRegistered)
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
		fw.registration = accepted
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
		fw.registration = rejected
		if fw.config.Capabilities.ClosesWhenRejected {
			fw.goOffline(false)
			fw.stayingAway = true
		}
		if fw.defects.Has(defects.RejectedKeepsTalking) {
			fw.calls = append(fw.calls, newCall(fw, ocpp201.HeartbeatRequest{}, nil, nil))
		}
		if fw.defects.Has(defects.RejectedRetriesTooSoon) {
			interval /= 2
		}
	}
	fw.bootAgain(interval) // B02.FR.08, B03.FR.06
}

func (fw *firmware) bePending() {
	again := fw.registration == pending
	fw.registration = pending
	if !again && fw.defects.Has(defects.PendingSendsStatus) {
		for _, c := range fw.connectors() {
			fw.sendStatus(c, onDemand)
		}
	}
}

// outOfTurn lets through what only a defect sends before the station is accepted.
func (fw *firmware) outOfTurn(c *call) bool {
	switch fw.registration {
	case pending:
		return fw.defects.Has(defects.PendingSendsStatus) && c.action == "StatusNotification"
	case rejected:
		return fw.defects.Has(defects.RejectedKeepsTalking) && c.action == "Heartbeat"
	}
	return false
}

// notRegistered is called when BootNotification got no answer.
func (fw *firmware) notRegistered(reason error) {
	fw.log.Warn("BootNotification was not answered", "reason", reason)
	if reason == errLost && fw.registration == unregistered {
		return // the next connection begins with BootNotification
	}
	fw.bootAgain(ownBootInterval)
}

func (fw *firmware) bootAgain(after time.Duration) {
	fw.alarms.cancel(fw.bootAlarm)
	fw.bootAlarm = fw.alarms.after(after, func() {
		fw.bootDue = fw.registration != accepted
		if fw.stayingAway {
			fw.stayingAway = false
			fw.connect()
		}
	})
}

// remember keeps whether the CSMS wants this station, for a next life that begins offline.
func (fw *firmware) remember(wanted bool) {
	if fw.knownBefore != wanted {
		fw.save(recordRegistration, wanted)
		fw.knownBefore = wanted
	}
}

// inService tells whether drivers may be served: after the CSMS has accepted the station (B02.FR.03 and B03.FR.01 leave
// more to the operator), or, while it has not answered in this life, when it accepted the station in an earlier one.
// Nobody is served any more when a reboot is about to come.
func (fw *firmware) inService() bool {
	if fw.rebooting != nil {
		return false
	}
	return fw.registration == accepted || fw.registration == unregistered && fw.knownBefore
}

// reconcile gives EVs that came while drivers could not be served their turn.
func (fw *firmware) reconcile() {
	for _, c := range fw.connectors() {
		if c.evConnected() {
			fw.evConnected(c)
		}
	}
	for _, e := range fw.evses {
		if e.bay && !e.served && e.session == nil {
			fw.bayChanged(e, true)
		}
	}
}

// startWork is called when the CSMS has accepted the station.
func (fw *firmware) startWork(interval int) {
	fw.setHeartbeatInterval(interval)
	fw.armHeartbeat()
	fw.reportAllStatuses()
	fw.securityEvent()
	fw.reconcile()
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
	if fw.afterReset() {
		kind = "ResetOrReboot"
	}
	if fw.defects.Has(defects.StartupEventWrongType) {
		kind = "FirmwareUpdated"
	}
	fw.tellSecurity(kind, fw.bootedAt.Add(fw.clockOffset))
}
