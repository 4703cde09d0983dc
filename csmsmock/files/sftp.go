package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// mostSessions is how many sessions a client may have open on one connection.
const mostSessions = 8

// SFTP serves the files over SFTP until Close, which it reports as nil, or until the listener fails. A station knows the
// server by one of the host keys: one of each kind (RSA, ECDSA, Ed25519) serves every client.
func (s *Server) SFTP(l net.Listener, hostKeys []ssh.Signer) error {
	return s.serve(l, "SFTP", func(gone context.Context, conn *client) { s.shell(gone, conn, hostKeys) })
}

// shell serves one connection.
func (s *Server) shell(gone context.Context, conn *client, hostKeys []ssh.Signer) {
	began := time.Now()
	p := peer{protocol: "SFTP", address: conn.RemoteAddr().String(), gone: gone, cut: conn.cut}
	limit := time.AfterFunc(handshake, conn.cut)
	secure, channels, requests, err := ssh.NewServerConn(&unhurried{conn}, s.doorman(hostKeys))
	if !limit.Stop() || err != nil {
		if conn.heard.Load() {
			s.attempt(p, "", began, fmt.Sprintf("no SSH: %v", err))
		}
		return
	}
	p.user, p.options = secure.User(), spoken(secure)
	var all sync.WaitGroup
	defer all.Wait()
	defer conn.cut()
	all.Go(func() { ssh.DiscardRequests(requests) })
	open := make(chan struct{}, mostSessions)
	for offered := range channels {
		select {
		case open <- struct{}{}:
		default:
			offered.Reject(ssh.ResourceShortage, "too many sessions")
			continue
		}
		all.Go(func() {
			defer func() { <-open }()
			s.session(conn, p, offered)
		})
	}
}

// doorman lets users in that give their password, and anybody who is no user. Of what the library can, it agrees to all that
// is sound, and to the oldest key exchange that is still met.
func (s *Server) doorman(hostKeys []ssh.Signer) *ssh.ServerConfig {
	sound := ssh.SupportedAlgorithms()
	config := &ssh.ServerConfig{
		Config: ssh.Config{
			KeyExchanges: append(sound.KeyExchanges, ssh.InsecureKeyExchangeDH14SHA1), Ciphers: sound.Ciphers, MACs: sound.MACs,
		},
		NoClientAuth: true,
		NoClientAuthCallback: func(meta ssh.ConnMetadata) (*ssh.Permissions, error) {
			return &ssh.Permissions{Extensions: map[string]string{by: "none"}}, s.stranger(meta)
		},
		PublicKeyCallback: func(meta ssh.ConnMetadata, _ ssh.PublicKey) (*ssh.Permissions, error) {
			return &ssh.Permissions{Extensions: map[string]string{by: "public key"}}, s.stranger(meta)
		},
		PasswordCallback: func(meta ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return &ssh.Permissions{Extensions: map[string]string{by: "password"}}, s.login(meta.User(), string(password))
		},
		KeyboardInteractiveCallback: func(meta ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err == nil && len(answers) != 1 {
				err = errLogin
			}
			if err == nil {
				err = s.login(meta.User(), answers[0])
			}
			return &ssh.Permissions{Extensions: map[string]string{by: "keyboard-interactive"}}, err
		},
	}
	for _, key := range hostKeys {
		config.AddHostKey(key)
	}
	return config
}

// by is where permissions tell how a client logged in.
const by = "by"

// stranger lets anybody in who is no user.
func (s *Server) stranger(meta ssh.ConnMetadata) error {
	if s.known(meta.User()) {
		return errLogin
	}
	return nil
}

// spoken tells how SSH is used.
func spoken(conn *ssh.ServerConn) []string {
	words := []string{string(conn.ClientVersion())}
	if known, ok := conn.Conn.(ssh.AlgorithmsConnMetadata); ok {
		agreed := known.Algorithms()
		words = append(words, agreed.KeyExchange, agreed.HostKey, agreed.Read.Cipher)
	}
	return append(words, conn.Permissions.Extensions[by])
}

// unhurried is a connection on which nothing may come for as long as a transfer is held, and else for so long as is usual.
type unhurried struct{ *client }

// Read waits.
func (u *unhurried) Read(p []byte) (int, error) {
	if err := u.SetReadDeadline(time.Now().Add(idle)); err != nil {
		return 0, err
	}
	n, err := u.client.Read(p)
	if timedOut(err) && (u.held.Load() > 0 || time.Since(time.Unix(0, u.active.Load())) < idle) {
		return u.Read(p)
	}
	return n, err
}

// Write waits for a client that takes its time.
func (u *unhurried) Write(p []byte) (int, error) {
	if err := u.SetWriteDeadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	return u.client.Write(p)
}

// session serves one session: SFTP, or a word on what else was asked for.
func (s *Server) session(conn *client, p peer, offered ssh.NewChannel) {
	if offered.ChannelType() != "session" {
		offered.Reject(ssh.UnknownChannelType, "only sessions") // the connection's end says what this cannot
		return
	}
	channel, requests, err := offered.Accept()
	if err != nil {
		return
	}
	defer channel.Close()
	for request := range requests {
		command, ok := asked(request)
		if !ok {
			request.Reply(false, nil)
			continue
		}
		request.Reply(true, nil)
		go ssh.DiscardRequests(requests)
		status := s.run(conn, p, command, channel)
		channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
		return
	}
}

// asked is what a session is to run (RFC 4254, 6.5); ok is false for what does not run anything.
func asked(request *ssh.Request) (command string, ok bool) {
	var payload struct{ Text string }
	if request.Type != "subsystem" && request.Type != "exec" || ssh.Unmarshal(request.Payload, &payload) != nil {
		return "", false
	}
	command, _, _ = strings.Cut(payload.Text, " ")
	return path.Base(command), request.Type == "exec" || payload.Text == "sftp"
}

// run serves SFTP to those who ask for it, by its name or by that of a program, and tells others that there is nothing else.
func (s *Server) run(conn *client, p peer, command string, channel ssh.Channel) uint32 {
	if command != "sftp" && command != "sftp-server" {
		fmt.Fprintf(channel.Stderr(), "certbench: %q is not served here, files go over SFTP\r\n", command)
		s.attempt(p, "", time.Now(), fmt.Sprintf("the client asked for %q instead of SFTP", command))
		return 1
	}
	d := &drawer{server: s, client: conn, peer: p}
	server := sftp.NewRequestServer(channel, sftp.Handlers{FileGet: d, FilePut: d, FileCmd: d, FileList: d})
	if err := server.Serve(); err != nil && !errors.Is(err, io.EOF) {
		return 1
	}
	return 0
}
