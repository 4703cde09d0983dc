package station

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
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
	if difference := current.Sub(fw.kernel.Now()); difference.Abs() >= maxClockError {
		fw.kernel.SetClock(difference)
		fw.kernel.Log.Info("clock set", "by", difference)
		fw.deskHooks.clockSet()
		fw.armTransition()
	}
}

func (fw *firmware) followsCSMS() bool {
	return fw.model.List(clockCtrlr, "TimeSource")[0] == "Heartbeat"
}

// setHeartbeatInterval takes over the interval that the CSMS gave with Accepted; 0 leaves the station's own (B01.FR.04).
func (fw *firmware) setHeartbeatInterval(seconds int) {
	v := fw.model.Controller("OCPPCommCtrlr", "HeartbeatInterval", "")
	if value := strconv.Itoa(seconds); seconds > 0 && value != v.Value {
		v.Value = value
		fw.model.Save(fw.kernel)
	}
}

// atLeastDaily is how often a Heartbeat is sent however much else is (G02.FR.07).
const atLeastDaily = 24 * time.Hour

// armHeartbeat sets the time of the next Heartbeat: an interval after the last message (G02.FR.05).
func (fw *firmware) armHeartbeat() {
	fw.stopHeartbeat()
	if fw.wire.Registration != wire.Accepted {
		return
	}
	wait := fw.model.Seconds("OCPPCommCtrlr", "HeartbeatInterval", "")
	if untilDaily := time.Until(fw.heartbeatAt.Add(atLeastDaily)); untilDaily < wait {
		wait = max(untilDaily, 0)
	}
	fw.heartbeatAlarm = fw.kernel.After(wait, func() {
		fw.heartbeatAt = time.Now()
		if fw.wire.Online() {
			fw.sendHeartbeat(wire.Sending{})
		}
		fw.armHeartbeat()
	})
}

func (fw *firmware) stopHeartbeat() { fw.kernel.Cancel(fw.heartbeatAlarm) }

func (fw *firmware) sendHeartbeat(how wire.Sending) {
	wire.Ask(fw.wire, ocpp201.HeartbeatRequest{}, how, func(r ocpp201.HeartbeatResponse) { fw.synchronize(r.CurrentTime.Time) }, nil)
}
