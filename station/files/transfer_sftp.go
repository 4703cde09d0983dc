package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// putSFTP uploads a file into a folder. Where a part of it is there from an attempt before, the rest is written behind it: part 2
// recommends to resume (N01, error handling).
func (fs *Files) putSFTP(ctx context.Context, a Attempt, folder *url.URL, name string, content []byte) error {
	return fs.sftp(ctx, folder, func(server *sftp.Client) error {
		at, flags, from := path.Join(folder.Path, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, int64(0)
		if a.again {
			there, err := server.Stat(at)
			if err == nil && there.Size() < int64(len(content)) {
				flags, from = os.O_WRONLY|os.O_CREATE, there.Size()
			}
		}
		file, err := server.OpenFile(at, flags)
		if err != nil {
			return err
		}
		if _, err = file.Seek(from, 0); err == nil {
			_, err = file.ReadFrom(bytes.NewReader(content[from:]))
		}
		return errors.Join(err, file.Close())
	})
}

// getSFTP downloads a file.
func (fs *Files) getSFTP(ctx context.Context, _ Attempt, location *url.URL) (content []byte, err error) {
	err = fs.sftp(ctx, location, func(server *sftp.Client) error {
		file, err := server.Open(location.Path)
		if err != nil {
			return err
		}
		content, err = readAll(file)
		return errors.Join(err, file.Close())
	})
	return content, err
}

// sftp does something in a session with a server. Any host key is taken: OCPP 2.0.1 has no way to tell a station one (what N01.FR.15
// asks for is a trust chain, and SSH has none), the location comes over the connection of the CSMS, and a station that held on to the
// first key that it saw could never be told of another. What vouches for a firmware is its signature.
func (fs *Files) sftp(ctx context.Context, location *url.URL, do func(*sftp.Client) error) error {
	conn, err := fs.dial(ctx, "tcp", hostOf(location))
	if err != nil {
		return err
	}
	defer closing(ctx, conn)()
	session, err := openSSH(conn, location)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer func() {
		_ = session.Close() // the file has ended, or the connection is gone
		_ = session.Wait()  // for its goroutines; how it ended says nothing
	}()
	server, err := sftp.NewClient(session)
	if err != nil {
		return fmt.Errorf("the SSH server has no SFTP: %w", err)
	}
	defer func() { _ = server.Close() }() // as the session
	return do(server)
}

// openSSH logs in by the password of a location.
func openSSH(conn net.Conn, location *url.URL) (*ssh.Client, error) {
	user, password := credentials(location)
	met := false
	config := &ssh.ClientConfig{
		User: user, Auth: []ssh.AuthMethod{ssh.Password(password)},
		HostKeyCallback: func(string, net.Addr, ssh.PublicKey) error {
			met = true
			return nil
		},
	}
	on, channels, requests, err := ssh.NewClientConn(conn, hostOf(location), config)
	switch {
	case err == nil:
		return ssh.NewClient(on, channels, requests), nil
	case met: // the library gives no error of its own to a login that is refused; the handshake was over
		return nil, loginFailed(err)
	}
	return nil, fmt.Errorf("the SSH server does not begin a session: %w", err)
}
