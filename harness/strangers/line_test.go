package strangers

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/harness/memnet"
)

// pair is a station and a CSMS that talk over a line. Each keeps the texts that it hears.
type pair struct {
	line          *Line
	station, csms *websocket.Conn
	head          http.Header // of the station's handshake
	answered      *http.Response
}

// joined runs a test in a bubble with both sides connected.
func joined(t *testing.T, p Patch, do func(t *testing.T, p *pair)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := memnet.Listen("csms", 0)
		accepted := make(chan *websocket.Conn, 1)
		both := &pair{line: New(p)}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/refuse" {
				http.Error(w, "not you", http.StatusUnauthorized)
				return
			}
			both.head = r.Header
			upgrader := websocket.Upgrader{Subprotocols: []string{"ocpp2.0.1"}}
			conn, err := upgrader.Upgrade(w, r, http.Header{"X-Csms": {"mock"}})
			if err != nil {
				t.Errorf("upgrade: %v", err)
				return
			}
			accepted <- conn
		})}
		go func() { _ = server.Serve(network) }()
		dialer := websocket.Dialer{Subprotocols: []string{"ocpp2.0.1"}, NetDialContext: both.line.Dial(
			func(ctx context.Context, _, _ string) (net.Conn, error) { return network.Dial(ctx) }, "csms")}
		_, refused, err := dialer.Dial("ws://csms/refuse", nil)
		if !errors.Is(err, websocket.ErrBadHandshake) || refused.StatusCode != http.StatusUnauthorized {
			t.Errorf("a refused handshake: got %v, %v, want the CSMS's 401", refused, err)
		}
		if both.station, both.answered, err = dialer.Dial("ws://csms/ocpp/CS1", http.Header{"Authorization": {"Basic abc"}}); err != nil {
			t.Fatal(err)
		}
		both.csms = <-accepted
		do(t, both)
		both.line.Close()
		_, _, _ = both.station.Close(), both.csms.Close(), server.Close()
	})
}

func say(t *testing.T, conn *websocket.Conn, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// hear returns the next texts that come within a minute, with the seconds that they took.
func hear(t *testing.T, conn *websocket.Conn, want ...string) {
	t.Helper()
	for _, want := range want {
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if _, got, err := conn.ReadMessage(); string(got) != want || err != nil {
			t.Fatalf("heard %q, %v, want %q", got, err, want)
		}
	}
}

func silent(t *testing.T, conn *websocket.Conn) {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, got, err := conn.ReadMessage(); err == nil {
		t.Fatalf("heard %q, want nothing", got)
	}
}

func TestWhatIsNotTouchedPassesAsItIs(t *testing.T) {
	joined(t, nil, func(t *testing.T, p *pair) {
		if p.head.Get("Authorization") != "Basic abc" || p.answered.Header.Get("X-Csms") != "mock" || p.station.Subprotocol() != "ocpp2.0.1" {
			t.Errorf("the handshake lost something: %v, %v", p.head, p.answered.Header)
		}
		spaced := `[2, "1",  "Heartbeat", {} ]`
		long := `[2,"2","Heartbeat",{"x":"` + strings.Repeat("ö", 100_000) + `"}]` // in fragments
		texts := []string{spaced, long, "no JSON", "", "\xef\xbb\xbf[]", `[2,"3","Heartbeat",{"n":1e999}]`}
		say(t, p.station, texts...)
		hear(t, p.csms, texts...)
		say(t, p.csms, texts...)
		hear(t, p.station, texts...)
		if err := p.station.WriteMessage(websocket.BinaryMessage, []byte{1, 2}); err != nil {
			t.Fatal(err)
		}
		if kind, got, err := p.csms.ReadMessage(); kind != websocket.BinaryMessage || string(got) != "\x01\x02" || err != nil {
			t.Errorf("binary: got %d, %q, %v", kind, got, err)
		}
	})
}

func TestPingsAndClosesPass(t *testing.T) {
	joined(t, nil, func(t *testing.T, p *pair) {
		pong := ""
		p.station.SetPongHandler(func(data string) error { pong = data; return nil })
		if err := p.station.WriteControl(websocket.PingMessage, []byte("alive?"), time.Time{}); err != nil {
			t.Fatal(err)
		}
		say(t, p.station, "a")
		hear(t, p.csms, "a") // answers the ping before
		say(t, p.csms, "b")
		hear(t, p.station, "b")
		if pong != "alive?" {
			t.Errorf("pong = %q, want that of the CSMS to its ping", pong)
		}
		bye := websocket.FormatCloseMessage(websocket.CloseServiceRestart, "update")
		if err := p.csms.WriteControl(websocket.CloseMessage, bye, time.Time{}); err != nil {
			t.Fatal(err)
		}
		_, _, err := p.station.ReadMessage()
		if closed, ok := errors.AsType[*websocket.CloseError](err); !ok || closed.Code != 1012 || closed.Text != "update" {
			t.Errorf("close = %v, want code 1012, update", err)
		}
	})
}

func TestAnEndOfTheConnectionIsPassedOn(t *testing.T) {
	joined(t, nil, func(t *testing.T, p *pair) {
		say(t, p.station, "last words")
		if err := p.station.NetConn().Close(); err != nil {
			t.Fatal(err)
		}
		hear(t, p.csms, "last words")
		if _, _, err := p.csms.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseAbnormalClosure) {
			t.Errorf("after the station's end: %v, want 1006", err)
		}
	})
	joined(t, nil, func(t *testing.T, p *pair) {
		p.csms.NetConn().(*memnet.Conn).Cut()
		if _, _, err := p.station.ReadMessage(); err == nil || websocket.IsCloseError(err, websocket.CloseAbnormalClosure) {
			t.Errorf("after a cut: %v, want a reset", err)
		}
	})
}

// each is what becomes of three Heartbeats, by what a patch does to the second.
func TestWhatAPatchMayDo(t *testing.T) {
	beats := []string{`[2,"1","Heartbeat",{}]`, `[2,"2","Heartbeat",{"a":{"b":[1,2.50]},"c":1}]`, `[2,"3","Heartbeat",{}]`}
	for _, c := range []struct {
		name  string
		patch Patch
		csms  []string // what stands between the first and the third, at the CSMS
		after []string // and after it
		back  []string // at the station
	}{
		{"nothing", func(*Message) {}, beats[1:2], nil, nil},
		{"drop", (*Message).Drop, nil, nil, nil},
		{"repeat", (*Message).Repeat, []string{beats[1], beats[1]}, nil, nil},
		{"late", func(m *Message) { m.Late(time.Second) }, nil, beats[1:2], nil},
		{"set", func(m *Message) { m.Set("a.b[1]", "x"); m.Set("d.e", 3); m.Delete("c"); m.Delete("no.such") },
			[]string{`[2,"2","Heartbeat",{"a":{"b":[1,"x"]},"d":{"e":3}}]`}, nil, nil},
		{"another id", func(m *Message) { m.SetID("77") }, []string{`[2,"77","Heartbeat",{"a":{"b":[1,2.50]},"c":1}]`}, nil, nil},
		{"text", func(m *Message) { m.SetText("{") }, []string{"{"}, nil, nil},
		{"answered", func(m *Message) { m.Answer(map[string]any{"t": 1}) }, nil, nil, []string{`[3,"2",{"t":1}]`}},
		{"refused", func(m *Message) { m.Refuse("NotSupported", "no") }, nil, nil, []string{`[4,"2","NotSupported","no",{}]`}},
		{"a question", func(m *Message) { m.Line.Send(Station, "q") }, []string{"q", beats[1]}, nil, nil},
		{"after a time", func(m *Message) { m.Line.After(time.Second, func() { m.Line.Send(CSMS, "tick") }) }, beats[1:2], nil, []string{"tick"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			joined(t, func(m *Message) {
				if m.ID == "2" && m.Asks(Station, "Heartbeat") {
					c.patch(m)
				}
			}, func(t *testing.T, p *pair) {
				say(t, p.station, beats...)
				hear(t, p.csms, slices.Concat(beats[:1], c.csms, beats[2:], c.after)...)
				hear(t, p.station, c.back...)
				silent(t, p.csms)
				silent(t, p.station)
			})
		})
	}
}

func TestAnAnswerKnowsItsQuestion(t *testing.T) {
	var seen []string
	joined(t, func(m *Message) {
		switch {
		case m.Asks(CSMS, "GetVariables"):
			m.SetID("other")
		case m.Answers(Station, "GetVariables"):
			seen = append(seen, m.Asked.Text("what")+" "+m.Text("list[1].status"))
			m.Set("list[1].status", "Unknown")
		case m.is(0, Station, ""):
			m.Line.Call(Station, "Heartbeat", map[string]any{}, func(a *Message) { seen = append(seen, a.Text("t")) })
		}
	}, func(t *testing.T, p *pair) {
		say(t, p.csms, `[2,"1","GetVariables",{"what":"password"}]`)
		hear(t, p.station, `[2,"other","GetVariables",{"what":"password"}]`)
		say(t, p.station, `[3,"other",{"list":[0,{"status":"Accepted"}]}]`)
		hear(t, p.csms, `[3,"1",{"list":[0,{"status":"Unknown"}]}]`)
		say(t, p.station, "now")
		_, call, err := p.csms.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(string(call), `[2,"`), `"`)
		hear(t, p.csms, "now")
		say(t, p.csms, `[3,"`+id+`",{"t":"noon"}]`)
		silent(t, p.station)
		p.line.mu.Lock()
		defer p.line.mu.Unlock()
		if !slices.Equal(seen, []string{"password Accepted", "noon"}) {
			t.Errorf("the patch saw %q", seen)
		}
	})
}
