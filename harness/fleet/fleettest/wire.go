package fleettest

import (
	"io"
	"net"
	"sync"
	"testing"
)

// Wire is a network between a machine and a server, which can be cut. It may be used concurrently.
type Wire struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

// New lays a wire to an address, until the test ends.
func New(t testing.TB, to string) *Wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &Wire{listener: l, to: to}
	var all sync.WaitGroup
	all.Go(func() { w.accept(&all) })
	t.Cleanup(func() {
		_ = l.Close()
		w.Cut(true)
		all.Wait()
	})
	return w
}

// Address is this end of it.
func (w *Wire) Address() string { return w.listener.Addr().String() }

func (w *Wire) accept(all *sync.WaitGroup) {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", w.to)
		w.mu.Lock()
		if err != nil || w.cut {
			w.mu.Unlock()
			_ = near.Close()
			if err == nil {
				_ = far.Close()
			}
			continue
		}
		w.conns = append(w.conns, near, far)
		w.mu.Unlock()
		for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
			all.Go(func() {
				_, _ = io.Copy(way[0], way[1]) // until it is cut
				_ = way[0].Close()
				_ = way[1].Close()
			})
		}
	}
}

// Cut cuts it, or lets through again.
func (w *Wire) Cut(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for _, c := range w.conns {
		_ = c.Close()
	}
	w.conns = nil
}
