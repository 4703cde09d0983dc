package files

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"slices"
	"time"

	ftpserver "github.com/fclairamb/ftpserverlib"
)

// Data says how the data connections of FTP are made.
type Data struct {
	// Listen opens a listener for one passive data connection. Its address ends with a port from 1 to 65535, also in memory
	// ("bench:40001"), because the client is told only that and a host.
	Listen func() (net.Listener, error)
	// Dial makes an active data connection, to a host and port.
	Dial func(ctx context.Context, address string) (net.Conn, error)
	// Host is the IPv4 address that PASV announces. Empty means the local address of the control connection, which is
	// right unless a router between the station and the bench rewrites addresses; in memory, where there is none, 192.0.2.1.
	Host string
}

// DataOver returns how data connections are made over TCP: to and from every address of this machine, on ports that the
// system chooses. An active one comes from such a port too, because port 20 is only for those with rights.
func DataOver() Data {
	return Data{
		Listen: func() (net.Listener, error) { return net.Listen("tcp", ":0") },
		Dial: func(ctx context.Context, address string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", address)
		},
	}
}

// FTP serves the files over FTP until Close, which it reports as nil, or until the listener fails. AUTH is refused: some
// clients ask for it at any location, and go on without it.
func (s *Server) FTP(l net.Listener, data Data) error {
	return s.serve(l, "FTP", func(gone context.Context, conn *client) { s.converse(gone, conn, "FTP", data, nil) })
}

// FTPS serves the files over FTP and TLS on one port: to clients that begin with TLS (implicit), and to those that ask for it
// with AUTH (explicit; RFC 4217), without which nobody can log in.
func (s *Server) FTPS(l net.Listener, config *tls.Config, data Data) error {
	config = withoutALPN(config)
	return s.serve(l, "FTPS", func(gone context.Context, conn *client) { s.converse(gone, conn, "FTPS", data, config) })
}

// patience is how long the server waits for the TLS of a client that begins with it, before it greets.
const patience = 300 * time.Millisecond

// converse serves one control connection. Each has an FTP server of the library of its own, since the library asks for the
// port of a data connection without saying whose it is.
func (s *Server) converse(gone context.Context, conn *client, protocol string, data Data, secure *tls.Config) {
	c := &control{
		server: s, client: conn, gone: gone, protocol: protocol, data: data, secure: secure,
		in: bufio.NewReaderSize(conn, longestLine), disconnected: make(chan struct{}), controlState: controlState{conn: conn, ascii: true},
	}
	defer c.endData()
	if secure != nil && !c.begin() {
		return
	}
	library := ftpserver.NewFtpServer(&desk{c})
	err := library.Listen()
	if err == nil {
		err = library.Serve()
	}
	if err != nil {
		s.attempt(c.peer(), "", time.Now(), err.Error())
	}
}

// begin finds out whether the client begins with TLS; false when it did, and failed.
func (c *control) begin() bool {
	if err := c.client.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return false
	}
	first, err := c.in.Peek(1)
	if err != nil && !timedOut(err) {
		return false
	}
	if err := c.client.SetReadDeadline(time.Time{}); err != nil {
		return false
	}
	const handshakeRecord = 0x16 // RFC 8446, 5.1
	if len(first) == 0 || first[0] != handshakeRecord {
		return true
	}
	c.set(func(s *controlState) { s.private = true }) // as PROT P: who begins with TLS means all of it
	return c.encrypt("implicit", &readAhead{c.client, c.in})
}

// readAhead is a connection from which bytes were read ahead.
type readAhead struct {
	net.Conn
	from *bufio.Reader
}

func (r *readAhead) Read(p []byte) (int, error) { return r.from.Read(p) }

// encrypt goes on over TLS.
func (c *control) encrypt(kind string, over net.Conn) bool {
	conn, err := c.server.shake(c.client, over, c.secure, c.peer(kind))
	if err != nil {
		c.client.cut()
		return false
	}
	c.in = bufio.NewReaderSize(conn, longestLine)
	c.set(func(s *controlState) {
		s.conn, s.encrypted, s.options = conn, true, append([]string{kind}, words(conn.ConnectionState())...)
	})
	return true
}

// desk is what the library asks about a connection.
type desk struct{ *control }

// GetSettings lets the library serve one connection.
func (d *desk) GetSettings() (*ftpserver.Settings, error) {
	return &ftpserver.Settings{
		Listener: &once{control: d.control}, ListenAddr: "certbench", Banner: "certbench", IdleTimeout: int(idle / time.Second),
		PassiveTransferPortRange: d, PublicIPResolver: d.announced, DisableSite: true,
		PasvConnectionsCheck: ftpserver.IPMatchDisabled, // accept checks it
	}, nil
}

// announced is the address of the answer to PASV.
func (d *desk) announced(ftpserver.ClientContext) (string, error) {
	host, ok := d.host()
	if !ok {
		return "", errors.New("PASV announces IPv4 addresses only")
	}
	return host, nil
}

// host is the IPv4 address that PASV announces, if there is one.
func (c *control) host() (string, bool) {
	if c.data.Host != "" {
		return c.data.Host, true
	}
	local, err := netip.ParseAddrPort(c.client.LocalAddr().String())
	if err != nil {
		return nowhere, true
	}
	address := local.Addr().Unmap()
	return address.String(), address.Is4()
}

// nowhere stands for addresses in memory (RFC 5737).
const nowhere = "192.0.2.1"

// ClientConnected greets.
func (d *desk) ClientConnected(ftpserver.ClientContext) (string, error) { return "certbench", nil }

// ClientDisconnected is the last that the library says.
func (d *desk) ClientDisconnected(ftpserver.ClientContext) { close(d.disconnected) }

// AuthUser lets a client in.
func (d *desk) AuthUser(_ ftpserver.ClientContext, user, password string) (ftpserver.ClientDriver, error) {
	d.set(func(s *controlState) { s.user = user })
	if err := d.server.login(user, password); err != nil {
		d.server.attempt(d.peer(), "", time.Now(), err.Error())
		return nil, err
	}
	return newShelf(d.control), nil
}

// GetTLSConfig tells the library whether FEAT names AUTH. All that it does is done in front of the library.
func (d *desk) GetTLSConfig() (*tls.Config, error) {
	if d.secure == nil {
		return nil, errors.New("this location is without TLS")
	}
	return d.secure, nil
}

// once is a listener of one connection.
type once struct {
	control *control
	given   bool
}

// Accept returns the connection, and when it has ended and its last transfer with it, that there is no other.
func (o *once) Accept() (net.Conn, error) {
	if !o.given {
		o.given = true
		return o.control, nil
	}
	<-o.control.disconnected
	o.control.client.cut()
	o.control.files.Wait()
	return nil, &net.OpError{Op: "accept", Net: "ftp", Err: net.ErrClosed}
}

func (o *once) Close() error   { return nil }
func (o *once) Addr() net.Addr { return o.control.client.LocalAddr() }

// peer is the client as it is recorded, with more words on how the protocol is used.
func (c *control) peer(more ...string) peer {
	now := c.state()
	return peer{
		protocol: c.protocol, address: c.client.RemoteAddr().String(), user: now.user, gone: c.gone, cut: c.cut,
		options: slices.Concat(now.options, more),
	}
}

// cut breaks both connections.
func (c *control) cut() {
	c.client.cut()
	c.endData()
}
