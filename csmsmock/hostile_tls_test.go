package csmsmock

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/memnet"
)

var hostileHandshakes = flag.Int("handshakes", 1500, "how many hostile handshakes to make")

// perBubble is how many of them one mock takes, so many at a time; every third mock answers with TLS 1.1.
const (
	perBubble = 750
	atOnce    = 50
)

// hostile is the mock under attack: a port with TLS that asks for certificates in every other connection, and a plain one.
type hostile struct {
	*secure
	plain *memnet.Listener
	hello []byte
	mine  tls.Certificate
	cuts  *cuts

	renegotiations int // that the mock has told of
}

// attack is one connection. It returns when the client is done with it.
type attack struct {
	name  string
	plain bool // on the port without TLS
	by    func(h *hostile, c net.Conn, r *rand.Rand)
}

var attacks = []attack{
	{"cut at every byte, TLS 1.2", false, func(h *hostile, c net.Conn, _ *rand.Rand) { h.cut(c, 0) }},
	{"cut at every byte, TLS 1.3", false, func(h *hostile, c net.Conn, _ *rand.Rand) { h.cut(c, 1) }},
	{"cut at every byte, TLS 1.2 with a certificate", false, func(h *hostile, c net.Conn, _ *rand.Rand) { h.cut(c, 2) }},
	{"cut at every byte, TLS 1.3 with a certificate", false, func(h *hostile, c net.Conn, _ *rand.Rand) { h.cut(c, 3) }},
	{"huge chain", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		huge := h.mine
		for range 1 + r.IntN(100) {
			huge.Certificate = append(huge.Certificate, h.mine.Certificate[0])
		}
		h.handshake(c, r, &huge)
	}},
	{"a certificate that is none", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		bad := h.mine
		bad.Certificate = [][]byte{noise(r, 1+r.IntN(3000))}
		h.handshake(c, r, &bad)
	}},
	{"garbage", false, func(h *hostile, c net.Conn, r *rand.Rand) { send(c, noise(r, r.IntN(20000))) }},
	{"garbage in a record", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		body := noise(r, r.IntN(1<<14))
		send(c, append([]byte{byte(20 + r.IntN(4)), 3, byte(r.IntN(5)), byte(len(body) >> 8), byte(len(body))}, body...))
	}},
	{"a spoiled hello", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		hello := append([]byte(nil), h.hello...)
		for range 1 + r.IntN(5) {
			hello[5+r.IntN(len(hello)-5)] ^= byte(1 << r.IntN(8))
		}
		send(c, hello)
	}},
	{"a hello that never ends", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		send(c, []byte{22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff})
		for range 20 {
			send(c, append([]byte{22, 3, 1, 0x40, 0}, noise(r, 1<<14)...))
		}
	}},
	{"alerts without end", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		send(c, h.hello)
		for range 1000 {
			send(c, []byte{21, 3, 3, 0, 2, 1, byte(90 * r.IntN(2))})
		}
	}},
	{"slow", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		for _, b := range h.hello[:1+r.IntN(len(h.hello)-1)] {
			send(c, []byte{b})
			time.Sleep(time.Duration(r.IntN(1000)) * time.Millisecond) // in the bubble, where it costs nothing
		}
	}},
	{"silence", false, func(h *hostile, c net.Conn, r *rand.Rand) { _, _ = io.Copy(io.Discard, c) }},
	{"nothing", false, func(*hostile, net.Conn, *rand.Rand) {}},
	{"plain HTTP", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		send(c, []byte("GET /ocpp/RDAM%20123 HTTP/1.1\r\nHost: csms\r\n\r\n"))
		_, _ = io.Copy(io.Discard, c)
	}},
	{"garbage under TLS", false, func(h *hostile, c net.Conn, r *rand.Rand) {
		if secure := h.client(c, r, &h.mine); secure.Handshake() == nil {
			send(secure, noise(r, 1+r.IntN(5000)))
			_ = secure.Close()
		}
	}},
	{"renegotiation", false, func(h *hostile, c net.Conn, r *rand.Rand) { h.renegotiate(c, r) }},
	{"TLS on the plain port", true, func(h *hostile, c net.Conn, r *rand.Rand) { h.handshake(c, r, nil) }},
	{"part of a hello on the plain port", true, func(h *hostile, c net.Conn, r *rand.Rand) { send(c, h.hello[:1+r.IntN(len(h.hello)-1)]) }},
}

// send writes what it can: the mock may have ended the connection.
func send(c net.Conn, p []byte) { _, _ = c.Write(p) }

func noise(r *rand.Rand, n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(r.Uint32())
	}
	return p
}

func (h *hostile) client(c net.Conn, r *rand.Rand, mine *tls.Certificate) *tls.Conn {
	config := &tls.Config{InsecureSkipVerify: true, ServerName: "csms.bench.test", MaxVersion: tls.VersionTLS12 + uint16(r.IntN(2))}
	if mine != nil {
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return mine, nil }
	}
	return tls.Client(c, config)
}

// handshake goes through, asks, and drops the line.
func (h *hostile) handshake(c net.Conn, r *rand.Rand, mine *tls.Certificate) {
	send(h.client(c, r, mine), []byte("GET / HTTP/1.1\r\nHost: csms\r\n\r\n"))
}

// flights are the ways to be cut: what a client sends, its request included, is below so many bytes.
var flights = [4]struct {
	version always // of what client draws
	mine    bool
	longest int64
}{{0, false, 420}, {1, false, 1900}, {0, true, 1600}, {1, true, 2800}}

// always is chance that has one value.
type always uint64

// Uint64 makes it a source.
func (a always) Uint64() uint64 { return uint64(a) }

// cuts counts those of each flight, over all the bubbles of a siege.
type cuts [len(flights)]atomic.Int64

// everywhere tells whether there was a cut at every byte.
func (c *cuts) everywhere() bool {
	for i := range flights {
		if c[i].Load() < flights[i].longest {
			return false
		}
	}
	return true
}

// cut is a client whose line goes dead behind a byte of its own, at each cut the next one: in the hello, in the rest of the
// handshake, in the request.
func (h *hostile) cut(c net.Conn, flight int) {
	h.fly(&cutting{Conn: c, left: int(h.cuts[flight].Add(1) % flights[flight].longest)}, flight)
}

func (h *hostile) fly(c net.Conn, flight int) {
	var mine *tls.Certificate
	if flights[flight].mine {
		mine = &h.mine
	}
	h.handshake(c, rand.New(flights[flight].version), mine)
}

// cutting closes behind so many bytes that were written.
type cutting struct {
	net.Conn
	left int
}

var errCut = errors.New("the line is cut")

func (c *cutting) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	n, err := c.Conn.Write(p[:n])
	c.left -= n
	if err == nil && n < len(p) {
		err = errors.Join(errCut, c.Close())
	}
	return n, err
}

// TestTheCutsReachBehindTheRequest holds that a client sends little less than where the cuts begin again.
func TestTheCutsReachBehindTheRequest(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		h := besieged(t, f)
		for i := range flights {
			c, err := h.secure.line.Dial(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			const any = 1 << 20
			whole := &cutting{Conn: c, left: any}
			h.fly(whole, i)
			c.Close()
			if n := int64(any - whole.left); n >= flights[i].longest || n < flights[i].longest*3/4 {
				t.Errorf("flight %d has %d bytes, and its cuts begin again at %d; want that a little above", i, n, flights[i].longest)
			}
		}
	})
}

// TestHostileHandshakesLeaveOneLineEach holds that the mock stands, that each connection leaves its one event, and that nothing
// of them is kept. -handshakes takes more of them.
func TestHostileHandshakesLeaveOneLineEach(t *testing.T) {
	before := heap()
	outcomes := map[pki.Outcome]int{}
	var good, low cuts // of mocks as they should be, and of those that answer with TLS 1.1
	renegotiations := 0
	done := 0
	for seed := uint64(1); done < *hostileHandshakes; seed++ {
		n := min(perBubble, *hostileHandshakes-done)
		inField(t, Config{}, func(t *testing.T, f *field) {
			h := besieged(t, f)
			h.cuts = &good
			setup := h.endpoint.Setup()
			if seed%3 == 2 {
				h.cuts = &low
				old := setup
				old.Low = &pki.Low{Version: tls.VersionTLS11}
				h.set(old)
			}
			for outcome, count := range h.siege(n, seed) {
				outcomes[outcome] += count
			}
			h.set(setup)
			h.stands()
			renegotiations += h.renegotiations
		})
		done += n
		if after := heap(); after > before+64<<20 {
			t.Fatalf("%d MiB are held after %d handshakes, %d MiB before; want no more than 64 MiB beside", after>>20, done, before>>20)
		}
	}
	if renegotiations == 0 {
		t.Error("no renegotiation was told, and some were asked for")
	}
	if done >= 100_000 && !good.everywhere() {
		t.Errorf("%d handshakes have no cut at every byte", done)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d handshakes: %v; %d KiB held before, %d KiB after; %d MiB taken from the system at most", done, outcomes, before>>10, heap()>>10, m.Sys>>20)
}

// heap is what is held, in bytes.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (h *hostile) set(s pki.Setup) {
	h.t.Helper()
	if err := h.endpoint.Set(s); err != nil {
		h.t.Fatal(err)
	}
}

func besieged(t *testing.T, f *field) *hostile {
	t.Helper()
	h := &hostile{secure: secured(t, f, true), plain: memnet.Listen("ws", 0)}
	f.serve("ws", h.plain)
	mine, err := h.secure.chain(h.pki.Station(pki.ECDSA, "SN-1")).TLS()
	if err != nil {
		t.Fatal(err)
	}
	h.mine = mine
	a, b := memnet.Pipe(0)
	go func() {
		_ = h.client(a, rand.New(rand.NewPCG(1, 1)), nil).Handshake() // with nobody: its hello is wanted
	}()
	first := make([]byte, 4096)
	k, err := b.Read(first)
	if err != nil {
		t.Fatal(err)
	}
	h.hello = first[:k]
	a.Close()
	b.Close()
	return h
}

// siege makes so many connections, and returns what their events say.
func (h *hostile) siege(n int, seed uint64) map[pki.Outcome]int {
	h.t.Helper()
	secured, plain := make(chan map[pki.Outcome]int), make(chan int)
	ctx, end := context.WithCancel(h.t.Context())
	go func() { secured <- h.lines(ctx) }()
	go func() { plain <- h.strays(ctx) }()
	ports := map[bool]int{}
	for i := range n {
		ports[attacks[i%len(attacks)].plain]++
	}
	var clients sync.WaitGroup
	for worker := range atOnce {
		clients.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(worker)))
			for i := worker; i < n; i += atOnce {
				h.strike(attacks[i%len(attacks)], r)
			}
		})
	}
	clients.Wait()
	time.Sleep(time.Hour) // in the bubble: whatever waits for the mock's patience ends
	synctest.Wait()
	end()
	outcomes, strays := <-secured, <-plain
	total := 0
	for _, count := range outcomes {
		total += count
	}
	if total != ports[false] || strays != ports[true] {
		h.t.Errorf("%d events of %d connections with TLS, %d of %d without; want one each", total, ports[false], strays, ports[true])
	}
	return outcomes
}

func (h *hostile) strike(a attack, r *rand.Rand) {
	line := h.secure.line
	if a.plain {
		line = h.plain
	}
	c, err := line.Dial(h.t.Context())
	if err != nil {
		h.t.Errorf("the mock cannot be reached: %v", err)
		return
	}
	defer c.Close()
	a.by(h, c, r)
}

// lines counts the events with TLS, each connection's number once.
func (h *hostile) lines(ctx context.Context) map[pki.Outcome]int {
	outcomes, seen := map[pki.Outcome]int{}, map[int]bool{}
	for {
		e, err := h.station.Next(ctx)
		if err != nil {
			return outcomes
		}
		if e.Missed > 0 {
			h.t.Errorf("%d events were left out", e.Missed)
		}
		if e.Kind != Secured {
			continue
		}
		if seen[e.TLS.Number] {
			h.t.Errorf("connection %d left two events", e.TLS.Number)
		}
		seen[e.TLS.Number] = true
		outcomes[e.TLS.Outcome]++
		if strings.Contains(e.TLS.Why, "renegotiation") {
			h.renegotiations++
		}
	}
}

// strays counts what came on the port without TLS.
func (h *hostile) strays(ctx context.Context) int {
	n := 0
	for {
		e, err := h.server.Next(ctx)
		if err != nil {
			return n
		}
		if e.Endpoint == "ws" && e.Kind == Refused {
			n++
		}
	}
}

// stands requires that a station still connects.
func (h *hostile) stands() {
	h.t.Helper()
	ws, err := h.dial(nil, h.mine)
	if err != nil {
		h.t.Fatalf("a station after the siege: %v", err)
	}
	defer ws.Close()
	h.want(Secured)
	h.want(Connected)
}
