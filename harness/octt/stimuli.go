package octt

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// stimulus is what was done to the station that a transaction has to tell of: a manual action, or a
// RequestStartTransactionRequest.
type stimulus struct {
	seq    int64 // last record before it
	began  time.Time
	ended  time.Time // of an act; zero while it is under way
	failed bool      // the act was not done, or nobody knows
	act    string    // of rigs.Act; empty for a remote start
	at     rigs.Place
	token  rigs.Token // presented, or of the request
	remote *outgoing  // the request
	id     int        // its remoteStartId
}

// connects tells an act that may have connected EV and EVSE.
func (st stimulus) connects() bool {
	return st.act == "ConnectEV" || st.act == "ConnectIdleEV" || st.act == "PlugEnd"
}

func (st stimulus) presents() bool { return st.act == "PresentToken" }

// accepted tells a remote start that the station has accepted.
func (st stimulus) accepted() bool {
	return st.remote != nil && st.remote.answer != nil && values.Field(st.remote.answer.Payload, "status") == string(ocpp201.RequestStartStopStatusAccepted)
}

// authorizes tells what may have authorized a driver.
func (st stimulus) authorizes() bool { return st.presents() || st.accepted() }

// noteAct keeps an act as a stimulus, done or not: one that a rig has failed at may have had its effect. It returns its number,
// for acted.
func (w *wire) noteAct(a rigs.Act, began time.Time) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.touched = true
	st := stimulus{seq: w.written, began: began, act: a.Name, at: a.At}
	if a.Token != nil {
		st.token = *a.Token
	}
	w.stimuli = append(w.stimuli, st)
	if bootsBy(a) {
		w.downs()
	}
	return len(w.stimuli) - 1
}

// acted notes that an act is over.
func (w *wire) acted(number int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stimuli[number].ended, w.stimuli[number].failed = time.Now(), err != nil
}

// noteRemoteStart keeps a RequestStartTransactionRequest as a stimulus. The caller holds mu.
func (w *wire) noteRemoteStart(call *outgoing, payload json.RawMessage, sent time.Time) {
	var q ocpp201.RequestStartTransactionRequest
	if call.action != q.Action() || ocpp201.Decode(payload, &q) != nil {
		return
	}
	w.stimuli = append(w.stimuli, stimulus{seq: call.seq, began: sent, remote: call, id: q.RemoteStartID,
		token: rigs.Token{ID: q.IDToken.IDToken, Type: string(q.IDToken.Type)}})
}

// stops tells what may have stopped a transaction at the station.
func (st stimulus) stops() bool {
	return st.presents() || st.act == "StopAllTransactions" || st.act == "StopTransactionAt"
}

// noteAsked keeps a request of the CSMS that a triggerReason may be about. The caller holds mu.
func (w *wire) noteAsked(seq int64, action string) {
	for _, of := range asked {
		if of == action {
			w.asked = append(w.asked, csmsCall{seq, action})
			return
		}
	}
}

// askedSince are those after a record. The caller holds mu.
func (w *wire) askedSince(after int64) []csmsCall {
	return slices.DeleteFunc(slices.Clone(w.asked), func(a csmsCall) bool { return a.seq < after })
}

// stimuliBetween are those after one record and before another. The caller holds mu.
func (w *wire) stimuliBetween(after, before int64) []stimulus {
	return slices.DeleteFunc(slices.Clone(w.stimuli), func(st stimulus) bool { return st.seq < after || st.seq >= before })
}

// speaksOf tells whether an idToken of a message is the stimulus's: in whatever letters (part 2, IdTokenType).
func (st stimulus) speaksOf(t *ocpp201.IDToken) bool {
	return strings.EqualFold(t.IDToken, st.token.ID)
}
