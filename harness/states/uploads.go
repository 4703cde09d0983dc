package states

import "github.com/certbench/certbench/schemas/ocpp201"

// UploadFailures are the ends of an upload that did not succeed (part 2, N01.FR.10).
var UploadFailures = []ocpp201.UploadLogStatus{ocpp201.UploadLogStatusUploadFailure, ocpp201.UploadLogStatusBadMessage,
	ocpp201.UploadLogStatusPermissionDenied, ocpp201.UploadLogStatusNotSupportedOperation}
