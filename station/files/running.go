package files

import (
	"fmt"

	"github.com/certbench/certbench/station/image"
)

// The station has two slots for images beside the one that it is shipped with, so that the one that runs is never written to.
const (
	RunningRecord = "firmware"        // the name under which the slot that runs is kept
	UpdateRecord  = "firmware-update" // the update that is under way
	slots         = 2
)

// shipped stands for the image of the factory.
const shipped = 0

func slotRecord(slot int) string { return fmt.Sprintf("firmware-%d", slot) }

// spareSlot is one that does not run.
func (fs *Files) spareSlot() int { return fs.running%slots + 1 }

// activate has the image of a slot run from the next start on.
func (fs *Files) activate(slot int) {
	fs.running = slot
	fs.kernel.Save(RunningRecord, slot)
}

// identify makes the version of what runs that of the station.
func (fs *Files) identify() { fs.provisioning.Firmware = fs.Decide.Version() }

// version is that of the image that runs. One that cannot be read does not start: then that of the factory does.
func (fs *Files) version() string {
	if fs.running == shipped {
		return fs.product.Firmware
	}
	file, err := fs.kernel.Memory.Load(slotRecord(fs.running))
	if err != nil {
		fs.kernel.Halt(err)
	}
	runs, err := image.Read(file)
	if err != nil {
		fs.kernel.Log.Warn("the firmware does not start", "error", err)
		fs.running = shipped
		return fs.product.Firmware
	}
	return runs.Version
}

// saveUpdate keeps the update that is under way, or that there is none.
func (fs *Files) saveUpdate() { fs.kernel.Save(UpdateRecord, fs.Update) }
