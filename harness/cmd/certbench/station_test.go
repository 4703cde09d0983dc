package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/panel"
)

// world is a CSMS that answers everything, and the physical side of a station whose process comes and goes.
type world struct {
	*testing.T
	ctx     context.Context
	csms    *csmsmock.Station
	url     string
	state   string
	station *running
	panel   string
	events  map[string][]ocpp201.TransactionEventRequest // by transaction, each seqNo once
}

const identity = "KILL-1"

func newWorld(t *testing.T) *world {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	server := csmsmock.New(csmsmock.Config{})
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), <-served); err != nil {
			t.Errorf("the mock CSMS: %v", err)
		}
	})
	w := &world{T: t, ctx: ctx, csms: server.Station(identity, csmsmock.Credentials{Password: password}),
		url: "ws://" + listener.Addr().String() + "/ocpp", state: t.TempDir(), events: map[string][]ocpp201.TransactionEventRequest{}}
	for _, action := range []string{"StatusNotification", "NotifyEvent", "SecurityEventNotification", "TransactionEvent", "MeterValues"} {
		w.csms.Background(action, func(ocppj.Frame) []byte { return []byte("{}") })
	}
	now := func() string { return time.Now().UTC().Format(time.RFC3339) }
	w.csms.Background("Heartbeat", func(ocppj.Frame) []byte { return fmt.Appendf(nil, `{"currentTime":%q}`, now()) })
	w.csms.Background("BootNotification", func(ocppj.Frame) []byte {
		return fmt.Appendf(nil, `{"currentTime":%q,"interval":300,"status":"Accepted"}`, now())
	})
	return w
}

// powerUp starts the station's process on the memory that it has.
func (w *world) powerUp() {
	w.Helper()
	station, hello := startStation(w.T, "--csms", w.url, "--id", identity, "--state", w.state,
		"--set", "TxCtrlr.TxStartPoint=EVConnected", "--set", "TxCtrlr.TxStopPoint=EVConnected", "--set", "SampledDataCtrlr.TxUpdatedInterval=1",
		"--set", "AuthCtrlr.OfflineTxForUnknownIdEnabled=true")
	w.station, w.panel = station, hello.Panel
}

// die kills the station's process as a power cut would.
func (w *world) die() {
	w.Helper()
	if err := w.station.cmd.Process.Kill(); err != nil {
		w.Fatal(err)
	}
	w.station.end()
}

// act does one act on the panel.
func (w *world) act(path string) {
	w.Helper()
	answer, err := http.Post(w.panel+path, "", nil)
	if err != nil {
		w.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
		w.Fatalf("%s: %d %s %v", path, answer.StatusCode, body, err)
	}
}

// until waits until something is seen at the station, which the panel shows and does not tell.
func (w *world) until(what string, holds func(panel.Reading) bool) {
	w.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		answer, err := http.Get(w.panel + "/api/v1/state")
		if err != nil {
			w.Fatal(err)
		}
		var seen panel.Answer
		if err := errors.Join(json.NewDecoder(answer.Body).Decode(&seen), answer.Body.Close()); err != nil {
			w.Fatal(err)
		}
		if holds(*seen.State) {
			return
		}
		select {
		case <-tick.C:
		case <-w.ctx.Done():
			w.Fatalf("waited in vain until %s: %+v", what, *seen.State)
		}
	}
}

// next takes one message of the station; it keeps the transaction events.
func (w *world) next() ocppj.Frame {
	w.Helper()
	for {
		e, err := w.csms.Next(w.ctx)
		if err != nil {
			w.Fatalf("the station fell silent: %v", err)
		}
		if e.Kind != csmsmock.FrameIn {
			continue
		}
		if e.Frame.Action == "TransactionEvent" {
			w.keep(e.Frame.Payload)
		}
		return e.Frame
	}
}

// keep keeps an event, unless it is one that is sent again because its answer was lost (part 2, E13).
func (w *world) keep(payload json.RawMessage) {
	w.Helper()
	var event ocpp201.TransactionEventRequest
	if err := ocpp201.Decode(payload, &event); err != nil {
		w.Fatal(err)
	}
	id := event.TransactionInfo.TransactionID
	if !slices.ContainsFunc(w.events[id], func(known ocpp201.TransactionEventRequest) bool { return known.SeqNo == event.SeqNo }) {
		w.events[id] = append(w.events[id], event)
	}
}

// drained asks the station, once it has booted, until it says that no transaction message waits in its queue.
func (w *world) drained() {
	w.Helper()
	for w.next().Action != "StatusNotification" {
	}
	for {
		id, err := w.csms.Call(w.ctx, "GetTransactionStatus", []byte("{}"))
		if err != nil {
			w.Fatal(err)
		}
		frame := w.next()
		for frame.Type != ocppj.CallResult || frame.ID != id {
			frame = w.next()
		}
		if bytes.Contains(frame.Payload, []byte(`"messagesInQueue":false`)) {
			return
		}
	}
}

// A power cut at any moment, while offline and charging, loses no event and repeats no seqNo.
func TestSuddenDeathOfTheStationLosesNoTransactionEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.powerUp()
	for w.next().Action != "StatusNotification" { // accepted once: from then on it serves while offline too
	}
	w.csms.Refuse(0)
	w.die()
	const deaths = 6
	for death := range deaths {
		w.powerUp()
		w.until("the display is lit", func(r panel.Reading) bool { return r.Display != "" })
		w.act("/api/v1/plugin")
		w.act("/api/v1/authorize?id=CARD-1")
		if death%3 > 0 { // else it dies in the middle of its boot
			w.until("the contactor is closed", func(r panel.Reading) bool { return r.Connectors[0].Contactor })
		}
		for i := range death { // and otherwise while it takes in the last of these
			w.act(fmt.Sprintf("/ev/api/v1/state?ready=%t", i%2 == 1))
		}
		w.die()
	}
	w.powerUp()
	w.csms.Accept()
	w.drained()
	if len(w.events) == 0 {
		t.Fatal("expected transactions, but none survived")
	}
	for id, events := range w.events {
		slices.SortFunc(events, func(a, b ocpp201.TransactionEventRequest) int { return a.SeqNo - b.SeqNo })
		var course []string
		for i, e := range events {
			course = append(course, fmt.Sprintf("%d %s", e.SeqNo, e.EventType))
			if e.SeqNo != events[0].SeqNo+i {
				t.Errorf("transaction %s: a seqNo is missing", id)
			}
		}
		got := strings.Join(course, ", ")
		if events[0].EventType != ocpp201.TransactionEventEnumStarted || events[len(events)-1].EventType != ocpp201.TransactionEventEnumEnded {
			t.Errorf("transaction %s: expected Started, Updated …, Ended; got %s", id, got)
		}
		t.Logf("transaction %s: %s", id, got)
	}
	if err := w.station.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	w.station.ends(codePassed)
}

func TestTheStationEndsWithItsParent(t *testing.T) {
	t.Parallel()
	r := startProgram(t, program, strings.NewReader(""), nil, "station", "--csms", "ws://127.0.0.1:1/ocpp", "--with-parent")
	r.ends(codePassed)
	var hello struct{ State string }
	if err := json.Unmarshal(r.stdout.Bytes(), &hello); err != nil {
		t.Fatalf("the greeting: %v: %s", err, r.stdout.String())
	}
	if _, err := os.Stat(hello.State); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its memory %s: expected that it went with it, got %v", hello.State, err)
	}
}
