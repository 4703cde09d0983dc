package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

// hostile is what a station may send to break a document that is not careful.
const hostile = `</script><script>document.title="owned"</script><img src=x onerror="document.title='owned'">'"&` + "\x01\u2028]]>-->"

// theatre writes a synthetic run: time moves only when told.
type theatre struct {
	t    testing.TB
	rec  *evidence.Recorder
	now  time.Time
	play int
	id   string
	msg  int
}

func newTheatre(t testing.TB, out *bytes.Buffer) *theatre {
	return &theatre{t: t, rec: evidence.New(out, nil), now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
}

func (s *theatre) add(r evidence.Record) int64 {
	s.t.Helper()
	r.At, r.Case, r.Play = s.now, s.id, s.play
	seq, err := s.rec.Append(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return seq
}

func (s *theatre) wait(ms int) { s.now = s.now.Add(time.Duration(ms) * time.Millisecond) }

func (s *theatre) frame(d evidence.Direction, typ, id, action string, payload any, problems ...string) int64 {
	s.t.Helper()
	elements := []any{map[string]int{"CALL": 2, "CALLRESULT": 3, "CALLERROR": 4}[typ], id}
	switch typ {
	case "CALL":
		elements = append(elements, action, payload)
	case "CALLRESULT":
		elements = append(elements, payload)
	default:
		elements = append(elements, "NotSupported", "this action is unknown", map[string]any{})
	}
	raw, err := json.Marshal(elements)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.add(evidence.Record{Frame: &evidence.Frame{Direction: d, At: s.now, Conn: 1, Raw: string(raw), Size: int64(len(raw)),
		Type: typ, MessageID: id, Action: action, Problems: problems}})
}

// asks has the CSMS send a request that the station answers after some milliseconds.
func (s *theatre) asks(action string, request, answer any, ms int) (sent, came int64) {
	s.msg++
	id := fmt.Sprintf("csms-%d", s.msg)
	sent = s.frame(evidence.Out, "CALL", id, action, request)
	s.wait(ms)
	came = s.frame(evidence.In, "CALLRESULT", id, action, answer)
	s.wait(15)
	return sent, came
}

// says has the station send a request that the CSMS answers.
func (s *theatre) says(action string, request, answer any, problems ...string) int64 {
	s.msg++
	id := fmt.Sprintf("cs-%d", s.msg)
	seq := s.frame(evidence.In, "CALL", id, action, request, problems...)
	s.wait(4)
	s.frame(evidence.Out, "CALLRESULT", id, action, answer)
	s.wait(120)
	return seq
}

func (s *theatre) act(name, kind, sentence, observed, failure string) {
	began := s.now
	s.wait(350)
	s.add(evidence.Record{Act: &evidence.Act{Name: name, Kind: kind, Sentence: sentence, Rig: "gpio", EVSE: 1, Connector: 1,
		Began: began, Ended: s.now, Observed: observed, Failure: failure}})
}

func (s *theatre) begin(id, name, mode string, requirements ...string) {
	s.play++
	s.id = id
	s.wait(2000)
	s.add(evidence.Record{Begin: &evidence.CaseStarted{ID: id, Name: name, Mode: mode, Requirements: requirements, UseCases: []string{"E02"}, Errata: []string{"6.2.13 (2024-09)"}}})
}

func (s *theatre) end(v evidence.Verdict, reason string) {
	s.add(evidence.Record{End: &evidence.CaseEnded{ID: s.id, Verdict: v, Reason: reason, Took: 12345 * time.Millisecond}})
	s.id = ""
	play := s.play
	s.play = 0
	s.add(evidence.Record{Note: &evidence.Note{Text: "The bench comes to rest."}})
	s.play = play
}

func (s *theatre) row(r evidence.Row) { s.add(evidence.Record{Row: &r}) }

func (s *theatre) check(c evidence.Check) { s.add(evidence.Record{Check: &c}) }

// cableFirst plays a case of 8 rows in the manner of TC_E_03_CS. With a fault, the station tells the wrong state.
func (s *theatre) cableFirst(remote, fault bool) {
	s.add(evidence.Record{State: &evidence.StateEntered{Stage: evidence.Before, Path: []string{"EVConnectedPreSession"}}})
	in := []string{"EVConnectedPreSession"}
	s.act("ConnectEV", "cable", "Connect the EV and EVSE.", "line cable-1 high", "")
	s.row(evidence.Row{Stage: evidence.Before, State: in, Number: "1", Actor: evidence.ActorPerson, Text: "connect the EV and EVSE", Verdict: evidence.Pass})
	status := s.says("StatusNotification", map[string]any{"timestamp": "2026-03-01T08:00:00Z", "connectorStatus": "Occupied", "evseId": 1, "connectorId": 1}, map[string]any{})
	s.check(evidence.Check{Stage: evidence.Before, State: in, Row: "2", Requirement: "connectorStatus is Occupied", Path: "connectorStatus", Verdict: evidence.Pass, Frame: status})
	s.row(evidence.Row{Stage: evidence.Before, State: in, Number: "2", Actor: evidence.ActorStation, Text: "reports the connector", Message: "StatusNotificationRequest", Verdict: evidence.Pass, Frames: []int64{status}})
	s.add(evidence.Record{State: &evidence.StateEntered{Stage: evidence.Before, Path: in, Left: true, Verdict: evidence.Pass}})

	auth := []string{"Authorized (local)"}
	if remote {
		auth = []string{"Authorized (remote)"}
	}
	s.add(evidence.Record{State: &evidence.StateEntered{Stage: evidence.Main, Path: auth, Row: "1"}})
	extra := map[string]any{}
	reason := "Authorized"
	if remote {
		reason = "RemoteStart"
		extra["remoteStartId"] = s.play
		sent, came := s.asks("RequestStartTransaction", map[string]any{"idToken": map[string]any{"idToken": "D001234567", "type": "ISO14443"}, "evseId": 1, "remoteStartId": s.play}, map[string]any{"status": "Accepted"}, 170+s.play%7*31)
		s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "1", Actor: evidence.ActorCSMS, Text: "asks to start a transaction", Message: "RequestStartTransactionRequest", Verdict: evidence.Pass, Frames: []int64{sent}})
		s.check(evidence.Check{Stage: evidence.Main, State: auth, Row: "2", Requirement: "status is Accepted", Path: "status", Verdict: evidence.Pass, Frame: came})
		s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "2", Actor: evidence.ActorStation, Text: "accepts", Message: "RequestStartTransactionResponse", Verdict: evidence.Pass, Frames: []int64{came}})
		s.wait(180)
	} else {
		s.act("PresentToken", "tokens", "Present idToken D001234567 (ISO14443).", "reader replied", "")
		s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "1", Actor: evidence.ActorPerson, Text: "present the idToken", Verdict: evidence.Pass})
		seq := s.says("Authorize", map[string]any{"idToken": map[string]any{"idToken": "D001234567", "type": "ISO14443"}}, map[string]any{"idTokenInfo": map[string]any{"status": "Accepted"}})
		s.check(evidence.Check{Stage: evidence.Main, State: auth, Row: "2", Requirement: "idToken is the one presented", Path: "idToken.idToken", Verdict: evidence.Pass, Frame: seq})
		s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "2", Actor: evidence.ActorStation, Text: "asks whether the idToken is valid", Message: "AuthorizeRequest", Verdict: evidence.Pass, Frames: []int64{seq}})
		s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "3", Actor: evidence.ActorCSMS, Text: "accepts", Message: "AuthorizeResponse", Verdict: evidence.Pass, Frames: []int64{seq + 1}})
	}
	info := map[string]any{"transactionId": fmt.Sprint("T", s.play), "chargingState": "EVConnected"}
	for k, v := range extra {
		info[k] = v
	}
	seq := s.says("TransactionEvent", map[string]any{"eventType": "Started", "timestamp": "2026-03-01T08:00:01Z", "triggerReason": reason, "seqNo": 0, "transactionInfo": info}, map[string]any{"idTokenInfo": map[string]any{"status": "Accepted"}})
	s.check(evidence.Check{Stage: evidence.Main, State: auth, Row: "4", Requirement: "eventType is Started", Path: "eventType", Verdict: evidence.Pass, Frame: seq})
	s.check(evidence.Check{Stage: evidence.Main, State: auth, Row: "4", Requirement: "triggerReason is " + reason, Path: "triggerReason", Verdict: evidence.Pass, Frame: seq})
	s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "4", Actor: evidence.ActorStation, Text: "reports the authorized transaction", Message: "TransactionEventRequest", Verdict: evidence.Pass, Frames: []int64{seq}})
	s.row(evidence.Row{Stage: evidence.Main, State: auth, Number: "5", Actor: evidence.ActorCSMS, Text: "confirms", Message: "TransactionEventResponse", Verdict: evidence.Pass, Frames: []int64{seq + 1}})
	s.add(evidence.Record{State: &evidence.StateEntered{Stage: evidence.Main, Path: auth, Row: "1", Left: true, Verdict: evidence.Pass}})

	s.wait(8200)
	state, verdict := "Charging", evidence.Pass
	if fault {
		state, verdict = "SuspendedEVSE", evidence.Fail
	}
	seq = s.says("TransactionEvent", map[string]any{"eventType": "Updated", "timestamp": "2026-03-01T08:00:09Z", "triggerReason": "ChargingStateChanged", "seqNo": 1, "transactionInfo": map[string]any{"transactionId": fmt.Sprint("T", s.play), "chargingState": state}}, map[string]any{})
	s.check(evidence.Check{Stage: evidence.Main, Row: "2", Requirement: "triggerReason is ChargingStateChanged", Path: "triggerReason", Verdict: evidence.Pass, Frame: seq})
	s.check(evidence.Check{Stage: evidence.Main, Row: "2", Requirement: "The energy transfer has started.", Path: "transactionInfo.chargingState", Expected: `"Charging"`, Actual: fmt.Sprintf("%q", state), Verdict: verdict, Message: "TransactionEventRequest", Frame: seq, Requirements: []string{"E02.FR.06", "E02.FR.13"}, Source: "suites/e_transactions/e02_cable_plugin_first.go:41"})
	s.row(evidence.Row{Stage: evidence.Main, Number: "2", Actor: evidence.ActorStation, Text: "reports that energy flows", Message: "TransactionEventRequest", Verdict: verdict, Frames: []int64{seq}})
	s.row(evidence.Row{Stage: evidence.Main, Number: "3", Actor: evidence.ActorCSMS, Text: "confirms", Message: "TransactionEventResponse", Verdict: evidence.Pass, Frames: []int64{seq + 1}})
	s.row(evidence.Row{Stage: evidence.Main, Number: "4", Actor: evidence.ActorStation, Text: "notifies the end of a reservation", Message: "ReservationStatusUpdateRequest", Verdict: evidence.NotApplicable, Reason: "R-1 is no"})
	s.check(evidence.Check{Stage: evidence.Always, Requirement: "seqNo counts up without gaps", Verdict: evidence.Pass})
	s.check(evidence.Check{Stage: evidence.Always, Requirement: "every frame follows the schema of its action", Verdict: evidence.Pass})
}

// richRun holds every verdict, a hostile station, and enough requests to measure.
func richRun(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	declared := exampleOf(t)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "2026-03-01T08-00-00Z-7f3a", Certbench: "v0.4.0 (3c1f9ab)", Arguments: []string{"run", "--bench", "bench.yaml"},
		Bench: "bench-2, rack B", BenchHash: "aa11bb22cc33dd44ee55ff6600112233", Product: declared.Product.Designation, PICSHash: declared.Hash(), Schemas: "OCPP 2.0.1 Edition 3", SchemaHash: "9f8e7d6c5b4a39281706",
		Edition: "OCPP 2.0.1 Edition 3, errata 2025-09", Seed: 42, Rigs: map[string]string{"cable": "gpio", "pilot": "gpio", "tokens": "manual", "mains": "gpio"}}})
	core := []string{"Core"}
	for _, p := range []evidence.Planned{
		{ID: "TC_B_01_CS", Name: "Cold Boot Charging Station - Accepted", Block: "B", Profiles: core, Mandatory: true},
		{ID: "TC_B_13_CS", Name: "Get Custom Report - Report mandatory variables", Block: "B", Profiles: core, Mandatory: true},
		{ID: "TC_C_20_CS", Name: "Authorization through authorization cache", Block: "C", Profiles: core, Condition: "C-49", Verdict: evidence.NotApplicable, Reason: "conditional in Core (C-49): C-49 (Authorization Cache) is no"},
		{ID: "TC_E_03_CS", Name: "Local start transaction - Cable plugin first", Block: "E", Profiles: core, Mandatory: true},
		{ID: "TC_E_04_CS", Name: "Local start transaction - Authorization first", Block: "E", Profiles: core, Mandatory: true},
		{ID: "TC_E_09_CS", Name: "Start transaction - EnergyTransfer", Block: "E", Profiles: core, Condition: "C-09.5"},
		{ID: "TC_F_01_CS", Name: "Remote start transaction - Cable plugin first", Block: "F", Profiles: core, Mandatory: true},
		{ID: "TC_G_05_CS", Name: "Change Availability Charging Station - Operative to inoperative", Block: "G", Profiles: core, Mandatory: true},
		{ID: "TC_A_11_CS", Name: "Upgrade Charging Station Security Profile - Accepted", Block: "A", Profiles: []string{"Advanced Security", "Core"}, Mandatory: true, Verdict: evidence.NotRun, Reason: `no rig is bound to "mains"`},
		{ID: "TC_L_02_CS", Name: "Secure Firmware Update - InstallScheduled", Block: "L", Profiles: core, Mandatory: true},
	} {
		s.add(evidence.Record{Planned: &p})
	}
	s.add(evidence.Record{Conn: &evidence.Connection{What: "connected", At: s.now, Conn: 1, Endpoint: "wss", Path: "/ocpp/CS001", Subprotocol: "ocpp2.0.1"}})
	s.add(evidence.Record{Station: &evidence.Station{ID: "CS001", Vendor: "ChargePoint Inc.", Model: "CP Flex Plus EU", Serial: "SN-000417", Firmware: declared.Product.Firmware}})

	s.begin("TC_B_01_CS", "Cold Boot Charging Station - Accepted", "", "B01.FR.01")
	s.act("PowerCycle", "mains", "Power cycle the Charging Station.", "mains on, 231 V", "")
	s.add(evidence.Record{Conn: &evidence.Connection{What: "connected", At: s.now, Conn: 1, Endpoint: "wss", Path: "/ocpp/CS001", Subprotocol: "ocpp2.0.1"}})
	seq := s.says("BootNotification", map[string]any{"reason": "PowerUp", "chargingStation": map[string]any{"model": hostile, "vendorName": "ChargePoint Inc."}}, map[string]any{"currentTime": "2026-03-01T08:00:00Z", "interval": 300, "status": "Accepted"})
	s.check(evidence.Check{Stage: evidence.Main, Row: "1", Requirement: "reason is PowerUp", Path: "reason", Verdict: evidence.Pass, Frame: seq})
	s.row(evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorStation, Text: "says that it has booted", Message: "BootNotificationRequest", Verdict: evidence.Pass, Frames: []int64{seq}})
	s.row(evidence.Row{Stage: evidence.Main, Number: "2", Actor: evidence.ActorCSMS, Text: "accepts it", Message: "BootNotificationResponse", Verdict: evidence.Pass, Frames: []int64{seq + 1}})
	s.end(evidence.Pass, "")

	s.begin("TC_B_13_CS", "Get Custom Report - Report mandatory variables", "")
	for i := range 40 {
		id := s.msg + 100
		sent, came := s.asks("GetReport", map[string]any{"requestId": id}, map[string]any{"status": "Accepted"}, 110+i*37%190)
		s.row(evidence.Row{Stage: evidence.Main, Number: fmt.Sprint(2*i + 1), Actor: evidence.ActorCSMS, Text: "asks for a report", Message: "GetReportRequest", Verdict: evidence.Pass, Frames: []int64{sent}})
		s.wait(60 + i*53%400)
		report := s.says("NotifyReport", map[string]any{"requestId": id, "seqNo": 0, "generatedAt": "2026-03-01T08:00:00Z"}, map[string]any{})
		s.check(evidence.Check{Stage: evidence.Main, Row: fmt.Sprint(2*i + 2), Requirement: "requestId is the one asked for", Path: "requestId", Verdict: evidence.Pass, Frame: report})
		s.row(evidence.Row{Stage: evidence.Main, Number: fmt.Sprint(2*i + 2), Actor: evidence.ActorStation, Text: "accepts and reports", Message: "NotifyReportRequest", Verdict: evidence.Pass, Frames: []int64{came, report}})
	}
	s.check(evidence.Check{Stage: evidence.Post, Requirement: "The report comes in one message.", Expected: "tbc omitted", Actual: "tbc is false", Verdict: evidence.Warning})
	s.end(evidence.Warning, "The report comes in one message: expected tbc omitted, got tbc is false.")

	s.begin("TC_E_03_CS", "Local start transaction - Cable plugin first", "", "E02.FR.01", "E02.FR.06")
	s.cableFirst(false, false)
	s.end(evidence.Pass, "")
	s.begin("TC_E_04_CS", "Local start transaction - Authorization first", "local", "E03.FR.01")
	s.cableFirst(false, true)
	seq = s.says("StatusNotification", map[string]any{"connectorStatus": "Charging", "evseId": 1}, map[string]any{}, `connectorStatus: "Charging" is none of Available, Occupied, Reserved, Unavailable, Faulted`, "connectorId is missing")
	s.check(evidence.Check{Stage: evidence.Always, Requirement: "Every frame follows the schema of its action.", Path: "connectorStatus", Expected: "one of Available, Occupied, Reserved, Unavailable, Faulted", Actual: hostile, Verdict: evidence.Fail, Message: "StatusNotificationRequest", Frame: seq})
	s.end(evidence.Fail, `The energy transfer has started: expected "Charging", got "SuspendedEVSE".`)
	s.begin("TC_E_04_CS", "Local start transaction - Authorization first", "remote", "E03.FR.01")
	s.cableFirst(true, false)
	s.end(evidence.Pass, "")
	for range 6 {
		s.begin("TC_F_01_CS", "Remote start transaction - Cable plugin first", "", "F01.FR.19", "F01.FR.25")
		s.cableFirst(true, false)
		s.end(evidence.Pass, "")
	}
	s.begin("TC_G_05_CS", "Change Availability Charging Station - Operative to inoperative", "")
	s.asks("ChangeAvailability", map[string]any{"operationalStatus": "Inoperative"}, map[string]any{"status": "Accepted"}, 830)
	s.check(evidence.Check{Stage: evidence.Before, State: []string{"Booted"}, Row: "1", Requirement: "The Charging Station sends BootNotificationRequest.", Expected: "within 3m4s", Actual: "nothing", Verdict: evidence.Inconclusive})
	s.row(evidence.Row{Stage: evidence.Before, State: []string{"Booted"}, Number: "1", Actor: evidence.ActorStation, Text: "sends BootNotification", Message: "BootNotificationRequest", Verdict: evidence.Inconclusive, Reason: "nothing came"})
	s.end(evidence.Inconclusive, "The preparation Booted failed: nothing came within 3m4s.")

	s.begin("TC_L_02_CS", "Secure Firmware Update - InstallScheduled", "")
	s.act("PowerCycle", "mains", "Power cycle the Charging Station.", "", "line mains: read back low after setting high")
	s.row(evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorTool, Text: "serves the firmware", Verdict: evidence.Error, Reason: "the rig for mains failed"})
	s.end(evidence.Error, "The rig for mains failed: line mains: read back low after setting high.")
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Error, Reason: "the bench is latched broken: line mains", Counts: map[evidence.Verdict]int{}}})
	return out.Bytes()
}

// bigRun holds as many cases and about as many frames as asked for.
func bigRun(t testing.TB, cases, frames int) []byte { return longRun(t, cases, cases, frames/cases) }

// longRun is one in which so many cases are played in turn, until there are so many plays of so many frames each.
func longRun(t testing.TB, cases, plays, frames int) []byte {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "big", Bench: "b"}})
	for n := range cases {
		s.add(evidence.Record{Planned: &evidence.Planned{ID: fmt.Sprintf("TC_E_%03d_CS", n), Name: "Any", Block: "E", Profiles: []string{"Core"}}})
	}
	for n := range plays {
		s.begin(fmt.Sprintf("TC_E_%03d_CS", n%cases), "Any", "")
		s.cableFirst(n%2 == 0, n%5 == 0)
		for i := 10; i < frames; i += 2 {
			seq := s.says("MeterValues", map[string]any{"evseId": 1, "meterValue": []any{map[string]any{"timestamp": "2026-03-01T08:00:00Z", "sampledValue": []any{
				map[string]any{"value": 1234.5 + float64(i), "context": "Sample.Periodic", "measurand": "Energy.Active.Import.Register", "unitOfMeasure": map[string]any{"unit": "Wh"}},
				map[string]any{"value": 230.1, "context": "Sample.Periodic", "measurand": "Voltage", "phase": "L1-N", "unitOfMeasure": map[string]any{"unit": "V"}}}}}}, map[string]any{})
			s.check(evidence.Check{Stage: evidence.Main, Row: fmt.Sprint(i), Requirement: "context is Sample.Periodic", Path: "meterValue[0].sampledValue[0].context", Verdict: evidence.Pass, Frame: seq})
			s.row(evidence.Row{Stage: evidence.Main, Number: fmt.Sprint(i), Actor: evidence.ActorStation, Text: "sends meter values", Message: "MeterValuesRequest", Verdict: evidence.Pass, Frames: []int64{seq}})
		}
		s.end(evidence.Pass, "")
	}
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Pass}})
	return out.Bytes()
}

func exampleOf(t testing.TB) *pics.Declaration {
	t.Helper()
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func sourceOf(t testing.TB, events []byte) *Source {
	t.Helper()
	log, err := evidence.Read(bytes.NewReader(events))
	if err != nil {
		t.Fatal(err)
	}
	return From(log, exampleOf(t))
}

// runFolder writes a run folder as the bench leaves it.
func runFolder(t testing.TB, events []byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string][]byte{evidence.FileName: events, PICSName: examples.PICS()} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
