package octt

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// StationTrouble marks a cause that lies with the station: it does not connect, does not come to rest, or its process
// has ended. A bench that is latched by one leaves the run INCONCLUSIVE; by any other cause, with an ERROR of ours.
type StationTrouble struct {
	Cause error
	// Credentials is set when the station is not there because it was turned down for its credentials. A case with
	// AnyCredentials judges just that, and can still be played.
	Credentials bool
}

func (t *StationTrouble) Error() string { return t.Cause.Error() }
func (t *StationTrouble) Unwrap() error { return t.Cause }

// OfStation marks an error as the station's trouble; nil stays nil, and what is marked already stays as it is.
func OfStation(err error) error {
	if err == nil || errors.As(err, new(*StationTrouble)) {
		return err
	}
	return &StationTrouble{Cause: err}
}

// turnedDown tells whether a cause is that the station's credentials were refused.
func turnedDown(cause error) bool {
	var t *StationTrouble
	return errors.As(cause, &t) && t.Credentials
}

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
	w.mishap = &m
}

// explains returns the last mishap if it may explain what went wrong since a moment: it came after that, or it is why
// the station is still not connected. The caller holds mu.
func (w *wire) explains(since time.Time) *mishap {
	if m := w.mishap; m != nil && (!m.at.Before(since) || m.refusal) {
		return m
	}
	return nil
}

// why is the last mishap since a moment as the end of a sentence, empty without one.
func (s *Scenario) why(since time.Time) string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if m := s.w.explains(since); m != nil {
		return "; " + m.what
	}
	return ""
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
	if w.excused {
		return
	}
	text := e.Fault
	if text == "" {
		text = strings.TrimSpace(fmt.Sprintf("closed by the station with %d %s", e.CloseCode, e.CloseText))
	}
	w.hap(mishap{what: fmt.Sprintf("its connection ended (record %d): %s", seq, text)})
}

// Stray records a handshake that belongs to no station of this bench, such as one with another identity. It explains
// why the station that is waited for does not come.
func (p *Player) Stray(e Event) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.connection(e)
	p.w.hap(mishap{what: e.Fault, refusal: true})
	p.w.stir()
}
