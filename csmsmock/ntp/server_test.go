package ntp

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/certbench/certbench/harness/memnet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a server that is served, and what it told.
type bench struct {
	*Server
	t *testing.T

	mu    sync.Mutex
	heard []Request
}

// serve starts a server on a connection; the test's end closes it.
func serve(t *testing.T, c net.PacketConn) *bench {
	t.Helper()
	b := &bench{t: t}
	b.Server = New(Config{Heard: func(r Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.heard = append(b.heard, r)
	}})
	served := make(chan error, 1)
	go func() { served <- b.Serve(c) }()
	t.Cleanup(func() {
		if err := errors.Join(b.Close(), <-served); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return b
}

func (b *bench) told() []Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.heard)
}

// request is a client's packet of a version, which was sent at eight bytes.
func request(version byte, transmit string) []byte {
	b := make([]byte, size)
	b[0], b[2] = version<<3|modeClient, 6
	copy(b[40:], transmit)
	return b
}

// inBubble plays a test over datagrams in memory, in synthetic time. ask sends one and returns the answer, nil where none comes
// within a second.
func inBubble(t *testing.T, test func(t *testing.T, b *bench, ask func([]byte) []byte)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		line := memnet.ListenPackets("time")
		b := serve(t, line)
		test(t, b, func(question []byte) []byte {
			c, err := line.Dial(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Write(question); err != nil {
				t.Fatal(err)
			}
			if err := c.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
				t.Fatal(err)
			}
			got := make([]byte, longest)
			n, err := c.Read(got)
			synctest.Wait() // the server tells of a request when it is answered
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return nil
			}
			if err != nil {
				t.Fatal(err)
			}
			return got[:n]
		})
	})
}

// at reads a timestamp of era 0.
func at(b []byte) time.Time {
	whole := binary.BigEndian.Uint64(b)
	return time.Unix(int64(whole>>32)-since1900, int64(whole&(1<<32-1)*1e9>>32))
}

// TestAnAnswerHasWhatEveryClientTakes goes through the fields of RFC 5905, figure 8.
func TestAnAnswerHasWhatEveryClientTakes(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench, ask func([]byte) []byte) {
		if err := b.Ahead(time.Hour); err != nil {
			t.Fatal(err)
		}
		for version := byte(1); version <= 4; version++ {
			now := time.Now().Add(time.Hour)
			got := ask(request(version, "12345678"))
			if len(got) != size {
				t.Fatalf("expected %d bytes, got %d", size, len(got))
			}
			if want := version<<3 | modeServer; got[0] != want {
				t.Errorf("expected the first byte %#x (leap 0, version %d, mode 4), got %#x", want, version, got[0])
			}
			if got[1] != 1 || got[2] != 6 || int8(got[3]) != -20 || string(got[12:16]) != "LOCL" {
				t.Errorf("expected stratum 1, poll 6, precision -20 and LOCL, got % x", got[:16])
			}
			delay, dispersion := binary.BigEndian.Uint32(got[4:]), binary.BigEndian.Uint32(got[8:])
			if delay != 0 || dispersion == 0 || dispersion >= 1<<16 {
				t.Errorf("expected no root delay and a dispersion under a second, got %d and %d / 65536 s", delay, dispersion)
			}
			if string(got[24:32]) != "12345678" {
				t.Errorf("expected the transmit time of the request as originate, got %q", got[24:32])
			}
			set, received, sent := at(got[16:]), at(got[32:]), at(got[40:])
			if age := received.Sub(set); age <= 0 || age > time.Minute {
				t.Errorf("expected a clock that was set less than a minute ago, got %s", age)
			}
			if late := received.Sub(now); late < -time.Microsecond || late > time.Millisecond || !sent.After(received) {
				t.Errorf("expected %s, then a later time, got %s and %s", now, received, sent)
			}
		}
		told := b.told()
		if len(told) != 4 {
			t.Fatalf("expected to be told of four requests, got %+v", told)
		}
		if r := told[3]; r.Version != 4 || r.Mode != modeClient || r.Size != size || r.Client == "" || r.Why != "" || r.Fault != None ||
			r.Shown.Sub(r.At).Round(time.Second) != time.Hour {
			t.Errorf("expected four requests that were answered with a time an hour ahead, got %+v", told)
		}
	})
}

func TestNoTwoAnswersShowTheSameTime(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench, ask func([]byte) []byte) { // in which no time passes between both
		var last time.Time
		for range 3 {
			got := ask(request(4, "12345678"))
			received, sent := at(got[32:]), at(got[40:])
			if !received.After(last) || !sent.After(received) {
				t.Errorf("expected times after %s, got %s and %s", last, received, sent)
			}
			last = sent
		}
	})
}

func TestEachFaultIsInTheAnswerAndNothingElse(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench, ask func([]byte) []byte) {
		good := ask(request(4, "12345678"))
		for _, c := range []struct {
			fault   Fault
			changed []int // the bytes, but for those of the times
			ahead   time.Duration
		}{
			{DayOff, nil, 24 * time.Hour},
			{StratumZero, []int{1, 12, 13, 14, 15}, 0},
			{Unsynchronised, []int{0}, 0},
		} {
			b.Behave(c.fault)
			got := ask(request(4, "12345678"))
			var changed []int
			for i := range 32 {
				if (i < 16 || i >= 24) && got[i] != good[i] {
					changed = append(changed, i)
				}
			}
			if !slices.Equal(changed, c.changed) {
				t.Errorf("%s: expected the bytes %v to be others, got %v", c.fault, c.changed, changed)
			}
			for _, from := range []int{16, 32, 40} {
				if ahead := at(got[from:]).Sub(at(good[from:])).Round(time.Second); ahead != c.ahead {
					t.Errorf("%s: expected the time in byte %d %s ahead, got %s", c.fault, from, c.ahead, ahead)
				}
			}
		}
		b.Behave(Silent)
		if got := ask(request(4, "12345678")); got != nil {
			t.Errorf("silent: expected no answer, got % x", got)
		}
		told := b.told()
		for i, fault := range slices.Concat([]Fault{None}, Faults()) {
			if told[i].Fault != fault || told[i].Why != "" || told[i].Shown.IsZero() != (fault == Silent) {
				t.Errorf("expected to be told of %q, got %+v", fault, told[i])
			}
		}
		b.Behave(None)
		if got := ask(request(4, "12345678")); got[1] != 1 {
			t.Errorf("expected a good answer after the faults, got stratum %d", got[1])
		}
	})
}

func TestWhatIsNoRequestIsNotAnsweredAndToldOf(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench, ask func([]byte) []byte) {
		for i, c := range []struct {
			question []byte
			why      string
		}{
			{nil, "empty"},
			{request(4, "")[:47], "47 bytes"},
			{request(0, ""), "version 0"}, {request(5, ""), "version 5"}, {request(7, ""), "version 7"},
			{append([]byte{4<<3 | modeServer}, request(4, "")[1:]...), "mode is 4"}, // two servers must not answer each other for ever
			{append([]byte{4<<3 | 6}, request(4, "")[1:]...), "mode is 6"},          // by which others are asked for much in little
		} {
			if got := ask(c.question); got != nil {
				t.Errorf("%s: expected no answer, got % x", c.why, got)
			}
			if told := b.told(); !strings.Contains(told[i].Why, c.why) || !told[i].Shown.IsZero() {
				t.Errorf("expected to be told of %q, got %+v", c.why, told[i])
			}
		}
		if got := ask(append(request(3, "12345678"), make([]byte, 20)...)); len(got) != size {
			t.Errorf("authentication: expected an answer of %d bytes without it, got %d", size, len(got))
		}
	})
}

func TestTimesThatClientsDoNotAgreeAboutAreNotShown(t *testing.T) {
	for want, got := range map[string]time.Time{"1968-01-20T03:14:08Z": Earliest, "2036-02-07T06:28:16Z": EraEnd} {
		if got.Format(time.RFC3339) != want {
			t.Errorf("expected %s, got %s", want, got)
		}
	}
	inBubble(t, func(t *testing.T, b *bench, ask func([]byte) []byte) {
		const little = time.Minute
		left := time.Until(EraEnd)
		for by, can := range map[time.Duration]bool{left: false, left - little: true, time.Until(Earliest) - little: false, time.Until(Earliest) + little: true} {
			if err := b.Ahead(by); (err == nil) != can {
				t.Errorf("ahead by %s: expected it to be taken %t, got %v", by, can, err)
			}
		}
		if err := b.Ahead(left - little); err != nil {
			t.Fatal(err)
		}
		if got := ask(request(4, "")); got == nil || got[40] != 0xff {
			t.Errorf("expected an answer a minute before the end of the era, got % x", got)
		}
		b.Behave(DayOff)
		if got := ask(request(4, "")); got != nil {
			t.Errorf("expected no answer a day later, got % x", got)
		}
		time.Sleep(2 * little)
		b.Behave(None)
		if got := ask(request(4, "")); got != nil {
			t.Errorf("expected no answer after the end of the era, got % x", got)
		}
		if told := b.told(); !strings.Contains(told[1].Why, "2036-02-07T06:28:16Z") || !strings.Contains(told[2].Why, "era") {
			t.Errorf("expected to be told why, got %+v", told)
		}
	})
}

func TestAFloodIsAnsweredAndNotKept(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench, ask func([]byte) []byte) {
		for range mostHeard + 1 {
			if ask(request(4, "12345678")) == nil {
				t.Fatal("expected an answer, got none")
			}
		}
		if got := len(b.told()); got != mostHeard {
			t.Errorf("expected to be told of %d requests, got %d", mostHeard, got)
		}
	})
}

func TestCloseWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Config{})
		served := make(chan error, 2)
		for _, name := range []string{"first", "second"} {
			go func() { served <- s.Serve(memnet.ListenPackets(name)) }()
		}
		synctest.Wait()
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		for range 2 {
			if err := <-served; err != nil {
				t.Errorf("serving: expected nil after Close, got %v", err)
			}
		}
		late := memnet.ListenPackets("late")
		if err := s.Serve(late); err != nil || !errors.Is(late.Close(), net.ErrClosed) {
			t.Errorf("serving after Close: expected the connection closed, got %v", err)
		}
		broken := memnet.ListenPackets("broken")
		if err := errors.Join(broken.Close(), New(Config{}).Serve(broken)); err == nil || !strings.Contains(err.Error(), "serving time at broken") {
			t.Errorf("serving a connection that fails: expected an error, got %v", err)
		}
	})
}

func TestAFaultIsFoundByItsName(t *testing.T) {
	for _, f := range append(Faults(), None) {
		if got, err := ParseFault(string(f)); got != f || err != nil {
			t.Errorf("%q: got %q, %v", f, got, err)
		}
	}
	if _, err := ParseFault("stratum0"); err == nil || !strings.Contains(err.Error(), "write one of day-off, stratum-0") {
		t.Errorf("expected the faults to be listed, got %v", err)
	}
}

// FuzzRequest has the server answer whatever comes: nothing, or as much as came at most, to the time that the request names.
func FuzzRequest(f *testing.F) {
	f.Add(request(4, "12345678"))
	f.Add(request(3, "")[:47])
	f.Add(append(request(4, "abcdefgh"), 0, 0, 0, 20))
	f.Fuzz(func(t *testing.T, b []byte) {
		line := &sink{}
		r := New(Config{}).respond(line, b, memnet.Addr("client"))
		q, err := parse(b)
		if answered := line.sent != nil; answered != (err == nil) || answered == r.Shown.IsZero() || answered == (r.Why != "") {
			t.Fatalf("parse says %v, %d bytes were answered, and told is %+v", err, len(line.sent), r)
		}
		if err == nil && (len(line.sent) > len(b) || string(line.sent[24:32]) != string(b[40:48]) || line.sent[0]&7 != modeServer || line.sent[0]>>3&7 != q.version) {
			t.Fatalf("% x is answered with % x", b, line.sent)
		}
	})
}

// sink keeps what it is given.
type sink struct {
	net.PacketConn
	sent []byte
}

func (s *sink) WriteTo(b []byte, _ net.Addr) (int, error) {
	s.sent = b
	return len(b), nil
}
