package station

import (
	"context"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/wire"
)

// firmware is one life of the station's software, from power-up to reboot.
type firmware struct {
	station *Station
	config  *Config
	panel   *panel.Panel
	defects defects.Set

	kernel *kernel.Kernel
	model  *model.Model
	wire   *wire.Wire

	registering
	physical
	charging
	authorizing
	metering
	resetting
	filing
}

func newFirmware(s *Station, reason ocpp201.BootReason) *firmware {
	c := &s.config
	fw := &firmware{
		station: s, config: c, panel: c.Panel, defects: c.Defects,
		kernel: kernel.New(string(reason), c.Store, c.Log), model: model.New(),
	}
	fw.wire = wire.New(fw.kernel, fw.model, s.product(), wire.Config{Schemas: s.schemas, Dial: c.Dial, Random: c.Random})
	fw.bootReason = reason
	fw.bootedAt = time.Now()
	fw.setUpPhysical()
	fw.setUpMeters()
	fw.connectRooms()
	fw.fillModel()
	fw.wire.Ship()
	fw.patch()
	return fw
}

// connectRooms fills the hooks by which the lower rooms tell the upper ones, and has the actions handled.
func (fw *firmware) connectRooms() {
	fw.kernel.Turn = func() {
		fw.guard()
		fw.wire.Pump()
	}
	fw.siteHooks = siteHooks{
		presented: fw.presented, selected: fw.selected, bayChanged: fw.bayChanged, unplugged: fw.followEV, faultChanged: fw.faultChanged,
		pilotChanged: fw.pilotChanged, freed: fw.holdFreed, coming: fw.coming, power: fw.powerVariable,
	}
	fw.deskHooks = deskHooks{serve: fw.reconcile, clockSet: fw.armAligned, settingsChanged: fw.samplingChanged}
	fw.chargingHooks = chargingHooks{ended: fw.ended}
	fw.driversHooks = driversHooks{
		first: func() *ocpp201.IDToken {
			if s := fw.firstAuthorized(); s != nil {
				return s.Token
			}
			return nil
		},
		stops: func(group *ocpp201.IDToken) bool { return fw.authorizedByGroup(group, 0) != nil },
	}
	h := &fw.wire.Hooks
	h.First, h.Last, h.LastDue = fw.bootCall, fw.eventCall, fw.eventDue
	h.Connected, h.AttemptFailed, h.Offline, h.Elsewhere = fw.connected, fw.reconcile, fw.queueGoesOffline, fw.unregister
	h.Sent, h.NothingToSend = fw.armHeartbeat, fw.resetWhenDelivered
	wire.Handle(fw.wire, fw.changeAvailability)
	wire.Handle(fw.wire, fw.clearCache)
	wire.Handle(fw.wire, fw.dataTransfer)
	wire.Handle(fw.wire, fw.getBaseReport)
	wire.Handle(fw.wire, fw.getLog)
	wire.Handle(fw.wire, fw.getReport)
	wire.Handle(fw.wire, fw.getTransactionStatus)
	wire.Handle(fw.wire, fw.getVariables)
	wire.Handle(fw.wire, fw.requestStart)
	wire.Handle(fw.wire, fw.requestStop)
	wire.Handle(fw.wire, fw.reset)
	wire.Handle(fw.wire, fw.setVariables)
	wire.Handle(fw.wire, fw.triggerMessage)
	wire.Handle(fw.wire, fw.unlockConnector)
	wire.Handle(fw.wire, fw.updateFirmware)
}

// run lives until the life is over and returns when every goroutine of it has ended.
func (fw *firmware) run(ctx context.Context) (kernel.Ending, error) {
	return fw.kernel.Run(ctx, func() {
		fw.boot()
		fw.kernel.Go(fw.watchPanel)
	}, fw.wire.HangUp)
}

func (fw *firmware) watchPanel() {
	for {
		first, err := fw.panel.Next(fw.kernel.Context())
		if err != nil || !fw.kernel.Post(func() { fw.noticedAll(append([]panel.Input{first}, fw.panel.Waiting()...)) }) {
			return
		}
	}
}

// noticedAll takes in what came at one moment before anything else is done, up to the end of this life.
func (fw *firmware) noticedAll(inputs []panel.Input) {
	for _, in := range inputs {
		if !fw.kernel.Ended() {
			fw.noticed(in)
		}
	}
}

// Names of the records in the store.
const (
	recordAvailability = "availability"
	recordRegistration = "registration"
	recordTransactions = "transactions"
	recordCache        = "authorization-cache"
)

// hardware reports an output that the panel refused. The usual cause, mains that were cut, is on its way as an input.
func (fw *firmware) hardware(err error) {
	if err != nil {
		fw.kernel.Log.Warn("an output was refused", "error", err)
	}
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
	fw.restoreRegistration()
	fw.restoreAvailability()
	fw.restoreCache()
	fw.restoreTransactions()
	fw.lookAround()
	fw.resumeTransactions()
	fw.armAligned()
	fw.armTransition()
	if fw.anyInoperative() && fw.defects.Has(defects.InoperativeStaysOffline) {
		return
	}
	fw.kernel.After(fw.config.Boot.Duration, fw.wire.Connect)
}
