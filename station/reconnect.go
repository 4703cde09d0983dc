package station

import (
	"time"

	"github.com/certbench/certbench/station/defects"
)

// connection is the part of the firmware's state that reaches the CSMS.
type connection struct {
	link     *link // nil while offline
	lostAt   time.Time
	password string // of the present connection
	backOff  backOff
	networking
	pingAlarm *alarm
	pingEvery time.Duration
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
func (b *backOff) next(minimum, random time.Duration, repeat int, pick func(time.Duration) time.Duration) time.Duration {
	switch {
	case b.attempts == 0:
		b.base = minimum
	case b.attempts <= repeat:
		b.base = min(2*b.base, maxBackOff)
	default:
		return b.last
	}
	b.attempts++
	b.last = b.base
	if random > 0 {
		b.last += pick(random)
	}
	return b.last
}

// factoryBackOff is the factory's RetryBackOffWaitMinimum.
const factoryBackOff = 10 * time.Second

// maxBackOff keeps the doubling from overflowing when RetryBackOffRepeatTimes is set to something absurd.
const maxBackOff = 30 * 24 * time.Hour

// connect starts one attempt.
func (fw *firmware) connect() {
	fw.password = fw.model.password()
	if !fw.lostAt.IsZero() && fw.defects.Has(defects.OfflinePeriodStartsAtLastAttempt) {
		fw.lostAt = time.Now()
	}
	header, profile := fw.authorization(), fw.active
	fw.wg.Go(func() {
		conn, err := fw.dial(fw.ctx, profile, header)
		if taken := fw.post(func() {
			if err != nil {
				fw.log.Info("no connection", "slot", profile.Slot, "error", err)
				fw.attemptFailed()
				fw.reconcile()
				fw.reconnect()
				return
			}
			fw.connected(fw.open(conn))
		}); !taken && err == nil {
			if err := conn.Close(); err != nil {
				fw.log.Debug("closing the connection", "error", err)
			}
		}
	})
}

func (fw *firmware) reconnect() {
	first := fw.backOff.attempts == 0
	minimum := fw.model.seconds("OCPPCommCtrlr", "RetryBackOffWaitMinimum", "")
	repeat := fw.model.integer("OCPPCommCtrlr", "RetryBackOffRepeatTimes", "")
	switch {
	case fw.defects.Has(defects.BackOffSettingIgnored):
		minimum = factoryBackOff
	case fw.defects.Has(defects.BackOffNotDoubled):
		repeat = 0
	}
	wait := fw.backOff.next(minimum, fw.model.seconds("OCPPCommCtrlr", "RetryBackOffRandomRange", ""), repeat, fw.config.Random)
	switch {
	case fw.defects.Has(defects.ReconnectsTooEarly):
		wait /= 2
	case first && fw.defects.Has(defects.ReconnectsAtOnce):
		wait = 0
	case !first && fw.defects.Has(defects.ReconnectsOnlyOnce):
		return
	}
	fw.alarms.after(wait, fw.connect)
}

// connected is called when the handshake is done.
func (fw *firmware) connected(l *link) {
	fw.log.Info("connected")
	fw.link = l
	if fw.backOff != (backOff{}) && !fw.defects.Has(defects.BackOffNotReset) {
		fw.backOff = backOff{}
	}
	fw.arrived()
	fw.armPing()
	if fw.defects.Has(defects.ClosesConnectionOften) {
		fw.alarms.after(10*time.Second, func() { fw.lost(l, nil) })
	}
	if fw.registration == unregistered {
		fw.bootDue = true
		return
	}
	// Part 4 section 5.3: no BootNotification when only the connection was lost.
	if fw.registration == accepted {
		fw.reportAfterOffline()
	}
}

// lost is called when a connection has failed or the station gives it up.
func (fw *firmware) lost(l *link, reason error) {
	if fw.link != l {
		return
	}
	fw.log.Info("connection lost", "reason", reason)
	fw.goOffline(true)
	fw.setOut(false)
	fw.reconnect()
}

// renew makes a new connection of the station's own accord, hence without back-off: the password has changed (A01).
func (fw *firmware) renew() {
	fw.goOffline(false)
	fw.setOut(false)
	fw.connect()
}

func (fw *firmware) goOffline(abrupt bool) {
	fw.hangUp(abrupt)
	fw.lostAt = time.Now()
	fw.alarms.cancel(fw.pingAlarm)
	fw.queueGoesOffline()
	fw.abandonCall()
}

// armPing sets the next ping when its interval has changed or the connection is new (part 4, section 8.4).
func (fw *firmware) armPing() {
	fw.alarms.cancel(fw.pingAlarm)
	fw.pingAlarm = nil
	fw.pingEvery = fw.model.seconds("OCPPCommCtrlr", "WebSocketPingInterval", "")
	if fw.link == nil || fw.pingEvery == 0 {
		return
	}
	l := fw.link
	l.alive = true
	fw.pingAlarm = fw.alarms.after(fw.pingEvery, func() { fw.ping(l) })
}

// ping sends a ping, unless nothing at all has come since the last one: then the other end is gone.
func (fw *firmware) ping(l *link) {
	if fw.link != l {
		return
	}
	if !l.alive {
		fw.lost(l, errSilent)
		return
	}
	l.alive = false
	fw.put(outgoing{ping: true})
	if fw.link == l {
		fw.pingAlarm = fw.alarms.after(fw.pingEvery, func() { fw.ping(l) })
	}
}
