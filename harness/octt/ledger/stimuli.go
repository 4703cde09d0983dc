package ledger

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Stimulus is what was done to the station that a transaction has to tell of: a manual action, or a
// RequestStartTransactionRequest.
type Stimulus struct {
	Seq           int64 // last record before it
	Began         time.Time
	Ended         time.Time // of an act; zero while it is under way
	Failed        bool      // the act was not done, or nobody knows
	Act           string    // of rigs.Act; empty for a remote start
	At            rigs.Place
	Token         rigs.Token // presented, or of the request
	Remote        *Request   // the request
	RemoteStartID int        // its remoteStartId
}

// Connects tells an act that may have connected EV and EVSE.
func (st Stimulus) Connects() bool {
	return st.Act == "ConnectEV" || st.Act == "ConnectIdleEV" || st.Act == "PlugEnd"
}

// Presents tells an idToken that was presented.
func (st Stimulus) Presents() bool { return st.Act == "PresentToken" }

// Accepted tells a remote start that the station has accepted.
func (st Stimulus) Accepted() bool {
	return st.Remote != nil && st.Remote.Answer != nil && values.Field(st.Remote.Answer.Payload, "status") == string(ocpp201.RequestStartStopStatusAccepted)
}

// Authorizes tells what may have authorized a driver.
func (st Stimulus) Authorizes() bool { return st.Presents() || st.Accepted() }

// Acts keeps an act as a stimulus, done or not: one that a rig has failed at may have had its effect. after is the last record
// before it. It returns its number, for Acted.
func (b *Book) Acts(a rigs.Act, after int64, began time.Time) int {
	st := Stimulus{Seq: after, Began: began, Act: a.Name, At: a.At}
	if a.Token != nil {
		st.Token = *a.Token
	}
	b.Stimuli = append(b.Stimuli, st)
	return len(b.Stimuli) - 1
}

// Acted notes that an act is over.
func (b *Book) Acted(number int, err error) {
	b.Stimuli[number].Ended, b.Stimuli[number].Failed = time.Now(), err != nil
}

// AsksToStart keeps a RequestStartTransactionRequest as a stimulus.
func (b *Book) AsksToStart(call *Request, payload json.RawMessage, sent time.Time) {
	var q ocpp201.RequestStartTransactionRequest
	if call.Action != q.Action() || ocpp201.Decode(payload, &q) != nil {
		return
	}
	b.Stimuli = append(b.Stimuli, Stimulus{Seq: call.Seq, Began: sent, Remote: call, RemoteStartID: q.RemoteStartID,
		Token: rigs.Token{ID: q.IDToken.IDToken, Type: string(q.IDToken.Type)}})
}

// Stops tells what may have stopped a transaction at the station.
func (st Stimulus) Stops() bool {
	return st.Presents() || st.Act == "StopAllTransactions" || st.Act == "StopTransactionAt"
}

// Asks keeps a request of the CSMS that a triggerReason may be about.
func (b *Book) Asks(seq int64, action string) {
	for _, of := range Triggers {
		if of == action {
			b.asked = append(b.asked, Asked{seq, action})
			return
		}
	}
}

// AskedSince are those after a record.
func (b *Book) AskedSince(after int64) []Asked {
	return slices.DeleteFunc(slices.Clone(b.asked), func(a Asked) bool { return a.Seq < after })
}

// StimuliBetween are those after one record and before another.
func (b *Book) StimuliBetween(after, before int64) []Stimulus {
	return slices.DeleteFunc(slices.Clone(b.Stimuli), func(st Stimulus) bool { return st.Seq < after || st.Seq >= before })
}

// SpeaksOf tells whether an idToken of a message is the stimulus's: in whatever letters (part 2, IdTokenType).
func (st Stimulus) SpeaksOf(t *ocpp201.IDToken) bool {
	return strings.EqualFold(t.IDToken, st.Token.ID)
}

// Triggers are the requests of the CSMS that a triggerReason may be about.
var Triggers = map[ocpp201.TriggerReason]string{
	ocpp201.TriggerReasonRemoteStart:   "RequestStartTransaction",
	ocpp201.TriggerReasonRemoteStop:    "RequestStopTransaction",
	ocpp201.TriggerReasonTrigger:       "TriggerMessage",
	ocpp201.TriggerReasonResetCommand:  "Reset",
	ocpp201.TriggerReasonUnlockCommand: "UnlockConnector",
}

// Asked is a CALL of the CSMS.
type Asked struct {
	Seq    int64 // of its frame record
	Action string
}
