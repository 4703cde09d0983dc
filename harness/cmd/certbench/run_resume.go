package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

func resumeFlag(c *cobra.Command, dir *string) {
	filledFlag(c, dir, "resume", "", "`folder` of a run that was cut off or interrupted: goes on with it as it was begun, in the same folder")
}

// ofResume are the flags that may stand beside --resume: where the files of the run are now, and how it is shown. All else is as it was.
var ofResume = []string{"resume", "bench", "pics", "schemas", "verbose", "format", "progress", "live", "help"}

// resumption is a run that is gone on with.
type resumption struct {
	started evidence.RunStarted
	head    string // hash of the last record
	run     evidence.Run
	told    map[string][]evidence.Station
}

// resumed goes on with a run: with the options that it was begun with, but for those that may be given anew.
func (o *runOptions) resumed(c *cobra.Command) error {
	for _, name := range changedFlags(c) {
		if !slices.Contains(ofResume, name) {
			return fmt.Errorf("--%s does not go with --resume, by which the run goes on as it was begun; leave it away, or begin another run", name)
		}
	}
	r, err := readResumption(o.resume)
	if err != nil {
		return err
	}
	begun, err := optionsOf(r.started.Arguments)
	if err != nil {
		return fmt.Errorf("--resume %s: %w", o.resume, err)
	}
	if len(o.benches) > 0 {
		begun.benches = o.benches
	}
	begun.pics, begun.schemas = cmp.Or(o.pics, begun.pics), cmp.Or(o.schemas, begun.schemas)
	begun.progress, begun.live = o.progress, o.live
	begun.verbose, begun.format, begun.out, begun.seed, begun.resume = o.verbose, o.format, o.resume, r.started.Seed, o.resume
	begun.known, begun.baseline, begun.baselineOther = "", "", false // the folder keeps them
	begun.resumption = r
	return begun.run(c)
}

func changedFlags(c *cobra.Command) (names []string) {
	c.Flags().Visit(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// readResumption reads a run that was not altered, and did not come to its end.
func readResumption(dir string) (r *resumption, err error) {
	if err := runFolder(dir); err != nil {
		return nil, fmt.Errorf("--resume: %w", err)
	}
	re, err := reopen(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, trouble(re.Close())) }()
	source, err := reports.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("--resume %s: %w", dir, err)
	}
	if len(source.Exchanged) > 0 {
		return nil, fmt.Errorf("--resume %s: %s", dir, strings.Join(source.Exchanged, " "))
	}
	removed, err := shortened(dir)
	if err != nil {
		return nil, trouble(err)
	}
	if removed != "" {
		return nil, fmt.Errorf("--resume %s: %s certbench verify %s says more", dir, removed, dir)
	}
	return &resumption{started: re.Run.Started, head: re.Log.Head, run: re.Run, told: re.Told}, nil
}

// reopen locks the evidence of a run that can be gone on with.
func reopen(dir string) (*evidence.Reopened, error) {
	re, err := evidence.Reopen(dir)
	switch {
	case errors.Is(err, evidence.ErrInUse):
		return nil, trouble(fmt.Errorf("--resume %s: %w; wait until that has ended", dir, evidence.ErrInUse))
	case err != nil:
		return nil, trouble(fmt.Errorf("--resume %s: %w", dir, err))
	}
	if err := re.May(); err != nil {
		instead := "--failed-of " + dir + " plays what failed in a run of its own"
		if re.Run.Cut {
			instead = "certbench verify " + dir + " says more"
		}
		return nil, errors.Join(fmt.Errorf("--resume %s: %w; %s", dir, err, instead), trouble(re.Close()))
	}
	return re, nil
}

// optionsOf reads the command line that a run was begun with.
func optionsOf(arguments []string) (*runOptions, error) {
	at := slices.Index(arguments, "run")
	if at < 0 {
		return nil, fmt.Errorf("the evidence does not say with which command the run was begun, but %q; begin another run", strings.Join(arguments, " "))
	}
	o := &runOptions{}
	c := newRunCommand(o)
	if err := c.ParseFlags(arguments[at+1:]); err != nil {
		return nil, fmt.Errorf("the run was begun with %q, which this certbench does not understand: %w; begin another run", strings.Join(arguments, " "), err)
	}
	return o, nil
}

// matches refuses to go on with a run in another way than it was begun: what was played before and what comes would not be one run.
func (r *resumption) matches(s *session) error {
	used, was := usedBenches(s.benches), r.started
	if len(was.Benches) == 0 {
		was.Benches = []evidence.BenchUsed{{Name: was.Bench, Hash: was.BenchHash}}
	}
	var differs []string
	differ := func(what, before, now string) {
		if before != now {
			differs = append(differs, fmt.Sprintf("%s is %s now, and was %s", what, now, before))
		}
	}
	differ("certbench", was.Certbench, version())
	differ("the PICS", was.PICSHash, s.declared.Hash())
	differ("the set of schemas", was.SchemaHash, s.schemas.Hash())
	differ("the edition", was.Edition, catalogue.Edition)
	differ("the number of benches", fmt.Sprint(len(was.Benches)), fmt.Sprint(len(used)))
	for i := range min(len(used), len(was.Benches)) {
		differ("the bench file of "+was.Benches[i].Name, was.Benches[i].Hash, used[i].Hash)
	}
	if was, is, other := r.otherPlan(s.plan); other {
		differ("what is to be played", was, is)
	}
	if len(differs) > 0 {
		return fmt.Errorf("--resume: the run cannot be gone on with in another way than it was begun: %s; begin another run", strings.Join(differs, "; "))
	}
	return nil
}

// otherPlan tells where a plan is not the one that the run was begun with, and how. Of a run that was cut off while it said what was to
// be played, what it had said counts.
func (r *resumption) otherPlan(plan []suites.Item) (was, is string, other bool) {
	seen := map[string]bool{}
	for _, p := range r.run.Planned {
		if seen[p.ID] {
			continue // what was called off is planned again
		}
		i := len(seen)
		seen[p.ID] = true
		word := func(id string, v evidence.Verdict) string { return strings.TrimSpace(id + " " + string(v)) }
		if i >= len(plan) {
			return word(p.ID, p.Verdict), "nothing", true
		}
		if now := plan[i]; now.Entry.ID != p.ID || now.Verdict != p.Verdict {
			return word(p.ID, p.Verdict), word(now.Entry.ID, now.Verdict), true
		}
	}
	return "", "", false
}

// ended are the plays that are not played again.
func (r *resumption) ended() (all []suites.Ended) {
	for i := range r.run.Plays {
		if p := &r.run.Plays[i]; p.Again == 0 && !p.CutShort() {
			all = append(all, suites.Ended{ID: p.Begin.ID, Mode: octt.Mode(p.Begin.Mode), Attempt: p.Begin.Attempt, Verdict: p.Verdict, Reason: p.Reason})
		}
	}
	return all
}

// found is the worst of what was found outside of every case.
func (r *resumption) found() (worst evidence.Verdict) {
	for _, f := range r.run.Found {
		worst = evidence.Worse(worst, f.Verdict)
	}
	return worst
}

// goOn reopens the evidence, and records that the run is gone on with.
func (s *session) goOn() (*evidence.Recorder, error) {
	re, err := reopen(s.dir)
	if err != nil {
		return nil, err
	}
	if re.Log.Head != s.resumption.head {
		return nil, errors.Join(fmt.Errorf("--resume %s: another certbench has recorded in it meanwhile; try again", s.dir), re.Close())
	}
	recorder, err := re.Resume(evidence.Resumed{Certbench: version(), Arguments: os.Args[1:]})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("--resume %s: %w", s.dir, err), re.Close())
	}
	for _, file := range s.benches {
		redact(recorder, file)
	}
	return recorder, nil
}

// sameStations ends the run, which can be gone on with again, where a station is not the one that was played before. The error is one of
// the evidence.
func (s *session) sameStations(all []*opened, recorder *evidence.Recorder, shown *progress, end context.CancelCauseFunc) error {
	for _, b := range all {
		if s.resumption == nil || b.running == nil {
			continue
		}
		name := b.file.Name
		if len(s.benches) == 1 {
			name = ""
		}
		if err := sameStation(b.file.Name, s.resumption.told[name], b.running.Identity()); err != nil {
			shown.say("%v", err)
			end(err)
			_, unrecorded := recorder.Append(evidence.Record{Kind: evidence.KindNote, Note: &evidence.Note{Text: err.Error()}})
			return unrecorded
		}
	}
	return nil
}

// sameStation says how a station differs from the one that was there before, which may have had several firmwares. What it does not tell is
// no difference.
func sameStation(bench string, before []evidence.Station, now evidence.Station) error {
	if len(before) == 0 {
		return nil
	}
	last := before[len(before)-1]
	knownFirmware := slices.ContainsFunc(before, func(s evidence.Station) bool { return !differ(s.Firmware, now.Firmware) })
	if !differ(last.Vendor, now.Vendor) && !differ(last.Model, now.Model) && !differ(last.Serial, now.Serial) && knownFirmware {
		return nil
	}
	return fmt.Errorf("the station of bench %s is a %s with serial number %q, and the run was begun on a %s with serial number %q; put that one back, and go on by --resume again",
		bench, product(now), now.Serial, product(last), last.Serial)
}
