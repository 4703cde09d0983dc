package display

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Display shows the station's own words and the messages of the CSMS.
type Display struct {
	Decide   Decisions
	Messages []ocpp201.MessageInfo // in the order in which they were set; kept across reboots
	Bill     Bill

	kernel   *kernel.Kernel
	model    *model.Model
	product  *product.Product
	wire     *wire.Wire
	site     *site.Site
	charging *charging.Charging
	panel    *panel.Panel

	words  string   // the station's own
	frames []string // that take turns
	turn   int      // of which this one is shown
	next   *kernel.Alarm
	due    *kernel.Alarm // when a message begins or ends
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Refuses says why a message is not taken; Accepted for one that is (O01.FR.01 to FR.03, FR.11, O02.FR.01).
	Refuses func(m ocpp201.MessageInfo) ocpp201.DisplayMessageStatus
	// Keeps is the list of messages with another one (O01.FR.16, O06.FR.01).
	Keeps func(all []ocpp201.MessageInfo, m ocpp201.MessageInfo) []ocpp201.MessageInfo
	// Matches tells whether a message is one that a GetDisplayMessages asks for (O03, O04).
	Matches func(q ocpp201.GetDisplayMessagesRequest, m ocpp201.MessageInfo) bool
	// Outdated tells whether a message is to be removed (O01.FR.07, O02.FR.02, O02.FR.07).
	Outdated func(m ocpp201.MessageInfo) bool
	// Shows tells whether it is the moment of a message (O01.FR.06, MessageInfoType).
	Shows func(m ocpp201.MessageInfo) bool
	// Arrange is what takes turns on the display, of the station's own words and the messages whose moment it is (O01.FR.12 to FR.16).
	Arrange func(words string, messages []ocpp201.MessageInfo) []string
	// Priced is what the station's own words are followed by (I01.FR.03, I02.FR.03, I03.FR.03, I04.FR.01, I05.FR.02).
	Priced func(b Bill) []string
	// Saves keeps the messages (O01.FR.10).
	Saves func(all []ocpp201.MessageInfo)
}

// New makes the room of one life.
func New(
	k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, sessions *charging.Charging, front *panel.Panel,
) *Display {
	d := &Display{kernel: k, model: m, product: p, wire: w, site: place, charging: sessions, panel: front}
	d.Decide = Decisions{Refuses: d.refuses, Keeps: d.keeps, Matches: matches, Outdated: d.outdated, Shows: d.shows, Arrange: arrange, Priced: d.priced, Saves: d.saves}
	if d.TakesMessages() {
		m.Measure(ocpp201.Component{Name: controller}, "DisplayMessages", func() string { return strconv.Itoa(len(d.Messages)) })
	}
	return d
}

// TakesMessages tells whether the product knows display messages (block O).
func (d *Display) TakesMessages() bool { return len(d.product.Capabilities.MessagePriorities) > 0 }

// off tells whether display messages are switched off.
func (d *Display) off() bool {
	return d.product.Capabilities.MessageSwitch && !d.model.Boolean(controller, "Enabled")
}

// TellsCost tells whether the product tells of tariffs and costs (block I).
func (d *Display) TellsCost() bool { return d.product.Capabilities.TariffAndCost }
