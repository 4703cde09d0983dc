package tested

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// start is a RequestStartTransactionRequest.
type start struct {
	remoteStartID int64
	idToken       string // its type
}

// token is an IdTokenType.
type token struct {
	Type string `json:"type"`
}

// meterValue is a MeterValueType.
type meterValue struct {
	SampledValue []struct {
		Context   string `json:"context"`
		Measurand string `json:"measurand"`
	} `json:"sampledValue"`
}

// transactionEvent is what is read of a TransactionEventRequest.
type transactionEvent struct {
	EventType       string       `json:"eventType"`
	TriggerReason   string       `json:"triggerReason"`
	IDToken         *token       `json:"idToken"`
	MeterValue      []meterValue `json:"meterValue"`
	TransactionInfo struct {
		RemoteStartID *int64 `json:"remoteStartId"`
		StoppedReason string `json:"stoppedReason"`
	} `json:"transactionInfo"`
}

// frame takes a message that keeps its schema.
func (p *play) frame(f *evidence.Frame) {
	switch {
	case f.Direction == evidence.Out && f.Type == "CALL" && f.Action == "RequestStartTransaction":
		p.asks(f)
	case f.Direction == evidence.In && f.Type == "CALLRESULT" && f.Action == "RequestStartTransaction":
		p.answers(f)
	case f.Direction == evidence.In && f.Type == "CALL" && f.Action == "TransactionEvent":
		var e transactionEvent
		if json.Unmarshal(f.Payload(), &e) == nil {
			p.event(e)
		}
	case f.Direction == evidence.In && f.Type == "CALL" && f.Action == "MeterValues":
		var values struct {
			MeterValue []meterValue `json:"meterValue"`
		}
		if json.Unmarshal(f.Payload(), &values) == nil {
			p.sampled("", values.MeterValue)
		}
	}
}

func (p *play) asks(f *evidence.Frame) {
	var request struct {
		IDToken       token `json:"idToken"`
		RemoteStartID int64 `json:"remoteStartId"`
	}
	if json.Unmarshal(f.Payload(), &request) == nil {
		p.asked[f.MessageID] = start{request.RemoteStartID, request.IDToken.Type}
	}
}

func (p *play) answers(f *evidence.Frame) {
	s, asked := p.asked[f.MessageID]
	delete(p.asked, f.MessageID)
	var answer struct {
		Status string `json:"status"`
	}
	if asked && json.Unmarshal(f.Payload(), &answer) == nil && answer.Status == "Accepted" {
		p.starts[s.remoteStartID] = s.idToken
	}
}

// event takes what a TransactionEventRequest shows. The idToken of a remote start is that of the request which the transaction names (part 2,
// F01.FR.25); any other that comes with the event of a start is a driver's.
func (p *play) event(e transactionEvent) {
	remote := e.TransactionInfo.RemoteStartID
	switch {
	case e.IDToken != nil && (e.TriggerReason == "StopAuthorized" || e.TransactionInfo.StoppedReason == "Local"):
		p.shown.add(LocalStop, e.IDToken.Type)
	case remote != nil:
		p.shown.add(RemoteStart, p.starts[*remote])
	case e.IDToken != nil && e.EventType != "Ended" && e.TriggerReason != "RemoteStart" && e.TriggerReason != "RemoteStop":
		p.shown.add(LocalStart, e.IDToken.Type)
	}
	p.sampled(e.EventType, e.MeterValue)
}

// sampled takes the measurands of the values that came with an event, or of a MeterValuesRequest where there is none. Without a
// measurand a value is of the energy, without a context it is a periodic one (part 2, SampledValueType).
func (p *play) sampled(event string, values []meterValue) {
	for _, v := range values {
		for _, s := range v.SampledValue {
			if to := list(event, s.Context); to != "" {
				p.shown.add(to, cmp.Or(s.Measurand, "Energy.Active.Import.Register"))
			}
		}
	}
}

// list is which of the five lists of measurands a value comes from (part 2, J01 and J02); empty for one that was triggered or that
// an interruption brought.
func list(event, context string) What {
	context = cmp.Or(context, "Sample.Periodic")
	aligned, ended := context == "Sample.Clock", event == "Ended"
	switch {
	case aligned && ended:
		return AlignedTxEnded
	case aligned:
		return Aligned
	case event == "Started" && context == "Transaction.Begin":
		return TxStarted
	case event == "Updated" && context == "Sample.Periodic":
		return TxUpdated
	case ended && (strings.HasPrefix(context, "Transaction.") || context == "Sample.Periodic"):
		return TxEnded
	}
	return ""
}
