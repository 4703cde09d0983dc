package octt

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// shelf is a file server that moves nothing.
type shelf struct {
	held   bool
	speaks []Protocol // HTTP for none
}

func (f *shelf) Protocols() []Protocol {
	if f.speaks == nil {
		return []Protocol{HTTP}
	}
	return f.speaks
}

func (f *shelf) By(Protocol) (Files, error) { return f, nil }

func (*shelf) LogLocation() string { return "http://files/logs" }
func (f *shelf) Hold()             { f.held = true }
func (f *shelf) Release()          { f.held = false }
func (*shelf) Busy() bool          { return false }
func (*shelf) NoLocation() string  { return "http://files/nothing" }

func (*shelf) FirmwareLocation(kind FirmwareKind) string {
	return "http://files/firmware/" + string(kind)
}

func (*shelf) Uploads() []evidence.Transfer   { return nil }
func (*shelf) Downloads() []evidence.Transfer { return nil }
func (*shelf) Forget(time.Time)               {}

func firmwareTold(status string, requestID int) string {
	return fmt.Sprintf(`{"status":%q,"requestId":%d}`, status, requestID)
}

// requires is a declaration with the given file transfer protocols.
func requires(t *testing.T, protocols string) *pics.Declaration {
	t.Helper()
	d := &pics.Declaration{Features: map[pics.Feature]pics.Value{}}
	if protocols != "" {
		d.Features[pics.ORS_24] = pics.Value{Items: strings.Split(protocols, " ")}
	}
	return d
}

func TestACaseThatNeedsAFileServerIsNotRunWithoutOneOfItsProtocols(t *testing.T) {
	for name, c := range map[string]struct {
		files     Files
		protocols string
		want      evidence.Verdict
		reason    string
	}{
		"no server":            {nil, "HTTP", evidence.NotRun, "the bench has no file server; add files: to the bench file"},
		"another protocol":     {&shelf{}, "SFTP FTP", evidence.NotRun, "the PICS declares file transfers by SFTP, FTP (ORS-24), and the file server of the bench speaks HTTP"},
		"a protocol of it":     {&shelf{}, "SFTP HTTP", evidence.Pass, ""},
		"protocols undeclared": {&shelf{}, "", evidence.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Files, l.bench.PICS = c.files, requires(t, c.protocols) }, func(l *lab) {
				l.before = HoldTransfers()
				l.expect(c.want, c.reason, func(s *Scenario) {
					if held := s.files.(*shelf).held; !held || s.LogLocation() == "" || s.FirmwareLocation(TestedFirmware) == "" {
						t.Errorf("expected a server with locations that holds, got held %t", held)
					}
					s.Check(1, "It holds.", true, true)
				})
			})
		})
	}
}

func TestTransfersGoOnWhenTheCaseIsOver(t *testing.T) {
	server := &shelf{}
	inLab(t, func(l *lab) { l.bench.Files = server }, func(l *lab) {
		l.before = HoldTransfers()
		l.expect(evidence.Fail, "It fails", func(s *Scenario) { s.Check(1, "It fails.", true, false) })
		if server.held {
			t.Error("expected a server that holds nothing after the case, got one that holds")
		}
	})
}

func TestTheBenchWaitsForTheEndOfWhatIsMoved(t *testing.T) {
	for name, c := range map[string]struct {
		begins, ends string // payloads
		action       string
	}{
		"an upload":                   {`{"status":"Uploading","requestId":1}`, `{"status":"Uploaded","requestId":1}`, "LogStatusNotification"},
		"an upload that fails":        {`{"status":"Uploading","requestId":1}`, `{"status":"PermissionDenied","requestId":1}`, "LogStatusNotification"},
		"an update":                   {firmwareTold("Downloaded", 1), firmwareTold("InvalidSignature", 1), "FirmwareStatusNotification"},
		"an upload that a boot ended": {`{"status":"Uploading","requestId":1}`, boot, "BootNotification"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				action := c.action
				if c.ends == boot {
					action = "LogStatusNotification"
				}
				err := l.player.Do(l.ctx, func(s *Scenario) error {
					l.send(action, c.begins)
					if err := s.AwaitMessage(time.Minute, action); err != nil {
						return err
					}
					if err := s.AwaitTransfers(time.Minute); err == nil || !strings.Contains(err.Error(), "in vain for the end of the log upload or firmware update") {
						t.Errorf("expected to wait in vain, got %v", err)
					}
					l.csms.later(30*time.Second, c.action, c.ends)
					return s.AwaitTransfers(time.Minute)
				})
				if err != nil {
					t.Errorf("expected the end to be seen, got %v", err)
				}
			})
		})
	}
}

func TestStatusesOfFirmwareCarryTheIDOfTheirUpdate(t *testing.T) {
	const requirement = "Every FirmwareStatusNotificationRequest has the requestId"
	for name, c := range map[string]struct {
		told string
		want evidence.Verdict
	}{
		"its id":     {firmwareTold("Downloading", 7), evidence.Pass},
		"another id": {firmwareTold("Downloading", 8), evidence.Fail},
		"no id":      {`{"status":"Downloading"}`, evidence.Fail},
		"idle":       {`{"status":"Idle"}`, evidence.Pass}, // is about no update
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, accepting, func(l *lab) {
				reason := ""
				if c.want == evidence.Fail {
					reason = requirement
				}
				l.expect(c.want, reason, func(s *Scenario) {
					updateFirmware(s, 7).Receive(2)
					l.send("FirmwareStatusNotification", c.told)
					Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3)
				})
			})
		})
	}
}

func TestAnUpdateThatAnotherOneEndedMayStillBeTold(t *testing.T) {
	inLab(t, accepting, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			updateFirmware(s, 7).Receive(2)
			updateFirmware(s, 8).Receive(4)
			for row, id := range []int{7, 8} { // part 2, L01.FR.24
				l.send("FirmwareStatusNotification", firmwareTold("DownloadFailed", id))
				Receive[ocpp201.FirmwareStatusNotificationRequest](s, 5+row)
			}
		})
		l.expect(evidence.Fail, "has the requestId", func(s *Scenario) {
			updateFirmware(s, 9).Receive(2)
			l.send("FirmwareStatusNotification", firmwareTold("Downloading", 7))
			Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3)
		})
	})
}

func TestWhatIsToldAfterTheLastRowIsNoBreach(t *testing.T) {
	inLab(t, accepting, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			updateFirmware(s, 7).Receive(2)
			l.send("FirmwareStatusNotification", firmwareTold("DownloadFailed", 1))
		})
	})
}

// accepting has the station accept every UpdateFirmware.
func accepting(l *lab) {
	l.csms.answers["UpdateFirmware"] = func([]byte) *ocppj.Frame {
		return &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted"}`)}
	}
}

func updateFirmware(s *Scenario, requestID int) *Sent[ocpp201.UpdateFirmwareResponse] {
	return Send(s, 1, ocpp201.UpdateFirmwareRequest{RequestID: requestID, Firmware: ocpp201.Firmware{
		Location: "http://files/firmware.bin", RetrieveDateTime: ocpp201.DateTime{Time: time.Now()}}})
}

// lending is a file server from which files were taken.
type lending struct {
	shelf
	taken []evidence.Transfer
}

func (l *lending) By(Protocol) (Files, error)     { return l, nil }
func (l *lending) Downloads() []evidence.Transfer { return l.taken }

// weighed are images of a known size.
type weighed struct{ images }

func (w weighed) Image(kind FirmwareKind) (FirmwareImage, error) {
	i, err := w.images.Image(kind)
	i.SHA256, i.Size = "sum", 100
	return i, err
}

func TestAnImageIsGivenOutInOneDownloadOrInParts(t *testing.T) {
	for name, c := range map[string]struct {
		parts []evidence.Transfer
		want  bool
	}{
		"nothing":                     {nil, false},
		"one":                         {[]evidence.Transfer{{Size: 100}}, true},
		"a part":                      {[]evidence.Transfer{{Size: 99}}, false},
		"the end":                     {[]evidence.Transfer{{Offset: 1, Size: 99}}, false},
		"parts in any order":          {[]evidence.Transfer{{Offset: 50, Size: 50}, {Size: 20}, {Offset: 20, Size: 40}}, true},
		"a gap":                       {[]evidence.Transfer{{Size: 20}, {Offset: 21, Size: 79}}, false},
		"one that broke off, resumed": {[]evidence.Transfer{{Size: 30, Fault: "cut"}, {Offset: 30, Size: 70}}, true},
		"another file":                {[]evidence.Transfer{{Size: 100, SHA256: "another"}}, false},
		"one that began before":       {[]evidence.Transfer{{Size: 100, Began: time.Unix(0, 0)}}, false},
		"the rest of one of before":   {[]evidence.Transfer{{Size: 30, Began: time.Unix(0, 0), Fault: "the client left"}, {Offset: 30, Size: 70}}, true},
		"not all the rest":            {[]evidence.Transfer{{Size: 30, Began: time.Unix(0, 0)}, {Offset: 31, Size: 69}}, false},
		"what the client has already": {[]evidence.Transfer{{Options: []string{notModified}}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			server := &lending{}
			inLab(t, func(l *lab) { l.bench.Files, l.bench.Firmware = server, weighed{images{OtherFirmware: ""}} }, func(l *lab) {
				now := time.Now()
				for _, d := range c.parts {
					if d.Began.IsZero() {
						d.Began = now
					}
					d.SHA256 = cmp.Or(d.SHA256, "sum")
					server.taken = append(server.taken, d)
				}
				l.before = Updates()
				l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "It is given out.", s.GivenOut(now), c.want) })
			})
		})
	}
}

// storing is a file server to which files were brought.
type storing struct {
	shelf
	taken []evidence.Transfer
}

func (s *storing) By(Protocol) (Files, error)   { return s, nil }
func (s *storing) Uploads() []evidence.Transfer { return s.taken }

func TestAFileThatIsUploadedInPartsIsOneFile(t *testing.T) {
	for name, c := range map[string]struct {
		parts []evidence.Transfer
		files int
		size  int64
	}{
		"one":                      {[]evidence.Transfer{{Path: "/logs/a", Size: 5}}, 1, 5},
		"in parts":                 {[]evidence.Transfer{{Path: "/logs/a", Size: 5}, {Path: "/logs/a", Offset: 5, Size: 3}, {Path: "logs/a", Offset: 8, Size: 3}}, 1, 11},
		"an empty one first":       {[]evidence.Transfer{{Path: "/logs/a"}, {Path: "/logs/a", Size: 5}}, 1, 5},
		"one that broke off first": {[]evidence.Transfer{{Path: "/logs/a", Size: 5, Fault: "cut"}, {Path: "/logs/a", Offset: 5, Size: 3}}, 1, 3},
		"two":                      {[]evidence.Transfer{{Path: "/logs/a", Size: 5}, {Path: "/logs/b", Size: 5}}, 2, 5},
		"two without a name":       {[]evidence.Transfer{{Path: "/logs", Size: 5}, {Path: "/logs/", Size: 5}}, 2, 5},
	} {
		t.Run(name, func(t *testing.T) {
			server := &storing{}
			inLab(t, func(l *lab) { l.bench.Files = server }, func(l *lab) {
				now := time.Now()
				for _, u := range c.parts {
					u.Began = now
					server.taken = append(server.taken, u)
				}
				l.before = Transfers()
				l.expect(evidence.Pass, "", func(s *Scenario) {
					got := s.Uploads(now)
					s.Check(1, "So many files have arrived.", len(got), c.files)
					s.Check(1, "They are so large.", got[0].Size, c.size)
				})
			})
		})
	}
}

func TestADownloadThatFailsIsToldWithWhatTheFileServerHasSeen(t *testing.T) {
	for name, c := range map[string]struct {
		taken []evidence.Transfer
		want  string
	}{
		"nobody":  {[]evidence.Transfer{{Path: "earlier", Fault: "of another update"}}, `got "DownloadFailed"; the file server has seen nobody ask for the file`},
		"refused": {[]evidence.Transfer{{Fault: "the password is wrong"}}, `got "DownloadFailed"; the file server tells of the last attempt: the password is wrong`},
		"a part":  {[]evidence.Transfer{{Offset: 7}}, `got "DownloadFailed"; the file server has given out the rest of the file, from byte 7`},
		"whole":   {[]evidence.Transfer{{}}, `got "DownloadFailed"; the file server has given out the whole file`},
	} {
		t.Run(name, func(t *testing.T) {
			server := &lending{}
			inLab(t, func(l *lab) { l.bench.Files = server }, func(l *lab) {
				l.before = Transfers()
				accepting(l)
				l.expect(evidence.Fail, c.want, func(s *Scenario) {
					asked := time.Now()
					updateFirmware(s, 1).Receive(2)
					for _, d := range c.taken {
						if d.Began = asked; d.Path == "earlier" {
							d.Began = asked.Add(-time.Second)
						}
						server.taken = append(server.taken, d)
					}
					l.send("FirmwareStatusNotification", firmwareTold("DownloadFailed", 1))
					Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3,
						Must("status", ocpp201.FirmwareStatusDownloaded).Beside(func(any) string { return s.DownloadSeen(asked) }))
				})
			})
		})
	}
}

func TestACallErrorWithoutDescriptionIsToldByItsCodeAlone(t *testing.T) {
	for description, want := range map[string]string{"": "Reset was answered with CALLERROR NotImplemented", "not yet": "Reset was answered with CALLERROR NotImplemented: not yet"} {
		if got := (&refusal{"Reset", ocppj.NotImplemented, description}).Error(); got != want {
			t.Errorf("%q: expected %s, got %s", description, want, got)
		}
	}
}

// Where a row has failed nobody expects the end of an installation, which is on its way all the same.
func TestTheRebootOfAnInstallationThatBeginsOnTheWayToRestIsNoLostConnection(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		err := l.player.Do(l.ctx, func(s *Scenario) error {
			l.send("FirmwareStatusNotification", firmwareTold("Downloaded", 1))
			if err := s.AwaitMessage(time.Minute, "FirmwareStatusNotification"); err != nil {
				return err
			}
			l.csms.later(time.Second, "FirmwareStatusNotification", firmwareTold("InstallRebooting", 1))
			time.AfterFunc(2*time.Second, func() {
				if err := l.csms.Disconnect(); err != nil {
					t.Error(err)
				}
			})
			time.AfterFunc(3*time.Second, func() { l.csms.Accept(); l.csms.connect() })
			l.csms.later(4*time.Second, "BootNotification", boot)
			l.csms.later(5*time.Second, "FirmwareStatusNotification", firmwareTold("Installed", 1))
			began := time.Now()
			if err := s.AwaitTransfers(time.Minute); err != nil {
				return err
			}
			s.w.mu.Lock()
			defer s.w.mu.Unlock()
			if took := time.Since(began); took != 5*time.Second || s.w.link.drops != 1 || len(s.w.link.lost) != 0 {
				t.Errorf("expected to wait 5s for an end that excuses the connection which ended, got %s, %d ends and %d lost", took, s.w.link.drops, len(s.w.link.lost))
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
