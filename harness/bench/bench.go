package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// Parts is what a bench is put together from.
type Parts struct {
	Name       string
	Listener   net.Listener // where the mock CSMS serves; the bench closes it
	Security   Security
	Path       string                // of the OCPP-J endpoint, "/ocpp" when empty
	Files      FileServing           // where logs and firmware are served
	Firmware   *Firmware             // that Files offers, nil for none
	Rigs       []rigs.Rig            // every rig once; the bench closes them
	Bound      rigs.Set              // which rig does which kind of act
	Stands     func(rigs.Place) bool // whether a rig connects an EV at a place; nil for rigs that are everywhere
	NTP        net.PacketConn        // where the time is served, nil for nowhere; the bench closes it
	NTPURL     string                // what the station is told of NTP
	PICS       *pics.Declaration
	Schemas    *schemas.Set
	Recorder   octt.Recorder
	Configured octt.Configured
	Timeouts   octt.Timeouts
	// Start starts the station, where the bench does, and ComeUp is how long its rigs may then refuse to be reached: those may
	// be parts of its process, whose sockets open when they do. By then the mock serves, whenever the station connects.
	Start     func() error
	ComeUp    time.Duration
	Unchecked bool // rigs that fail their check are no error: somebody is about to look at them
}

// Bench is one bench: one station, one mock CSMS, its rigs. Close gives everything back.
type Bench struct {
	Name   string
	PICS   *pics.Declaration
	Rigs   rigs.Set
	Player *octt.Player

	rigList []rigs.Rig
	latch   *rigs.Latch
	rested  bool // the rigs were brought to rest when the rows were over; of the goroutine that plays
	server  *csmsmock.Server
	ends    *endpoints
	files   *fileServer   // nil where the bench has none
	time    *timeServer   // nil where the bench has none
	strays  chan struct{} // closed when nothing listens to strays any more
	path    string        // of the OCPP-J endpoint
	expects string        // the identity of the station
	boot    time.Duration
	mute    bool   // it cannot be asked for transactions
	booted  bool   // it is brought to rest by way of a boot
	home    string // the endpoint at which the station was first
	// canceled are the reservations that were, on the way back to rest that is being gone.
	canceled []octt.Promise
	// triggered are the connectors whose state the station was asked to report, because it does not tell it.
	triggered map[rigs.Place]bool
	ended     bool // the station's process has, and with it the rigs that are parts of it

	dismiss sync.Once
	hurried chan struct{} // closed when the run was asked to end a second time
}

// hurryLimit is for how long the rigs are waited for once a run was asked to end a second time: to come to rest, and to close.
// A relay, or a person's word that it was switched, needs no longer; a server that hangs would need its own time limit.
const hurryLimit = 4 * time.Second

// secureLimit bounds the way of the rigs to their safe state where nobody waits for it. A person may have to be asked.
const secureLimit = 2 * time.Minute

// New puts a bench together: the mock serves, then a station of the bench's own is started, then the rigs are brought to rest.
// Whatever a line did before, it is in its safe state when New returns. With a rig that fails its check the bench does not
// start.
func New(ctx context.Context, p Parts) (*Bench, error) {
	latch := rigs.NewLatch(p.Bound, p.Rigs...)
	b := &Bench{Name: p.Name, PICS: p.PICS, Rigs: latch.Set(), rigList: p.Rigs, latch: latch,
		strays: make(chan struct{}), triggered: map[rigs.Place]bool{}, hurried: make(chan struct{}), expects: p.Configured.ChargingStationID, boot: p.Timeouts.Boot}
	b.path = "/" + strings.Trim(cmp.Or(p.Path, "/ocpp"), "/")
	b.server = csmsmock.New(csmsmock.Config{Path: b.path})
	station := b.server.Station(p.Configured.ChargingStationID, csmsmock.Credentials{Password: p.Configured.BasicAuthPassword})
	play := octt.Bench{
		CSMS: newConnection(station, p.Configured.BasicAuthPassword), Rigs: b.Rigs, Stands: p.Stands, Schemas: p.Schemas, Recorder: p.Recorder,
		Configured: p.Configured, Timeouts: p.Timeouts, PICS: p.PICS, General: states.General(), Proof: []string{preAuthorize}, Rest: b.rest, Still: b.still,
	}
	b.ends = newEndpoints(b.server, station, p.Listener, p.Security)
	play.Endpoints, play.Authority = b.ends, newAuthority(b.ends.PKI, p.Security.algorithms()[0])
	if len(p.Files.Lines) > 0 {
		b.files = newFileServer(p.Files, p.Firmware, b.ends, func(t evidence.Transfer) { b.Player.Transferred(t) })
		play.Files = b.files
	}
	if p.Firmware != nil {
		play.Firmware = p.Firmware
	}
	if p.NTP != nil {
		b.time = newTimeServer(p.NTPURL)
	}
	b.Player = octt.NewPlayer(play) // before the mock serves, so that it sees the first connection being made
	err := b.ends.serve()
	if b.files != nil { // what it moves is for the player to record
		b.files.serve(b.Player.Break)
	}
	if b.time != nil {
		b.time.serve(p.NTP)
	}
	go b.listen()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bench %s cannot start: %w", p.Name, err), b.Close())
	}
	if p.Start != nil {
		if err := p.Start(); err != nil {
			return nil, errors.Join(err, b.Close())
		}
	}
	if err := b.reach(ctx, p); err != nil {
		return nil, alsoClosing(fmt.Errorf("bench %s cannot start: %w%s", p.Name, err, unreached(err)), b.Close())
	}
	return b, nil
}

// unreached is what to do about a rig that nobody serves; empty for every other trouble.
func unreached(err error) string {
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return ""
	}
	return "; nothing listens there: start what serves the rig, or correct its address in the bench file"
}

// alsoClosing adds to an error what went wrong in closing afterwards. A rig that cannot be reached cannot be brought to rest
// either: what the error says already is not said again.
func alsoClosing(err, closing error) error {
	if closing == nil {
		return err
	}
	for line := range strings.Lines(closing.Error()) {
		if !strings.Contains(err.Error(), strings.TrimSpace(line)) {
			return errors.Join(err, closing)
		}
	}
	return err
}

// retry is how often a rig is tried that refuses to be reached: nothing tells when another process listens.
const retry = 200 * time.Millisecond

// reach brings the rigs to their safe state and checks them. Those of a station that was just started are given time to come up.
func (b *Bench) reach(ctx context.Context, p Parts) error {
	for deadline := time.Now().Add(p.ComeUp); ; {
		err := b.latch.Reach(ctx)
		if err == nil && !p.Unchecked {
			err = checked(ctx, p.Rigs)
		}
		if !errors.Is(err, syscall.ECONNREFUSED) || time.Now().After(deadline) {
			return err
		}
		select {
		case <-time.After(retry):
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		}
	}
}

// checked is the first rig that fails its check: no case is to be played with it. A person who is not there is missed when
// an act of theirs comes.
func checked(ctx context.Context, all []rigs.Rig) error {
	for _, rig := range all {
		if err := rig.Check(ctx); !rigs.Harmless(ctx, err) {
			return fmt.Errorf("rig %s fails its check, and certbench doctor says more: %w", rig.Name(), err)
		}
	}
	return nil
}

// Ready waits until the station is connected and at rest, so that the first case finds what every case expects.
func (b *Bench) Ready(ctx context.Context) error {
	err := b.Player.Do(ctx, func(s *octt.Scenario) error {
		if err := s.AwaitConnection(b.boot); err != nil {
			return err
		}
		return b.rest(s)
	})
	if err != nil {
		return fmt.Errorf("the station is not ready: %w", err)
	}
	return nil
}

// Secure brings the rigs to their safe state now, beside a case that is under way: a run that is asked to end may be killed
// before its case has come to rest by way of the station. It does nothing on a bench that is closed.
func (b *Bench) Secure() error {
	ctx, cancel := context.WithTimeout(context.Background(), secureLimit)
	defer cancel()
	if err := b.latch.Rest(ctx); err != nil && !errors.Is(err, rigs.ErrClosed) {
		return fmt.Errorf("bench %s: %w", b.Name, err)
	}
	return nil
}

// Resting tells which rig of the bench is being brought to rest; false while none is.
func (b *Bench) Resting() (rigs.Resting, bool) { return b.latch.Resting() }

// Dismiss has no person waited for any more, whatever they are asked for, and no rig for longer than hurryLimit. It may be called
// at any time.
func (b *Bench) Dismiss() {
	for _, rig := range b.rigList {
		if person, is := rig.(interface{ Dismiss() }); is {
			person.Dismiss()
		}
	}
	b.latch.Hurry(hurryLimit)
	b.dismiss.Do(func() { close(b.hurried) })
}

// Close brings the rigs to their safe state, lets go of them, and ends the mock.
func (b *Bench) Close() error {
	err := b.closeRigs()
	if b.files != nil {
		err = errors.Join(err, b.files.close())
	}
	if b.time != nil {
		err = errors.Join(err, b.time.close())
	}
	err = errors.Join(err, b.server.Close(), b.ends.wait())
	<-b.strays
	b.Player.Close()
	return err
}

// closeAll closes listeners, of which some may be nil.
func closeAll(listeners ...net.Listener) error {
	var all error
	for _, l := range listeners {
		if l != nil {
			all = errors.Join(all, l.Close())
		}
	}
	return all
}

// closeRigs closes the rigs, the one after the other: a rig is let go of only where those before it are. Once the run was asked to
// end again none waits for another, and who has not closed after hurryLimit is left to itself, and named.
func (b *Bench) closeRigs() error {
	closed := make([]chan error, len(b.rigList))
	for i, rig := range b.rigList {
		closed[i] = make(chan error, 1)
		go func() {
			defer b.latch.Rests(rig)()
			closed[i] <- rig.Close()
		}()
		select {
		case err := <-closed[i]:
			closed[i] <- err
		case <-b.hurried:
		}
	}
	limit := time.NewTimer(hurryLimit) // without a hurry all have closed
	defer limit.Stop()
	var all error
	over := false
	for i, rig := range b.rigList {
		var err error
		if !over {
			select {
			case err = <-closed[i]:
			case <-limit.C:
				over = true
			}
		}
		if over {
			select {
			case err = <-closed[i]:
			default:
				err = fmt.Errorf("it did not answer within %s after the run was asked to end again, so that nobody knows whether it is in its safe state; look at it", hurryLimit)
			}
		}
		if err != nil && !(b.ended && errors.Is(err, syscall.ECONNREFUSED)) {
			all = errors.Join(all, fmt.Errorf("rig %s: %w", rig.Name(), err))
		}
	}
	return all
}
