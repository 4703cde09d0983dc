package octt

import (
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
					l.csms.send(action, c.begins)
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
					l.csms.send("FirmwareStatusNotification", c.told)
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
				l.csms.send("FirmwareStatusNotification", firmwareTold("DownloadFailed", id))
				Receive[ocpp201.FirmwareStatusNotificationRequest](s, 5+row)
			}
		})
		l.expect(evidence.Fail, "has the requestId", func(s *Scenario) {
			updateFirmware(s, 9).Receive(2)
			l.csms.send("FirmwareStatusNotification", firmwareTold("Downloading", 7))
			Receive[ocpp201.FirmwareStatusNotificationRequest](s, 3)
		})
	})
}

func TestWhatIsToldAfterTheLastRowIsNoBreach(t *testing.T) {
	inLab(t, accepting, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			updateFirmware(s, 7).Receive(2)
			l.csms.send("FirmwareStatusNotification", firmwareTold("DownloadFailed", 1))
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

func TestDownloadsAreThoseThatBeganLaterAndAttemptsAlsoThoseThatFailed(t *testing.T) {
	server := &lending{}
	inLab(t, func(l *lab) { l.bench.Files = server }, func(l *lab) {
		now := time.Now()
		server.taken = []evidence.Transfer{{Path: "before", Began: now.Add(-time.Second)}, {Path: "broken", Began: now, Fault: "cut"}, {Path: "whole", Began: now.Add(time.Second)}}
		l.before = Transfers()
		l.expect(evidence.Pass, "", func(s *Scenario) {
			whole, all := s.Downloads(now), s.DownloadAttempts(now)
			s.Check(1, "One is whole.", len(whole) == 1 && whole[0].Path == "whole", true)
			s.Check(1, "Two were begun.", len(all) == 2 && all[0].Path == "broken", true)
		})
	})
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
					l.csms.send("FirmwareStatusNotification", firmwareTold("DownloadFailed", 1))
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
			l.csms.send("FirmwareStatusNotification", firmwareTold("Downloaded", 1))
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
