package octt

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// partOf is a part of a report: "7+" is one of the report that was asked for with requestId 7, with more to come, "7" the last.
func partOf(what string) string {
	var id int
	tbc := false
	if _, err := fmt.Sscanf(what, "%d+", &id); err == nil {
		tbc = true
	} else {
		fmt.Sscan(what, &id)
	}
	return fmt.Sprintf(`{"requestId":%d,"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"tbc":%t,"reportData":[{"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"Power"},"variableAttribute":[{"value":"0"}]}]}`, id, tbc)
}

// A station that was slow with a report goes on with it while the next case is played. That case is about another.
func TestPartsOfAReportThatAnEarlierCaseHasAskedForAreNobodys(t *testing.T) {
	asks := func(s *Scenario, id int) {
		Send(s, 1, ocpp201.GetReportRequest{RequestID: id}).Receive(2, Must("status", ocpp201.GenericDeviceModelStatusAccepted))
	}
	for name, c := range map[string]struct {
		first, late []string // what comes while the first case and the second are played
		want        evidence.Verdict
		reason      string
	}{
		"all of it late":          {nil, []string{"7+", "7+", "7"}, evidence.Pass, ""},
		"the rest of it late":     {[]string{"7+"}, []string{"7"}, evidence.Pass, ""},
		"more than all of it":     {[]string{"7+"}, []string{"7", "7"}, evidence.Fail, "nothing between"},
		"its end was there":       {[]string{"7"}, []string{"7"}, evidence.Fail, "nothing between"},
		"nobody has asked for it": {nil, []string{"9"}, evidence.Fail, "nothing between"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetReport", result(ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}))
				l.play(func(s *Scenario) {
					asks(s, 7)
					for _, part := range c.first {
						l.send("NotifyReport", partOf(part))
					}
				})
				l.expect(c.want, c.reason, func(s *Scenario) {
					for _, part := range c.late {
						l.send("NotifyReport", partOf(part))
					}
					asks(s, 8) // what comes before an answer of the station is not its way back to rest
				})
			})
		})
	}
	t.Run("a row takes none of it", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			l.csms.answering("GetReport", result(ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}))
			l.play(func(s *Scenario) { asks(s, 6); asks(s, 7) })
			l.expect(evidence.Pass, "", func(s *Scenario) {
				asks(s, 8)
				l.send("NotifyReport", partOf("7"))
				l.send("NotifyReport", partOf("8"))
				_, call := Receive[ocpp201.NotifyReportRequest](s, 3, Must("requestId", 8))
				call.Reply(4, ocpp201.NotifyReportResponse{})
			})
			l.expect(evidence.Fail, "of a report that was asked for before the case", func(s *Scenario) {
				asks(s, 9)
				l.csms.later(time.Second, "NotifyReport", partOf("6"))
				Receive[ocpp201.NotifyReportRequest](s, 3, Must("requestId", 9))
			})
		})
	})
}
