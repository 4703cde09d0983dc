package strangers

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/certbench/certbench/harness/memnet"
)

// connection is one of the station, joined from two: near ends at the station, far at the CSMS. Its fields are guarded by
// the line's mu.
type connection struct {
	near *memnet.Conn
	far  net.Conn
	out  [2]*outlet // by who sends
	lone bool       // the station has gone, and far is kept
}

// join starts what moves bytes between both ends. It ends when either end does.
func (l *Line) join(near *memnet.Conn, far net.Conn) {
	c := &connection{near: near, far: far, out: [2]*outlet{newOutlet(far, true), newOutlet(near, false)}}
	l.mu.Lock()
	l.conn = c
	l.Connections++
	l.mu.Unlock()
	l.pumps.Go(c.out[Station].drain)
	l.pumps.Go(c.out[CSMS].drain)
	l.pumps.Go(func() { l.begin(c, near, far) })
}

// handshakeRecord is what a connection with TLS begins with (RFC 8446, section 5.1).
const handshakeRecord = 22

// begin waits for the station, which speaks first. What is said over TLS is not for the line to read: it moves bytes.
func (l *Line) begin(c *connection, near *memnet.Conn, far net.Conn) {
	said, heard := bufio.NewReader(near), bufio.NewReader(far)
	if first, err := said.Peek(1); err == nil && first[0] == handshakeRecord {
		l.pumps.Go(func() { l.pass(c, CSMS, heard) })
		l.pass(c, Station, said)
		return
	}
	l.pumps.Go(func() { l.fromCSMS(c, heard) })
	l.fromStation(c, near, said, false)
}

// pass moves what one side says as it is, until either end ends.
func (l *Line) pass(c *connection, from Side, in *bufio.Reader) {
	err := c.out[from].all(in)
	l.mu.Lock()
	defer l.mu.Unlock()
	if from == CSMS && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
		c.near.Cut()
	}
	c.out[CSMS].finish()
	c.out[Station].finish()
}

// rejoin gives the station that comes back the connection that was kept for it. It is false where there is none.
func (l *Line) rejoin(near *memnet.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.conn
	if c == nil || !c.lone {
		return false
	}
	c.near, c.lone, c.out[CSMS] = near, false, newOutlet(near, false)
	l.Connections++
	l.pumps.Go(c.out[CSMS].drain)
	l.pumps.Go(func() { l.fromStation(c, near, bufio.NewReader(near), true) })
	return true
}

// fromStation moves what the station sends. At its end what was handed over still goes out.
func (l *Line) fromStation(c *connection, near *memnet.Conn, in *bufio.Reader, again bool) {
	head, err := readHead(in)
	switch {
	case err != nil:
	case again:
		l.outlet(c, CSMS).bytes(welcome(head))
	default:
		l.outlet(c, Station).bytes(head)
	}
	if err == nil {
		_ = l.frames(c, Station, in) // how the station ends is told by what it sent
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c.out[CSMS].finish()
	if l.KeepSocket {
		c.lone = true
	} else {
		c.out[Station].finish()
	}
}

// fromCSMS moves what the CSMS sends: the answer to the handshake, bytes where it was refused, and else frame by frame. A
// connection that was cut is cut on.
func (l *Line) fromCSMS(c *connection, in *bufio.Reader) {
	head, err := readHead(in)
	l.outlet(c, CSMS).bytes(head)
	switch {
	case err != nil:
	case strings.Contains(strings.SplitN(string(head), "\r\n", 2)[0], " 101 "):
		err = l.frames(c, CSMS, in)
	default:
		err = c.out[CSMS].all(in)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
		c.near.Cut()
	}
	c.lone = false
	c.out[CSMS].finish()
	c.out[Station].finish()
}

func (l *Line) outlet(c *connection, from Side) *outlet {
	l.mu.Lock()
	defer l.mu.Unlock()
	return c.out[from]
}

// frames hands the messages of one side to the patch, and all other frames on as they are.
func (l *Line) frames(c *connection, from Side, in *bufio.Reader) error {
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
			l.outlet(c, from).frame(f)
		}
	}
}

// welcome answers the handshake of a station in the stead of a CSMS that has heard an earlier one (RFC 6455, section 4.2.2).
func welcome(request []byte) []byte {
	asked, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(request)))
	if err != nil {
		return []byte("HTTP/1.1 400 Bad Request\r\n\r\n")
	}
	key := sha1.Sum([]byte(asked.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return fmt.Appendf(nil, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(key[:]), asked.Header.Get("Sec-WebSocket-Protocol"))
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

// outlet writes to one end in the order in which it is told, and never makes its caller wait. It closes the end when it is
// finished.
type outlet struct {
	to     net.Conn
	masked bool // what a client sends is masked (RFC 6455, section 5.3)

	mu       sync.Mutex
	changed  *sync.Cond
	waiting  [][]byte
	finished bool
}

func newOutlet(to net.Conn, masked bool) *outlet {
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

// finish has drain end when everything is written.
func (o *outlet) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.finished = true
	o.changed.Broadcast()
}

// drain writes until finish, or until the end takes no more.
func (o *outlet) drain() {
	defer func() { _ = o.to.Close() }() // the other side may have closed it
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
