package technician_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/harness/live/technician"
)

// wired serves the page of rigs that a test stands in for.
func wired(t *testing.T, do func(words []string) (string, error)) (address string, client *http.Client, send func(form ...string) (int, string)) {
	t.Helper()
	page := technician.New(technician.Config{Bench: "bench <1>", Door: door.New(""),
		Acts: []technician.Act{{Words: []string{"plug"}, Does: "connects an EV"}, {Words: []string{"tap", "TOKEN"}, Does: "presents a token", Asks: "TOKEN"},
			{Words: []string{"mains", "cycle"}, Does: "cuts it", Lacks: "the bench binds no rig to mains"}},
		Do: func(_ context.Context, words []string) (string, error) { return do(words) },
		Look: func(context.Context) []technician.Lamp {
			return []technician.Lamp{{Rig: "relays", Sees: "pilot <C>, PWM of 26.7 % at 1000 Hz"}, {Rig: "reader", Wrong: "it is silent"}}
		}})
	server := httptest.NewServer(page.Handler())
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client = &http.Client{Jar: jar}
	answer, err := client.PostForm(server.URL+"/enter", url.Values{"name": {"Anna"}})
	if err != nil {
		t.Fatal(err)
	}
	text := body(t, answer)
	_, rest, _ := strings.Cut(text, `name="csrf" value="`)
	csrf, _, _ := strings.Cut(rest, `"`)
	var n atomic.Int32
	return server.URL, client, func(form ...string) (int, string) {
		values := url.Values{"csrf": {csrf}, "once": {fmt.Sprint(n.Add(1))}}
		for i := 0; i < len(form); i += 2 {
			values.Set(form[i], form[i+1])
		}
		answer, err := client.PostForm(server.URL+"/act", values)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, body(t, answer)
	}
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestATechnicianSeesAndActsOnThePage(t *testing.T) {
	var did []string
	_, _, send := wired(t, func(words []string) (string, error) {
		did = append(did, strings.Join(words, " "))
		if words[0] == "tap" {
			return "", errors.New("no card <at> the reader")
		}
		return "EV connected, pilot C", nil
	})
	if code, text := send("act", "plug"); code != http.StatusOK || !strings.Contains(text, "EV connected, pilot C") || !strings.Contains(text, "by Anna") {
		t.Errorf("got %d and\n%s", code, text)
	}
	code, text := send("act", "tap", "what", "04A1")
	for _, want := range []string{"no card &lt;at&gt; the reader", "not done", "pilot &lt;C&gt;", "it is silent", "26.7 %", "<polyline", "NO RIG", "Rigs of bench &lt;1&gt;"} {
		if code != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("got %d without %q:\n%s", code, want, text)
		}
	}
	for _, wrong := range [][]string{{"act", "explode"}, {"act", "tap"}, {"act", "tap", "what", "two words"}} {
		if code, _ := send(wrong...); code != http.StatusBadRequest {
			t.Errorf("%v is answered with %d", wrong, code)
		}
	}
	if got := strings.Join(did, ", "); got != "plug, tap 04A1" {
		t.Errorf("got %s", got)
	}
}

func TestAnActIsNotQueuedBehindAnother(t *testing.T) {
	begun, end := make(chan struct{}), make(chan struct{})
	_, _, send := wired(t, func([]string) (string, error) { close(begun); <-end; return "", nil })
	first := make(chan int, 1)
	go func() { code, _ := send("act", "plug"); first <- code }()
	<-begun
	if code, _ := send("act", "plug"); code != http.StatusConflict {
		t.Errorf("an act during another is answered with %d", code)
	}
	close(end)
	if code := <-first; code != http.StatusOK {
		t.Errorf("the first is answered with %d", code)
	}
}

func TestNobodyActsWithoutAName(t *testing.T) {
	address, _, _ := wired(t, func([]string) (string, error) { t.Error("it was done"); return "", nil })
	answer, err := http.PostForm(address+"/act", url.Values{"act": {"plug"}})
	if err != nil {
		t.Fatal(err)
	}
	if body(t, answer); answer.StatusCode != http.StatusForbidden {
		t.Errorf("got %d", answer.StatusCode)
	}
}
