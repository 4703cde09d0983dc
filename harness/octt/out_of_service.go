package octt

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// OutOrBack tells a message that only reports connectors which go out of service, or come back from there: Unavailable and
// Available, of which something is new.
func (m *Message) OutOrBack() bool {
	all := m.Availabilities()
	return len(all) > 0 && !m.Repeats() && !slices.ContainsFunc(all, func(a Availability) bool {
		return a.Status != string(ocpp201.ConnectorStatusUnavailable) && a.Status != string(ocpp201.ConnectorStatusAvailable)
	})
}

// updates notes the first UpdateFirmwareRequest that a row sends.
func (s *Scenario) updates() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.updated == nil {
		first := s.w.inbox.orders
		s.updated = &first
	}
}

// outForUpdate tells a report by which a connector goes out of service for a firmware update of this play, or comes back from that.
// The tables have it before the installation (TC_L_01_CS, step 9) or not at all (TC_L_06_CS, TC_F_19_CS). Part 2, L01 and L02 say when
// it has to be (L01.FR.07, L02.FR.04), and forbid it nowhere: a station may keep drivers away from the download on. An update is
// one of which the station has told a status, so that a request which it has refused is no reason.
func (s *Scenario) outForUpdate(m *Message) bool {
	if s.updated == nil || m.order < *s.updated || !m.OutOrBack() {
		return false
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return slices.ContainsFunc(s.w.from(*s.updated), func(told *Message) bool {
		return told.Action == "FirmwareStatusNotification" && told.Text("status") != string(ocpp201.FirmwareStatusIdle)
	})
}
