package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/rigs"
)

const fullRig = top + "/harness/examples/full-rig.yaml"

// fullRigWith is the example bench with the full rig, changed.
func fullRigWith(t *testing.T, changes ...string) string {
	t.Helper()
	t.Setenv("STATION_PASSWORD", "0123456789abcdef")
	text, err := os.ReadFile(fullRig)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, filepath.Join(t.TempDir(), "bench.yaml"), changed(t, string(text), changes...))
}

// lastLines are the last n lines of what the plan says.
func lastLines(t *testing.T, n int, args ...string) []string {
	t.Helper()
	code, out, stderr := inProcess(append([]string{"plan"}, args...)...)
	if code != codePassed {
		t.Fatalf("plan %v: code %d, %s", args, code, stderr)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	return lines[len(lines)-n:]
}

func TestTheFullRigNeedsNobodyForTheCertificatesProduct(t *testing.T) {
	for _, cases := range []string{"", "Core"} {
		got := lastLines(t, 2, "--bench", fullRigWith(t), "--cases", cases)
		if got[0] != "not run for lack of a rig: none" || !strings.Contains(got[1], "relays (gpio)") || !strings.HasSuffix(got[1], ", by hand 0") {
			t.Errorf("--cases %q: expected no case without a rig and no manual acts, got %q", cases, got)
		}
	}
}

func TestThePlanCountsWhatAPersonHasToDo(t *testing.T) {
	person := fullRigWith(t, "cable: relays", "cable: engineer", "ends: relays", "ends: engineer", "pilot: relays", "pilot: engineer", "rigs:\n", "rigs:\n  engineer: {type: manual}\n")
	// TC_E_03_CS is played with a local start only: cable and idToken, of which the cable is a person's.
	got := lastLines(t, 4, "--bench", person, "--cases", "TC_E_03_CS")
	want := []string{"424 cases: 1 to play, 162 not run, 261 not applicable to CP Flex Plus EU",
		"acts on bench full-rig: by hand, engineer (manual): cable 1; relays (gpio): tokens 1",
		"not run for lack of a rig: none", "2 acts: relays (gpio) 1, by hand 1"}
	_, got[3], _ = strings.Cut(got[3], "; ") // how long plays take changes
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("expected\n%s\ngot\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}

func TestThePlanSaysWhatABenchCannotPlay(t *testing.T) {
	for name, c := range map[string]struct{ bench, reason string }{
		"no rig for a kind":           {fullRigWith(t, "tokens: relays", "tokens: none"), "no rig is bound to tokens"},
		"no EV simulator at its EVSE": {fullRigWith(t, "at: {evse: 1,", "at: {evse: 2,", "bay: relays", "bay: none"), "no rig is bound: no EV simulator is wired to EVSE 1 connector 1"},
		"a card of no reader":         {fullRigWith(t, "04A1B2C3, type: ISO14443", "NOT-HEX, type: ISO14443"), "no rig is bound: idToken NOT-HEX:"},
		"an optional act":             {fullRigWith(t, "bay: relays", "bay: none"), ""},
	} {
		code, out, stderr := inProcess("plan", "--bench", c.bench, "--cases", "TC_E_03_CS", "--format", "json")
		var plan planDocument
		if err := json.Unmarshal([]byte(out), &plan); code != codePassed || err != nil {
			t.Fatalf("%s: code %d, %v, %s", name, code, err, stderr)
		}
		for _, p := range plan.Cases {
			if p.ID != "TC_E_03_CS" {
				continue
			}
			lacks := p.Verdict == evidence.NotRun && strings.HasPrefix(p.Reason, rigs.ErrNoRig.Error()) && strings.HasPrefix(p.Reason, c.reason)
			if lacks != (c.reason != "") || p.Play == lacks {
				t.Errorf("%s: expected NOT RUN for %q, got play %t, %s: %s", name, c.reason, p.Play, p.Verdict, p.Reason)
			}
		}
	}
	_, out, _ := inProcess("plan", "--bench", fullRigWith(t, "tokens: relays", "tokens: none"), "--cases", "TC_E_03_CS")
	if want := "not run for lack of a rig: TC_E_03_CS (no rig is bound to tokens)\n0 plays; 0 acts: by hand 0\n"; !strings.HasSuffix(out, want) {
		t.Errorf("expected the plan to end with %q, got %q", want, out[max(0, len(out)-300):])
	}
}

func TestAPlanShowsWhatIsSelected(t *testing.T) {
	code, out, stderr := inProcess("plan", "--cases", "TC_E_03_CS || TC_D_01_CS")
	if code != codePassed {
		t.Fatalf("code %d, %s", code, stderr)
	}
	if n := strings.Count(out, "TC_"); n > 2+begins || !strings.Contains(out, "TC_D_01_CS") || !strings.Contains(out, "\nshown: 2 of the 424 cases; --all shows each\n424 cases: ") {
		t.Errorf("expected the two cases and the counts of all, got %d lines of\n%s", n, out)
	}
	if _, out, _ = inProcess("plan", "--all"); strings.Contains(out, "shown: ") || strings.Count(out, "\n") < 424 {
		t.Errorf("expected every case with --all, got\n%s", out)
	}
}

func TestAPlanShowsWhatIsPlayedAndCountsWhatDoesNotApply(t *testing.T) {
	_, out, _ := inProcess("plan")
	cases, sums, _ := strings.Cut(out, "\n\n")
	if played := regexp.MustCompile(`\n424 cases: (\d+) to play`).FindStringSubmatch(sums); played == nil || strings.Count(cases, "\n")+1 != atoi(t, played[1]) {
		t.Errorf("expected a line for each case that is played, got %d lines and %q", strings.Count(cases, "\n")+1, sums)
	}
	if strings.Contains(cases, string(evidence.NotApplicable)) {
		t.Errorf("expected nothing that does not apply, got\n%s", cases)
	}
	last := lastLines(t, 1)[0]
	if !regexp.MustCompile(`^\d+ plays, about \d+ min one after the other \(by what is built in\); \d+ acts: cable \d+, .*$`).MatchString(last) {
		t.Errorf("expected plays, their time and their acts in the last line, got %q", last)
	}
}

// TestNobodyIsAskedToDriveIntoABayThatTheProductDoesNotWatch: the certificate's product starts and stops no transaction by its bay.
func TestNobodyIsAskedToDriveIntoABayThatTheProductDoesNotWatch(t *testing.T) {
	pics := write(t, filepath.Join(t.TempDir(), "pics.yaml"), changed(t, string(examples.PICS()), "  C-09.6: no", "  C-09.6: yes"))
	for product, wants := range map[string]bool{examples.PICSName: false, pics: true} {
		line := lastLines(t, 4, "--bench", fullRigWith(t), "--pics", pathOf(product))[1]
		if strings.Contains(line, "bay ") != wants {
			t.Errorf("%s: expected acts at the bay: %t, got %q", product, wants, line)
		}
	}
}

// pathOf is a path of an example from here, any other as it is.
func pathOf(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(top, name)
}

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPlanIsMadeForOneBench(t *testing.T) {
	bench := fullRigWith(t)
	code, _, stderr := inProcess("plan", "--bench", bench, "--bench", bench)
	if code != codeUsage || !strings.Contains(stderr, "a plan is made for one bench") {
		t.Errorf("expected code 2 and a sentence on one bench, got %d and %s", code, stderr)
	}
}

// TestPlanAndRunAgree has a bench without a reader: of what plan says is played nothing is NOT RUN, what it says is not run
// is NOT RUN in the same words, mode by mode, and no act was done for it.
func TestPlanAndRunAgree(t *testing.T) {
	t.Parallel()
	bench := variant(t, "tokens: panel", "tokens: none")
	const cases = "TC_C_02_CS || TC_E_06_CS || TC_B_01_CS || TC_E_21_CS/remote"
	code, out, stderr := inProcess("plan", "--bench", bench, "--cases", cases, "--format", "json")
	var plan planDocument
	if err := json.Unmarshal([]byte(out), &plan); code != codePassed || err != nil {
		t.Fatalf("code %d, %v, %s", code, err, stderr)
	}
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--bench", bench, "--cases", cases, "--out", dir).ends(codeTrouble)
	source, err := reports.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	played := map[string]*evidence.Play{}
	for i := range source.Run.Plays {
		p, err := source.Whole(&source.Run.Plays[i])
		if err != nil {
			t.Fatal(err)
		}
		played[p.Begin.ID+"/"+p.Begin.Mode] = p
	}
	agree := func(id, mode string, play bool, v evidence.Verdict, reason string) {
		p := played[id+"/"+mode]
		switch {
		case play && (p == nil || p.Verdict != evidence.Pass):
			t.Errorf("%s %s: planned to be played, got %+v", id, mode, p)
		case !play && p != nil && (p.Verdict != v || p.Reason != reason || len(p.Acts) > 0):
			t.Errorf("%s %s: planned as %s: %s, got %s: %s with %d acts", id, mode, v, reason, p.Verdict, p.Reason, len(p.Acts))
		}
	}
	some := false
	for _, p := range plan.Cases {
		if len(p.Modes) == 0 {
			agree(p.ID, "", p.Play, p.Verdict, p.Reason)
		}
		for _, m := range p.Modes {
			agree(p.ID, string(m.Mode), m.Play, m.Verdict, m.Reason)
			some = some || !m.Play
		}
	}
	if !some || played["TC_C_02_CS/"] == nil || played["TC_E_06_CS/remote"] == nil {
		t.Errorf("expected cases that are played and modes that are not, got %v", played)
	}
}

func TestAModeThatIsSelectedAloneIsPlayedAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--cases", "TC_E_06_CS/remote", "--out", dir).ends(codePassed)
	source, err := reports.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range source.Run.Plays {
		got += p.Begin.Mode + " " + string(p.Verdict) + "; "
	}
	if got != "local NOT RUN; remote PASS; " || verdicts(whole(t, dir))["TC_E_06_CS"] != evidence.NotRun {
		t.Errorf("expected the mode to pass and the case not to be proved, got %s and %s", got, verdicts(whole(t, dir))["TC_E_06_CS"])
	}
}
