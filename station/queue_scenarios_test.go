package station_test

import (
	"encoding/json"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// retried are the settings of the scenarios in which the CSMS does not process an event.
var retried = map[string]string{
	"OCPPCommCtrlr.MessageAttempts[TransactionEvent]": "3", "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]": "10",
	"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected",
}

// queueScenarios show the defects of events that are not processed. Attempts follow each other after 40 and 50 s without an
// answer, after 10 and 20 s with a CALLERROR; each scenario ends between two of them, or when no more may come.
var queueScenarios = []scenario{
	{"an event without an answer", retried, func(r *rig) {
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.in()
		r.pass(85 * time.Second)
	}},
	{"an event that never has an answer", retried, func(r *rig) {
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.in()
		r.pass(5 * time.Minute)
	}},
	{"an event that is refused", retried, func(r *rig) {
		r.on("TransactionEvent", func(json.RawMessage) any { return ocppj.InternalError })
		r.in()
		r.pass(25 * time.Second)
	}},
	{"an event that is always refused", retried, func(r *rig) {
		r.on("TransactionEvent", func(json.RawMessage) any { return ocppj.InternalError })
		r.in()
		r.pass(3 * time.Minute)
	}},
	{"meter values offline", map[string]string{
		"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected", "SampledDataCtrlr.TxUpdatedInterval": "10",
	}, func(r *rig) {
		r.in()
		r.offline()
		r.pass(25 * time.Second)
		r.online()
		r.pass(5 * time.Second)
	}},
	{"an event that is processed in the end", retried, func(r *rig) {
		refuse := true
		r.on("TransactionEvent", func(json.RawMessage) any {
			if refuse {
				refuse = false
				return ocppj.InternalError
			}
			return nil
		})
		r.in()
		r.pass(time.Minute)
	}},
}
