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
	"time"

	"github.com/certbench/certbench/harness/live/door"
	"github.com/certbench/certbench/harness/live/technician"
	"github.com/certbench/certbench/rigs"
)

// wired serves the page of rigs that a test stands in for.
func wired(t *testing.T, do func(words []string) (string, error)) (address string, client *http.Client, send func(form ...string) (int, string)) {
	t.Helper()
	page := technician.New(technician.Config{Bench: "bench <1>", Door: door.New(""),
		Acts: []technician.Act{{Words: []string{"plug"}, Does: "connects an EV"}, {Words: []string{"tap", "TOKEN"}, Does: "presents a token", Asks: "TOKEN"},
			{Words: []string{"mains", "cycle"}, Does: "cuts it", Lacks: "the bench binds no rig to mains"}},
		Do: func(_ context.Context, words []string) (string, error) { return do(words) },
		Look: func(context.Context) []technician.Lamp {
			return []technician.Lamp{{Rig: "relays", Sees: rigs.Seen{Words: "pilot <C>, PWM of 26.7 % at 1000 Hz",
				Signals: []rigs.Signal{{Name: "contactor", Active: true, Edges: 3, Last: time.Unix(0, 0)}},
				Pilot:   &rigs.Wave{Duty: 0.267, Hertz: 1000, Lasts: 2 * time.Millisecond, Edges: []rigs.PilotEdge{{Positive: true}, {After: 267 * time.Microsecond}, {After: time.Millisecond, Positive: true}, {After: 2 * time.Millisecond}}}}}, {Rig: "reader", Wrong: "it is silent"}}
		}})
	server, client, post := served(t, page)
	return server, client, func(form ...string) (int, string) { return post("act", form...) }
}

// served serves a page, and comes in to it as Anna.
func served(t *testing.T, page *technician.Page) (address string, client *http.Client, send func(path string, form ...string) (int, string)) {
	t.Helper()
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
	return server.URL, client, func(path string, form ...string) (int, string) {
		values := url.Values{"csrf": {csrf}, "once": {fmt.Sprint(n.Add(1))}}
		for i := 0; i < len(form); i += 2 {
			values.Set(form[i], form[i+1])
		}
		answer, err := client.PostForm(server.URL+"/"+path, values)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, body(t, answer)
	}
}

// visited is a page that is served, as Anna sees it and sends its forms.
func visited(t *testing.T, page *technician.Page) (see func() string, send func(path string, form ...string) (int, string)) {
	t.Helper()
	address, client, send := served(t, page)
	return func() string {
		answer, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		return body(t, answer)
	}, send
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
	for _, want := range []string{"no card &lt;at&gt; the reader", "not done", "pilot &lt;C&gt;", "it is silent", "26.7 %", "<polyline", "26.7 % at 1000 Hz", "4 edges in 2.0 ms", "3 edges", "NO RIG", "Rigs of bench &lt;1&gt;"} {
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

func TestTheWalkIsTakenStepByStepAndLetsNobodyActMeanwhile(t *testing.T) {
	tell, end := make(chan technician.Step), make(chan error)
	page := technician.New(technician.Config{Bench: "one", Door: door.New(""), Acts: []technician.Act{{Words: []string{"plug"}, Does: "connects an EV"}},
		Do: func(context.Context, []string) (string, error) { return "", nil }, Look: func(context.Context) []technician.Lamp { return nil },
		Walker: &technician.Walker{Legs: []technician.Leg{{Name: "cable"}, {Name: "bay", Lacks: "no rig"}, {Name: "mains"}},
			Walk: func(station bool, to func(technician.Step)) error {
				if !station {
					return errors.New("nobody is there")
				}
				for {
					select {
					case s := <-tell:
						to(s)
					case err := <-end:
						return err
					}
				}
			}}})
	see, send := visited(t, page)
	steps := func() string {
		_, rest, _ := strings.Cut(see(), "<ul class=\"checklist\">")
		all, _, _ := strings.Cut(rest, "</ul>")
		return all
	}
	until := func(what string) {
		t.Helper()
		for last := time.Now().Add(time.Minute); !strings.Contains(see(), what); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(last) {
				t.Fatalf("waited in vain for %q in\n%s", what, see())
			}
		}
	}
	if got := steps(); strings.Count(got, "to come") != 2 || !strings.Contains(got, "left out") {
		t.Errorf("before the walk the checklist is %s", got)
	}
	if code, _ := send("walk", "station", "yes"); code != http.StatusOK {
		t.Fatalf("the walk is answered with %d", code)
	}
	tell <- technician.Step{What: "station S", Found: "waiting for <it>"}
	until("waiting for &lt;it&gt;")
	if code, _ := send("act", "act", "plug"); code != http.StatusConflict {
		t.Errorf("an act during the walk is answered with %d, expected 409", code)
	}
	if code, _ := send("walk", "station", "yes"); code != http.StatusConflict {
		t.Errorf("a second walk is answered with %d, expected 409", code)
	}
	tell <- technician.Step{What: "cable", Verdict: "ERROR", Found: "no EV", Do: "look at the plug"}
	until("look at the plug")
	if got := steps(); strings.Count(got, "to come") != 1 || strings.Contains(see(), "waiting for") {
		t.Errorf("after the cable the checklist is %s", got)
	}
	end <- nil
	until("Walked by Anna")
	if got := steps(); strings.Contains(got, "to come") {
		t.Errorf("after the walk the checklist is %s", got)
	}
	if code, _ := send("act", "act", "plug"); code != http.StatusOK {
		t.Errorf("an act after the walk is answered with %d", code)
	}
	if code, _ := send("walk"); code != http.StatusOK {
		t.Fatalf("the second walk is answered with %d", code)
	}
	until("nobody is there")
	page.Close()
	if code, _ := send("walk"); code != http.StatusConflict {
		t.Errorf("a walk on a page that ends is answered with %d", code)
	}
}
