package sutapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// defaultPath is where the calls are when a base URL has no path of its own.
const defaultPath = "/api/v1"

// defaultTimeout bounds one call. A reboot may take a rig as long as its relay stays off.
const defaultTimeout = 30 * time.Second

// Config says where the calls go.
type Config struct {
	// BaseURL is the station side, such as "http://10.0.0.5:8080/api/v1"; without a path, /api/v1 is meant.
	BaseURL string
	// EVURL is the EV emulator. Without it the rig can neither move the pilot nor the cable's end at the EV.
	EVURL string
	// Token is shown with every call, as "Authorization: Bearer"; empty for a server that wants none.
	Token string
	// Places are the connectors that Rest unplugs when the server offers no read-back to tell what is plugged.
	Places []rigs.Place
	// Dial opens the connections; nil uses the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// Timeout bounds one call; 0 means 30 s.
	Timeout time.Duration
}

// Rig calls a SUT API server. One act runs at a time.
type Rig struct {
	rigs.Called
	lock    *rigs.Interlock
	station *url.URL
	ev      *url.URL
	places  []rigs.Place
	client  *http.Client
	timeout time.Duration
	token   string
	blind   bool // the server offers no read-back of ours
	sighted bool // it has shown one
}

// New makes the rig; it makes no call yet.
func New(c Config) (*Rig, error) {
	station, err := base("BaseURL", c.BaseURL)
	if err != nil {
		return nil, err
	}
	r := &Rig{lock: rigs.NewInterlock(), station: station, places: c.Places, timeout: c.Timeout, token: c.Token}
	if r.timeout == 0 {
		r.timeout = defaultTimeout
	}
	if c.EVURL != "" {
		if r.ev, err = base("EVURL", c.EVURL); err != nil {
			return nil, err
		}
	}
	r.client = &http.Client{
		Transport: &http.Transport{DialContext: c.Dial, Proxy: nil},
		// A redirected POST would silently become a GET.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return r, nil
}

// Base reads a base URL of the SUT API as a Config has it; without a path it gets the usual one.
func Base(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("%q: give http:// or https:// with host, port and path only", u.Redacted())
	}
	u.Path = strings.TrimRight(u.Path, "/")
	if u.Path == "" {
		u.Path = defaultPath
	}
	return u, nil
}

func base(what, text string) (*url.URL, error) {
	u, err := Base(text)
	if err != nil {
		return nil, fmt.Errorf("%s of the sutapi rig: %w", what, err)
	}
	return u, nil
}

// Name names the rig as a bench file does.
func (r *Rig) Name() string { return r.Or("sutapi") }

// Can tells which kinds of acts the server can be asked for: the pilot belongs to the EV emulator.
func (r *Rig) Can(k rigs.Kind) bool {
	switch k {
	case rigs.KindPilot, rigs.KindEnds:
		return r.ev != nil
	}
	return true
}

// Check reads the server back, or at least finds out that it answers.
func (r *Rig) Check(ctx context.Context) error {
	return r.lock.Open(ctx, func() error {
		_, err := r.look(ctx)
		return err
	})
}

// Rest takes the EVs off first, so that every pilot is at A, then the cables out, clears faults and frees the bay. With
// read-back it does what is needed and looks whether it was done; without, it does what the rig knows of, and unplugs
// at every configured place, where a server that refuses is taken to say that nothing is plugged.
func (r *Rig) Rest(ctx context.Context) error {
	return r.lock.Rest(ctx, func(h rigs.Held) error { return r.rest(ctx, h) })
}

// Close rests and lets go of the connections.
func (r *Rig) Close() error {
	ctx := context.Background() // each call has the rig's own time limit
	return r.lock.Close(func(h rigs.Held) error { return r.rest(ctx, h) }, func() error {
		r.client.CloseIdleConnections()
		return nil
	})
}

func (r *Rig) rest(ctx context.Context, held rigs.Held) error {
	seen, err := r.look(ctx)
	if err != nil {
		return err
	}
	if seen == nil {
		return r.restBlind(ctx, held)
	}
	if !seen.Mains {
		return errors.New("the mains of the station are off, and the SUT API has no call that switches them on; switch them on by hand")
	}
	for _, c := range seen.Connectors {
		if err := r.restConnector(ctx, c); err != nil {
			return err
		}
	}
	if err := r.clear(ctx, held); err != nil {
		return err
	}
	for _, c := range seen.Connectors {
		if !c.Bay {
			continue
		}
		// Connectors of one EVSE share its bay, which is free after the first of them.
		err := r.post(ctx, r.station, "/parkingbay", bay(rigs.Place{EVSE: c.EVSE}, false)...)
		if err != nil && !errors.Is(err, rigs.ErrRefused) {
			return err
		}
	}
	if seen, err = r.look(ctx); err != nil || seen == nil {
		return err
	}
	return seen.atRest()
}

func (r *Rig) restConnector(ctx context.Context, c connector) error {
	at := rigs.Place{EVSE: c.EVSE, Connector: c.Connector}
	if r.ev != nil && c.Plugged {
		if err := r.post(ctx, r.ev, "/plugout", placed(at)...); err != nil {
			return err
		}
		c.Plugged, c.Halfway = false, true
	}
	// A cable that the station holds locked stays in at the station's end; without an EV its pilot is at A.
	if c.Plugged || c.Halfway && !c.Locked {
		err := r.post(ctx, r.station, "/plugout", placed(at)...)
		if err != nil && !(errors.Is(err, rigs.ErrRefused) && !c.Plugged) {
			return err
		}
	}
	if c.Faulted {
		return r.post(ctx, r.station, "/state", append(placed(at), string(rigs.Faulted), "false")...)
	}
	return nil
}

// clear takes back the faults that the rig made: a jammed lock cannot be read back.
func (r *Rig) clear(ctx context.Context, held rigs.Held) error {
	for at, defects := range held.Defects {
		for _, d := range defects {
			if err := r.post(ctx, r.station, "/state", append(placed(at), string(d), "false")...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Rig) restBlind(ctx context.Context, held rigs.Held) error {
	places := append(held.Connected, r.places...)
	for _, at := range places {
		if r.ev != nil {
			if err := r.post(ctx, r.ev, "/plugout", placed(at)...); err != nil && !errors.Is(err, rigs.ErrRefused) {
				return err
			}
		}
		if err := r.post(ctx, r.station, "/plugout", placed(at)...); err != nil && !errors.Is(err, rigs.ErrRefused) {
			return err
		}
	}
	if err := r.clear(ctx, held); err != nil {
		return err
	}
	bays := held.Bays
	if held.Unknown {
		bays = places
	}
	for _, at := range bays {
		err := r.post(ctx, r.station, "/parkingbay", bay(at, false)...)
		if err != nil && !errors.Is(err, rigs.ErrRefused) {
			return err
		}
	}
	return nil
}
