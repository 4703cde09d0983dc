package calls_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
	"github.com/certbench/certbench/rigs/rigtest"
)

var at = rigs.Place{EVSE: 1, Connector: 2}

// world is a folder that the calls act on: a file that exists is a fact that holds.
type world string

func (w world) is(fact string) bool {
	_, err := os.Stat(filepath.Join(string(w), fact))
	return err == nil
}

func (w world) lines(fact string) []string {
	data, err := os.ReadFile(filepath.Join(string(w), fact))
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

func (w world) pilot(rigs.Place) string {
	switch {
	case !w.is("ev") || !w.is("station"):
		return "A"
	case w.is("short"):
		return "E"
	case w.is("idle"):
		return "B"
	}
	return "C"
}

func (w world) probe() rigtest.Probe {
	return rigtest.Probe{
		Pilot: w.pilot,
		Mains: func() bool { return !w.is("dark") },
		Bay:   func() bool { return w.is("bay") },
		Show: func(text string) {
			if err := os.WriteFile(filepath.Join(string(w), "display"), []byte(text), 0o600); err != nil {
				panic(err)
			}
		},
		Stored: func() []string { return w.lines("customers") },
		Tokens: func() []rigs.Token {
			var all []rigs.Token
			for _, line := range w.lines("tokens") {
				id, kind, _ := strings.Cut(line, " ")
				all = append(all, rigs.Token{ID: id, Type: kind})
			}
			return all
		},
	}
}

// script does every verb in the folder of the world, which is its first argument.
const script = `cd "$1" || exit 1
case "$2" in
connect) rm -f idle short && touch ev station ;;
connect_idle) rm -f short && touch ev station idle ;;
disconnect) rm -f ev station idle short ;;
plug) touch "$3" ;;
unplug) rm -f "$3"; test "$3" = station || rm -f idle short ;;
request) rm -f idle short ;;
suspend) rm -f short && touch idle ;;
short) touch short ;;
present) echo "$3 $4" >> tokens ;;
look) cat display ;;
store) echo "$3" >> customers ;;
power_off) touch dark ;;
power_on) rm -f dark ;;
enter) touch bay ;;
leave) rm -f bay ;;
cut) touch cut ;;
restore) rm -f cut ;;
set_*) touch "${2#set_}" ;;
clear_*) rm -f "${2#clear_}" ;;
rest) touch rested ;;
*) echo "no verb $2" >&2; exit 64 ;;
esac`

// words are what the calls of a verb are told beside the verb.
var words = map[calls.Verb][]string{calls.Plug: {"{end}"}, calls.Unplug: {"{end}"}, calls.Present: {"{token}", "{type}"}, calls.Store: {"{customer}"}}

// silent are the verbs that the world does not have.
var silent = []calls.Verb{calls.Select, calls.PowerCycle, calls.Check}

func (w world) commands() map[calls.Verb]calls.Act {
	acts := map[calls.Verb]calls.Act{}
	for _, v := range calls.Verbs() {
		if !slices.Contains(silent, v) {
			acts[v] = calls.Act{
				Call: calls.Call{Command: append([]string{"sh", "-c", script, "sh", string(w), string(v)}, words[v]...)},
				Read: &calls.Call{Command: []string{"sh", "-c", `cd "$0" && echo facts: *`, string(w)}}, Expect: "^facts: ",
			}
		}
	}
	return acts
}

// device serves the world over HTTP: POST /verb?evse=1&connector=2 with the words as the lines of its body.
func (w world) device(t *testing.T) *httptest.Server {
	run := w.commands()
	s := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if user, password, _ := in.BasicAuth(); user != "rig" || password != "s3cret/" {
			http.Error(out, "who are you?", http.StatusUnauthorized)
			return
		}
		if strings.HasSuffix(in.URL.Path, "/look") {
			http.ServeFile(out, in, filepath.Join(string(w), "display"))
			return
		}
		if in.Method == http.MethodGet {
			fmt.Fprintf(out, `{"facts": %q}`, w.facts(t))
			return
		}
		body, err := io.ReadAll(in.Body)
		if err != nil {
			t.Error(err)
		}
		verb := calls.Verb(strings.TrimPrefix(in.URL.Path, "/do/"))
		a, known := run[verb]
		if !known {
			http.Error(out, "no such verb", http.StatusNotFound)
			return
		}
		command := a.Command[:6:6]
		if len(body) > 0 {
			command = append(command, strings.Split(string(body), "&")...)
		}
		own, err := calls.New(calls.Config{By: calls.Commands, Acts: map[calls.Verb]calls.Act{calls.Check: {Call: calls.Call{Command: command}}}})
		if err == nil {
			err = own.Check(in.Context())
		}
		if err != nil {
			http.Error(out, err.Error(), http.StatusInternalServerError)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (w world) facts(t *testing.T) string {
	entries, err := os.ReadDir(string(w))
	if err != nil {
		t.Error(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func requests(device *httptest.Server) map[calls.Verb]calls.Act {
	base := strings.Replace(device.URL, "http://", "http://rig:{env:CERTBENCH_TEST_SECRET}@", 1)
	acts := map[calls.Verb]calls.Act{}
	for _, v := range calls.Verbs() {
		if slices.Contains(silent, v) {
			continue
		}
		acts[v] = calls.Act{
			Call:   calls.Call{URL: base + "/do/" + string(v), Body: strings.Join(words[v], "&"), Status: http.StatusOK},
			Read:   &calls.Call{URL: base + "/facts"},
			Expect: `"facts"`,
		}
	}
	return acts
}

func open(t *testing.T, by calls.By, acts map[calls.Verb]calls.Act) *calls.Rig {
	t.Helper()
	r, err := calls.New(calls.Config{By: by, Acts: acts, Dark: 1, Places: []rigs.Place{at}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARigOfCommandsPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		w := world(t.TempDir())
		return rigtest.Fixture{Rig: open(t, calls.Commands, w.commands()), At: at, ReadBack: true, Probe: w.probe()}
	})
}

func TestARigOfRequestsPassesTheContract(t *testing.T) {
	t.Setenv("CERTBENCH_TEST_SECRET", "s3cret/")
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		w := world(t.TempDir())
		return rigtest.Fixture{Rig: open(t, calls.Requests, requests(w.device(t))), At: at, ReadBack: true, Probe: w.probe()}
	})
}
