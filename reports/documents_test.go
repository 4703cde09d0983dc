package reports

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func made(t testing.TB, write func(io.Writer, *Source) error, s *Source) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestJUnitKeepsTheRulesOfItsSchema(t *testing.T) {
	var doc struct {
		Suites []struct {
			Name       string `xml:"name,attr"`
			Package    string `xml:"package,attr"`
			ID         int    `xml:"id,attr"`
			Hostname   string `xml:"hostname,attr"`
			Timestamp  string `xml:"timestamp,attr"`
			Tests      int    `xml:"tests,attr"`
			Failures   int    `xml:"failures,attr"`
			Errors     int    `xml:"errors,attr"`
			Skipped    int    `xml:"skipped,attr"`
			Time       string `xml:"time,attr"`
			Properties []any  `xml:"properties"`
			Cases      []struct {
				Name     string `xml:"name,attr"`
				Class    string `xml:"classname,attr"`
				Time     string `xml:"time,attr"`
				Children []struct {
					XMLName xml.Name
					Type    string `xml:"type,attr"`
					Message string `xml:"message,attr"`
				} `xml:",any"`
			} `xml:"testcase"`
			Out, Err *string
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(made(t, JUnit, sourceOf(t, richRun(t)))), &doc); err != nil {
		t.Fatalf("no XML: %v", err)
	}
	stamp := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`)
	for i, s := range doc.Suites {
		if s.ID != i || s.Name == "" || s.Package == "" || s.Hostname == "" || !stamp.MatchString(s.Timestamp) {
			t.Errorf("suite %d lacks what the schema asks for: %+v", i, s)
		}
		found := map[string]int{}
		for _, c := range s.Cases {
			if _, err := strconv.ParseFloat(c.Time, 64); err != nil || c.Class == "" {
				t.Errorf("%s: time %q, class %q", c.Name, c.Time, c.Class)
			}
			if len(c.Children) > 1 {
				t.Errorf("%s has %d results; the schema allows one", c.Name, len(c.Children))
			}
			for _, r := range c.Children {
				found[r.XMLName.Local]++
				if r.Message == "" || r.XMLName.Local != "skipped" && r.Type == "" {
					t.Errorf("%s: its %s has no message or type", c.Name, r.XMLName.Local)
				}
			}
		}
		if s.Tests != len(s.Cases) || s.Failures != found["failure"] || s.Errors != found["error"] || s.Skipped != found["skipped"] {
			t.Errorf("%s counts %d %d %d %d, and holds %d tests and %v", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), found)
		}
	}
}

func TestJUnitSpeaksOfEachVerdictInItsOwnWay(t *testing.T) {
	got := made(t, JUnit, sourceOf(t, richRun(t)))
	for _, want := range []string{
		`<failure message="The energy transfer has started: expected &#34;Charging&#34;, got &#34;SuspendedEVSE&#34;." type="FAIL">`,
		`type="ERROR"`, `type="INCONCLUSIVE"`, `<skipped message="NOT RUN: no rig is bound to &#34;mains&#34;">`,
		`<skipped message="NOT APPLICABLE: conditional in Core (C-49)`, `: WARNING: The report comes in one message`,
		`name="TC_E_04_CS Local start transaction - Authorization first (remote)"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("junit.xml lacks %s", want)
		}
	}
}

func TestRunJSONTellsEveryCase(t *testing.T) {
	var got Summary
	if err := json.Unmarshal([]byte(made(t, JSON, sourceOf(t, richRun(t)))), &got); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range got.Cases {
		lines = append(lines, fmt.Sprintf("%s %s %d", c.ID, c.Verdict, len(c.Plays)))
	}
	want := "TC_B_01_CS PASS 1, TC_B_13_CS WARNING 1, TC_C_20_CS NOT APPLICABLE 0, TC_E_03_CS PASS 1, TC_E_04_CS FAIL 2, TC_E_09_CS NOT RUN 0, " +
		"TC_F_01_CS PASS 6, TC_G_05_CS INCONCLUSIVE 1, TC_A_11_CS NOT RUN 0, TC_L_02_CS ERROR 1"
	if strings.Join(lines, ", ") != want {
		t.Errorf("cases\n%s\nwant\n%s", strings.Join(lines, ", "), want)
	}
	if got.Verdict != evidence.Error || got.Profiles["Core"] != "Fail" || got.Profiles["Advanced Security"] != "Not Tested" {
		t.Errorf("the run stands at %s, Core at %s, Advanced Security at %s", got.Verdict, got.Profiles["Core"], got.Profiles["Advanced Security"])
	}
	if i := got.Indicators[2]; i.Count != 7 || i.Statistics == nil || *i.Limit != 30 {
		t.Errorf("remote starts: %+v; want 7 samples below 30 seconds", i)
	}
	if got.Evidence.Head == "" || len(got.Evidence.Problems) != 0 {
		t.Errorf("evidence: %+v", got.Evidence)
	}
}

// TestRunJSONIsWhatItsTypeSays writes it play by play, and holds it against the whole.
func TestRunJSONIsWhatItsTypeSays(t *testing.T) {
	for name, events := range map[string][]byte{"a rich run": richRun(t), "a long run": longRun(t, 3, 7, 12), "nothing": nil} {
		s := sourceOf(t, events)
		var parts, whole bytes.Buffer
		if err := errors.Join(JSON(&parts, s), Encode(&whole, Summarize(s))); err != nil {
			t.Fatal(err)
		}
		if parts.String() != whole.String() {
			t.Errorf("%s: expected\n%s\ngot\n%s", name, whole.String(), parts.String())
		}
	}
}

func TestForeignTextCannotBecomePartOfAPage(t *testing.T) {
	events := bytes.ReplaceAll(richRun(t), []byte("CP Flex Plus EU"), []byte("<b onload=x>"))
	log, err := evidence.Read(bytes.NewReader(events))
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]string{
		"report.html": made(t, HTML, From(log, nil)), "abstract.html": made(t, Abstract, From(log, nil)),
	} {
		for _, bad := range []string{"<img", "<b onload", `<script>document`, "owned\"</script>"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %s as markup", name, bad)
			}
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: the template put a value where it is not safe", name)
		}
		if strings.Contains(page, "src=\"") || strings.Contains(page, "@import") || strings.Contains(page, "<link") {
			t.Errorf("%s needs something from outside", name)
		}
	}
	if page := made(t, HTML, From(log, nil)); strings.Count(page, "<script>") != 1 {
		t.Errorf("%d scripts run in the report, want one", strings.Count(page, "<script>"))
	}
}

func TestDoubtsStandOnTopOfEveryPage(t *testing.T) {
	events := richRun(t)
	altered := bytes.Replace(events, []byte(`"verdict":"FAIL"`), []byte(`"verdict":"PASS"`), 1)
	cut := events[:len(events)-400]
	for name, c := range map[string]struct {
		events []byte
		want   string
	}{"altered": {altered, "The evidence was altered after it was written. Line "}, "cut off": {cut, "The run was cut off before its end"}} {
		s := sourceOf(t, c.events)
		for _, page := range []string{made(t, HTML, s), made(t, Abstract, s)} {
			if !strings.Contains(page, c.want) {
				t.Errorf("%s: a page does not say %q", name, c.want)
			}
		}
		if st := s.Stands(); st.Verdict != evidence.Error {
			t.Errorf("%s: the run stands at %s, want ERROR", name, st.Verdict)
		}
	}
}

func TestFilesThatWereExchangedAreNoticed(t *testing.T) {
	const exchanged, missing = "The file pics.yaml of this folder is not the one that the run was made with.", "The file bench.yaml, which the run was made with, is missing in this folder."
	for content, want := range map[string][]string{
		string(examples.PICS()):                 {missing},
		"# another\n" + string(examples.PICS()): {exchanged, missing},
		"no PICS at all":                        {exchanged, missing},
	} {
		dir := runFolder(t, richRun(t))
		if err := os.WriteFile(filepath.Join(dir, PICSName), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Load(dir)
		if err != nil {
			t.Fatalf("%.20s: %v", content, err)
		}
		if !slices.Equal(s.Doubts(), want) || !s.Tampered() {
			t.Errorf("%.20s: expected the doubts %q, got %q", content, want, s.Doubts())
		}
		if page := made(t, HTML, s); !strings.Contains(page, missing) {
			t.Errorf("%.20s: the report does not say %q", content, missing)
		}
	}
}

func TestAProfilePassesOnlyWhole(t *testing.T) {
	for want, c := range map[string]Counts{
		resultPass:       {evidence.Pass: 3, evidence.Warning: 1, evidence.NotApplicable: 9},
		resultFail:       {evidence.Pass: 3, evidence.Fail: 1, evidence.Error: 1},
		resultIncomplete: {evidence.Pass: 3, evidence.NotRun: 1},
		resultNotTested:  {evidence.NotRun: 3, evidence.NotApplicable: 1},
	} {
		s := &Source{Run: evidence.Run{}}
		if got := s.result("Core", c); got != want {
			t.Errorf("%v: %s, want %s", c, got, want)
		}
	}
	s := &Source{Run: evidence.Run{Cut: true}}
	if got := s.result("Core", Counts{evidence.Pass: 1}); got != resultIncomplete {
		t.Errorf("a run that was cut off: %s, want %s", got, resultIncomplete)
	}
}

func TestTheAbstractHoldsEveryAnswerOfThePICS(t *testing.T) {
	d := exampleOf(t)
	page := made(t, Abstract, sourceOf(t, richRun(t)))
	for _, info := range pics.Features() {
		claimed := info.Profile == "" || d.Profiles[info.Profile] == pics.Yes
		if got := strings.Contains(page, "<td>"+string(info.ID)+"</td>"); got != (claimed && info.ID != pics.C_40) {
			t.Errorf("%s of a claimed profile: %v; its row is there: %v", info.ID, claimed, got)
		}
	}
	for _, want := range []string{"<td>C-09.4</td><td>Start transaction options - PowerPathClosed</td><td>Yes</td>",
		"<td>ORS-15</td><td>Maximum WebSocketPingInterval supported</td><td>1800</td>",
		"<td>Energy.Active.Import.Register\nEnergy.Active.Export.Register\nSoC\nVoltage</td>", `<td class="num">0.36 s</td><td class="num">0.55 s</td><td class="num">0.46 s</td>`,
		`<td class="num">0.29 s</td><td class="num">0.83 s</td><td class="num">0.36 s</td>`, "The run holds no such request.", "<td>WiFi</td>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the abstract lacks %s", want)
		}
	}
}

func TestARunOfFortyCasesStaysSmall(t *testing.T) {
	events := bigRun(t, 40, 5000)
	page := made(t, HTML, sourceOf(t, events))
	messages := strings.Count(page, `class="wire"`)
	t.Logf("%d messages, %d kB of evidence, %d kB of report", messages, len(events)/1000, len(page)/1000)
	if messages < 4800 || len(page) > 8_000_000 {
		t.Errorf("%d messages make %d bytes; want 5,000 in less than 8 MB", messages, len(page))
	}
}

func TestTheGistOfAFrame(t *testing.T) {
	for raw, want := range map[string]string{
		`[2,"1","TransactionEvent",{"eventType":"Started","triggerReason":"Authorized","transactionInfo":{"chargingState":"EVConnected"}}]`: "Started · Authorized · EVConnected",
		`[2,"1","StatusNotification",{"connectorStatus":"Occupied","evseId":1,"connectorId":2}]`:                                            "Occupied · EVSE 1 · connector 2",
		`[3,"1",{"idTokenInfo":{"status":"Accepted"}}]`:                                                                                     "Accepted",
		`[3,"1",{"setVariableResult":[{"attributeStatus":"RebootRequired"}]}]`:                                                              "RebootRequired",
		`[4,"1","NotSupported","no such thing",{}]`:                                                                                         "NotSupported: no such thing",
		`[2,"1"`: "",
	} {
		f := evidence.Frame{Raw: raw, Type: map[byte]string{'2': "CALL", '3': "CALLRESULT", '4': "CALLERROR"}[raw[1]]}
		if f.Type == "CALL" {
			f.Action = strings.Trim(strings.Split(raw, ",")[min(2, strings.Count(raw, ","))], `"`)
		}
		if got := gist(f); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}

func FuzzDocuments(f *testing.F) {
	f.Add("TransactionEvent", `{"eventType":"Started"}`, hostile)
	f.Add("SetVariables", `{"setVariableData":[[]]}`, "")
	f.Fuzz(func(t *testing.T, action, payload, text string) {
		log := evidence.Log{Records: []evidence.Record{
			{Seq: 1, Play: 1, Begin: &evidence.CaseStarted{ID: text, Name: text}},
			{Seq: 2, Play: 1, Frame: &evidence.Frame{Type: "CALL", Action: action, Direction: evidence.In, Raw: `[2,"1","` + action + `",` + payload + `]`, Problems: []string{text}}},
			{Seq: 3, Play: 1, Check: &evidence.Check{Requirement: text, Actual: payload, Verdict: evidence.Fail, Frame: 2}},
			{Seq: 4, Play: 1, Act: &evidence.Act{Sentence: text}},
		}}
		s := From(log, nil)
		page := made(t, HTML, s)
		if strings.Count(page, "<script>") != 1 || strings.Count(page, "</script>") != 2 || strings.Contains(page, "ZgotmplZ") {
			t.Fatalf("the page was broken by %q %q %q", action, payload, text)
		}
		if err := xml.Unmarshal([]byte(made(t, JUnit, s)), new(struct{})); err != nil {
			t.Fatalf("junit.xml was broken: %v", err)
		}
	})
}
