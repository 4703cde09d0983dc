package station

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// course is the order in which profiles are tried until one connects: each NetworkProfileConnectionAttempts times
// (B10.FR.03).
type course struct {
	left     []int // slots that come after the present one
	attempts int   // made with the present one
	endless  bool  // the present one is tried for ever (B10.FR.07)
}

// setOut begins a course. After a reboot it is NetworkConfigurationPriority from the first entry on (B10.FR.04). When a
// connection was lost it begins with its profile: part 2 names no first entry then, and a CSMS that only restarts should
// get its stations back.
func (fw *firmware) setOut(reboot bool) {
	slots := fw.priority()
	if !reboot {
		slots = slices.DeleteFunc(slots, func(slot int) bool { return slot == fw.active.Slot })
		fw.course = course{left: slots}
		return
	}
	fw.course = course{left: slots}
	fw.nextProfile()
}

// priority is NetworkConfigurationPriority as a list of slots.
func (fw *firmware) priority() []int {
	var slots []int
	for _, name := range fw.model.list("OCPPCommCtrlr", "NetworkConfigurationPriority") {
		slot, err := strconv.Atoi(name)
		if err != nil {
			panic(fmt.Sprintf("NetworkConfigurationPriority holds no slot: %v", err)) // validate lets no other value in
		}
		slots = append(slots, slot)
	}
	return slots
}

// attemptFailed turns to another profile when the present one has had its attempts.
func (fw *firmware) attemptFailed() {
	fw.course.attempts++
	most := max(1, fw.model.integer("OCPPCommCtrlr", "NetworkProfileConnectionAttempts", ""))
	if fw.course.endless || fw.course.attempts < most {
		return
	}
	if len(fw.course.left) == 0 {
		fw.allFailed()
		return
	}
	fw.nextProfile()
}

// allFailed goes on after the attempts of every entry have failed: with the profile of the last connection, for ever
// (B10.FR.07, C-47), or with all entries again (B10.FR.08). Before any connection there is nothing to fall back to.
func (fw *firmware) allFailed() {
	if last := fw.profiles.Last; fw.config.Capabilities.FallsBackToLastProfile && last.Slot != 0 {
		fw.turnTo(last)
		fw.course = course{endless: true}
		return
	}
	fw.course = course{left: fw.priority()}
	fw.nextProfile()
}

func (fw *firmware) nextProfile() {
	slot := fw.course.left[0]
	fw.course.left, fw.course.attempts = fw.course.left[1:], 0
	profile, ok := fw.inForce.at(slot)
	if !ok {
		profile, ok = fw.profiles.at(slot) // its slot was empty at boot
	}
	if ok {
		fw.turnTo(profile)
	}
}

// turnTo makes a profile the one to connect with. The back-off begins anew with another one: it spares a CSMS that has
// not answered, and the other has not been asked yet (part 4, section 5.3 knows one CSMS only).
func (fw *firmware) turnTo(profile networkProfile) {
	if profile.Slot != fw.active.Slot {
		fw.backOff = backOff{}
	}
	fw.active = profile
	fw.model.controller("OCPPCommCtrlr", "MessageTimeout", "Default").value = strconv.Itoa(profile.Data.MessageTimeout)
}

// arrived notes the profile that has connected. With another than before the station registers again, even if it has
// not rebooted since (B10.FR.10, errata 2025-09, section 2.13).
func (fw *firmware) arrived() {
	last := fw.profiles.Last
	if last == fw.active {
		return
	}
	fw.profiles.Last = fw.active
	fw.save(recordNetworkProfiles, fw.profiles.kept(fw.shipped))
	if last.Slot != fw.active.Slot && fw.registration != unregistered {
		fw.registration, fw.bootReason = unregistered, ocpp201.BootReasonUnknown // it has not booted, and BootReasonEnumType has no word for this
		fw.alarms.cancel(fw.bootAlarm)
		fw.stopHeartbeat()
	}
}

// checkPriority refuses slots that hold no profile (B10.FR.02), or one of a lower security profile than the present
// (A05.FR.10).
func (fw *firmware) checkPriority(value string) error {
	active := fw.model.integer("SecurityCtrlr", "SecurityProfile", "")
	for _, name := range split(value) {
		slot, err := strconv.Atoi(name)
		if err != nil {
			return err
		}
		profile, ok := fw.profiles.at(slot)
		switch {
		case !ok:
			return fmt.Errorf("slot %d holds no profile; set one with SetNetworkProfile", slot)
		case profile.Data.SecurityProfile < active:
			return fmt.Errorf("slot %d has security profile %d, lower than the present %d", slot, profile.Data.SecurityProfile, active)
		}
	}
	return nil
}
