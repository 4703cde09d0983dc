package station

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// maxClockError is the difference to the CSMS's clock that is let stand: less is explained by the way of the message,
// and a clock that jumps back would put transaction events out of order.
const maxClockError = time.Second

// synchronize sets the station's clock when Heartbeat is the first of its time sources (B01.FR.06, G02.FR.06). Every other
// source is the clock of the machine that the station runs on: it never fails, so that none after it is a fallback.
func (fw *firmware) synchronize(current time.Time) {
	fw.heartbeatAt = time.Now()
	if !fw.followsCSMS() {
		return
	}
	if difference := current.Sub(fw.now()); difference.Abs() >= maxClockError {
		fw.clockOffset += difference
		fw.log.Info("clock set", "by", difference)
		fw.armAligned()
		fw.armTransition()
	}
}

func (fw *firmware) followsCSMS() bool {
	return fw.model.list(clockCtrlr, "TimeSource")[0] == "Heartbeat"
}

// setHeartbeatInterval takes over the interval that the CSMS gave with Accepted; 0 leaves the station's own (B01.FR.04).
func (fw *firmware) setHeartbeatInterval(seconds int) {
	v := fw.model.controller("OCPPCommCtrlr", "HeartbeatInterval", "")
	if value := strconv.Itoa(seconds); seconds > 0 && value != v.value {
		v.value = value
		fw.saveVariables()
	}
}

// atLeastDaily is how often a Heartbeat is sent however much else is (G02.FR.07).
const atLeastDaily = 24 * time.Hour

// armHeartbeat sets the time of the next Heartbeat: an interval after the last message (G02.FR.05).
func (fw *firmware) armHeartbeat() {
	fw.stopHeartbeat()
	if fw.registration != accepted {
		return
	}
	wait := fw.model.seconds("OCPPCommCtrlr", "HeartbeatInterval", "")
	if untilDaily := time.Until(fw.heartbeatAt.Add(atLeastDaily)); untilDaily < wait {
		wait = max(untilDaily, 0)
	}
	fw.heartbeatAlarm = fw.alarms.after(wait, func() {
		fw.heartbeatAt = time.Now()
		if fw.online() {
			fw.sendHeartbeat()
		}
		fw.armHeartbeat()
	})
}

func (fw *firmware) stopHeartbeat() { fw.alarms.cancel(fw.heartbeatAlarm) }

// sentSomething restarts the wait for the next Heartbeat.
func (fw *firmware) sentSomething() { fw.armHeartbeat() }

func (fw *firmware) sendHeartbeat() *call {
	c := newCall(fw, ocpp201.HeartbeatRequest{}, func(r ocpp201.HeartbeatResponse) { fw.synchronize(r.CurrentTime.Time) }, nil)
	fw.calls = append(fw.calls, c)
	return c
}
