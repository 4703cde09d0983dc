package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// ofFleetResume are the flags that may stand beside --resume of a run on a fleet: where fleet and files are now, how benches are waited for,
// and how it is shown.
var ofFleetResume = []string{"resume", "fleet", "creds", "fleet-ca", "wait", "priority", "pics", "schemas", "verbose", "format", "progress", "live", "help"}

// isFleetRun tells the folder of a run on a fleet.
func isFleetRun(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, fleetNoteName))
	return err == nil
}

// resumedOnFleet goes on with a run on a fleet: what was ended counts, what was begun is played again, on the benches that are free now.
func (o *runOptions) resumedOnFleet(c *cobra.Command) (err error) {
	for _, name := range changedFlags(c) {
		if !slices.Contains(ofFleetResume, name) {
			return fmt.Errorf("--%s does not go with --resume, by which the run goes on as it was begun; leave it away, or begin another run", name)
		}
	}
	note, err := readFleetNote(o.resume)
	if err != nil {
		return fmt.Errorf("--resume: %w", err)
	}
	unlock, err := lockFolder(o.resume)
	if err != nil {
		return trouble(fmt.Errorf("--resume: %w", err))
	}
	defer func() { err = errors.Join(err, trouble(unlock())) }()
	begun, err := optionsOf(note.Arguments)
	if err != nil {
		return fmt.Errorf("--resume %s: %w", o.resume, err)
	}
	begun.pics, begun.schemas = cmp.Or(o.pics, begun.pics), cmp.Or(o.schemas, begun.schemas)
	begun.fleet.url, begun.fleet.creds, begun.fleet.ca = cmp.Or(o.fleet.url, begun.fleet.url), cmp.Or(o.fleet.creds, begun.fleet.creds), cmp.Or(o.fleet.ca, begun.fleet.ca)
	begun.fleet.wait, begun.fleet.priority = cmp.Or(o.fleet.wait, begun.fleet.wait), cmp.Or(o.fleet.priority, begun.fleet.priority)
	begun.verbose, begun.format, begun.progress, begun.live = o.verbose, o.format, o.progress, o.live
	begun.out, begun.resume, begun.seed = o.resume, o.resume, note.Seed
	return begun.onFleet(c, note)
}

// matches refuses to go on with a run in another way than it was begun.
func (n *fleetNote) matches(s *session) error {
	switch {
	case n.Certbench != version():
		return fmt.Errorf("--resume: the run was begun by certbench %s, and this is %s; go on by that one, or begin another run", n.Certbench, version())
	case n.PICS != s.declared.Hash():
		return errors.New("--resume: the run was begun by another PICS; name that one with --pics, or begin another run")
	}
	held, err := s.held()
	if err != nil {
		return err
	}
	if held != [2]string{n.Known, n.Baseline} {
		return errors.New("--resume: the known failures or the baseline are others than when the run was begun; put those back, or begin another run")
	}
	return nil
}

// goOn collects what the benches have still recorded for the process that is gone, and reads what was ended.
func (r *fleetRun) goOn(c *cobra.Command) error {
	r.session.dir = r.options.resume
	left := map[string][]fleet.Left{}
	var runs []string
	for i := range r.note.Parts {
		p := &r.note.Parts[i]
		if p.Lost != "" {
			continue
		}
		if p.Dir = partFolder(r.session.dir, i); len(left[p.Run]) == 0 {
			runs = append(runs, p.Run)
		}
		left[p.Run] = append(left[p.Run], p.Left)
	}
	for _, run := range runs {
		fmt.Fprintln(c.ErrOrStderr(), "certbench: the benches of the run come to rest, and send what they have still recorded")
		if err := r.fleet.Rest(c.Context(), r.board, run, left[run], func(string, evidence.Record) {}); err != nil {
			return err
		}
	}
	for i := range r.note.Parts {
		r.note.Parts[i].Lost = cmp.Or(r.note.Parts[i].Lost, goneOnWith)
	}
	if err := r.note.write(r.session.dir); err != nil {
		return err
	}
	return r.readEnded()
}

// readEnded reads which plays have ended. What was cut short is played again.
func (r *fleetRun) readEnded() error {
	for i := range r.note.Parts {
		log, err := evidence.ReadDir(partFolder(r.session.dir, i))
		if errors.Is(err, os.ErrNotExist) {
			continue // nothing has come
		}
		if err != nil {
			return err
		}
		run := evidence.Fold(log.Records)
		for i := range run.Plays {
			if p := &run.Plays[i]; p.Again == 0 && !p.CutShort() {
				r.ended = append(r.ended, suites.Ended{ID: p.Begin.ID, Mode: octt.Mode(p.Begin.Mode), Attempt: p.Begin.Attempt, Verdict: p.Verdict, Reason: p.Reason})
			}
		}
		for _, f := range run.Found {
			r.before = evidence.Worse(r.before, f.Verdict)
		}
	}
	return nil
}

// nothingLeft tells whether every play of the plan has ended before.
func (r *fleetRun) nothingLeft() bool {
	type one struct {
		play    string
		attempt int
	}
	once, ended := map[one]bool{}, map[string]int{} // a play may have been left out on one bench and played on another
	for _, e := range r.ended {
		play := suites.PlayName(e.ID, e.Mode)
		if !once[one{play, e.Attempt}] {
			ended[play]++
		}
		once[one{play, e.Attempt}] = true
	}
	return !slices.ContainsFunc(r.session.plan, func(i suites.Item) bool {
		return i.Verdict == "" && slices.ContainsFunc(i.Modes(), func(mode octt.Mode) bool { return ended[suites.PlayName(i.Entry.ID, mode)] < r.options.repeat })
	})
}

// noteLost notes which benches have not come to the end of the run.
func (r *fleetRun) noteLost() error {
	for i, l := range r.leases {
		if cause := r.remotes[l.Bench].Latched(); errors.As(cause, new(*fleet.Away)) {
			r.note.Parts[r.first+i].Lost = cause.Error()
		}
	}
	return r.note.write(r.session.dir)
}
