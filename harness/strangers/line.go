package strangers

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/schemas/ocppj"
)

// DialFunc makes a connection, as station.Config.Dial does.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// Line is what lies between one station and its CSMS, over all their connections.
type Line struct {
	// Connections counts those that the station has made, the present one included. For patches to read.
	Connections int
	// KeepSocket has the line keep its connection to the CSMS when the station ends its own, and give it to the station's
	// next one. For patches to set.
	KeepSocket bool

	patch Patch
	pumps sync.WaitGroup

	mu    sync.Mutex
	conn  *connection                  // the newest; nil before the first
	asked [2]map[string]*Message       // CALLs without an answer, by who asked and the id that went out
	own   [2]map[string]func(*Message) // CALLs that a patch sent in the name of a side, and what takes the answer
}

// New is a line with a patch; nil changes nothing.
func New(p Patch) *Line {
	if p == nil {
		p = func(*Message) {}
	}
	l := &Line{patch: p}
	for side := range l.asked {
		l.asked[side], l.own[side] = map[string]*Message{}, map[string]func(*Message){}
	}
	return l
}

// Dial puts the line on the connections to the hosts of the CSMS that a dialer makes; others are left alone.
func (l *Line) Dial(dial DialFunc, csms ...string) DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, _ := strings.Cut(address, ":")
		if !slices.Contains(csms, host) {
			return dial(ctx, network, address)
		}
		station, near := memnet.Pipe(0)
		if l.rejoin(near) {
			return station, nil
		}
		far, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		l.join(near, far)
		return station, nil
	}
}

// Close ends the connection and returns when nothing moves on the line any more.
func (l *Line) Close() {
	l.mu.Lock()
	l.KeepSocket = false
	if c := l.conn; c != nil {
		_, _ = c.near.Close(), c.far.Close() // either may be closed already
	}
	l.mu.Unlock()
	l.pumps.Wait()
}

// Send puts a text on the present connection as if that side had sent it. No patch sees it. Without a connection it is lost.
func (l *Line) Send(from Side, text string) {
	if l.conn != nil {
		l.conn.out[from].text(text)
	}
}

// Call asks something in the name of a side. The answer goes to then, which may be nil, and to nobody else.
func (l *Line) Call(from Side, action string, payload any, then func(answer *Message)) {
	id := ocppj.NewID()
	l.own[from][id] = then
	l.Send(from, string(ocppj.EncodeCall(id, action, encode(payload))))
}

// Forward sends a message on that a patch has dropped before.
func (l *Line) Forward(m *Message) {
	if m.Type == ocppj.Call {
		l.asked[m.From][m.ID] = m
	}
	l.Send(m.From, m.Frame())
}

// After calls do when a time has passed, as a patch would be called: with the line to itself.
func (l *Line) After(d time.Duration, do func()) {
	time.AfterFunc(d, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		do()
	})
}

// passed takes a text that came from one side on a connection.
func (l *Line) passed(c *connection, from Side, raw string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := l.read(from, raw)
	if m.Type == ocppj.CallResult || m.Type == ocppj.CallError {
		if then, ok := l.own[from.other()][m.ID]; ok {
			delete(l.own[from.other()], m.ID)
			if then != nil {
				then(m)
			}
			return
		}
		if m.Asked = l.asked[from.other()][m.ID]; m.Asked != nil {
			m.Action = m.Asked.Action
			if m.Asked.ID != m.ID {
				m.SetID(m.Asked.ID)
			}
			delete(l.asked[from.other()], m.ID)
		}
	}
	id := m.ID
	l.patch(m)
	if m.Type == ocppj.Call && !m.fate.dropped {
		l.asked[from][m.ID] = m.as(id)
	}
	l.deliver(c, m)
}

// as is a copy of the message with the id that its sender gave it.
func (m *Message) as(id string) *Message {
	asked := *m
	asked.ID = id
	return &asked
}

func (l *Line) deliver(c *connection, m *Message) {
	if m.fate.dropped {
		return
	}
	send := func() {
		for range 1 + m.fate.repeated {
			c.out[m.From].text(m.Frame())
		}
	}
	if m.fate.late > 0 {
		l.After(m.fate.late, send)
		return
	}
	send()
}
