package files

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/crypto/ssh"
)

func TestALocationWithAUserIsForThatUser(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		l.Guard("/logs/secret", "alice", "won%der")
		put := func(user, password string) string {
			request, err := http.NewRequestWithContext(t.Context(), "PUT", "http://bench/logs/secret/a.log", strings.NewReader("a"))
			if err != nil {
				t.Fatal(err)
			}
			if user != "" {
				request.SetBasicAuth(user, password)
			}
			response, err := l.browser("HTTP").Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			return response.Status + response.Header.Get("WWW-Authenticate")
		}
		if got := put("", ""); !strings.HasPrefix(got, "401") || !strings.Contains(got, "Basic") || len(l.told()) != 0 {
			t.Errorf("expected a challenge that is not told of, got %s and %+v", got, l.told())
		}
		if got := put("alice", "won%der"); !strings.HasPrefix(got, "201") || l.last(1).User != "alice" {
			t.Errorf("expected 201 for the user, got %s and %+v", got, l.told())
		}
		if got := put("alice", "wrong"); !strings.HasPrefix(got, "401") || l.last(2).Kind != Attempt {
			t.Errorf("expected 401 and an attempt, got %s and %+v", got, l.told())
		}
		if got := put("bob", "any"); !strings.HasPrefix(got, "401") {
			t.Errorf("expected 401 for another, got %s", got)
		}
		unknown(t, l, "FTP").ask(t, "USER alice -> 331", "PASS wrong -> 530")
		f := unknown(t, l, "FTP")
		f.ask(t, "USER alice -> 331", "PASS won%der -> 230", "TYPE I -> 200", "CWD /logs/secret -> 250", "SIZE a.log -> 213 1")
		f = unknown(t, l, "FTP")
		f.ask(t, "USER bob -> 331", "PASS x -> 230", "CWD /logs -> 250", "CWD /logs/secret -> 550", "STOR /logs/secret/a.log -> 550")
	})
}

func TestSSHAsksUsersForTheirPassword(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		l.Guard(Logs, "alice", "won%der")
		for _, c := range []struct {
			user  string
			how   []ssh.AuthMethod
			comes bool
		}{
			{"alice", []ssh.AuthMethod{ssh.Password("won%der")}, true}, {"alice", []ssh.AuthMethod{ssh.Password("wrong")}, false},
			{"alice", nil, false}, {"bob", nil, true}, {"bob", []ssh.AuthMethod{ssh.Password("any")}, true},
			{"alice", []ssh.AuthMethod{ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return []string{"won%der"}, nil })}, true},
			{"alice", []ssh.AuthMethod{ssh.PublicKeys(keys().host[2])}, false},
		} {
			conn, err := l.keep(l.dial["SFTP"](t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			secure, _, _, err := ssh.NewClientConn(conn, "bench", &ssh.ClientConfig{User: c.user, Auth: c.how, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
			if (err == nil) != c.comes {
				t.Errorf("%s with %d methods: expected to come in %t, got %v", c.user, len(c.how), c.comes, err)
			}
			if err == nil {
				secure.Close()
			}
			conn.Close()
		}
	})
}

func TestAClientThatComesNoFurtherThanTheDoorIsAnAttempt(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		dial := func(protocol string) net.Conn {
			conn, err := l.keep(l.dial[protocol](context.Background()))
			if err != nil {
				t.Fatal(err)
			}
			return conn
		}
		for i, c := range []struct {
			protocol string
			come     func(net.Conn)
			why      string
		}{
			{"HTTPS", func(conn net.Conn) { tls.Client(conn, &tls.Config{ServerName: "bench"}).Handshake() }, "no TLS: remote error: tls: "},
			{"HTTPS", func(conn net.Conn) { io.WriteString(conn, "GET / HTTP/1.1\r\n\r\n") }, "does not look like a TLS handshake"},
			{"FTPS", func(conn net.Conn) { tls.Client(conn, &tls.Config{ServerName: "bench"}).Handshake() }, "no TLS: remote error: tls: "},
			{"SFTP", func(conn net.Conn) { io.WriteString(conn, "GET / HTTP/1.1\r\n\r\n") }, "no SSH"},
		} {
			conn := dial(c.protocol)
			c.come(conn)
			synctest.Wait()
			conn.Close()
			synctest.Wait()
			if told := l.last(i + 1); told.Kind != Attempt || !strings.Contains(told.Fault, c.why) {
				t.Errorf("%s: expected an attempt with %q, got %+v", c.protocol, c.why, told)
			}
		}
		for protocol := range l.dial { // who says nothing has attempted nothing
			dial(protocol).Close()
		}
		synctest.Wait()
		if len(l.told()) != 4 {
			t.Errorf("expected no more than four attempts, got %+v", l.told())
		}
	})
}
