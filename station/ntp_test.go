package station_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// timed runs a test with a station whose clock runs right of itself, a CSMS whose clock is an hour ahead, and two NTP servers that are
// two and three hours ahead.
func timed(t *testing.T, test func(r *rig, primary, secondary *timeHost)) {
	t.Helper()
	primary, secondary := &timeHost{ahead: 2 * time.Hour}, &timeHost{ahead: 3 * time.Hour}
	bubble(t, func(c *station.Config) {
		c.Capabilities.TimeSources = []string{"Heartbeat", "NTP", "RealTimeClock"}
		withTime(map[string]*timeHost{"primary": primary, "192.0.2.2": secondary})(c)
	}, func(r *rig) {
		r.on("Heartbeat", func(json.RawMessage) any {
			return ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: time.Now().Add(time.Hour)}}
		})
		test(r, primary, secondary)
	})
}

// ahead is how far the clock is ahead of the machine's, in minutes.
func (r *rig) ahead() time.Duration {
	r.Helper()
	now, err := time.Parse(time.RFC3339, r.variable("ClockCtrlr", 0, "DateTime"))
	if err != nil {
		r.Fatal(err)
	}
	return time.Until(now).Round(time.Minute)
}

// server sets an instance of NtpServerUri.
func (r *rig) server(instance, uri string) string {
	r.Helper()
	f := r.ask("SetVariables", fmt.Sprintf(
		`{"setVariableData":[{"component":{"name":"ClockCtrlr"},"variable":{"name":"NtpServerUri","instance":%q},"attributeValue":%q}]}`, instance, uri))
	var answer ocpp201.SetVariablesResponse
	if err := ocpp201.Decode(f.Payload, &answer); err != nil {
		r.Fatal(err)
	}
	return string(answer.SetVariableResult[0].AttributeStatus)
}

func TestTheFirstTimeSourceThatWorksSetsTheClock(t *testing.T) {
	timed(t, func(r *rig, _, _ *timeHost) {
		r.setVariable("ClockCtrlr.TimeSource", "NTP,Heartbeat")
		r.pass(10 * time.Minute)
		if got := r.ahead(); got != time.Hour {
			t.Errorf("NTP without a server: expected the clock of the CSMS, an hour ahead, got %s", got)
		}
		r.server("1", "ntp://primary")
		for _, c := range []struct {
			sources string
			ahead   time.Duration
		}{
			{"Heartbeat,NTP", time.Hour}, {"NTP,Heartbeat", 2 * time.Hour}, {"Heartbeat", time.Hour}, {"NTP", 2 * time.Hour},
			{"RealTimeClock,NTP,Heartbeat", 0}, {"NTP,RealTimeClock", 2 * time.Hour}, {"Heartbeat,RealTimeClock", time.Hour}, {"RealTimeClock", 0},
		} {
			r.setVariable("ClockCtrlr.TimeSource", c.sources)
			r.pass(10 * time.Minute)
			if got := r.ahead(); got != c.ahead {
				t.Errorf("%s: expected a clock %s ahead, got %s", c.sources, c.ahead, got)
			}
		}
	})
}

func TestEveryTimestampFollowsNTP(t *testing.T) {
	timed(t, func(r *rig, _, _ *timeHost) {
		r.setVariable("ClockCtrlr.TimeSource", "NTP")
		r.server("1", "primary:123")
		r.pass(time.Second)
		r.forget()
		r.plugIn()
		r.pass(time.Second)
		statuses := payloads[ocpp201.StatusNotificationRequest](r, "StatusNotification")
		if len(statuses) != 1 || time.Until(statuses[0].Timestamp.Time).Round(time.Minute) != 2*time.Hour {
			t.Errorf("expected a status two hours ahead, got %+v", statuses)
		}
	})
}

// Part 2, TimeSource: "NTP,Heartbeat" goes by the Heartbeat when none of the NTP servers answers.
func TestTheNextSourceCountsWhenNoServerAnswers(t *testing.T) {
	timed(t, func(r *rig, primary, secondary *timeHost) {
		r.setVariable("ClockCtrlr.TimeSource", "NTP,Heartbeat")
		r.server("1", "primary")
		r.server("2", "192.0.2.2")
		expect := func(what string, want time.Duration) {
			t.Helper()
			r.pass(10 * time.Minute)
			if got := r.ahead(); got != want {
				t.Errorf("%s: expected a clock %s ahead, got %s", what, want, got)
			}
		}
		expect("both answer", 2*time.Hour)
		before := secondary.times()
		primary.set(func(h *timeHost) { h.mute = true })
		expect("the secondary answers", 3*time.Hour)
		secondary.set(func(h *timeHost) { h.mute = true })
		expect("none answers", time.Hour)
		primary.set(func(h *timeHost) { h.mute = false })
		expect("the primary answers again", 2*time.Hour)
		if before != 0 {
			t.Errorf("expected the secondary not to be asked while the primary answers, got %d requests", before)
		}
		r.offline()
		r.pass(time.Hour)
		primary.set(func(h *timeHost) { h.ahead = 4 * time.Hour })
		r.pass(10 * time.Minute)
		r.online()
		expect("offline the servers are asked all the same", 4*time.Hour)
	})
}

func TestServersAreAskedEvery64Seconds(t *testing.T) {
	timed(t, func(r *rig, primary, _ *timeHost) {
		r.server("1", "primary")
		r.pass(10 * time.Minute)
		if got := primary.times(); got != 10 { // NTP is the second source, which is kept ready; the first request is sent at once
			t.Errorf("expected 10 requests, got %d", got)
		}
		r.setVariable("ClockCtrlr.TimeSource", "Heartbeat")
		r.pass(10 * time.Minute)
		if got := primary.times(); got != 10 {
			t.Errorf("expected none more when NTP is no time source, got %d", got-10)
		}
	})
}

func TestAnswersThatSayThatTheyAreNoTimeAreNotTaken(t *testing.T) {
	for name, spoil := range map[string]func([]byte){
		"stratum 0":                 func(b []byte) { b[1] = 0; copy(b[12:], "RATE") },
		"stratum 16":                func(b []byte) { b[1] = 16 },
		"leap indicator 3":          func(b []byte) { b[0] |= 3 << 6 },
		"another originate":         func(b []byte) { b[24]++ },
		"another mode":              func(b []byte) { b[0] = b[0]&^7 | 5 },
		"17 s of root dispersion":   func(b []byte) { b[9] = 17 },
		"set after it was sent":     func(b []byte) { b[18]++ },
		"set two days ago":          func(b []byte) { b[17] -= 3 },
		"no transmit time":          func(b []byte) { copy(b[40:], make([]byte, 8)) },
		"sent before it was asked":  func(b []byte) { b[42]-- },
		"nothing but zeros":         func(b []byte) { copy(b, make([]byte, 48)) },
		"all that can be, is one":   func(b []byte) { copy(b, strings.Repeat("\xff", 48)) },
		"a request in its own form": func(b []byte) { b[0] = b[0]&^7 | 3 },
	} {
		timed(t, func(r *rig, primary, _ *timeHost) {
			primary.set(func(h *timeHost) { h.spoil = spoil })
			r.setVariable("ClockCtrlr.TimeSource", "NTP,Heartbeat")
			r.server("1", "primary")
			r.pass(10 * time.Minute)
			if got := r.ahead(); got != time.Hour || primary.times() == 0 {
				t.Errorf("%s: expected the clock of the CSMS, an hour ahead, got %s after %d requests", name, got, primary.times())
			}
		})
	}
}

func TestAServerThatIsWaitedForHoldsUpNoReboot(t *testing.T) {
	timed(t, func(r *rig, primary, _ *timeHost) {
		primary.set(func(h *timeHost) { h.mute = true })
		r.setVariable("ClockCtrlr.TimeSource", "NTP,Heartbeat")
		r.server("1", "primary")
		r.forget()
		begin := time.Now()
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted")
		r.pass(time.Minute)
		boots := r.sent("BootNotification")
		if len(boots) != 1 || boots[0].at.Sub(begin) > 2*time.Second {
			t.Errorf("expected a boot within two seconds, got %v after %s", boots, begin)
		}
		primary.set(func(h *timeHost) { h.mute = false })
		r.pass(5 * time.Minute)
		if got := r.ahead(); got != 2*time.Hour {
			t.Errorf("expected the servers to be known after the reboot, got a clock %s ahead", got)
		}
	})
}

func TestNTPServersAreSetWhereTheProductHasNTP(t *testing.T) {
	timed(t, func(r *rig, _, _ *timeHost) {
		if got := r.get("ClockCtrlr", "NtpSource", ""); got != "Accepted Actual manual -" {
			t.Errorf("NtpSource: expected manual, got %q", got)
		}
		if got := r.put("ClockCtrlr", "NtpSource", "DHCP", ""); got != "Rejected Actual - InvalidValue" {
			t.Errorf("NtpSource: expected DHCP to be rejected, which the station does not have, got %q", got)
		}
		for uri, want := range map[string]string{
			"ntp.example.com": "Accepted", "ntp.example.com:123": "Accepted", "192.0.2.1": "Accepted", "ntp://192.0.2.1:1123": "Accepted",
			"2001:db8::1": "Accepted", "[2001:db8::1]:123": "Accepted", "ntp://[2001:db8::1]/": "Accepted", "": "Accepted",
			"http://ntp.example.com": "Rejected", "ntp.example.com/time": "Rejected", "ntp example": "Rejected", ":123": "Rejected",
			"user@ntp.example.com": "Rejected", "ntp.example.com:time": "Rejected", strings.Repeat("a", 256): "Rejected", "ntp://": "Rejected",
		} {
			if got := r.server("2", uri); got != want {
				t.Errorf("NtpServerUri = %q: expected %s, got %s", uri, want, got)
			}
		}
		if got := r.server("3", "ntp.example.com"); got != "UnknownVariable" {
			t.Errorf("a third server: expected UnknownVariable, got %s", got)
		}
	})
	bubble(t, nil, func(r *rig) {
		for _, name := range []string{"NtpSource", "NtpServerUri"} {
			if got := r.get("ClockCtrlr", name, ""); got != "UnknownVariable Actual - -" {
				t.Errorf("%s of a product without NTP: expected UnknownVariable, got %q", name, got)
			}
		}
	})
}
