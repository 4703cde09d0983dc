package l_firmware

import (
	"math/rand/v2"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// twoHours is how far the tables put a time into the past that has come.
const twoHours = 2 * time.Hour

// update is an UpdateFirmwareRequest, and what has been seen of it.
type update struct {
	firmware ocpp201.Firmware
	asked    time.Time
	before   *octt.Handshake // of the connection on which that was
	version  string          // that the station has told last before
	told     *octt.Message   // that it is downloaded
}

// newUpdate asks for the image of the play, at once: "<Current DateTime - 2 hours>" for both times, with <Configured
// signingCertificate> and <Configured signature>. The tables have neither retries nor retryInterval: those are the station's
// (part 2, UpdateFirmwareRequest).
func newUpdate(s *octt.Scenario) *update {
	past, image := ocpp201.DateTime{Time: time.Now().Add(-twoHours)}, s.Image()
	return &update{firmware: ocpp201.Firmware{
		Location: s.ImageLocation(), RetrieveDateTime: past, InstallDateTime: &past,
		SigningCertificate: &image.SigningCertificate, Signature: &image.Signature,
	}}
}

// ask plays the rows of the request and of its answer, which must have a status; ids are the requirements that ask for that.
func (u *update) ask(s *octt.Scenario, row int, status any, ids ...string) *octt.Sent[ocpp201.UpdateFirmwareResponse] {
	id := int(rand.Int32())
	u.asked, u.before, u.version = time.Now(), s.Handshake(), s.FirmwareVersion()
	sent := octt.Send(s, row, ocpp201.UpdateFirmwareRequest{RequestID: id, Firmware: u.firmware})
	sent.Receive(row+1, octt.Must("status", status).Clause(ids...).Beside(unknownRoot))
	s.UpdateID, s.UpdateAsked = id, u.asked
	return sent
}

// unknownRoot says what a station may lack that refuses a certificate which the bench has verified.
func unknownRoot(status any) string {
	if status != string(ocpp201.UpdateFirmwareStatusInvalidCertificate) {
		return ""
	}
	return "the product must have the root of the signing certificate as ManufacturerRootCertificate, and its clock must be right (part 2, L01.FR.12)"
}

// accepted plays rows 1 and 2 of an update of the image of the play at once, which the station has to accept.
func accepted(s *octt.Scenario) *update {
	u := newUpdate(s)
	u.ask(s, 1, ocpp201.UpdateFirmwareStatusAccepted, "L01.FR.21")
	return u
}

// downloads plays the rows of a download: row of Downloading and row+2 of Downloaded. The file server keeps it under way for
// a moment, so that a station which says Downloaded before it has the whole file is seen to do so.
func (u *update) downloads(s *octt.Scenario, row int, limit ...octt.Clause) (began *octt.Message) {
	began = states.FirmwareStatus(s, row, ocpp201.FirmwareStatusDownloading, limit...)
	u.downloaded(s, row+2)
	return began
}

// downloaded lets the download go on and plays the rows of its end.
func (u *update) downloaded(s *octt.Scenario, row int) {
	s.Settles()
	s.PassOver(nil, onTheWay, downloading)
	held := s.LetTransfersGo()
	told := states.FirmwareStatus(s, row, ocpp201.FirmwareStatusDownloaded, octt.Within(s.Timeouts.Download),
		octt.Skipping(onTheWay, octt.Must("status", octt.OneOf(ocpp201.FirmwareStatusDownloading, ocpp201.FirmwareStatusDownloadPaused)), octt.Must("requestId", s.UpdateID)))
	s.CheckMessage(row, told, "The Charging Station does not say so while the file server keeps the download under way.", told.At.Before(held), false, "L01.FR.01")
	u.told = told
}

// whole judges that the file server has given out the whole firmware. It is judged with the status after Downloaded: the
// server may tell of a transfer a moment after the client has its last byte.
func (u *update) whole(s *octt.Scenario, row int) {
	s.CheckMessage(row, u.told, "The file server has given out the whole firmware to a Charging Station that says that it is downloaded.", s.GivenOut(u.asked), true, "L01.FR.01")
}

const onTheWay = "a station may tell Downloading with each attempt, and DownloadPaused (part 2, L01.FR.14, L01.FR.30)"

// downloading recognizes what a station may tell while it downloads.
func downloading(m *octt.Message) bool {
	status := states.FirmwareStatusOf(m)
	return status == ocpp201.FirmwareStatusDownloading || status == ocpp201.FirmwareStatusDownloadPaused
}

// verified plays the rows of a signature that the station finds right.
func (u *update) verified(s *octt.Scenario, row int) {
	states.FirmwareStatus(s, row, ocpp201.FirmwareStatusSignatureVerified, octt.Within(s.Timeouts.Download), octt.By("L01.FR.04", "L01.FR.09", "L01.FR.12"))
	u.whole(s, row-2)
}

// security plays the rows of a security event. A station may have others to tell at that time.
func security(s *octt.Scenario, row int, event string, limit time.Duration, ids ...string) {
	_, call := octt.Receive[ocpp201.SecurityEventNotificationRequest](s, row, octt.Must("type", event).Clause(ids...), octt.Within(limit),
		octt.Skipping("other security events may come at any time (part 2, A04)",
			octt.Must("type", octt.Satisfying("another event", func(actual any) bool { return actual != event }))))
	call.Accept(row + 1)
}

// goesNoFurther proves that the update has ended: no status follows, but for what the row has judged, and no firmware is said to be updated.
// A station that goes on with firmware which it has refused, or found not to be genuine, takes its next step within Timeouts.Message: the
// tables name no time, and without one it would be seen in another case, or by nobody.
func goesNoFurther(s *octt.Scenario, row int, ids ...string) {
	s.NothingYet(row, s.Timeouts.Message, octt.As[ocpp201.FirmwareStatusNotificationRequest](octt.By(ids...)),
		octt.As[ocpp201.SecurityEventNotificationRequest]().With("type FirmwareUpdated", func(m *octt.Message) bool { return m.Text("type") == firmwareUpdated }))
}

const firmwareUpdated = "FirmwareUpdated"
