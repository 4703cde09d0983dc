package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestAPICSGoesThroughASpreadsheetAndBack(t *testing.T) {
	dir := t.TempDir()
	sheet, file := filepath.Join(dir, "certificate.xlsx"), filepath.Join(dir, "pics.yaml")
	if code, _, stderr := inProcess("pics", "export", sheet); code != codePassed {
		t.Fatalf("expected a workbook, got %d, %s", code, stderr)
	}
	code, out, stderr := inProcess("pics", "import", sheet, "--out", file)
	if code != codePassed || !strings.Contains(out, "Optional Features!C9") || !strings.Contains(stderr, "answers 111 items of PICS 2.2.0") {
		t.Fatalf("expected each cell and a sum, got %d\n%s\n%s", code, out, stderr)
	}
	back, err := pics.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	want := declaredExample(t)
	want.Version = pics.V2_2_0
	if !bytes.Equal(pics.Write(want), pics.Write(back)) {
		t.Errorf("expected the same PICS again, got\n%s", pics.Write(back))
	}
	for _, args := range [][]string{{"pics", "import", sheet, "--out", file}, {"pics", "export", sheet}} {
		if code, _, stderr := inProcess(args...); code != codeUsage || !strings.Contains(stderr, "is there already, and nothing is overwritten") {
			t.Errorf("%v: expected that nothing is overwritten, got %d, %s", args, code, stderr)
		}
	}
	code, out, _ = inProcess("pics", "import", sheet, "--out", filepath.Join(dir, "other.yaml"), "--format", "json")
	var cells []struct{ Cell, Item, Took, Why string }
	if err := json.Unmarshal([]byte(out), &cells); code != codePassed || err != nil || len(cells) < 150 {
		t.Errorf("expected every cell as JSON, got %d, %v, %d cells", code, err, len(cells))
	}
}

func TestAnItemOfAnotherVersionStopsAnImport(t *testing.T) {
	dir := t.TempDir()
	sheet, file := filepath.Join(dir, "certificate.xlsx"), filepath.Join(dir, "pics.yaml")
	if code, _, stderr := inProcess("pics", "export", sheet); code != codePassed {
		t.Fatal(stderr)
	}
	code, out, stderr := inProcess("pics", "import", sheet, "--version", "edition 3", "--out", file)
	if code != codeUsage || !strings.Contains(stderr, "AQ-18 (Mechanized lock on the Charging Station side of a connector) is no item of PICS Edition 3") || !strings.Contains(out, "HFS-1 ") {
		t.Errorf("expected the cells and an error, got %d, %s", code, stderr)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("expected nothing to be written")
	}
	for args, want := range map[string]string{
		"pics import " + sheet + " --version 9":          `write one of "2.2.0", "Edition 3"`,
		"pics import " + filepath.Join(dir, "none.xlsx"): "the workbook cannot be read",
		"pics import":          "certbench pics import takes the workbook",
		"pics draft --wait 0s": "--wait cannot be 0s",
		"lint --wait 0s":       "--wait cannot be 0s",
		"pics draft --bench a.yaml --bench b.yaml":                "one station is asked",
		"pics import " + filepath.Join("testdata", "help.golden"): "this is no workbook (.xlsx)",
	} {
		if code, _, stderr := inProcess(strings.Fields(args)...); code != codeUsage || !strings.Contains(stderr, want) {
			t.Errorf("%s: expected %q, got %d, %s", args, want, code, stderr)
		}
	}
}

func TestAStationDraftsItsPICS(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "pics.yaml")
	r := start(t, nil, "pics", "draft", "--out", file, "--format", "json")
	r.ends(codePassed)
	var d struct {
		Proposed []struct {
			Item, Answer, Because, Frame string
			Perhaps                      bool
		}
		Person []struct{ Item string } `json:"onlyAPersonKnows"`
	}
	if err := json.Unmarshal(r.stdout.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, p := range d.Proposed {
		said[p.Item] = p.Answer
		if p.Perhaps {
			said[p.Item] = "perhaps " + p.Answer
		}
		if p.Because == "" || p.Frame == "" {
			t.Errorf("expected a reason and a message for %s", p.Item)
		}
	}
	for _, p := range d.Person {
		said[p.Item] = "person"
	}
	for item, want := range map[string]string{"vendor": "ChargePoint Inc.", "C-49": "perhaps no", "C-51": "yes", "C-23": "Heartbeat, NTP", "HFS-8": "1", "ORS-1": "1000", "C-61": "yes", "C-56": "yes",
		"EVSE 1 connector 1": "AC, 1 phases, cType2, Fixed Cable", "AQ-2": "person", "C-30": "perhaps yes", "C-35": "person", "profile Core": "person", "profile Reservation": "perhaps no"} {
		if said[item] != want {
			t.Errorf("%s: expected %q, got %q", item, want, said[item])
		}
	}
	drafted, err := pics.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	// What the station shows of itself is what the PICS says that it was made by, but for the measurand that it cannot measure (SoC)
	// and the ping interval that stands for none.
	for f, v := range drafted.Features {
		if f == pics.ORS_14 || f == pics.ORS_24 || v.Kind == pics.MeasurandLists {
			continue
		}
		if have, want := drafted.Answer(f), declaredExample(t).Answer(f); want != pics.Undeclared && have != want {
			t.Errorf("%s: expected the draft to say %s, it says %s", f, want, have)
		}
	}
}

func TestLintComparesAPICSWithTheStation(t *testing.T) {
	t.Parallel()
	bench := filepath.Join(top, "harness/examples/default/bench.yaml")
	r := start(t, nil, "lint", "--bench", bench)
	r.ends(codeUsage) // the station measures no SoC, which the certificate has
	for _, want := range []string{"pics.yaml:55: warning: HFS-3", "pics.yaml:124: C-40.1 (SampledTxStartedMeasurands) is ", "(NotifyReport, seqNo ",
		"pics.yaml:187: warning: ORS-14 (Minimum WebSocketPingInterval supported) is 5, and the station suggests 0", "certbench: compared: AuthCacheCtrlr.Available (C-49)", "by what else the station tells: C-02, C-03, C-06.1, ",
		"Not compared: who the station is"} {
		if !strings.Contains(r.said(), want) {
			t.Errorf("expected %q, got\n%s", want, r.said())
		}
	}
	if strings.Count(r.stdout.String(), "\n") != 5 {
		t.Errorf("expected five lines and no other difference, got\n%s", r.stdout.String())
	}
}

// TestLintFindsWhatAStationDoesNotDo: a station that was made by another PICS than it is compared with.
func TestLintFindsWhatAStationDoesNotDo(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	startStation(t, "--csms", "ws://127.0.0.1:"+port+"/ocpp", "--id", "FOREIGN-9")
	bench := write(t, filepath.Join(t.TempDir(), "bench.yaml"), "name: "+oneName()+"\nlisten: 127.0.0.1:"+port+"\nstation: {id: FOREIGN-9, password: "+password+"}\n")
	r := start(t, nil, "lint", "--pics", write(t, filepath.Join(t.TempDir(), "pics.yaml"), string(examples.Full())), "--bench", bench, "--format", "json", "--wait", "30s")
	r.ends(codeUsage)
	var found []finding
	if err := json.Unmarshal(r.stdout.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, f := range found {
		all += strings.Join(f.IDs, " ") + ": " + f.Sentence + "\n"
		if f.Line < 1 || f.Advice == "" {
			t.Errorf("expected a line and an advice, got %+v", f)
		}
	}
	for _, want := range []string{"AuthCacheCtrlr.Available is answered with Unknown", "C-06.1: C-06.1 (", "HFS-8: HFS-8 (Number of EVSEs) is 2, and the station shows 1"} {
		if !strings.Contains(all, want) {
			t.Errorf("expected %q, got\n%s", want, all)
		}
	}
}
