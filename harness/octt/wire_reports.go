package octt

import (
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
)

// inParts are the requests that a station answers by messages of its own, as many as it likes, each with the requestId.
var inParts = map[string]string{
	"GetBaseReport": "NotifyReport", "GetReport": "NotifyReport", "GetMonitoringReport": "NotifyMonitoringReport",
	"GetDisplayMessages": "NotifyDisplayMessages", "CustomerInformation": "NotifyCustomerInformation", "GetChargingProfiles": "ReportChargingProfiles",
}

// report is such a message by what it answers.
type report struct {
	action string
	id     float64
}

// mostReports bounds the reports that were asked for and have not ended: some never do, because they were refused or the station has booted.
const mostReports = 64

// asksInParts keeps which play has asked for a report. The caller holds mu.
func (w *wire) asksInParts(call *ledger.Request) {
	by := inParts[call.Action]
	if by == "" {
		return
	}
	if id, is := requestID(call); is {
		w.reports[report{by, id}] = w.log.play
	}
	keepNewest(w.reports, mostReports, func(play int) int64 { return int64(play) })
}

// requestID is that of a CALL of ours, by which the station names it in messages of its own.
func requestID(call *ledger.Request) (id float64, is bool) {
	id, is = values.Walk(call.Payload.Document(), "requestId").(float64)
	return id, is
}

// tellsLate tells whether a message is a part of a report that an earlier play has asked for, and that has not ended: no row of this play has led
// to it. One that comes after the last part is of no report, whatever its requestId says. The caller holds mu.
func (w *wire) tellsLate(m *Message) bool {
	id, is := m.Field("requestId").(float64)
	which := report{m.Action, id}
	play, asked := w.reports[which]
	if !is || !asked {
		return false
	}
	if m.Field("tbc") != true {
		delete(w.reports, which)
	}
	return play != w.log.play
}
