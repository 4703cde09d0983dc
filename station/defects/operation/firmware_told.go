package operation

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/files"
)

// firmwareEvents are the security events that are missing.
func firmwareEvents(fw *station.Firmware, s defects.Set) {
	missing := map[string]defects.Defect{
		"InvalidFirmwareSigningCertificate": defects.FirmwareCertificateEventMissing,
		"InvalidFirmwareSignature":          defects.FirmwareSignatureEventMissing,
		"FirmwareUpdated":                   defects.FirmwareUpdatedEventMissing,
	}
	ofStatuses(fw, false, func(q ocpp201.SecurityEventNotificationRequest, tell func(ocpp201.SecurityEventNotificationRequest)) {
		if fault, ours := missing[q.Type]; !ours || !s.Has(fault) {
			tell(q)
		}
	})
}

// ofStatus is a fault of the message with one status.
type ofStatus struct {
	name   defects.Defect
	status ocpp201.FirmwareStatus
}

// Name is that of the fault.
func (f ofStatus) Name() defects.Defect { return f.name }

var untold = []ofStatus{
	{defects.DownloadScheduledNotTold, ocpp201.FirmwareStatusDownloadScheduled},
	{defects.FirmwareDownloadedNotTold, ocpp201.FirmwareStatusDownloaded},
	{defects.FirmwareDownloadFailureNotTold, ocpp201.FirmwareStatusDownloadFailed},
	{defects.FirmwareVerifiedNotTold, ocpp201.FirmwareStatusSignatureVerified},
	{defects.FirmwareSignatureFailureNotTold, ocpp201.FirmwareStatusInvalidSignature},
	{defects.InstallScheduledNotTold, ocpp201.FirmwareStatusInstallScheduled},
	{defects.RebootToInstallNotTold, ocpp201.FirmwareStatusInstallRebooting},
	{defects.FirmwareInstallingNotTold, ocpp201.FirmwareStatusInstalling},
	{defects.FirmwareSpoiledNotTold, ocpp201.FirmwareStatusInstallVerificationFailed},
	{defects.FirmwareInstalledNotTold, ocpp201.FirmwareStatusInstalled},
}

var toldTwice = []ofStatus{
	{defects.FirmwareDownloadedToldTwice, ocpp201.FirmwareStatusDownloaded},
	{defects.FirmwareVerifiedToldTwice, ocpp201.FirmwareStatusSignatureVerified},
	{defects.FirmwareInstallingToldTwice, ocpp201.FirmwareStatusInstalling},
	{defects.FirmwareInstalledToldTwice, ocpp201.FirmwareStatusInstalled},
}

// has tells whether the station has a fault of the message, which is about an installation where it says that it reboots.
func has(fw *station.Firmware, s defects.Set, faults []ofStatus, q firmwareStatus) bool {
	for _, f := range defects.Wanted(s, faults) {
		if f.status != q.Status || q.Status == ocpp201.FirmwareStatusInstallRebooting && !toInstall(fw) {
			continue
		}
		return s.Has(f.name)
	}
	return false
}

// toInstall tells a reboot before the installation from one after it, which need not be told (L01.FR.32).
func toInstall(fw *station.Firmware) bool {
	return fw.Files.Update != nil && fw.Files.Update.Step == files.StepReboot
}

func firmwareUntold(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, false, func(q firmwareStatus, tell func(firmwareStatus)) {
		if !has(fw, s, untold, q) {
			tell(q)
		}
	})
}

func firmwareToldTwice(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, false, func(q firmwareStatus, tell func(firmwareStatus)) {
		if has(fw, s, toldTwice, q) {
			tell(q)
		}
		tell(q)
	})
}

// firmwareMistold are the faults of what a message says, and when.
func firmwareMistold(fw *station.Firmware, s defects.Set) {
	var first *int
	var held *firmwareStatus
	ofStatuses(fw, false, func(q firmwareStatus, tell func(firmwareStatus)) {
		if first == nil {
			first = q.RequestID
		}
		switch {
		case held != nil:
			tell(q)
			q, held = *held, nil
		case q.Status == ocpp201.FirmwareStatusSignatureVerified && s.Has(defects.FirmwareVerifiedToldLate):
			held = &q
			return
		case q.Status == ocpp201.FirmwareStatusDownloadFailed && s.Has(defects.FirmwareDownloadFailureAsInstall):
			q.Status = ocpp201.FirmwareStatusInstallationFailed
		case q.Status == ocpp201.FirmwareStatusInvalidSignature && s.Has(defects.FirmwareSignatureFailureAsDownload):
			q.Status = ocpp201.FirmwareStatusDownloadFailed
		case q.Status == ocpp201.FirmwareStatusInstallVerificationFailed && s.Has(defects.FirmwareSpoiledToldAsInstalled):
			q.Status = ocpp201.FirmwareStatusInstalled
		case *q.RequestID != *first && s.Has(defects.FirmwareStatusOfFirstRequest):
			q.RequestID = first
		}
		tell(q)
	})
}
