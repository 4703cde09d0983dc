package states

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// FirmwareStatus plays the rows of a FirmwareStatusNotificationRequest of the update that this play has asked for last, and returns
// that message. status is what it must tell, or a matcher. clauses are what else it must be, how long it is waited for, and the
// requirements that ask for it beside those of every status.
func FirmwareStatus(s *octt.Scenario, row int, status any, clauses ...octt.Clause) *octt.Message {
	is := octt.Must("status", status).Clause("L01.FR.01")
	if status == ocpp201.FirmwareStatusDownloaded {
		is = is.Beside(func(any) string { return s.DownloadSeen(s.UpdateAsked) })
	}
	whose := octt.Must("requestId", s.UpdateID).Named("<requestId of the UpdateFirmwareRequest>").Clause("L01.FR.10", "L01.FR.20")
	if s.CanceledID != 0 {
		whose = whose.Beside(func(actual any) string {
			if actual == float64(s.CanceledID) {
				return "that is the update that was canceled"
			}
			return ""
		})
	}
	clauses = append(clauses, is, whose)
	if s.CanceledID != 0 {
		clauses = append(clauses, octt.Skipping("the update that was canceled may end with a failure (part 2, note to L01.FR.24; erratum 6.2.82)",
			octt.Must("requestId", s.CanceledID), octt.Must("status", octt.OneOf(endsOfCanceled...))))
	}
	_, call := octt.Receive[ocpp201.FirmwareStatusNotificationRequest](s, row, clauses...)
	call.Accept(row + 1)
	return call.Message()
}

// TryFirmwareStatus is FirmwareStatus for a status that the document makes optional: nil when it does not come within
// Timeouts.Optional. why says so.
func TryFirmwareStatus(s *octt.Scenario, row int, why string, status ocpp201.FirmwareStatus, clauses ...octt.Clause) *octt.Message {
	is := func(m *octt.Message) bool { return FirmwareStatusOf(m) == status }
	if m := s.Ahead(octt.As[ocpp201.FirmwareStatusNotificationRequest](octt.Optionally(s.Timeouts.Optional)).Where(is)); m == nil {
		s.Skip(row, "", "is left out", why+".")
		return nil
	}
	return FirmwareStatus(s, row, status, clauses...)
}

// endsOfCanceled are how an update may end that another has canceled.
var endsOfCanceled = []ocpp201.FirmwareStatus{ocpp201.FirmwareStatusDownloadFailed, ocpp201.FirmwareStatusInstallationFailed}

// FirmwareStatusOf is the status of a message that is a FirmwareStatusNotificationRequest, empty of every other one, and of nil.
func FirmwareStatusOf(m *octt.Message) ocpp201.FirmwareStatus {
	if m == nil || m.Action != (ocpp201.FirmwareStatusNotificationRequest{}).Action() {
		return ""
	}
	return ocpp201.FirmwareStatus(m.Text("status"))
}

// Boots tells whether a message is a BootNotificationRequest.
func Boots(m *octt.Message) bool {
	return m != nil && m.Action == (ocpp201.BootNotificationRequest{}).Action()
}

// UpdateSteps are the messages by which a firmware update goes on: its statuses, and boots. clauses say how long they are
// waited for.
func UpdateSteps(s *octt.Scenario, clauses ...octt.Clause) []octt.Alternative {
	return []octt.Alternative{
		octt.As[ocpp201.FirmwareStatusNotificationRequest](clauses...).Where(func(m *octt.Message) bool {
			return s.CanceledID == 0 || m.Field("requestId") != float64(s.CanceledID) || !slices.Contains(endsOfCanceled, FirmwareStatusOf(m))
		}),
		octt.As[ocpp201.BootNotificationRequest](clauses...),
	}
}

// LacksStep ends the scenario where no step of an update, or none of those that what says, has come within a time.
func LacksStep(s *octt.Scenario, row int, next *octt.Message, limit time.Duration, what string, ids ...string) {
	if next == nil && !s.Check(row, "The Charging Station "+what+" within "+limit.Round(time.Second).String()+".", false, true, ids...) {
		s.Stop()
	}
}

// nextStep is the next step of an update, which the row waits for as long as an installation may take.
func nextStep(s *octt.Scenario, row int, what string, ids ...string) *octt.Message {
	next := s.Ahead(UpdateSteps(s, octt.Within(s.Timeouts.Install))...)
	LacksStep(s, row, next, s.Timeouts.Install, what, ids...)
	return next
}
