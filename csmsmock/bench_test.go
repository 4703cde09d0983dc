package csmsmock

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/gorilla/websocket"
)

// BenchmarkCall is one CALL with its answer, from the request of the bench to the event that it reads, over a network in memory and
// over the loopback, where the kernel dates what arrives. late-ns is by how much a goroutine that dates what it reads is behind the
// kernel.
func BenchmarkCall(b *testing.B) {
	b.Run("memory", func(b *testing.B) {
		line := memnet.Listen("csms", 0)
		benchmarkCall(b, line, func(ctx context.Context, _, _ string) (net.Conn, error) { return line.Dial(ctx) })
	})
	b.Run("loopback", func(b *testing.B) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		benchmarkCall(b, l, func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
		})
	})
}

func benchmarkCall(b *testing.B, l net.Listener, dial func(context.Context, string, string) (net.Conn, error)) {
	server := New(Config{})
	station := server.Station(stationID, Credentials{Password: password})
	served := make(chan error, 1)
	go func() { served <- server.ServeAs("csms", l) }()
	ws, _, err := (&websocket.Dialer{NetDialContext: dial, Subprotocols: []string{"ocpp2.0.1"}}).DialContext(b.Context(), stationURL, basic(stationID, password))
	if err != nil {
		b.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() { answered <- answerAll(ws) }()
	if err := station.WaitConnected(b.Context()); err != nil {
		b.Fatal(err)
	}
	var late time.Duration
	stamped := 0
	b.ReportAllocs()
	for b.Loop() {
		id, err := station.Call(b.Context(), "Heartbeat", []byte(`{}`))
		if err != nil {
			b.Fatal(err)
		}
		e := answerTo(b, station, id)
		if e.Clock == KernelClock {
			late, stamped = late+time.Since(e.At), stamped+1
		}
	}
	if stamped > 0 {
		b.ReportMetric(float64(late)/float64(stamped), "late-ns")
	}
	if err := errors.Join(server.Close(), <-served); err != nil {
		b.Error(err)
	}
	if err := <-answered; err == nil {
		b.Error("expected the connection of the station to end with the server, got that it has not")
	}
}

// answerAll answers every CALL with its id until the connection ends.
func answerAll(ws *websocket.Conn) error {
	defer ws.Close()
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			return err
		}
		const before = len(`[2,"`)
		answer := append([]byte(`[3,"`), raw[before:before+36]...)
		if err := ws.WriteMessage(websocket.TextMessage, append(answer, `",{}]`...)); err != nil {
			return err
		}
	}
}

func answerTo(b *testing.B, station *Station, id string) Event {
	b.Helper()
	for {
		e, err := station.Next(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if e.Kind == FrameIn && e.Frame.ID == id {
			return e
		}
	}
}
