package ledger

import (
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Stimulus is what was done to the station that a transaction has to tell of: a manual action, or a
// RequestStartTransactionRequest.
type Stimulus struct {
	Number        int   // of the run
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
	return st.Remote != nil && st.Remote.Answer != nil && st.Remote.Field("status") == string(ocpp201.RequestStartStopStatusAccepted)
}

// pending tells an act that is under way, and a request that has no answer yet.
func (st Stimulus) pending() bool {
	return st.Act != "" && st.Ended.IsZero() || st.Remote != nil && st.Remote.Answer == nil
}

// Authorizes tells what may have authorized a driver.
func (st Stimulus) Authorizes() bool { return st.Presents() || st.Accepted() }

// Stops tells what may have stopped a transaction at the station.
func (st Stimulus) Stops() bool {
	return st.Presents() || st.Act == "StopAllTransactions" || st.Act == "StopTransactionAt"
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
