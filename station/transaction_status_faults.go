package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// spoilTransactionStatus is where defects act on what a station says of a transaction (E14).
func (fw *firmware) spoilTransactionStatus(q ocpp201.GetTransactionStatusRequest, r *ocpp201.GetTransactionStatusResponse) error {
	switch {
	case r.MessagesInQueue && fw.defects.Has(defects.QueueNotReported):
		r.MessagesInQueue = false
	case !r.MessagesInQueue && fw.defects.Has(defects.QueueAlwaysReported):
		r.MessagesInQueue = true
	}
	id := text(q.TransactionID)
	switch {
	case q.TransactionID == nil && fw.defects.Has(defects.StatusWithoutIDRefused):
		return &wire.CallError{Code: ocppj.InternalError, Description: "there is no such transaction"}
	case q.TransactionID == nil && fw.defects.Has(defects.OngoingWithoutID):
		r.OngoingIndicator = new(false)
	case q.TransactionID == nil:
	case fw.unknown(id) && fw.defects.Has(defects.StatusOfUnknownRefused):
		return &wire.CallError{Code: ocppj.InternalError, Description: "there is no such transaction"}
	case fw.unknown(id) && fw.defects.Has(defects.StatusOfUnknownWithoutOngoing):
		r.OngoingIndicator = nil
	case *r.OngoingIndicator != fw.queue.has(id) && fw.defects.Has(defects.OngoingAsQueued):
		r.OngoingIndicator = new(fw.queue.has(id))
	}
	return nil
}

// unknown tells whether the station has nothing of a transaction (any more).
func (fw *firmware) unknown(id string) bool {
	return fw.findTransaction(id) == nil && !fw.queue.has(id)
}
