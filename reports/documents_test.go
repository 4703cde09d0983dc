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
	"slices"
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
		if got := strings.Contains(page, "<td>"+string(info.ID)+"</td>"); got != claimed {
			t.Errorf("%s of a claimed profile: %v; its row is there: %v", info.ID, claimed, got)
		}
	}
	for _, want := range []string{"<td>C-09.4</td><td>Start transaction options - PowerPathClosed</td><td>Yes</td>",
		"<td>ORS-15</td><td>Maximum WebSocketPingInterval supported</td><td>1800</td>",
		"<td>Energy.Active.Import.Register\nEnergy.Active.Export.Register\nSoC\nVoltage</td>", `<td class="num">0.36</td><td class="num">0.55</td><td class="num">0.46</td><td>seconds</td>`,
		`<td class="num">0.29</td><td class="num">0.83</td><td class="num">0.36</td><td>seconds</td>`, "The run holds no such request.", "<td>WiFi</td>"} {
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
	f.Add("SetVariables", "", "a case: with the sign of a scheme")
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
