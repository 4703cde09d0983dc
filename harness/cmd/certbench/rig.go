package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/rigs"
)

func rigCommand() *cobra.Command {
	var f files
	var at rigs.Place
	var address string
	c := &cobra.Command{
		Use:   "rig [act …]",
		Short: "Does single acts with the rigs of a bench, for a technician",
		Long: `Does acts with the rigs of a bench, one after the other, each with what was read back: first those of the command line, with
"then" between two of them, then those that are typed, one a line. What was done is held until the input ends or Ctrl-C
comes; then the rigs go to their safe state.

With --live a page has every act as a button, the inputs and the pilot as lamps and traces, and the walk of certbench doctor through all
acts as a checklist.

Acts:
` + actList(),
		Example: `  certbench rig --bench my-bench.yaml status
  certbench rig --bench my-bench.yaml plug then pilot B then tap valid
  certbench rig --bench my-bench.yaml --evse 2 plug
  certbench rig --bench my-bench.yaml --live 0.0.0.0:8080
  printf 'plug\npilot C\nunplug\n' | certbench rig --bench my-bench.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			_, err := parsedOrders(args)
			return err
		},
		RunE: func(c *cobra.Command, args []string) error { return doActs(c, f, at, args, address) },
	}
	benchFlag(c, &f)
	filledFlag(c, &f.pics, "pics", "", "PICS `file` of the product, for the walk on the page of --live (default: that of certificate OCA.0201.0125.CS)")
	c.Flags().IntVar(&at.EVSE, "evse", 0, "where: the `number` of the EVSE (default: that of the bench file)")
	c.Flags().IntVar(&at.Connector, "connector", 0, "where: the `number` of the connector (default: that of the bench file)")
	filledFlag(c, &address, "live", "", rigLiveHelp)
	return c
}

// doActs opens the rigs, does the acts of the command line, and then those of the input, or of a page.
func doActs(c *cobra.Command, f files, at rigs.Place, args []string, address string) error {
	orders, err := parsedOrders(args)
	if err != nil {
		return err
	}
	in := newHand(c.InOrStdin())
	return onRigs(c, f, in, func(ctx context.Context, file *bench.File, open *bench.Acting) error {
		step, err := knock(address) // not before: under a supervisor, which would hold the port
		if err != nil {
			return err
		}
		in.turn(true)
		defer in.turn(false)
		d := director{in: in, bench: file, open: open, at: placeOr(at, file.Configured.Place()), out: c.OutOrStdout()}
		for _, o := range orders {
			if err := d.do(ctx, o); err != nil {
				return trouble(err)
			}
		}
		if step != nil {
			in.turn(false) // acts come from the page, and the terminal is a person's
			return trouble(showRigs(ctx, c, step, &d, f))
		}
		return d.typed(ctx)
	})
}

// onRigs opens the rigs of one bench file, alone, under a supervisor where they are GPIO lines, and closes them after use.
// in is where a person at a manual rig answers.
func onRigs(c *cobra.Command, f files, in io.Reader, use func(ctx context.Context, file *bench.File, open *bench.Acting) error) error {
	if len(f.benches) != 1 {
		return fmt.Errorf("%s acts with the rigs of one bench; name its file with --bench", c.CommandPath())
	}
	read, err := f.readBenches()
	if err != nil {
		return err
	}
	if done, err := supervised(c, read); done {
		return err
	}
	giveBack, err := leases(c, read)
	if err != nil {
		return trouble(err)
	}
	open, err := bench.OpenRigs(c.Context(), read[0], bench.Setup{Person: bench.Person{In: in, Out: c.ErrOrStderr()}})
	if err != nil {
		return trouble(errors.Join(err, giveBack()))
	}
	err = use(c.Context(), read[0], open)
	if lost := new(leaseLost); err == nil && errors.As(context.Cause(c.Context()), &lost) {
		err = exit(codeTrouble)
	}
	if closing := errors.Join(open.Close(), giveBack()); closing != nil {
		err = trouble(errors.Join(err, closing))
	}
	return err
}

func placeOr(at, otherwise rigs.Place) rigs.Place {
	if at.EVSE == 0 {
		at.EVSE = otherwise.EVSE
	}
	if at.Connector == 0 {
		at.Connector = otherwise.Connector
	}
	return at
}

// director has the rigs of a bench do what a technician says.
type director struct {
	in    *hand
	bench *bench.File
	open  *bench.Acting
	at    rigs.Place
	out   io.Writer

	undone int // acts that were wrong or refused, and told
}

// do does one order and says what was read back.
func (d *director) do(ctx context.Context, o order) error {
	if o.act == nil {
		return d.status(ctx)
	}
	act, err := o.act(d, o.words)
	if err != nil {
		return err
	}
	d.in.turn(false)
	back, err := act.Do(ctx, d.open.Acts)
	d.in.turn(true)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(d.out, oneLine(fmt.Sprintf("%-24s %s: %s", o, back.Rig, cmp.Or(readBack(act, back), "done; the rig has nothing to look with"))))
	return err
}

// readBack says what was read back of an act; of a look what came of it as well.
func readBack(act rigs.Act, back rigs.ReadBack) string {
	switch {
	case act.Name != lookName:
		return back.Observed
	case back.Shown:
		return "seen; " + back.Observed
	case back.Cut:
		return "not seen, and no room for all of it; " + back.Observed
	}
	return "not seen; " + back.Observed
}

// lookName is the name of the act that looks at the display.
var lookName = rigs.LookAtDisplay(rigs.Sight{}, 0, rigs.Place{}).Name

// oneLine is a text as a terminal may have it: what a device or a tool says can neither move the cursor nor pass for a line
// of ours.
func oneLine(text string) string { return strings.ReplaceAll(reports.Visible(text), "\n", " ") }

// status asks every rig, and says which acts the bench can do.
func (d *director) status(ctx context.Context) error {
	var lines [][]string
	for _, rig := range d.open.Each {
		found := "answers, and reads as it was driven"
		if err := rig.Check(ctx); err != nil {
			found = oneLine(err.Error())
		}
		lines = append(lines, []string{"rig " + rig.Name(), found})
	}
	for _, kind := range rigs.Kinds() {
		lines = append(lines, []string{string(kind), d.bench.Bound()[kind]})
	}
	return columns(d.out, lines)
}

// typed does the acts of an input, one a line, until it ends. A line that is wrong, or an act that is refused, is told, and
// the next one may be right, but a program that wrote the input learns of it at the end; a rig that failed ends it.
func (d *director) typed(ctx context.Context) error {
	for {
		line, more, err := d.in.act(ctx)
		if !more && err == nil && d.undone > 0 {
			err = fmt.Errorf("%d of the acts above were not done, for the reasons that stand there", d.undone)
		}
		if !more {
			return trouble(err)
		}
		if err := d.line(ctx, line); err != nil {
			return trouble(err)
		}
	}
}

func (d *director) line(ctx context.Context, line string) error {
	orders, err := parsedOrders(strings.Fields(line))
	for _, o := range orders {
		if err == nil {
			err = d.do(ctx, o)
		}
	}
	if broken := d.open.Broken(); broken != nil {
		return broken
	}
	if err != nil {
		d.undone++
		_, err = fmt.Fprintln(d.out, "certbench: "+oneLine(err.Error()))
	}
	return err
}
