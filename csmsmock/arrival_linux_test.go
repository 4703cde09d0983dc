package csmsmock

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// connected are both ends of a connection over the loopback, of which the first stamps.
func connected(t *testing.T) (*stampedConn, *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	peer, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { peer.Close() })
	c, err := Stamping(l).Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.(*stampedConn), peer.(*net.TCPConn)
}

func TestTheKernelSaysWhenAMessageWasSent(t *testing.T) {
	c, peer := connected(t)
	kernel := 0
	for range 20 {
		began := time.Now()
		if n, err := c.Write([]byte("[2,1]")); n != 5 || err != nil {
			t.Fatal(n, err)
		}
		if left := c.left(); left.Before(began) || left.After(time.Now()) {
			t.Errorf("sent %s after the write began, which was %s ago", left.Sub(began), time.Since(began))
		}
		if c.sent.Load() {
			kernel++
		}
		if _, err := io.ReadFull(peer, make([]byte, 5)); err != nil {
			t.Fatal(err)
		}
		if _, err := peer.Write([]byte("x")); err != nil { // so that all before is acknowledged
			t.Fatal(err)
		}
		if n, err := c.Read(make([]byte, 1)); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if kernel == 0 {
		t.Error("no message was stamped by the kernel")
	}
}

// TestAPeerThatReadsNothingForALongTimeIsStillHeard has the send buffer full. Where stamps are told meanwhile, as they are here of
// all segments, Go takes the socket for one that cannot be waited for.
func TestAPeerThatReadsNothingForALongTimeIsStillHeard(t *testing.T) {
	c, peer := connected(t)
	err := c.raw.Control(func(fd uintptr) {
		every := unix.SOF_TIMESTAMPING_SOFTWARE | unix.SOF_TIMESTAMPING_TX_SOFTWARE | unix.SOF_TIMESTAMPING_OPT_TSONLY
		if err := unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TIMESTAMPING, every); err != nil {
			t.Error(err)
		}
	})
	if err := errors.Join(err, c.Conn.(*net.TCPConn).SetWriteBuffer(8<<10), peer.SetReadBuffer(4<<10), c.SetWriteDeadline(time.Now().Add(200*time.Millisecond))); err != nil {
		t.Fatal(err)
	}
	heard := make(chan error, 1)
	go func() {
		_, err := c.Read(make([]byte, 1))
		heard <- err
	}()
	written := 0
	for err == nil {
		var n int
		n, err = c.Write(make([]byte, 3000))
		written += n
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("expected that the buffer is full at last, got %v", err)
	}
	if _, err := io.CopyN(io.Discard, peer, int64(written)); err != nil {
		t.Fatal(err)
	}
	if _, err := peer.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := <-heard; err != nil {
		t.Errorf("expected what the peer says, got %v", err)
	}
}
