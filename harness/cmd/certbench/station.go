package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects/patches"
	"github.com/certbench/certbench/station/lines"
	"github.com/certbench/certbench/station/panel"
)

// bootTime is how long the reference station takes from power-up or reset to its first connection attempt.
const bootTime = time.Second

type stationOptions struct {
	files
	csms, id, panel, state string
	gpio                   string
	defects, settings      []string
	log, withParent, rack  bool
	secure                 secureOptions
	board                  lines.Wiring // of the file of --gpio

	password string                  // of HTTP Basic authentication
	greet    func(bench.Hello) error // nil means on standard output
}

func stationCommand() *cobra.Command {
	return newStationCommand(&stationOptions{password: os.Getenv(bench.PasswordEnv)})
}

func newStationCommand(o *stationOptions) *cobra.Command {
	c := &cobra.Command{
		Use:   "station",
		Short: "Runs the reference station as a process of its own",
		Long: `Runs the reference charging station that a PICS describes, until it is told to end. It calls itself by the vendor, model and
firmware that the PICS declares, as far as they fit into a BootNotificationRequest. Its first line on standard output is JSON:
the endpoint, the panel's URL and the folder of its memory. The panel is the station's physical side over HTTP, by the calls of
the OCTT SUT API under /api/v1, and of its EV emulator under /ev/api/v1; GET /api/v1/state reads it back.

The password of HTTP Basic authentication is taken from the environment variable ` + bench.PasswordEnv + `. The station keeps its
memory in --state, and survives its own sudden death there; without --state it is a new folder that goes with it.

In security profile 2 and 3 it connects over TLS: to a CSMS whose certificate leads to one of the --roots, and in 3 with the
certificate of its own that --certificate and --key name. What the CSMS installs later is kept in its memory.

With --gpio its physical side is a board on the GPIO lines of this machine, and no panel is served. The file says which
line is what; harness/examples/board.yaml explains every key. When the line of the mains falls the firmware dies as in a
power cut, and when it rises it boots.

--defects gives it deliberate faults, by the names that certbench station defects lists.`,
		Example: `  ` + bench.PasswordEnv + `=0123456789abcdef certbench station --csms ws://127.0.0.1:9000/ocpp --id CB-0001
  certbench station --csms ws://127.0.0.1:9000/ocpp --panel 127.0.0.1:8080 --state memory --log
  certbench station --csms ws://127.0.0.1:9000/ocpp --defects seqno-gap,startup-event-missing
  certbench station --csms ws://127.0.0.1:9000/ocpp --set TxCtrlr.TxStopPoint=EVConnected
  certbench station --csms ws://127.0.0.1:9000/ocpp --gpio my-board.yaml
  certbench station --csms wss://csms.bench.test:9000/ocpp --security-profile 2 --roots roots.pem --resolve csms.bench.test=127.0.0.1
  curl -X POST 'http://127.0.0.1:8080/api/v1/plugin?evse_id=1&connector_id=1'`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.gpio != "" && c.Flags().Changed("panel") {
				return errors.New("--gpio and --panel both say what the physical side of the station is; keep one")
			}
			if o.rack {
				return runRack(c)
			}
			return o.run(c)
		},
	}
	flags := c.Flags()
	filledFlag(c, &o.csms, "csms", "", "endpoint of the CSMS, `URL` such as ws://127.0.0.1:9000/ocpp (needed)")
	filledFlag(c, &o.id, "id", "CB-0001", "identity of the station")
	filledFlag(c, &o.panel, "panel", "127.0.0.1:0", "`address` where the panel is served; port 0 is any free one")
	filledFlag(c, &o.gpio, "gpio", "", "`file` that wires the station to GPIO lines, instead of a panel")
	filledFlag(c, &o.state, "state", "", "`folder` of its memory (default: a new one, removed at the end)")
	flags.StringSliceVar(&o.defects, "defects", nil, "deliberate faults, by `names`")
	flags.StringArrayVar(&o.settings, "set", nil, "factory value of a variable, `Component.Variable=value`; may be repeated")
	flags.BoolVar(&o.log, "log", false, "tell on standard error what the station does")
	flags.BoolVar(&o.rack, "rack", false, "run the stations that standard input orders, as certbench run --parallel does")
	flags.BoolVar(&o.withParent, "with-parent", false, "end when standard input ends")
	picsFlag(c, &o.files)
	o.secure.flags(c)
	c.AddCommand(stationDefectsCommand())
	return c
}

// run runs the station until ctx ends, its input where that stands for its parent, or its memory fails.
func (o *stationOptions) run(c *cobra.Command) (err error) {
	config, err := o.config(c.ErrOrStderr())
	if err != nil {
		return err
	}
	hello := bench.Hello{Station: o.id, CSMS: o.csms, State: o.state}
	if hello.State == "" {
		if hello.State, err = os.MkdirTemp("", "certbench-station-"); err != nil {
			return trouble(err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(hello.State)) }()
	}
	if config.Store, err = station.Files(hello.State); err != nil {
		return trouble(err)
	}
	firmware, err := station.New(config)
	if err != nil {
		return fmt.Errorf("the station: %w", err)
	}
	side, err := o.openSide(config)
	if err != nil {
		return err
	}
	hello.Panel = side.url
	if o.greet == nil {
		o.greet = func(h bench.Hello) error { return json.NewEncoder(c.OutOrStdout()).Encode(h) }
	}
	if err := o.greet(hello); err != nil {
		return trouble(errors.Join(err, side.close()))
	}
	ctx, cancel := context.WithCancel(c.Context())
	defer cancel()
	if o.withParent {
		go func() {
			_, _ = io.Copy(io.Discard, c.InOrStdin()) // whatever ends it, the parent is gone
			cancel()
		}()
	}
	ended := make(chan error, 1)
	go func() {
		defer cancel() // a station without its physical side is none
		ended <- side.run(ctx)
	}()
	err = firmware.Run(ctx)
	cancel()
	return trouble(errors.Join(err, <-ended, side.close()))
}

func (o *stationOptions) config(log io.Writer) (station.Config, error) {
	if o.csms == "" {
		return station.Config{}, errors.New("the station does not know its CSMS; add --csms with an endpoint such as ws://127.0.0.1:9000/ocpp")
	}
	if err := bench.CheckAddress(o.panel); err != nil {
		return station.Config{}, fmt.Errorf("--panel: %w", err)
	}
	faults, err := bench.ParseDefects(strings.Join(o.defects, ","))
	if err != nil {
		return station.Config{}, fmt.Errorf("--defects: %w", err)
	}
	settings := map[string]string{}
	for _, line := range o.settings {
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			return station.Config{}, fmt.Errorf("--set %q has no value; write Component.Variable=value, such as TxCtrlr.TxStopPoint=EVConnected", line)
		}
		settings[name] = value
	}
	declared, err := o.readPICS()
	if err != nil {
		return station.Config{}, err
	}
	layout := bench.Layout(declared)
	if o.gpio != "" {
		if o.board, err = bench.LoadBoard(o.gpio, layout); err != nil {
			return station.Config{}, err
		}
	}
	identity := bench.ReferenceIdentity(declared.Product)
	config := station.Config{
		Vendor: identity.Vendor, Model: identity.Model, Serial: bench.ReferenceSerial, Firmware: identity.Firmware,
		ID: o.id, CSMSURL: o.csms, Password: o.password,
		Panel: panel.New(layout), Layout: layout, Capabilities: bench.Capabilities(declared), Settings: settings, Patch: patches.Of(faults),
	}
	config.Boot.Duration = bootTime
	if err := o.secure.equip(&config); err != nil {
		return station.Config{}, err
	}
	if o.log {
		config.Log = slog.New(slog.NewTextHandler(log, nil))
	}
	return config, nil
}
