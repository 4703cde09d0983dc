package ledger

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Transfers is what the station has told of its log upload and its firmware update, and who asked for the latter.
type Transfers struct {
	Uploading bool
	Updating  bool
	Updates   []int  // requestIds of the last UpdateFirmwareRequest of the run and the one before it, which it may have ended
	Logs      []int  // the same of GetLogRequest
	Installed string // location of the firmware that the station has told last that it has installed; empty before it told any

	from map[int]string // locations by requestId of Updates
}

// Take takes what a message tells.
func (t *Transfers) Take(m *Call) {
	status := func() string {
		text, _ := m.Field("status").(string)
		return text
	}
	switch m.Action {
	case "BootNotification": // what was under way has ended with the station's last life
		t.Uploading, t.Updating = false, false
	case "LogStatusNotification":
		t.Uploading = ocpp201.UploadLogStatus(status()) == ocpp201.UploadLogStatusUploading
	case "FirmwareStatusNotification":
		t.Updating = !slices.Contains(updateEnds, ocpp201.FirmwareStatus(status()))
		if ocpp201.FirmwareStatus(status()) == ocpp201.FirmwareStatusInstalled {
			t.installed(m.Field("requestId"))
		}
	}
}

// installed takes that an update is done. One that tells no requestId, or that of none, is taken for the last.
func (t *Transfers) installed(id any) {
	if len(t.Updates) == 0 {
		return
	}
	of := t.Updates[len(t.Updates)-1]
	if n, ok := id.(float64); ok && slices.Contains(t.Updates, int(n)) {
		of = int(n)
	}
	t.Installed = t.from[of]
}

// updateEnds are the states in which no update is under way (part 2, FirmwareStatusEnumType: end states, and Idle).
var updateEnds = []ocpp201.FirmwareStatus{
	ocpp201.FirmwareStatusIdle, ocpp201.FirmwareStatusDownloadFailed, ocpp201.FirmwareStatusInstallationFailed,
	ocpp201.FirmwareStatusInstalled, ocpp201.FirmwareStatusInstallVerificationFailed, ocpp201.FirmwareStatusInvalidSignature,
}

// Asks takes what is asked of the station.
func (t *Transfers) Asks(request any) {
	switch q := request.(type) {
	case ocpp201.UpdateFirmwareRequest:
		t.Updates = lastTwo(append(t.Updates, q.RequestID))
		if t.from == nil {
			t.from = map[int]string{}
		}
		t.from[q.RequestID] = q.Firmware.Location
	case ocpp201.GetLogRequest:
		t.Logs = lastTwo(append(t.Logs, q.RequestID))
	}
}

func lastTwo(ids []int) []int { return ids[max(0, len(ids)-2):] }
