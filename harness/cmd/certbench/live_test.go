package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// overheard is an output that a test reads while it is written.
type overheard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *overheard) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *overheard) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

var pageAddress = regexp.MustCompile(`The page is at (http://\S+/)`)

// sitting is a command whose page a test sits at.
type sitting struct {
	t       *testing.T
	out     *overheard
	address string
	client  *http.Client
	csrf    string
	forms   int
	code    chan int
	end     func() // asks it to end, as Ctrl-C does
}

// sit starts a command and comes in to its page as Anna.
func sit(t *testing.T, args ...string) *sitting {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &sitting{t: t, out: &overheard{}, client: &http.Client{Jar: jar}, code: make(chan int, 1)}
	command := exec.Command(program, args...)
	command.Stderr = s.out
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	s.end = func() { _ = command.Process.Signal(os.Interrupt) } // one that has ended needs none
	go func() {
		_ = command.Wait() // the exit code tells
		s.code <- command.ProcessState.ExitCode()
	}()
	t.Cleanup(func() { _ = command.Process.Kill() })
	s.until("its page", func() bool { return pageAddress.MatchString(s.out.String()) })
	s.address = pageAddress.FindStringSubmatch(s.out.String())[1]
	answer, err := s.client.PostForm(s.address+"enter", url.Values{"name": {"Anna"}})
	if err != nil {
		t.Fatal(err)
	}
	text := s.read(answer)
	_, rest, _ := strings.Cut(text, `csrf="`)
	if s.csrf, _, _ = strings.Cut(rest, `"`); s.csrf == "" {
		_, rest, _ = strings.Cut(text, `name="csrf" value="`)
		s.csrf, _, _ = strings.Cut(rest, `"`)
	}
	return s
}

func (s *sitting) until(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(2 * time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("waited in vain for %s; the command has said\n%s", what, s.out)
		}
	}
}

func (s *sitting) read(answer *http.Response) string {
	s.t.Helper()
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func (s *sitting) page(path string) string {
	s.t.Helper()
	answer, err := s.client.Get(s.address + path)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.read(answer)
}

// send sends a form and wants it taken.
func (s *sitting) send(path string, form url.Values) {
	s.t.Helper()
	if status, text := s.exchange(path, form); status != http.StatusOK {
		s.t.Fatalf("%s is answered with %d %s", path, status, text)
	}
}

// post sends a form and returns the status of the answer.
func (s *sitting) post(path string, form url.Values) int {
	s.t.Helper()
	status, _ := s.exchange(path, form)
	return status
}

// exchange sends a form as the page does, and returns the status and the text of the answer.
func (s *sitting) exchange(path string, form url.Values) (status int, text string) {
	s.t.Helper()
	s.forms++
	form.Set("csrf", s.csrf)
	form.Set("once", strings.Repeat("x", s.forms))
	answer, err := s.client.PostForm(s.address+path, form)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, s.read(answer)
}

// leave has the run end, unless it has ended already and its page is gone.
func (s *sitting) leave() {
	s.forms++
	answer, err := s.client.PostForm(s.address+"steer", url.Values{"do": {"stop"}, "csrf": {s.csrf}, "once": {strings.Repeat("x", s.forms)}})
	if err == nil {
		s.read(answer)
	}
}

func TestARunIsSteeredFromItsPage(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	s := sit(t, "run", "--cases", "TC_E_01_CS || TC_E_02_CS || TC_E_09_CS || TC_E_10_CS || TC_E_13_CS", "--out", dir, "--live", "127.0.0.1:0")
	s.send("steer", url.Values{"do": {"pause"}})
	s.until("the pause", func() bool { return strings.Contains(s.page(""), "Paused: nothing more begins.") })
	s.send("steer", url.Values{"do": {"go"}})
	s.until("the first case", func() bool { return strings.Contains(s.out.String(), "PASS         TC_E_01_CS (remote)") })
	s.send("steer", url.Values{"do": {"pause"}})
	s.send("note", url.Values{"case": {"TC_E_01_CS"}, "text": {"the <lamp> is red"}})
	// Its last line is told before the plan knows that it has ended.
	s.until("the case to have ended", func() bool { return s.post("again", url.Values{"case": {"TC_E_01_CS"}}) == http.StatusOK })
	s.send("steer", url.Values{"do": {"go"}})
	// A play is on the page from its beginning, and what stops the run would cut it short.
	s.until("the end of the repeat", func() bool {
		page := s.page("case/TC_E_01_CS")
		return strings.Count(page, "<section") >= 4 && !strings.Contains(page, "goes on</h2>")
	})
	s.send("steer", url.Values{"do": {"stop"}})
	if code := <-s.code; code != codeTrouble {
		t.Errorf("got exit code %d, expected that of an interrupted run\n%s", code, s.out)
	}
	log, err := evidence.ReadDir(dir)
	if err != nil || log.Verify() != nil {
		t.Fatalf("the evidence is not whole: %v, %v", err, log.Verify())
	}
	said := map[string]bool{}
	for _, rec := range log.Records {
		if rec.Note != nil && rec.Note.By == "Anna" {
			said[rec.Case+" "+rec.Note.Text] = true
		}
	}
	for _, want := range []string{" Anna: The run is paused: nothing more begins.", " Anna: The run goes on.", "TC_E_01_CS Anna: the <lamp> is red",
		"TC_E_01_CS Anna: The case is to be played again.", " Anna: The run is stopped."} {
		if !said[want] {
			t.Errorf("the evidence does not hold %q but %v", want, said)
		}
	}
	run := evidence.Fold(log.Records)
	for _, o := range run.Outcomes() {
		if o.Planned.ID == "TC_E_01_CS" && (len(o.Plays) < 4 || o.Verdict != evidence.Pass) {
			t.Errorf("the case counts as %s of %d plays, expected PASS of 4", o.Verdict, len(o.Plays))
		}
	}
}

func TestAFolderIsWatchedUntilItIsEnough(t *testing.T) {
	dir := t.TempDir()
	rec, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := sit(t, "live", dir)
	if !strings.Contains(s.page(""), "The run has not begun") {
		t.Error("an empty folder is not shown as such")
	}
	if _, err := rec.Append(evidence.Record{Run: &evidence.RunStarted{Product: "Box Nine", Bench: "one"}}); err != nil {
		t.Fatal(err)
	}
	s.until("the beginning", func() bool { return strings.Contains(s.page(""), "Box Nine") })
	s.end()
	if code := <-s.code; code != codePassed {
		t.Errorf("got exit code %d\n%s", code, s.out)
	}
	if err := rec.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheRigsAreMovedFromTheirPage(t *testing.T) {
	p, file := aBenchOfItsOwn(t)
	s := sit(t, "rig", "--bench", file, "--live", "127.0.0.1:0")
	s.send("act", url.Values{"act": {"plug"}})
	if !p.Read().Connectors[0].Plugged {
		t.Error("the button has not plugged the EV in")
	}
	s.end()
	if code := <-s.code; code != codePassed {
		t.Errorf("got exit code %d\n%s", code, s.out)
	}
	if p.Read().Connectors[0].Plugged {
		t.Error("the end of the page leaves the EV connected")
	}
}

func TestAPageThatLeavesThisMachineHasAToken(t *testing.T) {
	for address, wants := range map[string]bool{"0": false, "127.0.0.1:0": false, "localhost:0": false, ":0": false, "0.0.0.0:0": true} {
		k, err := knock(address)
		if err != nil {
			t.Fatal(err)
		}
		at := k.serve(http.NotFoundHandler())
		text := at.shows()
		if got := strings.Contains(text, "?token="); got != wants || strings.Contains(text, "█") != wants {
			t.Errorf("%s: it says\n%s\nexpected a token and a QR code: %t", address, text, wants)
		}
		if err := at.close(); err != nil {
			t.Error(err)
		}
	}
	for _, wrong := range []string{"1:2:3", "999999", "no such host:1"} {
		if k, err := knock(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
			k.listener.Close()
		}
	}
}
