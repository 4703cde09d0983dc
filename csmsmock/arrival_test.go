package csmsmock

import (
	"context"
	"crypto/tls"
	"net"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// slowReader is a listener whose connections are read late: at least by delay after there is something to read, of which it notes when
// that was seen last.
type slowReader struct {
	net.Listener
	delay time.Duration
	seen  *atomic.Int64 // Unix time in ns
}

type slowConn struct {
	net.Conn
	of slowReader
}

func (l slowReader) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return slowConn{c, l}, nil
}

func (c slowConn) NetConn() net.Conn { return c.Conn }

func (c slowConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.of.seen.Store(time.Now().UnixNano())
	time.Sleep(c.of.delay)
	return n, err
}

func TestASlowedServerDatesAnAnswerByTheKernelsClock(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux stamps what arrives on TCP")
	}
	certificate, pool := identity(t, "csms")
	for _, secure := range []bool{false, true} {
		inner, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		const delay = 20 * time.Millisecond
		slow := slowReader{Stamping(inner), delay, new(atomic.Int64)}
		var l net.Listener = slow
		scheme := "ws"
		if secure {
			scheme = "wss"
			l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate}})
		}
		s := New(Config{})
		st := s.Station(stationID, Credentials{Password: password})
		served := make(chan error)
		go func() { served <- s.ServeAs("csms", l) }()
		d := websocket.Dialer{Subprotocols: []string{"ocpp2.0.1"}, TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "csms"}}
		ws, _, err := d.DialContext(t.Context(), scheme+"://"+l.Addr().String()+"/ocpp/RDAM%20123", basic(stationID, password))
		if err != nil {
			t.Fatal(err)
		}
		kernel := 0
		for range 10 {
			began := time.Now()
			if err := ws.WriteMessage(websocket.TextMessage, []byte(`[3,"x",{}]`)); err != nil {
				t.Fatal(err)
			}
			e := nextOf(t, st, FrameIn)
			if e.Clock != KernelClock {
				continue
			}
			kernel++
			// However late a busy machine reads, there is nothing to see before it has arrived.
			if late := e.At.Sub(time.Unix(0, slow.seen.Load())); late > 0 {
				t.Errorf("TLS %t: the event is dated %s after the message was there to read, want the arrival's time", secure, late)
			}
			if read := time.Since(began); read < delay {
				t.Errorf("TLS %t: the server was not slowed: the event was there after %s", secure, read)
			}
		}
		if kernel == 0 {
			t.Errorf("TLS %t: no event was stamped by the kernel", secure)
		}
		ws.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	}
}

func nextOf(t *testing.T, st *Station, kind EventKind) Event {
	t.Helper()
	for {
		e, err := st.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == kind {
			return e
		}
	}
}

func TestAStampThatTheWallClockContradictsIsNotBelieved(t *testing.T) {
	now := time.Now()
	const ms, min = time.Millisecond, time.Minute
	for _, c := range []struct {
		stamp time.Duration
		in    lapse
		want  bool
	}{
		{0, lapse{ms, ms}, true},
		{-8 * ms, lapse{9 * ms, 9 * ms}, true},
		{-10 * min, lapse{11 * min, 11 * min}, true},                   // the process was stopped for so long
		{-8 * ms, lapse{10*min + 250*ms, 10 * min}, true},              // the clock is led to the right time
		{ms, lapse{8 * ms, 9 * ms}, false},                             // it was set back since
		{-60*min - ms, lapse{60*min + 2*ms, 2 * ms}, false},            // or forward
		{-200*ms - ms, lapse{202 * ms, 2 * ms}, false},                 // also by less than a message may wait to be read
		{-200*ms - ms, lapse{10200 * ms, 10 * time.Second}, false},     // whatever was to be waited for
		{-30*time.Second - ms, lapse{31 * time.Second, 2 * ms}, false}, // or the machine was suspended
		{-3 * ms, lapse{2 * ms, 2 * ms}, true},                         // the kernel has stamped it before it put it where it is read
	} {
		stamp := now.Add(c.stamp).Round(0)
		got, ok := onThisClock(stamp, now, c.in)
		if ok != c.want || ok && !got.Equal(stamp) || !ok && got != now {
			t.Errorf("a stamp %s from now in %v: %s, %t; want it believed: %t", c.stamp, c.in, got.Sub(now), ok, c.want)
		}
	}
}

// writing is a socket whose write began at a moment.
type writing struct{ began time.Time }

func (writing) arrived() (time.Time, bool) { return time.Time{}, false }
func (writing) behind() bool               { return false }
func (w *writing) left() time.Time         { return w.began }

func TestAMessageIsHandedOutWhenItsWriteHasAMoment(t *testing.T) {
	handed := time.Now()
	began := handed.Add(time.Second)
	for name, c := range map[string]struct {
		socket socket
		left   bool // the write is over
		behind bool // something has come
		there  bool
		at     time.Time
	}{
		"nobody knows":           {&writing{}, false, false, false, handed},
		"it is written":          {&writing{began}, true, false, true, began},
		"the write failed":       {&writing{}, true, false, true, handed},
		"it hangs, others talk":  {&writing{}, false, true, true, handed},
		"it is answered already": {&writing{began}, false, true, true, began},
	} {
		q := newQueue(new(atomic.Uint64), 1<<20)
		d := &departure{socket: c.socket, handed: handed}
		q.put(Event{Kind: FrameOut, At: handed, departs: d})
		if c.behind {
			q.put(Event{Kind: FrameIn})
		}
		if c.left {
			q.left(d)
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		e, err := q.next(over)
		if there := err == nil; there != c.there || there && (e.Kind != FrameOut || !e.At.Equal(c.at)) {
			t.Errorf("%s: handed out: %t, %s after it was recorded; want %t, %s", name, there, e.At.Sub(handed), c.there, c.at.Sub(handed))
		}
	}
}

// What else is written before somebody takes a message from the record, as a pong or an answer, is not that message.
func TestAMessageIsDatedByItsOwnWrite(t *testing.T) {
	handed := time.Now()
	began := handed.Add(time.Millisecond)
	w := &writing{began}
	q := newQueue(new(atomic.Uint64), 1<<20)
	d := &departure{socket: w, handed: handed}
	q.put(Event{Kind: FrameOut, At: handed, departs: d})
	q.left(d)
	w.began = began.Add(time.Second) // of a pong
	if e, err := q.next(t.Context()); err != nil || !e.At.Equal(began) {
		t.Errorf("dated %s after it was recorded, %v; want %s", e.At.Sub(handed), err, began.Sub(handed))
	}
}
