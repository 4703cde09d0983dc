package station

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/panel"
)

// firmware is one life of the station's software, from power-up to reboot. One goroutine, in run, owns all of its
// state; the panel and the connection are read by goroutines of their own, which post what they see into inbox.
type firmware struct {
	station *Station
	config  *Config
	panel   *panel.Panel
	log     *slog.Logger
	defects defects.Set

	ctx    context.Context // ends with this life
	inbox  chan func()
	alarms alarms
	wg     sync.WaitGroup
	end    *ending // set when this life is over

	clockOffset time.Duration // of the CSMS's clock to package time's

	model           *deviceModel
	factorySettings map[string]string
	transitionAlarm *alarm // of the next time offset

	connection
	calling
	registering
	physical
	charging
	authorizing
	metering
	resetting
	filing
}

// ending says how a life ended.
type ending struct {
	bootReason ocpp201.BootReason // for the next life
	abrupt     bool               // power is gone: nothing is finished any more
}

// halt is the panic that stops the firmware at once when its memory fails; run recovers it and no other.
type halt struct{ err error }

func newFirmware(s *Station, reason ocpp201.BootReason) *firmware {
	fw := &firmware{
		station: s, config: &s.config, panel: s.config.Panel, log: s.config.Log, defects: s.config.Defects,
		inbox: make(chan func()),
	}
	fw.bootReason = reason
	fw.bootedAt = time.Now()
	fw.setUpPhysical()
	fw.model = newDeviceModel(fw.variableTable())
	fw.profiles = networkProfiles{Set: []networkProfile{fw.factoryProfile()}} // what NetworkConfigurationPriority is checked against
	return fw
}

// run lives until the life is over and returns when every goroutine of it has ended.
func (fw *firmware) run(ctx context.Context) (end ending, err error) {
	ctx, cancel := context.WithCancel(ctx)
	fw.ctx = ctx
	defer fw.wg.Wait()
	defer cancel()
	defer func() { fw.hangUp(err != nil || end.abrupt) }()
	defer func() {
		switch r := recover().(type) {
		case nil:
		case halt:
			err = r.err
		default:
			panic(r)
		}
	}()
	fw.boot()
	fw.wg.Go(fw.watchPanel)
	fw.loop()
	return *fw.end, nil
}

// loop does what is due, one thing at a time, until the life is over.
func (fw *firmware) loop() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for fw.end == nil {
		fw.guard()
		fw.pump()
		if next := fw.alarms.next(); next != nil {
			timer.Reset(time.Until(next.at))
		} else {
			timer.Stop()
		}
		select {
		case act := <-fw.inbox:
			act()
		case <-timer.C:
			if al := fw.alarms.due(); al != nil {
				al.act()
			}
		case <-fw.ctx.Done():
			fw.end = &ending{abrupt: true}
		}
	}
}

// post hands something to the loop and tells whether the loop took it; it does not when the life is over.
func (fw *firmware) post(act func()) bool {
	select {
	case fw.inbox <- act:
		return true
	case <-fw.ctx.Done():
		return false
	}
}

func (fw *firmware) watchPanel() {
	for {
		first, err := fw.panel.Next(fw.ctx)
		if err != nil || !fw.post(func() { fw.noticedAll(append([]panel.Input{first}, fw.panel.Waiting()...)) }) {
			return
		}
	}
}

// noticedAll takes in what came at one moment before anything else is done, up to the end of this life.
func (fw *firmware) noticedAll(inputs []panel.Input) {
	for _, in := range inputs {
		if fw.end == nil {
			fw.noticed(in)
		}
	}
}

// now is the station's clock, which the CSMS may have set (B01.FR.06, G02.FR.06).
func (fw *firmware) now() time.Time { return time.Now().Add(fw.clockOffset) }

func (fw *firmware) stamp() ocpp201.DateTime { return ocpp201.DateTime{Time: fw.now()} }

// Names of the records in the store.
const (
	recordVariables       = "variables"
	recordAvailability    = "availability"
	recordRegistration    = "registration"
	recordTransactions    = "transactions"
	recordCache           = "authorization-cache"
	recordNetworkProfiles = "network-profiles"
)

// save writes a record; nothing may be promised to the CSMS or the driver before it returns.
func (fw *firmware) save(name string, record any) {
	if err := fw.trySave(name, record); err != nil {
		panic(halt{err})
	}
}

// trySave writes a record without which the station can go on, because nothing was promised.
func (fw *firmware) trySave(name string, record any) error {
	data, err := json.Marshal(record)
	if err == nil {
		err = fw.config.Store.Save(name, data)
	}
	if err != nil {
		return fmt.Errorf("record %q cannot be saved: %w", name, err)
	}
	return nil
}

// load reads a record and leaves it as it is when it was never saved.
func (fw *firmware) load(name string, record any) {
	data, err := fw.config.Store.Load(name)
	if err == nil && data != nil {
		err = json.Unmarshal(data, record)
	}
	if err != nil {
		panic(halt{fmt.Errorf("record %q cannot be loaded: %w", name, err)})
	}
}

// hardware reports an output that the panel refused. The usual cause, mains that were cut, is on its way as an input.
func (fw *firmware) hardware(err error) {
	if err != nil {
		fw.log.Warn("an output was refused", "error", err)
	}
}

// factory puts the settings that the configuration asks for into the device model.
func (fw *firmware) factory() error {
	var wrong []error
	for name, value := range fw.config.Settings {
		v := fw.model.named(name)
		switch {
		case v == nil:
			wrong = append(wrong, fmt.Errorf("field Settings: the station has no variable %q; write for example TxCtrlr.TxStartPoint", name))
		case v.computed != nil:
			wrong = append(wrong, fmt.Errorf("field Settings: %q is measured by the station and cannot be set", name))
		default:
			if err := v.validate(value); err != nil {
				wrong = append(wrong, fmt.Errorf("field Settings: %s: %w", name, err))
			}
			v.value = value
		}
	}
	for _, name := range fw.config.Capabilities.RebootRequired {
		v := fw.model.named(name)
		if v == nil || !v.settable() {
			wrong = append(wrong, fmt.Errorf("field Capabilities.RebootRequired: no variable %q can be set; write for example TxCtrlr.TxStartPoint", name))
			continue
		}
		v.atBoot = true
	}
	return errors.Join(wrong...)
}
