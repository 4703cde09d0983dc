package csmsmock

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/gorilla/websocket"
)

func TestMalformedMessagesAreAnsweredAsPart4Says(t *testing.T) {
	for name, step := range map[string]struct {
		raw  string
		id   string
		code ocppj.ErrorCode
	}{
		"not JSON":             {`hello`, "-1", ocppj.RpcFrameworkError},
		"empty":                {``, "-1", ocppj.RpcFrameworkError},
		"an object":            {`{"a":1}`, "-1", ocppj.RpcFrameworkError},
		"no message id":        {`[2]`, "-1", ocppj.RpcFrameworkError},
		"a number as id":       {`[2,7,"Heartbeat",{}]`, "-1", ocppj.RpcFrameworkError},
		"unknown message type": {`[6,"id1","x",{}]`, "id1", ocppj.MessageTypeNotSupported},
		"no action":            {`[2,"id1"]`, "id1", ocppj.RpcFrameworkError},
		"broken payload":       {`[2,"id1","Heartbeat",{"a":]`, "id1", ocppj.FormatViolation},
		"broken UTF-8":         {"[2,\"id1\",\"Heartbeat\",{\"a\":\"\xff\xfe\"}]", "id1", ocppj.FormatViolation},
		"broken UTF-8 in id":   {"[2,\"\xff\",\"Heartbeat\",{}]", "-1", ocppj.RpcFrameworkError},
		"a name twice":         {`[2,"id1","Heartbeat",{"a":1,"a":2}]`, "id1", ocppj.FormatViolation},
		"deep nesting":         {`[2,"id1","Heartbeat",` + strings.Repeat("[", 1<<20), "-1", ocppj.RpcFrameworkError},
		"trailing data":        {`[2,"id1","Heartbeat",{}] x`, "id1", ocppj.RpcFrameworkError},
	} {
		t.Run(name, func(t *testing.T) {
			inField(t, Config{}, func(t *testing.T, f *field) {
				ws := f.connect()
				f.say(ws, step.raw)
				f.hearError(ws, step.id, step.code)
				if e := f.want(Malformed); string(e.Raw) != step.raw || e.Err == "" {
					t.Errorf("event = %s %q, want the raw bytes and a reason", clip(e.Raw), e.Err)
				}
				f.want(FrameOut)
				f.say(ws, heartbeat)
				f.want(FrameIn) // the connection goes on
			})
		})
	}
}

func TestASpoiledReplyGetsNoAnswer(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", now)
		ws := f.connect()
		for _, raw := range []string{`[3,"id1",`, `[3]`, `[4,"id1","NoSuchCode","",{}]`, `[4]`} {
			f.say(ws, raw)
			f.want(Malformed)
		}
		f.say(ws, heartbeat)
		f.hear(ws, heartbeatAnswer) // the first thing that comes back
	})
}

func TestABinaryMessageIsNoRPCRequest(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		for raw, id := range map[string]string{heartbeat: "h1", "\x00\x01\x02": "-1"} {
			if err := ws.WriteMessage(websocket.BinaryMessage, []byte(raw)); err != nil {
				t.Fatal(err)
			}
			f.hearError(ws, id, ocppj.RpcFrameworkError)
			e := f.want(Malformed)
			wantViolations(t, e, NotATextMessage)
			if !e.Binary || string(e.Raw) != raw {
				t.Errorf("event = %+v, want the bytes, marked binary", e)
			}
			f.want(FrameOut)
		}
	})
}

func TestTenMegabytesArriveWhole(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		raw := `[2,"big","DataTransfer",{"data":"` + strings.Repeat("x", 10<<20) + `"}]`
		f.say(ws, raw)
		e := f.want(FrameIn)
		if e.Truncated || e.Size != int64(len(raw)) || e.Frame.ID != "big" {
			t.Errorf("event of %d bytes, truncated %v, id %q, want %d whole", e.Size, e.Truncated, e.Frame.ID, len(raw))
		}
		if err := f.station.Answer("big", nil); err != nil {
			t.Error(err)
		}
	})
}

func TestAMessageOverTheLimitIsCutAndTheConnectionClosed(t *testing.T) {
	const limit = 1 << 20
	// Whether a write comes to its end before the mock's close frame overtakes it is nobody's concern.
	for name, send := range map[string]func(*websocket.Conn){
		"one frame": func(ws *websocket.Conn) {
			_ = ws.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte("x"), 2*limit))
		},
		"endless fragments": func(ws *websocket.Conn) {
			w, err := ws.NextWriter(websocket.TextMessage)
			for err == nil {
				_, err = w.Write(bytes.Repeat([]byte("x"), 4096))
			}
		},
		"deflate bomb": func(ws *websocket.Conn) {
			ws.EnableWriteCompression(true)
			_ = ws.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte("x"), 200*limit))
		},
	} {
		t.Run(name, func(t *testing.T) {
			inField(t, Config{MaxFrame: limit}, func(t *testing.T, f *field) {
				d := dialer(f.line)
				d.EnableCompression = true
				ws, _, err := d.DialContext(t.Context(), stationURL, basic(stationID, password))
				if err != nil {
					t.Fatal(err)
				}
				defer ws.Close()
				ws.EnableWriteCompression(false)
				f.want(Connected)
				go send(ws)
				e := f.want(Malformed)
				if !e.Truncated || len(e.Raw) != keptOfOversize || e.Size != limit+1 || e.Raw[0] != 'x' {
					t.Errorf("event keeps %d bytes of %d, truncated %v, want the first %d of more than %d", len(e.Raw), e.Size, e.Truncated, keptOfOversize, limit)
				}
				if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
					t.Errorf("the station read %v, want 1009", err)
				}
				f.want(Disconnected)
			})
		})
	}
}

func TestAFloodPausesTheSocketAndLosesNothing(t *testing.T) {
	const bound, calls = 1 << 20, 50_000
	inField(t, Config{MaxQueue: bound}, func(t *testing.T, f *field) {
		f.station.Behave("Heartbeat", Never)
		ws := f.connect()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		go func() {
			for i := range calls {
				f.say(ws, fmt.Sprintf(`[2,"%d","Heartbeat",{"pad":%q}]`, i, strings.Repeat("x", 100)))
			}
		}()
		synctest.Wait() // the flood stands
		runtime.GC()
		runtime.ReadMemStats(&after)
		if got := f.station.queue.bytes; got < bound || got > bound+eventOverhead+200 {
			t.Errorf("queued bytes = %d, want %d and at most one event more", got, bound)
		}
		if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 4*bound {
			t.Errorf("the heap grew by %d bytes under the flood, want at most 4 times the bound, %d", grown, 4*bound)
		}
		for i := range calls {
			if e := f.want(FrameIn); e.Frame.ID != fmt.Sprint(i) || e.Missed != 0 {
				t.Fatalf("event %d = id %s, missed %d, want every CALL in order", i, e.Frame.ID, e.Missed)
			}
		}
	})
}

func TestAStationThatSendsGarbageAndReadsNothingIsCut(t *testing.T) {
	inField(t, Config{WriteTimeout: 10 * time.Second}, func(t *testing.T, f *field) {
		ws := f.connect()
		start := time.Now()
		go func() {
			for ws.WriteMessage(websocket.TextMessage, []byte("garbage")) == nil {
			}
		}()
		for {
			e, err := f.station.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if e.Kind == Disconnected {
				if got := time.Since(start); got != 10*time.Second || !strings.Contains(e.Err, "could not be written") {
					t.Errorf("cut after %v: %q, want after WriteTimeout because nothing could be written", got, e.Err)
				}
				return
			}
		}
	})
}

func TestTooManyHeldCallsAreRefusedByName(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		for i := range maxHeld {
			f.say(ws, fmt.Sprintf(`[2,"%d","Authorize",{}]`, i))
			f.want(FrameIn)
		}
		f.say(ws, `[2,"one more","Authorize",{}]`)
		f.hearError(ws, "one more", ocppj.GenericError)
		f.want(FrameIn)
		f.want(FrameOut)
		if err := f.station.Answer("0", nil); err != nil {
			t.Errorf("the oldest held CALL: %v, want it answerable", err)
		}
	})
}

func TestAPingFloodIsBoundedToo(t *testing.T) {
	const bound = 64 << 10
	inField(t, Config{MaxQueue: bound}, func(t *testing.T, f *field) {
		ws := f.connect()
		go func() {
			for ws.WriteControl(websocket.PingMessage, []byte("x"), time.Time{}) == nil {
			}
		}()
		synctest.Wait()
		if got := f.station.queue.bytes; got < bound || got > bound+2*eventOverhead {
			t.Errorf("queued bytes = %d, want about %d", got, bound)
		}
	})
}

func TestRefusedHandshakesThatNobodyReadsAreCounted(t *testing.T) {
	inField(t, Config{MaxQueue: 4 << 10}, func(t *testing.T, f *field) {
		for range 50 {
			f.knock(stationURL, basic(stationID, "guess"))
		}
		seen := 0
		for f.station.queue.full() {
			seen++
			f.want(Refused)
		}
		f.connectLater()
		for {
			e, err := f.station.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			seen++
			if e.Kind == Connected {
				if got := seen - 1 + e.Missed; e.Missed == 0 || got != 50 {
					t.Errorf("%d events and %d missed, want 50 refusals together, some missed", seen-1, e.Missed)
				}
				return
			}
		}
	})
}

// connectLater connects without reading the event.
func (f *field) connectLater() {
	f.t.Helper()
	ws, _, err := dialer(f.line).DialContext(f.t.Context(), stationURL, basic(stationID, password))
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { ws.Close() })
	if err := f.station.WaitConnected(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func TestBytesThatAreNoWebSocketEndTheConnection(t *testing.T) {
	for name, bytes := range map[string]string{
		"reserved bits":          "\xf1\x80abcd",
		"unmasked":               "\x81\x05hello",
		"unknown opcode":         "\x83\x80abcd",
		"endless length":         "\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"a ping of 126 bytes":    "\x89\xfe\x00\x7eabcd",
		"continuation of no one": "\x80\x80abcd",
	} {
		t.Run(name, func(t *testing.T) {
			inField(t, Config{}, func(t *testing.T, f *field) {
				ws := f.connect()
				if _, err := io.WriteString(ws.NetConn(), bytes); err != nil {
					t.Fatal(err)
				}
				if e := f.want(Disconnected); e.Err == "" {
					t.Errorf("event = %+v, want a reason", e)
				}
			})
		})
	}
}

func TestAClientThatNeverFinishesItsRequestIsCut(t *testing.T) {
	inField(t, Config{HandshakeTimeout: 20 * time.Second}, func(t *testing.T, f *field) {
		conn, err := f.line.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := io.WriteString(conn, "GET /ocpp/RDAM%20123 HTTP/1.1\r\nHost: "); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, conn); err != nil {
			t.Fatal(err)
		}
		if got := time.Since(start); got != 20*time.Second {
			t.Errorf("cut after %v, want 20s", got)
		}
	})
}

func TestABackgroundFunctionThatPanicsEndsOnlyItsConnection(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", func(ocppj.Frame) []byte { panic("bug in a case") })
		ws := f.connect()
		f.say(ws, heartbeat)
		f.want(FrameIn)
		if e := f.want(Disconnected); e.Err != errPanicked.Error() {
			t.Errorf("Disconnected = %q, want %q", e.Err, errPanicked)
		}
		if e, err := f.server.Next(t.Context()); err != nil || !strings.Contains(e.Err, "bug in a case") {
			t.Errorf("server event = %q, %v, want the panic", e.Err, err)
		}
		f.connect()
	})
}

func TestOnlyTheNewestKeysAreRemembered(t *testing.T) {
	r := newRecent[int](3)
	for i := range 100 {
		r.set(fmt.Sprint(i), i)
	}
	r.set("98", -1)
	for key, want := range map[string]bool{"96": false, "97": true, "98": true, "99": true} {
		if _, got := r.get(key); got != want {
			t.Errorf("get(%s) = %v, want %v", key, got, want)
		}
	}
	if len(r.values) != 3 {
		t.Errorf("remembered = %d, want 3", len(r.values))
	}
}

// FuzzReader throws bytes at the socket of an open connection; the mock must go on serving the station.
func FuzzReader(f *testing.F) {
	f.Add([]byte("\x81\x85\x00\x00\x00\x00hello"))
	f.Add([]byte("\x01\x81\x00\x00\x00\x00[\x80\x81\x00\x00\x00\x00]"))
	f.Add([]byte("\xc1\x83\x00\x00\x00\x00\x4a\x04\x00"))
	f.Add([]byte("\x88\x82\x00\x00\x00\x00\x03\xe8"))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		inField(t, Config{MaxFrame: 1 << 12, CloseTimeout: time.Second}, func(t *testing.T, f *field) {
			ws := f.connect()
			if _, err := ws.NetConn().Write(bytes); err != nil {
				t.Fatal(err)
			}
			ws.NetConn().Close()
			for {
				e, err := f.station.Next(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if e.Kind == Disconnected {
					break
				}
			}
			f.connect()
		})
	})
}

// FuzzMessage sends every input as one text message, and requires that it is recorded with its bytes and at most answered once.
func FuzzMessage(f *testing.F) {
	f.Add([]byte(heartbeat))
	f.Add([]byte(`[4,"-1","GenericError","",{}]`))
	f.Add([]byte("[2,\"\xff\""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		inField(t, Config{}, func(t *testing.T, f *field) {
			ws := f.connect()
			f.say(ws, string(raw))
			e, err := f.station.Next(t.Context())
			if err != nil || !bytes.Equal(e.Raw, raw) || (e.Kind != FrameIn && e.Kind != Malformed) {
				t.Fatalf("event = %q %q, %v, want %q recorded", e.Kind, e.Raw, err, raw)
			}
			if e.Kind == FrameIn && e.Frame.Type == ocppj.Call {
				if err := f.station.Answer(e.Frame.ID, nil); err != nil {
					t.Fatal(err)
				}
			}
			ws.Close()
			for err = nil; err == nil; {
				if e, err = f.station.Next(t.Context()); e.Kind == Disconnected {
					return
				}
			}
			t.Fatal(errors.Join(errors.New("no end was recorded"), err))
		})
	})
}
