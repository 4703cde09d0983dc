package files

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// Updating is a firmware update that is under way, from its UpdateFirmware to the last status. What is exported outlasts a
// reboot and a power cut. Part 2 does not tell what becomes of an update then: this station goes on with it, from the beginning
// of the step that was interrupted.
type Updating struct {
	Order  Order
	Step   Step
	Status ocpp201.FirmwareStatus // told last
	Slot   int                    // which the image goes to
	Failed ocpp201.FirmwareStatus // how a SilentBootloader has failed, which is yet to be told

	transfer *transfer     // of the download, nil while there is none
	begun    bool          // its answer has gone out, or in a later life the CSMS has accepted the station
	waited   bool          // for a transaction
	alarm    *kernel.Alarm // of what is due next
}

// RequestID is that of the request that has asked for the update.
func (u *Updating) RequestID() int { return u.Order.RequestID }

// Order is what the CSMS has asked for.
type Order struct {
	RequestID              int
	Location               string
	Retrieve               time.Time
	Install                *time.Time
	Certificate, Signature *string
	Retries, RetryInterval *int
}

// Step is what an update is at.
type Step string

// The steps, in their order. An update ends in any of them.
const (
	StepDownload Step = "download" // waits for its time, or downloads
	StepInstall  Step = "install"  // downloaded and verified: waits for its time or for drivers
	StepReboot   Step = "reboot"   // into the bootloader that installs it
	StepWrite    Step = "write"    // is being installed
	StepActivate Step = "activate" // installed: waits for drivers
	StepTell     Step = "tell"     // what was installed runs, or is about to; the CSMS does not know yet
	StepEnd      Step = "end"      // has ended; the CSMS has not confirmed that it knows
)

// UpdateFirmware answers use cases L01 and L02. What it starts is followed up by Follow.
func (fs *Files) UpdateFirmware(q ocpp201.UpdateFirmwareRequest) (ocpp201.UpdateFirmwareResponse, error) {
	if answer := fs.distrusted(q.Firmware); answer != nil {
		return *answer, nil
	}
	if _, err := fs.fileLocation(q.Firmware.Location); err != nil {
		return fs.refusedUpdate("InvalidURL", err), nil
	}
	answer := ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusAccepted}
	if fs.Update != nil {
		if !fs.Decide.Cancels(fs.Update) { // L01.FR.27
			return fs.refusedUpdate("FwUpdateInProgress", errors.New("the firmware update that is under way cannot be canceled")), nil
		}
		answer.Status = ocpp201.UpdateFirmwareStatusAcceptedCanceled // L01.FR.24
		fs.cancelUpdate()
	}
	u := &Updating{Step: StepDownload, Order: Order{
		RequestID: q.RequestID, Location: q.Firmware.Location, Retrieve: q.Firmware.RetrieveDateTime.Time, Install: timeOf(q.Firmware.InstallDateTime),
		Certificate: q.Firmware.SigningCertificate, Signature: q.Firmware.Signature, Retries: q.Retries, RetryInterval: q.RetryInterval,
	}}
	fs.Update = u
	fs.saveUpdate()
	fs.wire.Then(func() {
		u.begun = fs.Update == u // else it was canceled before its answer went out
		fs.Follow()
		if answer.Status == ocpp201.UpdateFirmwareStatusAcceptedCanceled {
			fs.reopen()
		}
	})
	return answer, nil
}

func (fs *Files) refusedUpdate(code string, why error) ocpp201.UpdateFirmwareResponse {
	return ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusRejected, StatusInfo: fs.wire.Reason(code, why.Error())}
}

// cancels tells whether an update can make room for another one: until the station has begun to reboot for it.
func (fs *Files) cancels(u *Updating) bool {
	return fs.product.Capabilities.CancelsUpdates && u.Step != StepReboot && u.Step != StepTell
}

// cancelUpdate makes room for another update (L01.FR.24).
func (fs *Files) cancelUpdate() {
	old, status := fs.Update, ocpp201.FirmwareStatusInstallationFailed
	if old.Step == StepDownload {
		status = ocpp201.FirmwareStatusDownloadFailed
	}
	fs.stopUpdate(old)
	fs.lastUpdate = old
	fs.wire.Then(func() {
		if fs.product.Capabilities.TellsCanceledUpdate {
			fs.sendFirmware(old, status)
		}
	})
}

// stopUpdate ends whatever an update has set going, and gives the EVSEs back.
func (fs *Files) stopUpdate(u *Updating) {
	if u.transfer != nil {
		fs.giveUp(u.transfer)
	}
	fs.kernel.Cancel(u.alarm)
	u.begun = false
	fs.Decide.Release()
}

// Follow goes on with the update as far as it can go now. It is called whenever anything has happened.
func (fs *Files) Follow() {
	u := fs.Update
	if u == nil || !u.begun || fs.kernel.Ended() {
		return
	}
	switch u.Step {
	case StepDownload:
		fs.followDownload(u)
	case StepInstall:
		fs.followInstall(u)
	case StepWrite:
		fs.followWrite(u)
	case StepActivate:
		fs.followActivate(u)
	}
	switch {
	case fs.Update != u:
	case fs.site.Updating:
		fs.hold() // whatever has become free meanwhile
	case u.waited:
		fs.standBy()
	}
}

// until tells whether a time is yet to come, and has Follow called then.
func (fs *Files) until(u *Updating, at time.Time) bool {
	wait := at.Sub(fs.kernel.Now())
	if wait <= 0 {
		return false
	}
	if u.alarm == nil {
		u.alarm = fs.kernel.After(wait, func() { u.alarm = nil })
	}
	return true
}

// endUpdate tells how the update has ended, and serves everybody again.
func (fs *Files) endUpdate(u *Updating, status ocpp201.FirmwareStatus) {
	fs.tellEnd(u, status)
	fs.stopUpdate(u)
	fs.reopen()
}

// tellEnd tells how the update has ended, and forgets it when the CSMS knows.
func (fs *Files) tellEnd(u *Updating, status ocpp201.FirmwareStatus) {
	u.Step, u.Status = StepEnd, status
	fs.kernel.Save(UpdateRecord, u)
	fs.lastUpdate, fs.Update = u, nil
	known := func() {
		if fs.Update == nil {
			fs.saveUpdate()
		}
	}
	wire.Ask(fs.wire, u.says(status), wire.Sending{Keep: true}, func(ocpp201.FirmwareStatusNotificationResponse) { known() }, func(reason error) {
		if errors.As(reason, new(*wire.CallError)) {
			known()
		}
	})
	if status == ocpp201.FirmwareStatusInstalled {
		fs.provisioning.TellSecurity("FirmwareUpdated", fs.kernel.Now()) // L01.FR.31
	}
}

// tellFirmware tells that the update has entered a state (L01.FR.01).
func (fs *Files) tellFirmware(u *Updating, status ocpp201.FirmwareStatus) {
	u.Status = status
	fs.saveUpdate()
	fs.sendFirmware(u, status)
}

// sendFirmware tells a state of an update. It is delivered also when the connection is lost meanwhile: a state
// of which the CSMS does not hear would leave it waiting.
func (fs *Files) sendFirmware(u *Updating, status ocpp201.FirmwareStatus) {
	wire.Send(fs.wire, u.says(status), wire.Sending{Keep: true})
}

// says is the message of a state (L01.FR.10, FR.20).
func (u *Updating) says(status ocpp201.FirmwareStatus) ocpp201.FirmwareStatusNotificationRequest {
	return ocpp201.FirmwareStatusNotificationRequest{Status: status, RequestID: &u.Order.RequestID}
}

// tellOnce tells a state in which the update may be already.
func (fs *Files) tellOnce(u *Updating, status ocpp201.FirmwareStatus) {
	if u.Status != status {
		fs.tellFirmware(u, status)
	}
}

// FirmwareStatus is what the station tells of its update when it is asked: the status that it has told last while one is
// under way (L01.FR.26), else Idle (L01.FR.25, F06.FR.16). For an update that has failed L01.FR.26 asks for its last status by the
// letter, and F06.FR.16 for Idle; messages that were asked for give current information only (F06.FR.09).
func (fs *Files) FirmwareStatus() ocpp201.FirmwareStatusNotificationRequest {
	told := fs.Update
	if told == nil && fs.product.Capabilities.TellsFailedUpdate && fs.lastUpdate != nil && fs.lastUpdate.Status != ocpp201.FirmwareStatusInstalled {
		told = fs.lastUpdate
	}
	if told == nil || told.Status == "" {
		return ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
	}
	return told.says(told.Status)
}

// Installing tells whether the station cannot be reset now, because firmware is being written or about to start (B11.FR.06).
func (fs *Files) Installing() bool {
	return fs.Update != nil && (fs.Update.Step == StepReboot || fs.Update.Step == StepWrite || fs.Update.Step == StepTell)
}
