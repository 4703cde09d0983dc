package strangers

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"strings"
	"sync"

	"github.com/certbench/certbench/harness/memnet"
)

// connection is one of the station, joined from two: near ends at the station, far at the CSMS.
type connection struct {
	near *memnet.Conn
	far  net.Conn
	out  [2]*outlet // by who sends
}

// join starts what moves bytes between both ends. It ends when either end does.
func (l *Line) join(near *memnet.Conn, far net.Conn) {
	c := &connection{near: near, far: far}
	c.out[Station], c.out[CSMS] = newOutlet(far, true), newOutlet(near, false)
	l.mu.Lock()
	l.conn = c
	l.Connections++
	l.mu.Unlock()
	l.pumps.Go(func() { l.pump(c, Station, near) })
	l.pumps.Go(func() { l.pump(c, CSMS, far) })
	l.pumps.Go(func() { c.out[Station].drain(); c.end() })
	l.pumps.Go(func() { c.out[CSMS].drain(); c.end() })
}

// end closes both ends. Closing an end that is closed already is no error here.
func (c *connection) end() {
	_, _ = c.near.Close(), c.far.Close()
}

// pump moves what one side sends. At its end what was handed over still goes out; a connection that was cut is cut on.
func (l *Line) pump(c *connection, from Side, in io.Reader) {
	err := l.move(c, from, bufio.NewReader(in))
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) && from == CSMS {
		c.near.Cut()
	}
	c.out[from].finish()
}

// move hands on the head of the handshake as it is, and then frame by frame. After a handshake that was refused, and after
// anything that is no WebSocket frame, it moves bytes.
func (l *Line) move(c *connection, from Side, in *bufio.Reader) error {
	head, err := readHead(in)
	c.out[from].bytes(head)
	if err != nil {
		return err
	}
	if from == CSMS && !strings.Contains(strings.SplitN(string(head), "\r\n", 2)[0], " 101 ") {
		return c.out[from].all(in)
	}
	var whole []byte // of a message in fragments, nil between messages
	for {
		f, err := readFrame(in)
		if err != nil {
			return err
		}
		switch {
		case f.opcode == opText && f.final && f.reserved == 0:
			l.passed(c, from, string(f.payload))
		case f.opcode == opText && f.reserved == 0, f.opcode == opMore && whole != nil:
			whole = append(append([]byte{}, whole...), f.payload...)
			if f.final {
				l.passed(c, from, string(whole))
				whole = nil
			}
		default:
			c.out[from].frame(f)
		}
	}
}

// readHead reads to the empty line that ends the head of an HTTP request or response.
func readHead(in *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := in.ReadSlice('\n')
		head = append(head, line...)
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return head, err
		}
		if bytes.HasSuffix(head, []byte("\r\n\r\n")) {
			return head, nil
		}
	}
}

// outlet writes to one end in the order in which it is told, and never makes its caller wait.
type outlet struct {
	to     io.Writer
	masked bool // what a client sends is masked (RFC 6455, section 5.3)

	mu       sync.Mutex
	changed  *sync.Cond
	waiting  [][]byte
	finished bool
}

func newOutlet(to io.Writer, masked bool) *outlet {
	o := &outlet{to: to, masked: masked}
	o.changed = sync.NewCond(&o.mu)
	return o
}

func (o *outlet) bytes(p []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.finished {
		o.waiting = append(o.waiting, p)
		o.changed.Broadcast()
	}
}

func (o *outlet) text(text string) {
	o.frame(frame{final: true, opcode: opText, payload: []byte(text)})
}

func (o *outlet) frame(f frame) { o.bytes(f.encode(o.masked)) }

func (o *outlet) all(in io.Reader) error {
	for {
		p := make([]byte, 4096)
		n, err := in.Read(p)
		o.bytes(p[:n])
		if err != nil {
			return err
		}
	}
}

// finish lets drain return when everything is written.
func (o *outlet) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.finished = true
	o.changed.Broadcast()
}

// drain writes until finish, or until the end takes no more.
func (o *outlet) drain() {
	for {
		o.mu.Lock()
		for len(o.waiting) == 0 && !o.finished {
			o.changed.Wait()
		}
		waiting := o.waiting
		o.waiting = nil
		o.mu.Unlock()
		if len(waiting) == 0 {
			return
		}
		for _, p := range waiting {
			if _, err := o.to.Write(p); err != nil {
				return
			}
		}
	}
}
