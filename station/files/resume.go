package files

import "github.com/certbench/certbench/schemas/ocpp201"

// Restore starts the image that runs, and takes over the update of an earlier life. It goes on when the CSMS has accepted the
// station: each step is to be told (L01.FR.01).
func (fs *Files) Restore() {
	fs.kernel.Load(RunningRecord, &fs.running)
	fs.kernel.Load(UpdateRecord, &fs.Update)
	u := fs.Update
	if u != nil && (u.Step == StepActivate || u.Step == StepTell) && u.Failed == "" { // every start is one of what was installed
		u.Step = StepTell
		fs.Decide.Activate(u.Slot)
	}
	fs.identify()
	if u != nil && (u.Step == StepReboot || u.Step == StepWrite && !fs.installsInTransaction()) {
		fs.close() // a bootloader charges nobody
	}
}

// Boot begins a life with start, after a SilentBootloader has installed what it was started for.
func (fs *Files) Boot(start func()) {
	u := fs.Update
	if u == nil || u.Step != StepReboot || !fs.product.Capabilities.SilentBootloader {
		start()
		return
	}
	fs.provisioning.Closed = true
	fs.kernel.After(installTime, func() {
		fs.provisioning.Closed = false
		fs.Decide.Release()
		u.Failed = fs.check(u)
		u.Step = StepTell
		fs.saveUpdate()
		if u.Failed == "" {
			fs.Decide.Activate(u.Slot)
			fs.identify()
		}
		start()
	})
}

// Resume goes on with the update of an earlier life.
func (fs *Files) Resume() {
	u := fs.Update
	if u == nil || u.begun {
		return
	}
	u.begun = true
	switch {
	case u.Step == StepTell && u.Failed != "":
		fs.endUpdate(u, u.Failed)
	case u.Step == StepTell && fs.running != u.Slot: // it does not start
		fs.endUpdate(u, ocpp201.FirmwareStatusInstallationFailed)
	case u.Step == StepTell: // L01.FR.28
		fs.endUpdate(u, ocpp201.FirmwareStatusInstalled)
	case u.Step == StepEnd:
		fs.endUpdate(u, u.Status)
	case u.Step == StepReboot: // a bootloader that reports (L01.FR.23)
		fs.write(u)
	}
}
