package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/creack/pty"

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
	chromium.Press(t, phone, ".prompt .yes")
	asked(wide, "Connect the EV and EVSE")
	asked(phone, "Connect the EV and EVSE")
	chromium.Sees(t, phone, "the picture", `(i => i && i.complete && i.naturalWidth > 0)(document.querySelector(".prompt img"))`)
	chromium.Sees(t, phone, "the note", chromium.Holds(".prompt .note", "The left <socket>."))
	if share := chromium.Eval[float64](t, phone, `document.querySelector(".prompt img").getBoundingClientRect().height / innerHeight`); share > 1.0/3 {
		t.Errorf("the picture takes %.2f of the window of a telephone, and hides the answers below", share)
	}
	if over := chromium.Eval[int](t, phone, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
	if high := chromium.Eval[float64](t, phone, `document.querySelector(".prompt .yes").getBoundingClientRect().height`); high < 60 {
		t.Errorf("Done is %.0f px high, too small for gloves", high)
	}
	chromium.Steps(t, phone, chromedp.SendKeys(chromedp.CSS(".prompt [name=reason]"), "the plug is bent"))
	chromium.Press(t, phone, ".prompt [value=not-possible]")
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

// terminal is a command at a terminal of its own.
type terminal struct {
	*testing.T
	keys io.Writer
	said *overheard
	seen int // how much of what was said has been awaited
	code chan int
}

func atTerminal(t *testing.T, args ...string) *terminal {
	t.Helper()
	command := exec.Command(program, args...)
	screen, err := pty.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{T: t, keys: screen, said: &overheard{}, code: make(chan int, 1)}
	go func() {
		_, _ = io.Copy(term.said, screen) // until the other end of the terminal is closed
		_ = command.Wait()                // the exit code tells
		term.code <- command.ProcessState.ExitCode()
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill() // it may have ended
		screen.Close()
	})
	return term
}

// await waits for a text after what was awaited before, and returns all that came until its line ends.
func (t *terminal) await(text string) string {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		said := t.said.String()[t.seen:]
		if at := strings.Index(said, text); at >= 0 {
			if line := strings.IndexByte(said[at:], '\n'); line >= 0 {
				t.seen += at + line + 1
				return said[:at+line]
			}
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %q after\n%s", text, said)
		}
	}
}

func (t *terminal) types(line string) {
	t.Helper()
	if _, err := io.WriteString(t.keys, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

// TestAPersonAtATerminalHasWhatThePageHas repeats a prompt, comments, pauses, goes back, and says that an act has failed; the verdict stands above each
// prompt that brings the bench to rest.
func TestAPersonAtATerminalHasWhatThePageHas(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	term := atTerminal(t, "run", "--bench", engineered(t), "--cases", "TC_E_04_CS", "--out", dir)
	rest := func(stands string) {
		t.Helper()
		if head := term.await(">> Bring the bench to rest"); !strings.Contains(head, stands) || strings.Contains(head, "act ") {
			t.Errorf("before the prompt that brings the bench to rest stands %q, expected %q and no act", head, stands)
		}
		term.await("f: failed, r: repeat, b: back, p: pause here, without a limit, c TEXT: comment")
		term.types("")
	}
	asked := func() {
		t.Helper()
		if head := term.await(">> Connect the EV and EVSE"); !strings.Contains(head, "TC_E_04_CS Local start transaction - Authorization first - Success, act 2 of 2, so far PASS") {
			t.Errorf("the prompt stands below %q", head)
		}
		term.await("The left <socket>.")
	}
	rest("")
	asked()
	term.types("r")
	asked()
	term.types("c the lamp is red")
	term.await("(it is kept)")
	term.types("p")
	term.await("(paused: this prompt waits without a limit; answer it to go on)")
	term.types("b")
	rest("TC_E_04_CS Local start transaction - Authorization first - Success, whose rows have come to INCONCLUSIVE")
	asked()
	term.types("f the plug broke")
	rest("whose rows have come to INCONCLUSIVE")
	if code := <-term.code; code != codeTrouble {
		t.Errorf("got exit code %d, expected %d\n%s", code, codeTrouble, term.said)
	}
	log, err := evidence.ReadDir(dir)
	if err != nil || log.Verify() != nil {
		t.Fatalf("the evidence is not whole: %v, %v", err, log.Verify())
	}
	notes := ""
	for _, rec := range log.Records {
		if rec.Note != nil {
			notes += rec.Case + ": " + rec.Note.Text + "\n"
		}
	}
	for _, want := range []string{"TC_E_04_CS: the person at the terminal: the lamp is red", "A prompt waits without a limit", "the case ends and is played again"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the evidence does not hold %q but\n%s", want, notes)
		}
	}
	if run := evidence.Fold(log.Records); len(run.Plays) != 2 || !strings.Contains(run.Plays[1].Reason, "the plug broke") {
		t.Errorf("the case was played %d times, expected twice, the second ending with the person's words", len(run.Plays))
	}
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
