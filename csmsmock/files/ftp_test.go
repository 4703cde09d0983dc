package files

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
)

// ask gives commands in turn, each with the answer that has to come.
func (f *ftp) ask(t *testing.T, steps ...string) {
	t.Helper()
	for _, step := range steps {
		command, want, _ := strings.Cut(step, " -> ")
		if answer, err := f.do(command, want); err != nil {
			t.Errorf("%v (%q)", err, answer)
		}
	}
}

// unknown connects without logging in.
func unknown(t *testing.T, l *lab, protocol string) *ftp {
	t.Helper()
	conn, err := l.keep(l.dial[protocol](t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	f := &ftp{l: l, conn: conn, in: bufio.NewReader(conn)}
	if _, err := f.answer("220"); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAPlainLocationRefusesTLSAndGoesOn(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		unknown(t, l, "FTP").ask(t, "SYST -> 215 UNIX", "FEAT -> 211", "AUTH TLS -> 502", "AUTH SSL -> 502", "PBSZ 0 -> 503",
			"USER anonymous -> 331", "PASS x -> 230", "PWD -> 257", "STRU F -> 200", "STRU R -> 504", "MODE S -> 200", "NOOP -> 200",
			"EPSV ALL -> 200", "EPSV -> 229", "SITE UTIME x -> 502", "XYZZY -> 500", "QUIT -> 221")
	})
}

func TestNobodyLogsInToASecureLocationWithoutTLS(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		f := unknown(t, l, "FTPS")
		f.ask(t, "USER anonymous -> 530", "PASS x -> 5", "EPSV -> 530", "PROT P -> 503", "AUTH KERBEROS -> 504", "SYST -> 215")
	})
}

func TestPASVAnnouncesTheAddressOfTheControlConnectionOrTheOneThatIsSet(t *testing.T) {
	l := newLab(t, true)
	f, err := dialFTP(l, "FTP", "")
	if err != nil {
		t.Fatal(err)
	}
	f.ask(t, "PASV -> 227 Entering Passive Mode (127,0,0,1,", "EPRT |1|192.0.2.9|9| -> 504", "PORT 10,0,0,1,0,80 -> 504", "PORT 1,2,3 -> 501",
		"EPRT nonsense -> 501", "EPRT  -> 501")

	everywhere(t, func(t *testing.T, l *lab) {
		f, err := dialFTP(l, "FTP", "")
		if err != nil {
			t.Fatal(err)
		}
		f.ask(t, "PASV -> 227 Entering Passive Mode (192,0,2,1,")
	})
}

func TestAppendingAndResumingMakeOneFile(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		const text = "all of the log"
		again := func() *ftp {
			f, err := dialFTP(l, "FTP", "")
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		for _, part := range []string{text[:5], text[5:]} {
			if err := again().up("APPE /logs/a.log", strings.NewReader(part)); err != nil {
				t.Fatal(err)
			}
		}
		if told := l.last(2); told.Offset != 5 || told.SHA256 != sumOf([]byte(text)) {
			t.Errorf("expected the whole after appending at 5, got %+v", told)
		}
		f := again()
		f.ask(t, "SIZE /logs/a.log -> 213 14", "SIZE /logs/b.log -> 550", "REST 8 -> 350")
		if err := f.up("STOR /logs/a.log", strings.NewReader("OTHER")); err != nil {
			t.Fatal(err)
		}
		if told := l.last(3); told.Offset != 8 || told.SHA256 != sumOf([]byte("all of tOTHERg")) {
			t.Errorf("expected other bytes from 8 on, got %+v", told)
		}
		if err := again().up("STOR /logs/a.log", strings.NewReader("new")); err != nil {
			t.Fatal(err)
		}
		if told := l.last(4); told.Offset != 0 || told.SHA256 != sumOf([]byte("new")) {
			t.Errorf("expected STOR to replace the file, got %+v", told)
		}
		again().ask(t, "CWD /logs/2026/november -> 250", "MKD /logs/x -> 257", "CWD /nowhere -> 550", "RNFR /logs/a.log -> 350", "RNTO /logs/b.log -> 250",
			"SIZE /logs/b.log -> 213 3", "DELE /logs/b.log -> 250", "SIZE /logs/b.log -> 550", "DELE "+Firmware+" -> 550", "MKD /etc -> 550")
	})
}

func TestDataThatComeInTheClearAfterPROTPAreAFault(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		f, err := dialFTP(l, "FTPS", "explicit private")
		if err != nil {
			t.Fatal(err)
		}
		f.how = "explicit" // forgets its promise
		if err := f.up("STOR /logs/a.log", strings.NewReader("secrets in the clear")); err == nil {
			t.Error("expected an upload that fails")
		}
		if told := l.last(1); !strings.Contains(told.Fault, "unencrypted after PROT P") || told.Size != 0 {
			t.Errorf("expected data that came unencrypted, got %+v", told)
		}
	})
}

func TestTextIsConvertedOnlyInItsType(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		for i, c := range []struct{ how, want string }{{"A", "one\ntwo\n"}, {"I", "one\r\ntwo\r\n"}} {
			f, err := dialFTP(l, "FTP", "")
			if err != nil {
				t.Fatal(err)
			}
			f.ask(t, "TYPE "+c.how+" -> 200")
			if err := f.up("STOR /logs/a.log", strings.NewReader("one\r\ntwo\r\n")); err != nil {
				t.Fatal(err)
			}
			told := l.last(i + 1)
			if ascii := strings.Contains(fmt.Sprint(told.Options), "ASCII"); told.SHA256 != sumOf([]byte(c.want)) || ascii != (c.how == "A") {
				t.Errorf("TYPE %s: expected %q, got %+v", c.how, c.want, told)
			}
		}
	})
}

func TestAFileThatIsAbortedHasItsFault(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		f, err := dialFTP(l, "FTP", "")
		if err != nil {
			t.Fatal(err)
		}
		conn, err := f.stream("STOR /logs/a.log")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, "half")
		f.ask(t, "ABOR -> 426")
		if _, err := f.answer("226"); err != nil {
			t.Error(err)
		}
		if told := l.last(1); !strings.Contains(told.Fault, "aborted by the client") {
			t.Errorf("expected an upload that its client aborted, got %+v", told)
		}
	})
}

func TestARefusalHasTheCodeOfItsReason(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		f, err := dialFTP(l, "FTP", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what Behaviour
			want string
		}{{Behaviour{Refuse: true}, "450"}, {Behaviour{Deny: true}, "550"}, {Behaviour{Full: 1}, "552"}} {
			l.Behave(c.what)
			if err := f.up("STOR /logs/a.log", strings.NewReader("two")); err == nil || !strings.Contains(err.Error(), "got "+c.want) {
				t.Errorf("%+v: expected %s, got %v", c.what, c.want, err)
			}
			if f, err = dialFTP(l, "FTP", ""); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A client of libcurl asks for the size of a file first, and goes to the folder of an upload; it does nothing more where there is none.
func TestAClientThatLooksForWhatIsNotThereIsToldOfAsAnAttempt(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		l.Put("/firmware/other/a.bin", []byte("firmware"))
		f, err := dialFTP(l, "FTP", "")
		if err != nil {
			t.Fatal(err)
		}
		f.ask(t, "SIZE /firmware/other/a.bin -> 213 8", "SIZE /logs/none.log -> 550", "SIZE /firmware/other/none.bin -> 550")
		if told := l.last(1); told.Kind != Attempt || told.Protocol != "FTP" || told.Path != "/firmware/other/none.bin" || told.Fault != errNoFile.Error() {
			t.Errorf("expected an attempt to get what is not there, got %+v", told)
		}
		client, err := dialSFTP(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []string{"/firmware/other/a.bin", "/logs/none.log", "/firmware/other/missing.bin"} {
			if _, err := client.Stat(at); (err == nil) != (at == "/firmware/other/a.bin") {
				t.Errorf("%s: expected an answer for the first alone, got %v", at, err)
			}
		}
		f.ask(t, "CWD /logs/2026 -> 250", "CWD /no-such-folder -> 550")
		if told := l.last(3); told.Kind != Attempt || told.Path != "/no-such-folder" {
			t.Errorf("expected an attempt to go where nothing is, got %+v", told)
		}
		if told := l.last(2); told.Kind != Attempt || told.Protocol != "SFTP" || told.Path != "/firmware/other/missing.bin" {
			t.Errorf("expected an attempt to get what is not there, got %+v", told)
		}
	})
}
