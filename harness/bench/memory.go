package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/stack"
	"github.com/certbench/certbench/rigs"
	rigpanel "github.com/certbench/certbench/rigs/panel"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/defects/patches"
	"github.com/certbench/certbench/station/panel"
)

// Memory is a bench with the reference station inside the same process, over an in-memory network. It needs nothing
// but time and contexts, so that it runs under a synthetic clock as well as under the real one.
type Memory struct {
	*Bench
	Panel *panel.Panel

	stop    context.CancelFunc
	stopped chan error
}

// MemoryParts is what differs from one bench in memory to another.
type MemoryParts struct {
	PICS       *pics.Declaration
	Schemas    *schemas.Set
	Recorder   octt.Recorder
	Configured octt.Configured
	Timeouts   octt.Timeouts
	Defects    defects.Set
	Store      station.Store                   // nil means a new memory
	Change     func(*station.Config)           // last word on the station, may be nil
	Wrap       func(net.Listener) net.Listener // last word on the line to the mock CSMS, may be nil
	Bind       func(*rigs.Set)                 // last word on the rigs, may be nil
	Beside     []rigs.Rig                      // rigs beside that of the panel, for Bind to bind
	NoFiles    bool                            // the bench has no file server
	Files      func(*FileServing)              // last word on the file server, may be nil
	NoFirmware bool                            // the bench has no firmware images
	Signed     pki.Algorithm                   // the key with which they are signed; empty means ECDSA
	NTP        bool                            // the bench has an NTP server

	SecurityProfile int      // of the station at first; 0 means 1
	PKI             *pki.PKI // for MemoryHost and MemorySecondHost; nil has one made
}

// NewMemory starts the station and its bench.
func NewMemory(ctx context.Context, p MemoryParts) (*Memory, error) {
	lines := networks{csms: memnet.Listen("csms", 0), second: memnet.Listen("second", 0), files: NewMemoryFiles(), time: memnet.ListenPackets("time")}
	side := panel.New(Layout(p.PICS))
	secure := Security{Profile: max(p.SecurityProfile, 1), Second: lines.second, URLs: [2]string{"ws://" + MemoryHost + "/ocpp", "ws://" + MemorySecondHost + "/ocpp"}, Serial: ReferenceSerial, PKI: p.PKI}
	config := p.station(side, lines)
	images, roots, err := memoryFirmware(cmp.Or(p.Signed, pki.ECDSA))
	if err == nil {
		config.ManufacturerRoots = roots
		err = secure.equip(&config)
	}
	if p.Change != nil && err == nil {
		p.Change(&config)
	}
	var firmware *station.Station
	if err == nil {
		firmware, err = station.New(config)
	}
	if err != nil {
		return nil, errors.Join(err, closeAll(lines.csms, lines.second), lines.files.Close())
	}
	rig := rigpanel.New(side)
	var bound rigs.Set
	bound.Bind(rig)
	if p.Bind != nil {
		p.Bind(&bound)
	}
	var listener net.Listener = lines.csms
	if p.Wrap != nil {
		listener = p.Wrap(lines.csms)
	}
	parts := Parts{
		Name: "memory", Listener: listener, Rigs: append([]rigs.Rig{rig}, p.Beside...), Bound: bound, PICS: p.PICS, Schemas: p.Schemas,
		Recorder: p.Recorder, Configured: p.Configured, Timeouts: p.Timeouts, Security: secure,
	}
	if !p.NoFiles {
		if parts.Files, err = lines.files.Serving(); err != nil {
			return nil, err
		}
		if p.Files != nil {
			p.Files(&parts.Files)
		}
	}
	if !p.NoFirmware {
		parts.Firmware = images
	}
	if p.NTP {
		parts.NTP, parts.NTPURL = lines.time, "time"
	}
	b, err := New(ctx, parts)
	if err != nil {
		return nil, err
	}
	m := &Memory{Bench: b, Panel: side, stopped: make(chan error, 1)}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	go func() {
		stack.Grow()
		m.stopped <- firmware.Run(run)
	}()
	return m, nil
}

// networks are the lines between the station and what it reaches.
type networks struct {
	csms, second *memnet.Listener
	files        *MemoryFiles
	time         *memnet.Packets
}

// MemoryHost is where the station of a bench in memory reaches the first endpoint of the CSMS, and MemorySecondHost the second.
const (
	MemoryHost       = "csms.bench.test"
	MemorySecondHost = "second.bench.test"
)

// station is the reference station of the product, at its panel, which reaches the mock CSMS and the file server over the networks.
func (p MemoryParts) station(side *panel.Panel, lines networks) station.Config {
	config := station.Config{
		Vendor: "certbench", Model: "Reference", Serial: ReferenceSerial, Firmware: ReferenceVersion,
		ID: p.Configured.ChargingStationID, CSMSURL: "ws://" + MemoryHost + "/ocpp", Password: p.Configured.BasicAuthPassword,
		Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
			stack.Grow() // here begin the goroutines that connect
			switch host, _, _ := strings.Cut(address, ":"); host {
			case MemoryFilesHost:
				return lines.files.Dial(ctx, address)
			case "time":
				return lines.time.Dial(ctx)
			case MemorySecondHost:
				return lines.second.Dial(ctx)
			}
			return lines.csms.Dial(ctx)
		},
		Panel: side, Layout: Layout(p.PICS), Store: p.Store, Capabilities: Capabilities(p.PICS), Patch: counting(patches.Of(p.Defects)),
		Settings: Settings(p.Configured),
	}
	config.Boot.Duration = 2 * time.Second
	config.Random = func(longest time.Duration) time.Duration { return longest / 2 } // the same in every run
	return config
}

// counting has a station count its transactions where it would take random ids for them, so that what it says is the same in every
// run. The ids of one station go on counting over its lives.
func counting(patch func(*station.Firmware)) func(*station.Firmware) {
	begun := 0
	return func(fw *station.Firmware) {
		fw.Charging.Decide.NewID = func() string {
			begun++
			return fmt.Sprintf("5be0cd19-137e-4179-9b05-688c%08x", begun) // as one by chance: no part of it is empty
		}
		patch(fw)
	}
}

// Close stops the station and the bench. A station that stopped by itself is an error.
func (m *Memory) Close() error {
	m.stop()
	return errors.Join(<-m.stopped, m.Bench.Close())
}
