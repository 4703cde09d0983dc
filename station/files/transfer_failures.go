package files

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"os"

	"github.com/pkg/sftp"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// loginError is why a server has not let the station in.
type loginError struct{ error }

func (e loginError) Unwrap() error { return e.error }

// loginFailed makes an error of a login one of a login that was refused, unless it is the connection that failed.
func loginFailed(err error) error {
	if errors.As(err, new(net.Error)) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return err
	}
	return loginError{err}
}

// uploadStatus is the status that tells most about a failure (part 2, UploadLogStatusEnumType, whose words are those of SFTP). For
// a firmware there is one only, DownloadFailed.
func uploadStatus(err error) ocpp201.UploadLogStatus {
	var http httpStatus
	var ftp *textproto.Error
	var sftp *sftp.StatusError
	switch {
	case err == nil:
		return ocpp201.UploadLogStatusUploaded
	case errors.As(err, &http):
		return ofHTTP(http)
	case errors.As(err, &ftp):
		return ofFTP(ftp.Code)
	case errors.As(err, &sftp):
		return ofSFTP(sftp.Code)
	case errors.Is(err, os.ErrPermission), errors.As(err, new(loginError)):
		return ocpp201.UploadLogStatusPermissionDenied
	case errors.As(err, new(textproto.ProtocolError)):
		return ocpp201.UploadLogStatusBadMessage
	}
	return ocpp201.UploadLogStatusUploadFailure
}

func ofHTTP(status httpStatus) ocpp201.UploadLogStatus {
	switch status {
	case http.StatusBadRequest:
		return ocpp201.UploadLogStatusBadMessage
	case http.StatusUnauthorized, http.StatusForbidden:
		return ocpp201.UploadLogStatusPermissionDenied
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return ocpp201.UploadLogStatusNotSupportedOperation
	}
	return ocpp201.UploadLogStatusUploadFailure
}

// ofFTP goes by the reply codes of RFC 959, section 4.2. 550 is a file or folder that is not there as well as one that may not be
// touched, and so tells nothing but the failure.
func ofFTP(code int) ocpp201.UploadLogStatus {
	switch code {
	case 500, 501, 503:
		return ocpp201.UploadLogStatusBadMessage
	case 502, 504:
		return ocpp201.UploadLogStatusNotSupportedOperation
	case 530, 532:
		return ocpp201.UploadLogStatusPermissionDenied
	}
	return ocpp201.UploadLogStatusUploadFailure
}

// The status codes of SFTP that have a status of their own (draft-ietf-secsh-filexfer-02, section 7); the library makes an error
// of os of that of a missing permission.
const (
	sftpBadMessage  = 5
	sftpUnsupported = 8
)

func ofSFTP(code uint32) ocpp201.UploadLogStatus {
	switch code {
	case sftpBadMessage:
		return ocpp201.UploadLogStatusBadMessage
	case sftpUnsupported:
		return ocpp201.UploadLogStatusNotSupportedOperation
	}
	return ocpp201.UploadLogStatusUploadFailure
}
