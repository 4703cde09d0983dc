package station

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
)

// handler answers one action's CALL with the payload of its CALLRESULT, or a *callError.
type handler func(fw *firmware, payload []byte) ([]byte, error)

// handle makes a handler of a function from request to response.
func handle[Q ocpp201.Request[P], P any](answer func(*firmware, Q) (P, error)) handler {
	return func(fw *firmware, payload []byte) ([]byte, error) {
		var request Q
		if err := ocpp201.Decode(payload, &request); err != nil {
			return nil, &callError{ocppj.FormatViolation, err.Error()}
		}
		response, err := answer(fw, request)
		if err != nil {
			return nil, err
		}
		return json.Marshal(response)
	}
}

// handlerFor finds who answers an action, nil when this station does not. Known actions are then answered with
// NotSupported, unknown ones with NotImplemented (part 4, table 8).
func handlerFor(action string) handler {
	switch action {
	case "ChangeAvailability":
		return handle((*firmware).changeAvailability)
	case "ClearCache":
		return handle((*firmware).clearCache)
	case "DataTransfer":
		return handle((*firmware).dataTransfer)
	case "GetBaseReport":
		return handle((*firmware).getBaseReport)
	case "GetLog":
		return handle((*firmware).getLog)
	case "GetReport":
		return handle((*firmware).getReport)
	case "GetTransactionStatus":
		return handle((*firmware).getTransactionStatus)
	case "GetVariables":
		return handle((*firmware).getVariables)
	case "RequestStartTransaction":
		return handle((*firmware).requestStart)
	case "RequestStopTransaction":
		return handle((*firmware).requestStop)
	case "Reset":
		return handle((*firmware).reset)
	case "SetNetworkProfile":
		return handle((*firmware).setNetworkProfile)
	case "SetVariables":
		return handle((*firmware).setVariables)
	case "TriggerMessage":
		return handle((*firmware).triggerMessage)
	case "UnlockConnector":
		return handle((*firmware).unlockConnector)
	case "UpdateFirmware":
		return handle((*firmware).updateFirmware)
	}
	return nil
}

// serve answers a CALL. What the request starts happens after the answer has gone out (F06.FR.04).
func (fw *firmware) serve(l *link, frame ocppj.Frame) {
	if fw.defects.Has(defects.NeverAnswers) || fw.registration == rejected && fw.defects.Has(defects.RejectedAnswersNothing) {
		return
	}
	if fw.registration == rejected && fw.defects.Has(defects.RejectedHangsUpOnCalls) {
		fw.lost(l, errors.New("the CSMS may not call a station that it has rejected"))
		return
	}
	fw.noteCall("received", frame.Action)
	payload, err := fw.dispatch(frame)
	followUp := fw.followUp
	fw.followUp = nil
	reply := func() {
		if fw.link == l {
			fw.put(outgoing{text: encodeAnswer(frame.ID, payload, err)})
		}
		for _, act := range followUp {
			act()
		}
		if fw.defects.Has(defects.UnsolicitedMessage) {
			send(fw, ocpp201.DataTransferRequest{VendorID: "com.example.unsolicited"})
		}
	}
	if fw.defects.Has(defects.SlowAnswers) {
		fw.alarms.after(fw.messageTimeout()+5*time.Second, reply)
		return
	}
	reply()
}

func encodeAnswer(id string, payload []byte, err error) []byte {
	var problem *callError
	switch {
	case err == nil:
		return ocppj.EncodeResult(id, payload)
	case errors.As(err, &problem):
		return ocppj.EncodeError(id, problem.code, problem.description, nil)
	}
	return ocppj.EncodeError(id, ocppj.InternalError, err.Error(), nil)
}

func (fw *firmware) dispatch(frame ocppj.Frame) ([]byte, error) {
	// B03.FR.08: while Rejected the CSMS must not send anything but the answer to BootNotification.
	if fw.registration == rejected && !fw.defects.Has(defects.RejectedAnswersCalls) {
		if fw.defects.Has(defects.RejectedAnswersNotSupported) {
			return nil, &callError{ocppj.NotSupported, frame.Action + " is not supported by this charging station"}
		}
		return nil, &callError{ocppj.SecurityError, "this charging station has been rejected and takes no requests"}
	}
	answer := handlerFor(frame.Action)
	if answer == nil {
		if _, known := ocpp201.Lookup(frame.Action); known {
			return nil, &callError{ocppj.NotSupported, frame.Action + " is not supported by this charging station"}
		}
		return nil, &callError{ocppj.NotImplemented, frame.Action + " is not an action of OCPP 2.0.1"}
	}
	if err := fw.tooLong(frame); err != nil {
		return nil, err
	}
	if problems := fw.station.schemas.Request(frame.Action, frame.Payload); len(problems) > 0 {
		p := problems[0]
		return nil, &callError{ocppj.ErrorCode(p.Code), fmt.Sprintf("%s %s", p.Pointer, p.Message)}
	}
	return answer(fw, frame.Payload)
}

// tooLong enforces BytesPerMessage with FormatViolation (B06.FR.17, B08.FR.18; B05 is silent and treated alike).
func (fw *firmware) tooLong(frame ocppj.Frame) error {
	limit := fw.config.Capabilities.BytesPerMessage.of(frame.Action)
	if n := len(frame.Payload); limit > 0 && n > limit {
		return &callError{ocppj.FormatViolation, fmt.Sprintf("%d bytes are more than BytesPerMessage allows, which is %d", n, limit)}
	}
	return nil
}

// tooMany enforces ItemsPerMessage with OccurrenceConstraintViolation (B06.FR.16, B08.FR.17; B05 is silent and treated
// alike).
func (fw *firmware) tooMany(action string, items int) error {
	if limit := fw.config.Capabilities.ItemsPerMessage.of(action); items > limit {
		return &callError{ocppj.OccurrenceConstraintViolation, fmt.Sprintf("%d items are more than ItemsPerMessage allows, which is %d", items, limit)}
	}
	return nil
}

// then does something after the answer to the request in hand has gone out.
func (fw *firmware) then(act func()) { fw.followUp = append(fw.followUp, act) }

// dataTransfer knows no vendor (P01.FR.05).
func (fw *firmware) dataTransfer(ocpp201.DataTransferRequest) (ocpp201.DataTransferResponse, error) {
	return ocpp201.DataTransferResponse{Status: ocpp201.DataTransferStatusUnknownVendorId}, nil
}
