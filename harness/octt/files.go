package octt

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/pics"
)

// Protocol is a way to move files, as OCPPCommCtrlr.FileTransferProtocols and ORS-24 name it.
type Protocol string

// The protocols of part 2, section 2.1.4.
const (
	HTTP  Protocol = "HTTP"
	HTTPS Protocol = "HTTPS"
	SFTP  Protocol = "SFTP"
	FTP   Protocol = "FTP"
	FTPS  Protocol = "FTPS"
)

// Protocols lists them in the order of part 5, ORS-24.
func Protocols() []Protocol { return []Protocol{HTTP, HTTPS, SFTP, FTP, FTPS} }

// Secured tells a protocol whose server shows a certificate.
func (p Protocol) Secured() bool { return p == HTTPS || p == FTPS }

// Files is the bench's server for logs and firmware, as a case needs it. Implementations are safe for concurrent use.
type Files interface {
	// Protocols are those that it speaks.
	Protocols() []Protocol
	// By is the same server with the locations of one of its protocols. The error says in words why there are none.
	By(Protocol) (Files, error)
	// LogLocation is <Configured log_location>, a folder that logs can be uploaded to.
	LogLocation() string
	// FirmwareLocation is <Configured firmware_location>, of an image: for each another. Where the bench has no such image, some other file is there.
	FirmwareLocation(FirmwareKind) string
	// Hold keeps transfers under way from now on, until Release lets them go on.
	Hold()
	Release()
	// Busy tells whether a transfer is under way.
	Busy() bool
	// NoLocation is a location like LogLocation that does not exist.
	NoLocation() string
	// Uploads are the uploads that are over, those that were not moved as a whole included, and attempts that may have been to be one.
	Uploads() []evidence.Transfer
	// Downloads are the same of downloads.
	Downloads() []evidence.Transfer
	// Forget lets go of those that were over before a moment: a run of days has a hundred thousand.
	Forget(before time.Time)
}

// Transfers prepares a case with transfers, whose Modes are PerProtocol: on a bench without a file server of the protocol of its play
// it is NOT RUN.
func Transfers() []Preparation {
	return onFiles("serves files", func(Files) {})
}

// HoldTransfers is Transfers with a file server that keeps a transfer under way which the station begins, until the case is
// over or lets it go, so that rows can ask about it.
func HoldTransfers() []Preparation {
	return onFiles("keeps file transfers under way", Files.Hold)
}

func onFiles(text string, prepare func(Files)) []Preparation {
	return moving(func(s *Scenario) {
		r := s.open("", evidence.ActorTool, text, "")
		s.mustHave(r, "The bench has a file server that the Charging Station can use.", s.takesFiles())
		prepare(s.files)
		r.end(evidence.Pass, "")
		s.knowsFiles()
	})
}

// mustHave ends the case in a row, NOT RUN, where something is lacking for it: why is empty where nothing is.
func (s *Scenario) mustHave(r *row, requirement, why string) {
	if why == "" {
		return
	}
	s.check(evidence.Check{Requirement: requirement, Actual: why, Verdict: evidence.NotRun})
	r.end(evidence.NotRun, sentenceOf(why))
	s.stop()
}

// moving is a preparation of a case with transfers.
func moving(do func(*Scenario)) []Preparation {
	all := declare(do)
	for i := range all {
		all[i].moves = true
	}
	return all
}

// takesFiles has the play use the locations of its protocol, or says why the station cannot use them. Where the mode of the play
// leaves the protocol open, it is the first that both sides have; where the PICS does not tell what the product has, HTTP before
// others, which part 2 recommends to every station (N01.FR.14).
func (s *Scenario) takesFiles() (why string) {
	if s.files == nil {
		return NoFileServer
	}
	served, declared := s.files.Protocols(), s.PICS.Items(pics.ORS_24)
	if s.protocol == "" {
		i := slices.IndexFunc(served, func(p Protocol) bool { return len(declared) == 0 || slices.Contains(declared, string(p)) })
		if i < 0 {
			return fmt.Sprintf("the PICS declares file transfers by %s (ORS-24), and the file server of the bench speaks %s", strings.Join(declared, ", "), listed(served))
		}
		s.protocol = served[i]
	}
	if !slices.Contains(served, s.protocol) {
		return NotServed(s.protocol)
	}
	by, err := s.files.By(s.protocol)
	if err != nil {
		return err.Error()
	}
	s.files = by
	return ""
}

// knowsFiles sees to it that the station has the root of a server that shows a certificate (N01.FR.15). Where it is connected over TLS it
// has proved that.
func (s *Scenario) knowsFiles() {
	if s.protocol.Secured() && s.SecurityProfile() == 1 && !s.keeping.known {
		switch why, managed := s.givesRoot(); {
		case why != "" && managed:
			s.rootUnproven(why)
		case why != "": // whoever made the station may have given it the root, and nobody can ask
			s.presumesRoot(why)
		}
		s.keeping.known = true
	}
}

// NoFileServer says that the bench has none, and what to do about it.
const NoFileServer = "the bench has no file server; add files: to the bench file"

// NotServed says that the bench does not serve a protocol, and what to do about it.
func NotServed(p Protocol) string {
	return fmt.Sprintf("the file server of the bench does not speak %s; add it to files: in the bench file", p)
}

func listed(all []Protocol) string {
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = string(p)
	}
	return strings.Join(words, ", ")
}

// Protocol is how files are moved in this play, after Transfers or HoldTransfers.
func (s *Scenario) Protocol() Protocol { return s.protocol }

// LogLocation is <Configured log_location>, after Transfers or HoldTransfers, and so are the others.
func (s *Scenario) LogLocation() string { return s.files.LogLocation() }

// FirmwareLocation is <Configured firmware_location>, of an image.
func (s *Scenario) FirmwareLocation(kind FirmwareKind) string { return s.files.FirmwareLocation(kind) }

// NoLocation is <Configured log location with non-existing path> (erratum 6.2.93).
func (s *Scenario) NoLocation() string { return s.files.NoLocation() }

// LetTransfersGo ends what HoldTransfers has begun, and tells when: what was held cannot have been over before.
func (s *Scenario) LetTransfersGo() (at time.Time) {
	at = time.Now()
	s.files.Release()
	return at
}

// Uploads are the files that the station has begun to upload after a moment, and that have arrived as a whole. One that came in
// several parts, or once more in the place of the same, is one file; what is uploaded to the folder itself has no name to know it by, and is
// one each time.
func (s *Scenario) Uploads(began time.Time) (whole []evidence.Transfer) {
	folder := "/"
	if u, err := url.Parse(s.files.LogLocation()); err == nil {
		folder = path.Clean("/" + u.Path)
	}
	files := map[string]int{}
	for _, u := range s.files.Uploads() {
		if u.Fault != "" || u.Began.Before(began) {
			continue
		}
		at := path.Clean("/" + u.Path)
		i, known := files[at]
		if !known || at == folder {
			files[at] = len(whole)
			whole = append(whole, u)
			continue
		}
		u.Size = max(u.Offset+u.Size, whole[i].Size)
		whole[i] = u
	}
	return whole
}

// UploadAttempts counts the uploads that the station has begun after a moment, whatever became of them.
func (s *Scenario) UploadAttempts(began time.Time) (n int) {
	for _, u := range s.files.Uploads() {
		if !u.Began.Before(began) {
			n++
		}
	}
	return n
}

// notModified is the word of the file server for a client that has the file already, and was told that it is the same (RFC 9110, 15.4.5).
const notModified = "not modified"

// GivenOut tells whether the file server has given out the whole image of the play in downloads that have begun after a moment: in one,
// or in parts that together leave nothing out. How a station fetches a file, and how often it tries, is its own. One that goes on where a
// download of before has ended has what that one gave it.
func (s *Scenario) GivenOut(began time.Time) bool {
	var before, parts []evidence.Transfer
	for _, d := range s.files.Downloads() {
		switch {
		case d.SHA256 != s.Image().SHA256:
		case d.Began.Before(began):
			before = append(before, d)
		case slices.Contains(d.Options, notModified):
			return true
		default:
			parts = append(parts, d)
		}
	}
	if len(parts) == 0 {
		return false
	}
	onward := slices.MinFunc(parts, byOffset).Offset
	given := reaches(before, 0)
	return given >= onward && reaches(parts, onward) >= s.Image().Size
}

func byOffset(a, b evidence.Transfer) int { return cmp.Compare(a.Offset, b.Offset) }

// reaches is the first byte of a file, from one that is known to be there, that none of the parts has given out.
func reaches(parts []evidence.Transfer, from int64) int64 {
	slices.SortFunc(parts, byOffset)
	for _, d := range parts {
		if d.Offset <= from {
			from = max(from, d.Offset+d.Size)
		}
	}
	return from
}

// DownloadsBegun are the downloads that the station has begun after a moment and that are over, whatever became of them. A client that
// came no further than the door has begun none.
func (s *Scenario) DownloadsBegun(began time.Time) []evidence.Transfer {
	return slices.DeleteFunc(s.DownloadAttempts(began), func(d evidence.Transfer) bool { return d.Kind != download })
}

const download = "download" // evidence.Transfer.Kind

// DownloadAttempts are DownloadsBegun and what may have been to be one: nobody knows which way a file was to go whose client came no
// further than the door, or only looked for it.
func (s *Scenario) DownloadAttempts(began time.Time) (all []evidence.Transfer) {
	for _, d := range s.files.Downloads() {
		if !d.Began.Before(began) {
			all = append(all, d)
		}
	}
	return all
}

// DownloadSeen says in words what the file server has seen of a download that the station has begun after a moment: what became of the
// last attempt, or that nobody came.
func (s *Scenario) DownloadSeen(began time.Time) string {
	all := s.DownloadAttempts(began)
	if len(all) == 0 {
		return "the file server has seen nobody ask for the file"
	}
	last := all[len(all)-1]
	switch {
	case last.Fault != "":
		return "the file server tells of the last attempt: " + last.Fault
	case last.Offset > 0:
		return fmt.Sprintf("the file server has given out the rest of the file, from byte %d", last.Offset)
	}
	return "the file server has given out the whole file"
}

// Transferring tells whether a transfer that the station has begun is under way at the file server of the bench.
func (s *Scenario) Transferring() bool { return s.files.Busy() }

// AwaitTransfers waits until the station has told the end of its log upload and of its firmware update (part 6, section
// 2.1: it is busy with neither). An update that a case has left to itself goes on: the station may boot for it, and is waited for as long as
// it installs; one that fetches its file is waited for longer than limit, up to Timeouts.Download.
func (s *Scenario) AwaitTransfers(limit time.Duration) error {
	if err := s.awaitLogs(); err != nil {
		return err
	}
	for end := time.Now().Add(s.Timeouts.Download); ; {
		if s.w.installs() {
			if err := s.awaitInstallation(); err != nil {
				return err
			}
		}
		err := s.until(limit, "the end of the log upload or firmware update that the station has told of", func() bool {
			t := &s.w.book.Transfers
			s.w.link.excused = s.w.link.excused || t.Updating
			return t.Firmware.Installing || !t.Uploading() && !t.Updating
		})
		switch fetches := s.files != nil && s.files.Busy() && time.Now().Before(end); {
		case errors.As(err, new(*StationTrouble)) && fetches, err == nil && s.w.installs() && time.Now().Before(end.Add(s.Timeouts.updates())):
		default:
			return err
		}
	}
}

// awaitLogs waits for uploads that the station has accepted and not begun, for as long as it may take to begin them: it may assemble a
// log first. What does not come by then is not waited for.
func (s *Scenario) awaitLogs() error {
	s.w.mu.Lock()
	last := s.w.logOwed()
	s.w.mu.Unlock()
	if left := time.Until(last.Add(s.Timeouts.Message)); !last.IsZero() && left > 0 {
		err := s.until(left, "the log upload to begin that the station has accepted", func() bool { return s.w.logOwed().IsZero() })
		if !errors.As(err, new(*StationTrouble)) {
			return err
		}
	}
	return nil
}

// judgeTransfers judges that every FirmwareStatusNotificationRequest carries the requestId of the update that it is about
// (part 6, section 2.1; part 2, L01.FR.10), and every LogStatusNotificationRequest that of its upload (part 2, N01.FR.07,
// N01.FR.13), which section 2.1 leaves out. Idle is about none (L01.FR.20, N01.FR.13). What comes after the last row belongs
// to the way back to rest.
func (s *Scenario) judgeTransfers() {
	s.judgeTransfer("FirmwareStatusNotification", "UpdateFirmwareRequest", s.w.book.Transfers.Updates, rules.General, "L01.FR.10")
	s.judgeTransfer("LogStatusNotification", "GetLogRequest", s.w.book.Transfers.Logs, "part 2, use case N01", "N01.FR.07", "N01.FR.13")
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
		id := m.Field("requestId")
		if n, ok := id.(float64); !ok || !slices.Contains(asked, int(n)) {
			s.rule(clause, requirement, "one of "+fmt.Sprint(asked), values.Show(id), m.Seq, evidence.Fail, ids...)
			broken = true
		}
	}
	if len(told) > 0 && !broken {
		s.rule(clause, requirement, "one of "+fmt.Sprint(asked), fmt.Sprintf("%d messages without a breach", len(told)), 0, evidence.Pass, ids...)
	}
}

// transfersTold are the statuses of a transfer, as far as the rows of this play go, but for those of what an earlier one has asked for.
func (s *Scenario) transfersTold(action string) []*Message {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []*Message
	for _, m := range s.w.from(s.first) {
		if m.Action == action && m.order < s.last && !m.older && m.Field("status") != "Idle" {
			out = append(out, m)
		}
	}
	return out
}
