package octt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// NetworkPriority is the variable by which a station chooses among its network connection profiles.
const NetworkPriority = "OCPPCommCtrlr.NetworkConfigurationPriority"

// Overwrites notes that a row of the case is about to write over a network connection profile, which no message reads, and the
// request by which its slot leads to the bench again.
func (s *Scenario) Overwrites(again ocpp201.SetNetworkProfileRequest) {
	s.keeping.overwritten = append(s.keeping.overwritten, again)
}

// restoreProfiles makes slots that the play has written over of use again, where a NetworkConfigurationPriority that is put back names
// them: a station would refuse it, or be lost with its next boot. One in whose security profile the station is not any more has moved.
func (s *Scenario) restoreProfiles() error {
	for len(s.keeping.overwritten) > 0 {
		again := s.keeping.overwritten[0]
		if again.ConnectionData.SecurityProfile == s.SecurityProfile() && s.priorityNames(again.ConfigurationSlot) {
			answer, err := ask(s, again)
			if IsGone(err) {
				return err
			}
			if err != nil || answer.Status != ocpp201.SetNetworkProfileStatusAccepted {
				s.leftBehind(fmt.Sprintf("the network connection profile of slot %d", again.ConfigurationSlot), "part 2, use case B09",
					"A network connection profile that is not in use can be set again.", string(answer.Status), err)
			}
		}
		s.keeping.overwritten = s.keeping.overwritten[1:]
	}
	return nil
}

// priorityNames tells whether a NetworkConfigurationPriority that is owed names a slot.
func (s *Scenario) priorityNames(slot int) bool {
	return slices.ContainsFunc(s.settings.changed, func(c change) bool {
		return strings.EqualFold(c.variable, NetworkPriority) && slices.Contains(variables.List(c.old), strconv.Itoa(slot))
	})
}
