package strangers

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// How a station begins, and begins anew.

var _ = bring(Immature{
	Name:     "silent-before-boot",
	Sentence: "Nothing is answered from the handshake until the BootNotification is sent, 5 s later.",
	New: func() Patch {
		var l life
		return func(m *Message) {
			waiting := m.Asks(Station, "BootNotification")
			l.see(m)
			switch {
			case waiting:
				m.Late(5 * time.Second)
				m.Line.After(5*time.Second, func() { l.booting = false })
			case m.From == CSMS && m.Type == ocppj.Call:
				l.unbooted(m, m.Drop)
			}
		}
	},
})

var _ = bring(Immature{
	Name:     "security-error-until-accepted",
	Sentence: "The BootNotification comes 50 ms after the handshake; every CALL before it is accepted gets a SecurityError, also while Pending.",
	Shows:    []string{`^TC_B_02_CS\tFAIL\t`},
	About:    `SecurityError|Pending`,
	New: func() Patch {
		var l life
		return func(m *Message) {
			l.see(m)
			switch {
			case m.Asks(Station, "BootNotification"):
				m.Late(50 * time.Millisecond)
			case m.From == CSMS && m.Type == ocppj.Call:
				l.unbooted(m, func() { m.Refuse(ocppj.SecurityError, "not accepted yet") })
			}
		}
	},
})

var _ = bring(Immature{
	Name:     "reboot-12-s-late",
	Sentence: "The reboot comes 12 s after the Reset was answered.",
	New: func() Patch {
		open := map[string]bool{} // transactions
		return func(m *Message) {
			if m.Asks(Station, "TransactionEvent") {
				open[m.Text("transactionInfo.transactionId")] = m.Text("eventType") != "Ended"
			}
			if !m.Asks(CSMS, "Reset") || m.Get("evseId") != nil || m.Text("type") == "OnIdle" && anyTrue(open) {
				return // what is Scheduled waits longer than that
			}
			m.Answer(map[string]any{"status": "Accepted"})
			m.Line.After(12*time.Second, func() { m.Line.Call(CSMS, "Reset", m.Payload, nil) })
		}
	},
})

func anyTrue(of map[string]bool) bool {
	for _, yes := range of {
		if yes {
			return true
		}
	}
	return false
}

var _ = bring(Immature{
	Name:     "reboot-on-the-same-socket",
	Sentence: "After a Reset the BootNotification comes on the connection that was there before.",
	Shows:    []string{`^TC_B_20_CS\t(FAIL|WARNING)\t`},
	About:    `connected again before it sends the BootNotificationRequest|The Charging Station tries to connect\.`,
	New: func() Patch {
		return func(m *Message) {
			switch {
			case m.Answers(Station, "Reset") && m.Asked.Get("evseId") == nil && m.Text("status") != "Rejected":
				m.Line.KeepSocket = true
			case m.Asks(Station, "BootNotification"):
				m.Line.KeepSocket = false
			}
		}
	},
})

var _ = bring(Immature{
	Name:     "no-boot-at-a-new-run",
	Sentence: "The station is running when the run begins: it was accepted earlier, and sends no BootNotification at its first connection.",
	New: func() Patch {
		ran := false
		return func(m *Message) {
			if !ran && m.Asks(Station, "BootNotification") {
				ran = true
				m.Answer(map[string]any{"currentTime": time.Now().UTC().Format(time.RFC3339), "interval": 300, "status": "Accepted"})
			}
		}
	},
})

var _ = bring(Immature{
	Name:     "ids-begin-anew",
	Sentence: "Message ids count from 1 again after every boot.",
	Shows:    []string{`message id "\d+" was used before`},
	About:    `message id "\d+" was used before`,
	New: func() Patch {
		n := 0
		return func(m *Message) {
			if m.Asks(Station, "BootNotification") {
				n = 0
			}
			if m.Asks(Station, "") {
				n++
				m.SetID(strconv.Itoa(n))
			}
		}
	},
})
