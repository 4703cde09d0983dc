package octt

import "time"

// Attempt is one attempt of the station to connect, as it reached the CSMS: accepted or not.
type Attempt struct {
	At       time.Time
	Accepted bool
	fault    string // why it was turned down
}

// attempt notes one. The caller holds mu.
func (w *wire) attempt(e Event) {
	w.attempts = append(w.attempts, Attempt{At: e.At, Accepted: e.Kind == Connected, fault: e.Fault})
}
