package sutserve_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/rigs/panel"
	"github.com/certbench/certbench/rigs/panel/paneltest"
	"github.com/certbench/certbench/rigs/sutserve"
)

// tool is the official tool's end of the outbound form: it sends orders and collects the answers, then hangs up.
func tool(t *testing.T, orders []string, answers chan<- string) *httptest.Server {
	t.Helper()
	var upgrader websocket.Upgrader
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(answers)
		if got, want := r.Header.Get("Authorization"), "Bearer "+token; got != want {
			t.Errorf("the rig showed %q, want %q", got, want)
		}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		for _, order := range orders {
			if err := conn.WriteMessage(websocket.TextMessage, []byte(order)); err != nil {
				t.Error(err)
				return
			}
			_, answer, err := conn.ReadMessage()
			if err != nil {
				t.Errorf("after %s: %v", order, err)
				return
			}
			answers <- strings.TrimSpace(string(answer))
		}
	}))
	t.Cleanup(server.Close)
	return server
}

func TestOrdersOfTheToolAreDoneOneAfterTheOther(t *testing.T) {
	const ok, nok = `","status":"Ok"}`, `","status":"Nok","error":"`
	orders := []struct{ order, begins, says string }{
		{`{"time":"2026-01-01T00:00:00Z","id":"1","type":"sut","operation":"plugin","params":[{"key":"evse_id","value":"1"},{"key":"connector_id","value":1}]}`, `{"id":"1` + ok, ""},
		{`{"id":"2","type":"sut","operation":"plugin","params":[]}`, `{"id":"2` + nok, "refused"},
		{`{"id":"3","type":"ev_emulator","operation":"state","params":[{"key":"ready","value":false}]}`, `{"id":"3` + ok, ""},
		{`{"id":4,"type":"sut","operation":"plugout"}`, `{"id":4,"status":"Ok"}`, ""},
		{`{"id":"d","type":"sut","operation":"display","params":[{"key":"text","value":"certbench was here"},{"key":"seconds","value":0}]}`,
			`{"id":"d","status":"Ok","observed":"the display shows \"certbench w\"","shown":false,"cut":true}`, ""},
		{`{"id":"e","type":"sut","operation":"display","params":[{"key":"text","value":"certbench w"},{"key":"stays","value":true},{"key":"seconds","value":0}]}`,
			`{"id":"e","status":"Ok","observed":"the display shows \"certbench w\", and nothing in turns with it","shown":true,"stays":true}`, ""},
		{`{"id":"5","type":"sut","operation":"authorize","params":[{"key":"id","value":"CARD"},{"key":"id","value":"CARD"}]}`, `{"id":"5` + nok, "given twice"},
		{`{"id":"6","type":"lab","operation":"plugin"}`, `{"id":"6` + nok, `no side \"lab\"`},
		{`{"id":"7","type":"sut","operation":"dance"}`, `{"id":"7` + nok, `no \"dance\"; it has authorize,`},
		{`not json`, `{"id":null,"status":"Nok","error":"`, "cannot be read"},
	}
	var texts []string
	for _, o := range orders {
		texts = append(texts, o.order)
	}
	answers := make(chan string, len(orders))
	server := tool(t, texts, answers)
	p, _ := paneltest.New(t)
	p.Show("certbench w")
	service := &sutserve.Service{At: paneltest.At}
	service.Acts.Bind(panel.New(p))
	err := service.Connect(context.Background(), websocket.DefaultDialer, "ws"+strings.TrimPrefix(server.URL, "http")+"/ws_api", token, func() {})
	if err == nil || !strings.Contains(err.Error(), "ended") {
		t.Errorf("after the tool hung up: got %v, want that the connection ended", err)
	}
	i := 0
	for answer := range answers {
		if o := orders[i]; !strings.HasPrefix(answer, o.begins) || !strings.Contains(answer, o.says) {
			t.Errorf("%s was answered with %s, want %s… with %q", o.order, answer, o.begins, o.says)
		}
		i++
	}
	if i != len(orders) {
		t.Errorf("%d answers came, want %d", i, len(orders))
	}
}

func TestATokenThatTheToolRefusesIsSaid(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	defer server.Close()
	err := (&sutserve.Service{}).Connect(context.Background(), websocket.DefaultDialer, "ws"+strings.TrimPrefix(server.URL, "http"), token, func() {})
	if err == nil || !strings.Contains(err.Error(), "403") || !strings.Contains(err.Error(), "look at the endpoint and the token") {
		t.Errorf("got %v, want the status and what to look at", err)
	}
}

func TestConnectEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var upgrader websocket.Upgrader
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		cancel()
		_, _, _ = conn.ReadMessage() // ends when the rig hangs up
	}))
	defer server.Close()
	if err := (&sutserve.Service{}).Connect(ctx, websocket.DefaultDialer, "ws"+strings.TrimPrefix(server.URL, "http"), token, func() {}); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}
