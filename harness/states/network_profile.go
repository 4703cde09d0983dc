package states

import (
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// activeProfile is the variable that tells the slot that is in use.
const activeProfile = "OCPPCommCtrlr.ActiveNetworkProfile"

// OnlyActiveProfile is the configuration in which NetworkConfigurationPriority only contains the slot that is in use.
func OnlyActiveProfile() []octt.Preparation {
	return octt.Prepare(octt.Known(activeProfile), octt.Do(func(s *octt.Scenario) {
		s.Prepare(octt.Config(octt.Is(octt.NetworkPriority, s.Variable(activeProfile))))
	}))
}

// MovingOn is what MoveOn needs.
func MovingOn() []octt.Preparation { return octt.Known(activeProfile) }

// Migration is what a case needs that moves the station from one network connection profile to the other.
func Migration() []octt.Preparation {
	return octt.Prepare(MovingOn(), octt.PutBack(octt.NetworkPriority))
}

// Move is a station's way from one endpoint of the CSMS to the other (errata 2025-09, section 6.2.17).
type Move struct {
	From, To string // endpoints
	slot     int    // that is in use
	next     int    // the other configured one
}

// MoveOn tells where the station is, and where it can be moved to.
func MoveOn(s *octt.Scenario) Move {
	m := Move{From: s.ActiveEndpoint(), To: s.OtherEndpoint(), next: s.Configured.ConfigurationSlot}
	slot, err := strconv.Atoi(s.Variable(activeProfile))
	if err != nil {
		s.Unproven(0, "ActiveNetworkProfile names the slot that is in use.", s.Variable(activeProfile))
	}
	if m.slot = slot; slot == m.next {
		m.next = s.Configured.ConfigurationSlot2
	}
	return m
}

// SetProfile plays the rows of the SetNetworkProfileRequest for the slot that is not in use. Where it is for another security profile,
// the slot leads to the bench in the present one again after the case.
func (m Move) SetProfile(s *octt.Scenario, row, securityProfile int, want octt.Requirement) {
	if now := s.SecurityProfile(); securityProfile != now {
		s.Overwrites(networkProfile(s, m.next, s.URL(m.To, now), now))
	}
	SetNetworkProfile(s, row, m.next, s.URL(m.To, securityProfile), securityProfile, want)
}

// SetNetworkProfile plays the rows of a SetNetworkProfileRequest.
func SetNetworkProfile(s *octt.Scenario, row, slot int, url string, securityProfile int, want octt.Requirement) {
	octt.Send(s, row, networkProfile(s, slot, url, securityProfile)).Receive(row+1, want)
}

// networkProfile is a SetNetworkProfileRequest with the configured values of its slot.
func networkProfile(s *octt.Scenario, slot int, url string, securityProfile int) ocpp201.SetNetworkProfileRequest {
	timeout, wired := s.Configured.ProfileTimeout, s.Configured.OCPPInterface
	if slot == s.Configured.ConfigurationSlot2 {
		timeout, wired = s.Configured.ProfileTimeout2, s.Configured.OCPPInterface2
	}
	return ocpp201.SetNetworkProfileRequest{ConfigurationSlot: slot, ConnectionData: ocpp201.NetworkConnectionProfile{
		OCPPVersion: ocpp201.OCPPVersionOCPP20, OCPPTransport: ocpp201.OCPPTransportJSON, OCPPCSMSURL: url, OCPPInterface: wired,
		MessageTimeout: int(timeout / time.Second), SecurityProfile: securityProfile,
	}}
}

// SetPriority plays the rows in which the slot of SetProfile comes first, and the one in use after it.
func (m Move) SetPriority(s *octt.Scenario, row int, want octt.Requirement) {
	octt.Send(s, row, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
		Component: ocpp201.Component{Name: "OCPPCommCtrlr"}, Variable: ocpp201.Variable{Name: "NetworkConfigurationPriority"},
		AttributeValue: strconv.Itoa(m.next) + "," + strconv.Itoa(m.slot),
	}}}).Receive(row+1, want)
}

// Keeps tells whether a NetworkConfigurationPriority holds the slot that was in use before the move.
func (m Move) Keeps(priority string) bool {
	for _, slot := range strings.Split(priority, ",") {
		if strings.TrimSpace(slot) == strconv.Itoa(m.slot) {
			return true
		}
	}
	return false
}

// Taken is the answer of a station that takes a priority: at once, or at its next boot.
func Taken(ids ...string) octt.Requirement {
	return octt.Must("setVariableResult[0].attributeStatus", octt.OneOf(ocpp201.SetVariableStatusAccepted, ocpp201.SetVariableStatusRebootRequired)).Clause(ids...)
}

// Resets plays the rows of the ResetRequest by which the station turns to the other profile.
func Resets(s *octt.Scenario, row int) {
	sent := octt.Send(s, row, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle})
	s.WatchAttempts()
	sent.Receive(row+1, octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01"))
}
