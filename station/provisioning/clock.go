package provisioning

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
func (pr *Provisioning) synchronize(current time.Time) {
	pr.heartbeatAt = time.Now()
	if !pr.followsCSMS() {
		return
	}
	if difference := current.Sub(pr.kernel.Now()); difference.Abs() >= maxClockError {
		pr.kernel.SetClock(difference)
		pr.kernel.Log.Info("clock set", "by", difference)
		pr.Hooks.ClockSet()
		pr.ArmTransition()
	}
}

func (pr *Provisioning) followsCSMS() bool {
	return pr.model.List(clockCtrlr, "TimeSource")[0] == "Heartbeat"
}

// setHeartbeatInterval takes over the interval that the CSMS gave with Accepted; 0 leaves the station's own (B01.FR.04).
func (pr *Provisioning) setHeartbeatInterval(seconds int) {
	v := pr.model.Controller("OCPPCommCtrlr", "HeartbeatInterval", "")
	if value := strconv.Itoa(seconds); seconds > 0 && value != v.Value {
		v.Value = value
		pr.model.Save(pr.kernel)
	}
}

// atLeastDaily is how often a Heartbeat is sent however much else is (G02.FR.07).
const atLeastDaily = 24 * time.Hour

// ArmHeartbeat sets the time of the next Heartbeat: an interval after the last message (G02.FR.05).
func (pr *Provisioning) ArmHeartbeat() {
	pr.stopHeartbeat()
	if pr.wire.Registration != wire.Accepted {
		return
	}
	wait := pr.model.Seconds("OCPPCommCtrlr", "HeartbeatInterval", "")
	if untilDaily := time.Until(pr.heartbeatAt.Add(atLeastDaily)); untilDaily < wait {
		wait = max(untilDaily, 0)
	}
	pr.heartbeatAlarm = pr.kernel.After(wait, func() {
		pr.heartbeatAt = time.Now()
		if pr.wire.Online() {
			pr.SendHeartbeat(wire.Sending{})
		}
		pr.ArmHeartbeat()
	})
}

func (pr *Provisioning) stopHeartbeat() { pr.kernel.Cancel(pr.heartbeatAlarm) }

// SendHeartbeat sends one, by whose answer the clock may be set (G02.FR.06).
func (pr *Provisioning) SendHeartbeat(how wire.Sending) {
	wire.Ask(pr.wire, ocpp201.HeartbeatRequest{}, how, func(r ocpp201.HeartbeatResponse) { pr.synchronize(r.CurrentTime.Time) }, nil)
}
