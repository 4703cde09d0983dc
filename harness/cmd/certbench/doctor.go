package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
)

// enoughSpace is what a long run needs, with room: a whole run leaves some 20 MB.
const enoughSpace = 500 << 20

type doctorOptions struct {
	files
	out    string
	wait   time.Duration
	look   bool // moves nothing
	charge bool // has the station charge for a moment
	clock  bool // has the station take its time from the bench's NTP server
	format format

	wires  bool         // only what hangs on wires: not what the station is
	absent bool         // no station is waited for
	asked  bench.Person // at manual rigs
}

// examined is one check of the doctor.
type examined struct {
	What    string           `json:"what"`
	Verdict evidence.Verdict `json:"verdict"` // PASS, WARNING for what a run can live with, ERROR; of --clock also FAIL and INCONCLUSIVE
	Found   string           `json:"found"`
	Do      string           `json:"do,omitempty"` // what to do about it
}

func well(what, found string) examined {
	return examined{What: what, Verdict: evidence.Pass, Found: found}
}

func wrong(what string, found error, do string) examined {
	words := found.Error()
	if errors.Is(found, context.Canceled) {
		words = strings.Replace(words, context.Canceled.Error(), "the doctor was interrupted", 1)
	}
	return examined{What: what, Verdict: evidence.Error, Found: words, Do: do}
}

func doctorCommand() *cobra.Command {
	var o doctorOptions
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Checks rigs and bench before a run",
		Long: `Checks all that a run needs, says what it found, and what to do about it: clock, disk, PICS, the address of the mock
CSMS, every rig, whether the station connects, and whether it says of itself what the PICS does. The rigs go to their safe
state. The exit code is 3 when anything is wrong. In security profile 2 and 3 it also says what the station's ClientHello offers, and
what is to be done about it: versions, cipher suites (by part 2, A00.FR.319), curves, signatures, server name, length of records.

Then it walks through the acts of the bench file, each with its undoing, and holds what the rigs read back and what the
station tells against it: the cable with the control pilot, idTokens (the mock CSMS calls each invalid, so that nothing
charges), the bay, hardware faults, the network, and last, with nothing connected, the mains. Acts that a person does are
left out. With --look-only nothing moves; with --charge the station also charges for a moment with valid_idtoken, and the
contactor, the cable lock and the PWM are looked at.

With --clock the station is told of the bench's NTP server (ntp: in the bench file) by ClockCtrlr, with NTP as its first time
source, for products whose C-23 has NTP. The server's time is five minutes ahead of the bench's: the station's clock and the
timestamps of its messages must follow (part 2, section 2.1.30), and not what answers say that are none. No case asks for it: it is
a FAIL of the station, with exit code 1, and changes no case's verdict. It takes as long as the station takes between its requests
to the server; then the clock is put right, and what was set is put back.`,
		Example: `  certbench doctor --bench my-bench.yaml --pics my-pics.yaml
  certbench doctor --bench my-bench.yaml --look-only
  certbench doctor --bench my-bench.yaml --charge --wait 2m
  certbench doctor --bench my-bench.yaml --clock
  certbench doctor --format json`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c) },
	}
	benchFlag(c, &o.files)
	picsFlag(c, &o.files)
	filledFlag(c, &o.out, "out", "runs", "`folder` where a run is to leave its evidence")
	c.Flags().DurationVar(&o.wait, "wait", 0, "how long to wait for the station to connect and to come to rest (default: timeouts.boot of the bench file)")
	c.Flags().BoolVar(&o.look, "look-only", false, "move nothing: only read back")
	c.Flags().BoolVar(&o.charge, "charge", false, "have the station charge for a moment, and look at its contactor and its PWM")
	c.Flags().BoolVar(&o.clock, "clock", false, "have the station take its time from the bench's NTP server, and look at its clock")
	c.MarkFlagsMutuallyExclusive("look-only", "charge")
	c.MarkFlagsMutuallyExclusive("look-only", "clock")
	formatFlag(c, &o.format)
	return c
}

func (o *doctorOptions) run(c *cobra.Command) error {
	if o.wait <= 0 && c.Flags().Changed("wait") {
		return fmt.Errorf("--wait cannot be %s; write how long to wait for the station, such as 30s", o.wait)
	}
	if n := len(o.benches); n > 1 {
		return fmt.Errorf("--bench came %d times, and the doctor examines one bench; name one bench file, and call certbench doctor again for each other", n)
	}
	declared, read, err := o.readInputs()
	if err != nil {
		return err
	}
	file := read[0]
	if done, err := supervised(c, read); done {
		return err
	}
	file.Prepare()
	giveBack, err := leases(c, read)
	if err != nil {
		return trouble(err)
	}
	if o.wait == 0 {
		o.wait = file.Timeouts.Boot
	}
	found := &sheet{}
	if o.format != asJSON {
		found.out = c.OutOrStdout()
	}
	found.add(clock(time.Now()), space(o.out), contradictions(o.picsName(), declared), transfers(file, declared), firmware(file))
	o.benchChecks(c, declared, file, found)
	if err := giveBack(); err != nil {
		return trouble(err)
	}
	if err := keepWord(file, summedUp(found.all, time.Now())); err != nil { // what was found stands all the same
		fmt.Fprintf(c.ErrOrStderr(), "certbench: %v\n", err)
	}
	return o.end(c, found)
}

// sheet is what a doctor finds, told as it comes where out is set.
type sheet struct {
	all    []examined
	out    io.Writer
	told   func(examined) // as they come, what is waited for too, without a verdict; nil for nobody
	failed error          // why something could not be told
}

func (s *sheet) add(found ...examined) {
	for _, x := range found {
		s.all = append(s.all, x)
		if s.told != nil {
			s.told(x)
		}
		if s.out == nil {
			continue
		}
		text := fmt.Sprintf("%-8s %-36s %s\n", x.Verdict, x.What, x.Found)
		if x.Do != "" {
			text += fmt.Sprintf("%-45s → %s\n", "", x.Do)
		}
		if _, err := io.WriteString(s.out, reports.Visible(text)); err != nil && s.failed == nil {
			s.failed = err
		}
	}
}

// awaits tells people, who would think that nothing goes on, of a wait that may be long.
func (s *sheet) awaits(what, why string, most time.Duration) {
	if s.told != nil {
		s.told(examined{What: what, Found: fmt.Sprintf("waiting %s, at most %s", why, most)})
	}
	if s.out == nil {
		return
	}
	text := fmt.Sprintf("%-8s %-36s waiting %s, at most %s\n", "", what, why, most)
	if _, err := io.WriteString(s.out, reports.Visible(text)); err != nil && s.failed == nil {
		s.failed = err
	}
}

// end tells a program what was found, and everybody by the exit code.
func (o *doctorOptions) end(c *cobra.Command, found *sheet) error {
	code := codePassed
	for _, x := range found.all {
		switch x.Verdict {
		case evidence.Error, evidence.Inconclusive:
			code = codeTrouble
		case evidence.Fail:
			code = max(code, codeFailed)
		}
	}
	if o.format == asJSON {
		found.failed = writeJSON(c.OutOrStdout(), found.all)
	}
	if found.failed != nil {
		return trouble(found.failed)
	}
	return exit(code)
}

// clock compares the clock with the commit that the binary was built from. A station takes its time from the CSMS, so
// that a wrong clock here spoils every timestamp.
func clock(now time.Time) examined {
	x := well("clock", now.UTC().Format(time.RFC3339))
	if from := built(); now.Before(from) {
		x.Verdict, x.Do = evidence.Error, fmt.Sprintf("set the clock: certbench itself is of %s", from.UTC().Format(time.RFC3339))
	}
	return x
}

// space looks at the disk that a folder would be on.
func space(out string) examined {
	what := "disk for " + out
	const other = "name a folder that can be written with --out"
	dir, err := existing(out)
	if err != nil {
		return wrong(what, err, other)
	}
	probe, err := os.CreateTemp(dir, ".certbench-*")
	if err != nil {
		return wrong(what, err, other)
	}
	var disk syscall.Statfs_t
	if err := errors.Join(probe.Close(), os.Remove(probe.Name()), syscall.Statfs(dir, &disk)); err != nil {
		return wrong(what, err, other)
	}
	free := disk.Bavail * uint64(disk.Bsize)
	if free < enoughSpace {
		return wrong(what, fmt.Errorf("%d MB free", free>>20), fmt.Sprintf("make room, a run wants %d MB, or name a folder on another disk with --out", enoughSpace>>20))
	}
	return well(what, fmt.Sprintf("%d MB free", free>>20))
}

// existing is the folder itself or the nearest above it that is there.
func existing(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	for err == nil {
		if _, err = os.Stat(dir); err == nil || !errors.Is(err, os.ErrNotExist) {
			break
		}
		dir, err = filepath.Dir(dir), nil
	}
	return dir, err
}

func contradictions(name string, declared *pics.Declaration) examined {
	findings := pics.Lint(declared)
	x := well("PICS "+name, "no contradiction")
	if len(findings) > 0 {
		x.Verdict, x.Do = evidence.Warning, "correct what certbench lint names"
		word := "contradicts itself"
		if !slices.ContainsFunc(findings, func(f pics.Finding) bool { return !f.Owed }) {
			word = "lacks answers"
		}
		x.Found = fmt.Sprintf("%s, %d in all, the first on line %d: %s", word, len(findings), findings[0].Line, findings[0])
	}
	return x
}

// transfers holds the protocols of the file server against those by which the product moves files.
func transfers(file *bench.File, declared *pics.Declaration) examined {
	var served, lacking []string
	for _, p := range octt.Protocols() {
		switch named := slices.Contains(declared.Items(pics.ORS_24), string(p)); {
		case file.LacksProtocol(p) == nil:
			served = append(served, string(p))
		case named:
			lacking = append(lacking, string(p))
		}
	}
	x := well("file transfers", cmp.Or(strings.Join(served, ", "), "no file server"))
	if len(lacking) > 0 {
		x.Verdict = evidence.Warning
		x.Found += fmt.Sprintf("; the PICS (ORS-24) also names %s, with which no case is played", strings.Join(lacking, ", "))
		x.Do = "give each an address of its own in files: of the bench file, as protocols: {" + lacking[0] + ": {listen: …}}"
		if lacking[0] == string(octt.HTTP) {
			x.Do = "give each an address of its own in files: of the bench file; that of HTTP is listen:"
		}
	}
	return x
}

// benchChecks opens the bench as a run does, asks every rig, waits for the station, and walks through the acts.
func (o *doctorOptions) benchChecks(c *cobra.Command, declared *pics.Declaration, file *bench.File, found *sheet) {
	what := "listen on " + file.Listen
	listener, err := net.Listen("tcp", file.Listen)
	if err == nil {
		err = listener.Close()
	}
	if err != nil {
		found.add(wrong(what, err, "end what holds the address, or write another one as listen"))
		return
	}
	found.add(well(what, "free"))
	dir, err := os.MkdirTemp("", "certbench-doctor-")
	if err != nil {
		found.add(wrong("temporary files", err, "make their folder writable"))
		return
	}
	o.opened(c, declared, file, dir, found)
	if err := os.RemoveAll(dir); err != nil {
		found.add(wrong("temporary files", err, "remove "+dir))
	}
}

func (o *doctorOptions) opened(c *cobra.Command, declared *pics.Declaration, file *bench.File, dir string, found *sheet) {
	var said heard
	running, recorder, err := o.open(c, declared, file, dir, said.record)
	if err != nil {
		found.add(wrong("bench "+file.Name, err, "correct what the sentence names, and ask the doctor again"))
		return
	}
	found.add(well("bench "+file.Name, "opened, the rigs are in their safe state"))
	rigsFound, sound := looked(c.Context(), running, file)
	found.add(rigsFound...)
	station := examined{Verdict: evidence.Pass}
	if !o.absent {
		if found.told != nil { // at a terminal running.Watch says it
			found.told(examined{What: "station " + file.Station.ID, Found: fmt.Sprintf("waiting for it to connect to %s, at most %s", running.URL, o.wait)})
		}
		station = o.station(c, running, file)
		found.add(station)
	}
	if file.SecurityProfile() > 1 && !o.wires {
		found.add(hello(said.lastSecured())...)
	}
	if !o.wires {
		found.add(runs(running, file)...)
	}
	if running.There() && !o.wires { // at rest or not: a PICS of another product may be why it is not
		a := againstStation(c.Context(), running, file, declared)
		found.add(a.told()...)
	}
	if o.clock {
		found.add(clockOf(c.Context(), running, file.Timeouts.Clock, found)...)
	}
	switch {
	case o.look:
	case c.Context().Err() != nil:
		found.add(wrong("acts", fmt.Errorf("not tried: %w", c.Context().Err()), "ask the doctor again"))
	case !sound:
		found.add(examined{What: "acts", Verdict: evidence.Warning, Found: "not tried: a rig is broken"})
	default:
		w := walk{bench: file, running: running, said: &said, connected: running.There(), restless: station.Verdict != evidence.Pass,
			inputs: o.flags(), sheet: found, from: len(found.all)}
		w.through(c.Context(), o.charge)
	}
	if err := errors.Join(running.Close(), recorder.Close()); err != nil {
		found.add(wrong("closing the bench", err, "look at the rigs: their safe state is not certain"))
	}
}

func (o *doctorOptions) open(c *cobra.Command, declared *pics.Declaration, file *bench.File, dir string, record func(evidence.Record)) (*bench.Running, *evidence.Recorder, error) {
	set, err := o.readSchemas()
	if err != nil {
		return nil, nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	if err := (&session{dir: dir, declared: declared, benches: []*bench.File{file}}).keepInputs(); err != nil {
		return nil, nil, err
	}
	recorder, err := evidence.Create(dir)
	if err != nil {
		return nil, nil, err
	}
	redact(recorder, file)
	recorder.OnRecord(record)
	running, err := bench.Open(c.Context(), file, bench.Setup{
		Unchecked: true,
		PICS:      declared, PICSFile: filepath.Join(dir, reports.PICSName), Schemas: set, Recorder: recorder,
		Log: filepath.Join(dir, bench.LogName), Program: program, Person: o.person(c),
	})
	if err != nil {
		return nil, nil, errors.Join(err, recorder.Close())
	}
	return running, recorder, nil
}

// person is who is asked at manual rigs.
func (o *doctorOptions) person(c *cobra.Command) bench.Person {
	if o.asked.In != nil {
		return o.asked
	}
	return person(c)
}

// station waits for the station. To whoever waits with it, it says why it is not there.
func (o *doctorOptions) station(c *cobra.Command, running *bench.Running, file *bench.File) examined {
	what := "station " + file.Station.ID
	ctx, cancel := context.WithTimeout(c.Context(), o.wait)
	defer cancel()
	watched := make(chan struct{})
	watching, stop := context.WithCancel(ctx)
	go func() {
		defer close(watched)
		running.Watch(watching, absentEvery, func(a bench.Absence) {
			fmt.Fprintf(c.ErrOrStderr(), "certbench: %s\n", reports.Visible(fmt.Sprintf("the station %s is not connected after %s: %s", file.Station.ID, a.For, a)))
		})
	}()
	err := running.Ready(ctx)
	stop()
	<-watched
	switch {
	case err == nil:
		return well(what, "connected and at rest: "+presents(running.Identity()))
	case !running.There():
		a := running.Absence()
		return wrong(what, fmt.Errorf("not connected within %s: %s", o.wait, a.Found), a.Do)
	}
	return wrong(what, err, "bring the station to rest by hand: no EV, no transaction, every connector Available")
}
