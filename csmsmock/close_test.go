package csmsmock

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/gorilla/websocket"
)

func TestDisconnectSaysGoodbye(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		if err := f.station.Disconnect(websocket.CloseServiceRestart, "update"); err != nil {
			t.Fatal(err)
		}
		if f.station.Connected() {
			t.Error("Connected after Disconnect = true, want false")
		}
		_, _, err := ws.ReadMessage()
		if closing, ok := errors.AsType[*websocket.CloseError](err); !ok || closing.Code != 1012 || closing.Text != "update" {
			t.Errorf("the station read %v, want close 1012 update", err)
		}
		e := f.want(Disconnected)
		if e.Close == nil || e.Close.Code != 1012 || !strings.Contains(e.Err, "closed by the CSMS with 1012") {
			t.Errorf("Disconnected = %+v %q, want the station's answer 1012 and that the CSMS closed", e.Close, e.Err)
		}
	})
}

func TestAMuteStationIsCutAfterCloseTimeout(t *testing.T) {
	inField(t, Config{CloseTimeout: 7 * time.Second}, func(t *testing.T, f *field) {
		ws := f.connect()
		start := time.Now()
		if err := f.station.Disconnect(websocket.CloseNormalClosure, ""); err != nil {
			t.Fatal(err)
		}
		f.say(ws, heartbeat)
		f.want(FrameIn) // what crosses the close frame is still recorded
		if err := f.station.Answer("h1", nil); !errors.Is(err, ErrNotConnected) {
			t.Errorf("Answer after the close frame = %v, want ErrNotConnected", err)
		}
		e := f.want(Disconnected)
		if got := time.Since(start); got != 7*time.Second || e.Close != nil {
			t.Errorf("ended after %v with %+v, want after 7s without a close frame", got, e.Close)
		}
	})
}

func TestTheStationsCloseFrameIsRecorded(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		message := websocket.FormatCloseMessage(websocket.CloseGoingAway, "rebooting")
		if err := ws.WriteControl(websocket.CloseMessage, message, time.Time{}); err != nil {
			t.Fatal(err)
		}
		e := f.want(Disconnected)
		if e.Close == nil || *e.Close != (Close{1001, "rebooting"}) || e.Err != "" {
			t.Errorf("Disconnected = %+v %q, want 1001 rebooting and no error", e.Close, e.Err)
		}
		if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
			t.Errorf("the station read %v, want its close answered with 1001", err)
		}
	})
}

func TestDropCutsWithoutACloseFrame(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		if err := f.station.Drop(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseAbnormalClosure) {
			t.Errorf("the station read %v, want the end without a close frame (1006)", err)
		}
		if e := f.want(Disconnected); e.Close != nil || e.Err != "dropped by the CSMS" {
			t.Errorf("Disconnected = %+v %q, want it dropped", e.Close, e.Err)
		}
	})
}

func TestASecondConnectionReplacesTheFirst(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		first := f.connect()
		second, _, err := dialer(f.line).DialContext(t.Context(), stationURL, basic(stationID, password))
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		if e := f.want(Disconnected); e.Conn != 1 || e.Err != "replaced by a newer connection" {
			t.Errorf("Disconnected = connection %d %q, want 1, replaced", e.Conn, e.Err)
		}
		if e := f.want(Connected); e.Conn != 2 {
			t.Errorf("Connected = connection %d, want 2", e.Conn)
		}
		if _, _, err := first.ReadMessage(); !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
			t.Errorf("the first connection read %v, want 1008", err)
		}
		f.call("Reset")
		if _, raw, err := second.ReadMessage(); err != nil {
			t.Errorf("the second connection read %s, %v, want the CALL", raw, err)
		}
	})
}

func TestAHalfOpenSocketIsReplacedByTheReconnect(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.connect()
		f.line.Unplug()
		f.call("Reset") // the mock cannot know yet
		f.want(FrameOut)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := f.station.Ping(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Ping over a half-open socket = %v, want the context's end", err)
		}
		f.line.Plug()
		ws, _, err := dialer(f.line).DialContext(t.Context(), stationURL, basic(stationID, password))
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		f.want(Disconnected)
		f.want(Connected)
		f.call("Reset") // the old one is given up
	})
}

func TestEndpointsAndStationsAreKeptApart(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		other := memnet.Listen("fallback:8080", 0)
		go func() {
			if err := f.server.Serve(other); err != nil {
				t.Errorf("Serve = %v, want nil after Close", err)
			}
		}()
		second := f.server.Station("CS002", Credentials{})
		f.connect()
		ws, _, err := dialer(other).DialContext(t.Context(), "ws://x/ocpp/CS002", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		if err := second.WaitConnected(t.Context()); err != nil {
			t.Fatal(err)
		}
		e, err := second.Next(t.Context())
		if err != nil || e.Endpoint != "fallback:8080" || e.Conn != 1 {
			t.Errorf("event = %+v, %v, want connection 1 at fallback:8080", e, err)
		}
		if _, err := second.Call(t.Context(), "Reset", nil); err != nil {
			t.Errorf("Call to the second station: %v", err)
		}
		f.call("Reset") // another station's outstanding CALL is no hindrance
	})
}

func TestCloseEndsEverythingAndTheRecordCanBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &field{t: t, server: New(Config{}), line: memnet.Listen("csms", 0)}
		f.station = f.server.Station(stationID, Credentials{Password: password})
		f.serve("csms", f.line)
		f.connect()
		silent, err := f.line.Dial(t.Context()) // never says a word of HTTP
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close()
		stranger := f.server.Station("CS002", Credentials{})
		waiting := make(chan error)
		go func() { waiting <- stranger.WaitConnected(t.Context()) }()
		synctest.Wait()
		if err := f.server.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-waiting; !errors.Is(err, ErrClosed) {
			t.Errorf("WaitConnected = %v, want ErrClosed", err)
		}
		if _, err := silent.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("a socket without a request read %v, want io.EOF", err)
		}
		if e := f.want(Disconnected); e.Err != ErrClosed.Error() {
			t.Errorf("Disconnected = %q, want %q", e.Err, ErrClosed)
		}
		if _, err := f.station.Next(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("Next after the last event = %v, want ErrClosed", err)
		}
		if err := f.server.Close(); err != nil {
			t.Errorf("second Close = %v, want nil", err)
		}
	})
}
