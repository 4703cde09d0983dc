package octt

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// registration is what the station and the CSMS have told each other about its boots.
type registration struct {
	admission  string          // status of the last BootNotificationResponse; empty before the first
	footing    footing         // how the station stands with the CSMS on this connection
	boots      Boots           // the last BootNotification
	serial     string          // the serial number that it told; empty for none
	booted     bool            // it has sent a BootNotificationRequest
	boot       int             // connection of the last boot
	bootedFrom int             // the connection that the station had when it was last made to boot
	invited    map[string]bool // actions that a Pending station was asked for since it was told so
	unanswered int             // questions of the bench, one after the other, that got no answer
	about      any             // what the station told of itself at its last boot
	told       bool            // it has been told the time
	beat       time.Time       // its last Heartbeat or BootNotification
}

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
		w.registration.footing, w.registration.unanswered = announced, 0
		w.registration.boots.sent++
		w.registration.serial, _ = m.Field("chargingStation.serialNumber").(string)
		w.registration.boots.on = m.Conn
	case w.registration.footing == unheard:
		w.registration.footing = admissible
	}
}

// admit notes the status of a BootNotificationResponse. The caller holds mu.
func (w *wire) admit(status string) {
	w.registration.admission, w.registration.footing = status, declined
	if status == string(ocpp201.RegistrationStatusAccepted) {
		w.registration.footing = admissible
	}
}

// answersUs notes what an answer of the station tells of its footing: one that was not accepted answers SecurityError
// (part 2, B03.FR.08). The caller holds mu.
func (w *wire) answersUs(answer ocppj.Frame) {
	if w.registration.footing == unheard && (answer.Type != ocppj.CallError || answer.ErrorCode != ocppj.SecurityError) {
		w.registration.footing = admissible
	}
}
