package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/schemas"
)

// lineLimit is how long a line may stay busy: its last holder may just have died, and a supervisor watches over it.
const lineLimit = 3 * time.Second

// Setup is what a bench file does not say.
type Setup struct {
	PICS     *pics.Declaration
	PICSFile string // the file of PICS, for the reference station
	Schemas  *schemas.Set
	Recorder octt.Recorder
	Log      string    // file for what a station that the bench starts has to say
	Program  string    // the certbench binary, which is the reference station too
	Person   Person    // at manual rigs
	Chip     gpio.Chip // of gpio rigs; nil means the lines of this machine

	Rack *Rack // where reference stations run; nil means a process for each

	Unchecked bool // see Parts
}

// Running is a bench that was opened from its file. Close ends it and the station that it started.
type Running struct {
	*Bench
	URL string // what the station must be configured with; it appends its identity

	identity *identifying
	station  ours // nil when the station is not
	given    given
	log      *os.File
	watched  chan struct{}
	alive    context.Context // ends, with the cause, when our station ends by itself
	closing  context.CancelCauseFunc
}

// ours is a station that the bench started: a process, or a part of one.
type ours interface {
	over() <-chan struct{} // closed when it has ended
	whyEnded() error       // waits for the end, and says how it was
	close() error          // ends it
}

// Prepare gives the file what it leaves to the bench: a new password for a reference station without one. The caller
// calls it before it asks for secrets to be redacted.
func (f *File) Prepare() {
	if f.Station.Reference != nil && f.Station.Auth != NoAuth && f.Configured.BasicAuthPassword == "" {
		f.Configured.BasicAuthPassword = rand.Text() // 26 characters; part 2 asks for 16 to 40
	}
}

// Open starts to listen, starts the station where it is ours, makes the rigs, and puts the bench together.
func Open(ctx context.Context, f *File, s Setup) (*Running, error) {
	listener, err := net.Listen("tcp", f.Listen)
	if err != nil {
		return nil, fmt.Errorf("bench %s: the mock CSMS cannot listen on %s; end what holds the address, or name another: %w", f.Name, f.Listen, err)
	}
	uploads, err := f.Files.listen()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bench %s: %w", f.Name, err), listener.Close())
	}
	clock, err := f.NTP.listen()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bench %s: %w", f.Name, err), closeAll(listener), uploads.close())
	}
	second, err := f.listenSecond(listener.Addr())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bench %s: %w", f.Name, err), closeAll(listener), uploads.close(), f.NTP.giveUp(clock))
	}
	secure := f.secures(listener.Addr(), second)
	r := &Running{URL: secure.URLs[0], identity: &identifying{Recorder: s.Recorder, id: f.Station.ID}, watched: make(chan struct{})}
	panel := ""
	images, manufacturer, err := f.images(s.PICS.Product)
	if err == nil && f.Station.given() {
		r.given, err = secure.give(manufacturer)
	}
	if err == nil {
		panel, err = r.startReference(f, s, listener.Addr())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bench %s: %w", f.Name, err), closeAll(listener, second), uploads.close(), f.NTP.giveUp(clock), r.endStation())
	}
	b, err := f.bind(panel, s)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bench %s: %w", f.Name, err), closeAll(listener, second), uploads.close(), f.NTP.giveUp(clock), r.endStation())
	}
	parts := Parts{
		Name: f.Name, Listener: listener, Path: f.Path, Rigs: b.rigs, Bound: b.set, Stands: f.Stands, PICS: s.PICS, Schemas: s.Schemas,
		Recorder: r.identity, Configured: f.Configured, Timeouts: f.Timeouts, Unchecked: s.Unchecked,
		Security: secure,
	}
	parts.Files, parts.Firmware = uploads, images
	if f.Station.Start != nil {
		var stop context.CancelFunc
		ctx, stop = context.WithCancel(ctx)
		defer stop()
		parts.Start, parts.ComeUp = func() error { return r.start(f, s, stop) }, f.Timeouts.Boot
	}
	if clock != nil {
		parts.NTP, parts.NTPURL = clock, f.NTP.advertised(clock.LocalAddr())
	}
	r.Bench, err = New(ctx, parts)
	if err != nil {
		return nil, errors.Join(err, r.endedEarly(), r.endStation())
	}
	r.alive, r.closing = context.WithCancelCause(context.Background())
	go r.watch()
	return r, nil
}

// secures is what the TLS of the bench stands on, now that it is known where it listens. second may be nil.
func (f *File) secures(first net.Addr, second net.Listener) Security {
	s := Security{Profile: f.SecurityProfile(), Second: second, URLs: [2]string{f.URL}, Serial: f.Station.Serial,
		Brought: f.brought.Settings, Algorithms: f.brought.algorithms, StationRoots: f.brought.stationRoots}
	if f.URL == "" {
		s.URLs[0] = f.endpoint(first)
	}
	switch {
	case f.Second != nil && f.Second.URL != "":
		s.URLs[1] = f.Second.URL
	case second != nil:
		s.URLs[1] = f.endpoint(second.Addr())
	}
	if f.Station.Reference != nil {
		s.Serial = ReferenceSerial
	}
	return s
}

// endpoint is where the station reaches what listens at an address. A reference station reaches it by a name in every security profile,
// for TC_A_19_CS takes it to the next one.
func (f *File) endpoint(listening net.Addr) string {
	at, scheme := reachable(listening), "ws"
	if f.SecurityProfile() > 1 {
		scheme = "wss"
	}
	if _, port, err := net.SplitHostPort(at); err == nil && f.Station.Reference != nil {
		at = net.JoinHostPort(referenceHost, port)
	}
	return scheme + "://" + at + f.Path
}

// reachable is an address that a station on this machine can connect to. One that is every address of it belongs to a
// reference station: see checkNetwork and checkFiles.
func reachable(listening net.Addr) string {
	host, port, err := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return listening.String()
}

// startReference starts the reference station, where the file names that, and returns the base URL of its panel.
func (r *Running) startReference(f *File, s Setup, listening net.Addr) (panel string, err error) {
	if f.Station.Reference == nil {
		return "", nil
	}
	if err := r.openLog(s); err != nil {
		return "", err
	}
	argv := slices.Concat(f.reference(r.URL, s), r.given.flags(f), f.resolves(listening))
	if s.Rack != nil {
		station, hello, err := s.Rack.start(f.Station.ID, argv, f.Configured.BasicAuthPassword, r.log)
		if err == nil {
			r.station = station
		}
		return hello.Panel, err
	}
	station, err := startProcess(slices.Concat([]string{s.Program, "station", "--with-parent"}, argv), f.Configured.BasicAuthPassword, r.log, true)
	if err != nil {
		return "", err
	}
	r.station = station
	hello, err := station.hello()
	return hello.Panel, err
}

// start starts the program that is the station, as the file says. gone is called when it ends: nothing comes up any more then.
func (r *Running) start(f *File, s Setup, gone func()) (err error) {
	if err := r.openLog(s); err != nil {
		return err
	}
	station, err := startProcess(f.Station.Start.argv(r.URL, f.Station.ID, r.given), f.Configured.BasicAuthPassword, r.log, false)
	if err != nil {
		return fmt.Errorf("bench %s: %w", f.Name, err)
	}
	r.station = station
	go func() {
		<-station.ended
		gone()
	}()
	return nil
}

func (r *Running) openLog(s Setup) (err error) {
	if r.log, err = os.OpenFile(s.Log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return fmt.Errorf("the log of the station cannot be written: %w", err)
	}
	return nil
}

// endedEarly says how the station ended, if it has; nil otherwise.
func (r *Running) endedEarly() error {
	if r.station == nil {
		return nil
	}
	select {
	case <-r.station.over():
		return r.station.whyEnded()
	default:
		return nil
	}
}

// reference is the arguments of the reference station.
func (f *File) reference(url string, s Setup) []string {
	argv := []string{"--csms", url, "--id", f.Station.ID, "--panel", "127.0.0.1:0", "--pics", s.PICSFile}
	for _, defect := range f.Station.Reference.Defects {
		argv = append(argv, "--defects", defect)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Station.Reference.Settings)) {
		argv = append(argv, "--set", name+"="+f.Station.Reference.Settings[name])
	}
	return argv
}

// flags are those by which certbench station takes what it is given.
func (g given) flags(f *File) []string {
	var argv []string
	if g.manufacturer != "" {
		argv = append(argv, "--manufacturer-roots", g.manufacturer)
	}
	if g.roots == "" {
		return argv
	}
	argv = append(argv, "--security-profile", strconv.Itoa(f.SecurityProfile()), "--roots", g.roots)
	if g.key != "" {
		argv = append(argv, "--certificate", g.certificate, "--key", g.key)
	}
	return argv
}

// resolves are the flags by which certbench station finds the name of endpoint, where the file does not say what the CSMS is reached at.
func (f *File) resolves(listening net.Addr) []string {
	host, _, err := net.SplitHostPort(reachable(listening))
	if err != nil || f.URL != "" {
		return nil
	}
	return []string{"--resolve", referenceHost + "=" + host}
}

// watch ends the play and latches the bench when our station ends by itself: no later case can be played.
func (r *Running) watch() {
	defer close(r.watched)
	if r.station == nil {
		return
	}
	select {
	case <-r.alive.Done():
	case <-r.station.over():
		cause := octt.OfStation(r.station.whyEnded())
		r.closing(cause) // first: whoever sees the play end then finds the reason
		r.Player.Lose(cause)
	}
}

// Ready waits until the station is connected, at rest, and known by name.
func (r *Running) Ready(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(r.alive, func() { cancel(context.Cause(r.alive)) })()
	err := r.Bench.Ready(ctx)
	if err == nil {
		err = r.identity.identify(ctx, r.Player)
	}
	if ended := context.Cause(r.alive); ended != nil {
		return ended
	}
	return err
}

// Each lists the rigs, each once.
func (r *Running) Each() []rigs.Rig { return r.rigList }

// Identity says who the station is, as it gave it itself; empty before Ready.
func (r *Running) Identity() evidence.Station {
	r.identity.mu.Lock()
	defer r.identity.mu.Unlock()
	return r.identity.known
}

// Close brings the rigs to their safe state, ends the mock, and then the station that the bench started.
func (r *Running) Close() error {
	r.closing(nil)
	<-r.watched
	r.ended = errors.As(context.Cause(r.alive), new(*octt.StationTrouble))
	return errors.Join(r.Bench.Close(), r.endStation())
}

func (r *Running) endStation() error {
	var err error
	if r.station != nil {
		err = r.station.close()
	}
	if r.log != nil {
		err = errors.Join(err, r.log.Close())
	}
	return errors.Join(err, r.given.remove())
}

// LogName is the name of the station's log in a run folder.
const LogName = "station.log"
