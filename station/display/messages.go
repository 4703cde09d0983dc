package display

import (
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// Record is the name under which messages are kept.
const Record = "display"

// Restore takes over the messages of an earlier life.
func (d *Display) Restore() { d.kernel.Load(Record, &d.Messages) }

func (d *Display) saves(all []ocpp201.MessageInfo) { d.kernel.Save(Record, all) }

// keep makes the list another one.
func (d *Display) keep(all []ocpp201.MessageInfo) {
	d.Messages = all
	d.Decide.Saves(all)
}

// Set answers use cases O01, O02 and O06.
func (d *Display) Set(q ocpp201.SetDisplayMessageRequest) (ocpp201.SetDisplayMessageResponse, error) {
	status := d.Decide.Refuses(q.Message)
	if status == ocpp201.DisplayMessageStatusAccepted {
		d.keep(d.Decide.Keeps(d.Messages, q.Message))
	}
	return ocpp201.SetDisplayMessageResponse{Status: status}, nil
}

// refuses says why a message is not taken.
func (d *Display) refuses(m ocpp201.MessageInfo) ocpp201.DisplayMessageStatus {
	can := &d.product.Capabilities
	switch {
	case d.off():
		return ocpp201.DisplayMessageStatusRejected
	case !slices.Contains(can.MessagePriorities, string(m.Priority)):
		return ocpp201.DisplayMessageStatusNotSupportedPriority
	case !slices.Contains(can.MessageFormats, string(m.Message.Format)):
		return ocpp201.DisplayMessageStatusNotSupportedMessageFormat
	case m.TransactionID != nil && d.charging.FindTransaction(*m.TransactionID) == nil:
		return ocpp201.DisplayMessageStatusUnknownTransaction
	case m.Display != nil && !strings.EqualFold(m.Display.Name, component): // O01.FR.22
		return ocpp201.DisplayMessageStatusRejected
	case len(d.Decide.Keeps(d.Messages, m)) > can.DisplayMessages: // O01.FR.11
		return ocpp201.DisplayMessageStatusRejected
	}
	return ocpp201.DisplayMessageStatusAccepted
}

// keeps puts a message into the place of the one with its id, and of one that is always in front where it is so too.
func (d *Display) keeps(all []ocpp201.MessageInfo, m ocpp201.MessageInfo) []ocpp201.MessageInfo {
	front := ocpp201.MessagePriorityAlwaysFront
	all = slices.DeleteFunc(slices.Clone(all), func(other ocpp201.MessageInfo) bool {
		return other.ID == m.ID || m.Priority == front && other.Priority == front
	})
	return append(all, m)
}

// Get answers use cases O03 and O04.
func (d *Display) Get(q ocpp201.GetDisplayMessagesRequest) (ocpp201.GetDisplayMessagesResponse, error) {
	d.prune()
	var some []ocpp201.MessageInfo
	for _, m := range d.Messages {
		if d.Decide.Matches(q, m) {
			some = append(some, m)
		}
	}
	if len(some) == 0 {
		return ocpp201.GetDisplayMessagesResponse{Status: ocpp201.GetDisplayMessagesStatusUnknown}, nil
	}
	d.wire.Then(func() { d.tell(q.RequestID, some) })
	return ocpp201.GetDisplayMessagesResponse{Status: ocpp201.GetDisplayMessagesStatusAccepted}, nil
}

// matches holds a message against all that a request names.
func matches(q ocpp201.GetDisplayMessagesRequest, m ocpp201.MessageInfo) bool {
	return (len(q.ID) == 0 || slices.Contains(q.ID, m.ID)) &&
		(q.Priority == nil || *q.Priority == m.Priority) &&
		(q.State == nil || m.State != nil && *q.State == *m.State)
}

// perMessage is how many messages one NotifyDisplayMessages carries.
const perMessage = 2

// tell sends the messages, in as many parts as it takes (O03.FR.02 to FR.05).
func (d *Display) tell(requestID int, some []ocpp201.MessageInfo) {
	if d.product.Capabilities.MessagesInParts {
		d.tellApart(requestID, some)
		return
	}
	for part := range slices.Chunk(some, perMessage) {
		some = some[len(part):]
		wire.Send(d.wire, ocpp201.NotifyDisplayMessagesRequest{RequestID: requestID, MessageInfo: part, TBC: new(len(some) > 0)}, wire.Sending{Asked: true})
	}
}

// tellApart sends each message for itself, the newest first, and an end without any.
func (d *Display) tellApart(requestID int, some []ocpp201.MessageInfo) {
	for _, m := range slices.Backward(some) {
		wire.Send(d.wire, ocpp201.NotifyDisplayMessagesRequest{RequestID: requestID, MessageInfo: []ocpp201.MessageInfo{m}, TBC: new(true)}, wire.Sending{Asked: true})
	}
	wire.Send(d.wire, ocpp201.NotifyDisplayMessagesRequest{RequestID: requestID}, wire.Sending{Asked: true})
}

// Clear answers use case O05.
func (d *Display) Clear(q ocpp201.ClearDisplayMessageRequest) (ocpp201.ClearDisplayMessageResponse, error) {
	d.prune()
	i := slices.IndexFunc(d.Messages, func(m ocpp201.MessageInfo) bool { return m.ID == q.ID })
	if i < 0 {
		return ocpp201.ClearDisplayMessageResponse{Status: ocpp201.ClearMessageStatusUnknown}, nil
	}
	d.keep(slices.Delete(slices.Clone(d.Messages), i, i+1))
	return ocpp201.ClearDisplayMessageResponse{Status: ocpp201.ClearMessageStatusAccepted}, nil
}

// outdated tells whether the time of a message is over, or its transaction.
func (d *Display) outdated(m ocpp201.MessageInfo) bool {
	return m.EndDateTime != nil && !d.kernel.Now().Before(m.EndDateTime.Time) ||
		m.TransactionID != nil && d.charging.FindTransaction(*m.TransactionID) == nil
}

// prune removes what is outdated, and comes again when the next message begins or ends.
func (d *Display) prune() {
	if slices.ContainsFunc(d.Messages, d.Decide.Outdated) {
		d.keep(slices.DeleteFunc(slices.Clone(d.Messages), d.Decide.Outdated))
	}
	d.kernel.Cancel(d.due)
	d.due = nil
	if wait := d.untilNext(); wait > 0 {
		d.due = d.kernel.After(wait, func() {}) // what follows from an alarm is a Follow
	}
}

// untilNext is how long it is until a message begins or ends, 0 for never.
func (d *Display) untilNext() (wait time.Duration) {
	for _, m := range d.Messages {
		for _, at := range []*ocpp201.DateTime{m.StartDateTime, m.EndDateTime} {
			if at == nil {
				continue
			}
			if left := at.Sub(d.kernel.Now()); left > 0 && (wait == 0 || left < wait) {
				wait = left
			}
		}
	}
	return wait
}
