package pki

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// visit is one connection to an endpoint, from its first byte to its outcome.
type visit struct {
	setup Setup
	tap   *tap
	tell  func(*Record)

	mu     sync.Mutex
	record Record
	told   *Record // the record as it was told
}

// receive makes the handshake of a connection; nil when it came to none.
func (e *Endpoint) receive(c net.Conn, tell func(*Record)) *Conn {
	e.mu.Lock()
	e.visits++
	number, setup, certificates := e.visits, e.setup, e.certificates
	e.mu.Unlock()
	v := &visit{setup: setup, tap: newTap(c, setup.Now), tell: tell}
	v.record = Record{Number: number, Setup: setup.Name, Began: setup.Now(), Offered: setup.offer(), Client: ClientReport{Asked: setup.Client != nil}}
	if a := c.RemoteAddr(); a != nil {
		v.record.Remote = a.String()
	}
	if err := c.SetDeadline(time.Now().Add(setup.Timeout)); err != nil {
		v.fail(err)
		return nil
	}
	if setup.Low != nil {
		v.low()
		return nil
	}
	secure := tls.Server(v.tap, setup.config(certificates, v))
	if err := secure.Handshake(); err != nil {
		v.fail(err)
		return nil
	}
	if err := c.SetDeadline(time.Time{}); err != nil {
		v.fail(err)
		return nil
	}
	return v.opened(secure)
}

// opened notes what was agreed.
func (v *visit) opened(secure *tls.Conn) *Conn {
	state := secure.ConnectionState()
	v.mu.Lock()
	defer v.mu.Unlock()
	r := &v.record
	r.Handshake, r.HandshakeAt = true, v.setup.Now()
	r.Version, r.CipherSuite, r.DidResume = state.Version, state.CipherSuite, state.DidResume
	c := &Conn{Conn: secure, visit: v}
	v.tap.mu.Lock()
	defer v.tap.mu.Unlock()
	if h := v.tap.hello; h != nil {
		c.piece = pieceFor(h)
		r.Piece = c.piece
	}
	return c
}

// chose notes which chain the client gets.
func (v *visit) chose(i int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	chain := v.setup.Chains[i]
	v.record.Chain, v.record.Server, v.record.Root = chain.Name, chain.Sent, chain.Root
}

// verify holds the station's certificate against the policy.
func (v *visit) verify(state tls.ConnectionState) error {
	report := v.setup.Client.judge(state.PeerCertificates, v.setup.Now())
	v.mu.Lock()
	defer v.mu.Unlock()
	v.record.Client = report
	if !report.Admitted {
		return report.refusal()
	}
	return nil
}

// fail records a connection that came to no handshake, and ends it.
func (v *visit) fail(err error) {
	v.courtesy()
	v.mu.Lock()
	outcome, why := v.outcomeOf(err)
	v.settle(outcome, why)
	v.mu.Unlock()
	if outcome == TurnedAway {
		v.linger()
	}
	_ = v.tap.Close() // the station may have closed it already
}

// lingering bounds how long, and how much, is read of a station that was turned away.
const (
	lingering     = time.Second
	lingeringSize = 64 << 10
)

// linger lets a station read the alert with which it is turned away: to close while its request lies unread would reset the
// connection, and the alert be lost.
func (v *visit) linger() {
	for c := net.Conn(v.tap); ; {
		if half, ok := c.(interface{ CloseWrite() error }); ok {
			if half.CloseWrite() != nil || v.tap.SetReadDeadline(time.Now().Add(lingering)) != nil {
				return
			}
			_, _ = io.CopyN(io.Discard, v.tap, lingeringSize) // nothing in it matters
			return
		}
		outer, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return
		}
		c = outer.NetConn()
	}
}

// courtesy tells a client that speaks HTTP what this is, as net/http does.
func (v *visit) courtesy() {
	if isHTTP(v.tap.beginning()) {
		_, _ = io.WriteString(v.tap.Conn, "HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\nThis endpoint speaks TLS: take wss:// for ws://.\r\n")
	}
}

// outcomeOf says what an error in the handshake, or of the first reads after it, comes to. The caller holds v.mu.
func (v *visit) outcomeOf(err error) (Outcome, string) {
	v.named(err)
	ended := v.tap.over()
	first := v.tap.beginning()
	_, refused := v.alerted()
	timeout, isNet := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, net.ErrClosed), errors.Is(ended, net.ErrClosed):
		return Waited, "the mock ended"
	case len(first) == 0 && gone(ended):
		return Knocked, ""
	case len(first) > 0 && !beginsTLS(first):
		return NoTLS, strange(first)
	case refused:
		return Refused, ""
	case isNet && timeout.Timeout():
		return Waited, "the mock waited for " + v.setup.Timeout.String()
	case err == io.EOF && !gone(ended):
		v.record.CloseNotify = true
		return Left, ""
	case gone(ended):
		return Left, ""
	}
	if _, wire := errors.AsType[*net.OpError](err); wire && !localTLS(err) {
		return Left, "" // a write failed: the station is gone
	}
	return TurnedAway, v.explain(err)
}

// named notes an alert that only crypto/tls could read, for it came encrypted.
func (v *visit) named(err error) {
	number, ok := alertIn(err)
	if !ok {
		return
	}
	if _, known := v.alerted(); !known {
		v.record.Alerts = append(v.record.Alerts, Alert{By: ByStation, Number: number, At: v.setup.Now()})
	}
}

// alerted returns the alert of the station that is known by now. The caller holds v.mu.
func (v *visit) alerted() (Alert, bool) {
	seen := Record{Alerts: v.record.Alerts}
	v.tap.seen(&seen)
	return seen.Alert()
}

// settle makes the record and tells it, once. The caller holds v.mu.
func (v *visit) settle(outcome Outcome, why string) {
	if v.told != nil {
		return
	}
	v.tap.quiet.Store(true)
	r := v.record
	own := r.Alerts
	r.Alerts = nil
	v.tap.seen(&r)
	r.Alerts = append(r.Alerts, own...)
	r.CloseNotify = r.CloseNotify || said(r.Alerts, ByStation, closeNotify)
	r.Outcome, r.Why, r.EndedAt = outcome, why, v.setup.Now()
	v.told = &r
	v.tell(&r)
}

func said(alerts []Alert, by Side, number uint8) bool {
	for _, a := range alerts {
		if a.By == by && a.Number == number {
			return true
		}
	}
	return false
}

// alertIn finds the alert of the other side in an error of crypto/tls, which gives it as text only: errors.As finds none.
func alertIn(err error) (uint8, bool) {
	remote, ok := errors.AsType[*net.OpError](err)
	if !ok || remote.Op != "remote error" {
		return 0, false
	}
	number, ok := alertsByText[remote.Err.Error()]
	return number, ok
}

// localTLS tells an error that crypto/tls found by itself, which it wraps as it wraps those of the network.
func localTLS(err error) bool {
	local, ok := errors.AsType[*net.OpError](err)
	return ok && local.Op == "local error"
}

var alertsByText = func() map[string]uint8 {
	texts := map[string]uint8{}
	for n := 255; n >= 0; n-- {
		texts[tls.AlertError(n).Error()] = uint8(n)
	}
	return texts
}()

// noClientCertificate tells the error of crypto/tls for a client that has none to show.
func noClientCertificate(err error) bool {
	return strings.Contains(err.Error(), "client didn't provide a certificate")
}

// unreadable tells the error of crypto/tls for a client certificate that is none.
func unreadable(err error) bool { return strings.Contains(err.Error(), "failed to parse") }

// reportOf is what a handshake that failed over the client's certificate says of it.
func (v *visit) reportOf(err error) {
	c := &v.record.Client
	switch {
	case !c.Asked || len(c.Faults) > 0:
	case noClientCertificate(err):
		c.Faults = []ClientFault{ClientNone}
	case unreadable(err):
		c.Faults = []ClientFault{ClientInvalid}
	}
}
