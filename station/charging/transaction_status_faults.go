package charging

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// spoilTransactionStatus is where defects act on what a station says of a transaction (E14).
func (ch *Charging) spoilTransactionStatus(q ocpp201.GetTransactionStatusRequest, r *ocpp201.GetTransactionStatusResponse) error {
	switch {
	case r.MessagesInQueue && ch.defects.Has(defects.QueueNotReported):
		r.MessagesInQueue = false
	case !r.MessagesInQueue && ch.defects.Has(defects.QueueAlwaysReported):
		r.MessagesInQueue = true
	}
	id := model.Text(q.TransactionID)
	switch {
	case q.TransactionID == nil && ch.defects.Has(defects.StatusWithoutIDRefused):
		return &wire.CallError{Code: ocppj.InternalError, Description: "there is no such transaction"}
	case q.TransactionID == nil && ch.defects.Has(defects.OngoingWithoutID):
		r.OngoingIndicator = new(false)
	case q.TransactionID == nil:
	case ch.unknown(id) && ch.defects.Has(defects.StatusOfUnknownRefused):
		return &wire.CallError{Code: ocppj.InternalError, Description: "there is no such transaction"}
	case ch.unknown(id) && ch.defects.Has(defects.StatusOfUnknownWithoutOngoing):
		r.OngoingIndicator = nil
	case *r.OngoingIndicator != ch.Queue.has(id) && ch.defects.Has(defects.OngoingAsQueued):
		r.OngoingIndicator = new(ch.Queue.has(id))
	}
	return nil
}

// unknown tells whether the station has nothing of a transaction (any more).
func (ch *Charging) unknown(id string) bool {
	return ch.FindTransaction(id) == nil && !ch.Queue.has(id)
}
