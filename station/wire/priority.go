package wire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/station/model"
)

// course is the order in which profiles are tried until one connects: each NetworkProfileConnectionAttempts times
// (B10.FR.03).
type course struct {
	left     []int // slots that come after the present one
	attempts int   // made with the present one
	endless  bool  // the present one is tried for ever (B10.FR.07)
}

// SetOut begins a course. After a reboot it is NetworkConfigurationPriority from the first entry on (B10.FR.04). When a
// connection was lost it begins with its profile: part 2 names no first entry then, and a CSMS that only restarts should
// get its stations back.
func (w *Wire) SetOut(reboot bool) {
	if !reboot {
		slots := slices.DeleteFunc(w.priority(), func(slot int) bool { return slot == w.active.Slot })
		w.course = course{left: slots}
		return
	}
	w.course = course{left: w.Decide.Order(w.profiles.Last.Slot)}
	w.nextProfile()
}

// attemptsAllowed is NetworkProfileConnectionAttempts, and one at least.
func (w *Wire) attemptsAllowed(int) int {
	return max(1, w.model.Integer("OCPPCommCtrlr", "NetworkProfileConnectionAttempts", ""))
}

// priority is NetworkConfigurationPriority as a list of slots.
func (w *Wire) priority() []int {
	var slots []int
	for _, name := range w.model.List("OCPPCommCtrlr", "NetworkConfigurationPriority") {
		slot, err := strconv.Atoi(name)
		if err != nil {
			panic(fmt.Sprintf("NetworkConfigurationPriority holds no slot: %v", err)) // validate lets no other value in
		}
		slots = append(slots, slot)
	}
	return slots
}

// attemptFailed turns to another profile when the present one has had its attempts.
func (w *Wire) attemptFailed() {
	w.course.attempts++
	if w.course.endless || w.course.attempts < w.Decide.Attempts(len(w.course.left)) {
		return
	}
	if len(w.course.left) == 0 {
		w.allFailed()
		return
	}
	w.nextProfile()
}

// allFailed goes on after the attempts of every entry have failed: with the profile of the last connection, for ever
// (B10.FR.07, C-47), or with all entries again (B10.FR.08). Before any connection there is nothing to fall back to.
func (w *Wire) allFailed() {
	w.Hooks.Exhausted()
	if last := w.profiles.Last; w.product.Capabilities.FallsBackToLastProfile && last.Slot != 0 {
		w.turnTo(last)
		w.course = course{endless: true}
		return
	}
	w.course = course{left: w.priority()}
	w.nextProfile()
}

func (w *Wire) nextProfile() {
	slot := w.course.left[0]
	w.course.left, w.course.attempts = w.course.left[1:], 0
	profile, ok := w.inForce.at(slot)
	if !ok {
		profile, ok = w.profiles.at(slot) // its slot was empty at boot
	}
	if ok {
		w.turnTo(profile)
	}
}

// turnTo makes a profile the one to connect with. The back-off begins anew with another one: it spares a CSMS that has
// not answered, and the other has not been asked yet (part 4, section 5.3 knows one CSMS only).
func (w *Wire) turnTo(profile Profile) {
	if profile.Slot != w.active.Slot {
		w.backOff = backOff{}
	}
	w.active = profile
	w.model.Controller("OCPPCommCtrlr", "MessageTimeout", "Default").Value = strconv.Itoa(profile.Data.MessageTimeout)
}

// arrived notes the profile that has connected. With another than before the station registers again, even if it has
// not rebooted since (B10.FR.10, errata 2025-09, section 2.13).
func (w *Wire) arrived() {
	last := w.profiles.Last
	if last == w.active {
		return
	}
	w.profiles.Last = w.active
	if reached := w.active.Data.SecurityProfile; reached > w.securityProfile() {
		w.Decide.Upgrade(reached)
	}
	w.kernel.Save(record, w.profiles.kept(w.shipped))
	if last.Slot != w.active.Slot && w.Registration != Unregistered {
		w.Registration = Unregistered
		w.Hooks.Elsewhere()
	}
}

// upgraded is the end of an upgrade (A05.FR.06): the lower profiles are gone, from their slots and from NetworkConfigurationPriority.
func (w *Wire) upgraded(securityProfile int) {
	w.profiles.Security = securityProfile
	w.model.Controller("SecurityCtrlr", "SecurityProfile", "").Value = strconv.Itoa(securityProfile)
	w.profiles, w.inForce = w.profiles.above(securityProfile), w.inForce.above(securityProfile)
	gone := func(slot int) bool {
		_, there := w.profiles.at(slot)
		return !there
	}
	w.course.left = slices.DeleteFunc(w.course.left, gone)
	priority := slices.DeleteFunc(w.priority(), gone)
	names := make([]string, len(priority))
	for i, slot := range priority {
		names[i] = strconv.Itoa(slot)
	}
	w.model.Controller("OCPPCommCtrlr", "NetworkConfigurationPriority", "").Value = strings.Join(names, ",")
	w.model.Save(w.kernel)
	w.kernel.Security.Note(w.kernel.Now(), fmt.Sprintf("ReconfigurationOfSecurityParameters: SecurityProfile %d", securityProfile))
}

// checkShippedPriority is checkPriority of a station as it is shipped, which has a profile in its first slot only.
func checkShippedPriority(value string) error {
	for _, name := range model.Split(value) {
		slot, err := strconv.Atoi(name)
		if err != nil {
			return err
		}
		if slot != networkSlots[0] {
			return noProfile(slot)
		}
	}
	return nil
}

func noProfile(slot int) error {
	return fmt.Errorf("slot %d holds no profile; set one with SetNetworkProfile", slot)
}

// checkPriority refuses slots that hold no profile (B10.FR.02), or one of a lower security profile than the present
// (A05.FR.10), or of a higher one that the station has no certificates for (A05.FR.02 and FR.03).
func (w *Wire) checkPriority(value string) error {
	active := w.securityProfile()
	for _, name := range model.Split(value) {
		slot, err := strconv.Atoi(name)
		if err != nil {
			return err
		}
		profile, ok := w.profiles.at(slot)
		switch {
		case !ok:
			return noProfile(slot)
		case profile.Data.SecurityProfile < active:
			return fmt.Errorf("slot %d has security profile %d, lower than the present %d", slot, profile.Data.SecurityProfile, active)
		case profile.Data.SecurityProfile > active:
			if err := w.Hooks.Lacks(profile.Data.SecurityProfile); err != nil {
				return fmt.Errorf("slot %d has security profile %d: %w", slot, profile.Data.SecurityProfile, err)
			}
		}
	}
	return nil
}
