package workbench_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/harness/live/workbench"
	"github.com/certbench/certbench/schemas"
)

// bench is a workbench with a station that a test stands in for.
type bench struct {
	t        *testing.T
	page     *workbench.Page
	recorder *evidence.Recorder
	address  string
	client   *http.Client
	csrf     string
	forms    int
	answer   func(id string) (raw, kind string, problems []string, err error)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	recorder, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, recorder: recorder, client: &http.Client{Jar: jar}}
	b.page = workbench.New(workbench.Config{Bench: "desk <1>", StationID: "CP-<1>", URL: "ws://bench:9000/ocpp", Door: door.New(""), Schemas: set,
		Path: filepath.Join(dir, evidence.FileName), Send: b.send})
	recorder.OnRecord(b.page.Record)
	server := httptest.NewServer(b.page.Handler())
	b.address = server.URL
	t.Cleanup(func() {
		b.page.Close()
		server.Close()
		if err := recorder.Close(); err != nil {
			t.Error(err)
		}
	})
	b.enter()
	return b
}

func (b *bench) enter() {
	answer, err := b.client.PostForm(b.address+"/enter", url.Values{"name": {"Anna"}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.read(answer)
	_, rest, _ := strings.Cut(b.get("/request/Reset"), `name="csrf" value="`)
	b.csrf, _, _ = strings.Cut(rest, `"`)
}

// send stands in for mock and station.
func (b *bench) send(_ context.Context, action string, payload []byte) (sent, got int64, err error) {
	const id = "m-1"
	id2 := fmt.Sprintf("%s-%d", id, b.forms)
	out, err := b.recorder.Append(evidence.Record{Frame: &evidence.Frame{Direction: evidence.Out, At: time.Now(), Type: "CALL", MessageID: id2, Action: action,
		Raw: fmt.Sprintf(`[2,%q,%q,%s]`, id2, action, payload)}})
	if err != nil {
		return 0, 0, err
	}
	raw, kind, problems, wrong := b.answer(id2)
	if wrong != nil {
		return out, 0, wrong
	}
	in, err := b.recorder.Append(evidence.Record{Frame: &evidence.Frame{Direction: evidence.In, At: time.Now(), Type: kind, MessageID: id2, Action: action, Raw: raw, Problems: problems}})
	return out, in, err
}

func (b *bench) read(answer *http.Response) string {
	b.t.Helper()
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

func (b *bench) get(path string) string {
	b.t.Helper()
	answer, err := b.client.Get(b.address + path)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(answer)
}

// post sends a form, as a browser without a script does.
func (b *bench) post(action, payload string, more ...string) (int, string) {
	b.t.Helper()
	b.forms++
	form := url.Values{"csrf": {b.csrf}, "once": {fmt.Sprint(b.forms)}, "action": {action}, "payload": {payload}}
	for _, name := range more {
		form.Set(name, "1")
	}
	answer, err := b.client.PostForm(b.address+"/send", form)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.StatusCode, b.read(answer)
}

// shows waits until the page shows all of some texts.
func (b *bench) shows(want ...string) {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		page, missing := b.get("/"), ""
		for _, w := range want {
			if !strings.Contains(page, w) {
				missing = w
			}
		}
		if missing == "" {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("the page does not show %q:\n%s", missing, page)
		}
	}
}

func TestAnAnswerIsJudgedByItsSchemaAndSaved(t *testing.T) {
	b := newBench(t)
	b.answer = func(id string) (string, string, []string, error) {
		return fmt.Sprintf(`[3,%q,{"status":"<b>Fine</b>"}]`, id), "CALLRESULT", []string{"/status: no word of the list"}, nil
	}
	if code, text := b.post("Reset", `{"type":"Immediate"}`); code != http.StatusOK || !strings.Contains(text, "&#34;type&#34;") {
		t.Fatalf("got %d\n%s", code, text)
	}
	b.shows("breaks its schema", "/status: no word of the list", "&lt;b&gt;Fine&lt;/b&gt;", "by Anna", "desk &lt;1&gt;", "CP-&lt;1&gt;")
	var one struct {
		Action, By      string
		Request, Answer map[string]any
		AnswerProblems  []string
	}
	if err := json.Unmarshal([]byte(b.get("/exchange/1.json")), &one); err != nil || one.Action != "Reset" || one.By != "Anna" ||
		one.Request["type"] != "Immediate" || one.Answer["status"] != "<b>Fine</b>" || len(one.AnswerProblems) != 1 {
		t.Errorf("%v: got %+v", err, one)
	}
	lines := strings.Split(strings.TrimSpace(b.get("/exchange.jsonl")), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `Immediate`) || !strings.Contains(lines[1], "Fine") {
		t.Errorf("got %q, expected the request and the answer", lines)
	}
}

func TestWhatABenchFindsIsNotSaved(t *testing.T) {
	b := newBench(t)
	if _, err := b.recorder.Append(evidence.Record{Finding: &evidence.Finding{Subject: "x", Verdict: evidence.Fail}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.recorder.Append(evidence.Record{Conn: &evidence.Connection{What: "connected"}}); err != nil {
		t.Fatal(err)
	}
	if text := b.get("/exchange.jsonl"); strings.Contains(text, "FAIL") || strings.Count(text, "\n") != 1 {
		t.Errorf("got %s", text)
	}
	b.shows(`<span class="lamp on">connected</span>`)
	if strings.Contains(b.get("/"), "FAIL") {
		t.Error("the page tells a verdict")
	}
}

func TestARequestThatBreaksItsSchemaIsSentOnPurposeOnly(t *testing.T) {
	b := newBench(t)
	b.answer = func(id string) (string, string, []string, error) {
		return fmt.Sprintf(`[4,%q,"FormationViolation","",{}]`, id), "CALLERROR", nil, nil
	}
	if code, text := b.post("Reset", `{"type":"Soon"}`); code != http.StatusUnprocessableEntity || !strings.Contains(text, "/type") {
		t.Errorf("got %d %s", code, text)
	}
	if code, text := b.post("Reset", `{"type":"Soon"}`, "anyway"); code != http.StatusOK {
		t.Errorf("got %d %s", code, text)
	}
	b.shows("CALLERROR", "FormationViolation")
}

func TestWhatIsNoRequestOfACSMSIsRefused(t *testing.T) {
	b := newBench(t)
	b.answer = func(string) (string, string, []string, error) { t.Error("it was sent"); return "", "", nil, nil }
	for _, wrong := range [][2]string{{"Heartbeat", "{}"}, {"Explode", "{}"}, {"Reset", "[]"}, {"Reset", "null"}, {"Reset", "{"}, {"Reset", strings.Repeat(" ", 40<<10)},
		{"DataTransfer", `{"vendorId":"a","data":"` + strings.Repeat("x", 31<<10) + `"}`}} {
		if code, text := b.post(wrong[0], wrong[1], "anyway"); code != http.StatusBadRequest {
			t.Errorf("%s %.20s is answered with %d %s", wrong[0], wrong[1], code, text)
		}
	}
	for _, path := range []string{"/request/Heartbeat", "/schema/Heartbeat", "/exchange/7.json", "/record/99"} {
		if answer, err := b.client.Get(b.address + path); err != nil || answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %v, %v", path, answer.StatusCode, err)
		}
	}
}

func TestAFormIsTakenOnceAndFromWhoHasANameOnly(t *testing.T) {
	b := newBench(t)
	b.answer = func(string) (string, string, []string, error) { return "", "", nil, errors.New("no <answer>") }
	if code, _ := b.post("ClearCache", "{}"); code != http.StatusOK {
		t.Errorf("got %d", code)
	}
	b.shows("no &lt;answer&gt;")
	b.forms--
	if code, _ := b.post("ClearCache", "{}"); code != http.StatusConflict {
		t.Errorf("the same form again is answered with %d", code)
	}
	answer, err := http.PostForm(b.address+"/send", url.Values{"action": {"ClearCache"}, "payload": {"{}"}})
	if err != nil {
		t.Fatal(err)
	}
	if b.read(answer); answer.StatusCode != http.StatusForbidden {
		t.Errorf("nobody's form is answered with %d", answer.StatusCode)
	}
}

func TestTheEndOfThePageGivesUpWhatWaits(t *testing.T) {
	b := newBench(t)
	begun, ended := make(chan struct{}), make(chan struct{})
	page := workbench.New(workbench.Config{Door: door.New(""), Send: func(ctx context.Context, _ string, _ []byte) (int64, int64, error) {
		close(begun)
		<-ctx.Done()
		close(ended)
		return 0, 0, ctx.Err()
	}, Schemas: b.page.Schemas})
	server := httptest.NewServer(page.Handler())
	defer server.Close()
	b.address = server.URL
	b.enter()
	if code, text := b.post("ClearCache", "{}"); code != http.StatusOK {
		t.Fatalf("got %d %s", code, text)
	}
	<-begun
	page.Close()
	select {
	case <-ended:
	default:
		t.Error("the page is closed while a request waits")
	}
}
