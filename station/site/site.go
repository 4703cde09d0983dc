package site

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/wire"
)

// Site is the station's place: EVSEs, connectors, what the panel shows of them, and whether they may be used.
type Site struct {
	Hooks  Hooks
	Decide Decisions

	EVSEs []*EVSE

	// Inoperative is what the CSMS has made so, kept across reboots (G03.FR.08, G04.FR.09). Station, EVSE and connector are
	// set apart, so that making the upper tier Operative again brings back what the lower ones had (G03.FR.07, G04.FR.08).
	// Keys are places: "" the station, "1" an EVSE, "1.2" a connector.
	Inoperative map[string]bool

	GoingDown bool // a reboot has begun: nothing more comes from what led to it
	Updating  bool // firmware is being installed: nobody new is served

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
	panel   *panel.Panel

	eventID int // of the last event of NotifyEvent
}

// Hooks are what the site tells and asks the rooms above.
type Hooks struct {
	Presented      func(token ocpp201.IDToken, evse int) // a reader has read a token; evse is 0 where one reader serves all
	Selected       func(evse int)                        // the display was touched; 0 stands for all
	CustomerStored func(identifier string)               // by a service tool
	Shown          func(words string)                    // the station's own words are to stand on the display
	BayChanged     func(e *EVSE, occupied bool)
	Unplugged      func(c *Connector) // the cable has left the connector
	FaultChanged   func(c *Connector, faulted bool)
	PilotChanged   func(c *Connector, pilot byte)
	Freed          func()                  // a connector has become Available
	Coming         func(e *EVSE) Stay      // of who is yet to choose an EVSE and may choose this one
	Kept           func(e *EVSE) bool      // tells whether an EVSE is kept for somebody
	Beside         func(c *Connector) bool // tells whether those for whom its EVSE is kept come for connectors of another type
	Updated        func()                  // the connectors whose state has changed have been told
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, front *panel.Panel, layout panel.Layout) *Site {
	st := &Site{kernel: k, model: m, product: p, wire: w, panel: front}
	for _, l := range layout {
		e := &EVSE{ID: l.ID, FixedCable: l.FixedCable}
		for i, id := range l.Connectors {
			c := &Connector{EVSE: e, ID: id, Type: connectorType(&p.Type, l, i), Pilot: 'A', status: ocpp201.ConnectorStatusAvailable, told: ocpp201.ConnectorStatusAvailable}
			e.Connectors = append(e.Connectors, c)
		}
		st.EVSEs = append(st.EVSEs, e)
	}
	st.decideRightly()
	st.measure()
	return st
}
