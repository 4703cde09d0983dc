package sutserve_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/panel"
	"github.com/certbench/certbench/rigs/panel/paneltest"
	"github.com/certbench/certbench/rigs/rigtest"
	"github.com/certbench/certbench/rigs/sutapi"
	"github.com/certbench/certbench/rigs/sutserve"
)

const token = "a-token-of-the-test"

// serve offers a rig over HTTP.
func serve(t *testing.T, rig rigs.Rig) *httptest.Server {
	t.Helper()
	service := &sutserve.Service{At: paneltest.At}
	service.Acts.Bind(rig)
	server := httptest.NewServer(service.Handler(token))
	t.Cleanup(server.Close)
	return server
}

// TestOurOwnClientPassesTheContractByWayOfTheServer has a rig do its acts by the server, which does them by another.
func TestOurOwnClientPassesTheContractByWayOfTheServer(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		p, probe := paneltest.New(t)
		server := serve(t, panel.New(p))
		client, err := sutapi.New(sutapi.Config{BaseURL: server.URL, EVURL: server.URL + sutserve.EVBase, Token: token, Places: []rigs.Place{paneltest.At}})
		if err != nil {
			t.Fatal(err)
		}
		return rigtest.Fixture{Rig: client, At: paneltest.At, Probe: probe}
	})
}

// The station's own refusal is told apart from that of an act which contradicts the state of the rig, to the client's end.
func TestAShutConnectorIsTheStationsDoingByWayOfTheServer(t *testing.T) {
	for shut, want := range map[bool]int{true: http.StatusLocked, false: http.StatusConflict} {
		p, _ := paneltest.New(t)
		server := serve(t, panel.New(p))
		client, err := sutapi.New(sutapi.Config{BaseURL: server.URL, Token: token})
		if err != nil {
			t.Fatal(err)
		}
		if shut {
			err = p.SetShutter(paneltest.At.EVSE, paneltest.At.Connector, true)
		} else {
			err = p.PlugIn(paneltest.At.EVSE, paneltest.At.Connector, false)
		}
		if err != nil {
			t.Fatal(err)
		}
		if status, a := called(t, server, "POST", "/api/v1/plugin", token); status != want {
			t.Errorf("shut %t: got %d %+v, want %d", shut, status, a, want)
		}
		if _, err := client.Connect(t.Context(), paneltest.At); errors.Is(err, rigs.ErrBarred) != shut || !errors.Is(err, rigs.ErrRefused) {
			t.Errorf("shut %t: expected ErrBarred only of a shut connector, got %v", shut, err)
		}
	}
}

// called makes one call and returns what came back.
func called(t *testing.T, server *httptest.Server, method, path, bearer string) (int, sutserve.Answer) {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var a sutserve.Answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("the answer %q is no JSON: %v", body, err)
	}
	return response.StatusCode, a
}

func TestEveryWrongCallSaysWhatToWriteInstead(t *testing.T) {
	p, _ := paneltest.New(t)
	server := serve(t, panel.New(p))
	for _, c := range []struct {
		method, path, bearer string
		status               int
		says                 string
	}{
		{"POST", "/api/v1/plugin", "", 401, "Authorization: Bearer"},
		{"POST", "/api/v1/plugin", "another", 401, "Authorization: Bearer"},
		{"POST", "/api/v1/plug", token, 404, "the calls are"},
		{"POST", "/api/v2/plugin", token, 404, "the calls are"},
		{"POST", "/ev/api/v1/reboot", token, 404, "the calls are"},
		{"GET", "/api/v1/plugin", token, 405, "use POST"},
		{"POST", "/api/v1/plugin?evse=1", token, 400, `"evse" is unknown; this call knows halfway, connector_id, evse_id`},
		{"POST", "/api/v1/reboot?now=1", token, 400, "this call has none"},
		{"POST", "/api/v1/plugin?evse_id=one", token, 400, "give a number from 1 to 9999"},
		{"POST", "/api/v1/plugin?evse_id=0", token, 400, "give a number from 1 to 9999"},
		{"POST", "/api/v1/plugin?evse_id=1&evse_id=2", token, 400, "given 2 times"},
		{"POST", "/api/v1/plugin?halfway=yes", token, 400, "give true or false"},
		{"POST", "/api/v1/plugin?%zz", token, 400, "the query"},
		{"POST", "/api/v1/authorize", token, 400, "give the idToken"},
		{"POST", "/api/v1/authorize?id=" + strings.Repeat("A", 37), token, 400, "1 to 36 characters"},
		{"POST", "/api/v1/authorize?id=A%00", token, 400, `id cannot be "A\x00"`},
		{"POST", "/api/v1/authorize?id=A&type=%FF", token, 400, `type cannot be "\xff"`},
		{"POST", "/api/v1/parkingbay", token, 400, "occupied is missing"},
		{"POST", "/api/v1/state", token, 400, "nothing to set"},
		{"POST", "/api/v1/state?charging_limit=1", token, 422, "firmware"},
		{"POST", "/ev/api/v1/state", token, 400, "ready is missing"},
		{"POST", "/ev/api/v1/end", token, 409, "no EV is connected"},
		{"POST", "/api/v1/plugout", token, 409, "nothing is plugged"},
	} {
		status, a := called(t, server, c.method, c.path, c.bearer)
		if status != c.status || a.Status != "Nok" || !strings.Contains(a.Error, c.says) {
			t.Errorf("%s %s: got %d %+v, want %d, Nok and a sentence with %q", c.method, c.path, status, a, c.status, c.says)
		}
	}
	if plugged := p.Read().Connectors[0].Plugged; plugged {
		t.Error("a wrong call plugged the EV in")
	}
}

// TestNoTokenIsNoAccess: a server that was given no token by mistake lets nobody in.
func TestNoTokenIsNoAccess(t *testing.T) {
	p, _ := paneltest.New(t)
	service := &sutserve.Service{At: paneltest.At}
	service.Acts.Bind(panel.New(p))
	server := httptest.NewServer(service.Handler(""))
	defer server.Close()
	for _, bearer := range []string{"", " ", token} {
		if status, _ := called(t, server, "POST", "/api/v1/plugin", bearer); status != 401 {
			t.Errorf("with the token %q: got %d, want 401", bearer, status)
		}
	}
}

func TestAnActThatNoRigDoesIsSaidSo(t *testing.T) {
	service := &sutserve.Service{At: paneltest.At}
	server := httptest.NewServer(service.Handler(token))
	defer server.Close()
	status, a := called(t, server, "POST", "/api/v1/reboot", token)
	if status != http.StatusUnprocessableEntity || !strings.Contains(a.Error, `no rig is bound to "mains"`) {
		t.Errorf("got %d %+v, want 422 and that no rig is bound to mains", status, a)
	}
}

// TestWhoeverWatchesIsToldOfEveryCall also of those that were refused.
func TestWhoeverWatchesIsToldOfEveryCall(t *testing.T) {
	p, _ := paneltest.New(t)
	var told []string
	service := &sutserve.Service{At: paneltest.At, Told: func(side sutserve.Side, name string, _ sutserve.Params, _ rigs.ReadBack, err error) {
		told = append(told, string(side)+" "+name+map[bool]string{true: " done", false: " refused"}[err == nil])
	}}
	service.Acts.Bind(panel.New(p))
	for range 2 {
		_, err := service.Do(context.Background(), sutserve.Station, "plugin", nil)
		if err != nil && !errors.Is(err, rigs.ErrRefused) {
			t.Fatal(err)
		}
	}
	if got, want := strings.Join(told, ", "), "sut plugin done, sut plugin refused"; got != want {
		t.Errorf("told of %s, want %s", got, want)
	}
}
