package octt

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// footing is how the station stands with the CSMS on the connection that it has.
type footing int

const (
	// admissible is a station that may be asked: its boot was accepted, or it has shown that one was before it connected.
	admissible footing = iota
	// unheard is one that has said nothing since it connected: it may be about to send its BootNotification, and what it
	// is asked before that it answers with SecurityError, or not at all.
	unheard
	// announced is one whose BootNotification has no answer yet.
	announced
	// declined is one that was told Pending or Rejected.
	declined
)

// Boots is how often the station has sent a BootNotification up to a moment, and the connection that it had then.
type Boots struct{ sent, conn, on int }

// speaks notes what a CALL of the station tells of its footing: every other one than BootNotification may only be sent by
// a station that was accepted (part 2, B01.FR.08, B02.FR.02, B03.FR.02). The caller holds mu.
func (w *wire) speaks(m *Message) {
	switch {
	case m.Action == "BootNotification":
		w.footing, w.unanswered = announced, 0
		w.boots.sent++
		w.boots.on = m.Conn
	case w.footing == unheard:
		w.footing = admissible
	}
}

// admit notes the status of a BootNotificationResponse. The caller holds mu.
func (w *wire) admit(status string) {
	w.admission, w.footing = status, declined
	if status == string(ocpp201.RegistrationStatusAccepted) {
		w.footing = admissible
	}
}

// answersUs notes what an answer of the station tells of its footing: one that was not accepted answers SecurityError
// (part 2, B03.FR.08). The caller holds mu.
func (w *wire) answersUs(answer ocppj.Frame) {
	if w.footing == unheard && (answer.Type != ocppj.CallError || answer.ErrorCode != ocppj.SecurityError) {
		w.footing = admissible
	}
}
