package files

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestFilesGoBothWaysOverEveryProtocol(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		for i, content := range [][]byte{pattern(300_001), {}} {
			l.Put("/firmware/v2.bin", content)
			if err := m.up(l, Logs+"/a.log", bytes.NewReader(content)); err != nil {
				t.Errorf("uploading %d bytes: %v", len(content), err)
			}
			var got bytes.Buffer
			if err := m.down(l, "/firmware/v2.bin", &got); err != nil || !bytes.Equal(got.Bytes(), content) {
				t.Errorf("downloading %d bytes: got %d, %v", len(content), got.Len(), err)
			}
			protocol, _, _ := strings.Cut(m.name, " ")
			for j, kind := range []Kind{Upload, Download} {
				told := l.last(2*i + j + 1)
				if told.Kind != kind || told.Protocol != protocol || told.Size != int64(len(content)) || told.SHA256 != sumOf(content) || told.Fault != "" || told.Client == "" {
					t.Errorf("expected a whole %s of %d bytes over %s, got %+v", kind, len(content), protocol, told)
				}
			}
		}
	})
}

func TestTheWordsSayHowAProtocolWasUsed(t *testing.T) {
	want := map[string][]string{
		"HTTP": {"PUT", "100-continue"}, "HTTPS": {"TLS 1.3", "PUT"}, "FTP": {"passive", "EPSV"}, "FTP active": {"active", "EPRT"},
		"FTPS explicit": {"explicit", "TLS 1.3", "passive", "private"}, "FTPS explicit, clear": {"explicit", "clear"},
		"FTPS implicit, active": {"implicit", "active", "private"}, "SFTP": {"SSH-2.0-Go", "ssh-ed25519", "none"},
	}
	overEach(t, func(t *testing.T, l *lab, m mover) {
		if err := m.up(l, Logs+"/a.log", strings.NewReader("a")); err != nil {
			t.Fatal(err)
		}
		told := l.last(1)
		for _, word := range want[m.name] {
			if !slices.Contains(told.Options, word) {
				t.Errorf("expected the word %q among %q", word, told.Options)
			}
		}
	})
}

func TestWhatIsHeldWaitsOverEveryProtocol(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		for i, move := range []func() error{
			func() error { return m.up(l, Logs+"/a.log", strings.NewReader("a")) },
			func() error { return m.down(l, Firmware, io.Discard) },
		} {
			l.Hold()
			ended := make(chan error, 1)
			go func() { ended <- move() }()
			time.Sleep(24 * time.Hour)
			synctest.Wait()
			if len(ended) != 0 || !l.Busy() {
				t.Fatalf("expected a transfer under way for a day, got %+v", l.told())
			}
			l.Release()
			if err := <-ended; err != nil {
				t.Errorf("expected the rest after Release, got %v", err)
			}
			if told := l.last(i + 1); told.Fault != "" || told.Ended.Sub(told.Began) < 23*time.Hour {
				t.Errorf("expected a whole transfer of a day, got %+v", told)
			}
		}
	})
}

func TestAClientThatIsKilledLeavesATransferWithItsFault(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		for i, c := range []struct {
			name string
			move func(*stuck) error
		}{
			{"upload", func(s *stuck) error { return m.up(l, Logs+"/a.log", s) }},
			{"download", func(s *stuck) error { return m.down(l, "/big.bin", s) }},
			{"upload of nothing yet", func(s *stuck) error { s.after = 0; return m.up(l, Logs+"/a.log", s) }},
		} {
			l.Put("/big.bin", pattern(8<<20))
			s := &stuck{after: 1 << 20, at: make(chan struct{}), released: make(chan struct{})}
			ended := make(chan error, 1)
			go func() { ended <- c.move(s) }()
			<-s.at
			synctest.Wait()
			l.kill()
			synctest.Wait()
			close(s.released)
			if err := <-ended; err == nil {
				t.Errorf("%s: expected an error for the client that was killed", c.name)
			}
			if told := l.last(i + 1); told.Fault == "" || told.Size >= 8<<20 {
				t.Errorf("%s: expected a transfer with its fault, got %+v", c.name, told)
			}
			if l.Busy() {
				t.Errorf("%s: expected no transfer under way", c.name)
			}
		}
	})
}

func TestAClientThatFallsSilentIsNotUnderWayForEver(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		l.Put("/big.bin", pattern(8<<20))
		for i, move := range []func(*stuck) error{
			func(s *stuck) error { return m.up(l, Logs+"/a.log", s) }, func(s *stuck) error { return m.down(l, "/big.bin", s) },
		} {
			s := &stuck{after: 1 << 20, at: make(chan struct{}), released: make(chan struct{})}
			ended := make(chan error, 1)
			go func() { ended <- move(s) }()
			<-s.at
			time.Sleep(stall - time.Second)
			if len(l.told()) != i || !l.Busy() {
				t.Errorf("expected patience of %v, got %+v", stall, l.told())
			}
			time.Sleep(idle)
			synctest.Wait()
			if len(l.told()) != i+1 || l.told()[i].Fault == "" || l.Busy() {
				t.Errorf("expected a transfer with its fault, got %+v", l.told())
			}
			close(s.released)
			if err := <-ended; err == nil {
				t.Error("expected an error at the client")
			}
		}
	})
}

// stuck is a file that gives or takes so many bytes, and then waits.
type stuck struct {
	after    int
	at       chan struct{} // closed when it waits
	released chan struct{}
	once     bool
}

func (s *stuck) Read(p []byte) (int, error) {
	if s.after == 0 {
		return 0, s.wait()
	}
	n := min(len(p), s.after)
	s.after -= n
	return n, nil
}

func (s *stuck) Write(p []byte) (int, error) {
	if len(p) > s.after {
		return 0, s.wait()
	}
	s.after -= len(p)
	return len(p), nil
}

func (s *stuck) wait() error {
	if !s.once {
		s.once = true
		close(s.at)
	}
	<-s.released
	return io.ErrClosedPipe
}

func TestAClosedServerLeavesATransferWithItsFault(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		l.Put("/big.bin", pattern(8<<20))
		s := &stuck{after: 1 << 20, at: make(chan struct{}), released: make(chan struct{})}
		ended := make(chan error, 1)
		go func() { ended <- m.down(l, "/big.bin", s) }()
		<-s.at
		synctest.Wait()
		if err := l.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		if told := l.last(1); !strings.Contains(told.Fault, "the server was closed") || l.Busy() {
			t.Errorf("expected a transfer that the server ended, got %+v", told)
		}
		close(s.released)
		if err := <-ended; err == nil {
			t.Error("expected an error at the client")
		}
		before := len(l.told())
		if err := m.up(l, Logs+"/a.log", strings.NewReader("a")); err == nil || len(l.told()) != before {
			t.Errorf("expected nothing after Close, got %v and %+v", err, l.told())
		}
	})
}

func TestOneTransferTooManyIsRefusedOverEveryProtocol(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		l.Hold()
		others := make(chan error, mostAtOnce)
		for range mostAtOnce {
			go func() { others <- movers[0].up(l, Logs+"/a.log", strings.NewReader("a")) }()
		}
		synctest.Wait()
		if err := m.up(l, Logs+"/b.log", strings.NewReader("b")); err == nil {
			t.Error("expected a refusal")
		}
		l.Release()
		for range mostAtOnce {
			if err := <-others; err != nil {
				t.Error(err)
			}
		}
		if len(l.told()) != mostAtOnce+1 || l.told()[0].Kind != Attempt {
			t.Errorf("expected the refusal and %d transfers to be told of, got %+v", mostAtOnce, l.told())
		}
	})
}

func TestNothingIsOfferedThatWasNotToBe(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		for _, at := range []string{"/no-such-folder/a.log", "/etc/passwd", Logs + "/../../../etc/passwd", Firmware} {
			if err := m.up(l, at, strings.NewReader("a")); err == nil {
				t.Errorf("uploading to %s: expected a refusal", at)
			}
		}
		for _, at := range []string{"/etc/passwd", "/../etc/passwd", "/no-such-folder", Logs + "/a.log"} {
			if err := m.down(l, at, io.Discard); err == nil {
				t.Errorf("downloading %s: expected a refusal", at)
			}
		}
		for _, told := range l.told() {
			if told.Fault == "" {
				t.Errorf("expected every transfer with a fault, got %+v", told)
			}
		}
	})
}
