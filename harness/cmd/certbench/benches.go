package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

// opened is a bench of this run.
type opened struct {
	file    *bench.File
	running *bench.Running // nil where it could not be opened
	player  *octt.Player   // of running; else one that plays nothing
	failed  error          // why it could not be opened

	mu     sync.Mutex
	unsafe string // what was told of rigs that do not come to rest
}

// toldUnsafe is what was told of rigs that do not come to rest; empty for nothing.
func (b *opened) toldUnsafe() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.unsafe
}

// onBenches opens the benches, plays on them, and closes them. The end of the run is recorded last, so that the way to
// the safe state belongs to the evidence. A bench that cannot be opened is an error only where there is no other.
func (s *session) onBenches(c *cobra.Command, o *runOptions, recorder *evidence.Recorder, shown *progress) error {
	if nothingToPlay(s.plan) {
		return s.withoutBench(c, recorder)
	}
	ctx, interrupt := context.WithCancelCause(c.Context())
	defer interrupt(nil)
	all, shared, err := s.open(c, recorder)
	if err != nil {
		return err
	}
	session := suites.Session{Plan: s.plan, Recorder: &endLast{recorder}, Seed: o.seed, Shuffle: o.shuffle, Durations: s.turns.durations, Repeat: o.repeat}
	if r := s.resumption; r != nil {
		session.Ended, session.Before = r.ended(), r.found()
		shown.goesOn(s.resumption.started.ID, session.Ended, o.repeat)
	}
	if s.control != nil {
		session.Steer = s.control.steer
	}
	var failed []error
	var unrecorded error
	for _, b := range all {
		session.Benches = append(session.Benches, suites.Bench{Name: b.file.Name, Player: b.player,
			Lacks: suites.LackingOn(s.declared, b.file)})
		if b.failed != nil {
			failed = append(failed, b.failed)
		}
	}
	if len(failed) < len(all) {
		for _, err := range failed {
			shown.say("%v", err)
		}
		failed = nil
		ready(ctx, all, shown)
		unrecorded = s.sameStations(all, recorder, shown, interrupt)
	}
	for _, err := range failed { // the last word of the run, after the documents
		shown.leaves(err.Error())
	}
	safe, end := leaving(ctx, all, shown)
	ended, err := suites.Run(ctx, session)
	safe()
	for _, b := range all {
		b.close(&ended, len(all) > 1, shown)
	}
	end()
	err = errors.Join(err, shared.close())
	if s.control != nil {
		s.control.end()
	}
	_, unended := recorder.Append(evidence.Record{Kind: evidence.KindFinished, Finished: &ended})
	return errors.Join(errors.Join(failed...), err, cmp.Or(unrecorded, unended))
}

// open opens every bench. Several record each through a side of its own.
func (s *session) open(c *cobra.Command, recorder *evidence.Recorder) ([]*opened, racks, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, racks{}, err
	}
	several := len(s.benches) > 1
	var all []*opened
	var shared racks
	for _, file := range s.benches {
		var to octt.Recorder = recorder
		switch {
		case several:
			to = recorder.Side(file.Name)
		case s.resumption != nil: // the player counts its plays anew
			to = recorder.Side("")
		}
		b := &opened{file: file}
		setup := bench.Setup{
			PICS: s.declared, PICSFile: filepath.Join(s.dir, reports.PICSName), Schemas: s.schemas, Recorder: to,
			Log: filepath.Join(s.dir, logName(file, several)), Program: program, Person: person(c),
		}
		if s.control != nil && file.Asks() {
			setup.Person.Desk, setup.Person.Steer = s.control.person(file.Name)
		}
		if several && file.Station.Reference != nil {
			setup.Rack, b.failed = shared.next(program, s.dir)
		}
		if b.failed == nil {
			b.running, b.failed = bench.Open(c.Context(), file, setup)
		}
		if b.failed != nil {
			b.player = bench.Broken(to, b.failed)
		} else {
			b.player = b.running.Player
		}
		all = append(all, b)
	}
	return all, shared, nil
}

// perRack is how many reference stations share a process: the program's own 20 MB then are 2 MB for each, and a process that ends
// takes no more benches with it than this.
const perRack = 10

// racks are the processes that reference stations share.
type racks struct {
	all  []*bench.Rack
	used int // stations
}

// next returns the process of the next station.
func (r *racks) next(program, dir string) (*bench.Rack, error) {
	if r.used%perRack == 0 {
		rack, err := bench.StartRack(program, filepath.Join(dir, fmt.Sprintf("stations-%d.log", len(r.all)+1)))
		if err != nil {
			return nil, err
		}
		r.all = append(r.all, rack)
	}
	r.used++
	return r.all[len(r.all)-1], nil
}

func (r *racks) close() error {
	var failed []error
	for _, rack := range r.all {
		failed = append(failed, rack.Close())
	}
	return errors.Join(failed...)
}

// ready waits until every station is there, and holds them against each other.
func ready(ctx context.Context, all []*opened, shown *progress) {
	var waits sync.WaitGroup
	for _, b := range all {
		if b.running == nil {
			continue
		}
		shown.say("Waiting for the station %s, which connects to %s", b.file.Station.ID, b.running.URL)
		shown.await(b.file.Name, "waiting for the station")
		waits.Go(func() {
			defer b.lookOut(ctx, shown)()
			if err := b.running.Ready(ctx); err != nil && ctx.Err() == nil {
				b.player.Latch(err)
				shown.say("%s%v", shown.named(b.file.Name), err)
			}
			shown.await(b.file.Name, "")
		})
	}
	waits.Wait()
	var stations []introduced
	for _, b := range all {
		if b.player.Latched() == nil && ctx.Err() == nil {
			stations = append(stations, introduced{b.file.Name, b.running.Identity()})
		}
	}
	if err := oneProduct(stations); err != nil {
		shown.say("%v", err)
		for _, b := range all {
			b.player.Latch(err)
		}
	}
}

// absentEvery is how often a run says again why a station is not there.
const absentEvery = 10 * time.Second

// lookOut says why the station is not connected, until it is or the caller ends it.
func (b *opened) lookOut(ctx context.Context, shown *progress) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.running.Watch(ctx, absentEvery, func(a bench.Absence) {
			shown.say("%sThe station %s is not connected after %s: %s", shown.named(b.file.Name), b.file.Station.ID, a.For, a)
		})
	}()
	return func() { cancel(); <-ended }
}

// secure brings the rigs of all benches to their safe state at once, whatever is played there.
func secure(all []*opened, shown *progress) {
	var rest sync.WaitGroup
	for _, b := range all {
		if b.running == nil {
			continue
		}
		rest.Go(func() {
			if err := b.running.Secure(); err != nil {
				b.mu.Lock()
				b.unsafe = err.Error()
				b.mu.Unlock()
				shown.say("NOT SAFE: %v", err)
			}
		})
	}
	rest.Wait()
}

// close closes the bench. Where that fails, the run ends in an error.
func (b *opened) close(ended *evidence.RunEnded, several bool, shown *progress) {
	if b.running == nil {
		b.player.Close()
		return
	}
	err := b.running.Close()
	if err == nil {
		return
	}
	which := "The bench"
	if several {
		which += " " + b.file.Name
	}
	ended.Verdict = evidence.Worse(ended.Verdict, evidence.Error)
	unsafe := b.toldUnsafe()
	var lines []string
	for line := range strings.Lines(err.Error()) { // a rig that is in trouble is named once
		if line = strings.TrimSpace(line); !strings.Contains(ended.Reason, line) && !strings.Contains(unsafe, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 && unsafe == "" {
		return
	}
	what := fmt.Sprintf("%s could not be closed: %s", which, strings.Join(lines, "; "))
	if len(lines) == 0 {
		what = fmt.Sprintf("NOT SAFE: %s", unsafe)
	}
	ended.Reason = strings.TrimSpace(ended.Reason + " " + what)
	if len(lines) > 0 {
		shown.say("%s", what)
	}
}

// endLast keeps the end of the run back.
type endLast struct{ *evidence.Recorder }

// Append appends everything but the end.
func (r *endLast) Append(rec evidence.Record) (int64, error) {
	if rec.Kind == evidence.KindFinished {
		return 0, nil
	}
	return r.Recorder.Append(rec)
}
