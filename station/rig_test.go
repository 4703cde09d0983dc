package station_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

const password = "0123456789abcdef"

// rig is a station in a synctest bubble with a tiny CSMS that answers everything, records everything and judges only
// the schemas.
type rig struct {
	*testing.T
	network *pipeListener
	panel   *panel.Panel
	config  station.Config
	schemas *schemas.Set

	mu       sync.Mutex
	conn     *websocket.Conn
	headers  []http.Header
	frames   []record // from the station
	answers  map[string]func(payload json.RawMessage) any
	muted    []string // actions that are not answered
	lenient  bool     // a defect may break a schema
	upgrader websocket.Upgrader
	refusal  int           // HTTP status of the handshake, 0 to accept
	latency  time.Duration // of the CSMS's answers
	pings    int
	noPongs  bool
	stop     func() error
	done     chan error // the result of Run
	lastCall int
	secure   *secureCSMS // of a station that connects over TLS
	seen     []string    // on the display
}

type record struct {
	at    time.Time
	conn  int // the connection's number, from 1
	frame ocppj.Frame
}

// oneSocket is one EVSE with a detachable cable, twoSockets are two.
var (
	oneSocket  = panel.Layout{{ID: 1, Connectors: []int{1}}}
	twoSockets = panel.Layout{{ID: 1, Connectors: []int{1}}, {ID: 2, Connectors: []int{1}}}
	fixedCable = panel.Layout{{ID: 1, Connectors: []int{1}, FixedCable: true}}
)

// bubble runs a test with a running station, which is stopped afterwards.
func bubble(t *testing.T, change func(*station.Config), test func(r *rig)) {
	t.Helper()
	synctestRig(t, change, func(r *rig) {
		r.start()
		defer r.close()
		test(r)
	})
}

// synctestRig is the same for a test that starts and closes the station itself.
func synctestRig(t *testing.T, change func(*station.Config), test func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(newRig(t, change)) })
}

func newRig(t *testing.T, change func(*station.Config)) *rig {
	t.Helper()
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, network: newPipeListener(), schemas: set, answers: map[string]func(json.RawMessage) any{}}
	r.upgrader.Subprotocols = []string{"ocpp2.0.1"}
	r.config = station.Config{
		ID: "CS001", CSMSURL: "ws://csms.example.com/ocpp", Password: password, Layout: oneSocket, Capabilities: station.Reference(),
		Dial: r.network.Dial, Random: func(max time.Duration) time.Duration { return max }, Store: station.Memory(),
		Settings: map[string]string{"SampledDataCtrlr.TxUpdatedInterval": "0"},
	}
	if change != nil {
		change(&r.config)
	}
	if r.config.Panel == nil {
		r.config.Panel = panel.New(r.config.Layout)
	}
	r.panel = r.config.Panel
	server := &http.Server{Handler: http.HandlerFunc(r.accept)}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := server.Serve(r.network); !errors.Is(err, net.ErrClosed) {
			t.Log(err)
		}
	}()
	t.Cleanup(func() {
		if err := r.network.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
	return r
}

// start runs the station until halt.
func (r *rig) start() {
	r.Helper()
	s, err := station.New(r.config)
	if err != nil {
		r.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.done = make(chan error, 1)
	go func() { r.done <- s.Run(ctx) }()
	r.stop = func() error {
		cancel()
		return <-r.done
	}
	synctest.Wait()
}

func (r *rig) close() {
	if err := r.stop(); err != nil {
		r.Errorf("Run: expected no error, got %v", err)
	}
	r.drop()
	if err := r.network.Close(); err != nil {
		r.Error(err)
	}
	synctest.Wait()
}

// on sets how the CSMS answers an action.
func (r *rig) on(action string, answer func(json.RawMessage) any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers[action] = answer
}

func (r *rig) boots(status ocpp201.RegistrationStatus, interval int) {
	r.on("BootNotification", func(json.RawMessage) any {
		return ocpp201.BootNotificationResponse{CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: interval, Status: status}
	})
}

// set changes what the rig's goroutines read.
func (r *rig) set(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
}

// offline cuts the connection and refuses new ones; online lets the station back and waits for it.
func (r *rig) offline() {
	r.network.mu.Lock()
	r.network.refuse = true
	r.network.mu.Unlock()
	r.drop()
}

func (r *rig) online() {
	r.network.mu.Lock()
	r.network.refuse = false
	r.network.mu.Unlock()
	r.pass(10 * time.Minute)
}

func (r *rig) drop() {
	r.mu.Lock()
	conn := r.conn
	r.conn = nil
	r.mu.Unlock()
	if conn != nil {
		if err := conn.Close(); err != nil {
			r.Error(err)
		}
	}
	synctest.Wait()
}

// pass lets time go by and everything settle.
func (r *rig) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// do is an act on the panel that must be possible.
func (r *rig) do(err error) {
	r.Helper()
	if err != nil {
		r.Fatalf("act: %v", err)
	}
	synctest.Wait()
}

func (r *rig) plugIn()  { r.Helper(); r.do(r.panel.PlugIn(1, 1, false)) }
func (r *rig) plugOut() { r.Helper(); r.do(r.panel.PlugOut(1, 1)) }
func (r *rig) present(token string) {
	r.Helper()
	r.do(r.panel.PresentToken(panel.Token{ID: token, Type: "ISO14443"}, 0, 0))
}

// raw sends text as it is and returns what the station sent in return.
func (r *rig) raw(text string) []record {
	r.Helper()
	before := len(r.all())
	r.mu.Lock()
	conn := r.conn
	if conn != nil {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			r.Logf("send: %v", err)
		}
	}
	r.mu.Unlock()
	if conn == nil {
		r.Fatalf("expected a connection to send %s", text)
	}
	synctest.Wait()
	return r.all()[before:]
}

// ask sends a request of the CSMS and returns the station's answer.
func (r *rig) ask(action, payload string) ocppj.Frame {
	r.Helper()
	r.lastCall++
	id := fmt.Sprintf("csms-%d", r.lastCall)
	for _, got := range r.raw(string(ocppj.EncodeCall(id, action, []byte(payload)))) {
		if got.frame.ID == id {
			return got.frame
		}
	}
	r.Fatalf("%s %s: expected an answer, got none", action, payload)
	return ocppj.Frame{}
}

// expect asks and compares one field of the answer.
func (r *rig) expect(action, payload, field, want string) {
	r.Helper()
	f := r.ask(action, payload)
	var got map[string]any
	if err := json.Unmarshal(f.Payload, &got); err != nil || f.Type != ocppj.CallResult {
		r.Fatalf("%s %s: expected a CALLRESULT, got %s %s", action, payload, f.ErrorCode, f.ErrorDescription)
	}
	if s := fmt.Sprint(got[field]); s != want {
		r.Errorf("%s %s: expected %s %q, got %q", action, payload, field, want, s)
	}
}

// setVariable sets one variable, "Component.Variable".
func (r *rig) setVariable(name, value string) {
	r.Helper()
	component, variable, _ := strings.Cut(name, ".")
	f := r.ask("SetVariables", fmt.Sprintf(`{"setVariableData":[{"component":{"name":%q},"variable":{"name":%q},"attributeValue":%q}]}`, component, variable, value))
	if !strings.Contains(string(f.Payload), `"attributeStatus":"Accepted"`) {
		r.Fatalf("%s = %s: expected Accepted, got %s", name, value, f.Payload)
	}
}

func (r *rig) all() []record {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.frames)
}

// forget drops what was recorded.
func (r *rig) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frames = nil
}

// sent are the CALLs of an action.
func (r *rig) sent(action string) []record {
	var found []record
	for _, got := range r.all() {
		if got.frame.Type == ocppj.Call && (action == "" || got.frame.Action == action) {
			found = append(found, got)
		}
	}
	return found
}

// actions are the names of all CALLs in order.
func (r *rig) actions() string {
	var names []string
	for _, got := range r.sent("") {
		names = append(names, got.frame.Action)
	}
	return strings.Join(names, " ")
}

func (r *rig) expectActions(want string) {
	r.Helper()
	if got := r.actions(); got != want {
		r.Errorf("expected the calls %q, got %q", want, got)
	}
}

func payloads[P any](r *rig, action string) []P {
	r.Helper()
	var all []P
	for _, got := range r.sent(action) {
		var p P
		if err := ocpp201.Decode(got.frame.Payload, &p); err != nil {
			r.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func (r *rig) events() []ocpp201.TransactionEventRequest {
	r.Helper()
	return payloads[ocpp201.TransactionEventRequest](r, "TransactionEvent")
}

// brief writes events shortly: type, trigger, state, and the reason of an end.
func brief(events []ocpp201.TransactionEventRequest) []string {
	var lines []string
	for _, e := range events {
		line := fmt.Sprintf("%s %s", e.EventType, e.TriggerReason)
		if e.TransactionInfo.ChargingState != nil {
			line += " " + string(*e.TransactionInfo.ChargingState)
		}
		if e.TransactionInfo.StoppedReason != nil {
			line += " " + string(*e.TransactionInfo.StoppedReason)
		}
		lines = append(lines, line)
	}
	return lines
}

func (r *rig) expectEvents(want ...string) {
	r.Helper()
	if got := brief(r.events()); !slices.Equal(got, want) {
		r.Errorf("expected the events\n  %s\ngot\n  %s", strings.Join(want, "\n  "), strings.Join(got, "\n  "))
	}
}

func (r *rig) statuses() []string {
	var all []string
	for _, s := range payloads[ocpp201.StatusNotificationRequest](r, "StatusNotification") {
		all = append(all, fmt.Sprintf("%d.%d %s", s.EVSEID, s.ConnectorID, s.ConnectorStatus))
	}
	return all
}

func (r *rig) expectStatuses(want ...string) {
	r.Helper()
	if got := r.statuses(); !slices.Equal(got, want) {
		r.Errorf("expected the statuses %q, got %q", want, got)
	}
}

func with(settings map[string]string) func(*station.Config) {
	return func(c *station.Config) {
		for name, value := range settings {
			c.Settings[name] = value
		}
	}
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
