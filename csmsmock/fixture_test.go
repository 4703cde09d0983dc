package csmsmock

import (
	"context"
	"encoding/base64"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	stationID = "RDAM 123" // the space is part 4's own example (3.1.1)
	password  = "0123456789abcdef"
)

// field is a mock CSMS with one registered station, and what a client needs to be that station.
type field struct {
	t       *testing.T
	server  *Server
	station *Station
	line    *memnet.Listener
}

// inField runs test in a synctest bubble over a network in memory.
func inField(t *testing.T, cfg Config, test func(t *testing.T, f *field)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := &field{t: t, server: New(cfg), line: memnet.Listen("csms", 0)}
		f.station = f.server.Station(stationID, Credentials{Password: password})
		f.serve("csms", f.line)
		t.Cleanup(func() {
			if err := f.server.Close(); err != nil {
				t.Errorf("Close = %v, want nil", err)
			}
		})
		test(t, f)
	})
}

func (f *field) serve(name string, l net.Listener) {
	go func() {
		if err := f.server.ServeAs(name, l); err != nil {
			f.t.Errorf("ServeAs(%q) = %v, want nil after Close", name, err)
		}
	}()
}

func basic(user, password string) http.Header {
	credentials := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return http.Header{"Authorization": {"Basic " + credentials}}
}

func dialer(line *memnet.Listener) *websocket.Dialer {
	return &websocket.Dialer{
		NetDialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return line.Dial(ctx) },
		Subprotocols:   []string{"ocpp2.0.1"},
	}
}

const stationURL = "ws://csms/ocpp/RDAM%20123"

// connect is the station's way in; the Connected event has been read when it returns.
func (f *field) connect() *websocket.Conn {
	f.t.Helper()
	ws, _, err := dialer(f.line).DialContext(f.t.Context(), stationURL, basic(stationID, password))
	if err != nil {
		f.t.Fatalf("the station's handshake: %v", err)
	}
	f.t.Cleanup(func() { ws.Close() })
	f.want(Connected)
	return ws
}

// want reads the next event and requires its kind.
func (f *field) want(kind EventKind) Event {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), time.Hour)
	defer cancel()
	e, err := f.station.Next(ctx)
	if err != nil {
		f.t.Fatalf("Next = %v, want an event %q", err, kind)
	}
	if e.Kind != kind {
		f.t.Fatalf("event = %q (%s, err %q), want %q", e.Kind, clip(e.Raw), e.Err, kind)
	}
	return e
}

func clip(raw []byte) []byte { return raw[:min(len(raw), 200)] }

func (f *field) say(ws *websocket.Conn, text string) {
	f.t.Helper()
	if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		f.t.Fatalf("the station's write of %s: %v", clip([]byte(text)), err)
	}
}

func (f *field) hear(ws *websocket.Conn, want string) {
	f.t.Helper()
	_, raw, err := ws.ReadMessage()
	if err != nil || string(raw) != want {
		f.t.Fatalf("the station read %s, %v, want %s", clip(raw), err, want)
	}
}

// hearError reads a CALLERROR and requires its id and code.
func (f *field) hearError(ws *websocket.Conn, id string, code ocppj.ErrorCode) {
	f.t.Helper()
	_, raw, err := ws.ReadMessage()
	if err != nil {
		f.t.Fatalf("the station read %v, want a CALLERROR", err)
	}
	got, err := ocppj.Parse(raw)
	if err != nil || got.Type != ocppj.CallError || got.ID != id || got.ErrorCode != code {
		f.t.Fatalf("the station read %s (%v), want a CALLERROR to %q with %s", clip(raw), err, id, code)
	}
}

func wantViolations(t *testing.T, e Event, want ...string) {
	t.Helper()
	same := len(e.Violations) == len(want)
	for i := 0; same && i < len(want); i++ {
		same = e.Violations[i] == want[i]
	}
	if !same {
		t.Errorf("violations of %s = %q, want %q", clip(e.Raw), e.Violations, want)
	}
}
