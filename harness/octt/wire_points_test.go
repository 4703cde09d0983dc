package octt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What a transaction shows of the points at which transactions begin and end is taken by the plays that follow; what has two
// readings shows nothing.
func TestTransactionsShowTheirPoints(t *testing.T) {
	const unchanged = "EVConnected,Authorized"
	for name, c := range map[string]struct {
		words string
		of    string // the variable
		want  string // its value, as the next play knows it
		says  string // what the finding says of it; empty where nothing is shown
	}{
		"begun by the plug alone":              {"plug S:CablePluggedIn:EVConnected:evse", startPoints, unchanged, "it contains EVConnected (frame "},
		"begun by a plug and a driver":         {"token plug S:CablePluggedIn:EVConnected:evse:token", startPoints, "EVConnected", "it does not contain Authorized (frame "},
		"begun by a remote start and a plug":   {"remote plug S:CablePluggedIn:EVConnected:evse:token:id", startPoints, "EVConnected", "it does not contain Authorized (frame "},
		"a plug told after a driver, unnamed":  {"token plug S:CablePluggedIn:EVConnected:evse", startPoints, unchanged, ""},
		"begun by the driver alone":            {"token S:Authorized:Idle:token", startPoints, unchanged, "it contains Authorized (frame "},
		"begun by a remote start alone":        {"remote S:RemoteStart:token:id", startPoints, unchanged, "it contains Authorized (frame "},
		"begun by a driver after the plug":     {"plug token S:Authorized:EVConnected:evse:token", startPoints, "Authorized", "it does not contain EVConnected (frame "},
		"begun while the EV was plugged twice": {"plug unplug plug token S:Authorized:EVConnected:evse:token", startPoints, unchanged, ""},
		"a driver of whom an EV is told":       {"token S:Authorized:EVConnected:token", startPoints, unchanged, ""},
		"begun by the energy":                  {"token plug S:ChargingStateChanged:Charging:evse:token", startPoints, unchanged, ""},
		"begun in the bay":                     {"S:EVDetected:Idle", startPoints, unchanged + ",ParkingBayOccupancy", "it contains ParkingBayOccupancy (frame "},
		"begun while offline":                  {"plug S:CablePluggedIn:EVConnected:evse:offline", startPoints, unchanged, ""},
		"the second of a play":                 {"token S:Authorized:EVConnected:token E:StopAuthorized:token:Local plug S2:CablePluggedIn:EVConnected:evse", startPoints, unchanged, ""},

		"ended by the unplugging, after the driver's stop": {"plug S:CablePluggedIn:EVConnected:evse token U:Authorized:token token U:StopAuthorized:token unplug E:EVCommunicationLost:Idle:Local", stopPoints,
			"EVConnected", "it does not contain Authorized (frame "},
		"ended by the unplugging, with a driver": {"plug S:CablePluggedIn:EVConnected:evse token U:Authorized:token unplug E:EVCommunicationLost:Idle:EVDisconnected", stopPoints, unchanged, ""},
		"ended by the driver":                    {"plug S:CablePluggedIn:EVConnected:evse token U:Authorized:token token E:StopAuthorized:token:Local", stopPoints, unchanged, ""},
		"ended by leaving the bay": {"plug S:CablePluggedIn:EVConnected:evse unplug U:EVCommunicationLost:Idle E:EVDeparted:Idle", stopPoints,
			"Authorized,ParkingBayOccupancy", "it does not contain EVConnected (frame "},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.before = Known(startPoints, stopPoints) // which the station does not have
				d.play(func(s *Scenario) {
					d.s = s
					for word := range strings.FieldsSeq(c.words) {
						d.do(word)
					}
				})
				d.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "It is known.", s.Variable(c.of), c.want) })
				found := slices.DeleteFunc(d.rec.findings(), func(f evidence.Finding) bool { return f.Subject != c.of })
				if last := found[len(found)-1].Instead; len(found) > 2 || !strings.Contains(last, c.says) || (c.says == "") != (len(found) == 1) {
					t.Errorf("expected what is taken instead to be put right once, with %q, got %+v", c.says, found)
				}
			})
		})
	}
}

// Once the points that decide are shown, nothing of it is presumed: a failure is the station's. The newest counts, the station's
// own word too; and what the bench file says is put right by what is shown.
func TestTheNewestThatIsShownOfThePointsCounts(t *testing.T) {
	const byPlug, byDriver = "plug S:CablePluggedIn:EVConnected:evse", "token S2:Authorized:Idle:token"
	for name, c := range map[string]struct {
		file  string
		plays []string
		want  string
		way   Way
		fails evidence.Verdict // what a TransactionEvent that does not come makes of the case
	}{
		"one point of two":              {"", []string{byPlug}, "EVConnected,Authorized", ByPresumed, evidence.Inconclusive},
		"both points":                   {"", []string{byPlug, byDriver}, "EVConnected,Authorized", ByShown, evidence.Fail},
		"another than before":           {"", []string{byPlug, byDriver, "token plug S3:CablePluggedIn:EVConnected:evse:token"}, "EVConnected", ByShown, evidence.Fail},
		"the bench file, put right":     {"Authorized", []string{byPlug}, "Authorized,EVConnected", ByDeclared, evidence.Fail},
		"the bench file, as it says":    {"PowerPathClosed", nil, "PowerPathClosed", ByDeclared, evidence.Fail},
		"told after it":                 {"", []string{byPlug, byDriver, "told"}, "PowerPathClosed", ByShown, evidence.Fail},
		"told before it":                {"", []string{"told", byPlug}, "PowerPathClosed,EVConnected", ByShown, evidence.Fail},
		"nothing left that could be it": {"EVConnected", []string{"plug token S:Authorized:EVConnected:evse:token"}, "", "", evidence.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				if c.file != "" {
					d.player.bench.Configured.Variables = map[string]string{startPoints: c.file}
				}
				for _, words := range c.plays {
					d.play(func(s *Scenario) {
						d.s = s
						for word := range strings.FieldsSeq(words) {
							if word == "told" {
								d.send("NotifyEvent", `{"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"eventData":[{"eventId":1,"timestamp":"2026-01-01T00:00:00Z","trigger":"Delta",
									"actualValue":"PowerPathClosed","eventNotificationType":"HardWiredNotification","component":{"name":"TxCtrlr"},"variable":{"name":"TxStartPoint"}}]}`)
								continue
							}
							d.do(word)
						}
						if err := s.Pause(evidence.WaitRest, time.Second); err != nil {
							t.Error(err)
						}
					})
				}
				d.before = Known(startPoints)
				d.play(func(s *Scenario) {
					k, _ := s.Knows(startPoints)
					if k.Value != c.want || k.Way != c.way {
						t.Errorf("expected %q by %q, got %q by %q", c.want, c.way, k.Value, k.Way)
					}
				})
				said := "sends TransactionEventRequest"
				if c.want == "" {
					said = startPoints + " is known"
					if found := d.rec.findings(); len(found) != 1 || !strings.Contains(found[0].Instead, "INCONCLUSIVE") {
						t.Errorf("expected that nothing can be taken instead, got %+v", found)
					}
				}
				d.expect(c.fails, said, func(s *Scenario) {
					s.List(startPoints)
					Receive[ocpp201.TransactionEventRequest](s, 1)
				})
			})
		})
	}
}

// What was concluded is neither written nor put back.
func TestWhatIsConcludedIsNotChanged(t *testing.T) {
	inDriversLab(t, func(d *driver) {
		for _, words := range []string{"plug token S:Authorized:EVConnected:evse:token", "token S2:Authorized:Idle:token"} {
			d.play(func(s *Scenario) {
				d.s = s
				for word := range strings.FieldsSeq(words) {
					d.do(word)
				}
			})
		}
		d.before = Config(IsIfWritable(startPoints, "EVConnected"))
		d.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "It is as it was shown.", s.List(startPoints), []string{"Authorized"}) })
		if slices.Contains(d.csms.calls, "SetVariables") {
			t.Errorf("expected nothing to be set, got %v", d.csms.calls)
		}
	})
}
