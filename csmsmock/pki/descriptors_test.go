package pki

import (
	"net"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/harness/memnet"
)

// troubled is a listener that has no descriptor left for some connections (accept(2), EMFILE), which net/http outlives.
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
	synctest.Test(t, func(t *testing.T) {
		f := &field{t: t, pki: newTestPKI(t), line: memnet.Listen("csms", 0), records: make(chan *Record, 100)}
		f.endpoint = must(NewEndpoint(goodSetup(f.pki)))(t)
		over := f.endpoint.Over(&troubled{f.line, 3}, func(r *Record) { f.records <- r })
		var serving sync.WaitGroup
		serving.Go(func() { answering(over) })
		defer serving.Wait()
		defer over.Close()
		if err := f.visit(f.client()); err != nil {
			t.Errorf("after three failures of Accept: %v", err)
		}
	})
}
