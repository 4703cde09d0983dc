package octt

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// askedLog is a GetLogRequest of the run.
type askedLog struct {
	id    float64
	play  int
	at    time.Time
	owed  bool   // it was accepted, and the station has told nothing of it yet
	ended string // the status by which it has ended, empty where none has come
}

// mostLogs is of how many it is known whose they are. A station may upload several at once (part 2, N01.FR.12 is a SHOULD).
const mostLogs = 8

// asksForLog keeps which play has asked for a log, by a GetLogRequest. The caller holds mu.
func (w *wire) asksForLog(call *ledger.Request) {
	if id, is := requestID(call); is {
		w.logs = append(w.logs[max(0, len(w.logs)-mostLogs+1):], askedLog{id: id, play: w.log.play, at: time.Now()})
	}
}

// acceptsLog notes what the station makes of a GetLogRequest. The caller holds mu.
func (w *wire) acceptsLog(call *ledger.Request) {
	id, is := requestID(call)
	if !is {
		return
	}
	status := call.Field("status")
	canceled := status == string(ocpp201.LogStatusAcceptedCanceled)
	if canceled {
		w.book.Transfers.UploadsCanceled(int(id))
	}
	for i := range w.logs {
		if l := &w.logs[i]; l.id == id {
			l.owed = canceled || status == string(ocpp201.LogStatusAccepted)
		}
	}
}

// forgetsLogs: a station that has booted owes no word of what it was to upload. The caller holds mu.
func (w *wire) forgetsLogs() {
	for i := range w.logs {
		w.logs[i].owed = false
	}
}

// logOwed is when the last upload was asked for that the station has accepted and told nothing of, zero where it owes none. The caller
// holds mu.
func (w *wire) logOwed() (last time.Time) {
	for _, l := range w.logs {
		if l.owed && l.at.After(last) {
			last = l.at
		}
	}
	return last
}

// uploadsLate tells whether a message is of a log that an earlier play has asked for: no row of this play has led to it. A station that
// tells of one which it has told to be over is found out, where no row of the play that has asked for it sees that. A failure is no end:
// an attempt may follow (N01.FR.10). The caller holds mu.
func (w *wire) uploadsLate(m *Message) bool {
	if m.Action != "LogStatusNotification" {
		return false
	}
	at := slices.IndexFunc(w.logs, func(l askedLog) bool { return l.id == m.Field("requestId") })
	if at < 0 {
		return false
	}
	asked := &w.logs[at]
	asked.owed = false
	late := asked.play != w.log.play
	if asked.ended != "" && (late || !w.phase.inside) {
		w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "LogStatusNotificationRequest", Requirements: []string{"N01.FR.09", "N01.FR.12", "N01.FR.20"}, Frame: m.Seq,
			Requirement: "A log upload that the Charging Station has told to be over is over.", Expected: "no status after " + asked.ended, Actual: m.Text("status")})
	}
	switch status := m.Text("status"); ocpp201.UploadLogStatus(status) {
	case ocpp201.UploadLogStatusUploaded, ocpp201.UploadLogStatusAcceptedCanceled:
		asked.ended = status
	}
	return late
}
