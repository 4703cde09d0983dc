package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Files is the bench's server for logs and firmware, as a case needs it. Implementations are safe for concurrent use.
type Files interface {
	// LogLocation is <Configured log_location>, a folder that logs can be uploaded to.
	LogLocation() string
	// FirmwareLocation is <Configured firmware_location>.
	FirmwareLocation() string
	// Protocols are those of the locations, as OCPPCommCtrlr.FileTransferProtocols names them.
	Protocols() []string
	// Hold keeps transfers under way from now on, until Release lets them go on.
	Hold()
	Release()
	// Busy tells whether a transfer is under way.
	Busy() bool
}

// HoldTransfers prepares the file server of the bench: a transfer that the station begins stays under way until the case is
// over, so that rows can ask about it. On a bench without one, or one that the station shares no protocol with (ORS-24),
// the case is NOT RUN.
func HoldTransfers() []Preparation {
	return declare(func(s *Scenario) {
		r := s.open("", evidence.ActorTool, "keeps file transfers under way until the case is over", "")
		if why := s.lacksFiles(); why != "" {
			s.check(evidence.Check{Requirement: "The bench has a file server that the Charging Station can use.", Actual: why, Verdict: evidence.NotRun})
			r.end(evidence.NotRun, sentenceOf(why))
			s.stop()
		}
		s.files.Hold()
		r.end(evidence.Pass, "")
	})
}

// lacksFiles says why the station cannot use the file server of the bench; empty when it can.
func (s *Scenario) lacksFiles() string {
	if s.files == nil {
		return "the bench has no file server; add files: to the bench file"
	}
	declared := s.PICS.Items(pics.ORS_24)
	serves := func(protocol string) bool { return slices.Contains(s.files.Protocols(), protocol) }
	if len(declared) > 0 && !slices.ContainsFunc(declared, serves) {
		return fmt.Sprintf("the PICS declares file transfers by %s (ORS-24), and the file server of the bench speaks %s",
			strings.Join(declared, ", "), strings.Join(s.files.Protocols(), ", "))
	}
	return ""
}

// LogLocation is <Configured log_location>, after HoldTransfers.
func (s *Scenario) LogLocation() string { return s.files.LogLocation() }

// FirmwareLocation is <Configured firmware_location>, after HoldTransfers.
func (s *Scenario) FirmwareLocation() string { return s.files.FirmwareLocation() }

// Transferring tells whether a transfer that the station has begun is under way at the file server of the bench.
func (s *Scenario) Transferring() bool { return s.files.Busy() }

// Transferred records a file that was moved at the file server of the bench, or was to be.
func (p *Player) Transferred(t evidence.Transfer) {
	p.w.record(evidence.Record{Kind: evidence.KindTransfer, Transfer: &t})
}

// transfers is what the station has told of its log upload and its firmware update, and who asked for the latter.
type transfers struct {
	uploading bool
	updating  bool
	updates   []int // requestIds of the last UpdateFirmwareRequest of the run and the one before it, which it may have ended
	logs      []int // the same of GetLogRequest
}

// told takes what a message tells.
func (t *transfers) told(m *Message) {
	status := func() string {
		text, _ := values.Field(m.Payload, "status").(string)
		return text
	}
	switch m.Action {
	case "BootNotification": // what was under way has ended with the station's last life
		t.uploading, t.updating = false, false
	case "LogStatusNotification":
		t.uploading = ocpp201.UploadLogStatus(status()) == ocpp201.UploadLogStatusUploading
	case "FirmwareStatusNotification":
		t.updating = !slices.Contains(updateEnds, ocpp201.FirmwareStatus(status()))
	}
}

// updateEnds are the states in which no update is under way (part 2, FirmwareStatusEnumType: end states, and Idle).
var updateEnds = []ocpp201.FirmwareStatus{
	ocpp201.FirmwareStatusIdle, ocpp201.FirmwareStatusDownloadFailed, ocpp201.FirmwareStatusInstallationFailed,
	ocpp201.FirmwareStatusInstalled, ocpp201.FirmwareStatusInstallVerificationFailed, ocpp201.FirmwareStatusInvalidSignature,
}

// asked takes what is asked of the station.
func (t *transfers) asked(request any) {
	switch q := request.(type) {
	case ocpp201.UpdateFirmwareRequest:
		t.updates = lastTwo(append(t.updates, q.RequestID))
	case ocpp201.GetLogRequest:
		t.logs = lastTwo(append(t.logs, q.RequestID))
	}
}

func lastTwo(ids []int) []int { return ids[max(0, len(ids)-2):] }

// AwaitTransfers waits until the station has told the end of its log upload and of its firmware update (part 6, section
// 2.1: it is busy with neither).
func (s *Scenario) AwaitTransfers(limit time.Duration) error {
	return s.until(limit, "the end of the log upload or firmware update that the station has told of", func() bool {
		return !s.w.transfers.uploading && !s.w.transfers.updating
	})
}

// judgeTransfers judges that every FirmwareStatusNotificationRequest carries the requestId of the update that it is about
// (part 6, section 2.1; part 2, L01.FR.10), and every LogStatusNotificationRequest that of its upload (part 2, N01.FR.07,
// N01.FR.13), which section 2.1 leaves out. Idle is about none (L01.FR.20, N01.FR.13). What comes after the last row belongs
// to the way back to rest.
func (s *Scenario) judgeTransfers() {
	s.judgeTransfer("FirmwareStatusNotification", "UpdateFirmwareRequest", s.w.transfers.updates, generalRules, "L01.FR.10")
	s.judgeTransfer("LogStatusNotification", "GetLogRequest", s.w.transfers.logs, "part 2, use case N01", "N01.FR.07", "N01.FR.13")
}

// judgeTransfer judges the statuses of transfers of this run by the requestIds of what has asked for them; clause and ids say
// why.
func (s *Scenario) judgeTransfer(action, request string, asked []int, clause string, ids ...string) {
	if len(asked) == 0 {
		return
	}
	requirement, broken := "Every "+action+"Request has the requestId of its "+request+".", false
	told := s.transfersTold(action)
	for _, m := range told {
		id := values.Field(m.Payload, "requestId")
		if n, ok := id.(float64); !ok || !slices.Contains(asked, int(n)) {
			s.rule(clause, requirement, "one of "+fmt.Sprint(asked), values.Show(id), m.Seq, evidence.Fail, ids...)
			broken = true
		}
	}
	if len(told) > 0 && !broken {
		s.rule(clause, requirement, "one of "+fmt.Sprint(asked), fmt.Sprintf("%d messages without a breach", len(told)), 0, evidence.Pass, ids...)
	}
}

// transfersTold are the statuses of a transfer, as far as the rows of this play go.
func (s *Scenario) transfersTold(action string) []*Message {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []*Message
	for _, m := range s.w.from(s.first) {
		if m.Action == action && m.order < s.last && values.Field(m.Payload, "status") != "Idle" {
			out = append(out, m)
		}
	}
	return out
}
