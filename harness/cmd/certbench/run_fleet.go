package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
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
	filledFlag(c, &o.on, "on", "", "`words` that choose benches of the fleet, with commas between: labels, or place=room-*, firmware=1.4*, doctor=PASS, and ! for the opposite")
	c.Flags().IntVar(&o.most, "most", 0, "reserve `N` benches of the fleet at most (default: all that are free)")
	c.Flags().IntVar(&o.priority, "priority", 0, "of those who wait for a bench of the fleet, the higher comes first")
	c.Flags().DurationVar(&o.wait, "wait", 0, "wait so long for a bench of the fleet that is free (default: until Ctrl-C)")
}

// goesTogether refuses flags that mean something else.
func (o *runOptions) goesTogether() error {
	f := o.fleet
	if f.url == "" {
		if f.on != "" || f.most != 0 || o.resume == "" && (f.creds != "" || f.ca != "" || f.priority != 0 || f.wait != 0) {
			return errors.New("--creds, --fleet-ca, --on, --most, --priority and --wait are for benches of a fleet; name it with --fleet")
		}
		return nil
	}
	for _, other := range []struct {
		flag  string
		given bool
		why   string
	}{
		{"--bench", len(o.benches) > 0, "its benches are on other machines, each with the bench file of its agent; choose among them by --on"},
		{"--parallel", o.parallel != 1, "it plays on all benches that are free; leave it away, or say how many at most by --most"},
		{"--security-profile", o.profile != 0, "each bench is in that of its agent's bench file; choose by --on profile=2"},
		{"--shard", o.shard.of != 0, "a fleet parts the plan among its benches by itself; leave it away"},
	} {
		if other.given {
			return fmt.Errorf("%s does not go with --fleet: %s", other.flag, other.why)
		}
	}
	if f.most < 0 {
		return fmt.Errorf("--most cannot be %d; write how many benches are reserved at most, 1 or more", f.most)
	}
	return fleet.RightOn(f.on)
}

// fleetRun is a run on benches of a fleet.
type fleetRun struct {
	id      string
	session *session
	options *runOptions
	fleet   *fleet.Fleet
	board   *fleet.Board
	note    *fleetNote // of the run folder
	unlock  func() error
	first   int // of the parts that this process begins
	leases  []*fleet.Lease
	shown   *progress
	page    *fleetPage // nil where nobody asked for one

	ended  []suites.Ended   // in the part of the run before this process goes on with it
	before evidence.Verdict // found there outside of every case

	mu      sync.Mutex
	remotes map[string]*fleet.Remote // by the names of the benches
	plays   map[string]int           // of a bench and its own number, to that of the run
}

// onFleet plays a plan on benches of a fleet, from the first file read to the last document written. note is that of a run that is gone
// on with, nil for a new one.
func (o *runOptions) onFleet(c *cobra.Command, note *fleetNote) (err error) {
	s, err := o.read()
	if err != nil {
		return err
	}
	if note != nil {
		if err := note.matches(s); err != nil {
			return err
		}
	}
	noticeContradictions(c, o.picsName(), s.declared)
	noticeDoubts(c, s.known)
	if s.step, err = knock(o.live); err != nil {
		return err
	}
	f, err := o.fleet.enter(c, fleet.Runner, "run", "")
	if err != nil {
		return trouble(err)
	}
	defer f.Close()
	board, err := f.Watch(c.Context())
	if err != nil {
		return trouble(err)
	}
	defer board.Close()
	r := &fleetRun{id: rand.Text(), session: s, options: o, fleet: f, board: board, note: note, remotes: map[string]*fleet.Remote{}, plays: map[string]int{}}
	defer func() { err = errors.Join(err, trouble(r.leave())) }()
	if err := r.prepare(c); err != nil {
		return trouble(err)
	}
	if len(r.leases) > 0 {
		if err := r.play(c); err != nil {
			return trouble(err)
		}
	}
	return r.report(c)
}

// leave gives back what the run holds.
func (r *fleetRun) leave() error {
	for _, l := range r.leases {
		l.GiveBack()
	}
	if r.unlock == nil {
		return nil
	}
	return r.unlock()
}

// prepare reserves benches, and begins the folder of the run, or goes on with it; where all was played before, there is nothing to reserve.
func (r *fleetRun) prepare(c *cobra.Command) (err error) {
	if r.note != nil {
		if err := r.goOn(c); err != nil || r.nothingLeft() {
			return err
		}
	}
	if err := r.reserve(c); err != nil {
		return err
	}
	if r.note == nil {
		if r.session.dir, err = newFolder(r.options.out, r.session.declared.Product.Designation, time.Now()); err != nil {
			return err
		}
		if r.unlock, err = lockFolder(r.session.dir); err != nil {
			return err
		}
		if r.note, err = newFleetNote(r.session, r.options); err != nil {
			return err
		}
	}
	r.first = len(r.note.Parts)
	for _, l := range r.leases {
		r.note.Parts = append(r.note.Parts, fleetPart{Run: r.id, Left: fleet.Left{Bench: l.Bench, Fence: l.Fence}, Since: l.Since})
	}
	return r.note.write(r.session.dir)
}

// reserve waits for benches.
func (r *fleetRun) reserve(c *cobra.Command) (err error) {
	ctx := c.Context()
	if wait := r.options.fleet.wait; wait > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, wait, fmt.Errorf("none was free within %v", wait))
		defer cancel()
	}
	wish := fleet.Wish{Run: r.id, Who: whoAmI(), On: r.options.fleet.on, Product: r.session.declared.Product.Designation, PICS: r.session.declared.Hash(),
		Certbench: version(), Most: r.options.fleet.most, Priority: r.options.fleet.priority}
	r.leases, err = r.fleet.Reserve(ctx, r.board, wish, func(ahead int) {
		fmt.Fprintf(c.ErrOrStderr(), "certbench: waiting for a bench of the fleet; %d come first; %s\n", ahead, oneLine(r.board.Why(wish)))
	})
	return err
}

// play begins the run on each bench, hands the plan out, and collects what comes.
func (r *fleetRun) play(c *cobra.Command) (err error) {
	ctx := c.Context()
	var files []*bench.File
	var names []string
	for _, l := range r.leases {
		files, names = append(files, &bench.File{Name: l.Bench}), append(names, l.Bench)
	}
	r.shown = watch(c.ErrOrStderr(), r.options.verbose, files)
	before := r.session.durationsBefore(r.options)
	r.shown.rest = expecting(r.session.plan, names, r.options.repeat, before)
	if r.options.shuffle {
		r.shown.rest.AnyOrder()
	}
	for _, e := range r.ended {
		r.shown.rest.Past(suites.PlayName(e.ID, e.Mode))
	}
	if to := feedOf(c); to != nil {
		r.shown.forPrograms(to, r.session.dir)
	}
	if r.page, err = r.openPage(before); err != nil {
		return err
	}
	collector := r.fleet.Collect(r.id, r.record, r.lose)
	session := suites.Session{Plan: r.session.plan, Recorder: (*shownOnly)(r), Seed: r.options.seed, Shuffle: r.options.shuffle, Durations: completed(before),
		Repeat: r.options.repeat, Ended: r.ended, Before: r.before}
	begin, err := r.begin()
	if err != nil {
		return err
	}
	for i, l := range r.leases {
		collector.Expect(l.Bench, r.folder(r.first+i))
		remote, err := fleet.On(ctx, l, r.board, collector, begin)
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.remotes[l.Bench] = remote
		r.mu.Unlock()
		session.Benches = append(session.Benches, suites.Bench{Name: l.Bench, Player: &farBench{remote, r, l.Bench}, Lacks: r.lacks(l.Bench)})
	}
	collecting, stop := context.WithCancel(context.WithoutCancel(ctx))
	collected := make(chan error, 1)
	go func() { collected <- collector.Run(collecting) }()
	_, err = suites.Run(ctx, session)
	stop()
	err = errors.Join(err, <-collected, r.page.close())
	r.shown.close()
	return errors.Join(err, r.noteLost())
}

// farBench is a bench of the run that says, when it is lost, that it is.
type farBench struct {
	*fleet.Remote
	run  *fleetRun
	name string
}

// Repay gives the bench back, or tells of one that is lost.
func (b *farBench) Repay(ctx context.Context) {
	b.Remote.Repay(ctx)
	if cause := b.Latched(); errors.As(cause, new(*fleet.Away)) {
		b.run.tellLost(b.name, cause)
	}
}

// tellLost tells who looks at the run that a bench is lost, while others may still play.
func (r *fleetRun) tellLost(name string, cause error) {
	text := fmt.Sprintf("The bench %s is lost to the run: %v. What it has not ended is played on another, or NOT RUN.", name, cause)
	r.shown.say("%s", oneLine(text))
	now := time.Now().UTC()
	r.page.record(evidence.Record{Kind: evidence.KindConn, Bench: name, At: now, Conn: &evidence.Connection{What: "disconnected", At: now, Text: text}})
}

// begin is how the run is begun on each bench.
func (r *fleetRun) begin() (fleet.Begin, error) {
	b := fleet.Begin{Cases: r.options.cases, Seed: r.options.seed, FailedOf: r.session.failedOf, RequireComplete: r.options.requireComplete}
	if r.options.repeat > 1 {
		b.Repeat = r.options.repeat
	}
	if r.session.known != nil {
		b.Known = r.session.known.Source()
	}
	if r.session.baseline == nil {
		return b, nil
	}
	var err error
	b.Baseline, err = r.session.baseline.Encode()
	return b, err
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
		r.page.record(rec)
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
	r.page.record(rec)
	return 0, nil
}

// report makes one report of what the benches have recorded.
func (r *fleetRun) report(c *cobra.Command) error {
	silent, err := r.note.compact(r.session.dir)
	if err != nil {
		return trouble(err)
	}
	for _, s := range silent {
		fmt.Fprintln(c.ErrOrStderr(), "certbench: "+oneLine(s.String()))
	}
	o := reports.JoinOptions{Lost: map[string]string{}, Silent: r.note.Silent}
	var dirs []string
	for i, p := range r.note.Parts {
		dirs = append(dirs, r.folder(i))
		if p.Lost != "" {
			o.Lost[r.folder(i)] = p.Lost
		}
	}
	if len(dirs) == 0 {
		return trouble(errors.New("no bench of the fleet has recorded anything; its agents say why"))
	}
	if err := reports.Join(dirs, r.session.dir, o); err != nil {
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
