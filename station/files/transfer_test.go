package files

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// mover is a room that has what its clients need: a network in which every host is the listener.
func mover(l net.Listener) *Files {
	return &Files{dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
	}}
}

// serves has a function take each connection of a listener, and waits for all of them at the end of the test.
func serves(t *testing.T, serve func(net.Conn)) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			running.Go(func() {
				serve(conn)
				_ = conn.Close() // the client may have closed it
			})
		}
	})
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		running.Wait()
	})
	return l
}

func at(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// script is an FTP server that answers by the command.
type script map[string]string

func (s script) serve(conn net.Conn) {
	lines := bufio.NewScanner(conn)
	_, _ = io.WriteString(conn, "220 ready\r\n")
	for lines.Scan() {
		command, _, _ := strings.Cut(lines.Text(), " ")
		answer, ok := s[command]
		if !ok {
			answer = map[string]string{"USER": "331 more", "PASS": "230 in", "TYPE": "200 fine", "QUIT": "221 bye"}[command]
		}
		if answer == "" {
			answer = "502 what"
		}
		if _, err := io.WriteString(conn, answer+"\r\n"); err != nil {
			return
		}
	}
}

func TestTheReplyOfAnFTPServerDecidesWhatIsToldOfAnUpload(t *testing.T) {
	for name, c := range map[string]struct {
		script script
		want   ocpp201.UploadLogStatus
	}{
		"the user is refused":       {script{"USER": "530 no"}, ocpp201.UploadLogStatusPermissionDenied},
		"the password is refused":   {script{"PASS": "530 no"}, ocpp201.UploadLogStatusPermissionDenied},
		"an account is missing":     {script{"PASS": "532 account"}, ocpp201.UploadLogStatusPermissionDenied},
		"no passive mode":           {script{"PASV": "502 no"}, ocpp201.UploadLogStatusNotSupportedOperation},
		"commands in bad order":     {script{"PASV": "503 first something else"}, ocpp201.UploadLogStatusBadMessage},
		"nobody is served":          {script{"USER": "421 later"}, ocpp201.UploadLogStatusPermissionDenied},
		"an answer that is none":    {script{"PASV": "what?"}, ocpp201.UploadLogStatusBadMessage},
		"no data connection at all": {script{"PASV": "425 cannot"}, ocpp201.UploadLogStatusUploadFailure},
	} {
		t.Run(name, func(t *testing.T) {
			err := mover(serves(t, c.script.serve)).putFTP(t.Context(), Attempt{}, at(t, "ftp://host/logs"), "a.log", []byte("a"))
			if got := uploadStatus(err); got != c.want {
				t.Errorf("expected %s, got %s: %v", c.want, got, err)
			}
		})
	}
}

func TestAReplyCodeOfATransferIsAFailureUnlessItTellsMore(t *testing.T) {
	for err, want := range map[error]ocpp201.UploadLogStatus{
		&textproto.Error{Code: 550, Msg: "no such folder"}: ocpp201.UploadLogStatusUploadFailure,
		&textproto.Error{Code: 552, Msg: "full"}:           ocpp201.UploadLogStatusUploadFailure,
		&textproto.Error{Code: 501, Msg: "what"}:           ocpp201.UploadLogStatusBadMessage,
		&textproto.Error{Code: 504, Msg: "not that way"}:   ocpp201.UploadLogStatusNotSupportedOperation,
		&sftp.StatusError{Code: 4}:                         ocpp201.UploadLogStatusUploadFailure,
		&sftp.StatusError{Code: 5}:                         ocpp201.UploadLogStatusBadMessage,
		&sftp.StatusError{Code: 8}:                         ocpp201.UploadLogStatusNotSupportedOperation,
		os.ErrNotExist:                                     ocpp201.UploadLogStatusUploadFailure,
		os.ErrPermission:                                   ocpp201.UploadLogStatusPermissionDenied,
		io.ErrUnexpectedEOF:                                ocpp201.UploadLogStatusUploadFailure,
		httpStatus(413):                                    ocpp201.UploadLogStatusUploadFailure,
	} {
		if got := uploadStatus(fmt.Errorf("wrapped: %w", err)); got != want {
			t.Errorf("%v: expected %s, got %s", err, want, got)
		}
	}
}

// shelves is an SFTP server of files in memory, which takes one user.
type shelves struct {
	handlers sftp.Handlers
	key      ssh.Signer
}

func newShelves(t *testing.T) *shelves {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return &shelves{handlers: sftp.InMemHandler(), key: key}
}

func (s *shelves) serve(conn net.Conn) {
	config := &ssh.ServerConfig{PasswordCallback: func(c ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
		if c.User() != "station" || string(password) != "p@ss" {
			return nil, errors.New("nobody we know")
		}
		return nil, nil
	}}
	config.AddHostKey(s.key)
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return // the client was turned down
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, asked, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range asked {
				_ = r.Reply(r.Type == "subsystem", nil) // the client may have gone
			}
		}()
		_ = sftp.NewRequestServer(channel, s.handlers).Serve() // until the client goes
		_ = channel.Close()
	}
}

// refusing refuses to write.
type refusing struct{ error }

func (r refusing) Filewrite(*sftp.Request) (io.WriterAt, error) { return nil, r.error }

func TestSFTPMovesFilesBothWaysAndGoesOnWhereAnAttemptBroke(t *testing.T) {
	host := newShelves(t)
	room := mover(serves(t, host.serve))
	content := bytes.Repeat([]byte("what happened\n"), 10_000)
	folder, location := at(t, "sftp://station:p%40ss@host/"), at(t, "sftp://station:p%40ss@host/a.log")
	holds := func(when string) {
		t.Helper()
		if got, err := room.getSFTP(t.Context(), Attempt{}, location); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: expected the %d bytes, got %d, %v", when, len(content), len(got), err)
		}
	}
	if err := room.putSFTP(t.Context(), Attempt{}, folder, "a.log", content); err != nil {
		t.Fatal(err)
	}
	holds("after an upload")
	if err := room.putSFTP(t.Context(), Attempt{}, folder, "a.log", content[:50_000]); err != nil { // as if it had broken off
		t.Fatal(err)
	}
	if err := room.putSFTP(t.Context(), Attempt{again: true}, folder, "a.log", content); err != nil {
		t.Fatal(err)
	}
	holds("after another attempt")
}

func TestAnSFTPServerDecidesWhatIsToldOfAnUpload(t *testing.T) {
	for name, c := range map[string]struct {
		location string
		refuses  error
		want     ocpp201.UploadLogStatus
	}{
		"another password": {"sftp://station:other@host/", nil, ocpp201.UploadLogStatusPermissionDenied},
		"no user":          {"sftp://host/", nil, ocpp201.UploadLogStatusPermissionDenied},
		"no permission":    {"sftp://station:p%40ss@host/", sftp.ErrSSHFxPermissionDenied, ocpp201.UploadLogStatusPermissionDenied},
		"bad message":      {"sftp://station:p%40ss@host/", sftp.ErrSSHFxBadMessage, ocpp201.UploadLogStatusBadMessage},
		"not supported":    {"sftp://station:p%40ss@host/", sftp.ErrSSHFxOpUnsupported, ocpp201.UploadLogStatusNotSupportedOperation},
		"no such folder":   {"sftp://station:p%40ss@host/", sftp.ErrSSHFxNoSuchFile, ocpp201.UploadLogStatusUploadFailure},
		"it may":           {"sftp://station:p%40ss@host/", nil, ocpp201.UploadLogStatusUploaded},
	} {
		t.Run(name, func(t *testing.T) {
			host := newShelves(t)
			if c.refuses != nil {
				host.handlers.FilePut = refusing{c.refuses}
			}
			err := mover(serves(t, host.serve)).putSFTP(t.Context(), Attempt{}, at(t, c.location), "a.log", []byte("a"))
			if got := uploadStatus(err); got != c.want {
				t.Errorf("expected %s, got %s: %v", c.want, got, err)
			}
		})
	}
}

// TestATransferEndsWithItsTime has hosts that take a connection and say nothing.
func TestATransferEndsWithItsTime(t *testing.T) {
	for _, scheme := range []string{"http", "https", "ftp", "ftps", "sftp"} {
		t.Run(scheme, func(t *testing.T) {
			room := mover(serves(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }))
			room.Decide.Verify = nil // nothing comes as far as that
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			if _, err := room.getFile(ctx, Attempt{}, at(t, scheme+"://host/firmware.bin")); endedBy(ctx, err) == nil || !errors.Is(endedBy(ctx, err), context.DeadlineExceeded) {
				t.Errorf("expected the end of its time, got %v", err)
			}
		})
	}
}
