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

// The sources of time that the station knows by name (part 2, TimeSource). Every other one is the clock of the machine that the
// station runs on: it never fails, so that none after it is a fallback.
const (
	fromCSMS = "Heartbeat"
	fromNTP  = "NTP"
)

// synchronize sets the station's clock to what the CSMS has told (B01.FR.06, G02.FR.06), unless another source goes first.
func (pr *Provisioning) synchronize(current time.Time) {
	pr.heartbeatAt = time.Now()
	if pr.Decide.Follows(fromCSMS) {
		pr.setClock(current)
	}
}

// setClock sets the station's clock, if it is wrong.
func (pr *Provisioning) setClock(current time.Time) {
	difference := current.Sub(pr.kernel.Now())
	if difference.Abs() < maxClockError {
		return
	}
	pr.kernel.SetClock(difference)
	pr.kernel.Log.Info("clock set", "by", difference)
	pr.Hooks.ClockSet()
	pr.ArmTransition()
}

// follows tells whether the clock goes by a source: it stands in TimeSource, and none before it works.
func (pr *Provisioning) follows(source string) bool {
	for _, s := range pr.model.List(clockCtrlr, "TimeSource") {
		if s == source {
			return true
		}
		if pr.works(s) {
			return false
		}
	}
	return false
}

// works tells whether a source of time tells it at present.
func (pr *Provisioning) works(source string) bool {
	switch source {
	case fromCSMS:
		return pr.wire.Online()
	case fromNTP:
		return pr.ntp.works
	}
	return true
}

// turnClock has the clock go by the first source that works, after TimeSource was set.
func (pr *Provisioning) turnClock() {
	for _, source := range pr.model.List(clockCtrlr, "TimeSource") {
		if !pr.works(source) {
			continue
		}
		if source != fromCSMS && source != fromNTP {
			pr.kernel.ResetClock()
		}
		return
	}
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
