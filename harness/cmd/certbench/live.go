package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
)

const liveHelp = "`address` at which a page shows it, such as 8080 for this machine alone or 0.0.0.0:8080 for all, with a token"

func liveCommand() *cobra.Command {
	var address, durations string
	c := &cobra.Command{
		Use:   "live DIR",
		Short: "Serves the page of a run folder, also while it grows",
		Long: `Serves a page that shows what the evidence of a run folder tells: the plan with the time left, the table of each case row by
row with what is waited for, the messages, the station and the times of the certificate. It follows evidence that grows, and
shows evidence that is whole; nothing can be steered there. certbench run --live serves the same page for the length of a run,
on which manual acts are answered and the run is paused, stopped and annotated.

The page is reached from this machine alone unless --live names another address; then it asks for a token, which stands in the
address that is shown, also as a QR code.`,
		Example: `  certbench live runs/20260102-150405-cp-flex-plus-eu
  certbench live runs/20260102-150405-cp-flex-plus-eu --live 0.0.0.0:8080`,
		Args: takes(1, "one run folder"),
		RunE: func(c *cobra.Command, args []string) error { return watchFolder(c, args[0], address, durations) },
	}
	filledFlag(c, &address, "live", "127.0.0.1:0", liveHelp)
	filledFlag(c, &durations, "durations", "", "`folder` of an earlier run, by whose durations the time left is told (default: the newest beside the run folder)")
	return c
}

// watchFolder serves the page of a folder until somebody asks for the end.
func watchFolder(c *cobra.Command, dir, address, from string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is no folder; name the folder of a run", dir)
	}
	k, err := knock(address)
	if err != nil {
		return err
	}
	config := live.Config{Dir: dir, Door: k.door, Durations: live.Durations(completed(nil))}
	if declared, err := pics.Load(filepath.Join(dir, reports.PICSName)); err == nil { // without it there are no limits
		config.Limits = limitsOf(declared)
		config.Durations = live.Durations(completed(newTurns(from, dir, true, declared, nil).durations))
	}
	page := live.New(config)
	defer page.Close()
	at := k.serve(page.Handler())
	if _, err := fmt.Fprintln(c.ErrOrStderr(), at.shows()+"\nCtrl-C ends it."); err != nil {
		return errors.Join(err, at.close())
	}
	err = page.Follow(c.Context())
	page.Close()
	return trouble(errors.Join(err, at.close()))
}

// limitsOf are the limits of the performance indicators that a vendor declares.
func limitsOf(declared *pics.Declaration) kpi.Limits {
	limits := kpi.Limits{}
	for id, limit := range declared.KPILimits {
		limits[kpi.ID(id)] = limit
	}
	return limits
}

// watching is the page of a run that is played; nil where nobody asked for one.
type watching struct {
	control *control
	page    *live.Page
	at      *atDoor
}

// openPage serves the page of a run; none where no address was given.
func openPage(c *cobra.Command, s *session, o *runOptions, recorder *evidence.Recorder) *watching {
	k := s.step
	if k == nil {
		return nil
	}
	w := &watching{control: newControl(c, s, recorder)}
	w.page = live.New(live.Config{Dir: s.dir, Durations: live.Durations(completed(s.durationsBefore(o))), Limits: limitsOf(s.declared), Door: k.door, Desk: w.control, Steering: w.control})
	w.control.changes(w.page.Changed)
	recorder.OnRecord(w.page.Record)
	w.at = k.serve(w.page.Handler())
	return w
}

// steered says where the page of a run is, and returns what steers the run: from its page, or from the terminal where a person is asked
// there; nil where nobody steers.
func (w *watching) steered(c *cobra.Command, s *session, recorder *evidence.Recorder, shown *progress) *control {
	if w != nil {
		shown.say("%s", w.at.shows())
		return w.control
	}
	if !slices.ContainsFunc(s.benches, (*bench.File).Asks) {
		return nil
	}
	k := newControl(c, s, recorder)
	k.alone = true
	return k
}

// close ends the page after the last record.
func (w *watching) close() error {
	if w == nil {
		return nil
	}
	err := w.at.close()
	w.page.Close()
	return err
}
