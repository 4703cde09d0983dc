package sutapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/certbench/certbench/rigs"
)

// step is one act: the call that does it and what must then be seen, if the server offers to look.
type step struct {
	move   rigs.Move
	at     rigs.Place
	base   *url.URL
	path   string
	params []string
	means  map[int]error // what a status means where it is not what it means otherwise
	seen   func(s *reading, c connector) bool
	amend  func(s *step) error // what depends on where the cable is, decided in turn
	barred bool                // the station may keep locked what is to be connected
}

// act carries out one step and reads the server back. A server that answers Ok and shows something else has failed.
func (r *Rig) act(ctx context.Context, s step) (rigs.ReadBack, error) {
	var back rigs.ReadBack
	err := r.lock.Do(ctx, s.move, s.at, func() error {
		if s.amend != nil {
			if err := s.amend(&s); err != nil {
				return err
			}
		}
		if err := r.call(ctx, s.base, s.path, s.means, s.params...); err != nil {
			return r.barring(ctx, s, err)
		}
		seen, err := r.look(ctx)
		if err != nil {
			return err
		}
		back = rigs.ReadBack{Rig: r.Name(), At: time.Now()}
		if seen == nil {
			return nil
		}
		back.Observed = seen.observe(s.at)
		if c, ok := seen.at(s.at); s.seen != nil && (ok || s.at.EVSE == 0) && !s.seen(seen, c) {
			return fmt.Errorf("the SUT API answered %s with Ok, but reads back: %s", s.path[1:], back.Observed)
		}
		return nil
	})
	return back, err
}

// connecting makes a step one in which an EV is connected: there 423 tells of a locked connector, and not of a held cable.
func connecting(s step) step {
	s.barred, s.means = true, map[int]error{http.StatusLocked: rigs.ErrBarred}
	return s
}

// barring tells why a step was refused. A server with read-back answers 409 to whatever contradicts its state: it is the
// station's doing where the reading shows a locked connector with nothing in it, and that of the caller else.
func (r *Rig) barring(ctx context.Context, s step, refused error) error {
	if !s.barred || !errors.Is(refused, rigs.ErrRefused) || errors.Is(refused, rigs.ErrBarred) {
		return refused
	}
	seen, err := r.look(ctx)
	if err != nil {
		return fmt.Errorf("%w; whether the connector is locked could not be seen: %w", refused, err)
	}
	if seen != nil {
		if c, ok := seen.at(s.at); ok && c.Shut && !c.Plugged && !c.Halfway {
			return fmt.Errorf("%w: %w", rigs.ErrBarred, refused)
		}
	}
	return refused
}

func plugged(_ *reading, c connector) bool    { return c.Plugged }
func unplugged(_ *reading, c connector) bool  { return !c.Plugged && !c.Halfway }
func halfway(_ *reading, c connector) bool    { return c.Halfway }
func notPlugged(_ *reading, c connector) bool { return !c.Plugged }

// Connect asks for both ends of the cable to be put in.
func (r *Rig) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, connecting(step{move: rigs.Connecting, at: at, base: r.station, path: "/plugin", params: placed(at), seen: plugged}))
}

// ConnectIdle cannot be done: what the SUT API plugs in asks for energy, and its call for the contrary is about an EV that
// is connected.
func (r *Rig) ConnectIdle(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, fmt.Errorf("%w: the SUT API has no call that connects an EV which does not ask for energy", rigs.ErrNoRig)
}

// Disconnect asks for the cable to be taken out.
func (r *Rig) Disconnect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, step{move: rigs.Disconnecting, at: at, base: r.station, path: "/plugout", params: placed(at), seen: unplugged})
}

// Plug puts in one end of the cable: the EV emulator's, or the station's. With the EV's end in, the station's end makes
// the connection whole, which is the plain call; else it is the call with halfway.
func (r *Rig) Plug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	if r.ev == nil {
		return rigs.ReadBack{}, r.noEV()
	}
	if end == rigs.EVEnd {
		return r.act(ctx, connecting(step{move: rigs.Plugging(end), at: at, base: r.ev, path: "/plugin", params: placed(at)}))
	}
	return r.act(ctx, connecting(step{move: rigs.Plugging(end), at: at, base: r.station, path: "/plugin", params: append(placed(at), "halfway", "true"), seen: halfway,
		amend: func(s *step) error {
			if r.lock.In(at, rigs.EVEnd) {
				s.params, s.seen = placed(at), plugged
			}
			return nil
		}}))
}

// Unplug takes out one end of the cable. The SUT API takes the whole cable out at the station, so that the station's
// end cannot go first.
func (r *Rig) Unplug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	if r.ev == nil {
		return rigs.ReadBack{}, r.noEV()
	}
	if end == rigs.EVEnd {
		return r.act(ctx, step{move: rigs.Unplugging(end), at: at, base: r.ev, path: "/plugout", params: placed(at), seen: notPlugged})
	}
	return r.act(ctx, step{move: rigs.Unplugging(end), at: at, base: r.station, path: "/plugout", params: placed(at), seen: unplugged, amend: func(*step) error {
		if r.lock.In(at, rigs.EVEnd) {
			return fmt.Errorf("%w: the SUT API cannot unplug the station's end alone; unplug the EV's end first", rigs.ErrNoRig)
		}
		return nil
	}})
}

// Request has the EV emulator ask for energy.
func (r *Rig) Request(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.ready(ctx, rigs.Requesting, at, true)
}

// Suspend has the EV emulator stop asking for energy.
func (r *Rig) Suspend(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.ready(ctx, rigs.Suspending, at, false)
}

func (r *Rig) ready(ctx context.Context, m rigs.Move, at rigs.Place, ready bool) (rigs.ReadBack, error) {
	if r.ev == nil {
		return rigs.ReadBack{}, r.noEV()
	}
	return r.act(ctx, step{move: m, at: at, base: r.ev, path: "/state", params: append(placed(at), "ready", strconv.FormatBool(ready)),
		seen: func(_ *reading, c connector) bool { return c.EVReady == ready }})
}

// Fault cannot be done: no call of the SUT API shorts the pilot.
func (r *Rig) Fault(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, fmt.Errorf("%w: the SUT API has no call that shorts the control pilot", rigs.ErrNoRig)
}

func (r *Rig) noEV() error {
	return fmt.Errorf("%w: the sutapi rig has no EVURL, so it cannot act at the EV", rigs.ErrNoRig)
}

// Present has a token presented to the reader of the place.
func (r *Rig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, step{move: rigs.Presenting, at: at, base: r.station, path: "/authorize", params: append(placed(at), "id", token.ID, "type", token.Type)})
}

// Select makes a choice on the display. The SUT API has no call for it: /select is an extension of our reference station,
// and a server that does not know it has no rig for it.
func (r *Rig) Select(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	var params []string
	if at.EVSE != 0 {
		params = placed(rigs.Place{EVSE: at.EVSE})
	}
	return r.act(ctx, step{move: rigs.Selecting, at: at, base: r.station, path: "/select", params: params,
		means: map[int]error{http.StatusConflict: rigs.ErrNotOffered, http.StatusNotFound: rigs.ErrNoRig, http.StatusMethodNotAllowed: rigs.ErrNoRig}})
}

// Look reads the display back where the server shows it, as our reference station does. Another server is asked by /display, which is
// an extension as /select is, to watch it for so many seconds.
func (r *Rig) Look(ctx context.Context, at rigs.Place, sight rigs.Sight, within time.Duration) (rigs.ReadBack, error) {
	back := rigs.ReadBack{Rig: r.Name()}
	err := r.lock.Do(ctx, rigs.Looking, at, func() error {
		seen, err := r.look(ctx)
		if err != nil {
			return err
		}
		if seen != nil && seen.Display != nil {
			var watched rigs.Watched
			watched, err = sight.Watch(ctx, within, r.display)
			back.Shown, back.Cut, back.Observed = watched.Shown, watched.Cut, watched.Observed
		} else {
			back.Shown, back.Cut, back.Observed, err = r.watch(ctx, at, sight, within)
		}
		back.At = time.Now()
		return err
	})
	if err != nil {
		return rigs.ReadBack{}, err
	}
	return back, nil
}

// display reads what a server with read-back shows of the display.
func (r *Rig) display(ctx context.Context) (string, error) {
	seen, err := r.look(ctx)
	if err != nil {
		return "", err
	}
	if seen == nil || seen.Display == nil {
		return "", errors.New("the SUT API reads the display back no more")
	}
	return *seen.Display, nil
}

// watch has the server watch the display.
func (r *Rig) watch(ctx context.Context, at rigs.Place, sight rigs.Sight, within time.Duration) (shown, cut bool, seen string, err error) {
	if err := sight.Readable(); err != nil {
		return false, false, "", err
	}
	params := append(placed(rigs.Place{EVSE: at.EVSE}), "text", sight.Text, "without", sight.Without, "seconds", strconv.Itoa(int(within.Seconds())))
	means := map[int]error{http.StatusNotFound: rigs.ErrNoRig, http.StatusMethodNotAllowed: rigs.ErrNoRig}
	if sight.Stays {
		params, means[http.StatusBadRequest] = append(params, "stays", "true"), rigs.ErrNoRig // one that does not know the word
	}
	status, body, err := r.ask(ctx, r.timeout+within, http.MethodPost, r.station, "/display", query(params))
	if err != nil {
		return false, false, "", err
	}
	var answer struct {
		Shown    *bool  `json:"shown"`
		Cut      bool   `json:"cut"`
		Stays    bool   `json:"stays"`
		Observed string `json:"observed"`
	}
	switch {
	case status/100 != 2:
		return false, false, "", refused(status, "/display", body, means)
	case json.Unmarshal(body, &answer) != nil || answer.Shown == nil:
		return false, false, "", fmt.Errorf("the SUT API answered to display, and not whether it was shown: %s", complaint(body))
	}
	if sight.Stays && !answer.Stays {
		return false, false, "", fmt.Errorf("%w: the SUT API tells whether the display shows something, and not whether that stays", rigs.ErrNoRig)
	}
	return *answer.Shown, answer.Cut && !*answer.Shown, answer.Observed, nil
}

// Store stores a customer. The SUT API has no call for it either: /customer is an extension as /select is.
func (r *Rig) Store(ctx context.Context, identifier string) (rigs.ReadBack, error) {
	return r.act(ctx, step{move: rigs.Storing, base: r.station, path: "/customer", params: []string{"identifier", identifier},
		means: map[int]error{http.StatusNotFound: rigs.ErrNoRig, http.StatusMethodNotAllowed: rigs.ErrNoRig}})
}

// Off cannot be done: the SUT API reboots a station but does not keep it dark.
func (r *Rig) Off(context.Context) (rigs.ReadBack, error) { return rigs.ReadBack{}, errMains }

// On cannot be done, see Off.
func (r *Rig) On(context.Context) (rigs.ReadBack, error) { return rigs.ReadBack{}, errMains }

var errMains = fmt.Errorf("%w: the SUT API reboots a station, but does not switch its mains off or on", rigs.ErrNoRig)

// Cycle reboots the station.
func (r *Rig) Cycle(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, step{move: rigs.Cycling, base: r.station, path: "/reboot"})
}

// Enter has the EV driven into the bay.
func (r *Rig) Enter(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, step{move: rigs.Entering, at: at, base: r.station, path: "/parkingbay", params: bay(at, true),
		seen: func(_ *reading, c connector) bool { return c.Bay }})
}

// Leave has the EV driven out of the bay.
func (r *Rig) Leave(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, step{move: rigs.Leaving, at: at, base: r.station, path: "/parkingbay", params: bay(at, false),
		seen: func(_ *reading, c connector) bool { return !c.Bay }})
}

func bay(at rigs.Place, occupied bool) []string {
	return append(placed(rigs.Place{EVSE: at.EVSE}), "occupied", strconv.FormatBool(occupied))
}

// Set makes a hardware fault.
func (r *Rig) Set(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.defect(ctx, rigs.Setting(defect), at, defect, true)
}

// Clear clears a hardware fault.
func (r *Rig) Clear(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.defect(ctx, rigs.Clearing(defect), at, defect, false)
}

// defect sets a switch of /state; a Defect is named as its parameter.
func (r *Rig) defect(ctx context.Context, m rigs.Move, at rigs.Place, d rigs.Defect, on bool) (rigs.ReadBack, error) {
	if d != rigs.Faulted && d != rigs.UnlockFailed {
		return rigs.ReadBack{}, fmt.Errorf("%w: the SUT API cannot make the fault %q", rigs.ErrNoRig, d)
	}
	return r.act(ctx, step{move: m, at: at, base: r.station, path: "/state", params: append(placed(at), string(d), strconv.FormatBool(on)),
		seen: func(_ *reading, c connector) bool { return d != rigs.Faulted || c.Faulted == on }})
}
