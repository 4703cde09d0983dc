package files

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// updating is a firmware update that is under way: waiting for its time, downloading, or between two attempts to.
type updating struct {
	*transfer
	status ocpp201.FirmwareStatus // told last
	due    *kernel.Alarm          // of the download
}

// UpdateFirmware answers use case L01 as far as the end of the download. The station cannot verify a firmware's signature
// yet, nor its certificate against that of the manufacturer: to it no signature is valid, and nothing is installed
// (L01.FR.04, L01.FR.12), also where the request carries none, which is use case L02. A second request ends the first one
// (L01.FR.24).
func (fs *Files) UpdateFirmware(q ocpp201.UpdateFirmwareRequest) (ocpp201.UpdateFirmwareResponse, error) {
	answer := ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusAccepted}
	if err := fs.checkSigningCertificate(q.Firmware.SigningCertificate); err != nil { // L01.FR.21
		fs.wire.Then(func() { fs.provisioning.TellSecurity("InvalidFirmwareSigningCertificate", fs.kernel.Now()) }) // L01.FR.02
		answer.Status, answer.StatusInfo = ocpp201.UpdateFirmwareStatusInvalidCertificate, fs.wire.Reason("InvalidCertificate", err.Error())
		return answer, nil
	}
	location, err := fileLocation(q.Firmware.Location)
	if err != nil {
		answer.Status, answer.StatusInfo = ocpp201.UpdateFirmwareStatusRejected, fs.wire.Reason("InvalidURL", err.Error())
		return answer, nil
	}
	if fs.Update != nil {
		answer.Status = ocpp201.UpdateFirmwareStatusAcceptedCanceled
		fs.giveUp(fs.Update.transfer)
		fs.kernel.Cancel(fs.Update.due)
	}
	u := &updating{transfer: fs.newTransfer(q.RequestID, q.Retries, q.RetryInterval)}
	u.move = func(ctx context.Context) error {
		_, err := fs.getFile(ctx, location)
		return err
	}
	u.ended = func(err error) { fs.downloaded(u, err) }
	fs.Update = u
	fs.wire.Then(func() { fs.downloadWhenDue(u, q.Firmware.RetrieveDateTime.Time) })
	return answer, nil
}

// checkSigningCertificate turns down what is no certificate, and one of another time.
func (fs *Files) checkSigningCertificate(text *string) error {
	if text == nil {
		return nil
	}
	block, _ := pem.Decode([]byte(*text))
	if block == nil {
		return errors.New("the signing certificate is not in PEM")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	switch now := fs.kernel.Now(); {
	case err != nil:
		return fmt.Errorf("the signing certificate cannot be read: %w", err)
	case now.Before(certificate.NotBefore), now.After(certificate.NotAfter):
		return fmt.Errorf("the signing certificate is valid from %s to %s", certificate.NotBefore.Format(time.RFC3339), certificate.NotAfter.Format(time.RFC3339))
	}
	return nil
}

func (fs *Files) downloadWhenDue(u *updating, at time.Time) {
	if u.over {
		return // it was canceled before its answer went out
	}
	wait := at.Sub(fs.kernel.Now())
	if wait <= 0 {
		fs.download(u)
		return
	}
	fs.tellFirmware(u, ocpp201.FirmwareStatusDownloadScheduled) // L01.FR.13
	u.due = fs.kernel.After(wait, func() { fs.download(u) })
}

func (fs *Files) download(u *updating) {
	fs.tellFirmware(u, ocpp201.FirmwareStatusDownloading) // L01.FR.01
	fs.attempt(u.transfer)
}

// downloaded tells how the download ended, after its last attempt (L01.FR.30), and ends the update.
func (fs *Files) downloaded(u *updating, err error) {
	if err != nil {
		fs.kernel.Log.Warn("the firmware was not downloaded", "error", err)
		fs.tellFirmware(u, ocpp201.FirmwareStatusDownloadFailed)
	} else {
		fs.tellFirmware(u, ocpp201.FirmwareStatusDownloaded)
		fs.tellFirmware(u, ocpp201.FirmwareStatusInvalidSignature)
		fs.provisioning.TellSecurity("InvalidFirmwareSignature", fs.kernel.Now()) // L01.FR.03
	}
	fs.lastUpdate, fs.Update = u, nil
}

// tellFirmware tells that the update has entered a state (L01.FR.01, FR.10, FR.20).
func (fs *Files) tellFirmware(u *updating, status ocpp201.FirmwareStatus) {
	u.status = status
	wire.Send(fs.wire, ocpp201.FirmwareStatusNotificationRequest{Status: status, RequestID: &u.requestID}, wire.Sending{})
}

// FirmwareStatus is what the station tells of its update when it is asked: the status that it has told last while one is
// under way (L01.FR.26), else Idle (F06.FR.16). For an update that has failed L01.FR.26 asks for its last status by the
// letter, and F06.FR.16 for Idle; messages that were asked for give current information only (F06.FR.09).
func (fs *Files) FirmwareStatus() ocpp201.FirmwareStatusNotificationRequest {
	told := fs.Update
	if told == nil && fs.product.Capabilities.TellsFailedUpdate {
		told = fs.lastUpdate
	}
	q := ocpp201.FirmwareStatusNotificationRequest{Status: ocpp201.FirmwareStatusIdle}
	if told != nil && told.status != "" {
		q.Status, q.RequestID = told.status, &told.requestID
	}
	return q
}
