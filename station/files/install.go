package files

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/image"
)

// installTime is for how long an image is written.
const installTime = 5 * time.Second

// followInstall installs when it is time, and no driver keeps the station from it.
func (fs *Files) followInstall(u *Updating) {
	switch at := fs.Decide.InstallAt(u.Order); {
	case at != nil && fs.until(u, *at): // L01.FR.16
		fs.tellOnce(u, ocpp201.FirmwareStatusInstallScheduled)
	case fs.busy(u, fs.installsInTransaction()): // L01.FR.06
		if !fs.product.Capabilities.SilentInstallWait {
			fs.tellOnce(u, ocpp201.FirmwareStatusInstallScheduled) // L01.FR.34
		}
	default:
		fs.install(u)
	}
}

func (fs *Files) installsInTransaction() bool {
	return fs.product.Capabilities.InstallsInTransaction && !fs.product.Capabilities.RebootsToInstall
}

// install begins to install (L01.FR.05), or has the bootloader do so (L01.FR.15). Nobody new is served where a transaction would
// be in the way.
func (fs *Files) install(u *Updating) {
	if !fs.installsInTransaction() {
		fs.close()
	}
	if fs.product.Capabilities.RebootsToInstall {
		u.Step = StepReboot
		fs.tellFirmware(u, ocpp201.FirmwareStatusInstallRebooting)
		fs.Hooks.Reboot(fs.Decide.BootReason())
		return
	}
	fs.write(u)
}

// close serves nobody any more until the update is over.
func (fs *Files) close() {
	fs.site.Updating = true
	fs.hold()
}

// write installs the image, which takes its time.
func (fs *Files) write(u *Updating) {
	u.Step = StepWrite
	fs.tellOnce(u, ocpp201.FirmwareStatusInstalling)
	fs.kernel.Cancel(u.alarm)
	u.alarm = fs.kernel.After(installTime, func() { fs.written(u) })
}

// followWrite keeps new drivers away from an installation after which a reboot waits for those that are there.
func (fs *Files) followWrite(u *Updating) {
	switch {
	case u.alarm == nil: // a power cut has interrupted it
		fs.write(u)
	case fs.product.Capabilities.RebootsToActivate && fs.Decide.InUse():
		fs.waits(u)
	}
}

// written holds what was installed against its checksum (L01.FR.29). The image of before goes on running when it fails.
func (fs *Files) written(u *Updating) {
	u.alarm = nil
	if status := fs.check(u); status != "" {
		fs.endUpdate(u, status)
		return
	}
	u.Step = StepActivate
	fs.saveUpdate()
}

// check is how the installation of an image has failed, empty when it has not.
func (fs *Files) check(u *Updating) ocpp201.FirmwareStatus {
	file, err := fs.kernel.Memory.Load(slotRecord(u.Slot))
	if err != nil {
		fs.kernel.Log.Warn("the firmware cannot be read back", "error", err)
		return ocpp201.FirmwareStatusInstallationFailed
	}
	if err := fs.Decide.Sound(file); err != nil {
		fs.kernel.Log.Warn("the firmware is not installed", "error", err)
		return ocpp201.FirmwareStatusInstallVerificationFailed
	}
	return ""
}

// sound says why a file is no firmware that can run here, nil when it is.
func sound(file []byte) error {
	_, err := image.Read(file)
	return err
}

// followActivate starts what was installed: by a reboot, which waits for drivers (L01.FR.33), or with a new connection.
func (fs *Files) followActivate(u *Updating) {
	switch can := &fs.product.Capabilities; {
	case can.RebootsToActivate && fs.busy(u, false), !can.RebootsToActivate && fs.wire.Online() && !fs.wire.Delivered():
	case can.RebootsToActivate:
		fs.close()
		fs.rebootInto(u)
	default:
		u.Step = StepTell
		fs.saveUpdate()
		fs.Decide.Activate(u.Slot)
		fs.identify()
		fs.Decide.Renew()
	}
}

// rebootInto starts what was installed by a reboot (L01.FR.32).
func (fs *Files) rebootInto(u *Updating) {
	can := &fs.product.Capabilities
	u.Step = StepTell
	if can.InstalledBeforeReboot || can.SilentActivation {
		fs.saveUpdate()
	} else {
		fs.tellFirmware(u, ocpp201.FirmwareStatusInstallRebooting) // option a
	}
	fs.Decide.Activate(u.Slot)
	if can.InstalledBeforeReboot { // option b
		fs.tellEnd(u, ocpp201.FirmwareStatusInstalled)
	}
	fs.Hooks.Reboot(fs.Decide.BootReason())
}

// renew connects anew, so that the CSMS meets the new firmware; while offline that is on its way already.
func (fs *Files) renew() {
	if fs.wire.Present() != nil {
		fs.wire.Renew()
	}
}

// Connected tells that there is a new connection: where no reboot belongs to an update, that is its end.
func (fs *Files) Connected() {
	if u := fs.Update; u != nil && u.begun && u.Step == StepTell {
		fs.endUpdate(u, ocpp201.FirmwareStatusInstalled) // L01.FR.28
	}
}
