package f_remote_control

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_F_16_CS asks for the state of an upload that is under way. The file server of the bench keeps it under way: how large
// a log is, and how fast it is uploaded, is for nobody to know.
//
// That the messages carry the requestId of the GetLogRequest (part 2, N01.FR.07) is not among the table's validations;
// TC_N_25_CS asks for it.
var TC_F_16_CS = octt.Register(octt.Case{
	ID:     "TC_F_16_CS",
	Modes:  octt.PerProtocol,
	Before: octt.HoldTransfers(),
	Main: func(s *octt.Scenario) {
		began := func(q ocpp201.LogStatusNotificationRequest) bool { return q.Status == ocpp201.UploadLogStatusUploading }
		octt.Send(s, 1, ocpp201.GetLogRequest{
			LogType: ocpp201.LogDiagnosticsLog, RequestID: int(rand.Int32()), Log: ocpp201.LogParameters{RemoteLocation: s.LogLocation()},
		}).Receive(2, octt.Must("status", ocpp201.LogStatusAccepted).Clause("N01.FR.01"))
		_, call := octt.Receive[ocpp201.LogStatusNotificationRequest](s, 3,
			octt.Must("status", ocpp201.UploadLogStatusUploading).Clause("N01.FR.08"))
		call.Accept(4)
		s.PassOver(nil, "a station may tell Uploading with each attempt (part 2, N01.FR.10)", telling(began))
		sent := triggerAt(s, 5, ocpp201.MessageTriggerLogStatusNotification, nil)
		lasts(s, 7, s.LogLocation(), func(q ocpp201.LogStatusNotificationRequest) bool {
			return slices.Contains(states.UploadFailures, q.Status)
		})
		_, call = octt.Receive[ocpp201.LogStatusNotificationRequest](s, 7,
			octt.Must("status", ocpp201.UploadLogStatusUploading).Clause("F06.FR.10", "F06.FR.14"))
		sent.MustPrecede(7, call.Message(), "F06.FR.04")
		call.Accept(8)
	},
})

// twoHours is how far the table puts retrieveDateTime into the past.
const twoHours = 2 * time.Hour

// TC_F_19_CS asks for the state of a firmware download that is under way, as TC_F_16_CS for an upload.
//
// The signature is invalid (erratum 6.2.59), so that nothing gets installed. Its rows 9 to 14, in which the station finds
// that out, are cleanup that it cannot fail: they belong to the way of the bench back to rest, which lets the download go
// on and waits for the end of the update.
var TC_F_19_CS = octt.Register(octt.Case{
	ID:     "TC_F_19_CS",
	Modes:  octt.PerProtocol,
	Before: octt.HoldDownloads(octt.OtherFirmware),
	Main: func(s *octt.Scenario) {
		began := func(q ocpp201.FirmwareStatusNotificationRequest) bool {
			return q.Status == ocpp201.FirmwareStatusDownloading || q.Status == ocpp201.FirmwareStatusDownloadPaused
		}
		updates(s)
		_, call := octt.Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3,
			octt.Must("status", ocpp201.FirmwareStatusDownloading).Clause("L01.FR.01"))
		call.Accept(4)
		s.PassOver(nil, "a station may tell Downloading with each attempt, and DownloadPaused (part 2, L01.FR.14, L01.FR.30)", telling(began))
		sent := triggerAt(s, 5, ocpp201.MessageTriggerFirmwareStatusNotification, nil)
		lasts(s, 7, s.FirmwareLocation(octt.OtherFirmware), func(q ocpp201.FirmwareStatusNotificationRequest) bool {
			return q.Status == ocpp201.FirmwareStatusDownloadFailed
		})
		_, call = octt.Receive[ocpp201.FirmwareStatusNotificationRequest](s, 7,
			octt.Must("status", ocpp201.FirmwareStatusDownloading).Clause("F06.FR.10", "L01.FR.26"),
			octt.Skipping("a station may pause a download (part 2, L01.FR.14)", octt.Must("status", ocpp201.FirmwareStatusDownloadPaused)))
		sent.MustPrecede(7, call.Message(), "F06.FR.04")
		call.Accept(8)
	},
})

// updates plays rows 1 and 2. The images of the bench have a signing certificate that the station trusts. Where the bench has none, the
// configured one may be unknown to it: a station is right then that finds it invalid (part 2, L01.FR.21), and nothing is proved.
func updates(s *octt.Scenario) {
	certificate, signature, trusted := s.WronglySigned(octt.OtherFirmware)
	sent := octt.Send(s, 1, ocpp201.UpdateFirmwareRequest{
		RequestID: int(rand.Int32()), Firmware: ocpp201.Firmware{
			Location: s.FirmwareLocation(octt.OtherFirmware), RetrieveDateTime: ocpp201.DateTime{Time: time.Now().Add(-twoHours)},
			SigningCertificate: &certificate, Signature: &signature,
		},
	})
	var want any = ocpp201.UpdateFirmwareStatusAccepted
	if !trusted {
		want = octt.OneOf(ocpp201.UpdateFirmwareStatusAccepted, ocpp201.UpdateFirmwareStatusInvalidCertificate, ocpp201.UpdateFirmwareStatusRevokedCertificate)
	}
	if r := sent.Receive(2, octt.Must("status", want)); r.Status != ocpp201.UpdateFirmwareStatusAccepted {
		s.Unproven(2, "The Charging Station trusts the signing certificate of the bench.",
			"it answers "+string(r.Status)+"; add firmware: to the bench file, with images and a signingCertificate that the station trusts")
	}
}

// telling recognizes messages of a type for which a test holds.
func telling[Q ocpp201.Request[P], P any](is func(Q) bool) func(*octt.Message) bool {
	return func(m *octt.Message) bool {
		var q Q
		return m.Action == q.Action() && m.Payload.Decode(&q) == nil && is(q)
	}
}

// lasts sees to it that the transfer has not failed by itself before the station is asked about it, as it does where the
// station cannot reach the file server: that is not what the table is about. A failure that is told while the transfer is
// under way is left for the row to judge.
func lasts[Q ocpp201.Request[P], P any](s *octt.Scenario, row int, location string, failed func(Q) bool) {
	if q, came := octt.Peek[Q](s); came && failed(q) && !s.Transferring() {
		s.PassOver(nil, "the transfer failed before the station was asked about it", telling(failed))
		s.Unproven(row, "The transfer is under way when the Charging Station is asked about it.",
			"it has failed; see whether the Charging Station reaches "+location+" (files.url of the bench file)")
	}
}
