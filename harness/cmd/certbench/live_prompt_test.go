package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live/chromium"
)

// engineered is the default bench with a person at the cable, whom a picture and a note help.
func engineered(t *testing.T) string {
	t.Helper()
	picture, err := filepath.Abs("../../live/pictures/live.png")
	if err != nil {
		t.Fatal(err)
	}
	return variant(t, "name: reference", "name: "+oneName(), "rigs:\n", fmt.Sprintf("rigs:\n  engineer: {type: manual, shows: {cable: {picture: %s, note: The left <socket>.}}}\n", picture),
		"cable: panel", "cable: engineer", "ends: panel", "ends: engineer", "pilot: panel", "pilot: engineer")
}

// TestAPersonAtTheStationAnswersFromATelephone plays on a bench with a person, watched by two browsers, of which the one of 360 px
// answers, and ends it there.
func TestAPersonAtTheStationAnswersFromATelephone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	s := sit(t, "run", "--bench", engineered(t), "--cases", "TC_E_04_CS", "--out", dir, "--live", "127.0.0.1:0")
	wide, phone := chromium.Start(t), chromium.Start(t)
	chromium.Narrow(t, phone)
	for name, ctx := range map[string]context.Context{"Carl": wide, "Dora": phone} {
		chromium.Steps(t, ctx, chromedp.Navigate(s.address+"enter"), chromedp.SendKeys(chromedp.CSS("#name"), name), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS("#benches")))
	}
	asked := func(ctx context.Context, what string) {
		chromium.Sees(t, ctx, what, chromium.Holds(".prompt .sentence", what))
	}
	asked(phone, "Bring the bench to rest")
	chromium.Steps(t, phone, chromedp.Click(chromedp.CSS(".prompt .yes")))
	asked(wide, "Connect the EV and EVSE")
	asked(phone, "Connect the EV and EVSE")
	chromium.Sees(t, phone, "the picture", `(i => i && i.complete && i.naturalWidth > 0)(document.querySelector(".prompt img"))`)
	chromium.Sees(t, phone, "the note", chromium.Holds(".prompt .note", "The left <socket>."))
	if over := chromium.Eval[int](t, phone, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
	if high := chromium.Eval[float64](t, phone, `document.querySelector(".prompt .yes").getBoundingClientRect().height`); high < 60 {
		t.Errorf("Done is %.0f px high, too small for gloves", high)
	}
	chromium.Steps(t, phone, chromedp.SendKeys(chromedp.CSS(".prompt [name=reason]"), "the plug is bent"), chromedp.Click(chromedp.CSS(".prompt [value=not-possible]")))
	chromium.Sees(t, wide, "the prompt gone from the other browser", `!(document.querySelector(".prompt .sentence")?.textContent || "").includes("Connect the EV and EVSE")`)
	s.leave()
	code := <-s.code
	log, err := evidence.ReadDir(dir)
	if err != nil || log.Verify() != nil {
		t.Fatalf("the evidence is not whole: %v, %v", err, log.Verify())
	}
	said := ""
	for _, rec := range log.Records {
		if rec.Note != nil && rec.Note.By == "Dora" {
			said += rec.Note.Text + "\n"
		}
	}
	if !strings.Contains(said, "not-possible") || !strings.Contains(said, "the plug is bent") {
		t.Errorf("the evidence holds of Dora: %s", said)
	}
	run := evidence.Fold(log.Records)
	for _, o := range run.Outcomes() {
		if o.Planned.ID == "TC_E_04_CS" && (o.Verdict == evidence.Pass || o.Verdict == evidence.Fail) {
			t.Errorf("an act that was not possible comes to %s", o.Verdict)
		}
	}
	if code != codeTrouble {
		t.Errorf("got exit code %d, expected 3\n%s", code, s.out)
	}
}

func TestThePromptAtTheTerminalTellsCaseActAndKeysWithoutAPage(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	in, keys, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); keys.Close() })
	r := startProgram(t, program, in, nil, "run", "--bench", engineered(t), "--cases", "TC_E_04_CS", "--out", dir)
	types := func(text string) {
		t.Helper()
		if _, err := keys.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	r.await("f: failed, r: repeat, b: back, p: pause here, without a limit, c TEXT: comment")
	types("\n")
	if line := r.await("act 2 of 2"); !strings.Contains(line, "TC_E_04_CS") {
		t.Errorf("the prompt belongs to no case: %s", line)
	}
	r.await("Connect the EV and EVSE")
	r.await("The left <socket>.")
	types("c the lamp is red\n")
	r.await("it is kept")
	types("f the plug broke\n")
	r.await("so far INCONCLUSIVE")
	r.await("Bring the bench to rest")
	types("\n")
	r.end()
	log, err := evidence.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range log.Records {
		if rec.Note != nil && rec.Case == "TC_E_04_CS" && strings.Contains(rec.Note.Text, "the lamp is red") {
			return
		}
	}
	t.Error("the comment is not in the evidence")
}

// TestARequestIsSentByHand has the mock CSMS alone, with the reference station.
func TestARequestIsSentByHand(t *testing.T) {
	t.Parallel()
	s := sit(t, "csms", "--live", "127.0.0.1:0")
	s.until("the station", func() bool { return strings.Contains(s.page(""), `<span class="lamp on">connected`) })
	if s.csrf == "" {
		_, rest, _ := strings.Cut(s.page("request/GetBaseReport"), `name="csrf" value="`)
		s.csrf, _, _ = strings.Cut(rest, `"`)
	}
	s.send("send", url.Values{"action": {"GetBaseReport"}, "payload": {`{"requestId":7,"reportBase":"SummaryInventory"}`}})
	s.until("the answer", func() bool { return strings.Contains(s.page(""), "valid by its schema") })
	s.until("the report, which was answered by itself", func() bool { return strings.Contains(s.page("exchange.jsonl"), `"action":"NotifyReport","answered"`) })
	saved := s.page("exchange.jsonl")
	for _, want := range []string{"BootNotification", "GetBaseReport", "NotifyReport"} {
		if strings.Count(saved, want) < 2 {
			t.Errorf("the saved traffic lacks %s or its answer:\n%s", want, saved)
		}
	}
	if strings.Contains(saved, "verdict") {
		t.Error("the saved traffic tells a verdict")
	}
	s.send("send", url.Values{"action": {"Reset"}, "payload": {`{"type":"Immediate"}`}})
	s.until("the boot that follows", func() bool { return strings.Count(s.page("exchange.jsonl"), `"connected"`) > 1 })
	s.end()
	if code := <-s.code; code != codePassed {
		t.Errorf("got exit code %d\n%s", code, s.out)
	}
}
