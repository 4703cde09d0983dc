package station

import (
	"context"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/certificates"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/control"
	"github.com/certbench/certbench/station/customers"
	"github.com/certbench/certbench/station/display"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/locallist"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/monitoring"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// Firmware is one life of the station's software, from power-up to reboot: the rooms, from the ground up, and what ties them.
type Firmware struct {
	config *Config

	Product      *product.Product
	Kernel       *kernel.Kernel
	Model        *model.Model
	Wire         *wire.Wire
	Site         *site.Site
	Provisioning *provisioning.Provisioning
	Certificates *certificates.Certificates
	LocalList    *locallist.LocalList
	Drivers      *drivers.Drivers
	Reservations *reservations.Reservations
	Meters       *meters.Meters
	Charging     *charging.Charging
	Customers    *customers.Customers
	Display      *display.Display
	Monitoring   *monitoring.Monitoring
	Files        *files.Files
	Control      *control.Control
}

func newFirmware(s *Station, reason ocpp201.BootReason) *Firmware {
	c, p := &s.config, s.product
	k, m := kernel.New(string(reason), c.Store, c.Log), model.New(s.table)
	w := wire.New(k, m, p, wire.Config{Schemas: s.schemas, Dial: c.Dial, Random: c.Random})
	fw := &Firmware{config: c, Product: p, Kernel: k, Model: m, Wire: w}
	fw.Site = site.New(k, m, p, w, c.Panel, c.Layout)
	fw.Provisioning = provisioning.New(k, m, p, w, fw.Site, c.Dial, reason)
	fw.Certificates = certificates.New(k, m, p, w, fw.Provisioning)
	fw.LocalList = locallist.New(k, m, p, w)
	fw.Drivers = drivers.New(k, m, p, w, fw.LocalList)
	fw.Reservations = reservations.New(k, m, p, w, fw.Site)
	fw.Meters = meters.New(k, m, p, fw.Site, c.Layout)
	fw.Charging = charging.New(k, m, p, w, fw.Site, fw.Provisioning, fw.Drivers, fw.Reservations, fw.Meters, c.Panel)
	fw.Customers = customers.New(k, p, w, fw.Drivers, fw.Reservations, fw.Charging)
	fw.Display = display.New(k, m, p, w, fw.Site, fw.Charging, c.Panel)
	fw.Monitoring = monitoring.New(k, m, p, w, fw.Site, fw.Meters, fw.Charging)
	fw.Files = files.New(k, m, p, w, fw.Site, fw.Provisioning, fw.Certificates, fw.Charging, c.Dial)
	fw.Control = control.New(k, m, p, w, fw.Site, fw.Provisioning, fw.Drivers, fw.Reservations, fw.Charging, fw.Files, fw.Certificates, c.Boot.Duration)
	fw.connectRooms()
	if c.Patch != nil {
		c.Patch(fw)
	}
	return fw
}

// connectRooms fills the hooks by which the lower rooms tell the upper ones, and has the actions handled.
func (fw *Firmware) connectRooms() {
	fw.Kernel.Turn = func() {
		fw.Charging.Guard()
		fw.Files.Follow()
		fw.Display.Follow()
		fw.Monitoring.Look()
		fw.Wire.Pump()
	}
	fw.Site.Hooks = site.Hooks{
		Presented: fw.Charging.Presented, Selected: fw.Charging.Selected, CustomerStored: fw.Customers.Store, Shown: fw.Display.Say, BayChanged: fw.Charging.BayChanged, Unplugged: fw.Charging.FollowEV, FaultChanged: fw.Charging.FaultChanged,
		PilotChanged: fw.Charging.PilotChanged, Freed: fw.Control.HoldFreed, Coming: fw.Charging.Coming,
		Kept: func(e *site.EVSE) bool { return fw.Reservations.Decide.Holds(e) }, Beside: fw.Reservations.Beside, Updated: fw.settled,
	}
	fw.Provisioning.Hooks = provisioning.Hooks{Serve: fw.serve, ClockSet: fw.clockSet, SettingsChanged: fw.settingsChanged}
	fw.Reservations.Hooks.Changed, fw.Reservations.Hooks.Made = fw.Charging.Welcome, fw.Charging.Validate
	fw.Meters.Hooks = meters.Hooks{KeyDue: fw.Charging.KeyDue}
	fw.Charging.Hooks.Ended = fw.ended
	fw.Charging.Hooks.Answered, fw.Drivers.Hooks.Judged = fw.Display.Answered, fw.Display.Judged
	fw.Files.Hooks = files.Hooks{Roots: fw.Certificates.CSMSRoots, Reboot: fw.Control.RebootFor}
	h := &fw.Wire.Hooks
	h.First, h.Last, h.LastDue = fw.Provisioning.BootCall, fw.Charging.EventCall, fw.Charging.EventDue
	h.Connected, h.AttemptFailed, h.Offline, h.Elsewhere = fw.connected, fw.Charging.Reconcile, fw.Charging.QueueGoesOffline, fw.Provisioning.Unregister
	h.Security = func(event string) { fw.Provisioning.TellSecurity(event, fw.Kernel.Now()) }
	h.Secure, h.Lacks = fw.Certificates.Secure, fw.Certificates.Lacks
	h.Trusted, h.Mistrusted, h.Exhausted = fw.Certificates.Trusted, fw.Certificates.Mistrusted, fw.Certificates.Exhausted
	h.Sent, h.NothingToSend = fw.Provisioning.ArmHeartbeat, fw.Control.ResetWhenDelivered
	wire.Handle(fw.Wire, fw.Certificates.Signed)
	wire.Handle(fw.Wire, fw.Site.ChangeAvailability)
	wire.Handle(fw.Wire, fw.Drivers.ClearCache)
	wire.Handle(fw.Wire, fw.Customers.CustomerInformation)
	wire.Handle(fw.Wire, fw.Provisioning.DataTransfer)
	wire.Handle(fw.Wire, fw.Certificates.Delete)
	wire.Handle(fw.Wire, fw.Provisioning.GetBaseReport)
	wire.Handle(fw.Wire, fw.Certificates.Installed)
	wire.Handle(fw.Wire, fw.Files.GetLog)
	wire.Handle(fw.Wire, fw.Provisioning.GetReport)
	wire.Handle(fw.Wire, fw.Charging.GetTransactionStatus)
	wire.Handle(fw.Wire, fw.Provisioning.GetVariables)
	wire.Handle(fw.Wire, fw.Certificates.Install)
	if fw.Product.Capabilities.LocalList {
		wire.Handle(fw.Wire, fw.LocalList.Send)
		wire.Handle(fw.Wire, fw.LocalList.Version)
	}
	if fw.Product.Capabilities.Monitoring {
		wire.Handle(fw.Wire, fw.Monitoring.ClearVariableMonitoring)
		wire.Handle(fw.Wire, fw.Monitoring.GetMonitoringReport)
		wire.Handle(fw.Wire, fw.Monitoring.SetMonitoringBase)
		wire.Handle(fw.Wire, fw.Monitoring.SetMonitoringLevel)
		wire.Handle(fw.Wire, fw.Monitoring.SetVariableMonitoring)
	}
	wire.Handle(fw.Wire, fw.Control.RequestStart)
	wire.Handle(fw.Wire, fw.Control.RequestStop)
	if fw.Product.Capabilities.Reservations {
		wire.Handle(fw.Wire, fw.Reservations.CancelReservation)
		wire.Handle(fw.Wire, fw.Reservations.ReserveNow)
	}
	wire.Handle(fw.Wire, fw.Control.Reset)
	wire.Handle(fw.Wire, fw.Provisioning.SetVariables)
	wire.Handle(fw.Wire, fw.Control.TriggerMessage)
	wire.Handle(fw.Wire, fw.Control.UnlockConnector)
	wire.Handle(fw.Wire, fw.Files.UpdateFirmware)
	if fw.Display.TakesMessages() {
		wire.Handle(fw.Wire, fw.Display.Set)
		wire.Handle(fw.Wire, fw.Display.Get)
		wire.Handle(fw.Wire, fw.Display.Clear)
	}
	if fw.Display.TellsCost() {
		wire.Handle(fw.Wire, fw.Display.CostUpdated)
	}
}

// ended is what follows from the end of a transaction.
func (fw *Firmware) ended(e *site.EVSE) {
	fw.Control.Ended(e)
	fw.Display.Ended()
}

// serve is what an accepted station begins.
func (fw *Firmware) serve() {
	fw.Charging.Reconcile()
	fw.Reservations.TellEnded()
	fw.Files.Resume()
}

// clockSet is what follows a jump of the station's clock.
func (fw *Firmware) clockSet() {
	fw.Charging.ArmAligned()
	fw.Reservations.Arm()
	fw.Monitoring.Rearm()
}

// settingsChanged has what the CSMS has set take effect.
func (fw *Firmware) settingsChanged() {
	fw.Charging.SamplingChanged()
	fw.Reservations.SettingsChanged()
}

// settled is what follows when the states of connectors have changed, and have been told.
func (fw *Firmware) settled() {
	fw.Reservations.Review()
	fw.Control.Resume()
}

// connected is what begins with a connection.
func (fw *Firmware) connected() {
	fw.Provisioning.Connected()
	fw.Reservations.TellEnded()
	fw.Files.Connected()
}

// run lives until the life is over and returns when every goroutine of it has ended.
func (fw *Firmware) run(ctx context.Context) (kernel.Ending, error) {
	return fw.Kernel.Run(ctx, func() {
		fw.boot()
		fw.Kernel.Go(fw.Site.WatchPanel)
	}, fw.Wire.HangUp)
}

// factory puts the certificates that the station is shipped with into its store, and the settings that the configuration asks
// for into the device model.
func (fw *Firmware) factory() error {
	fw.Certificates.Factory()
	return fw.Model.Factory(fw.config.Settings, fw.config.Capabilities.RebootRequired)
}

// boot begins a life: what is remembered is read back, what the panel shows is taken over, and the first connection is
// tried at once.
func (fw *Firmware) boot() {
	if err := fw.factory(); err != nil {
		fw.Kernel.Halt(err) // New has checked the same settings
	}
	fw.Wire.Restore()
	fw.Certificates.Restore() // before the settings: a NetworkConfigurationPriority is held against what there is for it
	fw.Model.Restore(fw.Kernel)
	fw.Wire.SetOut(true)
	fw.Provisioning.RestoreRegistration()
	fw.Site.RestoreAvailability()
	fw.LocalList.Restore()
	fw.Drivers.RestoreCache()
	fw.Customers.Restore()
	fw.Reservations.Restore()
	fw.Monitoring.Restore()
	fw.Charging.RestoreTransactions()
	fw.Display.Restore()
	fw.Site.LookAround()
	fw.Files.Restore()
	fw.Charging.ResumeTransactions()
	fw.Charging.ArmAligned()
	fw.Provisioning.ArmTransition()
	fw.Provisioning.ArmNTP()
	fw.Certificates.ArmRenewal()
	fw.Kernel.After(fw.config.Boot.Duration, func() { fw.Files.Boot(fw.Wire.Connect) })
}
