package n_diagnostics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_N_25_CS has the station upload its diagnostics log.
var TC_N_25_CS = octt.Register(octt.Case{
	ID:     "TC_N_25_CS",
	Modes:  octt.PerProtocol,
	Before: octt.HoldTransfers(),
	Main: func(s *octt.Scenario) {
		uploads(s, ocpp201.LogDiagnosticsLog,
			octt.Must("filename", octt.Satisfying("not empty", func(name any) bool { return name != "" })).Clause("N01.FR.01"))
	},
})

// TC_N_35_CS has it upload its security log. Table 370 asks for no filename, unlike table 358.
var TC_N_35_CS = octt.Register(octt.Case{
	ID:     "TC_N_35_CS",
	Modes:  octt.PerProtocol,
	Before: octt.HoldTransfers(),
	Main:   func(s *octt.Scenario) { uploads(s, ocpp201.LogSecurityLog) },
})

// uploads plays the rows of a log that is uploaded. The file server keeps the upload under way for a moment, so that a station
// which says Uploaded before it has is seen to do so.
func uploads(s *octt.Scenario, of ocpp201.Log, answer ...octt.Clause) {
	id, began := int(rand.Int32()), time.Now()
	answer = append([]octt.Clause{octt.Must("status", ocpp201.LogStatusAccepted).Clause("N01.FR.01")}, answer...)
	octt.Send(s, 1, ocpp201.GetLogRequest{LogType: of, RequestID: id, Log: ocpp201.LogParameters{RemoteLocation: s.LogLocation()}}).Receive(2, answer...)
	tells(s, 3, ocpp201.UploadLogStatusUploading, id, "N01.FR.08")
	s.PassOver(nil, "a station may tell Uploading with each attempt (part 2, N01.FR.10)", begins)
	s.Settles()
	uploaded(s, 5, id, began, logOf[of])
}

// logOf are the requirements that say which log is uploaded.
var logOf = map[ocpp201.Log]string{ocpp201.LogDiagnosticsLog: "N01.FR.04", ocpp201.LogSecurityLog: "N01.FR.03"}

// tells plays the rows of a LogStatusNotificationRequest.
func tells(s *octt.Scenario, row int, status ocpp201.UploadLogStatus, id int, ids ...string) *octt.Message {
	_, call := octt.Receive[ocpp201.LogStatusNotificationRequest](s, row, octt.Must("status", status).Clause(ids...), ofRequest(id))
	call.Accept(row + 1)
	return call.Message()
}

func ofRequest(id int) octt.Requirement {
	return octt.Must("requestId", id).Named("<requestId of the GetLogRequest>").Clause("N01.FR.07", "N01.FR.13")
}

// begins recognizes the message that an upload, or one more attempt, begins.
func begins(m *octt.Message) bool { return statusOf(m) == ocpp201.UploadLogStatusUploading }

// fails recognizes one of the four that it has failed (part 2, N01.FR.10).
func fails(m *octt.Message) bool { return slices.Contains(states.UploadFailures, statusOf(m)) }

// statusOf is the status of a LogStatusNotificationRequest, empty for every other message.
func statusOf(m *octt.Message) ocpp201.UploadLogStatus {
	var q ocpp201.LogStatusNotificationRequest
	if m.Action != q.Action() || m.Payload.Decode(&q) != nil {
		return ""
	}
	return q.Status
}

// uploaded lets an upload go on that began after a moment, and plays the rows of its end. That one file has arrived by then is what N01.FR.02
// and FR.09 ask for; the table looks at the message alone.
func uploaded(s *octt.Scenario, row, id int, began time.Time, kind string) {
	held := s.LetTransfersGo()
	told := tells(s, row, ocpp201.UploadLogStatusUploaded, id, "N01.FR.09")
	files := s.Uploads(began)
	s.CheckMessage(row, told, "The Charging Station does not say so while the file server keeps the upload under way.", told.At.Before(held), false, "N01.FR.09")
	if s.CheckMessage(row, told, "One log file has arrived at the file server when the Charging Station says that it is uploaded.", len(files), 1, "N01.FR.02", "N01.FR.09", kind) {
		s.RemarkMessage(row, told, "The log file is not empty.", files[0].Size > 0, true, kind)
	}
}

// retries is how often the station is to try again (erratum 6.2.93).
const retries = 3

// TC_N_26_CS gives it a location that does not exist (erratum 6.2.93). Uploading and its failure are told with each of the four
// attempts, or once; a station may do the one and not the other (N01.FR.10). "Equals" is with the deviation of the laboratories.
var TC_N_26_CS = octt.Register(octt.Case{
	ID:     "TC_N_26_CS",
	Modes:  octt.PerProtocol,
	Before: octt.Transfers(),
	Main: func(s *octt.Scenario) {
		id, interval, asked := int(rand.Int32()), s.Configured.RetryInterval, time.Now()
		octt.Send(s, 1, ocpp201.GetLogRequest{
			LogType: ocpp201.LogDiagnosticsLog, RequestID: id, Retries: new(retries), RetryInterval: new(int(interval / time.Second)),
			Log: ocpp201.LogParameters{RemoteLocation: s.NoLocation()},
		}).Receive(2, octt.Must("status", ocpp201.LogStatusAccepted).Clause("N01.FR.01"))
		first := tells(s, 3, ocpp201.UploadLogStatusUploading, id, "N01.FR.08")
		began, failed := attempts(s, first, id, retries*interval)
		if len(failed) == 0 {
			s.Check(5, "The Charging Station tells that the upload has failed.", "it does not", "a LogStatusNotificationRequest", "N01.FR.10")
			return
		}
		last := failed[len(failed)-1]
		s.Check(3, "Uploading is told 1 or 4 times.", len(began), octt.OneOf(1, 1+retries), "N01.FR.08")
		s.Check(5, "The failure is told 1 or 4 times.", len(failed), octt.OneOf(1, 1+retries), "N01.FR.10")
		took := last.At.Sub(first.At)
		s.CheckMessage(5, last, fmt.Sprintf("The last failure comes 3 * <Configured retryInterval>, %s, after the first Uploading, with a deviation of %s.", retries*interval, s.Timeouts.Deviation),
			(took-retries*interval).Abs() <= s.Timeouts.Deviation, true, "N01.FR.10")
		s.Note("From the first Uploading to the last failure: %s.", took.Round(time.Millisecond))
		s.RemarkMessage(5, last, "The file server has seen the attempts to upload the diagnostics.", s.UploadAttempts(asked) > retries, true, "N01.FR.02", "N01.FR.04")
		s.Nothing(5, 0, octt.As[ocpp201.LogStatusNotificationRequest]())
	},
})

// attempts plays rows 3 to 6 as often as they come: until the last attempt has failed, or could have.
func attempts(s *octt.Scenario, first *octt.Message, id int, all time.Duration) (began, failed []*octt.Message) {
	began = []*octt.Message{first}
	end := first.At.Add(all + s.Timeouts.Deviation + s.Timeouts.Message)
	whole := func() bool {
		return len(failed) > retries || len(failed) == 1 && failed[0].At.Sub(first.At) >= all-s.Timeouts.Deviation
	}
	for !whole() {
		either := []octt.Alternative{
			octt.As[ocpp201.LogStatusNotificationRequest](octt.Until(end), ofRequest(id)).With(string(ocpp201.UploadLogStatusUploading), begins),
			octt.As[ocpp201.LogStatusNotificationRequest](octt.Until(end), ofRequest(id)).With("a failure", fails),
		}
		if !s.Comes(either...) {
			return began, failed
		}
		m := s.ReceiveEither(5, either...)
		s.Respond(6, m)
		if begins(m) {
			began = append(began, m)
		} else {
			failed = append(failed, m)
		}
	}
	return began, failed
}

// TC_N_36_CS asks for a second log while the first is being uploaded, which the file server keeps under way. AcceptedCanceled may
// be told before the answer (erratum 6.2.97).
var TC_N_36_CS = octt.Register(octt.Case{
	ID:     "TC_N_36_CS",
	Modes:  octt.PerProtocol,
	Before: octt.HoldTransfers(),
	Main: func(s *octt.Scenario) {
		one, two := int(rand.Int32()), int(rand.Int32())
		ask := func(row, id int) *octt.Sent[ocpp201.GetLogResponse] {
			return octt.Send(s, row, ocpp201.GetLogRequest{LogType: s.Configured.LogType, RequestID: id, Log: ocpp201.LogParameters{RemoteLocation: s.LogLocation()}})
		}
		ask(1, one).Receive(2, octt.Must("status", ocpp201.LogStatusAccepted).Clause("N01.FR.01"))
		tells(s, 3, ocpp201.UploadLogStatusUploading, one, "N01.FR.08")
		s.PassOver(nil, "a station may tell Uploading with each attempt (part 2, N01.FR.10)", begins)
		began := time.Now()
		ask(5, two).Receive(6, octt.Must("status", ocpp201.LogStatusAcceptedCanceled).Clause("N01.FR.12"))
		tells(s, 7, ocpp201.UploadLogStatusAcceptedCanceled, one, "N01.FR.20")
		tells(s, 9, ocpp201.UploadLogStatusUploading, two, "N01.FR.08")
		uploaded(s, 11, two, began, logOf[s.Configured.LogType])
	},
})
