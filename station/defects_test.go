package station_test

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/defects/patches"
	"github.com/certbench/certbench/station/panel"
)

var update = flag.Bool("update", false, "write testdata/defects.txt anew, to be read against the defects' sentences")

const defectsFile = "testdata/defects.txt"

// scenario is a piece of a station's life in which some defects show.
type scenario struct {
	name     string
	settings map[string]string
	play     func(*rig)
}

// request sends a CALL without waiting for an answer, which a defect may withhold.
func (r *rig) request(action, payload string) {
	r.Helper()
	r.lastCall++
	r.mu.Lock()
	connected := r.conn != nil
	r.mu.Unlock()
	if !connected {
		return
	}
	r.raw(string(ocppj.EncodeCall(fmt.Sprintf("csms-%d", r.lastCall), action, []byte(payload))))
	synctest.Wait() // what is done next at the same moment does not race with it
}

func (r *rig) show(card string) {
	r.try(r.panel.PresentToken(panel.Token{ID: card, Type: "ISO14443"}, 0, 0))
}

func (r *rig) in()  { r.try(r.panel.PlugIn(1, 1, false)) }
func (r *rig) out() { r.try(r.panel.PlugOut(1, 1)) }

// judgeByName lets the CSMS judge a token by its name.
func judgeByName(payload json.RawMessage) any {
	info := ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}
	switch {
	case strings.Contains(string(payload), "INVALID"):
		info.Status = ocpp201.AuthorizationStatusInvalid
	case strings.Contains(string(payload), "BLOCKED"):
		info.Status = ocpp201.AuthorizationStatusBlocked
	}
	return ocpp201.AuthorizeResponse{IDTokenInfo: info}
}

var scenarios = slices.Concat(basicScenarios, deviceModelScenarios, resetScenarios, meteringScenarios, authorizationScenarios, cachedScenarios, groupScenarios, remoteScenarios, offlineScenarios,
	availabilityScenarios, transactionScenarios, queueScenarios, lostEVScenarios, signedScenarios, fileScenarios, firmwareScenarios, customerScenarios, displayScenarios, reservationScenarios, localListScenarios, certificateScenarios, secureScenarios, clockScenarios, monitoringScenarios)

var basicScenarios = []scenario{
	{"registration", nil, func(r *rig) {
		r.boots(ocpp201.RegistrationStatusPending, 60)
		r.try(r.panel.Reboot())
		r.pass(time.Second)
		r.request("RequestStartTransaction", startRequest)
		r.request("TriggerMessage", `{"requestedMessage":"LogStatusNotification"}`)
		r.boots(ocpp201.RegistrationStatusRejected, 60)
		r.pass(90 * time.Second)
		r.boots(ocpp201.RegistrationStatusAccepted, 300)
		r.pass(time.Minute)
	}},
	{"device model", nil, func(r *rig) {
		r.request("SetVariables", `{"setVariableData":[
			{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"},"attributeValue":"77"},
			{"component":{"name":"TxCtrlr"},"variable":{"name":"EVConnectionTimeOut"},"attributeValue":"55"}]}`)
		r.request("GetVariables", `{"getVariableData":[
			{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"OfflineThreshold"}},
			{"component":{"name":"TxCtrlr"},"variable":{"name":"TxStopPoint"}}]}`)
		r.request("GetBaseReport", `{"requestId":5,"reportBase":"FullInventory"}`)
		r.pass(time.Second)
		r.request("GetBaseReport", `{"requestId":6,"reportBase":"ConfigurationInventory"}`)
		r.pass(time.Second)
		r.request("DataTransfer", `{"vendorId":"org.example"}`)
		r.pass(40 * time.Second)
	}},
	{"driver", map[string]string{"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "PowerPathClosed"}, func(r *rig) {
		r.in()
		for _, card := range []string{"INVALID", "INVALID", "BLOCKED", "BLOCKED", "CARD", "CARD"} {
			r.show(card)
		}
		r.out()
		r.show("CARD")
		r.pass(2 * time.Minute)
		r.show("CARD")
	}},
	{"offline", map[string]string{
		"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected", "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
	}, func(r *rig) {
		r.offline()
		r.in()
		r.show("CARD")
		r.pass(time.Minute)
		r.online()
		id := r.transactionID()
		r.request("GetTransactionStatus", `{"transactionId":"`+id+`"}`)
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.show("CARD")
		r.request("GetTransactionStatus", `{}`)
		r.set(func() { r.muted = nil })
		r.pass(2 * time.Minute)
		r.out()
		r.request("GetTransactionStatus", `{"transactionId":"`+id+`"}`)
		r.request("GetTransactionStatus", `{"transactionId":"unknown"}`)
	}},
	{"remote control", map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected"}, func(r *rig) {
		r.in()
		r.request("RequestStartTransaction", startRequest)
		r.pass(time.Second)
		r.request("TriggerMessage", `{"requestedMessage":"MeterValues","evse":{"id":1}}`)
		r.request("TriggerMessage", `{"requestedMessage":"TransactionEvent"}`)
		r.request("TriggerMessage", `{"requestedMessage":"Heartbeat"}`)
		r.request("RequestStopTransaction", `{"transactionId":"`+r.transactionID()+`"}`)
		r.pass(time.Second)
		r.out()
	}},
	{"availability", nil, func(r *rig) {
		r.request("ChangeAvailability", `{"operationalStatus":"Inoperative"}`)
		r.request("ChangeAvailability", `{"operationalStatus":"Operative"}`)
	}},
	{"reset when idle", nil, func(r *rig) {
		r.request("Reset", `{"type":"OnIdle"}`)
		r.pass(time.Second)
	}},
	{"scheduled reset", map[string]string{"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.in()
		r.show("CARD")
		r.request("Reset", `{"type":"OnIdle"}`)
		r.pass(time.Second)
		r.show("CARD")
		r.pass(time.Second)
	}},
	{"immediate reset", map[string]string{"TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized"}, func(r *rig) {
		r.in()
		r.show("CARD")
		r.request("Reset", `{"type":"Immediate"}`)
		r.pass(time.Second)
	}},
	{"aligned values", map[string]string{
		"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected",
		"AlignedDataCtrlr.Interval": "60", "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register,Voltage",
	}, func(r *rig) {
		r.pass(2 * time.Minute)
		r.in()
		r.pass(2 * time.Minute)
	}},
}

func (r *rig) transactionID() string {
	if events := r.events(); len(events) > 0 {
		return events[len(events)-1].TransactionInfo.TransactionID
	}
	return "none"
}

// trace plays a scenario on a station with defects, and writes down all that can be seen of it.
func trace(t *testing.T, s scenario, faulty defects.Set) (lines []string) {
	t.Helper()
	var csms *secureCSMS
	synctestRig(t, func(c *station.Config) {
		if secure := overTLS[s.name]; secure != nil {
			var change func(*station.Config)
			csms, change = secure(t)
			change(c)
		}
		if made := products[s.name]; made != nil {
			made(c)
		}
		with(s.settings)(c)
		c.Capabilities.ReportItems = 4
		c.Capabilities.CustomerIdentifiers = true
		c.Capabilities.NoSummaryInventory = s.name == withoutSummary
		c.Patch = patches.Of(faulty)
	}, func(r *rig) {
		r.lenient = true
		r.on("Authorize", judgeByName)
		begin := time.Now()
		r.start()
		defer r.close()
		r.secure = csms
		s.play(r)
		r.pass(time.Minute)
		lines = append(r.written(begin), r.seen...)
		if csms != nil {
			lines = append(lines, csms.written()...)
		}
	})
	return lines
}

var uuid = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// inNoOrder sorts the CALLs of one moment that follow each other: whether a connector's state or the transaction's event is
// the first to go out is not for a defect to change. What was the last on one connection comes before the first on the next, whichever was read first.
func inNoOrder(frames []record) {
	slices.SortStableFunc(frames, func(a, b record) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.conn, b.conn)) })
	for from := 0; from < len(frames); {
		to := from + 1
		for to < len(frames) && frames[to].at.Equal(frames[from].at) && frames[from].frame.Type == ocppj.Call && frames[to].frame.Type == ocppj.Call {
			to++
		}
		slices.SortStableFunc(frames[from:to], func(a, b record) int { return strings.Compare(a.frame.Action, b.frame.Action) })
		from = to
	}
}

// written are the station's frames as lines, with random ids replaced by their order of appearance.
func (r *rig) written(begin time.Time) []string {
	var lines []string
	for _, header := range r.headers {
		user := "nobody"
		if value, ok := strings.CutPrefix(header.Get("Authorization"), "Basic "); ok {
			decoded, err := base64.StdEncoding.DecodeString(value)
			if err != nil {
				r.Error(err)
			}
			name, shown, _ := strings.Cut(string(decoded), ":")
			if user = name; shown != password {
				user += " by " + shown
			}
		}
		lines = append(lines, "connection of "+user)
	}
	for _, at := range r.network.attempts() {
		lines = append(lines, fmt.Sprintf("%8.3f attempt to connect", at.Sub(begin).Seconds()))
	}
	frames := r.all()
	inNoOrder(frames)
	var requests requestsRead
	for _, got := range frames {
		what := got.frame.Action
		if got.frame.Type != ocppj.Call {
			what = got.frame.Type.String() + " " + got.frame.ID + string(got.frame.ErrorCode)
		}
		payload := string(got.frame.Payload)
		if got.frame.Action == "SignCertificate" {
			payload = requests.in(got.frame.Payload)
		}
		lines = append(lines, fmt.Sprintf("%8.3f %s %s", got.at.Sub(begin).Seconds(), what, payload))
	}
	lines = append(lines, fmt.Sprintf("contactor closed %t", r.panel.Read().Connectors[0].Contactor))
	names := map[string]string{}
	for i, line := range lines {
		lines[i] = uuid.ReplaceAllStringFunc(line, func(id string) string {
			if names[id] == "" {
				names[id] = fmt.Sprintf("transaction-%d", len(names)+1)
			}
			return names[id]
		})
	}
	return lines
}

// life is a scenario as the good station plays it.
type life struct {
	scenario
	lines []string
	asked []defects.Defect // no other defect can change it (defects.Questions)
}

// goodLives plays every scenario on the good station, twice, because all rests on its being the same each time.
func goodLives(t *testing.T) []life {
	t.Helper()
	var lives []life
	for _, s := range scenarios {
		var asked defects.Questions
		good := trace(t, s, defects.Of().Noted(&asked))
		if again := trace(t, s, defects.Of()); !slices.Equal(good, again) {
			t.Fatalf("%s: expected the same trace twice, got a difference:\n%s", s.name, strings.Join(difference(good, again), "\n"))
		}
		lives = append(lives, life{s, good, asked.Asked()})
	}
	return lives
}

// TestEachDefectShowsAsItsSentenceSays compares every defect's trace with the good station's, in the first scenario in
// which it shows. The differences are kept in a file that a reviewer reads against the sentences; a defect without a
// difference is not hooked up.
func TestEachDefectShowsAsItsSentenceSays(t *testing.T) {
	lives := goodLives(t)
	var out strings.Builder
	for _, info := range defects.All() {
		name, changes := firstShown(t, lives, info.Name)
		if name == "" {
			t.Errorf("%s: expected a difference to the good station in at least one scenario", info.Name)
		}
		fmt.Fprintf(&out, "%s: %s\n    in %s:\n%s", info.Name, info.Sentence, name, shortened(changes))
	}
	compareWithFile(t, out.String())
}

// firstShown finds the scenario in which a defect shows first, and how.
func firstShown(t *testing.T, lives []life, defect defects.Defect) (scenario string, changes []string) {
	t.Helper()
	for _, l := range lives {
		if !slices.Contains(l.asked, defect) {
			continue
		}
		if changes = difference(l.lines, trace(t, l.scenario, defects.Of(defect))); len(changes) > 0 {
			return l.name, changes
		}
	}
	return "", nil
}

func compareWithFile(t *testing.T, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(defectsFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(defectsFile)
	if err != nil {
		t.Fatal(err)
	}
	if changes := difference(strings.Split(string(want), "\n"), strings.Split(got, "\n")); len(changes) > 0 {
		t.Errorf("expected what %s holds; if the change is meant, run the test with -update and read the file:\n%s", defectsFile, shortened(changes))
	}
}

// shortened are the first changes, cut to a readable length.
func shortened(changes []string) string {
	const most, width = 8, 300
	var b strings.Builder
	for i, line := range changes {
		if i == most {
			fmt.Fprintf(&b, "    and %d more\n", len(changes)-most)
			break
		}
		if line = readable(line); len(line) > width {
			line = line[:width] + "…"
		}
		fmt.Fprintf(&b, "    %s\n", line)
	}
	return b.String()
}

// readable writes a line without what makes it long: of meter values only the contexts stay, of a report the names.
func readable(line string) string {
	start := strings.Index(line, "{")
	var payload map[string]any
	if start < 0 || json.Unmarshal([]byte(line[start:]), &payload) != nil {
		return line
	}
	for field, of := range map[string]*regexp.Regexp{"meterValue": contextOf, "reportData": variableOf} {
		if payload[field] == nil {
			continue
		}
		var short []string
		for _, found := range of.FindAllStringSubmatch(line, -1) {
			if len(short) == 0 || short[len(short)-1] != found[1] {
				short = append(short, found[1])
			}
		}
		payload[field] = short
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return line
	}
	return line[:start] + string(text)
}

var (
	contextOf  = regexp.MustCompile(`"context":"([^"]+)"`)
	variableOf = regexp.MustCompile(`"variable":{"name":"([^"]+)"`)
)

// difference lists the lines that were taken away (-) and added (+), by the longest common subsequence.
func difference(old, new []string) []string {
	length := make([][]int, len(old)+1)
	for i := range length {
		length[i] = make([]int, len(new)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(new) - 1; j >= 0; j-- {
			if old[i] == new[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	var changes []string
	i, j := 0, 0
	for i < len(old) || j < len(new) {
		switch {
		case i < len(old) && j < len(new) && old[i] == new[j]:
			i, j = i+1, j+1
		case j == len(new) || i < len(old) && length[i+1][j] >= length[i][j+1]:
			changes = append(changes, "- "+old[i])
			i++
		default:
			changes = append(changes, "+ "+new[j])
			j++
		}
	}
	return changes
}
