package calls_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
)

func command(argv ...string) calls.Call { return calls.Call{Command: argv} }

// link is a rig that cuts the network by one call and restores it by nothing.
func link(cut calls.Act) map[calls.Verb]calls.Act {
	return map[calls.Verb]calls.Act{calls.Cut: cut, calls.Restore: {Call: command("true")}}
}

func do(t *testing.T, r *calls.Rig, act rigs.Act) (rigs.ReadBack, error) {
	t.Helper()
	var set rigs.Set
	set.Bind(r)
	return act.Do(t.Context(), set)
}

func TestFailuresOfCallsSayWhatHappened(t *testing.T) {
	t.Setenv("CERTBENCH_TEST_SECRET", "s3cret")
	device := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		switch in.URL.Path {
		case "/moved":
			http.Redirect(out, in, "/ok", http.StatusFound)
		case "/broken":
			http.Error(out, "the relay is stuck", http.StatusInternalServerError)
		case "/slow":
			<-in.Context().Done()
		}
	}))
	defer device.Close()
	limit, long := 200*time.Millisecond, time.Second // long enough for two processes on a busy machine
	for name, c := range map[string]struct {
		by   calls.By
		act  calls.Act
		want string
	}{
		"an exit code":      {calls.Commands, calls.Act{Call: command("sh", "-c", "echo no route >&2; exit 3")}, "ended with exit status 3: no route"},
		"no such program":   {calls.Commands, calls.Act{Call: command("certbench-no-such-program", "{env:CERTBENCH_TEST_SECRET}")}, "the command certbench-no-such-program {env:CERTBENCH_TEST_SECRET} cannot be run"},
		"a wrong read-back": {calls.Commands, calls.Act{Call: command("true"), Read: &calls.Call{Command: []string{"echo", "up"}}, Expect: "^down$", Timeout: long}, `cut: the read-back shows "up", expected what matches ^down$: its time limit is 1s`},
		"a read-back fails": {calls.Commands, calls.Act{Call: command("true"), Read: &calls.Call{Command: []string{"false"}}}, "cut: read-back: the command false ended with exit status 1: it printed nothing"},
		"an error status":   {calls.Requests, calls.Act{Call: calls.Call{URL: device.URL + "/broken?key={env:CERTBENCH_TEST_SECRET}"}}, "/broken?key={env:CERTBENCH_TEST_SECRET} was answered with 500 Internal Server Error, expected 2xx: the relay is stuck"},
		"another status":    {calls.Requests, calls.Act{Call: calls.Call{URL: device.URL + "/ok", Status: http.StatusNoContent}}, "was answered with 200 OK, expected 204 No Content"},
		"a redirection":     {calls.Requests, calls.Act{Call: calls.Call{URL: device.URL + "/moved"}}, "was answered with 302 Found"},
		"no answer":         {calls.Requests, calls.Act{Call: calls.Call{URL: device.URL + "/slow"}, Timeout: limit}, "was not answered in time: its time limit is 200ms"},
		"nobody there":      {calls.Requests, calls.Act{Call: calls.Call{URL: "http://127.0.0.1:1/{env:CERTBENCH_TEST_SECRET}"}}, "POST http://127.0.0.1:1/{env:CERTBENCH_TEST_SECRET} was not answered"},
	} {
		acts := link(c.act)
		if c.by == calls.Requests {
			acts[calls.Restore] = calls.Act{Call: calls.Call{URL: device.URL + "/ok"}}
		}
		r := open(t, c.by, acts)
		_, err := do(t, r, rigs.CutLink())
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s:\nexpected … %s …\n     got %v", name, c.want, err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("%s: closing: %v", name, err)
		}
	}
}

// At another place, what is left there by a sudden end would stay for good.
func TestNothingIsLeftWhereRestDoesNotLook(t *testing.T) {
	log, other := filepath.Join(t.TempDir(), "log"), rigs.Place{EVSE: 2, Connector: 1}
	write := func(v calls.Verb, end string) calls.Act {
		return calls.Act{Call: command("sh", "-c", fmt.Sprintf(`echo %s "$1" >> "$0"%s`, v, end), log, "{evse}")}
	}
	config := calls.Config{By: calls.Commands, Places: []rigs.Place{at}, Acts: map[calls.Verb]calls.Act{
		calls.Connect: write(calls.Connect, "; exit 1"), calls.Disconnect: write(calls.Disconnect, ""), calls.Present: write(calls.Present, ""),
	}}
	for _, c := range []struct {
		places []rigs.Place
		want   string
	}{
		{[]rigs.Place{at}, "disconnect 1\npresent 2\n"},
		{[]rigs.Place{at, other}, "disconnect 1\ndisconnect 2\npresent 2\nconnect 2\nconnect 2\ndisconnect 1\ndisconnect 2\n"},
	} {
		config.Places = c.places
		r, err := calls.New(config)
		if err == nil {
			err = r.Rest(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := do(t, r, rigs.PresentToken(rigs.Token{ID: "A"}, other)); err != nil {
			t.Error(err) // what leaves nothing is done anywhere
		}
		lacks := config.Lacks(rigs.ConnectEV(other))
		_, err = do(t, r, rigs.ConnectEV(other))
		if stands := len(c.places) == 2; errors.Is(err, rigs.ErrNoRig) == stands || errors.Is(lacks, rigs.ErrNoRig) == stands || err == nil {
			t.Errorf("at %v: got %v and %v, expected that nobody acts at %s = %t", c.places, err, lacks, other, !stands)
		}
		if err := r.Rest(t.Context()); err != nil {
			t.Error(err)
		}
		data, err := os.ReadFile(log)
		if err != nil || string(data) != c.want {
			t.Errorf("at %v the rig called %q, %v; expected %q", c.places, data, err, c.want)
		}
		if err := os.Remove(log); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheReadBackIsAskedUntilItShowsTheAct(t *testing.T) {
	seen := filepath.Join(t.TempDir(), "seen")
	// The first look sees nothing yet.
	look := calls.Call{Command: []string{"sh", "-c", `if test -e "$0"; then echo down; else touch "$0"; echo up; fi`, seen}}
	r := open(t, calls.Commands, link(calls.Act{Call: command("true"), Read: &look, Expect: "^down$"}))
	if back, err := do(t, r, rigs.CutLink()); err != nil || back.Observed != "down" {
		t.Errorf("got %+v, %v; expected the read-back down", back, err)
	}
}

func TestAGivenUpActIsNoFailureOfTheRig(t *testing.T) {
	r := open(t, calls.Commands, link(calls.Act{Call: command("sleep", "60")}))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := r.Cut(ctx); !errors.Is(err, context.DeadlineExceeded) || !rigs.Harmless(ctx, err) {
		t.Errorf("got %v, expected the end of the context", err)
	}
}

func TestPlaceholdersAreEscapedForWhereTheyStand(t *testing.T) {
	var got []string
	device := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, in *http.Request) {
		body, err := io.ReadAll(in.Body)
		if err != nil {
			t.Error(err)
		}
		got = append(got, fmt.Sprint(in.Method, " ", in.URL.Path, " ", in.URL.Query().Get("id"), " ", in.Header.Get("Content-Type"), " ", string(body)))
	}))
	defer device.Close()
	token := rigs.Token{ID: `a "b"&c=d/e`, Type: "Local"}
	for _, c := range []struct{ method, body, want string }{
		{"", `{"id": "{token}", "on": true}`, `POST /1/2 a "b"&c=d/e application/json {"id": "a \"b\"\u0026c=d/e", "on": true}`},
		{http.MethodPut, `id={token}`, `PUT /1/2 a "b"&c=d/e application/x-www-form-urlencoded id=a%20%22b%22%26c%3Dd%2Fe`},
	} {
		got = nil
		r := open(t, calls.Requests, map[calls.Verb]calls.Act{calls.Present: {Call: calls.Call{Method: c.method, URL: device.URL + "/{evse}/{connector}?id={token}", Body: c.body}}})
		if _, err := do(t, r, rigs.PresentToken(token, at)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, []string{c.want}) {
			t.Errorf("the device got %q, expected %q", got, c.want)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	r := open(t, calls.Commands, map[calls.Verb]calls.Act{calls.Present: {Call: command("sh", "-c", `echo "$1" > "$0"`, out, "{token};{evse}")}})
	if _, err := do(t, r, rigs.PresentToken(rigs.Token{ID: "$(id) {evse}", Type: "Local"}, at)); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(out); err != nil || string(data) != "$(id) {evse};1\n" {
		t.Errorf("the command was told %q, %v; expected the id as it is", data, err)
	}
}

// The rig knows what it did, and nothing of what it found.
func TestRestUndoesWhatIsHeldAndEverythingWhenNobodyKnows(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	acts := map[calls.Verb]calls.Act{}
	for _, v := range []calls.Verb{calls.Connect, calls.Disconnect, calls.PowerOff, calls.PowerOn, calls.Enter, calls.Leave, calls.SetFaulted, calls.ClearFaulted, calls.Rest} {
		acts[v] = calls.Act{Call: command("sh", "-c", `echo "$1" >> "$0"`, log, string(v))}
	}
	acts[calls.Cut], acts[calls.Restore] = calls.Act{Call: command("false")}, acts[calls.Leave]
	r := open(t, calls.Commands, acts)
	took := func(want ...string) {
		t.Helper()
		data, err := os.ReadFile(log)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if got := strings.Fields(string(data)); !slices.Equal(got, want) {
			t.Errorf("the rig called %v, expected %v", got, want)
		}
		if err := os.WriteFile(log, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel() // as after SIGTERM
	rest := func() {
		t.Helper()
		if err := r.Rest(ended); err != nil {
			t.Fatal(err)
		}
	}
	everything := []string{"disconnect", "clear_faulted", "leave", "power_on", "leave", "rest"}
	rest()
	took(everything...)
	rest()
	took()
	for _, act := range []rigs.Act{rigs.ConnectEV(at), rigs.SetFault(rigs.Faulted, at), rigs.PowerOff()} {
		if _, err := do(t, r, act); err != nil {
			t.Fatal(err)
		}
	}
	took("connect", "set_faulted", "power_off")
	rest()
	took("disconnect", "clear_faulted", "power_on")
	if _, err := do(t, r, rigs.CutLink()); err == nil {
		t.Error("the link was cut by a command that fails")
	}
	rest()
	took(everything...)
}

func TestWhatSaysThatThereIsNothingToTakeBackIsASuccessAtRestOnly(t *testing.T) {
	device := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.URL.Path == "/leave" {
			http.Error(out, "nothing is there", http.StatusConflict)
		}
	}))
	defer device.Close()
	for name, c := range map[string]struct {
		by    calls.By
		enter calls.Call
		leave calls.Call
		code  int
	}{
		"an exit code": {calls.Commands, command("true"), command("sh", "-c", "exit 3"), 3},
		"a status":     {calls.Requests, calls.Call{URL: device.URL}, calls.Call{URL: device.URL + "/leave"}, http.StatusConflict},
	} {
		for _, nothing := range []int{0, c.code, c.code + 1} {
			r := open(t, c.by, map[calls.Verb]calls.Act{calls.Enter: {Call: c.enter}, calls.Leave: {Call: c.leave, Nothing: nothing}})
			if err := r.Rest(t.Context()); (err == nil) != (nothing == c.code) {
				t.Errorf("%s %d, nothing is %d: rest ended with %v", name, c.code, nothing, err)
			}
		}
		r := open(t, c.by, map[calls.Verb]calls.Act{calls.Enter: {Call: c.enter}, calls.Leave: {Call: c.leave, Nothing: c.code}})
		if _, err := do(t, r, rigs.DriveIn(at)); err != nil {
			t.Fatal(err)
		}
		if _, err := do(t, r, rigs.DriveOut(at)); err == nil {
			t.Errorf("%s: the act was taken for done, expected a failure", name)
		}
	}
}

// TestALookMaySayThatItSeesOnlyAPart by an exit code or a status. What it prints is what the display shows all the same.
func TestALookMaySayThatItSeesOnlyAPart(t *testing.T) {
	const code, other = 3, 4
	device := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.URL.Path == "/part" {
			out.WriteHeader(http.StatusPartialContent)
		}
		fmt.Fprint(out, in.URL.Query().Get("shows"))
	}))
	defer device.Close()
	exits := func(text string, with int) calls.Act {
		return calls.Act{Call: command("sh", "-c", `echo "$1"; exit "$2"`, "sh", text, strconv.Itoa(with)), Part: code}
	}
	answers := func(path, text string, part int) calls.Act {
		return calls.Act{Call: calls.Call{URL: device.URL + path + "?shows=" + text}, Part: part}
	}
	for name, c := range map[string]struct {
		by         calls.By
		look       calls.Act
		shown, cut bool
		fails      string
	}{
		"by an exit code":             {calls.Commands, exits("certb", code), false, true, ""},
		"by another":                  {calls.Commands, exits("certb", other), false, false, "exit status 4"},
		"by none":                     {calls.Commands, exits("certb", 0), false, false, ""},
		"of what is seen whole":       {calls.Commands, exits("certbench was here", code), true, false, ""},
		"by a status":                 {calls.Requests, answers("/part", "certb", http.StatusPartialContent), false, true, ""},
		"by a status that is no sign": {calls.Requests, answers("/part", "certb", 0), false, false, ""},
		"by none of its statuses":     {calls.Requests, answers("/", "certb", http.StatusPartialContent), false, false, ""},
	} {
		r := open(t, c.by, map[calls.Verb]calls.Act{calls.Look: c.look})
		back, err := r.Look(t.Context(), at, rigs.Sight{Text: "certbench was here"}, time.Millisecond)
		if back.Shown != c.shown || back.Cut != c.cut || (err != nil) != (c.fails != "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%s: got %+v, %v; expected shown %t, cut %t, and a failure with %q", name, back, err, c.shown, c.cut, c.fails)
		}
		if err == nil && !strings.Contains(back.Observed, "certb") {
			t.Errorf("%s: expected what the display shows in the read-back, got %q", name, back.Observed)
		}
	}
}

// What stands at an address no program knows that looks for a text: not to find the address would prove nothing.
func TestNoCallLooksForAPage(t *testing.T) {
	page := rigs.Sight{Text: "http://10.0.0.1/hello.html", Page: true}
	r := open(t, calls.Commands, map[calls.Verb]calls.Act{calls.Look: {Call: command("echo", "hello")}})
	if _, err := r.Look(t.Context(), at, page, time.Millisecond); !errors.Is(err, rigs.ErrNoRig) || !strings.Contains(err.Error(), "have a person look") {
		t.Errorf("got %v, expected ErrNoRig and what to do", err)
	}
}

func TestAPowerCycleIsMadeOfOffAndOnWhereNoCallDoesBoth(t *testing.T) {
	w := world(t.TempDir())
	r := open(t, calls.Commands, w.commands())
	if back, err := do(t, r, rigs.PowerCycle()); err != nil || w.is("dark") || back.Observed == "" {
		t.Errorf("got %+v, %v; expected mains that are on again", back, err)
	}
	cycle := map[calls.Verb]calls.Act{calls.PowerCycle: {Call: command("touch", string(w)+"/cycled")}}
	r = open(t, calls.Commands, cycle)
	if _, err := do(t, r, rigs.PowerCycle()); err != nil || !w.is("cycled") {
		t.Errorf("got %v, expected the one call that cycles", err)
	}
	if _, err := do(t, r, rigs.PowerOff()); !errors.Is(err, rigs.ErrNoRig) {
		t.Errorf("got %v, expected ErrNoRig for mains that cannot stay off", err)
	}
}

func TestTheCheckFindsProgramsAndDevicesThatAreNotThere(t *testing.T) {
	for name, c := range map[string]struct {
		by   calls.By
		call calls.Call
		want string
	}{
		"a program": {calls.Commands, command("certbench-no-such-program"), "the command certbench-no-such-program cannot be run"},
		"a device":  {calls.Requests, calls.Call{URL: "http://127.0.0.1:1/{evse}"}, "nobody answers at 127.0.0.1:1"},
	} {
		r := open(t, c.by, map[calls.Verb]calls.Act{calls.Present: {Call: c.call}})
		if err := r.Check(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, expected … %s …", name, err, c.want)
		}
	}
	r := open(t, calls.Commands, map[calls.Verb]calls.Act{calls.Present: {Call: command("true")}, calls.Check: {Call: command("false")}})
	if err := r.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "check: the command false ended with exit status 1") {
		t.Errorf("got %v, expected the failure of check", err)
	}
}

func TestMistakesOfCallsAreNamed(t *testing.T) {
	device := calls.Call{URL: "http://10.0.0.1/"}
	for name, c := range map[string]struct {
		by   calls.By
		acts map[calls.Verb]calls.Act
		want string
	}{
		"nothing":          {calls.Commands, nil, "do: the rig does nothing"},
		"an unknown verb":  {calls.Commands, map[calls.Verb]calls.Act{"plugin": {}}, `do.plugin: there is no act "plugin"; write one of connect, `},
		"half a pair":      {calls.Commands, map[calls.Verb]calls.Act{calls.Cut: {Call: command("true")}}, "do.cut: cut is written without restore; add that too"},
		"a foreign pilot":  {calls.Commands, map[calls.Verb]calls.Act{calls.Request: {Call: command("true")}, calls.Suspend: {Call: command("true")}}, "do.request: request is written without connect"},
		"no command":       {calls.Commands, link(calls.Act{}), "do.cut: there is no command; write command: [program, argument, …]"},
		"a request":        {calls.Commands, link(calls.Act{Call: device}), "do.cut: an exec rig sends no request"},
		"a command":        {calls.Requests, link(calls.Act{Call: command("true")}), "do.cut.command: an http rig runs no command"},
		"no address":       {calls.Requests, link(calls.Act{Call: calls.Call{URL: "10.0.0.1/off"}}), `do.cut.url: "10.0.0.1/off" is no address of a device`},
		"no method":        {calls.Requests, link(calls.Act{Call: calls.Call{URL: device.URL, Method: "SEND"}}), `do.cut.method: the method cannot be "SEND"; write one of GET, POST`},
		"no status":        {calls.Requests, link(calls.Act{Call: calls.Call{URL: device.URL, Status: 99}}), "do.cut.status: 99 is no status of HTTP"},
		"an unknown word":  {calls.Commands, link(calls.Act{Call: command("cut", "{evse}")}), "do.cut: {evse} means nothing in cut; write one of {env:NAME}, or a space"},
		"an unset value":   {calls.Commands, link(calls.Act{Call: command("cut", "{env:CERTBENCH_NOT_SET}")}), "do.cut: the environment variable CERTBENCH_NOT_SET is empty; set it"},
		"nothing to undo":  {calls.Commands, link(calls.Act{Call: command("true"), Nothing: 3}), "do.cut.nothing: cut takes nothing back; write nothing at one of disconnect, "},
		"part of no look":  {calls.Commands, link(calls.Act{Call: command("true"), Part: 3}), "do.cut.part: cut looks at no display; write part at look"},
		"expect alone":     {calls.Commands, link(calls.Act{Call: command("true"), Expect: "down"}), "do.cut.expect: expect is written without read"},
		"a bad expression": {calls.Commands, link(calls.Act{Call: command("true"), Read: &calls.Call{Command: []string{"true"}}, Expect: "("}), "do.cut.expect: expect is no regular expression"},
		"a spliced token":  {calls.Commands, map[calls.Verb]calls.Act{calls.Present: {Call: command("/bin/bash", "-ec", "show '{token}'")}}, "do.present.command: {token} stands within a script, and a shell would do what a token says; write it behind the script"},
		"a password":       {calls.Requests, link(calls.Act{Call: calls.Call{URL: "http://me:hunter2@10.0.0.1/"}}), "do.cut.url: the password in the address would stand in all that a run leaves behind; write {env:NAME}"},
		"a written token":  {calls.Requests, link(calls.Act{Call: calls.Call{URL: device.URL, Headers: map[string]string{"authorization": "Bearer hunter2"}}}), "do.cut.headers: the secret in the header authorization would stand in all that a run leaves behind; write {env:NAME}"},
		"a bad read-back":  {calls.Requests, link(calls.Act{Call: device, Read: &calls.Call{URL: "x"}}), `do.cut.read.url: "x" is no address`},
	} {
		if _, err := calls.New(calls.Config{By: c.by, Acts: c.acts}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\nexpected … %s …\n     got %v", name, c.want, err)
		}
	}
}

func TestARigKnowsHowLongItCanTakeToComeToRest(t *testing.T) {
	r, err := calls.New(calls.Config{By: calls.Commands, Timeout: 10 * time.Second, Places: []rigs.Place{{EVSE: 1, Connector: 1}, {EVSE: 2, Connector: 1}},
		Acts: map[calls.Verb]calls.Act{calls.Connect: {Call: command("true")}, calls.Disconnect: {Call: command("true")}, calls.Cut: {Call: command("true")},
			calls.Restore: {Call: command("true"), Timeout: 3 * time.Second}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.RestLimit(), 23*time.Second; got != want { // two disconnections and one restoring
		t.Errorf("expected %s, got %s", want, got)
	}
}
