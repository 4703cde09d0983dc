package files

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestAppendingGoesBehindTheEndWhateverOffsetComes(t *testing.T) {
	for _, base := range []int64{0, 4, 77} { // from zero, from the end, from somewhere
		everywhere(t, func(t *testing.T, l *lab) {
			if err := sftpUp(l, "/logs/a.log", strings.NewReader("AAAA")); err != nil {
				t.Fatal(err)
			}
			client, err := dialSFTP(l)
			if err != nil {
				t.Fatal(err)
			}
			defer client.end()
			file, err := client.OpenFile("/logs/a.log", os.O_WRONLY|os.O_CREATE|os.O_APPEND)
			if err != nil {
				t.Fatal(err)
			}
			// The second packet comes first, as it may on the server.
			for _, packet := range []struct {
				text   string
				offset int64
			}{{"CC", base + 2}, {"BB", base}, {"DD", base + 4}} {
				if _, err := file.WriteAt([]byte(packet.text), packet.offset); err != nil {
					t.Fatal(err)
				}
			}
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			if told := l.last(2); told.Fault != "" || told.Offset != 4 || told.Size != 6 || told.SHA256 != sumOf([]byte("AAAABBCCDD")) {
				t.Errorf("counting from %d: expected AAAABBCCDD, got %+v", base, told)
			}
		})
	}
}

func TestSetstatCutsAFileAndTakesWhatElseThereIs(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		client, err := dialSFTP(l)
		if err != nil {
			t.Fatal(err)
		}
		defer client.end()
		if err := sftpUp(l, "/logs/a.log", strings.NewReader("a long old file")); err != nil {
			t.Fatal(err)
		}
		file, err := client.OpenFile("/logs/a.log", os.O_WRONLY|os.O_CREATE)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte("new")); err != nil {
			t.Fatal(err)
		}
		for name, act := range map[string]func() error{
			"size": func() error { return file.Truncate(3) }, "mode": func() error { return file.Chmod(0o600) },
			"folder": func() error { return client.Mkdir("/logs/x") }, "close": file.Close,
		} {
			if name != "close" {
				if err := act(); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if told := l.last(2); told.SHA256 != sumOf([]byte("new")) || told.Fault != "" {
			t.Errorf("expected the new file alone, got %+v", told)
		}
		if err := client.PosixRename("/logs/a.log", "/logs/x/b.log"); err != nil {
			t.Error(err)
		}
		if found, err := client.ReadDir("/logs/x"); err != nil || len(found) != 1 || found[0].Name() != "b.log" || found[0].Size() != 3 {
			t.Errorf("expected b.log of 3 bytes, got %v, %v", found, err)
		}
		for name, err := range map[string]error{
			"link": client.Symlink("/etc/passwd", "/logs/p"), "remove": client.Remove(Firmware), "mkdir": client.Mkdir("/etc"),
			"rename": client.Rename("/logs/x/b.log", "/b.log"),
		} {
			if err == nil {
				t.Errorf("%s: expected a refusal", name)
			}
		}
	})
}

func TestASessionEndsWithItsStatusAndSCPWithAWord(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		client, err := dialSFTP(l)
		if err != nil {
			t.Fatal(err)
		}
		defer client.end()
		session, err := client.over.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		var word strings.Builder
		session.Stderr = &word
		err = session.Run("scp -t /logs/a.log")
		if exit, ok := err.(*ssh.ExitError); !ok || exit.ExitStatus() != 1 || !strings.Contains(word.String(), "SFTP") {
			t.Errorf("expected status 1 and a word, got %v and %q", err, word.String())
		}
		channel, requests, err := client.over.OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := channel.SendRequest("subsystem", true, ssh.Marshal(struct{ Name string }{"sftp"})); err != nil || !ok {
			t.Fatalf("asking for SFTP: %t, %v", ok, err)
		}
		if err := channel.CloseWrite(); err != nil {
			t.Fatal(err)
		}
		request := <-requests
		if request == nil || request.Type != "exit-status" || !bytes.Equal(request.Payload, make([]byte, 4)) {
			t.Errorf("expected status 0 before the end, got %+v", request)
		}
	})
}

func TestEveryKindOfHostKeyServes(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		for i, algorithm := range []string{ssh.KeyAlgoRSASHA256, ssh.KeyAlgoECDSA256, ssh.KeyAlgoED25519} {
			conn, err := l.keep(l.dial["SFTP"](t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			secure, _, _, err := ssh.NewClientConn(conn, "bench", &ssh.ClientConfig{
				User: "station", HostKeyCallback: ssh.FixedHostKey(keys().host[i].PublicKey()), HostKeyAlgorithms: []string{algorithm},
			})
			if err != nil {
				t.Errorf("%s: %v", algorithm, err)
				continue
			}
			secure.Close()
		}
	})
}
