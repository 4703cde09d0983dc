package files

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// upload is a log on its way to the CSMS. It is under way until its last attempt has ended, the waits between them
// included.
type upload struct {
	*transfer
	name    string
	content []byte
}

// GetLog answers use case N01. A location that the station cannot reach by any protocol of its own is turned down like a
// log that it does not have (N01.FR.05): nothing else would be told of it.
func (fs *Files) GetLog(q ocpp201.GetLogRequest) (ocpp201.GetLogResponse, error) {
	rejected := ocpp201.GetLogResponse{Status: ocpp201.LogStatusRejected}
	folder, err := fs.fileLocation(q.Log.RemoteLocation)
	content := fs.logOf(q)
	switch {
	case err != nil:
		rejected.StatusInfo = fs.wire.Reason("InvalidURL", err.Error())
		return rejected, nil
	case fs.Upload != nil && fs.product.Capabilities.UploadsToTheEnd:
		rejected.StatusInfo = fs.wire.Reason("Busy", "another log is being uploaded")
		return rejected, nil
	case content == "":
		rejected.StatusInfo = fs.wire.Reason("NotFound", "there is nothing in the log of that time")
		return rejected, nil
	}
	u := &upload{transfer: fs.newTransfer(q.RequestID, q.Retries, q.RetryInterval), content: []byte(content)}
	u.name = fmt.Sprintf("%s-%s-%s.log", fs.product.ID, q.LogType, fs.kernel.Now().UTC().Format("20060102T150405Z"))
	u.move = func(ctx context.Context, a Attempt) error { return fs.Decide.Put(ctx, a, folder, u.name, u.content) }
	u.ended = func(err error) { fs.uploaded(u, err) }
	answer := ocpp201.GetLogResponse{Status: ocpp201.LogStatusAccepted, Filename: &u.name} // N01.FR.01
	if fs.Upload != nil {
		answer.Status = ocpp201.LogStatusAcceptedCanceled // N01.FR.12
		fs.cancelUpload()
	}
	fs.Upload = u
	fs.wire.Then(func() { fs.startUpload(u) })
	return answer, nil
}

// logOf is the content of a log (N01.FR.03, FR.04).
func (fs *Files) logOf(q ocpp201.GetLogRequest) string {
	if q.LogType == ocpp201.LogSecurityLog {
		return fs.kernel.Security.Between(timeOf(q.Log.OldestTimestamp), timeOf(q.Log.LatestTimestamp))
	}
	return fs.kernel.Diagnostics.Between(timeOf(q.Log.OldestTimestamp), timeOf(q.Log.LatestTimestamp))
}

// cancelUpload makes room for another one (N01.FR.20).
func (fs *Files) cancelUpload() {
	old := fs.Upload
	fs.giveUp(old.transfer)
	fs.wire.Then(func() { fs.tellLog(old.requestID, ocpp201.UploadLogStatusAcceptedCanceled) })
}

func (fs *Files) startUpload(u *upload) {
	if u.over {
		return // it was canceled before its answer went out
	}
	fs.tellLog(u.requestID, ocpp201.UploadLogStatusUploading) // N01.FR.08
	fs.attempt(u.transfer)
}

// uploaded tells how the upload ended, after its last attempt (N01.FR.09, FR.10).
func (fs *Files) uploaded(u *upload, err error) {
	fs.Upload = nil
	fs.tellLog(u.requestID, uploadStatus(err))
}

// tellLog tells the state of an upload (N01.FR.07, FR.13).
func (fs *Files) tellLog(requestID int, status ocpp201.UploadLogStatus) {
	wire.Send(fs.wire, ocpp201.LogStatusNotificationRequest{Status: status, RequestID: &requestID}, wire.Sending{})
}

// LogStatus is what the station tells of its upload when it is asked: Uploading with the id of the request, or Idle
// (F06.FR.14, F06.FR.15, N01.FR.13).
func (fs *Files) LogStatus() ocpp201.LogStatusNotificationRequest {
	q := ocpp201.LogStatusNotificationRequest{Status: ocpp201.UploadLogStatusIdle}
	if fs.Upload != nil {
		q.Status, q.RequestID = ocpp201.UploadLogStatusUploading, &fs.Upload.requestID
	}
	return q
}

func timeOf(at *ocpp201.DateTime) *time.Time {
	if at == nil {
		return nil
	}
	return &at.Time
}
