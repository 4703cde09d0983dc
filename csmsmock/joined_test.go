package csmsmock

import (
	"bytes"
	"compress/flate"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// gate is a listener whose connections stop once after a read, when they are told to.
type gate struct {
	net.Listener
	armed        *atomic.Bool
	held, opened chan struct{}
}

func newGate(l net.Listener) gate {
	return gate{l, new(atomic.Bool), make(chan struct{}), make(chan struct{})}
}

type gateConn struct {
	net.Conn
	of gate
}

func (l gate) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return gateConn{c, l}, nil
}

func (c gateConn) NetConn() net.Conn { return c.Conn }

func (c gateConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.of.armed.CompareAndSwap(true, false) {
		c.of.held <- struct{}{}
		<-c.of.opened
	}
	return n, err
}

// stamped has a station connect over the loopback, with TLS and without, below which wrap stands.
func stamped(t *testing.T, wrap func(net.Listener) net.Listener, test func(t *testing.T, st *Station, ws *websocket.Conn)) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux stamps what arrives on TCP")
	}
	certificate, pool := identity(t, "csms")
	for name, version := range map[string]uint16{"plain": 0, "TLS 1.2": tls.VersionTLS12, "TLS 1.3": tls.VersionTLS13} {
		t.Run(name, func(t *testing.T) {
			inner, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			l, scheme := wrap(Stamping(inner)), "ws"
			if version != 0 {
				l, scheme = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate}}), "wss"
			}
			s := New(Config{})
			st := s.Station(stationID, Credentials{Password: password})
			served := make(chan error)
			go func() { served <- s.ServeAs("csms", l) }()
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				if err := <-served; err != nil {
					t.Error(err)
				}
			}()
			d := websocket.Dialer{Subprotocols: []string{"ocpp2.0.1"}, EnableCompression: true,
				TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "csms", MinVersion: version, MaxVersion: version}}
			ws, _, err := d.DialContext(t.Context(), scheme+"://"+l.Addr().String()+"/ocpp/RDAM%20123", basic(stationID, password))
			if err != nil {
				t.Fatal(err)
			}
			defer ws.Close()
			test(t, st, ws)
		})
	}
}

// frame is a WebSocket frame of a client (RFC 6455, 5.2), with a mask that changes nothing.
func frame(first byte, payload []byte) []byte {
	head := []byte{first}
	switch n := len(payload); {
	case n < 126:
		head = append(head, 0x80|byte(n))
	case n < 1<<16:
		head = binary.BigEndian.AppendUint16(append(head, 0x80|126), uint16(n))
	default:
		head = binary.BigEndian.AppendUint64(append(head, 0x80|127), uint64(n))
	}
	return append(append(head, 0, 0, 0, 0), payload...)
}

const text, last, deflated, ping = 1, 0x80, 0x40, 9

// The kernel makes one of what nobody has read yet, with the stamp of what came last: the one before it has no time of its own.
func TestAMessageWithMoreBehindItIsNotDatedByTheKernelAlone(t *testing.T) {
	reply := func(id string) []byte { return frame(last|text, fmt.Appendf(nil, `[3,%q,{}]`, id)) }
	large := frame(last|text, fmt.Appendf(nil, `[3,"large",{"x":%q}]`, strings.Repeat("x", 70<<10)))
	for name, c := range map[string]struct {
		writes [][]byte
		want   []Clock
	}{
		"alone":                           {[][]byte{reply("a")}, []Clock{KernelClock}},
		"two segments":                    {[][]byte{reply("a"), reply("b")}, []Clock{JoinedClock, KernelClock}},
		"one segment":                     {[][]byte{append(reply("a"), reply("b")...)}, []Clock{JoinedClock, KernelClock}},
		"a part of the next":              {[][]byte{reply("a"), large[:5000], large[5000:]}, []Clock{JoinedClock, KernelClock}},
		"a ping behind it":                {[][]byte{reply("a"), frame(last|ping, nil)}, []Clock{JoinedClock}},
		"more than the next is read with": {[][]byte{reply("a"), large, reply("b")}, []Clock{JoinedClock, JoinedClock, KernelClock}},
	} {
		t.Run(name, func(t *testing.T) {
			var g gate
			stamped(t, func(l net.Listener) net.Listener { g = newGate(l); return g }, func(t *testing.T, st *Station, ws *websocket.Conn) {
				nextOf(t, st, Connected)
				write := func(p []byte) {
					if _, err := ws.NetConn().Write(p); err != nil {
						t.Fatal(err)
					}
				}
				g.armed.Store(true)
				write(reply("0"))
				<-g.held
				for _, p := range c.writes {
					write(p)
				}
				g.opened <- struct{}{}
				nextOf(t, st, FrameIn)
				for i, want := range c.want {
					if e := nextOf(t, st, FrameIn); e.Clock != want {
						t.Errorf("message %d of %q is dated by the clock %q, want %q", i+1, name, e.Clock, want)
					}
				}
			})
		})
	}
}

// A station that tries again and again is there as soon as somebody listens, before anything is served.
func TestAStationThatConnectsBeforeAnythingIsServedIsStamped(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux stamps what arrives on TCP")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	early, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{})
	st := s.Station(stationID, Credentials{Password: password})
	served := make(chan error)
	go func() { served <- s.ServeAs("csms", l) }()
	d := websocket.Dialer{Subprotocols: []string{"ocpp2.0.1"}, NetDial: func(string, string) (net.Conn, error) { return early, nil }}
	ws, _, err := d.DialContext(t.Context(), "ws://csms/ocpp/RDAM%20123", basic(stationID, password))
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.WriteMessage(websocket.TextMessage, []byte(`[3,"x",{}]`)); err != nil {
		t.Fatal(err)
	}
	if e := nextOf(t, st, FrameIn); e.Clock != KernelClock {
		t.Errorf("its message is dated by the clock %q, want the kernel's", e.Clock)
	}
	ws.Close()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// However a message is cut, it has come with its last byte.
func TestAMessageIsDatedByItsLastByte(t *testing.T) {
	message := fmt.Appendf(nil, `[3,"x",{"x":%q}]`, strings.Repeat("x", 70<<10))
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(message); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	whole := frame(last|text, message)
	for name, writes := range map[string][][]byte{
		"whole":          {whole},
		"segments":       {whole[:1], whole[1:7], whole[7:20000], whole[20000 : len(whole)-1], whole[len(whole)-1:]},
		"fragments":      {frame(text, message[:10]), frame(0, message[10:40000]), frame(last, message[40000:])},
		"a ping between": {frame(text, message[:10]), frame(last|ping, []byte("p")), frame(last, message[10:])},
		"an empty end":   {frame(text, message), frame(last, nil)},
		"deflated":       {frame(last|deflated|text, bytes.TrimSuffix(packed.Bytes(), []byte{0, 0, 0xff, 0xff}))},
	} {
		t.Run(name, func(t *testing.T) {
			var seen atomic.Int64
			stamped(t, func(l net.Listener) net.Listener { return slowReader{l, 0, &seen} }, func(t *testing.T, st *Station, ws *websocket.Conn) {
				nextOf(t, st, Connected)
				var began time.Time
				for _, p := range writes {
					began = time.Now()
					if _, err := ws.NetConn().Write(p); err != nil {
						t.Fatal(err)
					}
				}
				e := nextOf(t, st, FrameIn)
				if e.Clock != KernelClock {
					t.Fatalf("it is dated by the clock %q, want the kernel's", e.Clock)
				}
				if early := began.Sub(e.At); early > blur {
					t.Errorf("it is dated %s before its last bytes were written", early)
				}
				if late := e.At.Sub(time.Unix(0, seen.Load())); late > 0 {
					t.Errorf("it is dated %s after it was there to read", late)
				}
				if string(e.Raw) != string(message) {
					t.Errorf("it came as %s", clip(e.Raw))
				}
			})
		})
	}
}
