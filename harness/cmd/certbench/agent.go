package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/suites"
)

type agentOptions struct {
	files
	fleet  fleetAccess
	place  string
	labels []string
	dir    string
}

func agentCommand() *cobra.Command {
	var o agentOptions
	c := &cobra.Command{
		Use:   "agent",
		Short: "Stands beside a charger, and plays on its bench what a fleet's runs hand out",
		Long: `Stands beside a charger: registers its bench in a fleet, and plays what runs on other machines hand out (certbench run --fleet), with
the same code as a run on this machine. What is played is recorded on this machine's disk, a folder for each run, and sent from there
as it is recorded; a network that is cut loses nothing. Passwords and private keys stay here.

An agent takes nothing of a run whose lease another's has followed, also after it was started again. A run that is gone for half a
minute has lost the bench: the play under way ends in good order, and the station is brought to rest. Ctrl-C ends the agent after
the same.`,
		Example: `  certbench agent --bench my-bench.yaml --pics my-pics.yaml --fleet nats://10.0.0.5:4222 --creds agent.nk
  certbench agent --bench my-bench.yaml --pics my-pics.yaml --fleet nats://10.0.0.5:4222 --creds agent.nk --place room-2 --label three-phase`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error { return o.serve(c) },
	}
	benchFlag(c, &o.files)
	picsFlag(c, &o.files)
	schemasFlag(c, &o.files)
	o.fleet.flags(c)
	filledFlag(c, &o.place, "place", "", "where the bench stands, for --on place=…")
	c.Flags().Var((*filledList)(&o.labels), "label", "`word` by which runs may choose the bench; it may be given several times")
	filledFlag(c, &o.dir, "out", filepath.Join("runs", "agent"), "`folder` for what is played, one for each run")
	return c
}

func (o *agentOptions) serve(c *cobra.Command) (err error) {
	if len(o.benches) > 1 {
		return fmt.Errorf("--bench came %d times, and an agent has one bench; start one for each", len(o.benches))
	}
	declared, benches, err := o.readInputs()
	if err != nil {
		return err
	}
	set, err := o.readSchemas()
	if err != nil {
		return err
	}
	if done, err := supervised(c, benches); done {
		return err
	}
	giveBack, err := leases(c, benches)
	if err != nil {
		return trouble(err)
	}
	defer func() { err = errors.Join(err, trouble(giveBack())) }()
	file := benches[0]
	file.Prepare()
	about := o.describe(file, declared)
	if unsafe := toSafety(c, file); unsafe != nil {
		about.Latched = unsafe.Error()
		fmt.Fprintln(c.ErrOrStderr(), "certbench: "+oneLine(fmt.Sprintf("The bench %s is broken, and plays nothing until its agent is started again: %v", file.Name, unsafe)))
	}
	f, err := o.fleet.enter(c, fleet.Agent, "agent", file.Name)
	if err != nil {
		return trouble(err)
	}
	defer f.Close()
	say := func(format string, args ...any) {
		fmt.Fprintln(c.ErrOrStderr(), "certbench: "+oneLine(fmt.Sprintf(format, args...)))
	}
	say("The bench %s is in the fleet at %s; Ctrl-C takes it out", file.Name, o.fleet.url)
	return trouble(f.Serve(c.Context(), fleet.Station{
		Bench: about, Dir: o.dir, Tell: say, Doctor: func() *fleet.Examined { return lastExamined(file) },
		Begin: func(ctx context.Context, dir string, t fleet.Tenancy, b fleet.Begin, recorded func()) (fleet.Session, error) {
			return beginFor(ctx, c, dir, file, declared, set, b, recorded)
		},
	}))
}

// toSafety brings the rigs to their safe state before any run has the bench: an agent that was killed may have left them in the middle of
// an act. A station that only a run starts has none.
func toSafety(c *cobra.Command, file *bench.File) error {
	if !file.Shared() || !slices.ContainsFunc(rigs.Kinds(), func(kind rigs.Kind) bool { return file.Bound()[kind] != bench.None }) {
		return nil
	}
	open, err := bench.OpenRigs(c.Context(), file, bench.Setup{Person: bench.Person{In: c.InOrStdin(), Out: c.ErrOrStderr()}})
	if err != nil {
		return err
	}
	return open.Close()
}

// describe is what the fleet is told of a bench.
func (o *agentOptions) describe(file *bench.File, declared *pics.Declaration) fleet.Bench {
	b := fleet.Bench{Name: file.Name, Session: rand.Text(), Place: o.place, Labels: o.labels, Product: declared.Product.Designation, PICS: declared.Hash(),
		Station: file.Station.ID, Profile: file.SecurityProfile(), Certbench: version(), Lacks: map[string][]string{}}
	for kind := range file.Bound() {
		if rig, bound := file.Rigs[file.Acts[kind]]; bound && rig.Type != bench.TypeManual {
			b.Acts = append(b.Acts, string(kind))
		}
	}
	slices.Sort(b.Acts)
	plan, err := suites.Plan(declared, "")
	if err != nil {
		return b // the runner's own plan says the same
	}
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			if lack := suites.Lacking(item.Entry.ID, mode, declared, file); lack != nil {
				b.Lacks[lack.Error()] = append(b.Lacks[lack.Error()], suites.PlayName(item.Entry.ID, mode))
			}
		}
	}
	return b
}

// tenant is a run of the fleet on the bench of this agent.
type tenant struct {
	session  *session
	recorder *evidence.Recorder
	shown    *progress
	bench    *opened
	shared   racks
	given    *suites.Given
	safe     func()

	mu    sync.Mutex
	about evidence.Station // what the station has told of itself last
	end   func()
}

func beginFor(ctx context.Context, c *cobra.Command, dir string, file *bench.File, declared *pics.Declaration, set *schemas.Set, b fleet.Begin, recorded func()) (_ fleet.Session, err error) {
	plan, err := suites.Plan(declared, b.Cases)
	if err != nil {
		return nil, err
	}
	repeat := max(1, b.Repeat)
	if err := rightRepeat(repeat); err != nil {
		return nil, err
	}
	t := &tenant{session: &session{declared: declared, benches: []*bench.File{file}, schemas: set, plan: plan, failedOf: b.FailedOf, dir: dir}}
	if err := t.session.heldBy(b); err != nil {
		return nil, err
	}
	if t.recorder, err = t.session.recorder(); err != nil {
		return nil, err
	}
	t.shown = watch(c.ErrOrStderr(), false, t.session.benches)
	t.recorder.OnRecord(t.shown.record)
	t.recorder.OnRecord(func(rec evidence.Record) {
		t.heard(rec)
		recorded()
	})
	if err := begin(t.recorder, t.session, &runOptions{cases: b.Cases, seed: b.Seed, requireComplete: b.RequireComplete, repeat: repeat}); err != nil {
		return nil, errors.Join(err, t.recorder.Close())
	}
	all, shared, err := t.session.open(c, t.recorder)
	if err != nil {
		return nil, errors.Join(err, t.recorder.Close())
	}
	t.bench, t.shared = all[0], shared
	if t.bench.failed == nil {
		ready(ctx, all, t.shown)
	}
	t.safe, t.end = leaving(ctx, all, t.shown)
	t.given = suites.Take(ctx, suites.Session{Plan: plan, Recorder: &endLast{t.recorder}, Seed: b.Seed, Repeat: repeat,
		Benches: []suites.Bench{{Name: file.Name, Player: t.bench.player, Lacks: suites.LackingOn(declared, file)}}})
	return t, nil
}

// Files are those that the run was made with, without secrets.
func (t *tenant) Files() []string {
	names := append(keptNames(t.session.benches), reports.PICSName)
	if t.session.known != nil {
		names = append(names, known.FileName)
	}
	if t.session.baseline != nil {
		names = append(names, reports.BaselineName)
	}
	return names
}

// heldBy takes what the runner holds the run against.
func (s *session) heldBy(b fleet.Begin) (err error) {
	if len(b.Known) > 0 {
		if s.known, err = known.Read(known.FileName, b.Known); err == nil {
			err = s.known.Check(book{})
		}
		if err != nil {
			return err
		}
	}
	if len(b.Baseline) > 0 {
		s.baseline, err = reports.ReadBaseline(reports.BaselineName, b.Baseline)
	}
	return err
}

// Play plays what was handed out.
func (t *tenant) Play(_ context.Context, p fleet.Play) {
	if p.Verdict != "" {
		t.given.LeaveOut(p.Case, octt.Mode(p.Mode), p.Attempt, p.Verdict, p.Reason)
		return
	}
	t.given.Play(p.Case, octt.Mode(p.Mode), p.Attempt)
}

// Latched is why the bench plays nothing any more: it is broken, or what it does cannot be recorded.
func (t *tenant) Latched() error { return errors.Join(t.bench.player.Latched(), t.recorder.Failed()) }

func (t *tenant) heard(rec evidence.Record) {
	if rec.Station != nil {
		t.mu.Lock()
		t.about = *rec.Station
		t.mu.Unlock()
	}
}

// Station is what the station has told of itself last.
func (t *tenant) Station() evidence.Station {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.about
}

// SecurityProfile is the one in which the station is now.
func (t *tenant) SecurityProfile() int { return t.bench.player.SecurityProfile() }

// Close brings the bench to rest and ends the evidence.
func (t *tenant) Close() error {
	ended, err := t.given.End(context.Background())
	t.safe()
	t.bench.close(&ended, false, t.shown)
	t.end()
	err = errors.Join(err, t.shared.close())
	_, unrecorded := t.recorder.Append(evidence.Record{Kind: evidence.KindFinished, Finished: &ended})
	err = errors.Join(err, unrecorded, t.recorder.Close())
	t.shown.close()
	_, documents := t.session.save(nil)
	return errors.Join(err, documents)
}

// fleetAccess is how a command finds a fleet.
type fleetAccess struct{ url, creds, ca string }

func (a *fleetAccess) flags(c *cobra.Command) {
	filledFlag(c, &a.url, "fleet", "", "`address` of the fleet, such as nats://10.0.0.5:4222 or tls://fleet.example:4222; several with commas between")
	filledFlag(c, &a.creds, "creds", "", "`file` with the key of the role: an NKey that certbench fleet serve has made, or the credentials of a cluster")
	filledFlag(c, &a.ca, "fleet-ca", "", "`file` with the root certificate of a fleet that is reached by TLS (default: those of this machine)")
}

// enter enters the fleet, an agent beside a bench.
func (a *fleetAccess) enter(c *cobra.Command, role fleet.Role, what, bench string) (*fleet.Fleet, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	trust, err := trusted(a.ca)
	if err != nil {
		return nil, err
	}
	return fleet.Enter(c.Context(), fleet.Access{URL: a.url, Creds: a.creds, Role: role, Bench: bench, TLS: trust,
		Name: strings.Join(strings.Fields(strings.Join([]string{"certbench", what, bench, "at", host}, " ")), " "),
		Cut: func(err error) {
			if err != nil {
				fmt.Fprintf(c.ErrOrStderr(), "certbench: the fleet at %s is not reached: %v; it is tried again\n", a.url, err)
			}
		},
		Back:    func() { fmt.Fprintf(c.ErrOrStderr(), "certbench: the fleet at %s is reached again\n", a.url) },
		Trouble: func(err error) { fmt.Fprintf(c.ErrOrStderr(), "certbench: the fleet at %s: %v\n", a.url, err) }})
}
