package octt

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// mishap is something that may explain why what is waited for does not come.
type mishap struct {
	at          time.Time
	what        string
	refusal     bool // a handshake was turned down, and none has succeeded since
	credentials bool // and that for its credentials
}

// hap keeps the last mishap. The caller holds mu.
func (w *wire) hap(m mishap) {
	m.at = time.Now()
	w.findings.mishap = &m
}

// explains returns the last mishap if it may explain what went wrong since a moment: it came after that, or it is why
// the station is still not connected. The caller holds mu.
func (w *wire) explains(since time.Time) *mishap {
	if m := w.findings.mishap; m != nil && (!m.at.Before(since) || m.refusal) {
		return m
	}
	return nil
}

// refused notes a handshake that was turned down. That the CSMS accepts none for a while is the case's doing.
func (w *wire) refused(e Event) {
	m := mishap{what: e.Fault, refusal: true}
	if h := e.Handshake; h != nil {
		if h.Status == http.StatusServiceUnavailable {
			return
		}
		m.credentials = h.Status == http.StatusUnauthorized
		m.what = "its last attempt to connect was refused: " + e.Fault
		if m.credentials && h.HasAuth {
			m.what += fmt.Sprintf(" (user %q)", h.User)
		}
	}
	w.hap(m)
}

// dropped notes a connection that ended, unless the case, or the CSMS, was about to end it.
func (w *wire) dropped(e Event, seq int64) {
	if w.link.excused {
		return
	}
	text := e.Fault
	if text == "" {
		text = strings.TrimSpace(fmt.Sprintf("closed by the station with %d %s", e.CloseCode, e.CloseText))
	}
	w.hap(mishap{what: fmt.Sprintf("its connection ended (record %d): %s", seq, text)})
}
