package wire

import (
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/station/kernel"
)

// connection is the part of the wire that reaches the CSMS.
type connection struct {
	link      *Connection // nil while offline
	lostAt    time.Time
	password  string // of the present connection
	backOff   backOff
	pingAlarm *kernel.Alarm
	pingEvery time.Duration
	told      map[string]bool // security events of attempts since the last connection
}

// backOff counts the attempts since the connection was lost.
type backOff struct {
	attempts int
	base     time.Duration // doubled part, without random
	last     time.Duration // base plus random, kept when doubling is over
}

// next is the wait before the next attempt (part 4, section 5.3): first RetryBackOffWaitMinimum, then doubled after
// every failed attempt up to RetryBackOffRepeatTimes times, each with a new random part of at most
// RetryBackOffRandomRange; from then on the last wait stays. Reading: it is the wait without its random part that is
// doubled, because 8.2 adds the random value "to every increasing back-off time".
func (b *backOff) next(terms BackOff, pick func(time.Duration) time.Duration) time.Duration {
	switch {
	case b.attempts == 0:
		b.base = terms.Minimum
	case b.attempts <= terms.Repeat:
		b.base = min(2*b.base, maxBackOff)
	default:
		return b.last
	}
	b.attempts++
	b.last = b.base
	if terms.Random > 0 {
		b.last += pick(terms.Random)
	}
	return b.last
}

// FactoryBackOff is the factory's RetryBackOffWaitMinimum.
const FactoryBackOff = 10 * time.Second

// maxBackOff keeps the doubling from overflowing when RetryBackOffRepeatTimes is set to something absurd.
const maxBackOff = 30 * 24 * time.Hour

// Connect starts one attempt.
func (w *Wire) Connect() {
	if !w.Decide.MayConnect() {
		return
	}
	w.password = w.setPassword()
	profile, greeting := w.active, &greeting{}
	header := w.authorization(profile)
	secured, lacking := w.secured(profile)
	w.kernel.Go(func() {
		conn, err := (*websocket.Conn)(nil), lacking
		if err == nil {
			conn, err = w.dial(w.kernel.Context(), profile, header, secured, greeting)
		}
		if taken := w.kernel.Post(func() {
			if err != nil {
				w.kernel.Log.Info("no connection", "slot", profile.Slot, "error", err)
				w.attemptBroke(profile, greeting, err)
				w.attemptFailed()
				w.Hooks.AttemptFailed()
				w.reconnect()
				return
			}
			w.connected(w.open(conn))
		}); !taken && err == nil {
			if err := conn.Close(); err != nil {
				w.kernel.Log.Debug("closing the connection", "error", err)
			}
		}
	})
}

// BackOff are the terms of the wait before the next attempt (part 4, section 5.3).
type BackOff struct {
	Minimum time.Duration // RetryBackOffWaitMinimum
	Random  time.Duration // RetryBackOffRandomRange
	Repeat  int           // RetryBackOffRepeatTimes
}

func (w *Wire) backOffTerms() BackOff {
	return BackOff{
		Minimum: w.model.Seconds("OCPPCommCtrlr", "RetryBackOffWaitMinimum", ""),
		Repeat:  w.model.Integer("OCPPCommCtrlr", "RetryBackOffRepeatTimes", ""),
		Random:  w.model.Seconds("OCPPCommCtrlr", "RetryBackOffRandomRange", ""),
	}
}

func (w *Wire) reconnect() {
	first := w.backOff.attempts == 0
	wait := w.backOff.next(w.Decide.BackOff(), w.config.Random)
	if wait, again := w.Decide.RetryAfter(wait, first); again {
		w.kernel.After(wait, w.Connect)
	}
}

// connected is called when the handshake is done.
func (w *Wire) connected(l *Connection) {
	w.kernel.Log.Info("connected")
	w.link, w.told = l, nil
	if w.backOff != (backOff{}) && w.Decide.BackOffEnds() {
		w.backOff = backOff{}
	}
	w.arrived()
	w.Hooks.Trusted(w.active)
	w.armPing()
	w.Hooks.Connected()
}

// GiveUp is called when a connection has failed, or when the station is done with it, and connects again. One that is not
// the present one is no matter.
func (w *Wire) GiveUp(l *Connection, reason error) {
	if w.link != l {
		return
	}
	w.kernel.Log.Info("connection lost", "reason", reason)
	w.GoOffline(true)
	w.SetOut(false)
	w.reconnect()
}

// Renew makes a new connection of the station's own accord, hence without back-off: what it shows of itself has changed (A01, A02).
func (w *Wire) Renew() {
	w.GoOffline(false)
	w.SetOut(false)
	w.Connect()
}

// GoOffline ends the connection and leaves it at that.
func (w *Wire) GoOffline(abrupt bool) {
	w.HangUp(abrupt)
	w.lostAt = time.Now()
	w.kernel.Cancel(w.pingAlarm)
	w.Hooks.Offline()
	w.abandonCalls()
}

// armPing sets the next ping when its interval has changed or the connection is new (part 4, section 8.4).
func (w *Wire) armPing() {
	w.kernel.Cancel(w.pingAlarm)
	w.pingAlarm = nil
	w.pingEvery = w.model.Seconds("OCPPCommCtrlr", "WebSocketPingInterval", "")
	if w.link == nil || w.pingEvery == 0 {
		return
	}
	l := w.link
	l.alive = true
	w.pingAlarm = w.kernel.After(w.pingEvery, func() { w.ping(l) })
}

// ping sends a ping, unless nothing at all has come since the last one: then the other end is gone.
func (w *Wire) ping(l *Connection) {
	if w.link != l {
		return
	}
	if !l.alive {
		w.GiveUp(l, errSilent)
		return
	}
	l.alive = false
	w.put(outgoing{ping: true})
	if w.link == l {
		w.pingAlarm = w.kernel.After(w.pingEvery, func() { w.ping(l) })
	}
}

// Present is the connection, nil while offline.
func (w *Wire) Present() *Connection { return w.link }

// SettingsChanged lets new settings take effect: the interval between pings, and a new password, with which the station
// connects anew.
func (w *Wire) SettingsChanged() {
	if w.pingEvery != w.model.Seconds("OCPPCommCtrlr", "WebSocketPingInterval", "") {
		w.armPing()
	}
	if w.link != nil && w.password != w.setPassword() && w.Decide.Renews() {
		w.kernel.Security.Note(w.kernel.Now(), "ReconfigurationOfSecurityParameters: BasicAuthPassword") // A01.FR.11 and FR.12
		w.Renew()
	}
}
