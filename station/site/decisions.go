package site

import "github.com/certbench/certbench/schemas/ocpp201"

// Decisions are what the site does by its own judgement. Each has the right default.
type Decisions struct {
	// Taken tells whether a connector is of no use for a new driver, which makes it Occupied.
	Taken func(c *Connector) bool
	// TellsChange tells whether the CSMS hears of a connector's new status (G01.FR.03 to FR.07).
	TellsChange func(c *Connector, status ocpp201.ConnectorStatus) bool
	// ReportsAfterOffline tells whether the CSMS hears of a connector when the connection is back; long says that it was away
	// for more than OfflineThreshold (B04.FR.01, FR.02).
	ReportsAfterOffline func(c *Connector, long bool) bool
	// MayCarryOut tells whether a connector that is to become Unavailable may do so by now (G03.FR.05, G04.FR.06).
	MayCarryOut func(c *Connector) bool
	// CarryOut makes it so.
	CarryOut func(c *Connector)
	// Closed tells whether a firmware update keeps new drivers from an EVSE (L01.FR.07).
	Closed func(e *EVSE) bool
}

func (st *Site) decideRightly() {
	st.Decide = Decisions{
		Taken:               st.taken,
		TellsChange:         func(*Connector, ocpp201.ConnectorStatus) bool { return true },
		ReportsAfterOffline: func(c *Connector, long bool) bool { return long || c.Unheard },
		MayCarryOut:         func(c *Connector) bool { return !st.Busy(c) },
		CarryOut:            func(c *Connector) { c.Deferred = false },
		Closed:              func(e *EVSE) bool { return st.Updating || e.Updating },
	}
}
