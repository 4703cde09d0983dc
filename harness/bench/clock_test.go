package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beevik/ntp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/wire"
)

// examined opens a bench in memory with an NTP server, and examines the clock of its station, which is changed.
func examined(t *testing.T, change func(*MemoryParts)) (found []ClockFinding) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		parts := memoryParts(t, &notes{})
		parts.NTP = true
		change(&parts)
		m, err := NewMemory(t.Context(), parts)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := clockAsSet(t, m)
		began := time.Now()
		if found, err = m.ExamineClock(t.Context()); err != nil {
			t.Errorf("expected the station to be asked to the end, got %v", err)
		}
		t.Logf("it took %s", time.Since(began))
		if after := clockAsSet(t, m); after != before {
			t.Errorf("expected the clock to be as it was, %s, got %s", before, after)
		}
		if err := m.Close(); err != nil {
			t.Errorf("closing the bench: %v", err)
		}
	})
	return found
}

// clockAsSet are the variables of the clock, and by how much it is ahead of the bench's.
func clockAsSet(t *testing.T, m *Memory) string {
	t.Helper()
	var all []string
	err := m.Player.Do(t.Context(), func(s *octt.Scenario) error {
		for _, name := range []string{"ClockCtrlr.TimeSource", "ClockCtrlr.NtpServerUri[1]", "ClockCtrlr.NtpServerUri[2]", "ClockCtrlr.NtpSource", "ClockCtrlr.DateTime"} {
			value, _, err := s.Read(name)
			if err != nil {
				return err
			}
			if at, err := time.Parse(time.RFC3339, value); err == nil {
				value = time.Until(at).Round(time.Second).String()
			}
			all = append(all, value)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "; ")
}

// TestTheClockOfAStationIsExamined has the good station pass, and each station that is wrong fall by what it does wrong, in one line
// and no other.
func TestTheClockOfAStationIsExamined(t *testing.T) {
	settings := func(name, value string) func(*MemoryParts) {
		return func(p *MemoryParts) {
			p.Change = func(c *station.Config) { c.Settings[name] = value }
		}
	}
	good := []string{"PASS clock by NTP: 5m0s ahead", "PASS at a Heartbeat: stays with NTP", "PASS stratum-0: the clock is not set by", "PASS unsynchronised: the clock is not set by"}
	but := func(at int, line string) []string {
		lines := append([]string(nil), good...)
		lines[at] = line
		return lines
	}
	for name, c := range map[string]struct {
		change func(*MemoryParts)
		want   []string // verdict, the end of what was looked at, and what is found
	}{
		"good":                {func(*MemoryParts) {}, good},
		"NTP first already":   {settings("ClockCtrlr.TimeSource", "NTP,Heartbeat"), good},
		"a server of its own": {settings("ClockCtrlr.NtpServerUri[1]", "elsewhere"), good},
		"a second server of its own": {func(p *MemoryParts) {
			p.Change = func(c *station.Config) {
				c.Settings["ClockCtrlr.NtpServerUri[1]"], c.Settings["ClockCtrlr.NtpServerUri[2]"] = "elsewhere", "elsewhere"
			}
		}, good},
		"wants more answers than it gets": {func(p *MemoryParts) {
			p.Timeouts.Clock = 2 * time.Minute
			patched(never)(p)
		}, []string{"INCONCLUSIVE clock by NTP: has answered 3 requests in 2m0s: the clock is 0s ahead"}},
		"asks and does not follow": {patched(never), []string{"FAIL clock by NTP: has answered 11 requests in 10m0s: the clock is 0s ahead (part 2, section 2.1.30)"}},
		"five minutes ahead already": {patched(func(fw *station.Firmware) {
			fw.Provisioning.Decide.Follows = func(string) bool { return false }
			fw.Kernel.SetClock(clockLead)
		}), []string{"INCONCLUSIVE clock by NTP: the clock is 5m0s ahead of the bench already"}},
		"its own clock first":          {func(p *MemoryParts) { p.Change = realTimeClock }, good},
		"ignores NTP":                  {defective("ntp-ignored"), []string{"INCONCLUSIVE clock by NTP: has not asked time for the time within 10m0s"}},
		"a day off":                    {defective("ntp-a-day-off"), []string{"FAIL clock by NTP: the clock is 24h5m0s ahead (part 2, section 2.1.30)"}},
		"takes stratum 0":              {defective("ntp-stratum-0-taken"), but(2, "WARNING stratum-0: goes to 10m0s ahead")},
		"takes what is not in sync":    {defective("ntp-unsynchronised-taken"), but(3, "WARNING unsynchronised: goes to 15m0s ahead")},
		"takes the Heartbeat all same": {defective("heartbeat-before-ntp"), but(1, "WARNING at a Heartbeat: put the clock to 0s ahead")},
		"stamps by another clock":      {patched(otherStamps), []string{"FAIL clock by NTP: a NotifyReport has a generatedAt that is 0s ahead", good[1], good[2], good[3]}},
		"slews":                        {patched(slow), []string{"WARNING clock by NTP: the clock is on its way. TimeSource is NTP,Heartbeat"}},
		"sets nothing that it accepts": {defective("set-variables-not-applied"), []string{"INCONCLUSIVE clock by NTP: has not asked time"}},
		"takes it at its next boot":    {defective("set-variables-reboot-required"), []string{`INCONCLUSIVE clock by NTP: not tried: ClockCtrlr.NtpServerUri[1] = "time" is answered with RebootRequired`}},
		"no NTP in the PICS": {func(p *MemoryParts) {
			p.PICS = withoutNTP(p.PICS)
		}, []string{"INCONCLUSIVE clock by NTP: C-23 of the PICS has no NTP"}},
		"NTP in the PICS only": {func(p *MemoryParts) {
			p.Change = func(c *station.Config) { c.Capabilities.TimeSources = []string{"Heartbeat"} }
		}, []string{"INCONCLUSIVE clock by NTP: has no ClockCtrlr.NtpServerUri"}},
		"no server": {func(p *MemoryParts) { p.NTP = false }, []string{"INCONCLUSIVE clock by NTP: the bench file has no NTP server"}},
	} {
		t.Run(name, func(t *testing.T) {
			found := examined(t, c.change)
			if len(found) != len(c.want) {
				t.Fatalf("expected %d findings, got %s", len(c.want), shown(found))
			}
			for i, want := range c.want {
				head, text, _ := strings.Cut(want, ": ")
				verdict, what, _ := strings.Cut(head, " ")
				f := found[i]
				if f.Verdict != evidence.Verdict(verdict) || !strings.HasSuffix(f.What, what) || !strings.Contains(f.Found, text) || (f.Do == "") != (f.Verdict == evidence.Pass) {
					t.Errorf("expected %q, got %s", want, shown(found[i:i+1]))
				}
			}
		})
	}
}

func shown(found []ClockFinding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "\n%s %s: %s → %s", f.Verdict, f.What, f.Found, f.Do)
	}
	return b.String()
}

// realTimeClock is a product whose own clock goes before NTP until it is told otherwise.
func realTimeClock(c *station.Config) {
	c.Capabilities.TimeSources = []string{"RealTimeClock", "Heartbeat", "NTP"}
}

// patched has a fault that is none of the catalogue's.
func patched(patch func(*station.Firmware)) func(*MemoryParts) {
	return func(p *MemoryParts) {
		p.Change = func(c *station.Config) {
			right := c.Patch
			c.Patch = func(fw *station.Firmware) {
				right(fw)
				patch(fw)
			}
		}
	}
}

// otherStamps makes the times of reports from another clock than that which is set.
func otherStamps(fw *station.Firmware) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Body.(ocpp201.NotifyReportRequest); ok {
			q.GeneratedAt.Time = time.Now()
			m.Body = q
		}
		pass(m)
	})
}

// never has no answer set the clock.
func never(fw *station.Firmware) {
	right := fw.Provisioning.Decide.Follows
	fw.Provisioning.Decide.Follows = func(source string) bool { return source != "NTP" && right(source) }
}

// slow has a tenth of what NTP tells set the clock.
func slow(fw *station.Firmware) {
	right := fw.Provisioning.Decide.Offset
	fw.Provisioning.Decide.Offset = func(r *ntp.Response) (time.Duration, error) {
		offset, err := right(r)
		return offset / 10, err
	}
}

func withoutNTP(d *pics.Declaration) *pics.Declaration {
	c := *d
	c.Features = map[pics.Feature]pics.Value{}
	for f, v := range d.Features {
		c.Features[f] = v
	}
	delete(c.Features, pics.C_23)
	return &c
}

// TestAClockIsPutBackWhenTheRunIsToEnd has the doctor be interrupted while the clock is five minutes ahead.
func TestAClockIsPutBackWhenTheRunIsToEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parts := memoryParts(t, &notes{})
		parts.NTP = true
		m, err := NewMemory(t.Context(), parts)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := clockAsSet(t, m)
		ctx, interrupt := context.WithTimeout(t.Context(), time.Minute)
		defer interrupt()
		found, err := m.ExamineClock(ctx)
		if last := found[len(found)-1]; err == nil || last.Verdict != evidence.Error || !strings.Contains(last.Found, "nobody has waited for the clock") {
			t.Errorf("expected an interruption, and to be told that the clock may be wrong, got %v and %s", err, shown(found))
		}
		time.Sleep(10 * time.Minute) // the Heartbeat sets it
		if after := clockAsSet(t, m); after != before {
			t.Errorf("expected the clock to be as it was, %s, got %s", before, after)
		}
		if err := m.Close(); err != nil {
			t.Errorf("closing the bench: %v", err)
		}
	})
}
