package station_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// The bubbles prove behaviour; this proves that the same firmware runs in real time over TCP, with files for memory.
func TestAStationRunsOverTCP(t *testing.T) {
	booted := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		upgrader := websocket.Upgrader{Subprotocols: []string{"ocpp2.0.1"}}
		conn, err := upgrader.Upgrade(w, q, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		for {
			_, raw, err := conn.ReadMessage()
			if err != nil {
				return
			}
			f, err := ocppj.Parse(raw)
			if err != nil {
				t.Error(err)
				return
			}
			if f.Action == "StatusNotification" {
				booted <- q.URL.Path
			}
			payload := []byte("{}")
			if f.Action == "BootNotification" {
				if payload, err = json.Marshal(ocpp201.BootNotificationResponse{
					CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 300, Status: ocpp201.RegistrationStatusAccepted,
				}); err != nil {
					t.Error(err)
				}
			}
			if err := conn.WriteMessage(websocket.TextMessage, ocppj.EncodeResult(f.ID, payload)); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	store, err := station.Files(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s, err := station.New(station.Config{
		ID: "CS001", CSMSURL: strings.Replace(server.URL, "http", "ws", 1) + "/ocpp", Password: password,
		Panel: panel.New(oneSocket), Layout: oneSocket, Store: store,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	if got := <-booted; got != "/ocpp/CS001" {
		t.Errorf("expected the path /ocpp/CS001, got %s", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: expected no error, got %v", err)
	}
}
