package octt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// images are those of a bench, with versions by kind.
type images map[FirmwareKind]string

func (i images) Image(kind FirmwareKind) (FirmwareImage, error) {
	version, ok := i[kind]
	if !ok {
		return FirmwareImage{}, lacking("the " + string(kind) + " firmware")
	}
	return FirmwareImage{Kind: kind, SigningCertificate: "PEM", Signature: "AA==", Version: version}, nil
}

func (i images) WrongSignature(FirmwareKind) (string, error)       { return "BB==", nil }
func (i images) WrongCertificate(CertificateFault) (string, error) { return "", lacking("a key") }

// lacking is what a bench was not given.
type lacking string

func (l lacking) Error() string { return "it was not given" }
func (l lacking) Lacks() string { return string(l) }

// product is a station that installs what it is told to, and tells what the functions say.
type product struct {
	*lab
	versions map[string]string // by location, that it tells as soon as it runs it; "" tells none
	ends     ocpp201.FirmwareStatus
	answer   string
	after    bool // it boots after it has told Installed
	asked    []string
}

func bootOf(version string) string {
	if version == "" {
		return boot
	}
	return fmt.Sprintf(`{"reason":"FirmwareUpdate","chargingStation":{"model":"M","vendorName":"V","firmwareVersion":%q}}`, version)
}

// installs has the lab's station be the product.
func installs(l *lab, p *product) *product {
	p.lab = l
	l.csms.answers["UpdateFirmware"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.UpdateFirmwareRequest
		if err := json.Unmarshal(payload, &q); err != nil {
			l.Error(err)
		}
		p.asked = append(p.asked, q.Firmware.Location)
		status := p.answer
		if status == "" {
			status = "Accepted"
			p.update(q)
		}
		return &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"` + status + `"}`)}
	}
	return p
}

func (p *product) update(q ocpp201.UpdateFirmwareRequest) {
	at := time.Second
	tell := func(action, payload string) {
		p.csms.later(at, action, payload)
		at += time.Second
	}
	status := func(s ocpp201.FirmwareStatus) {
		tell("FirmwareStatusNotification", firmwareTold(string(s), q.RequestID))
	}
	status(ocpp201.FirmwareStatusDownloading)
	status(ocpp201.FirmwareStatusDownloaded)
	end := ocpp201.FirmwareStatusInstalled
	if p.ends != "" {
		end = p.ends
	}
	if end != ocpp201.FirmwareStatusInvalidSignature {
		status(ocpp201.FirmwareStatusSignatureVerified)
		status(ocpp201.FirmwareStatusInstalling)
		if end == ocpp201.FirmwareStatusInstalled && !p.after {
			tell("BootNotification", bootOf(p.versions[q.Firmware.Location]))
		}
	}
	status(end)
	if p.after && end == ocpp201.FirmwareStatusInstalled {
		tell("BootNotification", bootOf(p.versions[q.Firmware.Location]))
	}
}

const testedAt, otherAt = "http://files/firmware/tested", "http://files/firmware/other"

func withImages(i images) func(*lab) {
	return func(l *lab) { l.bench.Files, l.bench.Firmware = &shelf{}, i }
}

// updating is a case that has its image installed.
var updating = Case{ID: "TC_X_02_CS", Before: Updates(), Main: func(s *Scenario) {
	image := s.Image()
	Send(s, 1, ocpp201.UpdateFirmwareRequest{RequestID: len(s.w.book.Transfers.Updates) + 1, Firmware: ocpp201.Firmware{
		Location: s.ImageLocation(), RetrieveDateTime: ocpp201.DateTime{Time: time.Now()}, SigningCertificate: &image.SigningCertificate, Signature: &image.Signature,
	}}).Receive(2, Must("status", ocpp201.UpdateFirmwareStatusAccepted))
	s.Wait(3, time.Minute, "the update to end")
}}

func (l *lab) updates() evidence.CaseEnded {
	return l.player.Play(l.ctx, updating, evidence.CaseStarted{ID: updating.ID}, "")
}

var both = images{TestedFirmware: "1", OtherFirmware: "2"}

func notes(l *lab) string {
	var all []string
	for _, r := range l.rec.all() {
		if r.Note != nil {
			all = append(all, r.Note.Text)
		}
	}
	return strings.Join(all, "\n")
}

func TestTheTestedFirmwareIsInstalledAgainBeforeACaseThatIsNoUpdate(t *testing.T) {
	for name, p := range map[string]product{
		"that boots before it tells Installed": {versions: map[string]string{testedAt: "1", otherAt: "2"}},
		"that boots after it has told it":      {versions: map[string]string{testedAt: "1", otherAt: "2"}, after: true},
		"that tells no version":                {},
		"whose version never changes":          {versions: map[string]string{testedAt: "1", otherAt: "1"}},
	} {
		t.Run("a station "+name, func(t *testing.T) {
			inLab(t, withImages(both), func(l *lab) {
				p := installs(l, &p)
				for range 3 { // the update of one play is what the next one begins with
					l.judged(l.updates(), evidence.Pass, "")
				}
				if want := []string{otherAt, testedAt, otherAt}; !slices.Equal(p.asked, want) {
					t.Errorf("expected three updates in turn, without any between them, got %q", p.asked)
				}
				l.expect(evidence.Pass, "", proved)
				l.expect(evidence.Pass, "", proved)
				l.player.Repay(l.ctx)
				if want := []string{otherAt, testedAt, otherAt, testedAt}; !slices.Equal(p.asked, want) {
					t.Errorf("expected the tested firmware to be installed once before the next case, got %q", p.asked)
				}
				for _, want := range []string{"The Charging Station runs the other firmware 2, as far as it has told. It is to install the tested firmware 1 again", "The Charging Station runs the tested firmware 1 again."} {
					if !strings.Contains(notes(l), want) {
						t.Errorf("expected a note %q, got:\n%s", want, notes(l))
					}
				}
				if found := l.rec.findings(); len(found) > 0 {
					t.Errorf("expected no finding about what the bench has had the station do, got %+v", found)
				}
			})
		})
	}
}

func TestTheTestedFirmwareIsInstalledAgainAtTheEndAlsoOfARunThatIsInterrupted(t *testing.T) {
	for _, interrupted := range []bool{false, true} {
		inLab(t, withImages(both), func(l *lab) {
			p := installs(l, &product{versions: map[string]string{testedAt: "1", otherAt: "2"}})
			l.judged(l.updates(), evidence.Pass, "")
			ctx, cancel := context.WithCancel(l.ctx)
			if interrupted {
				cancel()
			}
			l.player.Repay(ctx)
			cancel()
			if want := []string{otherAt, testedAt}; !slices.Equal(p.asked, want) || l.player.Latched() != nil {
				t.Errorf("interrupted %t: expected the tested firmware in the end, got %q and %v", interrupted, p.asked, l.player.Latched())
			}
		})
	}
}

// byProtocol is a file server with locations of each protocol's own.
type byProtocol struct {
	shelf
	now Protocol
}

func (b byProtocol) By(p Protocol) (Files, error) { return &byProtocol{b.shelf, p}, nil }

func (b *byProtocol) FirmwareLocation(kind FirmwareKind) string {
	return strings.ToLower(string(b.now)) + "://files/firmware/" + string(kind)
}

func TestTheTestedFirmwareIsFetchedByAProtocolThatTheProductHas(t *testing.T) {
	inLab(t, func(l *lab) {
		withImages(both)(l)
		l.bench.Files, l.bench.PICS = &byProtocol{shelf{speaks: []Protocol{HTTP, FTP}}, HTTP}, requires(l.T, "FTP")
	}, func(l *lab) {
		p := installs(l, &product{versions: map[string]string{"ftp://files/firmware/tested": "1", "ftp://files/firmware/other": "2"}})
		l.judged(l.updates(), evidence.Pass, "")
		l.player.Repay(l.ctx)
		if want := []string{"ftp://files/firmware/other", "ftp://files/firmware/tested"}; !slices.Equal(p.asked, want) || l.player.Latched() != nil {
			t.Errorf("expected both images by the protocol of the product, got %q and %v", p.asked, l.player.Latched())
		}
	})
}

// TestAnUpdateThatIsLeftToItselfGoesOn has a station go on with an update in which its case has ended: it is fetching the file, for longer than a
// station takes to come to rest, and then installs it and boots. Nothing of that is its fault, and it is not reset.
func TestAnUpdateThatIsLeftToItselfGoesOn(t *testing.T) {
	server := &busy{}
	inLab(t, func(l *lab) { withImages(both)(l); l.bench.Files = server }, func(l *lab) {
		l.csms.answers["UpdateFirmware"] = func([]byte) *ocppj.Frame {
			at := time.Second
			tell := func(after time.Duration, action, payload string) {
				at += after
				l.csms.later(at, action, payload)
			}
			tell(0, "FirmwareStatusNotification", firmwareTold("Downloading", 1))
			time.AfterFunc(3*time.Minute, func() { server.idle.Store(true) })
			tell(3*time.Minute, "FirmwareStatusNotification", firmwareTold("Downloaded", 1))
			tell(time.Second, "FirmwareStatusNotification", firmwareTold("SignatureVerified", 1))
			tell(time.Second, "FirmwareStatusNotification", firmwareTold("Installing", 1))
			time.AfterFunc(at+time.Minute, func() { l.drop(); l.csms.connect() })
			tell(2*time.Minute, "BootNotification", bootOf("2"))
			tell(time.Second, "FirmwareStatusNotification", firmwareTold("Installed", 1))
			return &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"Accepted"}`)}
		}
		began := time.Now()
		if err := l.player.Do(l.ctx, func(s *Scenario) error {
			updateFirmware(s, 1).Receive(2)
			s.Wait(3, 2*time.Second, "the download to begin")
			return s.AwaitTransfers(time.Minute)
		}); err != nil {
			t.Errorf("expected the update to be waited for, got %v", err)
		}
		if took := time.Since(began); took < 5*time.Minute || l.rec.findings() != nil {
			t.Errorf("expected the end of the update and no finding, got it after %s, with %+v", took, l.rec.findings())
		}
	})
}

// busy is a file server at which a transfer is under way.
type busy struct {
	shelf
	idle atomic.Bool
}

func (b *busy) By(Protocol) (Files, error) { return b, nil }
func (b *busy) Busy() bool                 { return !b.idle.Load() }

func TestAStationThatIsNotBroughtBackLatchesTheBench(t *testing.T) {
	for name, c := range map[string]struct {
		p    product
		want string
	}{
		"it refuses":            {product{answer: "Rejected"}, "the UpdateFirmwareRequest was answered with Rejected"},
		"it fails":              {product{ends: ocpp201.FirmwareStatusInstallationFailed}, "the update ended with InstallationFailed"},
		"it takes no signature": {product{ends: ocpp201.FirmwareStatusInvalidSignature}, "the update ended with InvalidSignature"},
		"it tells nothing":      {product{answer: "AcceptedCanceled"}, "waited " + DefaultTimeouts().updates().String() + " in vain for the end of the update to the tested firmware"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, withImages(both), func(l *lab) {
				p := installs(l, &product{versions: map[string]string{testedAt: "1", otherAt: "2"}})
				l.judged(l.updates(), evidence.Pass, "")
				p.answer, p.ends = c.p.answer, c.p.ends
				want := "the station is left with the other firmware 2 and not with the tested firmware 1, which the bench could not install again: " + c.want
				l.expect(evidence.NotRun, "The bench cannot play any more: "+want, proved)
				if !errors.As(l.player.Latched(), new(*StationTrouble)) || !strings.HasSuffix(l.player.Latched().Error(), "; install it by hand") {
					t.Errorf("expected the station's trouble with what to do, got %v", l.player.Latched())
				}
			})
		})
	}
}

// boots has the station tell a version, and waits until it is heard.
func (l *lab) boots(version string) {
	l.Helper()
	err := l.player.Do(l.ctx, func(s *Scenario) error {
		l.send("BootNotification", bootOf(version))
		return s.AwaitMessage(time.Minute, "BootNotification")
	})
	if err != nil {
		l.Fatal(err)
	}
}

func TestAStationThatIsFoundWithTheOtherFirmwareIsBroughtBack(t *testing.T) {
	inLab(t, withImages(both), func(l *lab) {
		p := installs(l, &product{versions: map[string]string{testedAt: "1", otherAt: "2"}})
		l.boots("2")
		l.expect(evidence.Pass, "", proved)
		if want := []string{testedAt}; !slices.Equal(p.asked, want) {
			t.Errorf("expected the tested firmware to be installed first, got %q", p.asked)
		}
	})
}

func TestAStationThatOnlyReconnectsIsBroughtBackByTheVersionThatItWasAskedFor(t *testing.T) {
	inLab(t, withImages(both), func(l *lab) {
		p := installs(l, &product{versions: map[string]string{testedAt: "1", otherAt: "2"}})
		if err := l.player.Do(l.ctx, func(s *Scenario) error { s.RunsVersion("2"); return nil }); err != nil {
			t.Fatal(err)
		}
		l.expect(evidence.Pass, "", proved)
		if want := []string{testedAt}; !slices.Equal(p.asked, want) {
			t.Errorf("expected the tested firmware to be installed first, got %q", p.asked)
		}
	})
}

func TestAStationWithAFirmwareOfItsOwnIsLeftWithIt(t *testing.T) {
	inLab(t, withImages(both), func(l *lab) {
		p := installs(l, &product{})
		l.boots("0.9")
		l.expect(evidence.Pass, "", proved)
		l.judged(l.updates(), evidence.NotRun, `the station tells the firmwareVersion "0.9", and firmware.tested of the bench file is "1"`)
		l.player.Repay(l.ctx)
		if len(p.asked) > 0 {
			t.Errorf("expected no update of a firmware that could not be brought back, got %q", p.asked)
		}
	})
}

func TestAnUpdateThatHasFailedOwesNothing(t *testing.T) {
	for _, end := range failures {
		inLab(t, withImages(both), func(l *lab) {
			p := installs(l, &product{ends: end})
			l.judged(l.updates(), evidence.Pass, "")
			l.expect(evidence.Pass, "", proved)
			if len(p.asked) != 1 {
				t.Errorf("%s: expected nothing to be owed, got %q", end, p.asked)
			}
		})
	}
}

var failures = []ocpp201.FirmwareStatus{ocpp201.FirmwareStatusInvalidSignature, ocpp201.FirmwareStatusInstallVerificationFailed, ocpp201.FirmwareStatusInstallationFailed}

func TestAnUpdateIsNotRunWithoutAnImage(t *testing.T) {
	for want, change := range map[string]func(*lab){
		"the bench has no firmware images; add firmware: to the bench file":         func(l *lab) { l.bench.Files = &shelf{} },
		"the bench has no file server; add files: to the bench file":                func(l *lab) { l.bench.Firmware = both },
		"the bench file does not name the other firmware: it was not given":         withImages(images{TestedFirmware: "1"}),
		"the PICS declares file transfers by SFTP (ORS-24), and the file server of": func(l *lab) { withImages(both)(l); l.bench.PICS = requires(l.T, "SFTP") },
	} {
		inLab(t, change, func(l *lab) { l.judged(l.updates(), evidence.NotRun, want) })
	}
}

// Whoever asks a run to end is told what is waited for, and whoever asks again what the station is left with.
func TestAnUpdateThatABenchWaitsForInTheEndIsTold(t *testing.T) {
	inLab(t, withImages(both), func(l *lab) {
		p := installs(l, &product{versions: map[string]string{testedAt: "1", otherAt: "2"}})
		l.judged(l.updates(), evidence.Pass, "")
		p.answer = "AcceptedCanceled" // and nothing comes of it
		ctx, cancel := context.WithCancel(l.ctx)
		cancel()
		ended := make(chan struct{})
		go func() { l.player.Repay(ctx); close(ended) }()
		time.Sleep(time.Minute)
		if c, is := l.player.Cleaning(); !is || c.What != "the end of the update to the tested firmware" || c.Left <= 0 {
			t.Errorf("expected to be told of the update that is waited for, got %+v, %t", c, is)
		}
		l.player.Hurry()
		<-ended
		const want = "the station is left with the other firmware 2 and not with the tested firmware 1, which the bench could not install again: the way back was skipped, because the run was asked to end; install it by hand"
		if err := l.player.Latched(); err == nil || err.Error() != want {
			t.Errorf("expected %q, got %v", want, err)
		}
	})
}
