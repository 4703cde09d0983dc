package ocppj

import "encoding/json"

// MessageType is the first element of every frame (part 4, table 3).
type MessageType int

// The message types of part 4, table 3.
const (
	Call       MessageType = 2
	CallResult MessageType = 3
	CallError  MessageType = 4
)

// String is the name that part 4 gives the type.
func (t MessageType) String() string {
	switch t {
	case Call:
		return "CALL"
	case CallResult:
		return "CALLRESULT"
	case CallError:
		return "CALLERROR"
	}
	return "unknown message type"
}

// ErrorCode says in a CALLERROR why a CALL was not processed.
type ErrorCode string

// The error codes of part 4, table 8.
const (
	FormatViolation               ErrorCode = "FormatViolation"
	GenericError                  ErrorCode = "GenericError"
	InternalError                 ErrorCode = "InternalError"
	MessageTypeNotSupported       ErrorCode = "MessageTypeNotSupported"
	NotImplemented                ErrorCode = "NotImplemented"
	NotSupported                  ErrorCode = "NotSupported"
	OccurrenceConstraintViolation ErrorCode = "OccurrenceConstraintViolation"
	PropertyConstraintViolation   ErrorCode = "PropertyConstraintViolation"
	ProtocolError                 ErrorCode = "ProtocolError"
	RpcFrameworkError             ErrorCode = "RpcFrameworkError"
	SecurityError                 ErrorCode = "SecurityError"
	TypeConstraintViolation       ErrorCode = "TypeConstraintViolation"
)

// Known tells whether the code stands in table 8; no other may be sent.
func (c ErrorCode) Known() bool {
	switch c {
	case FormatViolation, GenericError, InternalError, MessageTypeNotSupported, NotImplemented, NotSupported,
		OccurrenceConstraintViolation, PropertyConstraintViolation, ProtocolError, RpcFrameworkError, SecurityError,
		TypeConstraintViolation:
		return true
	}
	return false
}

// Limits of part 4, tables 4 to 7, in Unicode code points.
const (
	MaxIDLength          = 36
	MaxDescriptionLength = 255
)

// UnreadableID stands for the message id in an answer to a frame whose id could not be read (part 4, section 4.2.3).
const UnreadableID = "-1"

// Frame is one message on the wire. Which fields have a meaning depends on Type.
type Frame struct {
	Type             MessageType
	ID               string
	Action           string          // CALL
	Payload          json.RawMessage // CALL, CALLRESULT: any JSON value; whether it fits the action is for validation to say
	ErrorCode        ErrorCode       // CALLERROR
	ErrorDescription string          // CALLERROR
	ErrorDetails     json.RawMessage // CALLERROR
}
