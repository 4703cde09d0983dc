package files

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"strings"

	"github.com/jlaffaye/ftp"
)

// putFTP uploads a file into a folder, in passive mode (N01, remarks). Where a part of it is there from an attempt before, the
// rest is appended: part 2 recommends to resume (N01, error handling).
func (fs *Files) putFTP(ctx context.Context, a Attempt, folder *url.URL, name string, content []byte) error {
	return fs.ftp(ctx, a, folder, func(server *ftp.ServerConn) error {
		at := path.Join(ftpPath(folder), name)
		if !a.again {
			return server.Stor(at, bytes.NewReader(content))
		}
		there, err := server.FileSize(at)
		if err != nil || there <= 0 || there >= int64(len(content)) { // nothing of it is there, or something else
			return server.Stor(at, bytes.NewReader(content))
		}
		return server.Append(at, bytes.NewReader(content[there:]))
	})
}

// getFTP downloads a file.
func (fs *Files) getFTP(ctx context.Context, a Attempt, location *url.URL) (content []byte, err error) {
	err = fs.ftp(ctx, a, location, func(server *ftp.ServerConn) error {
		file, err := server.Retr(ftpPath(location))
		if err != nil {
			return err
		}
		content, err = readAll(file)
		return errors.Join(err, file.Close()) // which tells whether the end of the data was that of the file
	})
	return content, err
}

// ftpPath is the path of a location, from the folder that its user begins in (RFC 1738, section 3.2.2).
func ftpPath(location *url.URL) string { return strings.TrimPrefix(location.Path, "/") }

// ftp does something in a session with a server. ftps speaks TLS from the first byte on (implicit), and where the server greets in
// the clear instead, by AUTH TLS (RFC 4217): a location does not tell which, and clients of either kind are about.
func (fs *Files) ftp(ctx context.Context, a Attempt, location *url.URL, do func(*ftp.ServerConn) error) error {
	line := &ftpLine{files: fs, ctx: ctx, host: location.Hostname()}
	defer line.hangUp()
	if location.Scheme == "ftps" {
		line.secure = fs.secure(a, line.host)
	}
	server, err := line.open(hostOf(location))
	if line.secure != nil && errors.As(err, new(tls.RecordHeaderError)) {
		line.explicit = true
		server, err = line.open(hostOf(location))
	}
	if err != nil {
		return fmt.Errorf("the FTP server does not begin a session: %w", err)
	}
	if err := server.Login(credentials(location)); err != nil {
		return loginFailed(err)
	}
	if err := do(server); err != nil {
		return err
	}
	return server.Quit()
}

// ftpLine is the connections of a session: the one of its commands, then one for each file.
type ftpLine struct {
	files    *Files
	ctx      context.Context
	host     string
	secure   *tls.Config // nil for none
	explicit bool        // TLS begins after AUTH TLS
	begun    bool        // there is a session: what is opened now is for a file
	opened   []net.Conn
	stops    []func() bool
}

func (l *ftpLine) open(address string) (*ftp.ServerConn, error) {
	l.begun = false
	options := []ftp.DialOption{ftp.DialWithDialFunc(l.dial)}
	switch {
	case l.explicit:
		options = append(options, ftp.DialWithExplicitTLS(l.secure))
	case l.secure != nil:
		options = append(options, ftp.DialWithTLS(l.secure))
	}
	return ftp.Dial(address, options...)
}

// dial opens a connection of the session. Files go over the same host as the commands, whatever address a server behind a
// translator of addresses gives.
func (l *ftpLine) dial(network, address string) (net.Conn, error) {
	command := !l.begun
	l.begun = true
	if _, port, err := net.SplitHostPort(address); err == nil && !command {
		address = net.JoinHostPort(l.host, port)
	}
	conn, err := l.files.dial(l.ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.opened, l.stops = append(l.opened, conn), append(l.stops, closing(l.ctx, conn))
	if l.secure == nil || command && l.explicit {
		return ftpConn{conn}, nil
	}
	secured := tls.Client(conn, l.secure)
	if command {
		err = secured.HandshakeContext(l.ctx)
	}
	return ftpConn{secured}, err
}

// hangUp closes whatever a session has left open.
func (l *ftpLine) hangUp() {
	for _, stop := range l.stops {
		stop()
	}
	for _, conn := range l.opened {
		_ = conn.Close() // closed already, or of no use any more
	}
}

// ftpConn is a connection as the library wants it, which takes the address of every other end for one of TCP.
type ftpConn struct{ net.Conn }

func (c ftpConn) RemoteAddr() net.Addr {
	if at, ok := c.Conn.RemoteAddr().(*net.TCPAddr); ok {
		return at
	}
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} // dial takes the host of the location anyway
}

// Close ends the connection. Whether the file is whole, the reply of the server says; that TLS cannot say goodbye any more, because the
// server has closed its side of a file that it sent, says nothing.
func (c ftpConn) Close() error {
	err := c.Conn.Close()
	if _, secured := c.Conn.(*tls.Conn); secured {
		return nil
	}
	return err
}

// Handshake makes that of TLS, for a file without a byte to be sent.
func (c ftpConn) Handshake() error {
	if secured, ok := c.Conn.(*tls.Conn); ok {
		return secured.Handshake()
	}
	return nil
}
