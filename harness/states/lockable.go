package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// Lockable is the prerequisite of the cases about UnlockConnector that their connector has a lock. Their condition, HFS-1
// and AQ-18, only says that one connector of the product has: they are played at that one, where the bench is configured for another.
func Lockable() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		if !s.Choose(held) {
			s.Unproven(0, "The PICS has a connector with a lock.", "none with a detachable cable, although the condition of the case asks for it")
		}
	})
}

// held tells whether the cable can be taken out of a connector, and be held in it by its lock.
func held(c pics.Connector) bool { return c.CableType == "Detachable Cable" }

// Detachable tells whether the cable can be taken out of the configured connector, and be held in it by its lock.
func Detachable(s *octt.Scenario) bool { return detachable(s) }

// detachable tells whether the cable can be taken out of the configured connector.
func detachable(s *octt.Scenario) bool {
	return slices.ContainsFunc(s.PICS.Connectors, func(c pics.Connector) bool {
		return c.EVSE == s.Configured.EVSEID && c.ID == s.Configured.ConnectorID && held(c)
	})
}
