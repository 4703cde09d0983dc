package octt

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	heldRule   = "is reported as what it is: Occupied while an EV is connected, and Available while none is"
	joinedRule = "The chargingState tells of a connection while an EV is connected, and is Idle while none is"
)

// touch does what a driver's word does not know: acts on the cable and the bay, reports of the connector (with the seconds by
// which their timestamp is old, after a colon), and times.
func (d *driver) touch(word string) {
	here := d.s.Configured.Place()
	what, seconds, _ := strings.Cut(word, ":")
	var n int
	if _, err := fmt.Sscan(seconds, &n); err != nil {
		n = 0
	}
	switch what {
	case "Available", "Occupied", "Unavailable":
		d.send("StatusNotification", fmt.Sprintf(`{"timestamp":%q,"connectorStatus":%q,"evseId":1,"connectorId":1}`,
			time.Now().Add(-time.Duration(n)*time.Second).UTC().Format(time.RFC3339Nano), what))
		Receive[ocpp201.StatusNotificationRequest](d.s, 1)
	case "wait":
		d.s.Wait(0, time.Duration(n)*time.Second, "")
	case "end":
		d.s.Act(0, rigs.UnplugEnd(rigs.EVEnd, here))
	case "in":
		d.s.Act(0, rigs.DriveIn(here))
	case "out":
		d.s.Act(0, rigs.DriveOut(here))
	default:
		d.do(word)
	}
}

// yard is a rig for ends of cables and bays that always works.
type yard struct{ rigs.Ends }

func (yard) Unplug(_ context.Context, _ rigs.Place, _ rigs.End) (b rigs.ReadBack, err error) { return }
func (yard) Enter(_ context.Context, _ rigs.Place) (b rigs.ReadBack, err error)              { return }
func (yard) Leave(_ context.Context, _ rigs.Place) (b rigs.ReadBack, err error)              { return }

func TestAConnectorIsReportedAsWhatTheBenchHolds(t *testing.T) {
	for name, c := range map[string]struct{ words, want string }{
		"as it is":                            {"plug Occupied wait:9 Occupied unplug Available wait:9 Available", ""},
		"available while plugged in":          {"plug Occupied wait:9 Available", heldRule},
		"never told, and in time":             {"plug wait:30 Available", ""},
		"never told, and too late":            {"plug wait:40 Available", heldRule},
		"contacts bounce":                     {"plug Occupied wait:2 Available wait:1 Occupied", ""},
		"told late, of what was":              {"plug Occupied wait:60 Available:60", ""},
		"in the moment of the act":            {"Available:0 plug Occupied", ""},
		"occupied when the EV has gone":       {"plug Occupied unplug Available wait:9 Occupied", heldRule},
		"occupied by nobody":                  {"wait:9 Occupied", heldRule},
		"told late, of an earlier play":       {"wait:9 Occupied:30", ""},
		"occupied by nobody, later Available": {"wait:9 Occupied Available", heldRule},
		"occupied by a driver":                {"wait:9 token Occupied", ""},
		"occupied by a remote start":          {"wait:9 remote Occupied", ""},
		"occupied by a car in the bay":        {"in wait:9 Occupied", ""},
		"the car has left the bay":            {"in wait:9 Occupied out Available wait:9 Occupied", heldRule},
		"the car was never plugged in":        {"in wait:60 Occupied", ""},
		"one end of the cable":                {"plug Occupied end wait:60 Available", ""},
		"one end, then all of it":             {"plug Occupied end unplug wait:60 Occupied", heldRule},
		"unavailable in between":              {"plug Occupied Unavailable wait:60 Available", ""},
		"occupied while a transaction goes on": {
			"plug Occupied token S:Authorized:EVConnected:evse:token unplug Available wait:60 Occupied", ""},
		"occupied when the transaction is over": {
			"plug Occupied token S:Authorized:EVConnected:evse:token wait:1 E:StopAuthorized:EVConnected unplug Available wait:60 Occupied", heldRule},
		"connected":                 {"plug S:CablePluggedIn:EVConnected:evse wait:60 U:MeterValuePeriodic:Charging unplug E:EVCommunicationLost:Idle", ""},
		"idle while plugged in":     {"plug S:CablePluggedIn:EVConnected:evse wait:9 U:ChargingStateChanged:Idle", joinedRule},
		"idle, and the plug untold": {"in S:EVDetected:Idle:evse plug U:CablePluggedIn:evse wait:9 U:MeterValuePeriodic:Idle", ""},
		"idle for too long":         {"in S:EVDetected:Idle:evse plug U:CablePluggedIn:evse wait:60 U:ChargingStateChanged:Idle", joinedRule},
		"charging without an EV":    {"plug S:CablePluggedIn:EVConnected:evse unplug U:EVCommunicationLost:Idle wait:9 U:ChargingStateChanged:Charging", joinedRule},
		"charging, a moment later":  {"plug S:CablePluggedIn:EVConnected:evse unplug wait:9 U:ChargingStateChanged:Charging", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inHeldLab(t, true, func(d *driver) {
				d.judgedBy(c.want, evidence.Fail, func() {
					for word := range strings.FieldsSeq(c.words) {
						d.touch(word)
					}
				})
			})
		})
	}
}

func inHeldLab(t *testing.T, cable bool, test func(*driver)) {
	t.Helper()
	inLab(t, func(l *lab) {
		l.bench.Rigs = rigs.Set{Tokens: rig{}, Ends: yard{}, Bay: yard{}}
		if cable {
			l.bench.Rigs.Cable = cables{}
		}
		l.bench.PICS = &pics.Declaration{Connectors: []pics.Connector{{EVSE: 1, ID: 1}}}
	}, func(l *lab) {
		l.send("StatusNotification", available)
		time.Sleep(time.Minute)
		test(&driver{lab: l, numbers: map[string]int{}})
	})
}

// Without a rig for the cable, or after an act that failed, nobody knows what is plugged in.
func TestWhatTheBenchCannotKnowIsNotJudged(t *testing.T) {
	for name, words := range map[string]string{"no rig": "wait:60 Occupied wait:60 Available"} {
		t.Run(name, func(t *testing.T) {
			inHeldLab(t, false, func(d *driver) {
				d.judgedBy("", evidence.Fail, func() {
					for word := range strings.FieldsSeq(words) {
						d.touch(word)
					}
				})
			})
		})
	}
}

func TestAConnectorThatThePICSHasNotIsNotTold(t *testing.T) {
	for payload, wrong := range map[string]bool{
		`"evseId":1,"connectorId":1`: false, `"evseId":0,"connectorId":0`: true, `"evseId":1,"connectorId":2`: true,
		`"evseId":2,"connectorId":1`: true, `"evseId":1,"connectorId":0`: true,
	} {
		t.Run(payload, func(t *testing.T) {
			inHeldLab(t, true, func(d *driver) {
				rule := ""
				if wrong {
					rule = "is about an EVSE and a connector that it has"
				}
				d.judgedBy(rule, evidence.Fail, func() {
					d.send("StatusNotification", fmt.Sprintf(`{"timestamp":%q,"connectorStatus":"Available",%s}`, time.Now().Format(time.RFC3339), payload))
					Receive[ocpp201.StatusNotificationRequest](d.s, 1)
				})
			})
		})
	}
}

// A row that fails for the message has said it.
func TestWhatARowHasFoundIsNotFoundAgain(t *testing.T) {
	inHeldLab(t, true, func(d *driver) {
		d.expect(evidence.Fail, "evseId is 1", func(s *Scenario) {
			d.csms.later(time.Second, "StatusNotification", strings.Replace(available, `"evseId":1`, `"evseId":9`, 1))
			Receive[ocpp201.StatusNotificationRequest](s, 1, Must("evseId", 1))
		})
		if d.rec.has("that it has, by the PICS") {
			t.Errorf("it is found again\n%s", d.rec)
		}
	})
}
