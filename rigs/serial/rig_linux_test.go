package serial_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/rigtest"
	"github.com/certbench/certbench/rigs/serial"
)

var at = rigs.Place{EVSE: 1, Connector: 1}

// station is the other end of a pair of pseudo-terminals. It keeps what comes.
type station struct {
	path   string
	master *os.File
	gone   chan struct{}

	mu   sync.Mutex
	came string
}

func newStation(t *testing.T) *station {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	return &station{path: fmt.Sprintf("/dev/pts/%d", n), master: os.NewFile(uintptr(fd), "ptmx"), gone: make(chan struct{})}
}

// listen reads until the line is gone.
func (s *station) listen(t *testing.T) *station {
	go func() {
		defer close(s.gone)
		buffer := make([]byte, 64)
		for {
			n, err := s.master.Read(buffer)
			s.mu.Lock()
			s.came += string(buffer[:n])
			s.mu.Unlock()
			if err != nil {
				return // EIO once the rig has closed its end
			}
		}
	}()
	t.Cleanup(func() {
		if err := s.master.Close(); err != nil {
			t.Error(err)
		}
		<-s.gone
	})
	return s
}

// heard waits until as many lines have come.
func (s *station) heard(t *testing.T, lines int) string {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		came := s.came
		s.mu.Unlock()
		if strings.Count(came, "\n") >= lines || time.Now().After(end) {
			return came
		}
	}
}

func open(t *testing.T, c serial.Config) *serial.Rig {
	t.Helper()
	r, err := serial.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// counted knows how many tokens must come at the other end.
type counted struct {
	*serial.Rig
	sent int
}

func (c *counted) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	back, err := c.Rig.Present(ctx, token, at)
	if err == nil {
		c.sent++
	}
	return back, err
}

func TestASerialReaderPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		s := newStation(t)
		r := &counted{Rig: open(t, serial.Config{Port: s.path})}
		s.listen(t)
		return rigtest.Fixture{Rig: r, At: at, Probe: rigtest.Probe{Tokens: func() []rigs.Token {
			var all []rigs.Token
			for _, id := range strings.Fields(s.heard(t, r.sent)) {
				all = append(all, rigs.Token{ID: id, Type: "ISO14443"})
			}
			return all
		}}}
	})
}

func TestTokensAreSentAsTheDeviceSendsThem(t *testing.T) {
	s := newStation(t)
	r := open(t, serial.Config{Port: s.path, Baud: 19200, Mode: "8E2", Card: "\x02{uid}\x03\n", Code: "K{keycode}#\n",
		Credentials: rigs.Credentials{"VALID": {UID: "04A1B2C3D4E5F6"}, "PIN": {Keycode: "1234"}}})
	s.listen(t)
	for _, token := range []rigs.Token{{ID: "VALID", Type: "ISO14443"}, {ID: "PIN", Type: "KeyCode"}, {ID: "0BAD", Type: "ISO14443"}, {ID: "99", Type: "KeyCode"}} {
		if _, err := r.Present(t.Context(), token, at); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := s.heard(t, 4), "\x0204A1B2C3D4E5F6\x03\nK1234#\n\x020BAD\x03\nK99#\n"; got != want {
		t.Errorf("the station heard %q, expected %q", got, want)
	}
	if err := r.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestFacilityAndNumberAreSentInDecimal(t *testing.T) {
	s := newStation(t)
	r := open(t, serial.Config{Port: s.path, Card: "{facility},{number}\n", Credentials: rigs.Credentials{"VALID": {Facility: 12, Number: 34567}}})
	s.listen(t)
	if _, err := r.Present(t.Context(), rigs.Token{ID: "VALID"}, at); err != nil {
		t.Fatal(err)
	}
	if got := s.heard(t, 1); got != "12,34567\n" {
		t.Errorf("the station heard %q, expected facility code and number", got)
	}
	if _, err := r.Present(t.Context(), rigs.Token{ID: "04A1"}, at); !errors.Is(err, rigs.ErrNoRig) || !strings.Contains(err.Error(), "idToken 04A1") || !strings.Contains(err.Error(), "give the token facility and number") {
		t.Errorf("got %v for a card that has no number, expected ErrNoRig", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// The station's own settings of the line must stay out of it: no echo, no line that is held back until its end.
func TestTheLineIsRaw(t *testing.T) {
	s := newStation(t)
	r := open(t, serial.Config{Port: s.path, Baud: 115200, Mode: "7O1"})
	fd, err := unix.Open(s.path, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err == nil && os.Geteuid() != 0 {
		t.Error("a line that the rig holds could be opened by somebody else")
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := unix.IoctlGetTermios(fd, unix.TCGETS2)
	if err := errors.Join(err, unix.Close(fd)); err != nil {
		t.Fatal(err)
	}
	// A pseudo-terminal has no parity and no 7 bits; its driver says so by changing them back.
	if got.Ospeed != 115200 || got.Lflag != 0 || got.Iflag != 0 || got.Oflag != 0 || got.Cflag&unix.CLOCAL == 0 {
		t.Errorf("the line is set to %+v, expected 115200 baud and raw", got)
	}
	if err := errors.Join(r.Close(), s.master.Close()); err != nil {
		t.Error(err)
	}
}

func TestALineThatTakesNothingIsAFailureInTime(t *testing.T) {
	s := newStation(t)
	r := open(t, serial.Config{Port: s.path, Timeout: 50 * time.Millisecond, Card: strings.Repeat("x", 1<<17) + "{uid}"})
	_, err := r.Present(t.Context(), rigs.Token{ID: "04A1"}, at) // nobody reads at the other end
	if !errors.Is(err, os.ErrDeadlineExceeded) || rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), "the serial line "+s.path+" took ") {
		t.Errorf("got %v, expected a failure that says how much the line took", err)
	}
	if err := s.master.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "is gone") {
		t.Errorf("got %v, expected the check to see that the line is gone", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestMistakesOfASerialLineAreNamed(t *testing.T) {
	for want, c := range map[string]serial.Config{
		"port: there is no port": {},
		"baud: 12 is no speed":   {Port: "p", Baud: 12},
		`mode: "8n1" is no mode`: {Port: "p", Mode: "8n1"},
		"card: {id} means nothing in card; write one of {uid}, {facility}, {number}":      {Port: "p", Card: "{id}"},
		"code: code is the same for every token; write {keycode}":                         {Port: "p", Code: "1234"},
		`tokens: idToken A: what is sent for a card is "{uid}\r\n"; give the token a uid`: {Port: "p", Credentials: rigs.Credentials{"A": {Number: 1}}},
	} {
		if _, err := serial.New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, expected an error that says %q", err, want)
		}
	}
	if _, err := serial.New(serial.Config{Port: "/dev/certbench-no-such-line"}); err == nil || !strings.Contains(err.Error(), "look whether its adapter is plugged in") {
		t.Errorf("got %v, expected an error that says what to look at", err)
	}
}
