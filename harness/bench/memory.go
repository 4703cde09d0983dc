package bench

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
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
}

// NewMemory starts the station and its bench.
func NewMemory(ctx context.Context, p MemoryParts) (*Memory, error) {
	network, uploads := memnet.Listen("csms", 0), memnet.Listen("files", 0)
	side := panel.New(Layout(p.PICS))
	firmware, err := station.New(p.station(side, network, uploads))
	if err != nil {
		return nil, errors.Join(err, closeAll(network, uploads))
	}
	rig := rigpanel.New(side)
	var bound rigs.Set
	bound.Bind(rig)
	if p.Bind != nil {
		p.Bind(&bound)
	}
	var listener net.Listener = network
	if p.Wrap != nil {
		listener = p.Wrap(network)
	}
	parts := Parts{
		Name: "memory", Listener: listener, Rigs: append([]rigs.Rig{rig}, p.Beside...), Bound: bound, PICS: p.PICS, Schemas: p.Schemas,
		Recorder: p.Recorder, Configured: p.Configured, Timeouts: p.Timeouts,
	}
	if !p.NoFiles {
		parts.Files, parts.FilesURL = uploads, "http://files"
	}
	b, err := New(ctx, parts)
	if err != nil {
		return nil, err
	}
	m := &Memory{Bench: b, Panel: side, stopped: make(chan error, 1)}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	go func() { m.stopped <- firmware.Run(run) }()
	return m, nil
}

// station is the reference station of the product, at its panel, which reaches the mock CSMS and the file server over the two networks.
func (p MemoryParts) station(side *panel.Panel, network, uploads *memnet.Listener) station.Config {
	config := station.Config{
		Vendor: "certbench", Model: "Reference", Serial: "SIM-1", Firmware: "1",
		ID: p.Configured.ChargingStationID, CSMSURL: "ws://csms/ocpp", Password: p.Configured.BasicAuthPassword,
		Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
			if host, _, _ := strings.Cut(address, ":"); host == "files" {
				return uploads.Dial(ctx)
			}
			return network.Dial(ctx)
		},
		Panel: side, Layout: Layout(p.PICS), Store: p.Store, Capabilities: Capabilities(p.PICS), Patch: patches.Of(p.Defects),
		Settings: Settings(p.Configured),
	}
	config.Boot.Duration = 2 * time.Second
	config.Random = func(longest time.Duration) time.Duration { return longest / 2 } // the same in every run
	if p.Change != nil {
		p.Change(&config)
	}
	return config
}

// Close stops the station and the bench. A station that stopped by itself is an error.
func (m *Memory) Close() error {
	m.stop()
	return errors.Join(<-m.stopped, m.Bench.Close())
}
