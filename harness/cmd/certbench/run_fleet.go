package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

// fleetOptions are how a run reserves benches on other machines.
type fleetOptions struct {
	fleetAccess
	on       string
	most     int
	priority int
	wait     time.Duration
}

func fleetFlags(c *cobra.Command, o *fleetOptions) {
	o.flags(c)
	filledFlag(c, &o.on, "on", "", "`words` that choose benches of the fleet, with commas between: labels, or place=room-*, firmware=1.4*, and ! for the opposite")
	c.Flags().IntVar(&o.most, "most", 0, "reserve `N` benches of the fleet at most (default: all that are free)")
	c.Flags().IntVar(&o.priority, "priority", 0, "of those who wait for a bench of the fleet, the higher comes first")
	c.Flags().DurationVar(&o.wait, "wait", 0, "wait so long for a bench of the fleet that is free (default: until Ctrl-C)")
}

// goesTogether refuses flags that mean something else.
func (o *runOptions) goesTogether() error {
	f := o.fleet
	switch {
	case f.url == "" && (f.creds != "" || f.on != "" || f.most != 0 || f.priority != 0 || f.wait != 0):
		return errors.New("--creds, --on, --most, --priority and --wait are for benches of a fleet; name it with --fleet")
	case f.url != "" && (len(o.benches) > 0 || o.parallel != 1 || o.live != "" || o.resume != "" || o.repeat > 1):
		return errors.New("--fleet does not go with --bench, --parallel, --live, --resume or --repeat: its benches are on other machines")
	case f.most < 0:
		return fmt.Errorf("--most cannot be %d; write how many benches are reserved at most, 1 or more", f.most)
	}
	return nil
}

// fleetRun is a run on benches of a fleet.
type fleetRun struct {
	id      string
	session *session
	options *runOptions
	board   *fleet.Board
	leases  []*fleet.Lease
	remotes map[string]*fleet.Remote // by the names of the benches
	shown   *progress

	mu    sync.Mutex
	plays map[string]int // of a bench and its own number, to that of the run
}

// onFleet plays a plan on benches of a fleet.
func (o *runOptions) onFleet(c *cobra.Command) (err error) {
	s, err := o.read()
	if err != nil {
		return err
	}
	noticeContradictions(c, o.picsName(), s.declared)
	f, err := o.fleet.enter(c, fleet.Runner, "run")
	if err != nil {
		return trouble(err)
	}
	defer f.Close()
	board, err := f.Watch(c.Context())
	if err != nil {
		return trouble(err)
	}
	defer board.Close()
	r := &fleetRun{id: rand.Text(), session: s, options: o, board: board, remotes: map[string]*fleet.Remote{}, plays: map[string]int{}}
	if err := r.reserve(c, f); err != nil {
		return trouble(err)
	}
	defer func() {
		for _, l := range r.leases {
			l.GiveBack()
		}
	}()
	if s.dir, err = newFolder(o.out, s.declared.Product.Designation, time.Now()); err != nil {
		return err
	}
	if err := r.play(c, f); err != nil {
		return trouble(err)
	}
	return r.report(c)
}

// reserve waits for benches.
func (r *fleetRun) reserve(c *cobra.Command, f *fleet.Fleet) (err error) {
	ctx := c.Context()
	if wait := r.options.fleet.wait; wait > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, wait, fmt.Errorf("none was free within %v", wait))
		defer cancel()
	}
	wish := fleet.Wish{Run: r.id, Who: whoAmI(), On: r.options.fleet.on, Product: r.session.declared.Product.Designation, PICS: r.session.declared.Hash(),
		Certbench: version(), Most: r.options.fleet.most, Priority: r.options.fleet.priority}
	r.leases, err = f.Reserve(ctx, r.board, wish, func(ahead int) {
		fmt.Fprintf(c.ErrOrStderr(), "certbench: waiting for a bench of the fleet; %d come first; %s\n", ahead, oneLine(r.board.Why(wish)))
	})
	return err
}

// play begins the run on each bench, hands the plan out, and collects what comes.
func (r *fleetRun) play(c *cobra.Command, f *fleet.Fleet) error {
	ctx := c.Context()
	var files []*bench.File
	var names []string
	for _, l := range r.leases {
		files, names = append(files, &bench.File{Name: l.Bench}), append(names, l.Bench)
	}
	r.shown = watch(c.ErrOrStderr(), r.options.verbose, files)
	before := r.session.durationsBefore(r.options)
	r.shown.rest = expecting(r.session.plan, names, 1, before)
	collector := f.Collect(r.id, r.record, r.lose)
	session := suites.Session{Plan: r.session.plan, Recorder: (*shownOnly)(r), Seed: r.options.seed, Shuffle: r.options.shuffle, Durations: completed(before)}
	for i, l := range r.leases {
		collector.Expect(l.Bench, r.folder(i))
		remote, err := fleet.On(ctx, l, r.board, fleet.Begin{Cases: r.options.cases, Seed: r.options.seed})
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.remotes[l.Bench] = remote
		r.mu.Unlock()
		session.Benches = append(session.Benches, suites.Bench{Name: l.Bench, Player: remote, Lacks: r.lacks(l.Bench)})
	}
	collecting, stop := context.WithCancel(context.WithoutCancel(ctx))
	collected := make(chan error, 1)
	go func() { collected <- collector.Run(collecting) }()
	_, err := suites.Run(ctx, session)
	stop()
	err = errors.Join(err, <-collected)
	r.shown.close()
	return err
}

// folder is that of a part in the run folder.
func (r *fleetRun) folder(i int) string {
	return filepath.Join(r.session.dir, "parts", strconv.Itoa(i+1))
}

// lacks says by what its agent has registered why a bench cannot play something.
func (r *fleetRun) lacks(name string) func(string, octt.Mode) error {
	why := map[string]error{}
	for _, s := range r.board.Benches() {
		if s.Bench.Name == name {
			for reason, plays := range s.Bench.Lacks {
				for _, play := range plays {
					why[play] = errors.New(reason)
				}
			}
		}
	}
	return func(id string, mode octt.Mode) error { return why[suites.PlayName(id, mode)] }
}

// record takes what a bench has recorded, for the player that waits for it and for whoever looks. Plays get numbers of the run.
func (r *fleetRun) record(name string, rec evidence.Record) {
	r.mu.Lock()
	remote := r.remotes[name]
	r.mu.Unlock()
	if rec.Bench == "" {
		rec.Bench = name
	}
	if rec.Play > 0 {
		key := name + " " + strconv.Itoa(rec.Play)
		if r.plays[key] == 0 {
			r.plays[key] = len(r.plays) + 1
		}
		rec.Play = r.plays[key]
	}
	if rec.Planned == nil && rec.Run == nil && rec.Finished == nil { // those of the whole run are told
		r.shown.record(rec)
	}
	remote.Record(rec)
}

// lose takes a bench from the run whose evidence is none.
func (r *fleetRun) lose(name string, cause error) {
	r.mu.Lock()
	remote := r.remotes[name]
	r.mu.Unlock()
	remote.Lose(cause)
}

// shownOnly records nothing: the benches' own evidence is that of the run.
type shownOnly fleetRun

// Append shows a record.
func (r *shownOnly) Append(rec evidence.Record) (int64, error) {
	rec.At = time.Now().UTC()
	r.shown.record(rec)
	return 0, nil
}

// report makes one report of what the benches have recorded.
func (r *fleetRun) report(c *cobra.Command) error {
	o := reports.JoinOptions{Lost: map[string]string{}}
	var dirs []string
	for i, l := range r.leases {
		if cause := r.remotes[l.Bench].Latched(); errors.As(cause, new(*fleet.Away)) {
			o.Lost[r.folder(i)] = cause.Error()
		}
		dirs = append(dirs, r.folder(i))
	}
	begun := slices.DeleteFunc(slices.Clone(dirs), func(dir string) bool { return runFolder(dir) != nil })
	if len(begun) == 0 {
		return trouble(errors.New("no bench of the fleet has recorded anything; its agents say why"))
	}
	if err := reports.Join(begun, r.session.dir, o); err != nil {
		return trouble(err)
	}
	source, err := reports.WriteAll(r.session.dir)
	if err != nil {
		return trouble(err)
	}
	if err := tell(c, r.session.dir, source, r.options.format); err != nil {
		return err
	}
	return decided(c, source)
}
