package sutapi_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/panel/paneltest"
	"github.com/certbench/certbench/rigs/rigtest"
	"github.com/certbench/certbench/rigs/sutapi"
)

func open(t *testing.T, c sutapi.Config) *sutapi.Rig {
	t.Helper()
	r, err := sutapi.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheRigPassesTheContractAtOurOwnStation(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		p, probe := paneltest.New(t)
		server := httptest.NewServer(p.Handler())
		t.Cleanup(server.Close)
		r := open(t, sutapi.Config{BaseURL: server.URL, EVURL: server.URL + "/ev/api/v1"})
		return rigtest.Fixture{Rig: r, At: paneltest.At, ReadBack: true, Probe: probe}
	})
}

func TestTheRigPassesTheContractWithoutReadBack(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		p, probe := paneltest.New(t)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				http.NotFound(w, r)
				return
			}
			p.Handler().ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		r := open(t, sutapi.Config{BaseURL: server.URL, EVURL: server.URL + "/ev/api/v1", Places: []rigs.Place{paneltest.At}})
		return rigtest.Fixture{Rig: r, At: paneltest.At, Probe: probe}
	})
}

func TestTheRigPassesTheContractWithoutAnEVEmulator(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		p, probe := paneltest.New(t)
		server := httptest.NewServer(p.Handler())
		t.Cleanup(server.Close)
		return rigtest.Fixture{Rig: open(t, sutapi.Config{BaseURL: server.URL + "/api/v1/"}), At: paneltest.At, ReadBack: true, Probe: probe}
	})
}

// Over HTTP as in memory: a connector that the station keeps locked is the station's doing, and any other refusal is not.
func TestAShutConnectorIsTheStationsDoing(t *testing.T) {
	for name, c := range map[string]struct {
		shut, plugged bool // the connector of the reference station
		status        int  // of another server, 0 for the reference station
		body          string
		barred        bool
	}{
		"a shut connector":                      {shut: true, barred: true},
		"one that is taken, beyond a shut lock": {shut: true, plugged: true},
		"one that is taken":                     {plugged: true},
		"423 of another server":                 {status: http.StatusLocked, barred: true},
		"409 without read-back":                 {status: http.StatusConflict, body: `{"error":"it is shut"}`},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := paneltest.New(t)
			var handler http.Handler = p.Handler()
			if c.status != 0 {
				handler = &foreign{status: c.status, body: c.body}
			}
			server := httptest.NewServer(handler)
			t.Cleanup(server.Close)
			if c.plugged {
				if err := p.PlugIn(paneltest.At.EVSE, paneltest.At.Connector, false); err != nil {
					t.Fatal(err)
				}
			}
			if err := p.SetShutter(paneltest.At.EVSE, paneltest.At.Connector, c.shut); err != nil {
				t.Fatal(err)
			}
			_, err := open(t, sutapi.Config{BaseURL: server.URL}).Connect(t.Context(), paneltest.At)
			if !errors.Is(err, rigs.ErrRefused) || errors.Is(err, rigs.ErrBarred) != c.barred || errors.Is(err, rigs.ErrHeld) {
				t.Errorf("expected a refusal that is the station's: %t, got %v", c.barred, err)
			}
		})
	}
}

// foreign is a server that answers every call alike and remembers the calls.
type foreign struct {
	mu     sync.Mutex
	calls  []string
	status int
	body   string
}

func (f *foreign) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Method == http.MethodPost {
		f.calls = append(f.calls, r.URL.RequestURI())
	}
	w.WriteHeader(f.status)
	fmt.Fprint(w, f.body)
}

func serve(t *testing.T, f *foreign) *sutapi.Rig {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return open(t, sutapi.Config{BaseURL: server.URL, EVURL: server.URL + "/ev"})
}

func TestForeignServersGetTheCallsOfTheAPI(t *testing.T) {
	f := &foreign{status: http.StatusNoContent}
	var set rigs.Set
	set.Bind(serve(t, f))
	at := rigs.Place{EVSE: 2, Connector: 1}
	for _, act := range []rigs.Act{
		rigs.PlugEnd(rigs.StationEnd, at), rigs.PlugEnd(rigs.EVEnd, at), rigs.SuspendByEV(at), rigs.DisconnectEV(at), rigs.ConnectEV(at),
		rigs.PresentToken(rigs.Token{ID: "A&B=C", Type: "Central"}, rigs.Place{}), rigs.DriveIn(at), rigs.PowerCycle(), rigs.SetFault(rigs.UnlockFailed, at),
		rigs.StopAllTransactions(), rigs.StopTransactionAt(at),
	} {
		if back, err := act.Do(t.Context(), set); err != nil || back.Observed != "" {
			t.Errorf("%s: got %+v, %v; expected a success that was not read back", act.Name, back, err)
		}
	}
	want := []string{
		"/api/v1/plugin?connector_id=1&evse_id=2&halfway=true", "/ev/plugin?connector_id=1&evse_id=2", "/ev/state?connector_id=1&evse_id=2&ready=false",
		"/api/v1/plugout?connector_id=1&evse_id=2", "/api/v1/plugin?connector_id=1&evse_id=2", "/api/v1/authorize?id=A%26B%3DC&type=Central",
		"/api/v1/parkingbay?evse_id=2&occupied=true", "/api/v1/reboot", "/api/v1/state?connector_id=1&evse_id=2&unlock_failed=true",
		"/api/v1/select", "/api/v1/select?evse_id=2",
	}
	if !slices.Equal(f.calls, want) {
		t.Errorf("the server got\n%s\nexpected\n%s", strings.Join(f.calls, "\n"), strings.Join(want, "\n"))
	}
}

func TestAServerErrorBecomesASentence(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		words  string
		is     error
	}{
		{500, `{"error":"relay 3 is stuck"}`, "500 Internal Server Error to plugin: relay 3 is stuck", nil},
		{400, "missing id", `400 Bad Request to plugin: "missing id"`, nil},
		{409, `{"message":"already plugged"}`, "already plugged", rigs.ErrRefused},
		{422, "", "no reason given", rigs.ErrNoRig},
		{423, `{"error":"the shutter is locked"}`, "the shutter is locked", rigs.ErrBarred},
		{302, "", "302 Found", nil},
		{404, strings.Repeat("<html>", 20_000), "404 Not Found", nil},
	} {
		r := serve(t, &foreign{status: c.status, body: c.body})
		_, err := r.Connect(t.Context(), paneltest.At)
		if err == nil || !strings.Contains(err.Error(), c.words) || c.is != nil && !errors.Is(err, c.is) || len(err.Error()) > 400 {
			t.Errorf("status %d: got error %v, expected one that says %q", c.status, err, c.words)
		}
	}
}

// The same status at the other act: there it is the cable that the station holds.
func TestACableThatTheStationHoldsIsTheStationsDoing(t *testing.T) {
	p, _ := paneltest.New(t)
	server := httptest.NewServer(p.Handler())
	t.Cleanup(server.Close)
	r := open(t, sutapi.Config{BaseURL: server.URL})
	if _, err := r.Connect(t.Context(), paneltest.At); err != nil {
		t.Fatal(err)
	}
	if err := p.SetLock(paneltest.At.EVSE, paneltest.At.Connector, true); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Disconnect(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrHeld) || errors.Is(err, rigs.ErrBarred) {
		t.Errorf("taking a locked cable out: expected ErrHeld, got %v", err)
	}
}

func TestAChoiceOnTheDisplayIsOfOurOwnStationOnly(t *testing.T) {
	for status, want := range map[int]error{404: rigs.ErrNoRig, 405: rigs.ErrNoRig, 501: rigs.ErrNoRig, 409: rigs.ErrNotOffered} {
		r := serve(t, &foreign{status: status})
		if _, err := r.Select(t.Context(), rigs.Place{}); !errors.Is(err, want) {
			t.Errorf("status %d: got error %v, expected %v", status, err, want)
		}
	}
}

func TestAForeignServerSaysWhatTheDisplayShows(t *testing.T) {
	for body, want := range map[string]struct {
		shown, cut bool
		fails      string
	}{
		`{"status":"Ok","shown":true,"observed":"it is there"}`:          {true, false, ""},
		`{"status":"Ok","shown":false}`:                                  {false, false, ""},
		`{"status":"Ok","shown":false,"cut":true,"observed":"certben…"}`: {false, true, ""},
		`{"status":"Ok","shown":true,"cut":true}`:                        {true, false, ""},
		`{"status":"Ok","cut":true}`:                                     {false, false, "not whether it was shown"},
	} {
		r := serve(t, &foreign{status: 200, body: body})
		back, err := r.Look(t.Context(), paneltest.At, rigs.Sight{Text: "certbench was here"}, time.Millisecond)
		if back.Shown != want.shown || back.Cut != want.cut || (err != nil) != (want.fails != "") || err != nil && !strings.Contains(err.Error(), want.fails) {
			t.Errorf("%s: got %+v, %v; expected shown %t, cut %t, and a failure with %q", body, back, err, want.shown, want.cut, want.fails)
		}
	}
}

// A server that says nothing of stays has looked once.
func TestAForeignServerSaysWhetherWhatItShowsStays(t *testing.T) {
	for name, want := range map[string]struct {
		status     int
		body       string
		shown, cut bool
		noRig      bool
	}{
		"it stays":            {200, `{"status":"Ok","shown":true,"stays":true}`, true, false, false},
		"it takes turns":      {200, `{"status":"Ok","shown":false,"stays":true}`, false, false, false},
		"it cannot tell":      {200, `{"status":"Ok","shown":false,"cut":true,"stays":true}`, false, true, false},
		"no word of it":       {200, `{"status":"Ok","shown":true}`, false, false, true},
		"no such parameter":   {400, `{"status":"Nok","error":"stays is unknown"}`, false, false, true},
		"no call for display": {404, ``, false, false, true},
	} {
		r := serve(t, &foreign{status: want.status, body: want.body})
		back, err := r.Look(t.Context(), paneltest.At, rigs.Sight{Text: "certbench was here"}.Staying(), time.Millisecond)
		if back.Shown != want.shown || back.Cut != want.cut || errors.Is(err, rigs.ErrNoRig) != want.noRig || err != nil && !want.noRig {
			t.Errorf("%s: got %+v, %v; expected shown %t, cut %t, no rig %t", name, back, err, want.shown, want.cut, want.noRig)
		}
	}
}

func TestNoForeignServerLooksForAPage(t *testing.T) {
	r := serve(t, &foreign{status: 200, body: `{"status":"Ok","shown":false}`})
	if _, err := r.Look(t.Context(), paneltest.At, rigs.Sight{Text: "http://10.0.0.1/hello.html", Page: true}, time.Millisecond); !errors.Is(err, rigs.ErrNoRig) {
		t.Errorf("got %v, expected ErrNoRig", err)
	}
}

func TestAServerThatAnswersOkButDoesNothingHasFailed(t *testing.T) {
	f := &foreign{status: 200, body: `{"status":"Ok","state":{"mains":true,"connectors":[{"evse":1,"connector":1,"pilot":"A"}]}}`}
	r := serve(t, f)
	_, err := r.Connect(t.Context(), paneltest.At)
	if err == nil || rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), "reads back: no EV connected, pilot A") {
		t.Errorf("got error %v, expected the contradiction", err)
	}
	if _, err := r.Connect(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("got error %v for an act after the failure, expected ErrRefused until rest", err)
	}
	if err := r.Rest(t.Context()); err != nil {
		t.Errorf("rest: %v", err)
	}
}

func TestRestDisconnectsTheEVOfALockedCable(t *testing.T) {
	p, _ := paneltest.New(t)
	server := httptest.NewServer(p.Handler())
	t.Cleanup(server.Close)
	r := open(t, sutapi.Config{BaseURL: server.URL, EVURL: server.URL + "/ev/api/v1"})
	if _, err := r.Connect(t.Context(), paneltest.At); err != nil {
		t.Fatal(err)
	}
	if err := p.SetLock(1, 1, true); err != nil {
		t.Fatal(err)
	}
	if err := r.Rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, _ := p.Read().At(1, 1); c.Pilot != "A" || !c.Halfway {
		t.Errorf("read %+v, expected pilot A and the cable in at the station", c)
	}
}

func TestRestLooksWhetherItWasReached(t *testing.T) {
	for words, state := range map[string]string{
		"EV connected = true, pilot B": `{"mains":true,"connectors":[{"evse":1,"connector":1,"plugged":true,"pilot":"B"}]}`,
		"it reads occupied":            `{"mains":true,"connectors":[{"evse":1,"connector":1,"pilot":"A","bay":true}]}`,
		"mains of the station are off": `{"mains":false,"connectors":[{"evse":1,"connector":1,"pilot":"A"}]}`,
	} {
		r := serve(t, &foreign{status: 200, body: `{"state":` + state + `}`})
		if err := r.Rest(t.Context()); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, expected an error that says %q", err, words)
		}
	}
}

func TestAServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	var dials atomic.Int32
	r := open(t, sutapi.Config{BaseURL: "http://user:secret@station", Timeout: time.Millisecond,
		Dial: func(ctx context.Context, _, addr string) (net.Conn, error) {
			dials.Add(1)
			if addr != "station:80" {
				t.Errorf("dialled %q, expected station:80", addr)
			}
			<-ctx.Done()
			return nil, ctx.Err()
		}})
	err := r.Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), "did not answer") || strings.Contains(err.Error(), "secret") || dials.Load() != 1 {
		t.Errorf("got error %v after %d dials, expected one that names the silence and not the password", err, dials.Load())
	}
}

func TestABaseURLIsChecked(t *testing.T) {
	for _, text := range []string{"", "station:80", "ftp://station", "http://", "http://station?x=1", "http://station#x", "http://[::1"} {
		if _, err := sutapi.New(sutapi.Config{BaseURL: text}); err == nil {
			t.Errorf("base URL %q was accepted, expected an error", text)
		}
		if _, err := sutapi.New(sutapi.Config{BaseURL: "http://station", EVURL: text}); err == nil && text != "" {
			t.Errorf("EV URL %q was accepted, expected an error", text)
		}
	}
}

// A server that stops to show what it did may have stopped to do it.
func TestAReadBackThatIsLostIsAFailure(t *testing.T) {
	for name, c := range map[string]struct {
		before bool // the server has shown a reading
		then   int
		fails  bool
	}{
		"gone":              {true, http.StatusNotFound, true},
		"empty":             {true, http.StatusOK, true},
		"never there":       {false, http.StatusNotFound, false},
		"a refused token":   {false, http.StatusUnauthorized, true},
		"too many requests": {false, http.StatusTooManyRequests, true},
	} {
		sees := c.before
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method == http.MethodPost:
			case sees:
				fmt.Fprint(w, `{"state":{"mains":true,"connectors":[{"evse":1,"connector":1,"pilot":"A"}]}}`)
			default:
				w.WriteHeader(c.then)
			}
		}))
		r := open(t, sutapi.Config{BaseURL: server.URL, Places: []rigs.Place{paneltest.At}})
		if c.before {
			if err := r.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		sees = false
		if _, err := r.Connect(t.Context(), paneltest.At); (err != nil) != c.fails || c.fails && (rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), "read back")) {
			t.Errorf("%s: got %v, expected a failure of the read-back = %t", name, err, c.fails)
		}
		server.Close()
	}
}

func FuzzAForeignAnswerNeverBreaksTheRig(f *testing.F) {
	f.Add(200, `{"status":"Ok","state":{"mains":true,"connectors":[{"evse":1,"connector":1,"plugged":true,"pilot":"B"}]}}`)
	f.Add(200, `{"state":{"connectors":null}}`)
	f.Add(409, `{"error":"already"}`)
	f.Add(500, "\x00\xff")
	foreign := &foreign{}
	server := httptest.NewServer(foreign)
	f.Cleanup(server.Close)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			return // no status that a final answer may have
		}
		foreign.mu.Lock()
		foreign.status, foreign.body = status, body
		foreign.mu.Unlock()
		r := open(t, sutapi.Config{BaseURL: server.URL, Places: []rigs.Place{paneltest.At}})
		back, err := r.Connect(t.Context(), paneltest.At)
		if err == nil && (status/100 != 2 || back.Rig == "") || err != nil && len(err.Error()) > 2000+8*len(body) {
			t.Errorf("status %d: got %+v, %v", status, back, err)
		}
		if err := r.Rest(t.Context()); err == nil && status/100 == 5 && status != 501 {
			t.Errorf("status %d: came to rest, expected an error", status)
		}
	})
}
