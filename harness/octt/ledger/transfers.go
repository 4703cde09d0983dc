package ledger

import (
	"maps"
	"math"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Transfers is what the station has told of its log upload and its firmware update, and who asked for the latter.
type Transfers struct {
	Updating bool
	Updates  []int // requestIds of the last UpdateFirmwareRequest of the run and the one before it, which it may have ended
	Logs     []int // the same of GetLogRequest
	Firmware Firmware

	uploads  map[int]bool // that are under way, by requestId
	canceled map[int]bool // that were, and that the station may still tell to be canceled
}

// mostUploads is how many uploads are known apart that a station says it has begun and tells no end of.
const mostUploads = 64

// unnamed stands for the upload of a status without a requestId.
const unnamed = math.MinInt

// Uploading tells whether an upload is under way. There may be several: a station need not end one for another (part 2, N01.FR.12).
func (t *Transfers) Uploading() bool { return len(t.uploads) > 0 }

// uploadTold takes a status of an upload. One that ends an upload which never began, by its id, has ended whatever was under way: the
// id is wrong. So has Idle, which is that of no upload. One that was canceled for another is told to be so when the other may have begun.
func (t *Transfers) uploadTold(status ocpp201.UploadLogStatus, requestID any) {
	of := unnamed
	if n, ok := requestID.(float64); ok {
		of = int(n)
	}
	was := t.canceled[of]
	delete(t.canceled, of)
	switch {
	case status == ocpp201.UploadLogStatusUploading && t.uploads == nil:
		t.uploads = map[int]bool{of: true}
	case status == ocpp201.UploadLogStatusUploading && len(t.uploads) >= mostUploads: // whatever is known to be under way stays so
	case status == ocpp201.UploadLogStatusUploading:
		t.uploads[of] = true
	case t.uploads[of]:
		delete(t.uploads, of)
	case was && status == ocpp201.UploadLogStatusAcceptedCanceled:
	default:
		clear(t.uploads)
	}
}

// UploadsCanceled takes the answer AcceptedCanceled to the request with an id: what was assembled, or under way, is canceled (part 2,
// N01.FR.12), whether or not that is told (N01.FR.20).
func (t *Transfers) UploadsCanceled(by int) {
	if t.canceled == nil || len(t.canceled) >= mostUploads {
		t.canceled = map[int]bool{}
	}
	maps.Copy(t.canceled, t.uploads)
	for _, asked := range t.Logs {
		if asked != by {
			t.canceled[asked] = true
		}
	}
	clear(t.uploads)
}

// Firmware is what the station has told of the software that it runs.
type Firmware struct {
	Installing bool            // an update is past its verification: a boot is a part of it, and no end
	Installed  string          // the image that it has told last that it installs, or has installed; empty before it told any
	Version    string          // that its last BootNotification told; empty where that told none
	Since      bool            // it told that after it had told Installed
	Versions   map[string]bool // that it has told in this run

	before string         // Installed, before it began to install
	from   map[int]string // images by requestId of the last updates
}

// Take takes what a message tells.
func (t *Transfers) Take(m *Call) {
	status, _ := m.Field("status").(string)
	switch m.Action {
	case "BootNotification": // what was under way has ended with the station's last life, but for an installation
		clear(t.uploads)
		clear(t.canceled)
		t.Updating = t.Firmware.Installing
		t.Firmware.boots(m)
	case "LogStatusNotification":
		t.uploadTold(ocpp201.UploadLogStatus(status), m.Field("requestId"))
	case "FirmwareStatusNotification":
		t.Updating = !EndsUpdate(ocpp201.FirmwareStatus(status))
		t.Firmware.tells(ocpp201.FirmwareStatus(status), t.image(m.Field("requestId")))
	}
}

// image is that of the update with an id. One that is not told, or is that of none, is taken for the last.
func (t *Transfers) image(id any) string {
	if len(t.Updates) == 0 {
		return ""
	}
	of := t.Updates[len(t.Updates)-1]
	if n, ok := id.(float64); ok && slices.Contains(t.Updates, int(n)) {
		of = int(n)
	}
	return t.Firmware.from[of]
}

// boots takes the version that a boot tells. One that was triggered by a request is none, and tells it as well.
func (f *Firmware) boots(m *Call) {
	version, _ := m.Field("chargingStation.firmwareVersion").(string)
	f.Runs(version)
}

// Runs takes the version that the station tells, empty where it tells none.
func (f *Firmware) Runs(version string) {
	f.Version, f.Since = version, true
	if f.Version == "" {
		return
	}
	if f.Versions == nil {
		f.Versions = map[string]bool{}
	}
	f.Versions[f.Version] = true
}

// tells takes a status of the update of an image. The state Installing is of the station's own software already: when it ends there
// nobody knows which it runs, but for what it told before where it then tells that it has failed.
func (f *Firmware) tells(status ocpp201.FirmwareStatus, image string) {
	f.Installing = slices.Contains(installing, status)
	switch status {
	case ocpp201.FirmwareStatusInstalling:
		f.before, f.Installed = f.Installed, image
	case ocpp201.FirmwareStatusInstalled:
		f.before, f.Installed, f.Since = image, image, false
	case ocpp201.FirmwareStatusInstallationFailed, ocpp201.FirmwareStatusInstallVerificationFailed:
		f.Installed = f.before
	}
}

// installing are the states of an update between its verification and its end (part 2, FirmwareStatusEnumType).
var installing = []ocpp201.FirmwareStatus{
	ocpp201.FirmwareStatusSignatureVerified, ocpp201.FirmwareStatusInstallRebooting, ocpp201.FirmwareStatusInstallScheduled, ocpp201.FirmwareStatusInstalling,
}

// EndsUpdate tells a status after which no update is under way.
func EndsUpdate(status ocpp201.FirmwareStatus) bool { return slices.Contains(updateEnds, status) }

// updateEnds are the states in which no update is under way (part 2, FirmwareStatusEnumType: end states, and Idle).
var updateEnds = []ocpp201.FirmwareStatus{
	ocpp201.FirmwareStatusIdle, ocpp201.FirmwareStatusDownloadFailed, ocpp201.FirmwareStatusInstallationFailed,
	ocpp201.FirmwareStatusInstalled, ocpp201.FirmwareStatusInstallVerificationFailed, ocpp201.FirmwareStatusInvalidSignature,
}

// Asks takes what is asked of the station; image is that of an UpdateFirmwareRequest, by whatever name.
func (t *Transfers) Asks(request any, image string) {
	switch q := request.(type) {
	case ocpp201.UpdateFirmwareRequest:
		t.Updates = lastTwo(append(t.Updates, q.RequestID))
		if t.Firmware.from == nil {
			t.Firmware.from = map[int]string{}
		}
		t.Firmware.from[q.RequestID] = image
		maps.DeleteFunc(t.Firmware.from, func(id int, _ string) bool { return !slices.Contains(t.Updates, id) })
	case ocpp201.GetLogRequest:
		t.Logs = lastTwo(append(t.Logs, q.RequestID))
	}
}

func lastTwo(ids []int) []int { return ids[max(0, len(ids)-2):] }
