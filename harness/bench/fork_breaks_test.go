package bench

import (
	"net"
	"syscall"
	"testing"
	"time"
)

// troubled is a listener that has no descriptor left for one connection (accept(2), EMFILE), as net/http outlives it.
type troubled struct {
	net.Listener
	times int
}

func (l *troubled) Accept() (net.Conn, error) {
	if l.times--; l.times >= 0 {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	}
	return l.Listener.Accept()
}

func TestAnEndpointOutlivesALackOfDescriptors(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := newFork(&troubled{l, 3}, false)
	f.begin()
	defer f.secure.Close()
	defer f.plain.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	accepted := make(chan error, 1)
	go func() {
		got, err := f.plain.Accept()
		if err == nil {
			err = got.Close()
		}
		accepted <- err
	}()
	select {
	case err := <-accepted:
		if err != nil {
			t.Errorf("Accept = %v, want the connection", err)
		}
	case <-time.After(time.Minute):
		t.Error("no connection was accepted")
	}
}
