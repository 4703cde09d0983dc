package files

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
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
// system chooses.
func DataOver() Data {
	return Data{
		Listen: func() (net.Listener, error) { return net.Listen("tcp", ":0") },
		Dial: func(ctx context.Context, address string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", address)
		},
	}
}

// FTP serves the files over FTP until Close, which it reports as nil, or until the listener fails. AUTH is refused.
func (s *Server) FTP(l net.Listener, data Data) error {
	return errors.Join(l.Close(), fmt.Errorf("serving files over FTP at %s: %w", l.Addr(), errors.ErrUnsupported))
}

// FTPS serves the files over FTP and TLS on one port: to clients that begin with TLS, and to those that ask for it with AUTH.
func (s *Server) FTPS(l net.Listener, config *tls.Config, data Data) error {
	return errors.Join(l.Close(), fmt.Errorf("serving files over FTPS at %s: %w", l.Addr(), errors.ErrUnsupported))
}
