package main

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// heard keeps what the station has sent, for whoever did something that it must tell of.
type heard struct {
	mu       sync.Mutex
	messages []ledger.Call
	secured  *evidence.Secured // the last connection over TLS, nil for none
	more     chan struct{}     // closed when a message has come
}

// record takes the requests of the station, and what it does with TLS, out of the evidence.
func (h *heard) record(rec evidence.Record) {
	if rec.Secured != nil && !rec.Secured.Knocked() {
		h.mu.Lock()
		h.secured = rec.Secured
		h.mu.Unlock()
	}
	f := rec.Frame
	if f == nil || f.Direction != evidence.In || f.Type != "CALL" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.messages = append(h.messages, ledger.Call{Action: f.Action, Payload: schemas.Read(f.Payload())})
	if h.more != nil {
		close(h.more)
		h.more = nil
	}
}

// lastSecured is the last connection over TLS, nil for none.
func (h *heard) lastSecured() *evidence.Secured {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.secured
}

// now is where the messages begin that are still to come.
func (h *heard) now() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.messages)
}

// await waits for a message for which test is true, of those from a place on; nil where none came.
func (h *heard) await(ctx context.Context, from int, limit time.Duration, test func(*ledger.Call) bool) *ledger.Call {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		h.mu.Lock()
		for ; from < len(h.messages); from++ {
			if m := h.messages[from]; test(&m) {
				h.mu.Unlock()
				return &m
			}
		}
		if h.more == nil {
			h.more = make(chan struct{})
		}
		more := h.more
		h.mu.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
			return nil
		}
	}
}

// tellsOf is the test for the status of a connector.
func tellsOf(status string, at rigs.Place) func(*ledger.Call) bool {
	return func(m *ledger.Call) bool {
		for _, a := range m.Availabilities() {
			if a.EVSE == at.EVSE && a.Connector == at.Connector && a.Status == status {
				return true
			}
		}
		return false
	}
}

// askedAbout is the idToken that a message is about, empty for none.
func askedAbout(m *ledger.Call) string {
	var about struct{ IDToken struct{ IDToken string } }
	if m.Action != "Authorize" && m.Action != "TransactionEvent" || json.Unmarshal(m.Payload.Text(), &about) != nil {
		return ""
	}
	return strings.ToUpper(about.IDToken.IDToken)
}
