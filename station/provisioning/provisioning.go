package provisioning

import (
	"context"
	"net"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Provisioning introduces the station to the CSMS and lets it read and write the device model.
type Provisioning struct {
	Hooks  Hooks
	Decide Decisions

	Firmware      string // version of what runs; what the product is shipped with until the memory was read
	BootReason    ocpp201.BootReason
	BootedAt      time.Time
	BootDue       bool // BootNotification is the next message
	BootTriggered bool // and the CSMS has asked for it
	Closed        bool // nobody is served any more: a reboot is about to come

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
	site    *site.Site

	knownBefore bool // the CSMS accepted this station in an earlier life
	stayingAway bool // disconnected of its own accord until the next BootNotification is due
	bootAlarm   *kernel.Alarm

	transitionAlarm *kernel.Alarm // of the next time offset
	heartbeatAlarm  *kernel.Alarm
	heartbeatAt     time.Time // of the last Heartbeat or BootNotification answered
	ntp             timekeeping
}

// Hooks are what the registration tells the rooms above.
type Hooks struct {
	Serve           func() // drivers who came before may be served now
	ClockSet        func() // the station's clock has jumped
	SettingsChanged func() // the CSMS has set variables
}

// Dial opens the way to an NTP server, of the network "udp".
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// New makes the room of one life, which begins now for a reason.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, place *site.Site, dial Dial, why ocpp201.BootReason) *Provisioning {
	pr := &Provisioning{kernel: k, model: m, product: p, wire: w, site: place, Firmware: p.Firmware, BootReason: why, BootedAt: time.Now()}
	pr.ntp.dial = dial
	pr.decideRightly()
	m.Measure(ocpp201.Component{Name: clockCtrlr}, "DateTime", func() string { return w.Stamp().String() })
	m.Measure(ocpp201.Component{Name: controller}, "FirmwareVersion", func() string { return pr.Firmware })
	return pr
}
