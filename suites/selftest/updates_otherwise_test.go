package selftest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/files"
	"github.com/certbench/certbench/station/wire"
)

// told is a status of an update.
type told = ocpp201.FirmwareStatusNotificationRequest

// inHand takes each life of the station's firmware in hand.
func inHand(patch func(*station.Firmware)) func(*bench.MemoryParts) {
	return onStation(func(c *station.Config) {
		before := c.Patch
		c.Patch = func(fw *station.Firmware) {
			if before != nil {
				before(fw)
			}
			patch(fw)
		}
	})
}

// statuses takes the statuses of updates in hand.
func statuses(hand func(fw *station.Firmware, q told, tell func(any))) func(*bench.MemoryParts) {
	return inHand(func(fw *station.Firmware) {
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			q, ok := m.Body.(told)
			if !ok || m.Asked {
				pass(m)
				return
			}
			hand(fw, q, func(body any) {
				n := m
				n.Body = body
				pass(n)
			})
		})
	})
}

// gets has the station download over HTTP in its own way.
func gets(get func(client *http.Client, location string) ([]byte, error)) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		var dial func(context.Context, string, string) (net.Conn, error)
		onStation(func(c *station.Config) { dial = c.Dial })(p)
		inHand(func(fw *station.Firmware) {
			fw.Files.Decide.Get = func(ctx context.Context, a files.Attempt, location *url.URL) ([]byte, error) {
				return get(&http.Client{Transport: within{ctx, &http.Transport{DisableKeepAlives: true, DialContext: dial}}}, location.String())
			}
		})(p)
	}
}

// within ends requests with a context.
type within struct {
	ctx context.Context
	by  http.RoundTripper
}

func (w within) RoundTrip(q *http.Request) (*http.Response, error) {
	return w.by.RoundTrip(q.WithContext(w.ctx))
}

func part(client *http.Client, location, span string) ([]byte, error) {
	q, err := http.NewRequest("GET", location, nil)
	if err != nil {
		return nil, err
	}
	if span != "" {
		q.Header.Set("Range", "bytes="+span)
	}
	r, err := client.Do(q)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode >= 300 {
		return nil, fmt.Errorf("status %d", r.StatusCode)
	}
	return io.ReadAll(r.Body)
}

func length(client *http.Client, location string) (int, error) {
	r, err := client.Head(location)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	if r.StatusCode >= 300 {
		return 0, fmt.Errorf("status %d", r.StatusCode)
	}
	return int(r.ContentLength), nil
}

func inParts(size int) func(client *http.Client, location string) ([]byte, error) {
	return func(client *http.Client, location string) ([]byte, error) {
		n, err := length(client, location)
		var all []byte
		for at := 0; at < n && err == nil; at += size {
			var p []byte
			p, err = part(client, location, fmt.Sprintf("%d-%d", at, at+size-1))
			all = append(all, p...)
		}
		return all, err
	}
}

func byTwo(client *http.Client, location string) ([]byte, error) {
	n, err := length(client, location)
	if err != nil {
		return nil, err
	}
	type got struct {
		p   []byte
		err error
	}
	second := make(chan got, 1)
	go func() {
		p, err := part(client, location, fmt.Sprintf("%d-", n/2))
		second <- got{p, err}
	}()
	p, err := part(client, location, fmt.Sprintf("0-%d", n/2-1))
	g := <-second
	if err == nil {
		err = g.err
	}
	return append(p, g.p...), err
}

const (
	installing = ocpp201.FirmwareStatusInstalling
	installed  = ocpp201.FirmwareStatusInstalled
)

// otherUpdates are what conformant stations do that update their firmware in another way than the tables show.
var otherUpdates = map[string]func(*bench.MemoryParts){
	"in parts of 512 bytes":   gets(inParts(512)),
	"in parts of 20000 bytes": gets(inParts(20000)),
	"by two connections":      gets(byTwo),
	"first byte asked for before": gets(func(c *http.Client, at string) ([]byte, error) {
		if _, err := part(c, at, "0-0"); err != nil {
			return nil, err
		}
		return part(c, at, "")
	}),
	"goes on with what was canceled": func(p *bench.MemoryParts) {
		kept := map[string][]byte{} // by location
		var one chan struct{}       // whoever downloads
		inHand(func(*station.Firmware) { one = make(chan struct{}, 1) })(p)
		gets(func(c *http.Client, at string) ([]byte, error) {
			one <- struct{}{}
			defer func() { <-one }()
			rest, err := part(c, at, fmt.Sprintf("%d-", len(kept[at])))
			if kept[at] = append(kept[at], rest...); err != nil {
				return nil, err
			}
			whole := kept[at]
			delete(kept, at)
			return whole, nil
		})(p)
	},
	"bootloader, no reboot into it":              can(func(c *station.Capabilities) { c.RebootsToInstall, c.RebootsToActivate = true, false }),
	"bootloader, told before the reboot into it": can(func(c *station.Capabilities) { c.RebootsToInstall, c.InstalledBeforeReboot = true, true }),
	"event before Installed": inHand(func(fw *station.Firmware) {
		sent := false
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			q, ok := m.Body.(told)
			e, is := m.Body.(ocpp201.SecurityEventNotificationRequest)
			switch {
			case ok && q.Status == installed && !sent:
				fw.Provisioning.TellSecurity("FirmwareUpdated", fw.Kernel.Now())
				sent = true
				fw.Kernel.After(2*time.Second, func() { pass(m) })
			case is && e.Type == "FirmwareUpdated" && sent:
				m.Lost = true
				pass(m)
			default:
				pass(m)
			}
		})
	}),
	"event before the boot": inHand(func(fw *station.Firmware) {
		early := false
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			q, ok := m.Body.(told)
			e, is := m.Body.(ocpp201.SecurityEventNotificationRequest)
			switch {
			case ok && q.Status == ocpp201.FirmwareStatusInstallRebooting:
				early = true
				fw.Provisioning.TellSecurity("FirmwareUpdated", fw.Kernel.Now())
				early = false
				pass(m)
			case is && e.Type == "FirmwareUpdated" && !early:
				m.Lost = true
				pass(m)
			default:
				pass(m)
			}
		})
	}),
	"paused": statuses(func(fw *station.Firmware, q told, tell func(any)) {
		tell(q)
		if q.Status == ocpp201.FirmwareStatusDownloading {
			r := q
			r.Status = ocpp201.FirmwareStatusDownloadPaused
			tell(r)
			tell(q)
		}
	}),
	"Installing told late": both(can(func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = true, true }),
		statuses(func(fw *station.Firmware, q told, tell func(any)) {
			if q.Status == installed {
				r := q
				r.Status = installing
				tell(r)
			}
			tell(q)
		})),
	"Installing told after the boot too": statuses(func(fw *station.Firmware, q told, tell func(any)) {
		if q.Status == installed {
			r := q
			r.Status = installing
			tell(r)
		}
		tell(q)
	}),
	"no version": inHand(func(fw *station.Firmware) { fw.Files.Decide.Version = func() string { return "" } }),
	"reboots late": both(can(func(c *station.Capabilities) { c.InstalledBeforeReboot = true }), inHand(func(fw *station.Firmware) {
		reboot := fw.Files.Hooks.Reboot
		fw.Files.Hooks.Reboot = func(why ocpp201.BootReason) { fw.Kernel.After(15*time.Second, func() { reboot(why) }) }
	})),
	"reboots very late": both(can(func(c *station.Capabilities) { c.InstalledBeforeReboot = true }), inHand(func(fw *station.Firmware) {
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			if q, ok := m.Body.(ocpp201.StatusNotificationRequest); ok && q.ConnectorStatus == ocpp201.ConnectorStatusUnavailable {
				m.Lost = true // nobody is kept away
			}
			pass(m)
		})
		reboot := fw.Files.Hooks.Reboot
		fw.Files.Hooks.Reboot = func(why ocpp201.BootReason) {
			fw.Site.Updating = false
			fw.Files.Decide.Release()
			fw.Kernel.After(20*time.Second, func() { reboot(why) })
		}
	})),
	"out of service when the download has begun":  statuses(outOfService(ocpp201.FirmwareStatusDownloading, true)),
	"out of service before the download is told":  statuses(outOfService(ocpp201.FirmwareStatusDownloading, false)),
	"out of service when the download is over":    statuses(outOfService(ocpp201.FirmwareStatusDownloaded, true)),
	"out of service before its end is told":       statuses(outOfService(ocpp201.FirmwareStatusDownloaded, false)),
	"out of service before the signature is told": statuses(outOfService(ocpp201.FirmwareStatusSignatureVerified, false)),
	"boots twice": func(p *bench.MemoryParts) {
		twice := false
		inHand(func(fw *station.Firmware) {
			fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
				if q, ok := m.Body.(told); ok && q.Status == installed {
					if twice = !twice; twice {
						fw.Files.Hooks.Reboot(ocpp201.BootReasonFirmwareUpdate)
						return
					}
				}
				pass(m)
			})
		})(p)
	},
}

// outOfService makes connectors that nobody uses Unavailable when a status is told, and not only before firmware is installed: part 2
// forbids that nowhere, and the use cases L01 and L02 say nothing of when.
func outOfService(at ocpp201.FirmwareStatus, afterwards bool) func(fw *station.Firmware, q told, tell func(any)) {
	return func(fw *station.Firmware, q told, tell func(any)) {
		if afterwards {
			tell(q)
		}
		if q.Status == at {
			for _, e := range fw.Site.EVSEs {
				e.Updating = e.Updating || fw.Files.Decide.MayHold(e)
			}
			fw.Site.UpdateStatuses()
		}
		if !afterwards {
			tell(q)
		}
	}
}

// TestNoStationFailsThatUpdatesOtherwise plays updates, and what comes after them, one after the other on each.
func TestNoStationFailsThatUpdatesOtherwise(t *testing.T) {
	for name, change := range otherUpdates {
		t.Run(name, func(t *testing.T) {
			records := record(t, setup{}, func(r octt.Recorder) {
				synctest.Test(t, func(t *testing.T) {
					playSeveral(t, r, change, "TC_L_01_CS", "TC_E_03_CS", "TC_L_10_CS", "TC_C_02_CS", "TC_L_08_CS", "TC_L_06_CS", "TC_L_01_CS", "TC_F_17_CS", "TC_F_19_CS")
				})
			})
			run := evidence.Fold(records)
			for i := range run.Plays {
				p := &run.Plays[i]
				updates := p.Begin.ID[3] == 'L' || p.Begin.ID == "TC_F_19_CS"
				if p.Verdict != evidence.Pass && (p.Verdict != evidence.Warning || !updates) {
					place, sentence := firstWorst(p)
					t.Errorf("%s: %s at %s: %s", p.Begin.ID, p.Verdict, place, sentence)
				}
			}
			for _, f := range run.Found {
				t.Errorf("expected nothing to be found, got %+v", f)
			}
		})
	}
}

// TestAStatusThatIsMissingIsTheStationsFault and no ERROR of the case.
func TestAStatusThatIsMissingIsTheStationsFault(t *testing.T) {
	p := play(t, "TC_L_01_CS", setup{change: statuses(func(fw *station.Firmware, q told, tell func(any)) {
		if q.Status == installed {
			tell(map[string]any{"requestId": q.RequestID})
			return
		}
		tell(q)
	})})
	if place, sentence := firstWorst(p); p.Verdict != evidence.Fail || place != "main/18" {
		t.Errorf("expected FAIL at main/18, got %s at %s: %s", p.Verdict, place, sentence)
	}
}

// TestAPartOfTheFirmwareIsNotTheFirmware plays stations that download as little as a byte, or another file, and say that they have it.
func TestAPartOfTheFirmwareIsNotTheFirmware(t *testing.T) {
	for name, get := range map[string]func(*http.Client, string) ([]byte, error){
		"a byte":      func(c *http.Client, at string) ([]byte, error) { return part(c, at, "0-0") },
		"all but one": func(c *http.Client, at string) ([]byte, error) { return part(c, at, "1-") },
		"another file": func(c *http.Client, at string) ([]byte, error) {
			return part(c, strings.Replace(at, "/other/certbench-2", "/tested/certbench-1", 1), "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			trusting := inHand(func(fw *station.Firmware) {
				fw.Files.Decide.Genuine = func(files.Order, []byte) error { return nil }
				fw.Files.Decide.Sound = func([]byte) error { return nil }
			})
			p := play(t, "TC_L_01_CS", setup{change: both(gets(get), trusting)})
			if !slices.ContainsFunc(p.ToLookAt, func(c evidence.Check) bool {
				return c.Verdict == evidence.Fail && strings.Contains(c.Requirement, "given out the whole firmware")
			}) {
				place, sentence := firstWorst(p)
				t.Errorf("expected FAIL for what was not downloaded, got %s at %s: %s", p.Verdict, place, sentence)
			}
		})
	}
}

// TestFirmwareThatWasRefusedIsNotInstalledLater plays a station that tells that the signature is wrong, and installs the firmware all the
// same a while later: the case fails in which it was asked to, and no other.
func TestFirmwareThatWasRefusedIsNotInstalledLater(t *testing.T) {
	for _, after := range []time.Duration{time.Second, 10 * time.Second, 30 * time.Second} {
		p := play(t, "TC_L_06_CS", setup{change: statuses(func(fw *station.Firmware, q told, tell func(any)) {
			tell(q)
			if q.Status == ocpp201.FirmwareStatusInvalidSignature {
				q.Status = installing
				fw.Kernel.After(after, func() { tell(q) })
			}
		})})
		if p.Verdict != evidence.Fail {
			t.Errorf("after %s: expected FAIL, got %s: %s", after, p.Verdict, p.Reason)
		}
	}
}

// TestNoUpdateFailsAStationThatKeepsDriversAwayEarly plays the cases of an update on stations that do so from some status on, and tell it
// in either form. One that lets drivers come all the while (AllowNewSessionsPendingFirmwareUpdate is true) may not: that is what TC_L_14_CS
// is about.
func TestNoUpdateFailsAStationThatKeepsDriversAwayEarly(t *testing.T) {
	forms := map[string]func(*bench.MemoryParts){
		"StatusNotification": func(*bench.MemoryParts) {},
		"NotifyEvent":        can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSEApart = true, true }),
	}
	for _, id := range []string{"TC_L_02_CS", "TC_L_03_CS", "TC_L_06_CS", "TC_L_07_CS", "TC_L_10_CS", "TC_L_11_CS", "TC_L_12_CS", "TC_L_13_CS", "TC_L_15_CS", "TC_L_16_CS", "TC_F_19_CS"} {
		for _, at := range []ocpp201.FirmwareStatus{ocpp201.FirmwareStatusDownloading, ocpp201.FirmwareStatusDownloaded, ocpp201.FirmwareStatusSignatureVerified, ocpp201.FirmwareStatusInvalidSignature} {
			for _, afterwards := range []bool{true, false} {
				for form, tells := range forms {
					p := play(t, id, setup{change: both(tells, statuses(outOfService(at, afterwards)))})
					if p.Verdict != evidence.Pass && p.Verdict != evidence.Warning {
						place, sentence := firstWorst(p)
						t.Errorf("%s, %s, after %s was told %t: %s at %s: %s", id, form, at, afterwards, p.Verdict, place, sentence)
					}
				}
			}
		}
	}
	if p := play(t, "TC_L_14_CS", setup{change: statuses(outOfService(ocpp201.FirmwareStatusDownloading, true))}); p.Verdict != evidence.Fail {
		t.Errorf("TC_L_14_CS: expected FAIL, got %s", p.Verdict)
	}
}
