package csmsmock

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// knock tries a handshake that should be refused, and returns the HTTP status.
func (f *field) knock(url string, header http.Header) int {
	f.t.Helper()
	ws, response, err := dialer(f.line).DialContext(f.t.Context(), url, header)
	if err == nil {
		ws.Close()
		f.t.Fatalf("the handshake to %s succeeded, want it refused", url)
	}
	if !errors.Is(err, websocket.ErrBadHandshake) {
		f.t.Fatalf("the handshake to %s: %v, want an HTTP refusal", url, err)
	}
	return response.StatusCode
}

func TestTheHandshakeIsRecorded(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		d := dialer(f.line)
		d.Subprotocols = []string{"ocpp1.6", "ocpp2.0.1"}
		d.EnableCompression = true
		ws, response, err := d.DialContext(t.Context(), stationURL+"?token=7", basic(stationID, password))
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		if got := response.Header.Get("Sec-WebSocket-Protocol"); got != "ocpp2.0.1" {
			t.Errorf("agreed subprotocol = %q, want ocpp2.0.1", got)
		}
		if got := response.Header.Get("Sec-WebSocket-Extensions"); !strings.Contains(got, "permessage-deflate") {
			t.Errorf("extensions = %q, want permessage-deflate, which part 4, 3.3 requires of a CSMS", got)
		}
		hs := f.want(Connected).Handshake
		if hs.Path != "/ocpp/RDAM%20123" || hs.Query != "token=7" || hs.StationID != stationID || hs.Status != 101 {
			t.Errorf("handshake = %+v, want path /ocpp/RDAM%%20123, query token=7, station %q, status 101", hs, stationID)
		}
		if !hs.HasAuth || hs.User != stationID || hs.Password != password || !strings.HasPrefix(hs.Authorization, "Basic ") {
			t.Errorf("credentials = %+v, want those that were sent", hs)
		}
		if strings.Join(hs.Subprotocols, " ") != "ocpp1.6 ocpp2.0.1" || hs.Subprotocol != "ocpp2.0.1" {
			t.Errorf("subprotocols = %q, agreed %q, want both offers and ocpp2.0.1", hs.Subprotocols, hs.Subprotocol)
		}
		f.station.Background("Heartbeat", now)
		f.say(ws, heartbeat)
		f.hear(ws, heartbeatAnswer)
		if in := f.want(FrameIn); string(in.Raw) != heartbeat {
			t.Errorf("recorded %q, want the text before compression, %q", in.Raw, heartbeat)
		}
	})
}

func TestUnknownPathsAndStationsAreNotFound(t *testing.T) {
	inField(t, Config{Path: "webServices/ocpp/"}, func(t *testing.T, f *field) {
		for _, path := range []string{"/", "/webServices/ocpp/", "/webServices/ocpp/CS999", "/ocpp/RDAM%20123", "/webServices/ocpp/RDAM%20123/x", "/webServices/ocpp/RDAM%2f123"} {
			if got := f.knock("ws://csms"+path, basic(stationID, password)); got != http.StatusNotFound {
				t.Errorf("status for %s = %d, want 404", path, got)
			}
			e, err := f.server.Next(t.Context())
			if err != nil || e.Kind != Refused || e.Handshake.Status != 404 || e.Handshake.Path != path || e.Endpoint != "csms" {
				t.Errorf("server event = %+v, %v, want Refused with 404 for %s at csms", e, err, path)
			}
		}
		ws, _, err := dialer(f.line).DialContext(t.Context(), "ws://csms/webServices/ocpp/RDAM%20123", basic(stationID, password))
		if err != nil {
			t.Fatalf("the right path: %v", err)
		}
		ws.Close()
	})
}

func TestAnEndpointMayBeTheRoot(t *testing.T) {
	inField(t, Config{Path: "/"}, func(t *testing.T, f *field) {
		ws, _, err := dialer(f.line).DialContext(t.Context(), "ws://csms/RDAM%20123", basic(stationID, password))
		if err != nil {
			t.Fatalf("handshake at the root: %v", err)
		}
		ws.Close()
	})
}

func TestWrongCredentialsAreUnauthorized(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		for _, step := range []struct {
			header http.Header
			reason string
		}{
			{nil, "no HTTP Basic credentials"},
			{http.Header{"Authorization": {"Bearer x"}}, "no HTTP Basic credentials"},
			{basic("CS002", password), "the user is not the station's identity"},
			{basic(stationID, "guess"), "wrong password"},
		} {
			if got := f.knock(stationURL, step.header); got != http.StatusUnauthorized {
				t.Errorf("status with %v = %d, want 401", step.header, got)
			}
			if e := f.want(Refused); e.Err != step.reason || e.Handshake.Status != 401 {
				t.Errorf("refused with %d %q, want 401 %q", e.Handshake.Status, e.Err, step.reason)
			}
		}
		f.station.SetCredentials(Credentials{Password: "a new one"})
		if got := f.knock(stationURL, basic(stationID, password)); got != http.StatusUnauthorized {
			t.Errorf("status with the old password = %d, want 401", got)
		}
		f.want(Refused)
		f.server.Station(stationID, Credentials{})
		ws, _, err := dialer(f.line).DialContext(t.Context(), stationURL, nil)
		if err != nil {
			t.Fatalf("without a password required: %v", err)
		}
		ws.Close()
	})
}

func TestWithoutACommonSubprotocolTheHandshakeCompletesAndCloses(t *testing.T) {
	for _, offered := range [][]string{nil, {"ocpp1.6"}} {
		inField(t, Config{}, func(t *testing.T, f *field) {
			d := dialer(f.line)
			d.Subprotocols = offered
			ws, response, err := d.DialContext(t.Context(), stationURL, basic(stationID, password))
			if err != nil {
				t.Fatalf("handshake: %v, want it completed (part 4, 3.2)", err)
			}
			defer ws.Close()
			if got, there := response.Header["Sec-Websocket-Protocol"]; there {
				t.Errorf("Sec-WebSocket-Protocol = %q, want no such header", got)
			}
			if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseProtocolError) {
				t.Errorf("read = %v, want a close frame with 1002", err)
			}
			if e := f.want(Refused); e.Handshake.Status != 101 || !strings.Contains(e.Err, "ocpp2.0.1") {
				t.Errorf("event = %+v %q, want Refused after 101, naming ocpp2.0.1", e.Handshake, e.Err)
			}
			if f.station.Connected() {
				t.Error("Connected = true, want false")
			}
		})
	}
}

func TestRefusedForATimeOrUntilAccept(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		for _, lift := range []struct {
			d    time.Duration
			lift func()
		}{
			{time.Minute, func() { time.Sleep(time.Minute) }},
			{0, f.station.Accept},
		} {
			ws := f.connect()
			f.station.Refuse(lift.d)
			if !f.station.Connected() {
				t.Error("Refuse ended the connection, want only new ones refused")
			}
			if got := f.knock(stationURL, basic(stationID, password)); got != http.StatusServiceUnavailable {
				t.Errorf("status while refusing = %d, want 503", got)
			}
			f.want(Refused)
			ws.Close()
			f.want(Disconnected)
			lift.lift()
			f.connect().Close()
			f.want(Disconnected)
		}
	})
}

func TestWhatIsNoWebSocketRequestIsRefused(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		conn, err := f.line.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		f.station.SetCredentials(Credentials{})
		if _, err := io.WriteString(conn, "GET /ocpp/RDAM%20123 HTTP/1.0\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.0 400") {
			t.Errorf("answer = %.40q, %v, want HTTP 400", answer, err)
		}
		if e := f.want(Refused); e.Handshake.Status != 400 || e.Handshake.Method != "GET" {
			t.Errorf("event = %+v, want Refused with 400", e.Handshake)
		}
	})
}

func TestWhatIsNoHTTPIsTold(t *testing.T) {
	for first, want := range map[string]string{
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": OverTLS,
		"\x16":                       OverTLS,
		"\x00\x00\x00":               NoRequest,
		"get /ocpp HTTP/1.1\r\n\r\n": NoRequest,
		"GET /nobody HTTP/1.1\r\nHost: csms\r\n\r\n": "no station is registered for the path /nobody",
	} {
		inField(t, Config{}, func(t *testing.T, f *field) {
			c, err := f.line.Dial(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, first); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			e, err := f.server.Next(ctx)
			if got := e.Err; got != want || e.Kind != Refused || e.Endpoint != "csms" {
				t.Errorf("%q: event %+v, %v; want %q", first, e, err, want)
			}
		})
	}
}

func TestASubprotocolThatIsNotWantedIsNamed(t *testing.T) {
	for want, offered := range map[string][]string{
		"it offers the subprotocols ocpp1.6, ocpp2.1, and none of them is ocpp2.0.1": {"ocpp1.6", "ocpp2.1"},
		"it offers no subprotocol, and must offer ocpp2.0.1":                         nil,
	} {
		inField(t, Config{}, func(t *testing.T, f *field) {
			d := dialer(f.line)
			d.Subprotocols = offered
			ws, _, err := d.DialContext(t.Context(), stationURL, basic(stationID, password))
			if err != nil {
				t.Fatal(err)
			}
			defer ws.Close()
			if got := f.want(Refused).Err; got != want {
				t.Errorf("refused because %q, want %q", got, want)
			}
		})
	}
}
