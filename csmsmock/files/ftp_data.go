package files

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// FetchNext opens the listener of a passive data connection and has its port announced. The library opens a port besides,
// which nobody is told of and which unused closes.
func (d *desk) FetchNext() (exposed, listened int, ok bool) {
	d.endData()
	if d.state().dialled != "" {
		return 1, 0, true // the answer names no port
	}
	door, err := d.data.Listen()
	if err != nil {
		return 0, 0, false
	}
	_, text, err := net.SplitHostPort(door.Addr().String())
	port, wrong := strconv.ParseUint(text, 10, 16)
	if err != nil || wrong != nil {
		door.Close()
		return 0, 0, false
	}
	d.set(func(s *controlState) { s.door = door })
	return int(port), 0, true
}

// NumberAttempts is one: the next would not have another port.
func (d *desk) NumberAttempts() int { return 1 }

// WrapPassiveListener puts our listener in the place of the library's.
func (d *desk) WrapPassiveListener(theirs net.Listener) (net.Listener, error) {
	unused(theirs)
	return &dataListener{d.control, theirs.Addr()}, nil
}

// dataListener is what the library accepts a data connection from, whichever way that is made. Its addresses are the
// control connection's.
type dataListener struct {
	control *control
	addr    net.Addr
}

// Accept waits for the data connection, or makes it.
func (l *dataListener) Accept() (net.Conn, error) {
	c := l.control
	ctx, cancel := context.WithTimeout(c.gone, dataWait)
	defer cancel()
	now := c.state()
	var conn net.Conn
	var err error
	switch {
	case now.dialled != "":
		conn, err = c.data.Dial(ctx, now.dialled)
	case now.door != nil:
		conn, err = c.accept(ctx, now.door)
	default:
		err = errors.New("there is no data connection")
	}
	if err != nil {
		return nil, err
	}
	return c.carry(conn)
}

func (l *dataListener) Close() error   { return nil }
func (l *dataListener) Addr() net.Addr { return l.addr }

// accept takes the connection of the client, and of nobody else.
func (c *control) accept(ctx context.Context, door net.Listener) (net.Conn, error) {
	stop := context.AfterFunc(ctx, func() { door.Close() })
	defer stop()
	defer door.Close()
	for {
		conn, err := door.Accept()
		if err != nil {
			return nil, errors.Join(err, ctx.Err())
		}
		here, err := netip.ParseAddrPort(conn.RemoteAddr().String())
		there, unknown := netip.ParseAddrPort(c.client.RemoteAddr().String())
		if err != nil || unknown != nil || here.Addr().Unmap() == there.Addr().Unmap() { // in memory there are no addresses
			return conn, nil
		}
		conn.Close()
	}
}

// carry makes a data connection of one that was accepted or dialled. Over TLS it has no tickets: a client that only sends never
// reads them, and a connection that is closed with bytes unread may lose those under way.
func (c *control) carry(conn net.Conn) (net.Conn, error) {
	d := &dataConn{raw: &watched{Conn: conn}, control: c}
	d.Conn = d.raw
	if c.state().private {
		config := c.secure.Clone()
		config.SessionTicketsDisabled = true
		d.secure = tls.Server(d.raw, config)
		d.Conn = d.secure
	}
	c.set(func(s *controlState) { s.stream, s.aborted = d, false })
	if c.gone.Err() != nil {
		conn.Close()
		return nil, context.Cause(c.gone)
	}
	return d, nil
}

// endData closes what there is of a data connection.
func (c *control) endData() {
	now := c.state()
	c.set(func(s *controlState) { s.door, s.stream = nil, nil })
	if now.door != nil {
		now.door.Close()
	}
	if now.stream != nil {
		now.stream.raw.Close()
	}
}

// dataConn is a data connection. TLS shakes hands at the first byte, or when there is none, at an empty write of the library's:
// clients begin with it only after the answer to their command.
type dataConn struct {
	net.Conn
	raw     *watched
	secure  *tls.Conn // nil without
	control *control
}

// watched is a connection that tells whether it was read to its end. Go takes the end of a connection for that of TLS.
type watched struct {
	net.Conn
	ended atomic.Bool
}

// Read notes the end.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if err != nil {
		w.ended.Store(true)
	}
	return n, err
}

// notified tells whether the client has sent close_notify at the end of what it sent, and torn whether it should have.
func (d *dataConn) notified() bool { return d.secure != nil && !d.raw.ended.Load() }
func (d *dataConn) torn() bool     { return d.secure != nil && d.raw.ended.Load() }

// errUnencrypted is what a client does wrong that forgets its own PROT P.
var errUnencrypted = errors.New("data came unencrypted after PROT P")

// shake makes the handshake, if it has not been.
func (d *dataConn) shake() error {
	if d.secure == nil || d.secure.ConnectionState().HandshakeComplete {
		return nil
	}
	limited, cancel := context.WithTimeout(d.control.gone, handshake)
	defer cancel()
	err := d.secure.HandshakeContext(limited)
	switch {
	case errors.As(err, new(tls.RecordHeaderError)):
		return fmt.Errorf("%w: %w", errUnencrypted, err)
	case err != nil:
		return fmt.Errorf("no TLS on the data connection: %w", err)
	}
	return nil
}

// Read waits for bytes as long as they come. That the connection is closed ends an upload, over TLS also without
// close_notify, which several clients leave out, yet not inside of a record.
func (d *dataConn) Read(p []byte) (int, error) {
	if err := errors.Join(d.shake(), d.raw.SetReadDeadline(time.Now().Add(stall))); err != nil {
		return 0, err
	}
	return d.Conn.Read(p)
}

// Write waits for a client that takes its time.
func (d *dataConn) Write(p []byte) (int, error) {
	if err := errors.Join(d.shake(), d.raw.SetWriteDeadline(time.Now().Add(stall))); err != nil {
		return 0, err
	}
	return d.Conn.Write(p)
}

// Close ends the connection, over TLS with close_notify. A client that has closed before does not hear it, and may be
// content: that is no error.
func (d *dataConn) Close() error {
	d.Conn.Close()
	return nil
}

// RemoteAddr is the control connection's where there is none that the library could read.
func (d *dataConn) RemoteAddr() net.Addr {
	if _, err := netip.ParseAddrPort(d.raw.RemoteAddr().String()); err == nil {
		return d.raw.RemoteAddr()
	}
	return &net.TCPAddr{IP: net.ParseIP(nowhere), Port: 1}
}

// words tells how the data of a transfer go.
func (c *control) words(more ...string) []string {
	now := c.state()
	all := slices.Clone(now.mode)
	switch {
	case c.protocol == "FTPS" && now.private:
		all = append(all, "private")
	case c.protocol == "FTPS":
		all = append(all, "clear")
	}
	if now.ascii {
		all = append(all, "ASCII")
	}
	return append(all, more...)
}
