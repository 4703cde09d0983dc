package files

import (
	"context"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// followDownload downloads when it is time, and no driver keeps the station from it.
func (fs *Files) followDownload(u *Updating) {
	if u.transfer == nil && fs.until(u, fs.Decide.DownloadAt(u.Order)) {
		fs.tellOnce(u, ocpp201.FirmwareStatusDownloadScheduled) // L01.FR.13
		return
	}
	switch busy := fs.busy(u, fs.product.Capabilities.DownloadsInTransaction); {
	case busy && u.transfer != nil: // L01.FR.14
		fs.giveUp(u.transfer)
		u.transfer = nil
		fs.tellFirmware(u, ocpp201.FirmwareStatusDownloadPaused)
	case u.transfer != nil: // it is on its way
	case busy && u.Status != ocpp201.FirmwareStatusDownloadPaused:
		fs.tellOnce(u, ocpp201.FirmwareStatusDownloadScheduled) // L01.FR.13
	case busy:
	default:
		fs.download(u)
	}
}

func (fs *Files) download(u *Updating) {
	location, err := fs.fileLocation(u.Order.Location)
	if err != nil { // the protocols were changed since it was accepted
		fs.endUpdate(u, ocpp201.FirmwareStatusDownloadFailed)
		return
	}
	u.transfer = fs.newTransfer(u.Order.RequestID, u.Order.Retries, u.Order.RetryInterval)
	var file []byte
	u.transfer.move = func(ctx context.Context, a Attempt) (err error) {
		file, err = fs.Decide.Get(ctx, a, location)
		return err
	}
	u.transfer.ended = func(err error) { fs.downloaded(u, file, err) }
	if fs.product.Capabilities.TellsEachAttempt {
		u.transfer.repeated = func() { fs.tellFirmware(u, ocpp201.FirmwareStatusDownloading) }
	}
	fs.tellFirmware(u, ocpp201.FirmwareStatusDownloading) // L01.FR.01
	fs.attempt(u.transfer)
}

// downloaded tells how the download ended, after its last attempt (L01.FR.30), and verifies the signature (L01.FR.04). What was
// verified is written where the installation finds it also after a power cut.
func (fs *Files) downloaded(u *Updating, file []byte, err error) {
	u.transfer = nil
	if err != nil {
		fs.kernel.Log.Warn("the firmware was not downloaded", "error", err)
		fs.endUpdate(u, ocpp201.FirmwareStatusDownloadFailed)
		return
	}
	fs.tellFirmware(u, ocpp201.FirmwareStatusDownloaded)
	if err := fs.Decide.Genuine(u.Order, file); err != nil {
		fs.kernel.Log.Warn("the firmware's signature is not valid", "error", err)
		fs.endUpdate(u, ocpp201.FirmwareStatusInvalidSignature)
		fs.provisioning.TellSecurity("InvalidFirmwareSignature", fs.kernel.Now()) // L01.FR.03, as the appendices name it
		return
	}
	u.Slot = fs.spareSlot()
	if err := fs.kernel.Memory.Save(slotRecord(u.Slot), file); err != nil {
		fs.kernel.Log.Warn("the firmware cannot be kept", "error", err)
		fs.endUpdate(u, ocpp201.FirmwareStatusInstallationFailed)
		return
	}
	u.Step = StepInstall
	if u.Order.Certificate != nil {
		fs.tellFirmware(u, ocpp201.FirmwareStatusSignatureVerified)
	}
	fs.saveUpdate()
}
