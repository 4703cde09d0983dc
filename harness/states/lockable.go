package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// Lockable is the prerequisite of the cases about UnlockConnector that their connector has a lock. Their condition, HFS-1
// and AQ-18, only says that one connector of the product has; on a bench that is configured for another the answer proves
// nothing.
func Lockable() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		if !detachable(s) {
			s.Unproven(0, "<Configured evseId> and <Configured connectorId> are those of a connector with a lock.",
				"the PICS gives "+s.Configured.Place().String()+" no detachable cable")
		}
	})
}

// Detachable tells whether the cable can be taken out of the configured connector, and be held in it by its lock.
func Detachable(s *octt.Scenario) bool { return detachable(s) }

// detachable tells whether the cable can be taken out of the configured connector.
func detachable(s *octt.Scenario) bool {
	return slices.ContainsFunc(s.PICS.Connectors, func(c pics.Connector) bool {
		return c.EVSE == s.Configured.EVSEID && c.ID == s.Configured.ConnectorID && c.CableType == "Detachable Cable"
	})
}
