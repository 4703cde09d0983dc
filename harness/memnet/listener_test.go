package memnet

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func dial(t *testing.T, l *Listener) net.Conn {
	t.Helper()
	c, err := l.Dial(t.Context())
	if err != nil {
		t.Fatalf("Dial: %v", err)
	}
	return c
}

func TestDialReturnsBeforeAccept(t *testing.T) {
	l := Listen("csms:9000", 0)
	client := dial(t, l)
	mustWrite(t, client, "hello")
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 8)
	if n, err := server.Read(p); string(p[:n]) != "hello" || err != nil {
		t.Errorf("Read = %q, %v, want %q, nil", p[:n], err, "hello")
	}
	if got, want := client.RemoteAddr().String(), "csms:9000"; got != want {
		t.Errorf("client's remote address = %q, want %q", got, want)
	}
	if got, want := server.RemoteAddr().String(), client.LocalAddr().String(); got != want {
		t.Errorf("server's remote address = %q, want the client's, %q", got, want)
	}
}

func TestClosedListenerRefusesAndResets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Listen("csms", 0)
		accepted := make(chan error)
		go func() {
			_, err := l.Accept()
			accepted <- err
		}()
		synctest.Wait()
		if err := l.Close(); err != nil {
			t.Fatalf("Close = %v, want nil", err)
		}
		wantError(t, "blocked Accept", <-accepted, net.ErrClosed)
		wantError(t, "second Close", l.Close(), net.ErrClosed)
		_, err := l.Dial(t.Context())
		wantError(t, "Dial", err, syscall.ECONNREFUSED)
	})
}

func TestCloseResetsWhatWasNeverAccepted(t *testing.T) {
	l := Listen("csms", 0)
	client := dial(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := client.Read(make([]byte, 1))
	wantError(t, "read", err, syscall.ECONNRESET)
}

func TestUnpluggedLineHoldsDialsUntilPlugged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Listen("csms", 0)
		old := dial(t, l)
		l.Unplug()
		mustWrite(t, old, "into the void")

		short, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		_, err := l.Dial(short)
		wantError(t, "Dial on an unplugged line", err, context.DeadlineExceeded)
		if got := time.Since(start); got != time.Minute {
			t.Errorf("Dial gave up after %v, want exactly 1m", got)
		}

		time.AfterFunc(time.Hour, l.Plug)
		fresh := dial(t, l)
		if got := time.Since(start); got != time.Hour+time.Minute {
			t.Errorf("Dial succeeded after %v, want when plugged, 1h1m", got)
		}
		l.Cut()
		_, err = fresh.Read(make([]byte, 1))
		wantError(t, "read after Cut", err, syscall.ECONNRESET)
	})
}

func TestClosedConnectionsAreForgotten(t *testing.T) {
	l := Listen("csms", 0)
	client, server := dial(t, l), dial(t, l)
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	accepted.Close()
	server.Close()
	if len(l.live) != 0 {
		t.Errorf("live connections after one end of each closed = %d, want 0", len(l.live))
	}
	client.Close()
}

func TestMegabytesArriveWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe(1000)
		sent := make([]byte, 4<<20)
		rand.Read(sent)
		go func() {
			defer a.Close()
			if _, err := a.Write(sent); err != nil {
				t.Errorf("Write: %v", err)
			}
		}()
		got, err := io.ReadAll(b)
		if err != nil || string(got) != string(sent) {
			t.Errorf("read %d bytes, %v, want the %d that were sent, nil", len(got), err, len(sent))
		}
	})
}
