package files

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func TestEveryBehaviourShowsOverEveryProtocol(t *testing.T) {
	whole := pattern(300_001)
	spoiled := bytes.Clone(whole)
	spoiled[len(spoiled)/2] ^= 1
	up := func(l *lab, m mover) error { return m.up(l, Logs+"/a.log", bytes.NewReader(whole)) }
	for _, c := range []struct {
		name   string
		what   Behaviour
		fault  string // of an upload, and of a download unless it is whole
		size   int64  // of an upload
		failed bool   // the download
		got    []byte // the download, when it does not fail
	}{
		{"nothing", Behaviour{}, "", 300_001, false, whole},
		{"refuse", Behaviour{Refuse: true}, "the server is busy", 0, true, nil},
		{"deny", Behaviour{Deny: true}, "the client may not", 0, true, nil},
		{"cut", Behaviour{Cut: 100_000}, "the connection was cut", 100_000, true, nil},
		{"full", Behaviour{Full: 100_000}, "no room left", 100_000, false, whole},
		{"just room", Behaviour{Full: 300_001}, "", 300_001, false, whole},
		{"spoil", Behaviour{Spoil: true}, "", 300_001, false, spoiled},
		{"truncate", Behaviour{Truncate: 1000}, "", 300_001, false, whole[:299_001]},
	} {
		t.Run(c.name, func(t *testing.T) {
			overEach(t, func(t *testing.T, l *lab, m mover) {
				l.Put("/v2.bin", whole)
				l.Behave(c.what)
				err := up(l, m)
				told := l.last(1)
				if (err == nil) != (c.fault == "") || !strings.Contains(told.Fault, c.fault) || (c.fault == "") != (told.Fault == "") {
					t.Errorf("expected an upload with the fault %q, got %v and %+v", c.fault, err, told)
				}
				if told.Size != c.size {
					t.Errorf("expected an upload of %d bytes, got %+v", c.size, told)
				}
				var got bytes.Buffer
				err = m.down(l, "/v2.bin", &got)
				told = l.last(2)
				switch {
				case c.failed && (err == nil || !strings.Contains(told.Fault, c.fault)):
					t.Errorf("expected a download with the fault %q, got %v and %+v", c.fault, err, told)
				case !c.failed && (err != nil || told.Fault != "" || !bytes.Equal(got.Bytes(), c.got) || told.SHA256 != sumOf(c.got)):
					t.Errorf("expected a download of %d bytes, got %d, %v and %+v", len(c.got), got.Len(), err, told)
				}
				l.Behave(Behaviour{})
				if err := up(l, m); err != nil || l.last(3).Fault != "" {
					t.Errorf("expected a good server again, got %v and %+v", err, l.told())
				}
			})
		})
	}
}

func TestARateIsKeptOverEveryProtocol(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		content := pattern(100_000)
		l.Put("/v2.bin", content)
		l.Behave(Behaviour{Rate: 1000})
		for i, move := range []func() error{
			func() error { return m.up(l, Logs+"/a.log", bytes.NewReader(content)) },
			func() error { return m.down(l, "/v2.bin", io.Discard) },
		} {
			if err := move(); err != nil {
				t.Fatal(err)
			}
			told := l.last(i + 1)
			if took := told.Ended.Sub(told.Began); took < 60*time.Second || took > 101*time.Second || told.Fault != "" {
				t.Errorf("expected 100 s, less what went ahead, for 100,000 bytes at 1,000 a second, got %v and %+v", took, told)
			}
		}
	})
}

func TestASlowServerAnswersLateOverEveryProtocol(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		l.Behave(Behaviour{Slow: 7 * time.Second})
		began := time.Now()
		if err := m.up(l, Logs+"/a.log", strings.NewReader("a")); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 7*time.Second {
			t.Errorf("expected an answer after 7 s, got it after %v", took)
		}
	})
}
