package octt

import (
	"reflect"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// needlessRule: the connection alone tells the CSMS which station it is.
var needlessRule = &rules.FrameRule{Requirement: "A Charging Station that only connects again sends no BootNotificationRequest, unless one of its elements has changed since the last connection: a laboratory may take the station for one that has booted.",
	Expected: "no BootNotificationRequest at a mere reconnection", Verdict: evidence.Warning, Clause: "part 4, section 5.3", Once: true}

// reconnects notes a boot that is none: the first on a connection that a station has made anew only because the CSMS, or a rig,
// had cut it. It owes no boot then, and it tells the same of itself as at the last. The caller holds mu.
func (w *wire) reconnects(m *Message) {
	if m.Action != "BootNotification" {
		return
	}
	same := w.registration.about == nil || reflect.DeepEqual(w.registration.about, m.Field("chargingStation"))
	if w.link.wasCut && m.Conn > w.registration.boot && w.registration.booted && !w.unaccepted() && len(w.debts) == 0 &&
		m.Field("reason") != string(ocpp201.BootReasonTriggered) {
		m.needless = true
		if same {
			w.fault(m.Seq, "a BootNotificationRequest with reason "+values.Show(m.Field("reason")), needlessRule)
		}
	}
	w.registration.about = m.Field("chargingStation")
}
