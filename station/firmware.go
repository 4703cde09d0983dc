package station

import (
	"context"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/control"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// firmware is one life of the station's software, from power-up to reboot: the rooms, and what ties them.
type firmware struct {
	config  *Config
	defects defects.Set

	kernel       *kernel.Kernel
	model        *model.Model
	wire         *wire.Wire
	site         *site.Site
	provisioning *provisioning.Provisioning
	drivers      *drivers.Drivers
	charging     *charging.Charging
	files        *files.Files
	control      *control.Control
}

func newFirmware(s *Station, reason ocpp201.BootReason) *firmware {
	c, p := &s.config, s.product()
	k, m := kernel.New(string(reason), c.Store, c.Log), model.New()
	w := wire.New(k, m, p, wire.Config{Schemas: s.schemas, Dial: c.Dial, Random: c.Random})
	fw := &firmware{config: c, defects: c.Defects, kernel: k, model: m, wire: w}
	fw.site = site.New(k, m, p, w, c.Panel, c.Layout, c.Defects)
	fw.provisioning = provisioning.New(k, m, p, w, fw.site, c.Defects)
	fw.drivers = drivers.New(k, m, p, w, fw.site, fw.provisioning, c.Defects)
	fw.charging = charging.New(k, m, p, w, fw.site, fw.provisioning, fw.drivers, c.Panel, c.Layout, c.Defects)
	fw.files = files.New(k, m, p, w, fw.site, fw.provisioning, c.Dial, c.Defects)
	fw.control = control.New(k, m, p, w, fw.site, fw.provisioning, fw.drivers, fw.charging, fw.files, c.Boot.Duration, c.Defects)
	fw.provisioning.BootReason = reason
	fw.provisioning.BootedAt = time.Now()
	fw.site.SetUpPhysical()
	fw.charging.SetUpMeters()
	fw.connectRooms()
	fw.fillModel()
	fw.wire.Ship()
	fw.patch()
	return fw
}

// connectRooms fills the hooks by which the lower rooms tell the upper ones, and has the actions handled.
func (fw *firmware) connectRooms() {
	fw.kernel.Turn = func() {
		fw.charging.Guard()
		fw.wire.Pump()
	}
	fw.site.Hooks = site.Hooks{
		Presented: fw.charging.Presented, Selected: fw.charging.Selected, BayChanged: fw.charging.BayChanged, Unplugged: fw.charging.FollowEV, FaultChanged: fw.charging.FaultChanged,
		PilotChanged: fw.charging.PilotChanged, Freed: fw.control.HoldFreed, Coming: fw.charging.Coming, Power: fw.charging.PowerVariable,
	}
	fw.provisioning.Hooks = provisioning.Hooks{Serve: fw.charging.Reconcile, ClockSet: fw.charging.ArmAligned, SettingsChanged: fw.charging.SamplingChanged}
	fw.charging.Hooks = charging.Hooks{Ended: fw.control.Ended}
	fw.drivers.Hooks = drivers.Hooks{
		First: func() *ocpp201.IDToken {
			if s := fw.charging.FirstAuthorized(); s != nil {
				return s.Token
			}
			return nil
		},
		Stops: func(group *ocpp201.IDToken) bool { return fw.charging.AuthorizedByGroup(group, 0) != nil },
	}
	h := &fw.wire.Hooks
	h.First, h.Last, h.LastDue = fw.provisioning.BootCall, fw.charging.EventCall, fw.charging.EventDue
	h.Connected, h.AttemptFailed, h.Offline, h.Elsewhere = fw.provisioning.Connected, fw.charging.Reconcile, fw.charging.QueueGoesOffline, fw.provisioning.Unregister
	h.Sent, h.NothingToSend = fw.provisioning.ArmHeartbeat, fw.control.ResetWhenDelivered
	wire.Handle(fw.wire, fw.site.ChangeAvailability)
	wire.Handle(fw.wire, fw.drivers.ClearCache)
	wire.Handle(fw.wire, fw.provisioning.DataTransfer)
	wire.Handle(fw.wire, fw.provisioning.GetBaseReport)
	wire.Handle(fw.wire, fw.files.GetLog)
	wire.Handle(fw.wire, fw.provisioning.GetReport)
	wire.Handle(fw.wire, fw.charging.GetTransactionStatus)
	wire.Handle(fw.wire, fw.provisioning.GetVariables)
	wire.Handle(fw.wire, fw.control.RequestStart)
	wire.Handle(fw.wire, fw.control.RequestStop)
	wire.Handle(fw.wire, fw.control.Reset)
	wire.Handle(fw.wire, fw.provisioning.SetVariables)
	wire.Handle(fw.wire, fw.control.TriggerMessage)
	wire.Handle(fw.wire, fw.control.UnlockConnector)
	wire.Handle(fw.wire, fw.files.UpdateFirmware)
}

// run lives until the life is over and returns when every goroutine of it has ended.
func (fw *firmware) run(ctx context.Context) (kernel.Ending, error) {
	return fw.kernel.Run(ctx, func() {
		fw.boot()
		fw.kernel.Go(fw.site.WatchPanel)
	}, fw.wire.HangUp)
}

// factory puts the settings that the configuration asks for into the device model.
func (fw *firmware) factory() error {
	return fw.model.Factory(fw.config.Settings, fw.config.Capabilities.RebootRequired)
}

// boot begins a life: what is remembered is read back, what the panel shows is taken over, and the first connection is
// tried at once.
func (fw *firmware) boot() {
	if err := fw.factory(); err != nil {
		fw.kernel.Halt(err) // New has checked the same settings
	}
	fw.wire.Restore()
	fw.model.Restore(fw.kernel)
	fw.wire.SetOut(true)
	fw.provisioning.RestoreRegistration()
	fw.site.RestoreAvailability()
	fw.drivers.RestoreCache()
	fw.charging.RestoreTransactions()
	fw.site.LookAround()
	fw.charging.ResumeTransactions()
	fw.charging.ArmAligned()
	fw.provisioning.ArmTransition()
	if fw.site.AnyInoperative() && fw.defects.Has(defects.InoperativeStaysOffline) {
		return
	}
	fw.kernel.After(fw.config.Boot.Duration, fw.wire.Connect)
}
