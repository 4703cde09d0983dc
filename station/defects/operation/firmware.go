package operation

import (
	"crypto/x509"
	"encoding/pem"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/wire"
)

// firmwarePatches are the faults of firmware updates.
var firmwarePatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.WrongSignatureInstalled, defects.SigningCertificateNotVerified, defects.ExpiredSigningCertificateAccepted, defects.SpoiledFirmwareInstalled,
	}, Put: firmwareVerified},
	{Of: []defects.Defect{
		defects.UnsignedUpdateAccepted, defects.InvalidCertificateAccepted, defects.SecondUpdateAccepted, defects.SecondUpdateRejected,
		defects.SecondUpdateCancelsNothing,
	}, Put: firmwareAnswers},
	{Of: []defects.Defect{defects.FirmwareCertificateEventMissing, defects.FirmwareSignatureEventMissing, defects.FirmwareUpdatedEventMissing}, Put: firmwareEvents},
	{Of: defects.Names(untold), Put: firmwareUntold},
	{Of: defects.Names(toldTwice), Put: firmwareToldTwice},
	{Of: []defects.Defect{
		defects.FirmwareVerifiedToldLate, defects.FirmwareDownloadFailureAsInstall, defects.FirmwareSignatureFailureAsDownload, defects.FirmwareSpoiledToldAsInstalled,
		defects.FirmwareStatusOfFirstRequest,
	}, Put: firmwareMistold},
	{Of: []defects.Defect{
		defects.DownloadTimeIgnored, defects.DownloadScheduledAtOnce, defects.InstallTimeIgnored, defects.InstallScheduledAtOnce, defects.InstallWaitsForEver,
	}, Put: firmwareTimes},
	{Of: []defects.Defect{
		defects.FirmwareRetriesIgnored, defects.FirmwareRetriedOnceMore, defects.FirmwareRetriedForEver, defects.FirmwareRetryIntervalIgnored,
	}, Put: firmwareRetries},
	{Of: []defects.Defect{
		defects.UpdateEndsTransactions, defects.PendingUpdateKeepsConnectors, defects.PendingUpdateTakesEVSEInUse, defects.PendingUpdateTakesDrivers,
		defects.PendingUpdateRefusesDrivers, defects.PendingUpdateNotReported,
	}, Put: firmwareWaits},
	{Of: []defects.Defect{defects.UpdateKeepsConnectors}, Put: firmwareKeepsConnectors},
	{Of: []defects.Defect{
		defects.UpdateBootWrongReason, defects.UpdateWithoutReboot, defects.UpdateWithoutReconnect, defects.UpdateLosesTransactions,
	}, Put: firmwareStarts},
	{Of: []defects.Defect{defects.UpdateKeepsVersion, defects.InstalledBeforeItRuns}, Put: firmwareRuns},
	{Of: []defects.Defect{defects.UpdateForgottenByPowerCut, defects.FirmwareForgottenByPowerCut}, Put: firmwareForgotten},
}

// firmwareVerified are the faults of what the station holds certificate, signature and image against.
func firmwareVerified(fw *station.Firmware, s defects.Set) {
	trusted, genuine, sound := fw.Files.Decide.Trusted, fw.Files.Decide.Genuine, fw.Files.Decide.Sound
	believed := func(text string) bool { // although it is not valid
		return trusted(text) != nil && readCertificate(text) != nil &&
			(s.Has(defects.SigningCertificateNotVerified) || expired(text, fw.Kernel.Now()) && s.Has(defects.ExpiredSigningCertificateAccepted))
	}
	fw.Files.Decide.Trusted = func(text string) error {
		if believed(text) {
			return nil
		}
		return trusted(text)
	}
	fw.Files.Decide.Genuine = func(o files.Order, file []byte) error {
		err := genuine(o, file)
		if o.Certificate != nil && believed(*o.Certificate) {
			err = files.Signed(readCertificate(*o.Certificate), o.Signature, file)
		}
		if err != nil && s.Has(defects.WrongSignatureInstalled) {
			return nil
		}
		return err
	}
	fw.Files.Decide.Sound = func(file []byte) error {
		err := sound(file)
		if err != nil && s.Has(defects.SpoiledFirmwareInstalled) {
			return nil
		}
		return err
	}
	ofStatuses(fw, false, func(q firmwareStatus, tell func(firmwareStatus)) {
		if q.Status == ocpp201.FirmwareStatusInstallationFailed && s.Has(defects.SpoiledFirmwareInstalled) { // the image does not start
			q.Status = ocpp201.FirmwareStatusInstalled
		}
		tell(q)
	})
}

type firmwareStatus = ocpp201.FirmwareStatusNotificationRequest

// readCertificate is nil for a text that is no certificate.
func readCertificate(text string) *x509.Certificate {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil
	}
	return certificate
}

func expired(text string, now time.Time) bool {
	certificate := readCertificate(text)
	return certificate != nil && now.After(certificate.NotAfter)
}

// firmwareAnswers are the faults of the answers to UpdateFirmware.
func firmwareAnswers(fw *station.Firmware, s defects.Set) {
	cancels := fw.Files.Decide.Cancels
	fw.Files.Decide.Cancels = func(u *files.Updating) bool {
		return cancels(u) && !s.Has(defects.SecondUpdateRejected) && !s.Has(defects.SecondUpdateCancelsNothing)
	}
	second := false
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		second = fw.Files.Update != nil
		pass(m)
	})
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.UpdateFirmwareResponse)
		if !ok {
			pass(m)
			return
		}
		unsigned := m.Request.(ocpp201.UpdateFirmwareRequest).Firmware.SigningCertificate == nil
		accepted := ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusAccepted}
		switch {
		case unsigned && r.Status != ocpp201.UpdateFirmwareStatusAccepted && s.Has(defects.UnsignedUpdateAccepted),
			!unsigned && r.Status == ocpp201.UpdateFirmwareStatusInvalidCertificate && s.Has(defects.InvalidCertificateAccepted),
			r.Status == ocpp201.UpdateFirmwareStatusAcceptedCanceled && s.Has(defects.SecondUpdateAccepted):
			m.Body = accepted
		case second && r.Status == ocpp201.UpdateFirmwareStatusRejected && s.Has(defects.SecondUpdateCancelsNothing):
			m.Body = ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusAcceptedCanceled}
		}
		pass(m)
	})
}
