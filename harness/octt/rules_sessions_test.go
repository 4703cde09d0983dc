package octt

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// cables is a rig for cables that always works.
type cables struct{}

func (cables) Connect(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, nil
}
func (cables) ConnectIdle(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, nil
}
func (cables) Disconnect(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, nil
}

// driver plays a session: each word is something done, or a message of the station. "plug", "token" and "remote" are what
// is done at the configured place, "plug2" and "token2" at another EVSE with another idToken; "S", "U" and "E" are the
// events, with their properties after colons, such as "U:Authorized:Idle:token:evse:id". "wait" is a minute.
type driver struct {
	*lab
	s       *Scenario
	numbers map[string]int
	at      time.Time // of the events; zero for the present
}

var elsewhere = rigs.Place{EVSE: 2, Connector: 1}

func (d *driver) do(word string) {
	here, other := d.s.Configured.Place(), rigs.Token{ID: "OTHER", Type: "ISO14443"}
	switch word {
	case "plug":
		d.s.Act(0, rigs.ConnectEV(here))
	case "plug2":
		d.s.Act(0, rigs.ConnectEV(elsewhere))
	case "unplug":
		d.s.Act(0, rigs.DisconnectEV(here))
	case "token":
		d.s.Act(0, rigs.PresentToken(d.s.Token, here))
	case "token2":
		d.s.Act(0, rigs.PresentToken(other, elsewhere))
	case "remote", "refused":
		status := map[string]string{"remote": "Accepted", "refused": "Rejected"}[word]
		d.csms.answering("RequestStartTransaction", &ocppj.Frame{Type: ocppj.CallResult, Payload: []byte(`{"status":"` + status + `"}`)})
		Send(d.s, 1, ocpp201.RequestStartTransactionRequest{RemoteStartID: 7,
			IDToken: ocpp201.IDToken{IDToken: d.s.Token.ID, Type: ocpp201.IDTokenEnumISO14443}}).Receive(2)
	default:
		d.tell(word)
	}
}

func (d *driver) tell(word string) {
	p := strings.Split(word, ":")
	id := "T1"
	if strings.HasSuffix(p[0], "2") {
		id = "T2"
	}
	kind := map[byte]string{'S': "Started", 'U': "Updated", 'E': "Ended"}[p[0][0]]
	info, more := fmt.Sprintf(`"transactionId":%q`, id), ""
	for _, each := range p[2:] {
		switch each {
		case "token":
			more += fmt.Sprintf(`,"idToken":{"idToken":%q,"type":"ISO14443"}`, strings.ToLower(d.s.Token.ID))
		case "other":
			more += `,"idToken":{"idToken":"OTHER","type":"ISO14443"}`
		case "button":
			more += `,"idToken":{"idToken":"START","type":"NoAuthorization"}`
		case "nameless":
			more += `,"idToken":{"idToken":"","type":"NoAuthorization"}`
		case "emaid":
			more += `,"idToken":{"idToken":"DE-ABC","type":"eMAID"}`
		case "evse":
			more += `,"evse":{"id":1,"connectorId":1}`
		case "evse2":
			more += `,"evse":{"id":2,"connectorId":1}`
		case "noconnector":
			more += `,"evse":{"id":1}`
		case "offline":
			more += `,"offline":true`
		case "id", "wrongid":
			info += `,"remoteStartId":` + map[string]string{"id": "7", "wrongid": "8"}[each]
		case "Local", "Remote", "MasterPass", "EVDisconnected":
			info += fmt.Sprintf(`,"stoppedReason":%q`, each)
		default:
			info += fmt.Sprintf(`,"chargingState":%q`, each)
		}
	}
	at := d.at
	if at.IsZero() {
		at = time.Now()
	}
	d.send("TransactionEvent", fmt.Sprintf(`{"eventType":%q,"timestamp":%q,"triggerReason":%q,"seqNo":%d,"transactionInfo":{%s}%s}`,
		kind, at.UTC().Format(time.RFC3339Nano), p[1], d.numbers[id], info, more))
	d.numbers[id]++
	Receive[ocpp201.TransactionEventRequest](d.s, 1, Periodic())
}

const (
	placeRule  = "contains evse.id and evse.connectorId"
	evseRule   = "is the one that the transaction uses"
	stateRule  = "Before an EV was connected the chargingState is Idle"
	nobodyRule = "The idToken of a TransactionEventRequest is one that was presented or sent"
	endRule    = "A transaction begins with one Started and stops with one Ended"
	tokenRule  = "presenting the idToken contains it"
	remoteRule = "after a RequestStartTransactionRequest has triggerReason RemoteStart"
	localRule  = "has stoppedReason Local, or omits it"
	whyRule    = "The triggerReason of a TransactionEventRequest is something that has happened"
	mootRule   = "with triggerReason ChargingStateChanged tells the chargingState"
	emptyRule  = "An idToken of type NoAuthorization is empty"
	clockRuleT = "are those of the CSMS's clock"
	flagRule   = "is not marked offline"
	twiceRule  = "that was answered is not sent again"
)

func TestTheRulesThatTieATransactionToWhatWasDone(t *testing.T) {
	for name, c := range map[string]struct{ words, want string }{
		"cable first":                        {"plug S:CablePluggedIn:EVConnected:evse token U:Authorized:token U:ChargingStateChanged:Charging", ""},
		"driver first":                       {"token S:Authorized:Idle:token plug U:CablePluggedIn:EVConnected:evse U:ChargingStateChanged:Charging", ""},
		"started by the energy":              {"token plug S:ChargingStateChanged:Charging:token:evse", ""},
		"plug told without a state":          {"token S:Authorized:token plug U:CablePluggedIn:evse U:ChargingStateChanged:Charging", ""},
		"nothing was done":                   {"S:ChargingStateChanged:Charging U:MeterValuePeriodic", ""},
		"idToken of the EV":                  {"plug token S:ChargingStateChanged:Charging:emaid:evse", ""},
		"two drivers":                        {"plug S:CablePluggedIn:EVConnected:evse plug2 S2:CablePluggedIn:EVConnected:evse2 token2 U2:Authorized:other token U:Authorized:token", ""},
		"refused, and started by another":    {"token token2 plug2 S2:CablePluggedIn:EVConnected:evse2:other", ""},
		"plugged in once more":               {"token S:Authorized:Idle:token plug U:CablePluggedIn:EVConnected:evse unplug U:EVCommunicationLost:Idle plug U:CablePluggedIn:EVConnected", ""},
		"no evse after the plug":             {"plug S:CablePluggedIn:EVConnected", placeRule},
		"no connector after the plug":        {"plug S:CablePluggedIn:EVConnected:noconnector", placeRule},
		"evse of another plug":               {"plug S:CablePluggedIn:EVConnected:evse2", placeRule},
		"evse named before the plug only":    {"token S:Authorized:Idle:token:evse plug U:CablePluggedIn:EVConnected", placeRule},
		"no evse when the energy starts":     {"token plug S:ChargingStateChanged:Charging:token", placeRule},
		"no idToken when authorized":         {"plug S:CablePluggedIn:EVConnected:evse token U:Authorized", tokenRule},
		"no idToken when charging":           {"token plug S:ChargingStateChanged:Charging:evse", tokenRule},
		"idToken too late":                   {"token plug S:ChargingStateChanged:Charging:evse U:Authorized:token", tokenRule},
		"idToken of nobody":                  {"token S:Authorized:Idle:other", tokenRule},
		"remote":                             {"remote S:RemoteStart:Idle:token:id plug U:CablePluggedIn:EVConnected:evse U:ChargingStateChanged:Charging", ""},
		"remote after the plug":              {"plug S:CablePluggedIn:EVConnected:evse remote U:RemoteStart:token:id", ""},
		"remote, meter values in between":    {"plug S:CablePluggedIn:EVConnected:evse remote U:MeterValuePeriodic U:RemoteStart:token:id", ""},
		"remote refused, local":              {"refused plug token S:Authorized:EVConnected:evse:token", ""},
		"remote, and a driver at the reader": {"remote token S:Authorized:Idle:token", ""},
		"remote refused, charges all the same, of which no rule speaks": {"refused plug S:ChargingStateChanged:Charging:evse", ""},
		"remote without remoteStartId":                                  {"remote S:RemoteStart:Idle:token", remoteRule},
		"remote with another's remoteStartId":                           {"remote S:RemoteStart:Idle:token:wrongid", remoteRule},
		"remote told as Authorized":                                     {"remote S:Authorized:Idle:token:id", remoteRule},
		"remote told by the energy":                                     {"remote plug S:ChargingStateChanged:Charging:token:evse", remoteRule},
		"remote without idToken":                                        {"remote S:RemoteStart:Idle:id", tokenRule},
		"authorized before the driver came":                             {"plug S:Authorized:EVConnected:evse token U:Authorized:token", whyRule},
		"authorized by the EV, which came alone":                        {"plug S:Authorized:EVConnected:evse:emaid", ""},
		"stopped by nobody":                                             {"plug S:CablePluggedIn:EVConnected:evse E:StopAuthorized:EVConnected", whyRule},
		"a remote start that nobody asked for":                          {"token S:RemoteStart:Idle:token", whyRule},
		"a trigger that nobody asked for":                               {"token S:Authorized:Idle:token U:Trigger", whyRule},
		"a reset that nobody asked for":                                 {"token S:Authorized:Idle:token E:ResetCommand", whyRule},
		"a plug before there was one":                                   {"token S:CablePluggedIn:token plug U:ChargingStateChanged:Charging:evse", whyRule},
		"what the station finds out by itself":                          {"token S:Authorized:Idle:token U:EVCommunicationLost U:EnergyLimitReached U:AbnormalCondition", ""},
		"a button with a name":                                          {"plug S:CablePluggedIn:EVConnected:evse U:Authorized:button", emptyRule},
		"a button":                                                      {"plug S:CablePluggedIn:EVConnected:evse U:Authorized:nameless", ""},
		"stopped":                                                       {"S:EVDetected E:StopAuthorized:Local", ""},
		"stopped, no reason":                                            {"S:EVDetected E:StopAuthorized", ""},
		"stopped in two messages":                                       {"S:EVDetected U:StopAuthorized E:ChargingStateChanged:EVConnected:Local", ""},
		"stopped by a Master Pass":                                      {"S:EVDetected E:StopAuthorized:MasterPass", ""},
		"stopped, ended by the plug":                                    {"S:EVDetected U:StopAuthorized E:EVCommunicationLost:EVDisconnected", ""},
		"stopped remotely":                                              {"S:EVDetected E:RemoteStop:Remote", ""},
		"another EVSE later":                                            {"plug S:CablePluggedIn:EVConnected:evse U:ChargingStateChanged:Charging:evse2", evseRule},
		"the EVSE without connector later":                              {"plug S:CablePluggedIn:EVConnected:evse U:ChargingStateChanged:Charging:noconnector", ""},
		"another EVSE before the plug":                                  {"token S:Authorized:Idle:token:evse2 plug U:CablePluggedIn:EVConnected:evse", ""},
		"charging before the plug":                                      {"token S:Authorized:Charging:token:evse plug U:CablePluggedIn:EVConnected:evse", stateRule},
		"stopped with the idToken of nobody":                            {"token S:Authorized:Idle:token U:MeterValuePeriodic E:StopAuthorized:other:Local", nobodyRule},
		"stopped by another of the group":                               {"token S:Authorized:Idle:token token2 E:StopAuthorized:other:Local", ""},
		"something after the end":                                       {"S:EVDetected E:StopAuthorized:Local U:MeterValuePeriodic", endRule},
		"stopped for another reason":                                    {"S:EVDetected E:StopAuthorized:Remote", localRule},
		"stopped in two messages, another reason":                       {"S:EVDetected U:StopAuthorized E:ChargingStateChanged:EVConnected:Remote", localRule},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.judgedBy(c.want, evidence.Fail, func() {
					for word := range strings.FieldsSeq(c.words) {
						d.do(word)
					}
				})
			})
		})
	}
}

func TestAChangeOfTheChargingStateThatTellsNoneIsAWarning(t *testing.T) {
	inDriversLab(t, func(d *driver) {
		d.judgedBy(mootRule, evidence.Warning, func() {
			for word := range strings.FieldsSeq("token S:Authorized:Idle:token U:ChargingStateChanged") {
				d.do(word)
			}
		})
	})
}

func inDriversLab(t *testing.T, test func(*driver)) {
	t.Helper()
	inLab(t, func(l *lab) { l.bench.Rigs = rigs.Set{Tokens: rig{}, Cable: cables{}} }, func(l *lab) {
		test(&driver{lab: l, numbers: map[string]int{}})
	})
}

// judgedBy plays, and compares what the play has shown: the rule that is broken, none where it is empty.
func (d *driver) judgedBy(rule string, worst evidence.Verdict, play func()) {
	d.Helper()
	want := evidence.Pass
	if rule != "" {
		want = worst
	}
	d.expect(want, rule, func(s *Scenario) {
		d.s = s
		proved(s)
		play()
	})
}

func TestMessagesThatComeInAnotherOrderBreakNoRule(t *testing.T) {
	inDriversLab(t, func(d *driver) {
		d.judgedBy("", evidence.Fail, func() {
			d.do("plug")
			d.do("token")
			for number, word := range map[int]string{1: "U:Authorized:token", 2: "U:ChargingStateChanged:Charging", 0: "S:CablePluggedIn:EVConnected:evse"} {
				d.numbers["T1"] = number
				d.at = time.Date(2026, 1, 1, 0, 0, number, 0, time.UTC)
				d.do(word)
			}
		})
	})
}

func TestTimestampsFollowTheClockOfTheCSMS(t *testing.T) {
	for name, c := range map[string]struct {
		off  time.Duration
		want string
	}{
		"right":                {0, ""},
		"within the deviation": {4 * time.Second, ""},
		"behind by less":       {-4 * time.Second, ""},
		"ahead":                {5 * time.Second, clockRuleT},
		"behind":               {-5 * time.Second, clockRuleT},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.send("Heartbeat", `{}`)
				time.Sleep(time.Minute)
				d.judgedBy(c.want, evidence.Warning, func() {
					d.do("token")
					d.at = time.Now().Add(c.off)
					d.do("S:Authorized:Idle:token")
				})
			})
		})
	}
}

// TestAStationThatWasOfflineTellsOfThePast: what happened offline was earlier than its message, by any time.
func TestAStationThatWasOfflineTellsOfThePast(t *testing.T) {
	inDriversLab(t, func(d *driver) {
		d.send("Heartbeat", `{}`)
		time.Sleep(time.Minute)
		d.judgedBy("", evidence.Warning, func() {
			d.do("token")
			d.at = time.Now()
			d.s.Wait(0, 2*time.Hour, "the station is offline")
			d.do("S:Authorized:Idle:token")
		})
	})
}

func TestWhatWasAnsweredIsNotSentAgain(t *testing.T) {
	at := time.Now()
	tell := func(d *driver, kind string, seqNo int) {
		if seqNo == 0 {
			at = time.Now().UTC()
		}
		d.send("TransactionEvent", fmt.Sprintf(`{"eventType":%q,"timestamp":%q,"triggerReason":"MeterValuePeriodic","seqNo":%d,"transactionInfo":{"transactionId":"T1"}}`,
			kind, at.Format(time.RFC3339), seqNo))
	}
	for name, c := range map[string]struct {
		between func(*driver)
		want    string
	}{
		"at once":                              {func(*driver) {}, twiceRule},
		"after another message":                {func(d *driver) { d.send("Heartbeat", `{}`) }, twiceRule},
		"after the connection was lost":        {renewed, ""},
		"read, and sent after an offline time": {func(d *driver) { d.send("Heartbeat", `{}`); pass(d); renewed(d) }, twiceRule},
		"after a boot":                         {func(d *driver) { d.send("BootNotification", boot); pass(d) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.judgedBy(c.want, evidence.Fail, func() {
					tell(d, "Started", 0)
					tell(d, "Updated", 1)
					pass(d)
					c.between(d)
					tell(d, "Updated", 1)
					pass(d)
				})
			})
		})
	}
}

// pass lets a second pass in which the CSMS answers what comes.
func pass(d *driver) { d.s.Wait(0, time.Second, "the answers") }

// renewed is a connection that breaks and is made again.
func renewed(d *driver) {
	d.s.MayDisconnect()
	if err := d.csms.Disconnect(); err != nil {
		d.Error(err)
	}
	d.csms.Accept()
	d.csms.connect()
	pass(d)
}

func TestWhatWasNotProcessedIsSentAgain(t *testing.T) {
	inDriversLab(t, func(d *driver) {
		d.judgedBy("", evidence.Fail, func() {
			d.s.Failing("TransactionEvent", Failure{Code: InternalError}, func(m *Message) bool { return d.numbers["failed"] == 0 })
			for range 2 {
				d.send("TransactionEvent", event("Started", "EVDetected", 0))
				pass(d)
				d.numbers["failed"]++
			}
		})
	})
}

func TestOnlyWhatHappenedOfflineIsMarkedSo(t *testing.T) {
	for name, c := range map[string]struct {
		ago  time.Duration // of the event, told a minute after the station was back
		word string
		want string
	}{
		"before the connection":    {time.Minute, "S:EVDetected:Idle:offline", ""},
		"within the deviation":     {56 * time.Second, "S:EVDetected:Idle:offline", ""},
		"while connected":          {50 * time.Second, "S:EVDetected:Idle:offline", flagRule},
		"while connected, as such": {50 * time.Second, "S:EVDetected:Idle", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inDriversLab(t, func(d *driver) {
				d.send("Heartbeat", `{}`)
				d.judgedBy(c.want, evidence.Warning, func() {
					pass(d)
					renewed(d)
					d.s.Wait(0, time.Minute-time.Second, "events of the past")
					d.at = time.Now().Add(-c.ago)
					d.do(c.word)
				})
			})
		})
	}
}

// What a row has found is not found once more by the rule for every case.
func TestABreachThatARowHasFoundIsFoundOnce(t *testing.T) {
	inLab(t, manned, func(l *lab) {
		l.bench.Timeouts.Act = 0
		l.expect(evidence.Fail, "idToken", func(s *Scenario) {
			l.send("TransactionEvent", event("Started", "CablePluggedIn", 0))
			Receive[ocpp201.TransactionEventRequest](s, 1)
			present(s)
			l.send("TransactionEvent", event("Updated", "Authorized", 1))
			Receive[ocpp201.TransactionEventRequest](s, 2, Must("idToken.idToken", s.Token.ID))
		})
		if l.rec.has("after presenting the idToken contains it") {
			t.Errorf("expected the row alone to find it, got %s", l.rec)
		}
	})
}
