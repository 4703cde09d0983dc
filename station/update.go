package station

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// updating is a firmware update that is under way: waiting for its time, downloading, or between two attempts to.
type updating struct {
	*transfer
	status ocpp201.FirmwareStatus // told last
	due    *kernel.Alarm          // of the download
}

// updateFirmware answers use case L01 as far as the end of the download. The station cannot verify a firmware's signature
// yet, nor its certificate against that of the manufacturer: to it no signature is valid, and nothing is installed
// (L01.FR.04, L01.FR.12), also where the request carries none, which is use case L02. A second request ends the first one
// (L01.FR.24).
func (fw *firmware) updateFirmware(q ocpp201.UpdateFirmwareRequest) (ocpp201.UpdateFirmwareResponse, error) {
	answer := ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusAccepted}
	if refused, spoilt := fw.spoilUpdateAnswer(); spoilt {
		return refused, nil
	}
	if err := fw.checkSigningCertificate(q.Firmware.SigningCertificate); err != nil { // L01.FR.21
		fw.wire.Then(func() { fw.tellSecurity("InvalidFirmwareSigningCertificate", fw.kernel.Now()) }) // L01.FR.02
		answer.Status, answer.StatusInfo = ocpp201.UpdateFirmwareStatusInvalidCertificate, fw.reason("InvalidCertificate", err)
		return answer, nil
	}
	location, err := fileLocation(q.Firmware.Location)
	if err != nil {
		answer.Status, answer.StatusInfo = ocpp201.UpdateFirmwareStatusRejected, fw.reason("InvalidURL", err)
		return answer, nil
	}
	if fw.update != nil {
		answer.Status = ocpp201.UpdateFirmwareStatusAcceptedCanceled
		fw.giveUp(fw.update.transfer)
		fw.kernel.Cancel(fw.update.due)
	}
	u := &updating{transfer: fw.newTransfer(q.RequestID, q.Retries, q.RetryInterval)}
	u.move = func(ctx context.Context) error {
		_, err := fw.getFile(ctx, location)
		return err
	}
	u.ended = func(err error) { fw.downloaded(u, err) }
	fw.update = u
	fw.wire.Then(func() { fw.downloadWhenDue(u, q.Firmware.RetrieveDateTime.Time) })
	return answer, nil
}

// checkSigningCertificate turns down what is no certificate, and one of another time.
func (fw *firmware) checkSigningCertificate(text *string) error {
	if text == nil {
		return nil
	}
	block, _ := pem.Decode([]byte(*text))
	if block == nil {
		return errors.New("the signing certificate is not in PEM")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	switch now := fw.kernel.Now(); {
	case err != nil:
		return fmt.Errorf("the signing certificate cannot be read: %w", err)
	case now.Before(certificate.NotBefore), now.After(certificate.NotAfter):
		return fmt.Errorf("the signing certificate is valid from %s to %s", certificate.NotBefore.Format(time.RFC3339), certificate.NotAfter.Format(time.RFC3339))
	}
	return nil
}

func (fw *firmware) downloadWhenDue(u *updating, at time.Time) {
	if u.over {
		return // it was canceled before its answer went out
	}
	wait := at.Sub(fw.kernel.Now())
	if wait <= 0 && !fw.defects.Has(defects.FirmwareDownloadToldAsScheduled) {
		fw.download(u)
		return
	}
	fw.tellFirmware(u, ocpp201.FirmwareStatusDownloadScheduled) // L01.FR.13
	u.due = fw.kernel.After(max(wait, 0), func() { fw.download(u) })
}

func (fw *firmware) download(u *updating) {
	if fw.spoilFirmwareBegun() {
		fw.tellFirmware(u, ocpp201.FirmwareStatusDownloading) // L01.FR.01
	}
	fw.attempt(u.transfer)
}

// downloaded tells how the download ended, after its last attempt (L01.FR.30), and ends the update.
func (fw *firmware) downloaded(u *updating, err error) {
	if fw.defects.Has(defects.FirmwareDownloadToldAtEnd) {
		fw.tellFirmware(u, ocpp201.FirmwareStatusDownloading)
	}
	if err != nil {
		fw.kernel.Log.Warn("the firmware was not downloaded", "error", err)
		fw.tellFirmware(u, ocpp201.FirmwareStatusDownloadFailed)
	} else {
		fw.tellFirmware(u, ocpp201.FirmwareStatusDownloaded)
		fw.tellFirmware(u, ocpp201.FirmwareStatusInvalidSignature)
		fw.tellSecurity("InvalidFirmwareSignature", fw.kernel.Now()) // L01.FR.03
	}
	fw.lastUpdate, fw.update = u, nil
	fw.tellPutOff()
}

// tellFirmware tells that the update has entered a state (L01.FR.01, FR.10, FR.20).
func (fw *firmware) tellFirmware(u *updating, status ocpp201.FirmwareStatus) {
	u.status = status
	wire.Send(fw.wire, fw.spoilFirmwareTold(ocpp201.FirmwareStatusNotificationRequest{Status: status, RequestID: &u.requestID}), wire.Sending{})
}

// firmwareStatus is what the station tells of its update when it is asked: the status that it has told last while one is
// under way (L01.FR.26), else Idle (F06.FR.16). For an update that has failed L01.FR.26 asks for its last status by the
// letter, and F06.FR.16 for Idle; messages that were asked for give current information only (F06.FR.09).
func (fw *firmware) firmwareStatus() ocpp201.FirmwareStatusNotificationRequest {
	told := fw.update
	if told == nil && fw.config.Capabilities.TellsFailedUpdate {
		told = fw.lastUpdate
	}
	q := ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
	if told != nil && told.status != "" {
		q.Status, q.RequestID = told.status, &told.requestID
	}
	return fw.spoilFirmwareStatus(q)
}
