package operation

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// firmwareTimes are the faults of when an update goes on.
func firmwareTimes(fw *station.Firmware, s defects.Set) {
	download, install, inUse := fw.Files.Decide.DownloadAt, fw.Files.Decide.InstallAt, fw.Files.Decide.InUse
	scheduled := func(status ocpp201.FirmwareStatus) bool { return fw.Files.Update.Status == status }
	fw.Files.Decide.DownloadAt = func(o files.Order) time.Time {
		at := download(o)
		if at.After(fw.Kernel.Now()) && (s.Has(defects.DownloadTimeIgnored) || scheduled(ocpp201.FirmwareStatusDownloadScheduled) && s.Has(defects.DownloadScheduledAtOnce)) {
			return time.Time{}
		}
		return at
	}
	fw.Files.Decide.InstallAt = func(o files.Order) *time.Time {
		at := install(o)
		if at != nil && at.After(fw.Kernel.Now()) && (s.Has(defects.InstallTimeIgnored) || scheduled(ocpp201.FirmwareStatusInstallScheduled) && s.Has(defects.InstallScheduledAtOnce)) {
			return nil
		}
		return at
	}
	fw.Files.Decide.InUse = func() bool {
		return inUse() || fw.Files.Update.Step == files.StepInstall && s.Has(defects.InstallWaitsForEver)
	}
}

// firmwareRetries are the faults of how often a download is tried, and when.
func firmwareRetries(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(ocpp201.UpdateFirmwareRequest)
		switch {
		case !ok:
			pass(m)
			return
		case s.Has(defects.FirmwareRetriedForEver):
			q.Retries = new(1 << 30)
		case q.Retries == nil: // it is the station's choice
		case s.Has(defects.FirmwareRetriesIgnored):
			q.Retries = new(0)
		case s.Has(defects.FirmwareRetriedOnceMore):
			q.Retries = new(*q.Retries + 1)
		case s.Has(defects.FirmwareRetryIntervalIgnored):
			q.RetryInterval = new(0)
		}
		m.Body = q
		pass(m)
	})
}

// firmwareWaits are the faults of an update that waits for drivers.
func firmwareWaits(fw *station.Firmware, s defects.Set) {
	inUse, letsCome, mayHold, tells := fw.Files.Decide.InUse, fw.Files.Decide.LetsCome, fw.Files.Decide.MayHold, fw.Site.Decide.TellsChange
	fw.Files.Decide.InUse = func() bool { return inUse() && !s.Has(defects.UpdateEndsTransactions) }
	fw.Files.Decide.LetsCome = func() bool {
		if letsCome() {
			return !s.Has(defects.PendingUpdateRefusesDrivers)
		}
		return s.Has(defects.PendingUpdateKeepsConnectors)
	}
	fw.Files.Decide.MayHold = func(e *site.EVSE) bool {
		busy := charging.At(e) != nil && charging.At(e).Tx != nil
		return mayHold(e) || busy && !fw.Site.Updating && s.Has(defects.PendingUpdateTakesEVSEInUse)
	}
	fw.Site.Decide.TellsChange = func(c *site.Connector, status ocpp201.ConnectorStatus) bool {
		pending := c.EVSE.Updating && !fw.Site.Updating
		return tells(c, status) && !(pending && status == ocpp201.ConnectorStatusUnavailable && s.Has(defects.PendingUpdateNotReported))
	}
	closed := fw.Site.Decide.Closed
	fw.Site.Decide.Closed = func(e *site.EVSE) bool {
		return closed(e) && !(e.Updating && !fw.Site.Updating && s.Has(defects.PendingUpdateTakesDrivers))
	}
}

// firmwareKeepsConnectors does not give back what an update has taken out of service, also over its reboots.
func firmwareKeepsConnectors(fw *station.Firmware, s defects.Set) {
	right := fw.Files.Decide.Release
	fw.Files.Decide.Release = func() {
		if !s.Has(defects.UpdateKeepsConnectors) {
			right()
		}
	}
	if fw.Provisioning.BootReason != ocpp201.BootReasonFirmwareUpdate || !s.Has(defects.UpdateKeepsConnectors) {
		return
	}
	for _, e := range fw.Site.EVSEs {
		e.Updating = true
	}
}

// firmwareStarts are the faults of how the new firmware starts.
func firmwareStarts(fw *station.Firmware, s defects.Set) {
	reason, reboot, renew := fw.Files.Decide.BootReason, fw.Files.Hooks.Reboot, fw.Files.Decide.Renew
	fw.Files.Decide.BootReason = func() ocpp201.BootReason {
		if s.Has(defects.UpdateBootWrongReason) {
			return ocpp201.BootReasonRemoteReset
		}
		return reason()
	}
	fw.Files.Hooks.Reboot = func(why ocpp201.BootReason) {
		if fw.Files.Update != nil && fw.Files.Update.Step == files.StepTell && s.Has(defects.UpdateWithoutReboot) {
			fw.Kernel.After(0, fw.Files.Connected) // as after an update to which no reboot belongs
			return
		}
		reboot(why)
	}
	fw.Files.Decide.Renew = func() {
		if s.Has(defects.UpdateLosesTransactions) {
			for _, session := range fw.Charging.Sessions() {
				session.Tx = nil
			}
		}
		if s.Has(defects.UpdateWithoutReconnect) {
			fw.Kernel.After(0, fw.Files.Connected)
			return
		}
		renew()
	}
}

// firmwareRuns are the faults of a new firmware that does not run.
func firmwareRuns(fw *station.Firmware, s defects.Set) {
	activate, version := fw.Files.Decide.Activate, fw.Files.Decide.Version
	fw.Files.Decide.Version = func() string {
		if runs := version(); runs == fw.Product.Firmware || !s.Has(defects.UpdateKeepsVersion) {
			return runs
		}
		return fw.Product.Firmware
	}
	fw.Files.Decide.Activate = func(slot int) {
		if !s.Has(defects.InstalledBeforeItRuns) {
			activate(slot)
		}
	}
	ofStatuses(fw, false, func(q firmwareStatus, tell func(firmwareStatus)) {
		switch {
		case q.Status == ocpp201.FirmwareStatusInstallRebooting && !toInstall(fw) && s.Has(defects.InstalledBeforeItRuns):
			q.Status = ocpp201.FirmwareStatusInstalled
			tell(q)
			fw.Provisioning.TellSecurity("FirmwareUpdated", fw.Kernel.Now())
			return
		case q.Status == ocpp201.FirmwareStatusInstallationFailed && s.Has(defects.InstalledBeforeItRuns):
			return // that the image does not run
		}
		tell(q)
	})
}

// firmwareForgotten are the faults of what outlasts a power cut.
func firmwareForgotten(fw *station.Firmware, s defects.Set) {
	if fw.Kernel.Reason != string(ocpp201.BootReasonPowerUp) {
		return
	}
	forgets(fw, files.UpdateRecord, func() bool { return s.Has(defects.UpdateForgottenByPowerCut) })
	forgets(fw, files.RunningRecord, func() bool { return s.Has(defects.FirmwareForgottenByPowerCut) })
}
